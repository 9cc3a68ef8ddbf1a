/// Finds where another article begins behind the one that a page is about.
///
/// Pages that scroll on for ever append other articles to the one that was asked for, each with a heading of its own.
struct NextArticle {
    private let features: PageFeatures
    private let headline: Int
    /// The headings that may begin another article.
    private let rivals: [Int]
    /// How many letters outside of links stand before each node.
    private let before: [Int]
    /// What the page's data calls other articles, letters and digits only.
    private let others: Set<String>
    /// The names of places that the page's own links lead to.
    private let marks: Set<String>

    /// Where one article ends and the next begins.
    struct Boundary: Equatable {
        /// The element that holds the page's own article and nothing of the next; nil where no element does.
        var own: Int?
        /// The element that holds both.
        var around: Int
        /// The first node of the next article.
        var start: Int
    }

    /// Looks at the headings behind the page's headline.
    ///
    /// - Parameter others: what the page's data calls other articles, letters and digits only.
    init(_ features: PageFeatures, headline: Int, others: Set<String> = []) {
        self.features = features
        self.headline = headline
        self.others = others
        let tree = features.tree
        let rivals = Self.rivals(features, behind: headline)
        self.rivals = rivals
        marks =
            rivals.contains { tree.nodes[$0].tag == .h1 }
            ? Set(
                tree.indices.lazy.filter { tree.nodes[$0].tag == .a }
                    .compactMap { tree.nonEmpty(.href, $0) }.filter { $0.hasPrefix("#") }) : []
        guard !rivals.isEmpty else {
            before = []
            return
        }
        var before: [Int] = []
        before.reserveCapacity(features.tree.nodes.count + 1)
        var sum = 0
        for index in features.tree.indices {
            before.append(sum)
            if features.tree.nodes[index].tag == .text, !features.isJunk[index], !features.isHidden[index] {
                sum += Int(features.text[index] - features.link[index])
            }
        }
        before.append(sum)
        self.before = before
    }

    private var tree: HTMLTree { features.tree }

    /// The boundary behind the page's own article; nil when nothing else follows it.
    func find() -> Boundary? {
        // The parts of one long text have short headings, or numbers.
        let areTitles = rivals.filter { tree.nodes[$0].tag == .h1 }.allSatisfy(isTitle)
        for rival in rivals {
            if let boundary = boundary(rival, areTitles: areTitles) { return boundary }
        }
        return nil
    }

    /// The shown headings of the rank of titles that say something else than the page's.
    private static func rivals(_ features: PageFeatures, behind headline: Int) -> [Int] {
        let tree = features.tree
        let title = BodyPruner.normal(tree.line(headline))
        let end = Int(tree.nodes[headline].end)
        return (end..<max(end, tree.nodes.count)).filter { index in
            let tag = tree.nodes[index].tag
            return (tag == .h1 || tag == .h2) && (8..<400).contains(features.text[index])
                && !features.isHidden[index] && !features.isJunk[index]
                && BodyPruner.normal(tree.line(index)) != title
        }
    }

    private func boundary(_ rival: Int, areTitles: Bool) -> Boundary? {
        var own = headline
        while let parent = tree.parent(own), !tree.contains(parent, rival) { own = parent }
        guard let around = tree.parent(own) else { return nil }
        var box = rival
        while let parent = tree.parent(box), parent != around { box = parent }
        // Each begins with its heading.
        guard before[headline] - before[own] < 240, before[rival] - before[box] < 100 else { return nil }
        let behind = Int(tree.nodes[headline].end)
        let ownText = before[box] - before[behind]
        // What holds the heading alone is no article.
        let isBoxed = own != headline && (before[Int(tree.nodes[own].end)] - before[behind]) * 2 >= ownText
        let boundary = Boundary(own: isBoxed ? own : nil, around: around, start: box)
        if ownText >= 200, areArticles(own, box, rival) {
            return before[Int(tree.nodes[box].end)] - before[rival] >= 60 ? boundary : nil
        }
        let isOneArticle = tree.closest(.article, around) != nil
        guard tree.nodes[headline].tag == tree.nodes[rival].tag, ownText >= 60,
            before[textEnd(of: rival, in: around)] - before[rival] >= 120
        else { return nil }
        if isApart(rival, own: own, box: box, isOneArticle: isOneArticle) { return boundary }
        // The parts of one long text have headings of the first rank too: only what is named for an article is another.
        guard tree.nodes[rival].tag == .h1, ownText >= 200, !isOneArticle, !isListed(rival)
        else { return nil }
        if own == headline, box == rival { return areTitles ? boundary : nil }
        guard tree.nodes[own].tag == tree.nodes[box].tag, let names = tree.nonEmpty(.class, own),
            names == tree.nonEmpty(.class, box), Self.namesArticle(names)
        else { return nil }
        return boundary
    }

    /// True when an `article` holds the one heading and another holds the other.
    private func areArticles(_ own: Int, _ box: Int, _ rival: Int) -> Bool {
        guard let one = tree.closest(.article, headline), let other = tree.closest(.article, rival) else {
            return false
        }
        return tree.contains(own, one) && tree.contains(box, other)
    }

    /// True when signs tell that a heading is another article's: its own date, byline or address, or the data's word.
    private func isApart(_ rival: Int, own: Int, box: Int, isOneArticle: Bool) -> Bool {
        if !others.isEmpty, others.contains(BodyPruner.normal(tree.line(rival))) { return true }
        let signs = ArticleSigns(features, heading: rival, box: box)
        guard !signs.kinds.isEmpty || !signs.addresses.isEmpty else { return false }
        return ArticleSigns(features, heading: headline, box: own)
            .isLike(signs, isOneArticle: isOneArticle)
    }

    /// True for a heading that the page's table of contents leads to.
    private func isListed(_ heading: Int) -> Bool {
        guard !marks.isEmpty else { return false }
        let around = [heading, tree.parent(heading)].compactMap { $0 }
        let inside = tree.subtree(heading).dropFirst()
        return (around + inside).contains { node in
            (tree.nonEmpty(.id, node) ?? tree.nonEmpty(.name, node)).map { marks.contains("#" + $0) } ?? false
        }
    }

    /// True for classes that are given to whole articles.
    private static func namesArticle(_ names: String) -> Bool {
        names.lowered.split(whereSeparator: { " _-".contains($0) }).contains { word in
            ["article", "articles", "story", "post", "entry", "news", "infinite"].contains { word == $0 }
        }
    }

    /// Where the text below a heading ends: before the next heading of its rank, or with the element around both.
    private func textEnd(of rival: Int, in around: Int) -> Int {
        let end = Int(tree.nodes[around].end)
        let start = Int(tree.nodes[rival].end)
        guard start < end else { return end }
        let rank = tree.nodes[rival].tag
        return (start..<end).first { tree.nodes[$0].tag == rank && !features.isHidden[$0] } ?? end
    }

    /// True for a heading that says what an article is about, not what a part of one is called.
    private func isTitle(_ heading: Int) -> Bool {
        let line = tree.line(heading)
        guard let first = line.first, !first.isNumber, line.last != ":" else { return false }
        return PageIdentity.words(line).count >= 4
    }
}
