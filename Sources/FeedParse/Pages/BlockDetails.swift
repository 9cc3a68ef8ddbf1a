/// Learns where the blocks of a list carry their summary and their author: the elements that most of them share.
struct BlockDetails {
    private let page: Page
    private let rules: PageRules
    /// The selector of the summary within one block; nil when most blocks have none in one place.
    private(set) var summary: String?
    /// The selector of the author within one block.
    private(set) var author: String?

    /// Blocks that are looked at; what they share, the others share too.
    private static let sample = 24

    /// Looks at the blocks of a list.
    init(page: Page, rules: PageRules, nodes: [Int]) {
        self.page = page
        self.rules = rules
        let blocks = nodes.prefix(Self.sample)
        summary = shared(by: blocks) { summaryNode(in: $0) }
        author = shared(by: blocks) { authorNode(in: $0) }
    }

    /// A block as an item, with what its summary and author are by now known to be.
    func item(of block: Int) -> ParsedItem {
        var item = ListBlock(page: page, node: block, rules: rules).item()
        if let summary {
            item.summary = first(summary, in: block).map { BodyReader.escaped(page.tree.line($0)) }
        }
        if let author, let node = first(author, in: block) {
            item.authors = Self.names(page.tree.line(node)).map { Person(name: $0) }
        }
        return item
    }

    /// The signature under which most blocks have what is looked for, as the first element of that signature.
    private func shared(by blocks: ArraySlice<Int>, _ find: (Int) -> Int?) -> String? {
        var counts: [String: Int] = [:]
        for block in blocks {
            guard let node = find(block) else { continue }
            let signature = RepeatedBlocks.signature(node, page)
            if first(signature, in: block) == node { counts[signature, default: 0] += 1 }
        }
        let best = counts.max { $0.value == $1.value ? $0.key > $1.key : $0.value < $1.value }
        return best.flatMap { $0.value * 2 > blocks.count ? $0.key : nil }
    }

    /// The first element of a signature with a text, as a selector would find it.
    private func first(_ signature: String, in block: Int) -> Int? {
        page.tree.subtree(block).dropFirst().first { node in
            page.tree.nodes[node].tag != .text && page.features.text[node] > 0
                && RepeatedBlocks.signature(node, page) == signature
        }
    }

    /// The elements of a block that may carry a detail: shown, and no part of its title.
    private func candidates(in block: Int) -> some Sequence<Int> {
        let title = ListBlock(page: page, node: block, rules: rules).titleNode
        return page.tree.subtree(block).dropFirst().lazy.filter { node in
            page.tree.nodes[node].tag != .text && !page.features.isHidden[node]
                && page.features.text[node] > 0
                && (title.map { !page.tree.contains(node, $0) && !page.tree.contains($0, node) } ?? true)
        }
    }

    private static let summaryWords: [StaticString] = [
        "summary", "excerpt", "teaser", "description", "desc", "abstract", "dek", "deck", "standfirst",
        "intro",
        "blurb", "snippet", "lead", "lede", "sum",
    ]
    private static let authorWords: [StaticString] = [
        "author", "authors", "by", "byline", "writer", "contributor", "contributors",
    ]

    private func summaryNode(in block: Int) -> Int? {
        var longest: Int?
        for node in candidates(in: block) {
            if page.tree.hasWord(Self.summaryWords, in: .class, node), page.features.text[node] >= 12 {
                return node
            }
            let tag = page.tree.nodes[node].tag
            let least: Int32 = tag == .p ? 15 : 40
            guard tag == .p || tag == .div || tag == .span, page.features.own[node] > least,
                tag != .p || !isDateOrAuthor(node)
            else { continue }
            if longest.map({ page.features.own[$0] < page.features.own[node] }) ?? true { longest = node }
        }
        return longest
    }

    private func isDateOrAuthor(_ node: Int) -> Bool {
        guard page.features.text[node] < 80 else { return false }
        return ListDate.read(page.tree.line(node), rules: rules) != nil || isAuthor(node)
    }

    private func authorNode(in block: Int) -> Int? {
        // Of elements within each other the innermost: the outer ones hold a date or a place too.
        var found: Int?
        for node in candidates(in: block) where found.map({ page.tree.contains($0, node) }) ?? true {
            if isAuthor(node) { found = node }
        }
        return found
    }

    private func isAuthor(_ node: Int) -> Bool {
        guard page.features.text[node] <= 160, !page.tree.has(.datetime, node) else { return false }
        let line = page.tree.line(node)
        if !Byline.read(line).isEmpty { return true }
        let isNamed =
            page.tree.hasWord(Self.authorWords, in: .class, node)
            || page.tree.hasWord(["author"], in: .rel, node)
            || page.tree.hasWord(["author"], in: .itemprop, node)
        return isNamed && !PersonNames.split(line).isEmpty
    }

    /// The names of a line that stands for authors.
    private static func names(_ line: String) -> [String] {
        let names = Byline.read(line)
        return names.isEmpty ? PersonNames.split(line) : names
    }
}
