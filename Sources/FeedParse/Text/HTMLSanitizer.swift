/// Makes foreign HTML safe to show and to mail.
///
/// Only listed elements, attributes and URL schemes pass. Scripts, styles and pictures of one pixel are dropped;
/// the text of every other element stays, that inside of frames, objects, forms and drawings too.
public enum HTMLSanitizer {
    /// Returns clean HTML; addresses are made absolute where a base is known.
    public static func sanitize(_ html: String, baseURL: String?) -> String {
        guard html.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else {
            return html
        }
        // Inside of a body libxml2 puts no paragraph around a text of its own accord.
        let markup = Array("<body>".utf8) + HTMLSource(Array(html.utf8), keepsText: true).markup
        let tree = HTMLParser.parse(markup)
        guard !tree.nodes.isEmpty else { return "" }
        var writer = CleanHTMLWriter(tree: tree, baseURL: baseURL, keepsText: true)
        writer.write(0) { _ in false }
        return writer.finish()
    }
}
