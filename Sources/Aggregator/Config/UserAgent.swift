/// The program's name as servers see it.
public enum UserAgent {
    /// Name and version, with a contact when one is known, so that publishers can reach a person.
    public static func standard(contact: String?) -> String {
        guard let contact else { return "aggd/\(ProductVersion.current)" }
        var address = Substring(contact)
        if contact.hasSuffix(">"), let open = contact.lastIndex(of: "<") {
            address = contact[contact.index(after: open)...].dropLast()
        }
        return "aggd/\(ProductVersion.current) (\(address))"
    }
}
