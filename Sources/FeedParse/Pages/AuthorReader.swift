/// Reads who wrote a page: structured data first, then meta elements, then bylines.
struct AuthorReader {
    let page: Page
    let article: [String: LooseJSON]?
    /// The elements that hold the body; bylines stand before or close to them.
    let body: [Int]

    /// The names and where they came from.
    func read() -> (names: [String], from: String)? {
        if let names = linked(), !names.isEmpty { return (names, "json-ld") }
        if let names = microdata(), !names.isEmpty { return (names, "microdata") }
        if let (names, from) = meta(), !names.isEmpty {
            // The element often holds only the first of several names.
            if names.count == 1, let line = byline(), line.count > 1, line.contains(names[0]) {
                return (line, "byline")
            }
            return (names, from)
        }
        if let names = byline(), !names.isEmpty { return (names, "byline") }
        return nil
    }

    private func linked() -> [String]? {
        guard let authors = article?["author"] ?? article?["creator"] else { return nil }
        var names: [String] = []
        for author in authors.list {
            let author = page.linkedData.resolved(author)
            let types = LinkedData.types(author.members)
            let isOrganisation = types.contains { $0.hasSuffix("Organization") || $0 == "Corporation" }
            guard let text = author.text, !isOrganisation else { continue }
            for name in text.split(separator: ";").flatMap({ Self.fieldNames(String($0)) })
            where !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// A field holds one name, or several with commas or "and".
    static func fieldNames(_ text: String) -> [String] {
        let line = PlainText.line(ofHTML: text)
        let names = PersonNames.split(line)
        if !names.isEmpty { return names }
        let clean = PersonNames.clean(line)
        let words = clean.split(separator: " ").count
        guard !clean.isEmpty, words <= 5, !PersonNames.isJunk(clean.lowercased()),
            !clean.contains(where: { "|:/".contains($0) })
        else { return [] }
        return [clean]
    }

    private func microdata() -> [String]? {
        let tree = page.tree
        var names: [String] = []
        for index in tree.indices where tree.nodes[index].tag != .text {
            guard let property = tree.value(.itemprop, index),
                property.split(separator: " ").contains("author"),
                !page.features.hints[index].contains(.comments), !isInComments(index)
            else { continue }
            let inner = tree.subtree(index).first {
                tree.nodes[$0].tag != .text && tree.value(.itemprop, $0) == "name"
            }
            let text =
                inner.map { tree.nonEmpty(.content, $0) ?? tree.line($0) } ?? tree.nonEmpty(.content, index)
                ?? tree.line(index)
            guard text.count < 120 else { continue }
            for name in PersonNames.split(text) where !names.contains(name) { names.append(name) }
        }
        return names
    }

    private func meta() -> (names: [String], from: String)? {
        for key in [
            "author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "dc:creator",
            "byl", "sailthru.author", "parsely-author",
            "citation_author", "authors", "creator", "cxenseparse:author", "dcsext.author",
            "og:article:author", "twitter:data1", "rbauthors",
            "article.author", "vr:author",
        ] {
            guard let values = page.metas[key] else { continue }
            if key == "twitter:data1", let label = page.meta("twitter:label1")?.lowercased(),
                ![
                    "written by", "by", "author", "verfasst von", "écrit par", "geschrieben von",
                    "escrito por", "scritto da",
                ].contains(where: { label.hasPrefix($0) })
            {
                continue
            }
            if key == "twitter:data1", page.meta("twitter:label1") == nil { continue }
            var names: [String] = []
            for value in values {
                for name in PersonNames.split(value) where !names.contains(name) { names.append(name) }
            }
            names.removeAll { isSite($0) }
            if !names.isEmpty { return (names, "meta " + key) }
        }
        return nil
    }

    private func isSite(_ name: String) -> Bool {
        let normal = BodyPruner.normal(name)
        return ["og:site_name", "application-name", "publisher"].contains {
            page.meta($0).map { BodyPruner.normal($0) == normal } ?? false
        }
    }

    private func isInComments(_ node: Int) -> Bool {
        var at = node
        while at >= 0 {
            if !page.features.hints[at].isDisjoint(with: [.comments, .related, .sidebar]) { return true }
            at = Int(page.tree.nodes[at].parent)
        }
        return false
    }

    /// Elements named for authors, links with `rel="author"`, and lines that begin with "By".
    private func byline() -> [String]? {
        let tree = page.tree
        let features = page.features
        let bodyEnd = body.last.map { Int(tree.nodes[$0].end) } ?? tree.nodes.count
        var candidates: [Int] = []
        var index = 0
        while index < tree.nodes.count {
            let node = tree.nodes[index]
            if node.tag == .text || features.isHidden[index] {
                index += 1
                continue
            }
            if !features.hints[index].isDisjoint(with: [.comments, .related, .sidebar]),
                features.prose[index] == 0
            {
                index = Int(node.end)
                continue
            }
            let isRel =
                tree.value(.rel, index).map { $0.lowercased().split(separator: " ").contains("author") }
                ?? false
            if features.text[index] > 2, features.text[index] < 150,
                isRel || features.hints[index].contains(.author)
                    || features.hints[index].contains(.biography) && node.tag == .a
            {
                candidates.append(index)
                if isRel { index = Int(node.end) } else { index += 1 }
                continue
            }
            index += 1
        }
        // Before the end of the body first; links with rel first.
        for pass in 0..<2 {
            var names: [String] = []
            var taken: Int?
            for candidate in candidates {
                if pass == 0 && candidate >= bodyEnd { continue }
                let rel = tree.value(.rel, candidate)?.contains("author") ?? false
                // Several author links beside one another are several authors.
                if let taken, !(rel && tree.parent(candidate) == tree.parent(taken)) { continue }
                let found = PersonNames.split(firstLines(candidate)).filter { !isSite($0) }
                if !found.isEmpty {
                    names += found.filter { !names.contains($0) }
                    taken = candidate
                }
            }
            if !names.isEmpty { return names }
        }
        return byLine(before: bodyEnd) ?? profileLinks(before: bodyEnd)
    }

    private static let profilePaths = [
        "/author/", "/authors/", "/experts/", "/expert/", "/people/", "/person/", "/staff/", "/profile/",
        "/contributor", "/autor/", "/auteur/",
        "/autore/", "/by/", "/journalist", "/redaktion/", "/reporter/", "/scholars/", "/fellows/", "/bio/",
        "/writers/",
    ]

    /// Links to pages about people, between the title and the text.
    private func profileLinks(before end: Int) -> [String]? {
        let tree = page.tree
        let title = tree.indices.first { tree.nodes[$0].tag == .h1 } ?? 0
        let from = title < end ? title : 0
        var names: [String] = []
        var place: Int?
        for index in from..<min(end, tree.nodes.count)
        where tree.nodes[index].tag == .a && !page.features.isJunk[index] {
            guard let href = tree.nonEmpty(.href, index)?.lowercased(),
                Self.profilePaths.contains(where: { href.contains($0) })
            else { continue }
            let block = Int(page.features.block[index])
            if let place, place != block { break }
            let name = PersonNames.clean(tree.line(index))
            guard PersonNames.isName(name),
                name.contains(" ") || name.unicodeScalars.allSatisfy({ $0.value > 0x3000 }),
                !names.contains(name)
            else { continue }
            names.append(name)
            place = block
        }
        return names.isEmpty ? nil : names
    }

    /// The text of an element up to its first break.
    private func firstLines(_ node: Int) -> String {
        let text = page.tree.text(node)
        let lines = text.split(separator: "\n").map(String.init)
        guard let first = lines.first else { return "" }
        let lower = first.lowercased()
        if ["by", "von", "par", "por", "author", "autor", "written by", "posted by", "by:", "author:"]
            .contains(lower), lines.count > 1
        {
            return lines[1]
        }
        return first
    }

    private static let byWords = PhraseSet([
        "by ", "von ", "par ", "por ", "by: ", "written by ", "posted by ", "author: ", "autor: ", "автор: ",
        "text: ", "di ",
    ])

    private static let bySigns = Set("bvpwatdBVPWATD".utf8).union([0xD0])

    private func byLine(before end: Int) -> [String]? {
        let tree = page.tree
        let features = page.features
        for index in 0..<min(end, tree.nodes.count) {
            let node = tree.nodes[index]
            guard node.tag != .text, features.own[index] > 4, features.text[index] < 130,
                !features.isJunk[index]
            else { continue }
            // The first text decides: a String of every short block would cost more than parsing.
            guard
                let text = (index..<Int(node.end)).first(where: {
                    features.text[$0] > 0 && tree.nodes[$0].tag == .text
                }),
                Self.bySigns.contains(tree.bytes[tree.textRange(text)].first { $0 > 0x20 } ?? 0)
            else { continue }
            let line = tree.line(index)
            guard Self.byWords.prefix(of: Array(line.lowercased().utf8)) != nil else { continue }
            let names = PersonNames.split(line)
            if !names.isEmpty, names.allSatisfy({ $0.contains(" ") }) { return names }
        }
        return nil
    }
}
