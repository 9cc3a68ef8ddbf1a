import Aggregator
import Logging

/// The sender of digests as the configuration describes it.
enum DigestSending {
    /// A sender over SMTP, Maildir and files.
    static func sender(store: any Store, configuration: Configuration, logger: Logger) -> DigestSender {
        DigestSender(
            store: store, configuration: configuration,
            transport: SMTPMail(configuration.mail, caFile: configuration.fetch.caFile),
            logger: logger)
    }
}
