/// One block of a list page, read by what such blocks have in common.
struct ListBlock {
    let page: Page
    let node: Int
    let rules: PageRules

    /// The heading of the block, else its longest link.
    var titleNode: Int? {
        let tree = page.tree
        var best: (node: Int, weight: Int32)?
        for index in tree.subtree(node) where tree.nodes[index].tag != .text && !page.features.isHidden[index]
        {
            let tag = tree.nodes[index].tag
            let weight = page.features.text[index]
            guard weight > 0 else { continue }
            if tag.isHeading { return index }
            if tag == .a, tree.has(.href, index), weight > best?.weight ?? 0 { best = (index, weight) }
        }
        return best?.node
    }

    /// The link of the title, else the link that holds most text.
    var linkNode: Int? {
        let tree = page.tree
        if tree.nodes[node].tag == .a, tree.has(.href, node) { return node }
        if let title = titleNode {
            if let inside = tree.subtree(title).first(where: {
                tree.nodes[$0].tag == .a && tree.has(.href, $0)
            }) {
                return inside
            }
            var at = Int(tree.nodes[title].parent)
            while at >= node {
                if tree.nodes[at].tag == .a, tree.has(.href, at) { return at }
                at = Int(tree.nodes[at].parent)
            }
        }
        var best: (node: Int, weight: Int32)?
        for index in tree.subtree(node) where tree.nodes[index].tag == .a {
            guard let href = tree.nonEmpty(.href, index), !href.hasPrefix("#"), !href.hasPrefix("javascript")
            else { continue }
            if page.features.text[index] > best?.weight ?? -1 { best = (index, page.features.text[index]) }
        }
        return best?.node
    }

    /// The block as an item.
    func item() -> ParsedItem {
        let tree = page.tree
        var item = ParsedItem()
        let title = titleNode
        item.title = title.map { tree.line($0) }.flatMap { $0.isEmpty ? nil : $0 }
        item.link = linkNode.flatMap { page.absolute(tree.nonEmpty(.href, $0)) }
        var summary: (text: String, weight: Int32)?
        for index in tree.subtree(node) where tree.nodes[index].tag != .text && !page.features.isHidden[index]
        {
            let tag = tree.nodes[index].tag
            if item.published == nil {
                if let stated = tree.nonEmpty(.datetime, index) {
                    item.published = ListDate.read(stated, rules: rules)
                }
                if item.published == nil, page.features.own[index] >= 6, page.features.own[index] < 80,
                    index != title
                {
                    item.published = ListDate.read(tree.line(index), rules: rules)
                }
            }
            if tag == .img, item.images.isEmpty {
                let reference = tree.nonEmpty(.dataSrc, index) ?? tree.nonEmpty(.src, index)
                if let url = page.absolute(reference), !url.hasPrefix("data:") { item.images.append(url) }
            }
            let weight = page.features.own[index]
            if tag == .p || tag == .div, weight > 40, weight > summary?.weight ?? 0, index != title,
                title.map({ !tree.contains(index, $0) }) ?? true
            {
                summary = (tree.line(index), weight)
            }
        }
        item.summary = summary.map { BodyReader.escaped($0.text) }
        if let place = tree.subtree(node).first(where: { isPlace($0) }) { item.place = tree.line(place) }
        return item
    }

    private func isPlace(_ index: Int) -> Bool {
        guard page.tree.nodes[index].tag != .text, let names = page.tree.value(.class, index)?.lowered
        else { return false }
        return (names.contains("location") || names.contains("venue") || names.contains("place"))
            && page.features.text[index] > 2 && page.features.text[index] < 120
    }
}
