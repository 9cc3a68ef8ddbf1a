/// The microdata about the article that a page is about.
struct ArticleMicrodata {
    private let page: Page
    private let microdata: Microdata
    /// The element that is marked as the page's own article.
    private let scope: Int

    /// Finds the page's own article; nil when none is marked, or only others are.
    ///
    /// Its name or address must be the page's, or it holds most of the page's text.
    init?(page: Page, identity: PageIdentity) {
        guard page.tree.attributes.contains(where: { $0.name == .itemtype }) else { return nil }
        self.page = page
        let tree = page.tree
        let microdata = Microdata(tree: tree)
        self.microdata = microdata
        let scopes = tree.indices.filter { node in
            tree.nodes[node].tag != .text && tree.has(.itemtype, node)
                && microdata.types(of: node).contains { LinkedData.isArticle(String($0)) }
        }
        var best: (scope: Int, score: Int)?
        for scope in scopes.prefix(Self.mostScopes) {
            var names: [String?] = []
            var addresses: [String] = []
            for node in microdata.properties(of: scope) {
                let properties = microdata.names(node)
                if properties.contains("headline") || properties.contains("name") {
                    names.append(microdata.stated(node) ?? tree.line(node))
                } else if properties.contains("url") || properties.contains("mainEntityOfPage"),
                    let address = microdata.stated(node)
                {
                    addresses.append(page.absolute(address) ?? address)
                }
            }
            let address = identity.address(addresses)
            var score = address == .same ? 3 : 0
            switch identity.name(names) {
            case .same: score += 5
            case .akin: score += 3
            case .unstated, .similar, .part, .other: break
            }
            if Int(page.features.prose[scope]) * 2 > page.features.total, address != .other { score += 2 }
            if score > best?.score ?? 0 { best = (scope, score) }
        }
        guard let best else { return nil }
        scope = best.scope
    }

    /// How many scopes of a page are compared.
    private static let mostScopes = 40

    /// The title.
    var headline: String? { text("headline") }
    /// True when the title is an element that readers see.
    var printsHeadline: Bool {
        microdata.property("headline", of: scope).map { page.features.text[$0] > 0 } ?? false
    }
    /// Who publishes it.
    var publisher: String? { text("publisher") }
    /// The language tag.
    var language: String? { text("inLanguage") }

    /// The address of its picture.
    var image: String? {
        for name: Substring in ["image", "thumbnailUrl"] {
            guard let node = microdata.property(name, of: scope) else { continue }
            let inner = microdata.property("url", of: node) ?? microdata.property("contentUrl", of: node)
            let picture = page.tree.firstDescendant(.img, in: node)
            let stated = microdata.stated(inner ?? node) ?? picture.flatMap { page.tree.nonEmpty(.src, $0) }
            if let stated, !ArticleData.isDrawing(stated), let address = page.absolute(stated) {
                return address
            }
        }
        return nil
    }

    private func text(_ name: Substring) -> String? {
        guard let node = microdata.property(name, of: scope) else { return nil }
        let text = PlainText.collapsed(microdata.named(node))
        return text.isEmpty ? nil : text
    }
}
