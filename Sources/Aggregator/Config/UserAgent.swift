/// The program's name as servers see it.
public enum UserAgent {
    /// Name and version, with a contact when one is known, so that publishers can reach a person.
    public static func standard(contact: String?) -> String {
        let version = "aggd/\(ProductVersion.current)"
        return contact.map { "\(version) (\(MailAddress($0)?.address ?? $0))" } ?? version
    }
}
