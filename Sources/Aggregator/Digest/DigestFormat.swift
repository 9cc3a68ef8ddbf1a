/// The forms in which an issue can be printed.
///
/// The same issue gives the same bytes, always.
public enum DigestFormat: String, Sendable, CaseIterable {
    /// Plain text of 72 columns with numbered links.
    case text
    /// One HTML page, made for mail programs.
    case html
    /// Markdown (CommonMark).
    case markdown
    /// One JSON object.
    case json

    /// Prints an issue.
    public func render(_ issue: DigestIssue) -> String {
        switch self {
        case .text: TextDigest().render(issue)
        case .html: HTMLDigest().render(issue)
        case .markdown: MarkdownDigest().render(issue)
        case .json: JSONDigest().render(issue)
        }
    }

    /// The format that the name of a file asks for; text when it asks for none.
    public init(fileName: String) {
        let ending = fileName.lowercased().split(separator: ".").last ?? ""
        switch ending {
        case "html", "htm": self = .html
        case "md", "markdown": self = .markdown
        case "json": self = .json
        default: self = .text
        }
    }
}
