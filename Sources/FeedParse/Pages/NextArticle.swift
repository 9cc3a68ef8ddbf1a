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

    /// Where one article ends and the next begins.
    struct Boundary: Equatable {
        /// The element that holds the page's own article and nothing of the next; nil where no element does.
        var own: Int?
        /// The first node of the next article.
        var start: Int
    }

    /// Looks at the headings behind the page's headline.
    init(_ features: PageFeatures, headline: Int) {
        self.features = features
        self.headline = headline
        rivals = Self.rivals(features, behind: headline)
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
        let ownText = before[box] - before[Int(tree.nodes[headline].end)]
        // Each begins with its heading.
        guard ownText >= 200, before[headline] - before[own] < 240, before[rival] - before[box] < 100 else {
            return nil
        }
        let isArticle = tree.nodes[own].tag == .article && tree.nodes[box].tag == .article
        let isFirstRank = tree.nodes[headline].tag == .h1 && tree.nodes[rival].tag == .h1
        if isArticle {
            return before[Int(tree.nodes[box].end)] - before[rival] >= 60
                ? Boundary(own: own, start: box) : nil
        }
        // The parts of one long text have headings of the first rank too: only what is named for an article is another.
        guard isFirstRank, tree.closest(.article, around) == nil,
            before[textEnd(of: rival, in: around)] - before[rival] >= 120
        else { return nil }
        if own == headline, box == rival { return areTitles ? Boundary(own: nil, start: box) : nil }
        guard tree.nodes[own].tag == tree.nodes[box].tag, let names = tree.nonEmpty(.class, own),
            names == tree.nonEmpty(.class, box), Self.namesArticle(names)
        else { return nil }
        return Boundary(own: own, start: box)
    }

    /// True for classes that are given to whole articles.
    private static func namesArticle(_ names: String) -> Bool {
        names.lowered.split(whereSeparator: { " _-".contains($0) }).contains { word in
            ["article", "articles", "story", "post", "entry", "news", "infinite"].contains { word == $0 }
        }
    }

    /// Where the text below a heading ends: before the next heading of the first rank, or with the element around both.
    private func textEnd(of rival: Int, in around: Int) -> Int {
        let end = Int(tree.nodes[around].end)
        let start = Int(tree.nodes[rival].end)
        guard start < end else { return end }
        return (start..<end).first { tree.nodes[$0].tag == .h1 && !features.isHidden[$0] } ?? end
    }

    /// True for a heading that says what an article is about, not what a part of one is called.
    private func isTitle(_ heading: Int) -> Bool {
        let line = tree.line(heading)
        guard let first = line.first, !first.isNumber, line.last != ":" else { return false }
        return PageIdentity.words(line).count >= 4
    }
}
