/// Reads the HTML of a feed's item by the conventions of wire copy.
///
/// Feeds of reposters carry source lines, excerpt markers and links to the original inside of their text; this
/// takes them out and says what they say.
public struct WireCopy: Sendable, Equatable {
    /// The clean HTML without what isn't text.
    public var html: String
    /// The same as plain text.
    public var text: String
    /// Who wrote it first, as named; nil when the copy doesn't say.
    public var origin: String?
    /// When the origin issued it.
    public var issued: StatedDate?
    /// The address of the original, absolute.
    public var originalURL: String?
    /// How much of the text this is.
    public var completeness: Completeness
    /// Names in the byline.
    public var authors: [String]

    /// Reads a fragment.
    ///
    /// - Parameters:
    ///   - title: the item's title; a first line that repeats it is dropped.
    ///   - rules: the source's own markers and patterns.
    public static func read(
        html: String, baseURL: String?, rules: PageRules = PageRules(), title: String? = nil
    ) -> WireCopy {
        let tree = HTMLParser.parse(HTMLSource(Array(html.utf8)).markup)
        guard !tree.nodes.isEmpty else {
            return WireCopy(html: "", text: "", completeness: .stub, authors: [])
        }
        let reader = CopyReader(
            tree: tree, roots: [0], isDropped: [Bool](repeating: false, count: tree.nodes.count),
            rules: rules, title: title)
        var text = TextWriter(tree: reader.tree, style: .paragraphs)
        text.write(0) { reader.isDropped[$0] }
        var clean = CleanHTMLWriter(tree: reader.tree, baseURL: baseURL)
        clean.write(0) { reader.isDropped[$0] }
        let findings = reader.findings
        let plain = text.finish()
        let original = findings.originalHref.flatMap { href in
            baseURL.flatMap { URLReference.resolve(href, against: $0) }
                ?? (URLReference.scheme(of: href) == nil ? nil : href)
        }
        return WireCopy(
            html: clean.finish(), text: plain, origin: findings.origin, issued: findings.issued,
            originalURL: original,
            completeness: findings.isExcerpt
                ? .excerpt : CompletenessRule.verdict(text: plain, isPaywalled: false),
            authors: findings.authors)
    }
}
