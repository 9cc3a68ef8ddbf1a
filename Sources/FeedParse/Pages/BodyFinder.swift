/// Finds the element, or the equal siblings, that hold the text of an article.
struct BodyFinder {
    private let tree: HTMLTree
    private let features: PageFeatures

    /// What was found.
    struct Found {
        /// The elements, in document order.
        var roots: [Int]
        /// How: `structure` when names told, `density` when only the text did.
        var how: String
        /// Where another article begins in them.
        var end: Int?
    }

    /// The element that shows the page's title.
    private let headline: Int?
    /// True for questions with answers and the posts of a forum: all of it is the text.
    private let isThread: Bool

    /// True when the page's data or head says that it is an article.
    private let isArticle: Bool
    /// True for the first page of a site.
    private let isRoot: Bool
    /// What the page's data calls other articles.
    private let others: Set<String>

    /// Looks at a page's features.
    init(
        _ features: PageFeatures, headline: Int? = nil, isThread: Bool = false, isArticle: Bool = true,
        isRoot: Bool = false, others: Set<String> = []
    ) {
        self.features = features
        self.headline = headline
        self.isThread = isThread
        self.isArticle = isArticle
        self.isRoot = isRoot
        self.others = others
        tree = features.tree
    }

    /// Finds the body; nil when the page has no running text at all.
    func find() -> Found? {
        let all = Int(features.text.first ?? 0)
        // Lists, shops and tables have hardly any running text; then everything that isn't junk is the text.
        guard features.total >= 140 || features.total * 4 > all else {
            return all > 0 ? Found(roots: [wholePage], how: "page") : nil
        }
        let named = isThread ? namedStart() : ownArticle(namedStart()) ?? headlineStart()
        let top = descend(from: named ?? 0, threshold: named == nil ? 0.72 : 0.9)
        let found = Found(roots: union(around: top), how: named == nil ? "density" : "structure")
        return isListing(found)
            ? Found(roots: [wholePage], how: "page") : withoutNext(withHeadline(found))
    }

    /// What was found, up to the next article of a page that scrolls on.
    private func withoutNext(_ found: Found) -> Found {
        guard !isThread, !isRoot, found.how != "page", let headline,
            let next = NextArticle(features, headline: headline, others: others).find()
        else { return found }
        var kept = found
        kept.roots.removeAll { $0 >= next.start }
        if let own = next.own {
            guard kept.roots.isEmpty || kept.roots.contains(where: { !tree.contains(own, $0) }) else {
                return kept
            }
            kept.roots = [descend(from: own, threshold: 0.9)]
            return kept
        }
        if kept.roots.isEmpty { kept.roots = [next.around] }
        kept.end = next.start
        return kept
    }

    /// What was found, or more of the page where that stands apart from what the page is about.
    ///
    /// Shops, lists and front pages say most of what they are about in few words, and have running text in the
    /// notices and questions around it.
    private func withHeadline(_ found: Found) -> Found {
        guard !isArticle, !isThread, let first = found.roots.first else { return found }
        let headline =
            headline ?? tree.indices.first { tree.nodes[$0].tag == .h1 && !features.isHidden[$0] }
        if let main, headline.map({ tree.contains(main, $0) }) ?? true,
            !found.roots.contains(where: { tree.contains(main, $0) || tree.contains($0, main) })
        {
            return Found(roots: [main], how: "page")
        }
        guard let headline, headline < first, !tree.contains(headline, first) else { return found }
        var between = 0
        for index in Int(tree.nodes[headline].end)..<first
        where tree.nodes[index].tag == .text && !features.isJunk[index] {
            between += Int(features.text[index] - features.link[index])
        }
        guard between > found.roots.reduce(0, { $0 + Int(features.text[$1]) }) else { return found }
        var around = first
        while !tree.contains(around, headline), let parent = tree.parent(around) { around = parent }
        return Found(roots: [around], how: "page")
    }

    /// The element `main`, where it holds text.
    private var main: Int? {
        tree.indices.first {
            (tree.nodes[$0].tag == .main || tree.hasWord(["main"], in: .role, $0)) && features.text[$0] > 0
        }
    }

    /// True for pages that lead to others: most of their text are links, and no running text stands out.
    private func isListing(_ found: Found) -> Bool {
        guard !isArticle, !isThread, headline == nil || isRoot else { return false }
        var shown = 0
        var linked = 0
        for index in tree.subtree(wholePage) where tree.nodes[index].tag == .text && !features.isJunk[index] {
            shown += Int(features.text[index])
            linked += Int(features.link[index])
        }
        let own = found.roots.reduce(0) { $0 + Int(features.text[$1] - features.link[$1]) }
        let prose = found.roots.reduce(0) { $0 + Int(features.prose[$1]) }
        // Old layouts hold a long text among many links; a list of teasers has little of it beside its links.
        if linked * 100 > shown * 42 { return prose < 1000 || prose * 3 < linked * 2 }
        return prose < 1000 && own * 2 < shown - linked
    }

    /// The element `main` when it holds a good part of the text, else the body.
    private var wholePage: Int {
        let body = tree.indices.first { tree.nodes[$0].tag == .body } ?? 0
        let main = tree.indices.first { tree.nodes[$0].tag == .main }
        if let main, features.text[main] * 3 > features.text[body] { return main }
        return body
    }

    /// The element whose names say that it holds the text, when it does hold enough.
    private func namedStart() -> Int? {
        var best: Int?
        var bestProse: Int32 = 0
        for index in tree.indices where features.hints[index].contains(.body) && !features.isJunk[index] {
            if features.prose[index] > bestProse {
                best = index
                bestProse = features.prose[index]
            }
        }
        if let best, let whole = whole(of: best), Int(features.prose[whole]) * 10 >= features.total * 4 {
            return whole
        }
        var article: Int?
        var articleProse: Int32 = 0
        for index in tree.indices {
            let tag = tree.nodes[index].tag
            guard tag == .article || tag == .main, !features.isJunk[index] else { continue }
            if features.prose[index] > articleProse {
                article = index
                articleProse = features.prose[index]
            }
        }
        if let article, Int(articleProse) * 10 >= features.total * 5 { return article }
        return nil
    }

    /// The element around all parts of a text that was put together of equal components.
    private func whole(of best: Int) -> Int? {
        guard let names = tree.value(.class, best), !names.isEmpty else { return best }
        let article = tree.closest(.article, best)
        var first = best
        var last = best
        var sum = 0
        for index in tree.indices
        where features.prose[index] >= 40 && index != best && features.hints[index].contains(.body) {
            guard !features.isJunk[index], tree.nodes[index].tag == tree.nodes[best].tag,
                !tree.contains(best, index), !tree.contains(index, best),
                isThread || tree.closest(.article, index) == article, tree.value(.class, index) == names
            else { continue }
            first = min(first, index)
            last = max(last, index)
            sum += Int(features.prose[index])
        }
        guard sum * 7 >= Int(features.prose[best]) else { return best }
        var at = first
        while !tree.contains(at, last) {
            guard let parent = tree.parent(at) else { return best }
            at = parent
        }
        return at
    }

    /// The article below the page's headline, where another article behind it is longer.
    ///
    /// Pages that scroll on for ever append other articles to the one that was asked for.
    private func ownArticle(_ best: Int?) -> Int? {
        guard let best, let headline, best > headline, !tree.contains(best, headline) else { return best }
        let article = tree.closest(.article, best)
        for index in headline..<best {
            let tag = tree.nodes[index].tag
            guard tag == .article || tag == .main || features.hints[index].contains(.body),
                !features.isJunk[index], Int(tree.nodes[index].end) <= best,
                features.prose[index] >= 400, features.prose[index] * 6 >= features.prose[best],
                article == nil || article != tree.closest(.article, index)
            else { continue }
            return index
        }
        return best
    }

    /// The nearest element around the headline that is an article with some text.
    private func headlineStart() -> Int? {
        guard let headline else { return nil }
        var at = tree.parent(headline)
        while let node = at {
            let hints = features.hints[node]
            let isArticle =
                tree.nodes[node].tag == .article
                || !hints.isDisjoint(with: [.body, .content])
                    && hints.isDisjoint(with: [.header, .lead, .title])
            if isArticle, Int(features.prose[node]) >= max(200, features.total / 5) {
                return node
            }
            at = tree.parent(node)
        }
        return nil
    }

    /// Goes down as long as one child holds nearly everything.
    private func descend(from start: Int, threshold: Double) -> Int {
        var at = start
        while true {
            var best: Int?
            for child in tree.children(at) where tree.nodes[child].tag != .text {
                if best.map({ features.prose[child] > features.prose[$0] }) ?? true { best = child }
            }
            guard let best, Double(features.prose[best]) >= threshold * Double(features.prose[at]),
                Self.isContainer(tree.nodes[best].tag)
            else { return at }
            at = best
        }
    }

    private static func isContainer(_ tag: HTMLTag) -> Bool {
        switch tag {
        case .p, .li, .ul, .ol, .dl, .blockquote, .pre, .h1, .h2, .h3, .h4, .h5, .h6, .a, .figure: false
        default: true
        }
    }

    /// Adds the siblings of the same kind: bodies that advertisements cut in pieces.
    private func union(around top: Int) -> [Int] {
        guard let parent = tree.parent(top), tree.nodes[top].tag != .body, let names = tree.value(.class, top)
        else {
            return [top]
        }
        var roots: [Int] = []
        for child in tree.children(parent) {
            if child == top {
                roots.append(child)
            } else if tree.nodes[child].tag == tree.nodes[top].tag, !features.isJunk[child],
                features.prose[child] >= 60, tree.value(.class, child) == names,
                tree.firstDescendant(.h1, in: child) == nil
            {
                roots.append(child)
            }
        }
        return roots
    }
}
