internal import FeedFetch

/// A mail address as people write it: `Mara Lindt <mara@example.org>` or `mara@example.org`.
///
/// It is read as the messages' own headers are (``Mailbox`` of FeedFetch), so that what feeds.conf takes can be sent.
public struct MailAddress: Sendable, Equatable {
    /// The display name.
    public let name: String?
    /// The address alone.
    public let address: String
    /// The part after the `@`.
    public let domain: String

    /// Reads an address; nil when it has no `@` between two parts.
    public init?(_ text: some StringProtocol) {
        guard !text.contains(where: \.isNewline), let mailbox = Mailbox(PlainLine.clean(text)) else {
            return nil
        }
        name = mailbox.name.isEmpty ? nil : mailbox.name
        address = mailbox.address
        domain = mailbox.domain
    }
}
