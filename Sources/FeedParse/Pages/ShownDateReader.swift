internal import FoundationEssentials

/// Reads the dates that a page shows: below the headline, in elements named for dates, in short lines.
struct ShownDateReader {
    let page: Page
    /// The elements that hold the body.
    let body: [Int]

    /// The page's headline; -1 when it has none.
    private let headline: Int

    private typealias Answer = PageDateReader.Answer

    /// Looks at a page whose body was found.
    init(page: Page, body: [Int]) {
        self.page = page
        self.body = body
        headline =
            page.tree.indices.first { page.tree.nodes[$0].tag == .h1 && !page.features.isHidden[$0] } ?? -1
    }

    private var bodyStart: Int { body.first ?? 0 }
    private var bodyEnd: Int { body.last.map { Int(page.tree.nodes[$0].end) } ?? page.tree.nodes.count }

    /// The date of a `time` element or of an element named for dates, the nearest to the title first.
    ///
    /// - Parameter isStrict: false looks into side columns, footers and comments too.
    func date(isStrict: Bool) -> PageDateReader.Answer? {
        let tree = page.tree
        let features = page.features
        var best: (answer: Answer, score: Int)?
        let start = bodyStart
        let end = bodyEnd
        let title = headline >= 0 ? headline : start
        for index in tree.indices where tree.nodes[index].tag != .text {
            let tag = tree.nodes[index].tag
            let hints = features.hints[index]
            let isTime = tag == .time || tag == .abbr && hints.contains(.date) || tree.has(.datetime, index)
            guard isTime || hints.contains(.date), features.text[index] < 220 else { continue }
            if features.isHidden[index], !isTime { continue }
            if isStrict, isElsewhere(index) { continue }
            var score = 10
            if isTime { score += 4 }
            if hints.contains(.published) || tree.has(.itemprop, index) { score += 6 }
            if hints.contains(.modified) { score -= 8 }
            // Between title and body, or just around them.
            let distance =
                index < title
                ? title - index
                : index < start ? 0 : index < end ? min(40, (index - start) / 10) : index - end
            score -= min(12, distance / 25)
            if let best, best.score >= score { continue }
            guard let date = date(at: index, isTime: isTime) else { continue }
            let lower = tree.line(index).lowercased()
            if Self.updateWords.contains(where: { lower.hasPrefix($0) }) { score -= 6 }
            if let best, best.score >= score { continue }
            best = (Answer(date: date, from: isTime ? "time" : "shown date"), score)
        }
        return best?.answer
    }

    private func date(at index: Int, isTime: Bool) -> StatedDate? {
        let tree = page.tree
        for key in [HTMLTree.Attribute.datetime, .content, .title, .dateTitle] {
            guard isTime || key == .title || key == .content else { continue }
            if let text = tree.nonEmpty(key, index), text.utf8.count < 60,
                let date = PageDateReader.believable(PageDateReader.parse(text))
            {
                return date
            }
        }
        let found = DateScanner.first(in: tree.line(index), prefersMonthFirst: prefersMonthFirst)
        return PageDateReader.believable(found?.date)
    }

    /// A date in a short line of its own anywhere, the one nearest to the body.
    ///
    /// - Parameter isStrict: false looks into side columns, footers and comments too.
    func anywhere(isStrict: Bool) -> PageDateReader.Answer? {
        let tree = page.tree
        let features = page.features
        let start = bodyStart
        let end = bodyEnd
        let title = headline >= 0 ? headline : start
        var best: (Answer, Int)?
        for index in tree.indices where tree.nodes[index].tag == .text {
            let range = tree.textRange(index)
            guard range.count >= 6, range.count < 400, !features.isHidden[Int(tree.nodes[index].parent)]
            else { continue }
            guard tree.bytes[range].contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else { continue }
            let text = tree.string(range)
            guard let found = DateScanner.first(in: text, prefersMonthFirst: prefersMonthFirst),
                let date = PageDateReader.believable(found.date)
            else { continue }
            let parent = Int(tree.nodes[index].parent)
            if isStrict, isElsewhere(parent) { continue }
            var score = 0
            if range.count < 60 { score += 20 } else if range.count < 120 { score += 8 }
            // Right below the headline stands the page's own date.
            if index > title, index - title < 40, range.count < 120 { score += 12 }
            let distance =
                index < start ? start - index : index < end ? min(60, index - start) : index - end
            score -= min(20, distance / 20)
            let lower = text.lowercased()
            if Self.publishedWords.contains(where: { lower.contains($0) }) { score += 15 }
            if Self.updateWords.contains(where: { lower.contains($0) }) { score += 6 }
            if lower.contains("©") || lower.contains("copyright") { score -= 15 }
            if score > best?.1 ?? -100 { best = (Answer(date: date, from: "text"), score) }
        }
        return best?.0
    }

    private static let publishedWords = [
        "publish", "posted", "veröffentlicht", "publié", "publicado", "pubblicato", "erstellt",
        "geschrieben", "datum", "опубликовано", "stand", "dated", "issued", "mise en ligne", "publicerad",
        "gepubliceerd", "opublikowano", "发布", "發布",
    ]

    private static let updateWords = [
        "updated", "last updated", "aktualisiert", "mis à jour", "actualizado", "modified", "geändert",
        "last modified", "stand:", "обновлено", "aggiornato", "atualizado", "bijgewerkt", "uppdaterad",
        "oppdatert", "opdateret", "zaktualizowano",
    ]

    /// True in what is about other pages: comments, related articles, side columns, menus, footers.
    func isElsewhere(_ node: Int) -> Bool {
        let features = page.features
        let tree = page.tree
        var at = node
        while at >= 0 {
            // What holds the headline too is about this page.
            if headline >= 0, at < headline, headline < Int(tree.nodes[at].end) { return false }
            let isSmall = features.prose[at] * 3 < Int32(features.total)
            let hints = features.hints[at].intersection([.comments, .related, .sidebar, .navigation])
            if isSmall, !hints.isDisjoint(with: features.junkHints) || hints.contains(.comments) {
                return true
            }
            if tree.nodes[at].tag == .footer, isSmall, at < bodyStart || at >= bodyEnd {
                // An article's own footer is about the article.
                guard let parent = tree.parent(at), tree.nodes[parent].tag == .article,
                    tree.contains(parent, bodyStart)
                else { return true }
            }
            at = Int(tree.nodes[at].parent)
        }
        return false
    }

    /// The month comes first where English is not British.
    private var prefersMonthFirst: Bool {
        let language = (page.statedLanguage ?? page.meta("og:locale") ?? "en").lowercased().replacing(
            "_", with: "-")
        guard language.hasPrefix("en") else { return false }
        if ["en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"].contains(where: { language.hasPrefix($0) })
        {
            return false
        }
        if let host = page.url.flatMap(PageDateReader.host) {
            return !["uk", "au", "nz", "ie", "in", "za", "pk", "ng", "ke", "sg", "my", "de", "fr", "eu"]
                .contains { host.hasSuffix("." + $0) }
        }
        return true
    }
}
