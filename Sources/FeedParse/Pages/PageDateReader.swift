internal import FoundationEssentials

/// Reads when a page was published: structured data, meta elements, the address, then what the page shows.
struct PageDateReader {
    let page: Page
    let article: [String: LooseJSON]?
    let body: [Int]
    let rules: PageRules

    /// A date with where it came from.
    struct Answer {
        var date: StatedDate
        var from: String
    }

    /// When the page was published.
    func published() -> Answer? {
        if let date = linked(["datePublished", "dateCreated", "uploadDate"]) {
            return Answer(date: date, from: "json-ld")
        }
        if let answer = meta(Self.publishedNames) { return answer }
        if let answer = microdata(["datepublished", "datecreated"]) { return answer }
        if let date = webPage() { return Answer(date: date, from: "json-ld") }
        if let answer = shown(isStrict: true) { return answer }
        if let date = Self.inAddress(page.url) ?? Self.inAddress(page.meta("og:url")) {
            return Answer(date: date, from: "url")
        }
        if let answer = meta(Self.modifiedNames) { return answer }
        if let date = linked(["dateModified"]) { return Answer(date: date, from: "json-ld") }
        return anywhere() ?? shown(isStrict: false) ?? inScripts() ?? inMetas()
    }

    /// The date of the page itself, when the data describes no article.
    private func webPage() -> StatedDate? {
        guard article == nil else { return nil }
        for object in page.linkedData.objects(where: { $0 == "WebPage" || $0 == "ItemPage" }) {
            if let date = believable(object["datePublished"]?.text.flatMap { DateParser.parse($0) }) {
                return date
            }
        }
        return nil
    }

    /// A date that a script hands to the page: `"published_at":"2019-03-02T06:22:28"`.
    private func inScripts() -> Answer? {
        for script in page.dataScripts where script.count < 2_000_000 {
            var at = script.startIndex
            while at < script.endIndex {
                guard let quote = script[at...].firstIndex(of: UInt8(ascii: "\"")) else { break }
                at = quote + 1
                let tail = Array(script[at...].prefix(64))
                guard let length = Self.scriptKeys.prefix(of: tail) else { continue }
                let rest = tail[length...].drop { !($0 >= 0x30 && $0 <= 0x39) }.prefix {
                    $0 != 0x22 && $0 != 0x5C
                }
                let text = String(decoding: rest, as: UTF8.self)
                if text.utf8.count >= 10, text.contains("-"), let date = believable(DateParser.parse(text)) {
                    return Answer(date: date, from: "script")
                }
            }
        }
        return nil
    }

    private static let scriptKeys = PhraseSet([
        "datePublished\"", "published_at\"", "publishedAt\"", "publishDate\"", "publicationDate\"",
        "pubDate\"", "published\"",
        "publishedDate\"", "publish_date\"", "firstPublished\"", "dateCreated\"", "uploadDate\"",
    ])

    /// A date in the description or title.
    private func inMetas() -> Answer? {
        for name in ["description", "og:description", "og:title"] {
            if let found = page.meta(name).flatMap({ DateScanner.first(in: $0) }),
                let date = believable(found.date)
            {
                return Answer(date: date, from: "meta " + name)
            }
        }
        return nil
    }

    /// When it was last changed.
    func modified() -> Answer? {
        if let date = linked(["dateModified"]) { return Answer(date: date, from: "json-ld") }
        return meta(Self.modifiedNames) ?? microdata(["datemodified"])
    }

    private static let publishedNames = [
        "article:published_time", "og:article:published_time", "article:published", "datepublished",
        "date_published", "dc.date.issued", "dcterms.issued",
        "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "dc:date", "parsely-pub-date",
        "sailthru.date", "publishdate", "publish-date",
        "publish_date", "pubdate", "publication_date", "publication-date", "citation_publication_date",
        "citation_date", "citation_online_date",
        "og:published_time", "published_time", "bt:pubdate", "cxenseparse:recs:publishtime",
        "rnews:datepublished", "originalpublicationdate",
        "article_date_original", "pubyear", "date", "created", "creation_date", "article:post_date",
        "article.published", "article.created",
        "displaydate", "dc.created", "datecreated", "timestamp", "eomportal-publishdate", "rbpubdate",
        "search_date", "vr:published_time", "ptime",
        "published-date", "og:pubdate", "og:article:publish_date", "cxenseparse:publishtime", "release_date",
        "shareaholic:article_published_time",
        "firstpublishedtime", "datearticle", "article:created",
    ]

    private static let modifiedNames = [
        "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "date_modified",
        "last-modified", "lastmod", "dc.date.modified",
        "dcterms.modified", "dc.modified", "modified_time", "revised", "modified", "updated",
        "article:updated_time", "moddate", "lastmodified", "last_updated",
        "shareaholic:article_modified_time", "article.updated",
    ]

    private var defaultOffset: Int { 0 }

    private func linked(_ keys: [String]) -> StatedDate? {
        for key in keys {
            if let text = article?[key]?.text, let date = believable(DateParser.parse(text)) { return date }
        }
        return nil
    }

    private func meta(_ names: [String]) -> Answer? {
        for name in names {
            for value in page.metas[name] ?? [] {
                if let date = believable(parse(value)) { return Answer(date: date, from: "meta " + name) }
            }
        }
        return nil
    }

    private func parse(_ text: String) -> StatedDate? {
        guard text.utf8.count >= 6, text.utf8.count < 80 else { return nil }
        if let found = DateScanner.first(in: text), found.isCertain, DateParser.parse(text)?.offset == nil {
            return found.date
        }
        return DateParser.parse(text)
    }

    private func believable(_ date: StatedDate?) -> StatedDate? {
        guard let date else { return nil }
        let seconds = date.date.timeIntervalSince1970
        // Pages exist since 1995; a date beyond 2100 is a mistake.
        return seconds > 788_918_400 && seconds < 4_102_444_800 ? date : nil
    }

    private func microdata(_ names: [String]) -> Answer? {
        let tree = page.tree
        for index in tree.indices where tree.nodes[index].tag != .text {
            guard let property = tree.value(.itemprop, index)?.lowercased(), names.contains(property),
                !isElsewhere(index)
            else { continue }
            let text = tree.nonEmpty(.content, index) ?? tree.nonEmpty(.datetime, index) ?? tree.line(index)
            if let date = believable(parse(text)) { return Answer(date: date, from: "microdata " + property) }
        }
        return nil
    }

    private func isElsewhere(_ node: Int) -> Bool {
        var at = node
        while at >= 0 {
            let hints = page.features.hints[at]
            if !hints.isDisjoint(with: [.comments, .related, .sidebar, .navigation]),
                page.features.prose[at] * 3 < Int32(page.features.total)
            {
                return true
            }
            if page.tree.nodes[at].tag == .footer, page.features.prose[at] * 3 < Int32(page.features.total),
                at < (body.first ?? 0) || at >= (body.last.map { Int(page.tree.nodes[$0].end) } ?? 0)
            {
                return true
            }
            at = Int(page.tree.nodes[at].parent)
        }
        return false
    }

    /// `time` elements and elements named for dates, the nearest to the title first.
    private func shown(isStrict: Bool) -> Answer? {
        let tree = page.tree
        let features = page.features
        var best: (answer: Answer, score: Int)?
        let bodyStart = body.first ?? 0
        let bodyEnd = body.last.map { Int(tree.nodes[$0].end) } ?? tree.nodes.count
        let title = tree.indices.first { tree.nodes[$0].tag == .h1 && !features.isHidden[$0] } ?? bodyStart
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
                : index < bodyStart
                    ? 0 : index < bodyEnd ? min(40, (index - bodyStart) / 10) : index - bodyEnd
            score -= min(12, distance / 25)
            if let best, best.score >= score { continue }
            var date: StatedDate?
            for key in [HTMLTree.Attribute.datetime, .content, .title, .dateTitle] where date == nil {
                guard isTime || key == .title || key == .content else { continue }
                if let text = tree.nonEmpty(key, index), text.utf8.count < 60 {
                    date = believable(parse(text))
                }
            }
            let line = tree.line(index)
            if date == nil {
                date = believable(DateScanner.first(in: line, prefersMonthFirst: prefersMonthFirst)?.date)
            }
            guard let date else { continue }
            let lower = line.lowercased()
            if Self.updateWords.contains(where: { lower.hasPrefix($0) }) { score -= 6 }
            if let best, best.score >= score { continue }
            best = (Answer(date: date, from: isTime ? "time" : "shown date"), score)
        }
        return best?.answer
    }

    private static let updateWords = [
        "updated", "last updated", "aktualisiert", "mis à jour", "actualizado", "modified", "geändert",
        "last modified", "stand:", "обновлено",
    ]

    /// The month comes first where English is not British.
    private var prefersMonthFirst: Bool {
        let language = (page.statedLanguage ?? page.meta("og:locale") ?? "en").lowercased().replacing(
            "_", with: "-")
        guard language.hasPrefix("en") else { return false }
        if ["en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"].contains(where: { language.hasPrefix($0) })
        {
            return false
        }
        if let host = page.url.flatMap(Self.host) {
            return !["uk", "au", "nz", "ie", "in", "za", "pk", "ng", "ke", "sg", "my", "de", "fr", "eu"]
                .contains { host.hasSuffix("." + $0) }
        }
        return true
    }

    static func host(_ url: String) -> String? {
        guard let start = url.range(of: "://") else { return nil }
        return String(url[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != ":" }).lowercased()
    }

    /// `/2020/04/03/`, `/2020-04-03-`, `/20200403/` in an address.
    static func inAddress(_ url: String?) -> StatedDate? {
        guard let url, let start = url.range(of: "://") else { return nil }
        let path = Array(url[start.upperBound...].utf8.drop { $0 != 0x2F })
        var at = 0
        func digits(_ from: Int, _ count: Int) -> Int? {
            guard from + count <= path.count else { return nil }
            var value = 0
            for byte in path[from..<from + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        func isDigit(_ at: Int) -> Bool { at >= 0 && at < path.count && path[at] >= 0x30 && path[at] <= 0x39 }
        while at + 8 <= path.count {
            if !isDigit(at - 1), let year = digits(at, 4), (1995...2100).contains(year) {
                let mark = at + 4 < path.count ? path[at + 4] : 0
                if mark == 0x2F || mark == 0x2D || mark == 0x5F {
                    for width in [2, 1] {
                        guard let month = digits(at + 5, width), at + 5 + width < path.count,
                            path[at + 5 + width] == mark
                        else { continue }
                        for dayWidth in [2, 1] {
                            let dayAt = at + 6 + width
                            guard let day = digits(dayAt, dayWidth), !isDigit(dayAt + dayWidth) else {
                                continue
                            }
                            if let date = StatedDateParts(year: year, month: month, day: day).stated(
                                defaultOffset: 0)
                            {
                                return date
                            }
                        }
                    }
                } else if let month = digits(at + 4, 2), let day = digits(at + 6, 2), !isDigit(at + 8),
                    let date = StatedDateParts(year: year, month: month, day: day).stated(defaultOffset: 0)
                {
                    return date
                }
            }
            at += 1
        }
        return nil
    }

    /// A date in a short line of its own anywhere, the one nearest to the body.
    private func anywhere() -> Answer? {
        let tree = page.tree
        let features = page.features
        let bodyStart = body.first ?? 0
        let bodyEnd = body.last.map { Int(tree.nodes[$0].end) } ?? tree.nodes.count
        var best: (Answer, Int)?
        for index in tree.indices where tree.nodes[index].tag == .text {
            let range = tree.textRange(index)
            guard range.count >= 6, range.count < 400, !features.isHidden[Int(tree.nodes[index].parent)]
            else { continue }
            guard tree.bytes[range].contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else { continue }
            let text = tree.string(range)
            guard let found = DateScanner.first(in: text, prefersMonthFirst: prefersMonthFirst),
                let date = believable(found.date)
            else { continue }
            let parent = Int(tree.nodes[index].parent)
            if isElsewhere(parent) { continue }
            var score = 0
            if range.count < 60 { score += 20 } else if range.count < 120 { score += 8 }
            let distance =
                index < bodyStart
                ? bodyStart - index : index < bodyEnd ? min(60, index - bodyStart) : index - bodyEnd
            score -= min(20, distance / 20)
            let lower = text.lowercased()
            if [
                "publish", "posted", "veröffentlicht", "publié", "publicado", "pubblicato", "erstellt",
                "geschrieben", "datum", "опубликовано", "stand", "dated", "issued",
            ].contains(where: { lower.contains($0) }) {
                score += 15
            }
            if Self.updateWords.contains(where: { lower.contains($0) }) { score += 6 }
            if lower.contains("©") || lower.contains("copyright") { score -= 15 }
            if score > best?.1 ?? -100 { best = (Answer(date: date, from: "text"), score) }
        }
        return best?.0
    }
}
