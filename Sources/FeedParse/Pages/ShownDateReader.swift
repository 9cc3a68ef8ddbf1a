internal import FoundationEssentials

/// Reads the dates that a page shows: below the headline, in elements named for dates, in short lines.
struct ShownDateReader {
    let page: Page
    /// The elements that hold the body.
    let body: [Int]
    /// The microdata about other articles.
    private let scopes: ArticleScopes

    /// The page's headline; -1 when it has none.
    private let headline: Int

    private typealias Answer = PageDateReader.Answer

    /// Looks at a page whose body was found.
    init(page: Page, body: [Int], scopes: ArticleScopes) {
        self.scopes = scopes
        self.page = page
        self.body = body
        headline =
            page.tree.indices.first { page.tree.nodes[$0].tag == .h1 && !page.features.isHidden[$0] } ?? -1
    }

    private var bodyStart: Int { body.first ?? 0 }
    private var bodyEnd: Int { body.last.map { Int(page.tree.nodes[$0].end) } ?? page.tree.nodes.count }

    /// The date of a `time` element or of an element named for dates, the nearest to the title first.
    ///
    /// - Parameters:
    ///   - isStrict: false looks into side columns, footers and comments too.
    ///   - isNamedOnly: true passes over lines that only their place and their shortness make a date.
    func date(isStrict: Bool, isNamedOnly: Bool = false) -> PageDateReader.Answer? {
        let tree = page.tree
        let features = page.features
        var best: (answer: Answer, score: Int)?
        for index in tree.indices where tree.nodes[index].tag != .text {
            let tag = tree.nodes[index].tag
            let hints = features.hints[index]
            let isTime =
                tag == .time || tag == .abbr && hints.contains(.date) || tree.has(.datetime, index)
                || hints.contains(.date) && tree.has(.dateTitle, index)
            let isNamed = isTime || hints.contains(.date)
            guard features.text[index] < 220, isNamed || !isNamedOnly && isBelowHeadline(index) else {
                continue
            }
            if features.isHidden[index], !isTime { continue }
            if isStrict ? isElsewhere(index) : isOthers(index) { continue }
            var score = isTime ? 14 : isNamed ? 10 : 8
            if hints.contains(.published) || tree.has(.itemprop, index) { score += 6 }
            if hints.contains(.modified) { score -= 8 }
            score -= distance(index)
            if let best, best.score >= score { continue }
            guard let date = isNamed ? date(at: index, isTime: isTime) : ownDate(index) else { continue }
            let lower = tree.line(index).lowered
            if Self.clockWords.contains(where: { lower.hasPrefix($0) }) { continue }
            if Self.updateWords.contains(where: { lower.hasPrefix($0) }) { score -= 6 }
            if let best, best.score >= score { continue }
            best = (Answer(date: date, from: isTime ? "time" : isNamed ? "shown date" : "line"), score)
        }
        return best?.answer
    }

    /// The first date between the headline and the text, in an element that is named for dates.
    ///
    /// `isPublication` is true when the element's name says that it is the day of publication.
    func belowHeadline() -> (answer: PageDateReader.Answer, isPublication: Bool)? {
        guard headline >= 0 else { return nil }
        // A standfirst that was taken into the body stands above the date.
        let start = body.max { page.features.text[$0] < page.features.text[$1] } ?? 0
        let end = start > headline ? min(start, headline + 100) : headline + 40
        let tree = page.tree
        for index in headline..<min(end, page.tree.nodes.count)
        where tree.nodes[index].tag != .text && page.features.hints[index].contains(.date) {
            guard page.features.text[index] < 40, !page.features.isHidden[index], !isElsewhere(index),
                page.features.hints[index].isDisjoint(with: .modified), let date = ownDate(index)
            else { continue }
            let lower = tree.line(index).lowered
            let isUpdate = (Self.clockWords + Self.updateWords).contains { lower.contains($0) }
            guard !isUpdate else { return nil }
            return (
                Answer(date: date, from: "shown date"), page.features.hints[index].contains(.published)
            )
        }
        return nil
    }

    /// How far an element lies from the place of dates: between the title and the body, or just around them.
    private func distance(_ index: Int) -> Int {
        let title = headline >= 0 ? headline : bodyStart
        if index < title { return min(12, (title - index) / 25) }
        if index < bodyStart { return 0 }
        if index < bodyEnd { return min(12, (index - bodyStart) / 250) }
        return 4 + min(12, (index - bodyEnd) / 25)
    }

    /// True for a short line of its own close behind the headline, whatever it is called.
    private func isBelowHeadline(_ index: Int) -> Bool {
        guard headline >= 0, index > headline, index - headline < 60, index < max(bodyStart, headline + 30)
        else {
            return false
        }
        let features = page.features
        return features.block[index] == Int32(index) && features.own[index] >= 6 && features.own[index] < 90
            && features.own[index] == features.text[index] && !page.tree.nodes[index].tag.isHeading
    }

    /// The date of a line that says little else: `Stand: 28.04.2020 18:00 Uhr`, `By Ada Quill, May 4, 2020`.
    private func ownDate(_ index: Int) -> StatedDate? {
        let line = page.tree.line(index)
        guard let found = DateScanner.first(in: line, prefersMonthFirst: prefersMonthFirst) else {
            return nil
        }
        let isFirst = found.range.lowerBound <= 2
        guard isFirst || line.utf8.count - found.range.count < 40, !isSentence(line, around: found) else {
            return nil
        }
        return PageDateReader.believable(found.date)
    }

    /// True when a line tells what happened on its date: it has small words that say nothing of publishing.
    private func isSentence(_ line: String, around found: DateScanner.Found) -> Bool {
        let bytes = Array(line.utf8)
        var words = 0
        for part in [bytes[..<found.range.lowerBound], bytes[found.range.upperBound...]] {
            for word in String(decoding: part, as: UTF8.self).split(whereSeparator: { !$0.isLetter })
            where word.utf8.count >= 4 && word.first?.isLowercase == true {
                let isLabel = (Self.publishedWords + Self.updateWords).contains { word.hasPrefix($0) }
                if !isLabel { words += 1 }
            }
        }
        return words >= 3
    }

    private func date(at index: Int, isTime: Bool) -> StatedDate? {
        let tree = page.tree
        for key in [HTMLTree.Attribute.datetime, .content, .title, .dateTitle] {
            guard isTime || key != .datetime else { continue }
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
            guard range.count >= 6, !features.isHidden[Int(tree.nodes[index].parent)] else { continue }
            // The first words of the text may be where and when it was written.
            let isOpening = index > start && index - start < 24 && range.count >= 80
            guard range.count < 400 || isOpening, DateScanner.mayHoldDate(tree.bytes[range.prefix(400)])
            else {
                continue
            }
            let text = tree.string(isOpening ? range.prefix(120) : range)
            guard let found = DateScanner.first(in: text, prefersMonthFirst: prefersMonthFirst),
                let date = PageDateReader.believable(found.date),
                range.count < 400 || isDateline(text, found)
            else { continue }
            let parent = Int(tree.nodes[index].parent)
            if isStrict ? isElsewhere(parent) : isOthers(parent) { continue }
            var score = 0
            if range.count < 60 { score += 20 } else if range.count < 120 { score += 8 }
            if isOpening, isDateline(text, found) { score += 26 }
            // Right below the headline stands the page's own date.
            if index > title, index - title < 40, range.count < 120 { score += 12 }
            let distance =
                index < start ? start - index : index < end ? min(60, index - start) : index - end
            score -= min(20, distance / 20)
            let lower = text.lowered
            if Self.clockWords.contains(where: { lower.hasPrefix($0) }) { continue }
            if Self.publishedWords.contains(where: { lower.contains($0) }) { score += 15 }
            if Self.updateWords.contains(where: { lower.contains($0) }) { score += 6 }
            if lower.contains("©") || lower.contains("copyright") { score -= 15 }
            if score > best?.1 ?? -100 { best = (Answer(date: date, from: "text"), score) }
        }
        return best?.0
    }

    /// `Karlsruhe, (12.11.2021). Traditionell …`, `(21. November 2022) Energieverbraucher …`.
    private func isDateline(_ text: String, _ found: DateScanner.Found) -> Bool {
        guard found.range.lowerBound <= 32 else { return false }
        let bytes = Array(text.utf8)
        let before = bytes[..<found.range.lowerBound].last { $0 > 0x20 }
        let behind = bytes[found.range.upperBound...].first { $0 > 0x20 }
        if before == UInt8(ascii: "("), behind == UInt8(ascii: ")") { return true }
        // A dash or colon of any kind ends a dateline.
        let isEnd = behind == UInt8(ascii: ":") || behind == UInt8(ascii: "-") || behind == 0xE2
        return isEnd && (before == nil || before == UInt8(ascii: ","))
    }

    /// Words in front of the time at which the page was asked for, or at which a member joined.
    private static let clockWords = [
        "aktuelle zeit", "heute ist", "heute:", "it is currently", "current time", "today is", "today:",
        "the time now is", "all times are", "heure actuelle", "nous sommes le", "hoy es", "fecha actual",
        "oggi è", "hora actual", "сейчас", "сегодня", "текущее время", "今天是", "現在時刻", "现在时间",
        "امروز", "اليوم", "dziś jest", "vandaag is", "joined", "member since", "registered", "mitglied seit",
        "dabei seit", "registriert", "membre depuis", "inscrit", "miembro desde", "se unió", "iscritto",
        "lid sinds", "medlem sedan", "с нами с", "зарегистрирован", "注册于",
    ]

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
        if isOthers(node) { return true }
        let features = page.features
        let tree = page.tree
        var at = node
        while at >= 0 {
            // What holds the headline too is about this page.
            if headline >= 0, at < headline, headline < Int(tree.nodes[at].end) { return false }
            let isSmall = features.prose[at] * 3 < Int32(features.total)
            let hints = features.hints[at].intersection([
                .comments, .related, .sidebar, .navigation, .teaser,
            ])
            if isSmall,
                !hints.isDisjoint(with: features.junkHints) || !hints.isDisjoint(with: [.comments, .teaser])
            {
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

    /// True in what leads to another page: its microdata is another's, or the small box of a `time` has a linked title.
    private func isOthers(_ node: Int) -> Bool {
        if scopes.isForeign(node) { return true }
        let tree = page.tree
        // Between headline and text stands what belongs to them.
        guard node >= bodyEnd || node < min(headline >= 0 ? headline : bodyStart, bodyStart),
            tree.closest(.time, node) != nil
        else { return false }
        var at = node
        for level in 0..<4 {
            let box = at
            guard page.features.text[box] < 300, tree.subtree(box).count < 200,
                !tree.contains(box, max(0, headline)),
                !tree.contains(box, bodyStart)
            else { return false }
            for link in tree.subtree(box) where tree.nodes[link].tag == .a {
                let isTitle = page.features.text[link] >= 12 && (tree.isInHeading(link) || hasHeading(link))
                if isTitle || level < 3 && page.features.text[link] >= 32 { return true }
            }
            guard let parent = tree.parent(box) else { return false }
            at = parent
        }
        return false
    }

    private func hasHeading(_ link: Int) -> Bool {
        page.tree.subtree(link).contains { page.tree.nodes[$0].tag.isHeading }
    }

    /// The month comes first where English is not British.
    private var prefersMonthFirst: Bool {
        let language = (page.statedLanguage ?? page.meta("og:locale") ?? "en").lowered.replacing(
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
