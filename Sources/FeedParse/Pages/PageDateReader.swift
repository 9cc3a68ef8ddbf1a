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

        /// True when both name the same day, each by its own clock.
        func isSameDay(as other: Answer) -> Bool { LocalDay.day(date) == LocalDay.day(other.date) }
    }

    /// When the page was published.
    func published() -> Answer? {
        let shown = ShownDateReader(page: page, body: body)
        guard let answer = stated(shown) else { return unstated(shown).map(unambiguous) }
        return LocalDay(page: page, shown: shown, stamps: stamps).corrected(answer)
    }

    /// `03/10/2023` read the other way round, where the address names that day.
    private func unambiguous(_ answer: Answer) -> Answer {
        guard let address = AddressDate.read(page.url) else { return answer }
        let shown = ZoneClock.civil(LocalDay.day(answer.date))
        let named = ZoneClock.civil(LocalDay.day(address))
        guard shown.year == named.year, shown.month == named.day, shown.day == named.month else {
            return answer
        }
        return Answer(date: address, from: answer.from)
    }

    /// What the data and the head state about the page's publication.
    private func stated(_ shown: ShownDateReader) -> Answer? {
        if let date = linked(["datePublished", "dateCreated", "uploadDate"]) {
            return Answer(date: date, from: "json-ld")
        }
        if let answer = meta(Self.publishedNames) { return answer }
        if let answer = microdata(["datepublished"]) { return answer }
        if let date = webPage() { return Answer(date: date, from: "json-ld") }
        guard let answer = meta(Self.vagueNames) ?? microdata(["datecreated"]) else { return nil }
        // A date that doesn't say what of may be the last change's: the day below the headline then is the first.
        if let date = shown.date(isStrict: true), date.date.date < answer.date.date,
            !date.isSameDay(as: answer)
        {
            return date
        }
        return answer
    }

    private func unstated(_ shown: ShownDateReader) -> Answer? {
        if let answer = shown.date(isStrict: true) { return answer }
        if let date = AddressDate.read(page.url) ?? AddressDate.read(page.meta("og:url")) {
            return Answer(date: date, from: "url")
        }
        if let answer = meta(Self.modifiedNames) { return answer }
        if let date = linked(["dateModified"]) { return Answer(date: date, from: "json-ld") }
        return shown.anywhere(isStrict: true) ?? shown.date(isStrict: false) ?? inScripts() ?? inMetas()
            ?? shown.anywhere(isStrict: false)
    }

    /// Every stamp of the head, for their offsets.
    private var stamps: [StatedDate] {
        var stamps: [StatedDate] = []
        for name in Self.publishedNames + Self.vagueNames {
            for value in page.metas[name] ?? [] {
                if let date = DateParser.parse(value) { stamps.append(date) }
            }
        }
        return stamps
    }

    /// The date of the page itself, when the data describes no article.
    private func webPage() -> StatedDate? {
        guard article == nil else { return nil }
        for object in page.linkedData.objects(where: { $0 == "WebPage" || $0 == "ItemPage" }) {
            if let date = Self.believable(object["datePublished"]?.text.flatMap { DateParser.parse($0) }) {
                return date
            }
        }
        return nil
    }

    /// A date that a script hands to the page: `"published_at":"2019-03-02T06:22:28"`, with or without backslashes.
    private func inScripts() -> Answer? {
        for script in page.dataScripts where script.count < 4_000_000 {
            var at = script.startIndex
            while at < script.endIndex {
                guard let quote = script[at...].firstIndex(of: UInt8(ascii: "\"")) else { break }
                at = quote + 1
                guard at < script.endIndex, Self.scriptInitials.contains(script[at]) else { continue }
                let tail = Array(script[at...].prefix(72))
                guard let length = Self.scriptKeys.prefix(of: tail) else { continue }
                let rest = tail[length...].drop { $0 == 0x5C || $0 == 0x22 || $0 == 0x3A || $0 <= 0x20 }
                    .prefix {
                        $0 != 0x22 && $0 != 0x5C
                    }
                let text = String(decoding: rest, as: UTF8.self)
                if text.utf8.count >= 10, text.first?.isNumber == true, text.contains("-"),
                    let date = Self.believable(DateParser.parse(text))
                {
                    return Answer(date: date, from: "script")
                }
            }
        }
        return nil
    }

    private static let scriptInitials = Set("dpuf".utf8)

    private static let scriptKeys = PhraseSet(
        [
            "datePublished", "published_at", "publishedAt", "publishDate", "publicationDate", "pubDate",
            "published", "publishedDate", "publish_date", "firstPublished", "dateCreated", "uploadDate",
            "post_date", "date_published", "first_publish_date", "display_date", "publication_date",
        ].flatMap { [$0 + "\"", $0 + "\\\""] })

    /// A date in the description or title.
    private func inMetas() -> Answer? {
        for name in ["description", "og:description", "og:title"] {
            if let found = page.meta(name).flatMap({ DateScanner.first(in: $0) }),
                let date = Self.believable(found.date)
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
        "dc.date.created", "dcterms.created", "parsely-pub-date", "iso-8601-publish-date", "publish_time",
        "sailthru.date", "publishdate", "publish-date",
        "publish_date", "pubdate", "publication_date", "publication-date", "dc.date", "citation_online_date",
        "citation_publication_date", "citation_date",
        "og:published_time", "published_time", "bt:pubdate", "cxenseparse:recs:publishtime",
        "rnews:datepublished", "originalpublicationdate",
        "article_date_original", "pubyear", "article:post_date", "article:publish_date", "article_date",
        "article.published", "article.created",
        "displaydate", "dc.created", "datecreated", "eomportal-publishdate", "rbpubdate",
        "search_date", "vr:published_time", "ptime",
        "published-date", "og:pubdate", "og:article:publish_date", "cxenseparse:publishtime", "release_date",
        "shareaholic:article_published_time",
        "firstpublishedtime", "datearticle", "article:created",
    ]

    /// Names that say that it is a date, but not of what.
    private static let vagueNames = [
        "date", "dcterms.date", "dc:date", "created", "creation_date", "timestamp", "ms.date",
    ]

    private static let modifiedNames = [
        "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "date_modified",
        "last-modified", "lastmod", "dc.date.modified",
        "dcterms.modified", "dc.modified", "modified_time", "revised", "modified", "updated",
        "article:updated_time", "moddate", "lastmodified", "last_updated",
        "shareaholic:article_modified_time", "article.updated",
    ]

    private func linked(_ keys: [String]) -> StatedDate? {
        for key in keys {
            if let text = article?[key]?.text, let date = Self.believable(DateParser.parse(text)) {
                return date
            }
        }
        return nil
    }

    private func meta(_ names: [String]) -> Answer? {
        for name in names {
            for value in page.metas[name] ?? [] {
                if let date = Self.believable(Self.parse(value)) {
                    return Answer(date: date, from: "meta " + name)
                }
            }
        }
        return nil
    }

    static func parse(_ text: String) -> StatedDate? {
        guard text.utf8.count >= 6, text.utf8.count < 80 else { return nil }
        if let found = DateScanner.first(in: text), found.isCertain, DateParser.parse(text)?.offset == nil {
            return found.date
        }
        return DateParser.parse(text)
    }

    static func believable(_ date: StatedDate?) -> StatedDate? {
        guard let date else { return nil }
        let seconds = date.date.timeIntervalSince1970
        // Pages exist since 1995; a date beyond 2100 is a mistake.
        return seconds > 788_918_400 && seconds < 4_102_444_800 ? date : nil
    }

    private func microdata(_ names: [String]) -> Answer? {
        let shown = ShownDateReader(page: page, body: body)
        let tree = page.tree
        for index in tree.indices where tree.nodes[index].tag != .text {
            guard let property = tree.value(.itemprop, index)?.lowered, names.contains(property),
                !shown.isElsewhere(index)
            else { continue }
            let text = tree.nonEmpty(.content, index) ?? tree.nonEmpty(.datetime, index) ?? tree.line(index)
            if let date = Self.believable(Self.parse(text)) {
                return Answer(date: date, from: "microdata " + property)
            }
        }
        return nil
    }

    static func host(_ url: String) -> String? {
        guard let start = url.range(of: "://") else { return nil }
        return String(url[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != ":" }).lowered
    }
}
