internal import FeedFetch
internal import Foundation

/// Messages over SMTP.
public struct SMTPMail: MailTransport {
    private let transport: SMTPTransport
    private let password: Secret?
    private let secrets = SecretMemory()

    /// Takes the server of `[mail]`; the password for AUTH is found when the first message goes out.
    /// - Parameter caFile: the certificates to trust instead of the system's.
    public init(_ settings: MailSettings, caFile: String? = nil) {
        var transport = SMTPTransport(server: settings.server, user: settings.user)
        transport.caFile = caFile
        self.transport = transport
        password = settings.user == nil ? nil : settings.password
    }

    /// Takes the server of `[mail]` with a password that was found already.
    public init(_ settings: MailSettings, password: String?, caFile: String? = nil) {
        var transport = SMTPTransport(server: settings.server, user: settings.user, password: password)
        transport.caFile = caFile
        self.transport = transport
        self.password = nil
    }

    /// Hands a message to the mail server.
    public func send(_ mail: OutgoingMail) async -> DeliveryOutcome {
        guard let from = Mailbox(mail.from), let to = Mailbox(mail.to) else {
            return .permanent("\"\(mail.to)\" is no mail address")
        }
        var transport = transport
        if let password {
            switch await find(password) {
            case .success(let found): transport.password = found
            case .failure(let failure):
                return failure.isStopped ? .stopped : .temporary(failure.description)
            }
        }
        switch await transport.send(Self.bytes(mail, from, to), from: from.address, to: to.address) {
        case .accepted: return .accepted
        case .temporary(let words): return .temporary(words)
        case .permanent(let words): return .permanent(words)
        }
    }

    /// Finds the password; not any longer when the task is cancelled.
    private func find(_ password: Secret) async -> Result<String, SecretReader.Failure> {
        await withTaskCancellationHandler {
            do throws(SecretReader.Failure) {
                return .success(try await secrets.find(password))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            secrets.end()
        }
    }

    /// The message as a mail program stores it (RFC 5322).
    public func bytes(of mail: OutgoingMail) throws -> [UInt8] {
        guard let from = Mailbox(mail.from), let to = Mailbox(mail.to) else {
            throw DigestError("\"\(mail.from)\" or \"\(mail.to)\" is no mail address")
        }
        return Self.bytes(mail, from, to)
    }

    private static func bytes(_ mail: OutgoingMail, _ from: Mailbox, _ to: Mailbox) -> [UInt8] {
        var message = MIMEMessage(
            from: from, to: to, subject: mail.subject, date: Int(mail.date.timeIntervalSince1970),
            messageID: String(mail.messageID.drop { $0 == "<" }.prefix { $0 != ">" }), text: mail.text,
            html: mail.html)
        message.headers = mail.headers.map { HTTPHeader($0.name, $0.value) }
        return message.render()
    }
}
