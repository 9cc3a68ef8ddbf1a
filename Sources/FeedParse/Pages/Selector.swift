/// What a person writes in feeds.conf to point at parts of a page.
///
/// Text that begins with `/`, `./`, `../` or `(` is XPath 1.0. Everything else is CSS, with `@name` behind it for
/// an attribute and `, ` between alternatives, which are tried in order until one matches.
public struct Selector: Sendable, Equatable {
    /// The alternatives as XPath 1.0, in order.
    public let alternatives: [String]

    /// Translates a selector.
    public init(_ text: String) throws(FeedParseError) {
        let text = text.trimmedBlanks
        guard !text.isEmpty else { throw FeedParseError(.selector, "The selector is empty.") }
        if ["/", "./", "../", "("].contains(where: { text.hasPrefix($0) }) {
            alternatives = [text]
        } else {
            alternatives = try CSSSelector.translate(text)
        }
    }

    /// Checks a selector without a page.
    public static func validate(_ text: String) throws(FeedParseError) {
        for expression in try Selector(text).alternatives {
            _ = try HTMLParser.select([expression], in: Array("<p>.</p>".utf8))
        }
    }
}
