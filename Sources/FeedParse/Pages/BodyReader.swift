/// Reads the text of a page by the source's selectors, the page's data, its structure or its density.
struct BodyReader {
    let page: Page
    let rules: PageRules
    let title: String?
    let linked: [String: LooseJSON]?
    let event: EventReader.Found?

    /// The body of a page.
    struct Body {
        var text = ""
        var html = ""
        var how = "none"
        /// The elements that held it.
        var roots: [Int] = []
        var warnings: [String] = []
        /// What the copy says about itself.
        var copy = CopyReader.Findings()
    }

    /// Reads the body.
    func read() throws(FeedParseError) -> Body {
        var body = Body()
        let selected = try selectedRoots()
        if let article = rules.article, selected.roots.isEmpty {
            body.warnings.append("Nothing on the page matches the selector \"\(article)\" of `article`.")
        }
        let found: BodyFinder.Found?
        if !selected.roots.isEmpty {
            found = BodyFinder.Found(roots: selected.roots, how: "selector")
        } else {
            let finder = BodyFinder(
                page.features, headline: headline, isThread: isThread, isArticle: isArticle,
                isRoot: page.url.map(HeadingText.isRoot) ?? false, others: others)
            found = Standfirst(page: page, headline: headline).added(to: finder.find())
        }
        if let found {
            let next = found.end.map { nodes(from: $0, in: found.roots) } ?? []
            let prose =
                found.roots.reduce(0) { $0 + Int(page.features.text[$1]) }
                - next.reduce(0) { $0 + Int(page.features.text[$1]) }
            var isLenient = found.how == "page"
            while true {
                var pruner = BodyPruner(
                    page.features, roots: found.roots, title: title, isLenient: isLenient)
                for node in selected.dropped + next { pruner.drop(node) }
                let copy = CopyReader(
                    tree: page.tree, roots: found.roots, isDropped: pruner.isDropped, rules: rules,
                    title: title, stated: event?.stated ?? [])
                body.copy = copy.findings
                write(found, copy, into: &body)
                // Nearly everything gone: the names on this page mislead.
                if isLenient || body.copy.isExcerpt || body.text.utf8.count * 5 > prose { break }
                isLenient = true
            }
        }
        if body.copy.originalHref == nil, let link = linkBeside(body.roots), !isWhole(body.text) {
            body.copy.originalHref = link.href
            body.copy.isExcerpt = true
        }
        useData(&body)
        useState(&body)
        if let original = selected.original {
            body.copy.originalHref = original
            body.copy.isExcerpt = true
        }
        return body
    }

    /// True for a long text that ends with a sentence: what a link beside it offers is something else.
    private func isWhole(_ text: String) -> Bool {
        text.utf8.count >= 3000 && (text.last.map { ".!?。！？".contains($0) } ?? false)
            && !CompletenessRule.isCut(text)
    }

    /// The way to the whole text that stands right behind the body's element, not in it.
    private func linkBeside(_ roots: [Int]) -> FullStoryLink? {
        guard let last = roots.last, let parent = page.tree.parent(last) else { return nil }
        let around = page.tree.closest(.article, parent) ?? parent
        var seen = 0
        for node in nodes(from: Int(page.tree.nodes[last].end), in: [around]) {
            let text = page.features.text[node]
            guard text > 0, !page.features.isHidden[node] else { continue }
            guard text < 200, !page.features.isJunk[node] else { return nil }
            for line in CopyLine.lines(page.tree, roots: [node], dropping: { page.features.isHidden[$0] }) {
                if let link = FullStoryLink.readBeside(line) { return link }
                seen += 1
                // A heading or a link begins something else.
                if seen == 3 || line.isHeading || !line.links.isEmpty { return nil }
            }
        }
        return nil
    }

    /// The elements below some roots from a node on, each with all that is in it.
    private func nodes(from start: Int, in roots: [Int]) -> [Int] {
        var nodes: [Int] = []
        for root in roots where page.tree.contains(root, start) {
            var at = start
            while at < Int(page.tree.nodes[root].end) {
                nodes.append(at)
                at = Int(page.tree.nodes[at].end)
            }
        }
        return nodes
    }

    /// Takes the text out of a script when the page itself shows next to none.
    private func useState(_ body: inout Body) {
        let shown = body.text.utf8.count
        guard rules.article == nil || body.roots.isEmpty, shown < 400, !page.dataScripts.isEmpty,
            let found = HydrationReader(page: page, title: title).read(), found.text.utf8.count > 2 * shown
        else { return }
        body.text = found.text
        body.html =
            found.body.contains("<")
            ? HTMLSanitizer.sanitize(found.body, baseURL: page.base)
            : found.text.split(separator: "\n").map { "<p>" + Self.escaped(String($0)) + "</p>" }
                .joined(separator: "\n")
        body.how = "script"
    }

    /// True when the data or the head says that the page is an article.
    private var isArticle: Bool {
        linked != nil || page.meta("article:published_time") != nil
            || page.meta("og:type").map { $0.lowered.hasSuffix("article") } ?? false
    }

    /// What the data calls other articles on the page.
    private var others: Set<String> {
        let articles = page.linkedData.objects(where: LinkedData.isArticle)
        guard articles.count > 1 else { return [] }
        let parts = page.linkedData.objects.flatMap { object in
            ["hasPart", "liveBlogUpdate"].flatMap { object[$0]?.list ?? [] }
        }
        let own = [title, linked?["headline"]?.text].compactMap { $0 }.map(BodyPruner.normal)
        let known = Set(own + parts.flatMap { Self.names(page.linkedData.resolved($0).members) })
        return Set(articles.flatMap(Self.names)).filter { $0.count >= 8 && !known.contains($0) }
    }

    /// What an object is called, letters and digits only.
    private static func names(_ object: [String: LooseJSON]) -> [String] {
        [(object["headline"] ?? object["name"])?.text].compactMap { $0 }
            .map { BodyPruner.normal(PlainText.line(ofHTML: $0)) }
    }

    /// True for pages of questions with answers and of forums.
    private var isThread: Bool {
        let tree = page.tree
        let kinds = tree.indices.compactMap { tree.value(.itemtype, $0) }
        // Questions that a shop or service answers itself are a part of what it says.
        let isFAQ =
            !page.linkedData.objects(where: { $0 == "FAQPage" }).isEmpty
            || kinds.contains { $0.hasSuffix("/FAQPage") }
        let types = ["QAPage", "DiscussionForumPosting"] + (isFAQ ? [] : ["Question", "Answer"])
        if !page.linkedData.objects(where: types.contains).isEmpty { return true }
        if kinds.contains(where: { kind in types.contains { kind.hasSuffix("/" + $0) } }) { return true }
        guard let url = page.url?.lowered else { return false }
        return [
            "/forum", "forum.", "forums.", "/threads/", "viewtopic", "showthread", "/questions/", "/topic/",
        ]
        .contains { url.contains($0) }
    }

    /// The heading that shows the title.
    private var headline: Int? {
        guard let title else { return nil }
        let wanted = BodyPruner.normal(title)
        guard wanted.count >= 4 else { return nil }
        let tree = page.tree
        for rank in [HTMLTag.h1, .h2, .h3] {
            let found = tree.indices.first { index in
                tree.nodes[index].tag == rank && !page.features.isHidden[index]
                    && page.features.text[index] < 600
                    && Int(page.features.text[index]) * 2 >= wanted.count
                    && BodyPruner.normal(tree.line(index)).contains(wanted)
            }
            if let found { return found }
        }
        return nil
    }

    private func write(_ found: BodyFinder.Found, _ copy: CopyReader, into body: inout Body) {
        let isDropped = copy.isDropped
        var text = TextWriter(tree: copy.tree, style: .paragraphs)
        var html = CleanHTMLWriter(tree: copy.tree, baseURL: page.base)
        for root in found.roots {
            text.write(root) { isDropped[$0] }
            text.paragraph()
            html.write(root) { isDropped[$0] }
        }
        // Speakers often stand in a column of their own, or in what is taken for a note about an author.
        for block in event?.speakerBlocks ?? []
        where isDropped[block] || !found.roots.contains(where: { page.tree.contains($0, block) }) {
            text.paragraph()
            text.write(block)
            html.write(block) { _ in false }
        }
        body.text = text.finish()
        body.html = html.finish()
        body.how = found.how
        body.roots = found.roots
    }

    /// Takes `articleBody` when it covers at least 0.8 of what the page shows.
    private func useData(_ body: inout Body) {
        guard rules.article == nil || body.roots.isEmpty, let stated = linked?["articleBody"]?.text else {
            return
        }
        let hasMarkup = stated.contains("<")
        let paragraphs = stated.split(whereSeparator: \.isNewline).map { PlainText.line(ofHTML: String($0)) }
        let text =
            hasMarkup
            ? PlainText.text(ofHTML: stated) : paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
        guard text.count >= 200 else { return }
        let shown = body.text.count
        // A body that is much longer than the page's own text is shown only by a script.
        guard shown < 200 || text.count * 10 > shown * 15 && Self.covers(text, body.text) else { return }
        body.text = text
        body.html = HTMLSanitizer.sanitize(stated, baseURL: page.base)
        if !hasMarkup {
            body.html = text.split(separator: "\n\n").map { "<p>" + Self.escaped(String($0)) + "</p>" }
                .joined(separator: "\n")
        }
        body.how = "json-ld"
    }

    /// True when at least 0.8 of the words that are shown occur in a text.
    private static func covers(_ text: String, _ shown: String) -> Bool {
        let known = Set(PageIdentity.words(text))
        let words = PageIdentity.words(shown)
        return words.count { known.contains($0) } * 10 >= words.count * 8
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// What the source's own selectors find.
    private struct Selected {
        var roots: [Int] = []
        var dropped: [Int] = []
        var original: String?
    }

    private func selectedRoots() throws(FeedParseError) -> Selected {
        guard rules.article != nil || !rules.drop.isEmpty || rules.originalLink != nil else {
            return Selected()
        }
        var index: [Int: Int] = [:]
        for node in page.tree.indices where page.tree.nodes[node].tag != .text {
            index[Int(page.tree.nodes[node].element)] = node
        }
        let document = try XPathDocument(page.markup)
        var roots: [Int] = []
        if let article = rules.article {
            for expression in try Selector(article).alternatives where roots.isEmpty {
                for case .element(let number) in try document.select(expression, below: nil) {
                    // One inside of another is there already.
                    if let node = index[number], !roots.contains(where: { page.tree.contains($0, node) }) {
                        roots.append(node)
                    }
                }
            }
        }
        var dropped: [Int] = []
        for selector in rules.drop {
            for expression in try Selector(selector).alternatives {
                for case .element(let number) in try document.select(expression, below: nil) {
                    if let node = index[number] { dropped.append(node) }
                }
            }
        }
        return Selected(roots: roots, dropped: dropped, original: try original(document, index))
    }

    /// The address that the selector of `original-link` finds: a link, or an attribute's value.
    private func original(
        _ document: borrowing XPathDocument, _ index: [Int: Int]
    ) throws(FeedParseError) -> String? {
        guard let selector = rules.originalLink else { return nil }
        for expression in try Selector(selector).alternatives {
            for hit in try document.select(expression, below: nil) {
                switch hit {
                case .string(let text):
                    if !text.trimmedBlanks.isEmpty { return text.trimmedBlanks }
                case .element(let number):
                    guard let node = index[number] else { continue }
                    let link =
                        page.tree.nodes[node].tag == .a
                        ? node : page.tree.firstDescendant(.a, in: node)
                    if let href = link.flatMap({ page.tree.nonEmpty(.href, $0) }) { return href }
                }
            }
        }
        return nil
    }
}
