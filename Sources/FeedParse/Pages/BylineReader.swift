/// Reads who wrote a page from what it shows: elements named for authors, lines that begin with "By", signatures.
struct BylineReader {
    let page: Page
    let site: SiteNames
    /// The elements that hold the body; bylines stand before or close to them.
    let body: [Int]
    /// The microdata about other articles.
    let scopes: ArticleScopes

    private var bodyEnd: Int { body.last.map { Int(page.tree.nodes[$0].end) } ?? page.tree.nodes.count }

    /// The names of the byline.
    func read() -> [String]? {
        named() ?? byLine(before: bodyEnd) ?? profileLinks(before: bodyEnd)
    }

    // MARK: Elements named for authors

    /// Elements named for authors and links with `rel="author"`, before the end of the body first.
    private func named() -> [String]? {
        let candidates = candidates()
        for pass in 0..<2 {
            var names: [String] = []
            var taken: Int?
            for candidate in candidates {
                if pass == 0 && candidate.node >= bodyEnd { continue }
                // Several author links beside one another are several authors.
                if let taken {
                    let isBeside =
                        candidate.isNamed && page.tree.parent(candidate.node) == page.tree.parent(taken)
                    guard isBeside else { continue }
                }
                let found = people(candidate)
                if !found.isEmpty {
                    names += found.filter { !names.contains($0) }
                    taken = candidate.node
                }
            }
            if !names.isEmpty { return names }
        }
        return nil
    }

    private struct Candidate {
        var node: Int
        /// True for `rel="author"`, an hCard's `fn` and a link to a page about the author: the text is the name.
        var isNamed: Bool
    }

    private func candidates() -> [Candidate] {
        let tree = page.tree
        let features = page.features
        var candidates: [Candidate] = []
        var index = 0
        while index < tree.nodes.count {
            let node = tree.nodes[index]
            if node.tag == .text || features.isHidden[index] {
                index += 1
                continue
            }
            let hints = features.hints[index]
            if !hints.isDisjoint(with: [.comments, .related, .sidebar]), features.prose[index] == 0,
                hints.isDisjoint(with: [.author])
            {
                index = Int(node.end)
                continue
            }
            let isRel = node.count > 0 && tree.hasWord(["author"], in: .rel, index)
            let isCard = isRel || isCardName(index)
            if features.text[index] > 1, features.text[index] < 150, !scopes.isForeign(index),
                isCard || hints.contains(.author) || hints.contains(.biography) && node.tag == .a
            {
                candidates.append(Candidate(node: index, isNamed: isCard))
                if isCard { index = Int(node.end) } else { index += 1 }
                continue
            }
            index += 1
        }
        return candidates
    }

    /// The class `fn` of hCard and `p-author` of h-entry.
    private func isCardName(_ node: Int) -> Bool {
        page.features.text[node] < 60 && page.tree.hasWord(["fn", "p-author", "p-name"], in: .class, node)
            && isBelowAuthor(node)
    }

    private func isBelowAuthor(_ node: Int) -> Bool {
        var at = node
        for _ in 0..<4 where at >= 0 {
            if page.features.hints[at].contains(.author) { return true }
            at = Int(page.tree.nodes[at].parent)
        }
        return false
    }

    /// The names in an element.
    private func people(_ candidate: Candidate) -> [String] {
        let tree = page.tree
        if candidate.isNamed {
            let text = PersonNames.clean(tree.line(candidate.node))
            let names = PersonNames.split(text).filter { !site.contains($0) }
            if !names.isEmpty { return names }
            // People sign with nicknames too.
            let isNick =
                text.utf8.count >= 2 && text.utf8.count <= 40 && text.split(separator: " ").count <= 3
                && text.contains(where: \.isLetter) && !PersonNames.isJunk(text.lowered)
                && !text.contains(where: { "|:/<>{}".contains($0) })
                && !PersonNames.connectors.contains(text.lowered)
                && !PersonNames.labels.contains(text.lowered)
            return isNick && !site.contains(text) ? [text] : []
        }
        if let names = leaves(candidate.node) { return names }
        return PersonNames.split(firstLines(candidate.node)).filter { !site.contains($0) }
    }

    /// One name in each of several equal elements: `<span>Ada Quill</span> <span>Ben Stroud</span>`.
    private func leaves(_ node: Int) -> [String]? {
        let tree = page.tree
        var names: [String] = []
        var kind: (tag: HTMLTag, names: String?)?
        for index in tree.subtree(node)
        where tree.nodes[index].tag == .text && page.features.text[index] > 0 {
            guard let parent = tree.parent(index) else { continue }
            let name = PersonNames.clean(tree.string(tree.textRange(index)))
            guard PersonNames.isFullName(name), !site.contains(name) else { continue }
            let own = (tag: tree.nodes[parent].tag, names: tree.value(.class, parent))
            if let kind, kind.tag != own.tag || kind.names != own.names { continue }
            kind = own
            if !names.contains(name) { names.append(name) }
        }
        return names.isEmpty ? nil : names
    }

    /// The text of an element up to its first break.
    private func firstLines(_ node: Int) -> String {
        let text = page.tree.text(node)
        let lines = text.split(separator: "\n").map { String($0).trimmedBlanks }.filter { !$0.isEmpty }
        guard let first = lines.first else { return "" }
        let label = first.lowered.filter { $0 != ":" && $0 != "：" }.trimmedBlanks
        if lines.count > 1, PersonNames.labels.contains(label) { return lines[1] }
        return first
    }

    /// The newsroom or agency that the byline names where no person is.
    func organisation() -> [String]? {
        for candidate in candidates() where candidate.node < bodyEnd {
            let name = PersonNames.clean(firstLines(candidate.node))
            if site.contains(name) || PersonNames.isOrganisation(name), name.utf8.count < 60 { return [name] }
        }
        return nil
    }

    // MARK: Links to pages about people

    private static let profilePaths = PhraseSet([
        "/author/", "/authors/", "/experts/", "/expert/", "/people/", "/person/", "/staff/", "/profile/",
        "/contributor", "/autor/", "/auteur/", "/autoren/", "/autorin/", "/autores/",
        "/autore/", "/by/", "/journalist", "/redaktion/", "/reporter/", "/scholars/", "/fellows/", "/bio/",
        "/writers/",
    ])

    /// Links to pages about people, between the title and the text.
    private func profileLinks(before end: Int) -> [String]? {
        let tree = page.tree
        let title = tree.indices.first { tree.nodes[$0].tag == .h1 } ?? 0
        let from = title < end ? title : 0
        var names: [String] = []
        var place: Int?
        for index in from..<min(end, tree.nodes.count)
        where tree.nodes[index].tag == .a && !page.features.isJunk[index] {
            guard let href = tree.valueRange(.href, index),
                Self.profilePaths.first(in: LowerCase.bytes(of: tree.bytes[href], count: href.count)) != nil
            else { continue }
            let block = Int(page.features.block[index])
            if let place, place != block { break }
            let name = PersonNames.clean(tree.line(index))
            guard PersonNames.isName(name),
                name.contains(" ") || name.unicodeScalars.allSatisfy({ $0.value > 0x3000 }),
                !names.contains(name), !site.contains(name)
            else { continue }
            names.append(name)
            place = block
        }
        return names.isEmpty ? nil : names
    }

    // MARK: Lines that begin with "By"

    private static let byWords = PhraseSet(
        [
            "by ", "von ", "par ", "por ", "by: ", "written by ", "posted by ", "author: ", "autor: ",
            "автор: ", "text: ", "di ", "autorin: ", "autorin/autor ", "autorin/autor: ", "autor/in: ",
            "redaktion: ", "autore: ", "auteur : ", "auteur: ", "interview: ", "words: ", "words by ",
            "автор ", "tekst: ", "tekst ", "skriven av ", "skrevet av ", "af: ", "door ", "eingestellt von ",
            "veröffentlicht von ", "gepostet von ", "geschrieben von ", "verfasst von ", "publié par ",
            "escrito por ", "publicado por ", "pubblicato da ", "scritto da ", "geplaatst door ",
        ])

    private static let bySigns = Set("bvpwatdeigsBVPWATDEIGSrR".utf8).union([0xD0])

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
            guard Self.byWords.prefix(of: line.loweredBytes) != nil else { continue }
            let names = PersonNames.split(line).filter { !site.contains($0) }
            if !names.isEmpty, names.allSatisfy({ $0.contains(" ") }) { return names }
        }
        return nil
    }

    // MARK: Signatures

    /// A name that stands alone as the last line of the text, set apart by emphasis or alignment.
    func signature() -> [String]? {
        let tree = page.tree
        let features = page.features
        guard let root = body.last else { return nil }
        var at = Int(tree.nodes[root].end) - 1
        var seen = 0
        while at > root, seen < 3 {
            let node = tree.nodes[at]
            guard node.tag == .text, features.text[at] > 0, !features.isJunk[at] else {
                at -= 1
                continue
            }
            let block = Int(features.block[max(0, Int(node.parent))])
            seen += 1
            if features.own[block] < 60, features.own[block] == features.text[block] {
                var line = tree.line(block)
                if line.hasPrefix("("), line.hasSuffix(")") || line.hasPrefix("（") {
                    line = String(line.dropFirst().dropLast())
                }
                let isSetApart =
                    line.hasPrefix("责编") || line.hasPrefix("責編") || isEmphasised(at, block)
                let names = PersonNames.split(line).filter { !site.contains($0) }
                if isSetApart, !names.isEmpty, names.allSatisfy(PersonNames.isFullName) { return names }
            }
            at = min(at, block) - 1
        }
        return nil
    }

    private func isEmphasised(_ text: Int, _ block: Int) -> Bool {
        var at = Int(page.tree.nodes[text].parent)
        while at >= block {
            switch page.tree.nodes[at].tag {
            case .strong, .b, .em, .i: return true
            default: break
            }
            if let style = page.tree.value(.style, at)?.lowered, style.contains("right"),
                style.contains("text-align")
            {
                return true
            }
            at = Int(page.tree.nodes[at].parent)
        }
        return false
    }
}
