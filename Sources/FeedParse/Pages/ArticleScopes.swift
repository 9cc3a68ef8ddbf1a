/// Tells the microdata about other articles and events that a page shows from the microdata about its own.
struct ArticleScopes {
    private let tree: HTMLTree
    private let foreign: Set<Int>

    /// Collects the scopes that name another article or event.
    init(page: Page, identity: PageIdentity, body: [Int]) {
        let tree = page.tree
        var names: [Int: String] = [:]
        var addresses: [Int: [String]] = [:]
        for index in tree.indices where tree.nodes[index].tag != .text {
            guard let properties = tree.value(.itemprop, index)?.split(separator: " ") else { continue }
            let isName = properties.contains("headline") || properties.contains("name")
            guard isName || properties.contains("url") || properties.contains("mainEntityOfPage"),
                let scope = Self.scope(around: index, tree), Self.isStory(scope, tree)
            else { continue }
            if isName, names[scope] == nil {
                names[scope] = tree.nonEmpty(.content, index) ?? tree.line(index)
            } else if let address = tree.nonEmpty(.href, index) ?? tree.nonEmpty(.content, index) {
                addresses[scope, default: []].append(page.absolute(address) ?? address)
            }
        }
        var foreign: Set<Int> = []
        for scope in Set(names.keys).union(addresses.keys)
        where !body.contains(where: { tree.contains(scope, $0) })
            && identity.isAnother(
                name: identity.name([names[scope]]), address: identity.address(addresses[scope] ?? []))
        {
            foreign.insert(scope)
        }
        self.tree = tree
        self.foreign = foreign
    }

    /// True for an element that says something about another article or event.
    func isForeign(_ node: Int) -> Bool {
        guard !foreign.isEmpty else { return false }
        var at = Self.scope(around: node, tree)
        while let scope = at {
            if foreign.contains(scope) { return true }
            at = Self.scope(around: scope, tree)
        }
        return false
    }

    /// The nearest `itemscope` around an element.
    static func scope(around node: Int, _ tree: HTMLTree) -> Int? {
        var at = tree.parent(node)
        while let index = at {
            if tree.has(.itemscope, index) { return index }
            at = tree.parent(index)
        }
        return nil
    }

    private static func isStory(_ scope: Int, _ tree: HTMLTree) -> Bool {
        Microdata(tree: tree).types(of: scope).contains {
            LinkedData.isArticle(String($0)) || LinkedData.isEvent(String($0))
        }
    }
}
