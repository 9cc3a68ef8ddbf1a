/// Finds the blocks that repeat on a page: its list of articles.
struct RepeatedBlocks {
    let page: Page
    let rules: PageRules

    /// What was found.
    struct Found {
        var items: [ParsedItem]
        var selector: String
        var fields: ItemSelectors
        var explanation: String
    }

    private struct Group {
        var nodes: [Int] = []
        var score = 0.0
    }

    /// The group of equal blocks that looks most like a list of articles.
    func find() -> Found? {
        let tree = page.tree
        var groups: [String: Group] = [:]
        for index in tree.indices {
            let tag = tree.nodes[index].tag
            switch tag {
            case .article, .li, .div, .section, .tr, .a, .p, .dd, .dt, .h2, .h3, .h4: break
            default: continue
            }
            guard let parent = tree.parent(index), !page.features.isJunk[index],
                page.features.text[index] >= 12,
                page.features.text[index] < 4000
            else { continue }
            groups[signature(parent) + " > " + signature(index), default: Group()].nodes.append(index)
        }
        var best: (key: String, group: Group)?
        for key in groups.keys.sorted() {
            guard var group = groups[key], group.nodes.count >= 3 else { continue }
            group.score = score(group.nodes)
            if group.score > best?.group.score ?? 0 { best = (key, group) }
        }
        guard let best else { return nil }
        var seen: Set<String> = []
        let details = BlockDetails(page: page, rules: rules, nodes: best.group.nodes)
        let items = best.group.nodes.map { details.item(of: $0) }.filter { item in
            guard item.title != nil, let link = item.link else { return false }
            return seen.insert(link).inserted
        }
        guard items.count >= 3 else { return nil }
        let dated = items.count { $0.published != nil }
        let summarised = items.count { $0.summary != nil }
        let signed = items.count { !$0.authors.isEmpty }
        var fields = fields(best.group.nodes)
        fields.summary = details.summary
        fields.author = details.author
        let words = items.reduce(0) { $0 + ($1.title?.split(separator: " ").count ?? 0) } / items.count
        return Found(
            items: items, selector: selector(best.key), fields: fields,
            explanation:
                "\(items.count) blocks \"\(selector(best.key))\" repeat; their titles have \(words) words on average, \(dated) have a date, \(summarised) a summary, \(signed) an author."
        )
    }

    /// A group is as good as its titles: long, linked to different pages, dated.
    private func score(_ nodes: [Int]) -> Double {
        let tree = page.tree
        var links: Set<String> = []
        var score = 0.0
        var last = -1
        // A block with a date is whole; the link in it alone is only a part.
        let isDated = nodes.prefix(6).contains {
            ListBlock(page: page, node: $0, rules: rules).item().published != nil
        }
        for node in nodes.prefix(200) {
            // Blocks inside of one another are not a list.
            if node < last { return 0 }
            last = Int(tree.nodes[node].end)
            let block = ListBlock(page: page, node: node, rules: rules)
            guard let link = block.linkNode, let href = tree.nonEmpty(.href, link),
                let title = block.titleNode
            else { continue }
            let weight = Double(page.features.text[title])
            guard weight >= 12, !href.hasPrefix("#"), !href.hasPrefix("mailto:"), links.insert(href).inserted
            else { continue }
            var value = min(weight, 90)
            if tree.nodes[title].tag.isHeading { value *= 1.5 }
            if isDated { value *= 1.4 }
            if page.features.hints[node].contains(.teaser) || tree.nodes[node].tag == .article {
                value *= 1.2
            }
            if tree.closest(.main, node) != nil { value *= 1.2 }
            score += value
        }
        return links.count >= 3 && links.count * 2 >= nodes.count ? score : 0
    }

    private func signature(_ node: Int) -> String { Self.signature(node, page) }

    /// A name that equal elements share, as a selector.
    static func signature(_ node: Int, _ page: Page) -> String {
        let tag = page.tree.nodes[node].tag.name
        guard let names = page.tree.nonEmpty(.class, node) else { return tag }
        // Numbers tell one block from the next; what they share is the rest.
        let first = names.split(separator: " ").first { name in
            !name.contains(where: \.isNumber) && name.allSatisfy { $0.isLetter || $0 == "-" || $0 == "_" }
        }
        return first.map { tag + "." + $0 } ?? tag
    }

    private func selector(_ key: String) -> String { key }

    private func fields(_ nodes: [Int]) -> ItemSelectors {
        var fields = ItemSelectors()
        let tree = page.tree
        guard let first = nodes.first else { return fields }
        let block = ListBlock(page: page, node: first, rules: rules)
        if let title = block.titleNode {
            let tag = tree.nodes[title].tag
            fields.title = tag.isHeading ? tag.name : "a"
            fields.link =
                tag.isHeading && tree.firstDescendant(.a, in: title) != nil ? "\(tag.name) a@href" : "a@href"
        }
        if tree.firstDescendant(.time, in: first) != nil { fields.date = "time" }
        return fields
    }
}
