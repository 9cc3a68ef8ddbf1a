/// Makes foreign HTML safe to show and to mail.
///
/// Only listed elements, attributes and URL schemes pass. Scripts, styles, forms, frames and pictures of one
/// pixel are dropped; the text of every other unknown element stays.
public enum HTMLSanitizer {
    /// Returns clean HTML; addresses are made absolute where a base is known.
    public static func sanitize(_ html: String, baseURL: String?) -> String {
        guard html.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else {
            return html
        }
        let tree = HTMLParser.parse(HTMLSource(Array(html.utf8)).markup)
        guard !tree.nodes.isEmpty else { return "" }
        var writer = CleanHTMLWriter(tree: tree, baseURL: baseURL)
        writer.write(0) { _ in false }
        return writer.finish()
    }
}
