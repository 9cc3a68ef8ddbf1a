import Aggregator
import Foundation
import Logging

/// The sender of digests as the configuration describes it.
enum DigestSending {
    /// A sender over SMTP, Maildir and files, with the password read from where the configuration says.
    static func sender(store: any Store, configuration: Configuration, logger: Logger) -> DigestSender {
        var password: String?
        if let secret = configuration.mail.password {
            do {
                password = try SecretReader().read(secret)
            } catch {
                logger.error("[mail] password: \(error)")
            }
        }
        return DigestSender(
            store: store, configuration: configuration,
            transport: SMTPMail(configuration.mail, password: password, caFile: configuration.fetch.caFile),
            logger: logger)
    }
}
