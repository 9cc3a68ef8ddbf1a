/// A mail address as people write it: `Mara Lindt <mara@example.org>` or `mara@example.org`.
public struct MailAddress: Sendable, Equatable {
    /// The display name.
    public let name: String?
    /// The address alone.
    public let address: String

    /// Reads an address; nil when it has no `@` between two parts.
    public init?(_ text: some StringProtocol) {
        let text = PlainLine.clean(text)
        if text.hasSuffix(">"), let open = text.lastIndex(of: "<") {
            address = String(text[text.index(after: open)...].dropLast())
            var name = PlainLine.clean(text[..<open])
            if name.hasPrefix("\""), name.hasSuffix("\""), name.count > 1 {
                name = String(name.dropFirst().dropLast())
            }
            self.name = name.isEmpty ? nil : name
        } else {
            address = text
            name = nil
        }
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
            !address.contains(where: { " <>,;\"".contains($0) })
        else { return nil }
    }

    /// The part after the `@`.
    public var domain: String { address.split(separator: "@").last.map(String.init) ?? "localhost" }
}
