/// One page, parsed once: its tree, what its head states, and the data in its scripts.
struct Page {
    /// The cleaned bytes that the tree was made of, for XPath.
    let markup: [UInt8]
    /// The tree.
    let tree: HTMLTree
    /// What the tree's nodes weigh.
    let features: PageFeatures
    /// Where the page was read.
    let url: String?
    /// What relative addresses are resolved against.
    private(set) var base: String?
    /// Contents of `meta`, by lower-case name, in document order.
    private(set) var metas: [String: [String]] = [:]
    /// The `link` elements.
    private(set) var links: [(rel: String, node: Int)] = []
    /// Every object in the page's JSON-LD.
    private(set) var linkedData: LinkedData
    /// JSON of other scripts, decoded when asked for.
    let dataScripts: [ArraySlice<UInt8>]
    /// Scripts of one line, which write something where they stand.
    let shortScripts: [ArraySlice<UInt8>]
    /// The charset's name and what was repaired.
    let warnings: [String]
    /// The first `title` in the head.
    private(set) var titleNode: Int?
    /// The language that the root states.
    private(set) var statedLanguage: String?

    /// The most bytes that a page may have.
    static let limit = 64 << 20

    /// The most bytes of markup that are read of a page, scripts and drawings not counted.
    static let markupLimit = 8 << 20

    /// Parses a page.
    init(_ bytes: [UInt8], url: String?, contentType: String?) throws(FeedParseError) {
        guard bytes.contains(where: { $0 > 0x20 }) else { throw FeedParseError(.empty, "The page is empty.") }
        guard bytes.count <= Self.limit else {
            throw FeedParseError(.limit, "The page has \(bytes.count >> 20) MiB; at most 64 are read.")
        }
        try Self.refuseBinary(bytes)
        let decoded = TextEncoding.decode(bytes, contentType: contentType, kind: .html)
        let source = HTMLSource(decoded.utf8, limit: Self.markupLimit)
        markup = source.markup
        tree = HTMLParser.parse(source.markup)
        guard !tree.nodes.isEmpty else { throw FeedParseError(.empty, "The page holds no text.") }
        features = PageFeatures(tree)
        self.url = url
        linkedData = LinkedData(
            source.scripts.filter { $0.kind == .linkedData }.map { source.bytes[$0.content] })
        let isCut = source.isCut || tree.isCut || linkedData.isCut
        warnings =
            decoded.warnings + (isCut ? ["The page is too long; its end was not read."] : [])
            + (linkedData.isCrowded
                ? [
                    "The page's data has more than \(LinkedData.objectLimit) objects; the others were not read."
                ] : [])
        dataScripts = source.scripts.filter {
            $0.kind != .linkedData && $0.content.count > ($0.kind == .json ? 30 : 400)
        }.map {
            source.bytes[$0.content]
        }
        shortScripts = source.scripts.filter { $0.kind == .code && (16...200).contains($0.content.count) }
            .map { source.bytes[$0.content] }
        base = url
        for index in tree.indices {
            switch tree.nodes[index].tag {
            case .base:
                if let href = tree.nonEmpty(.href, index), base == url {
                    base = url.flatMap { URLReference.resolve(href, against: $0) } ?? href
                }
            case .meta: readMeta(index)
            case .link:
                if let rel = tree.nonEmpty(.rel, index) { links.append((rel.lowered, index)) }
            case .title:
                if titleNode == nil { titleNode = index }
            case .html:
                if statedLanguage == nil {
                    statedLanguage = tree.nonEmpty(.lang, index) ?? tree.nonEmpty(.xmlLang, index)
                }
            default: break
            }
        }
        // Some frameworks put the data of a script into an element of the head.
        if linkedData.objects.isEmpty, let data = metas["script:ld+json"] {
            linkedData = LinkedData(data.map { ArraySlice(Array($0.utf8)) })
        }
    }

    /// The first content of a meta element that says something.
    func meta(_ name: String) -> String? { metas[name]?.first }

    /// The first of several.
    func meta(_ names: [String]) -> (name: String, value: String)? {
        for name in names {
            if let value = metas[name]?.first { return (name, value) }
        }
        return nil
    }

    /// An absolute address.
    func absolute(_ reference: String?) -> String? {
        guard let reference, !reference.isEmpty else { return nil }
        guard let base else { return URLReference.scheme(of: reference) == nil ? nil : reference }
        return URLReference.resolve(reference, against: base)
    }

    /// Where the page lies: where it was read, and what it calls its own address.
    var addresses: [String] {
        let canonical = links.first { rel, _ in rel.split(separator: " ").contains("canonical") }
        return [url, absolute(canonical.flatMap { tree.nonEmpty(.href, $0.node) }), absolute(meta("og:url"))]
            .compactMap { $0 }
    }

    /// The feeds that the page announces (RSS autodiscovery).
    var announcedFeeds: [Link] { statedFeeds.filter { URLReference.isAbsolute($0.href) } }

    /// The same, relative addresses too where no base is known.
    var statedFeeds: [Link] {
        links.compactMap { rel, node in
            guard rel.split(separator: " ").contains("alternate"),
                let reference = tree.nonEmpty(.href, node),
                let type = tree.value(.type, node)?.lowered,
                Self.feedTypes.contains(where: { type.hasPrefix($0) })
            else { return nil }
            return Link(
                rel: "alternate", href: absolute(reference) ?? reference, type: type,
                title: tree.nonEmpty(.title, node))
        }
    }

    private static let feedTypes = [
        "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml",
    ]

    /// The text of the `title` element.
    var documentTitle: String? {
        guard let titleNode else { return nil }
        var text = ""
        for index in tree.subtree(titleNode) where tree.nodes[index].tag == .text {
            text += tree.string(tree.textRange(index))
        }
        let collapsed = PlainText.collapsed(text)
        return collapsed.isEmpty ? nil : collapsed
    }

    private mutating func readMeta(_ index: Int) {
        guard let content = tree.nonEmpty(.content, index) else { return }
        for key in [HTMLTree.Attribute.property, .name, .itemprop] {
            guard let names = tree.nonEmpty(key, index) else { continue }
            // An `itemprop` below an `itemscope` describes that, not the page.
            if key == .itemprop, isInScope(index) { continue }
            for name in names.lowered.split(separator: " ") {
                metas[String(name), default: []].append(PlainText.collapsed(content))
            }
        }
    }

    private func isInScope(_ index: Int) -> Bool {
        var at = Int(tree.nodes[index].parent)
        while at >= 0 {
            if tree.has(.itemscope, at), tree.nodes[at].tag != .html, tree.nodes[at].tag != .body {
                return true
            }
            at = Int(tree.nodes[at].parent)
        }
        return false
    }

    private static func refuseBinary(_ bytes: [UInt8]) throws(FeedParseError) {
        if let name = BinaryKind.name(of: bytes) {
            throw FeedParseError(.damaged, "This is \(name), not a page.")
        }
        // Pages with markup are read where NUL stands behind each letter.
        let hasMarkup = bytes.prefix(BinaryKind.sampleLength).contains(UInt8(ascii: "<"))
        if BinaryKind.isBinary(bytes, hasMarkup: hasMarkup) {
            throw FeedParseError(.damaged, "This is binary data, not a page.")
        }
    }
}
