/// The microdata of a page: elements with an `itemscope`, and the properties inside them.
struct Microdata {
    let tree: HTMLTree

    /// The elements with a property of a scope itself, not of one inside it.
    func properties(of scope: Int) -> [Int] {
        tree.subtree(scope).filter { node in
            guard node != scope, tree.nodes[node].tag != .text, tree.has(.itemprop, node) else {
                return false
            }
            var above = tree.parent(node)
            while let parent = above, parent != scope {
                if tree.has(.itemscope, parent) || tree.has(.itemtype, parent) { return false }
                above = tree.parent(parent)
            }
            return above == scope
        }
    }

    /// The first element with a property of a scope.
    func property(_ name: Substring, of scope: Int) -> Int? {
        properties(of: scope).first { names($0).contains(name) }
    }

    /// The properties that an element is of the scope around it.
    func names(_ node: Int) -> [Substring] { (tree.value(.itemprop, node) ?? "").split(separator: " ") }

    /// The types of a scope, without their vocabulary.
    func types(of scope: Int) -> [Substring] {
        (tree.value(.itemtype, scope) ?? "").split(separator: " ").compactMap {
            $0.split(separator: "/").last
        }
    }

    /// What an attribute says in place of the text.
    func stated(_ node: Int) -> String? {
        if let value = tree.nonEmpty(.content, node) ?? tree.nonEmpty(.datetime, node) { return value }
        let isAddress = names(node).contains { Self.addresses.contains($0) }
        return isAddress ? tree.nonEmpty(.href, node) ?? tree.nonEmpty(.src, node) : nil
    }

    private static let addresses: Set<Substring> = [
        "url", "mainEntityOfPage", "eventStatus", "image", "thumbnailUrl", "contentUrl",
    ]

    /// The name of what an element describes, or its text.
    func named(_ node: Int) -> String {
        guard let name = property("name", of: node) else { return stated(node) ?? tree.line(node) }
        return stated(name) ?? tree.line(name)
    }
}
