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
            found = BodyFinder(page.features).find()
        }
        if let found {
            let prose = found.roots.reduce(0) { $0 + Int(page.features.text[$1]) }
            var isLenient = found.how == "page"
            while true {
                var pruner = BodyPruner(
                    page.features, roots: found.roots, title: title, isLenient: isLenient)
                for node in selected.dropped { pruner.drop(node) }
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
        useData(&body)
        return body
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
        // Speakers often stand in a column of their own.
        for block in event?.speakerBlocks ?? []
        where !found.roots.contains(where: { page.tree.contains($0, block) }) {
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
        guard shown < 200 || text.count * 10 > shown * 15 else { return }
        body.text = text
        body.html = HTMLSanitizer.sanitize(stated, baseURL: page.base)
        if !hasMarkup {
            body.html = text.split(separator: "\n\n").map { "<p>" + Self.escaped(String($0)) + "</p>" }
                .joined(separator: "\n")
        }
        body.how = "json-ld"
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private func selectedRoots() throws(FeedParseError) -> (roots: [Int], dropped: [Int]) {
        guard rules.article != nil || !rules.drop.isEmpty else { return ([], []) }
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
        return (roots, dropped)
    }
}
