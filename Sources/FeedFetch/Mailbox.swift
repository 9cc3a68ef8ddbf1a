/// An address of mail with a person's or list's name (RFC 5322 section 3.4).
public struct Mailbox: Sendable, Equatable {
    /// The name before the address, empty when there is none.
    public let name: String
    /// The address itself, `user@host`.
    public let address: String

    /// Reads `Name <user@host>`, `"Name" <user@host>` or `user@host`; nil when there is no valid address.
    public init?(_ text: String) {
        let text = text.trimmingBlanks
        if text.hasSuffix(">"), let open = text.lastIndex(of: "<") {
            var name = String(text[..<open]).trimmingBlanks
            if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") {
                name = String(name.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing(
                    "\\\\", with: "\\")
            }
            self.init(name: name, address: String(text[text.index(after: open)...].dropLast()))
        } else {
            self.init(name: "", address: text)
        }
    }

    /// Creates a mailbox; nil when the address is not valid.
    public init?(name: String, address: String) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard !name.utf8.contains(where: { $0 < 0x20 }), parts.count == 2, !parts[0].isEmpty,
            !parts[1].isEmpty, address.utf8.count <= 254,
            address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            !address.contains(where: { "<>()[]\",;:\\".contains($0) })
        else { return nil }
        self.name = name
        self.address = address
    }

    /// The domain of the address.
    public var domain: String { String(address.split(separator: "@").last ?? "") }
}
