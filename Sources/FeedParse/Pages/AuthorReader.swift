/// Reads who wrote a page: structured data first, then meta elements, then bylines.
///
/// People go before organisations: a newsroom or an agency is the author only where nobody else is named.
struct AuthorReader {
    let page: Page
    let article: [String: LooseJSON]?
    /// The elements that hold the body; bylines stand before or close to them.
    let body: [Int]
    /// The names in the byline of the text itself.
    let signed: [String]
    let site: SiteNames
    let scopes: ArticleScopes

    /// Names and where they came from.
    typealias Answer = (names: [String], from: String)

    /// The names and where they came from.
    func read() -> Answer? {
        let byline = BylineReader(page: page, site: site, body: body, scopes: scopes)
        var organisations: Answer?
        for stated in [linked(), microdata(), meta()].compactMap({ $0 }) {
            let people = stated.names.filter { !site.contains($0) && !PersonNames.isOrganisation($0) }
            guard !people.isEmpty else {
                if organisations == nil, !stated.names.isEmpty { organisations = stated }
                continue
            }
            // Data often holds only the first of several names.
            if people.count == 1, people[0].contains(" "), let shown = byline.read(), shown.count > 1,
                shown.contains(where: { $0 == people[0] || $0.hasSuffix(" " + people[0]) })
            {
                return (shown, "byline")
            }
            let names = stated.names.filter { !site.contains($0) }
            return (names, stated.from)
        }
        if let names = byline.read(), !names.isEmpty { return (names, "byline") }
        if !signed.isEmpty { return (signed, "byline") }
        if let names = byline.signature(), !names.isEmpty { return (names, "signature") }
        return organisations ?? byline.organisation().map { ($0, "byline") }
    }

    private func linked() -> Answer? {
        guard let authors = article?["author"] ?? article?["creator"] else { return nil }
        var names: [String] = []
        var organisations: [String] = []
        for author in authors.list {
            let author = page.linkedData.resolved(author)
            let types = LinkedData.types(author.members)
            let isOrganisation =
                types.contains { $0.hasSuffix("Organization") || $0 == "Corporation" }
                && !types.contains("Person")
            guard let text = author.text else { continue }
            let line = PlainText.line(ofHTML: text)
            if isOrganisation {
                let name = PersonNames.clean(line)
                if !name.isEmpty, !organisations.contains(name) { organisations.append(name) }
                continue
            }
            for name in line.split(separator: ";").flatMap({ Self.fieldNames(String($0)) })
            where !names.contains(name) { names.append(name) }
        }
        if names.isEmpty { names = organisations }
        return names.isEmpty ? nil : (names, "json-ld")
    }

    /// A field holds one name, or several with commas or "and".
    static func fieldNames(_ text: String) -> [String] {
        let names = PersonNames.split(text)
        if !names.isEmpty { return names }
        let clean = PersonNames.clean(text)
        let words = clean.split(separator: " ").count
        guard !clean.isEmpty, words <= 5,
            !PersonNames.isJunk(clean.lowered) || PersonNames.isOrganisation(clean),
            !clean.contains(where: { "|:/".contains($0) })
        else { return [] }
        return [clean]
    }

    private func microdata() -> Answer? {
        let tree = page.tree
        var names: [String] = []
        var owner: Int?
        for index in tree.indices where tree.nodes[index].tag != .text {
            guard tree.hasWord(["author"], in: .itemprop, index),
                !page.features.hints[index].contains(.comments), !isInComments(index),
                !scopes.isForeign(index)
            else { continue }
            let inner = tree.subtree(index).first {
                tree.nodes[$0].tag != .text && tree.value(.itemprop, $0) == "name"
            }
            let text =
                inner.map { tree.nonEmpty(.content, $0) ?? tree.line($0) } ?? tree.nonEmpty(.content, index)
                ?? tree.line(index)
            guard text.count < 120 else { continue }
            // Authors of cited works, answers and reviews belong to scopes of their own.
            let scope = ArticleScopes.scope(around: index, tree) ?? -1
            if let owner, owner != scope { continue }
            let found = PersonNames.split(text)
            if !found.isEmpty { owner = scope }
            for name in found where !names.contains(name) { names.append(name) }
        }
        return names.isEmpty ? nil : (names, "microdata")
    }

    private static let metaNames = [
        "author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "dc:creator",
        "byl", "sailthru.author", "parsely-author",
        "citation_author", "authors", "creator", "cxenseparse:author", "dcsext.author",
        "og:article:author", "twitter:data1", "rbauthors",
        "article.author", "vr:author",
    ]

    private func meta() -> Answer? {
        for key in Self.metaNames {
            guard let values = page.metas[key] else { continue }
            if key == "twitter:data1" {
                guard let label = page.meta("twitter:label1")?.lowered,
                    [
                        "written by", "by", "author", "verfasst von", "écrit par", "geschrieben von",
                        "escrito por", "scritto da", "skrevet av", "autor", "napisane przez",
                    ].contains(where: { label.hasPrefix($0) })
                else { continue }
            }
            var names: [String] = []
            for value in values {
                // `example.org, Town, Country` is an address.
                let first = value.prefix { $0 != "," }
                if first.contains("."), !first.contains(" "), first.count < value.count {
                    if !names.contains(String(first)) { names.append(String(first)) }
                    continue
                }
                for name in Self.fieldNames(value) where !names.contains(name) { names.append(name) }
            }
            if !names.isEmpty { return (names, "meta " + key) }
        }
        return nil
    }

    private func isInComments(_ node: Int) -> Bool {
        var at = node
        while at >= 0 {
            if !page.features.hints[at].isDisjoint(with: [.comments, .related, .sidebar]) { return true }
            at = Int(page.tree.nodes[at].parent)
        }
        return false
    }
}
