public import Foundation

/// A message to one recipient, before it becomes bytes.
public struct OutgoingMail: Sendable, Equatable {
    /// The sender: `aggd <digest@example.org>`.
    public var from: String
    /// The recipient: `Mara Lindt <mara@example.org>`.
    public var to: String
    /// The subject.
    public var subject: String
    /// The date of the issue, at every attempt the same.
    public var date: Date
    /// The Message-ID with its angle brackets, at every attempt the same.
    public var messageID: String
    /// The other header fields, in order.
    public var headers: [HeaderField]
    /// The text part.
    public var text: String
    /// The HTML part.
    public var html: String

    /// Creates a message.
    public init(
        from: String, to: String, subject: String, date: Date, messageID: String, headers: [HeaderField],
        text: String, html: String
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.headers = headers
        self.text = text
        self.html = html
    }
}

/// What became of an attempt to hand a message over.
public enum DeliveryOutcome: Sendable, Equatable {
    /// The other side has taken it and answers for it.
    case accepted
    /// It may go better later (SMTP 4xx, no connection); the words of the other side.
    case temporary(String)
    /// It will never go (SMTP 5xx); the words of the other side.
    case permanent(String)
    /// Nobody waits for it any more: it stays as if it had not been tried.
    case stopped
}

/// A way for messages to leave.
public protocol MailTransport: Sendable {
    /// Hands a message to the mail server.
    func send(_ mail: OutgoingMail) async -> DeliveryOutcome
    /// The message as a mail program stores it (RFC 5322).
    func bytes(of mail: OutgoingMail) throws -> [UInt8]
}
