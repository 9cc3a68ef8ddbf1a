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
    /// A publication for readers of electronic paper.
    case epub

    /// Prints an issue.
    public func bytes(of issue: DigestIssue) -> [UInt8] {
        switch self {
        case .text: Array(TextDigest().render(issue).utf8)
        case .html: Array(HTMLDigest().render(issue).utf8)
        case .markdown: Array(MarkdownDigest().render(issue).utf8)
        case .json: Array(JSONDigest().render(issue).utf8)
        case .epub: EPUBDigest().render(issue)
        }
    }

    /// The format that the name of a file asks for; text when it asks for none.
    public init(fileName: String) {
        let ending = fileName.lowercased().split(separator: ".").last ?? ""
        switch ending {
        case "html", "htm": self = .html
        case "md", "markdown": self = .markdown
        case "json": self = .json
        case "epub": self = .epub
        default: self = .text
        }
    }
}
