internal import FoundationEssentials

/// Reads when a page was published: structured data, meta elements, the address, then what the page shows.
struct PageDateReader {
    let page: Page
    let article: [String: LooseJSON]?
    let body: [Int]
    let rules: PageRules
    let scopes: ArticleScopes

    /// A date with where it came from.
    struct Answer {
        var date: StatedDate
        var from: String
    }

    /// When the page was published.
    func published() -> Answer? {
        let shown = ShownDateReader(page: page, body: body, scopes: scopes)
        guard let answer = stated(shown) else { return unstated(shown).map(unambiguous) }
        return LocalDay(page: page, shown: shown, stamps: stamps).corrected(answer)
    }

    /// `03/10/2023 10:32` read the other way round, where the address names that day; the clock stays.
    private func unambiguous(_ answer: Answer) -> Answer {
        guard let address = AddressDate.read(page.url) else { return answer }
        let (day, otherDay) = (LocalDay.day(answer.date), LocalDay.day(address))
        let shown = ZoneClock.civil(day)
        let named = ZoneClock.civil(otherDay)
        guard shown.year == named.year, shown.month == named.day, shown.day == named.month else {
            return answer
        }
        var answer = answer
        answer.date.date += Double((otherDay - day) * 86400)
        return answer
    }

    /// What the data and the head state about the page's publication.
    private func stated(_ shown: ShownDateReader) -> Answer? {
        if let answer = plainlyStated() {
            // Pages that are made anew are dated anew in their data; what stands below the headline is older then.
            // A stated clock is rarely made up; only what is named as the publication's date outdoes it.
            guard let (date, isPublication) = shown.belowHeadline(),
                isPublication || !answer.date.hasTime, isEarlier(date, than: answer, byDays: 31)
            else { return answer }
            return date
        }
        guard let answer = meta(Self.vagueNames) ?? microdata(["datecreated"]) else { return nil }
        // A date that doesn't say what of may be the last change's: the day below the headline then is the first.
        if let date = shownDate(shown, within: 366, of: answer.date), isEarlier(date, than: answer, byDays: 1)
        {
            return date
        }
        return answer
    }

    private func plainlyStated() -> Answer? {
        if let date = linked(["datePublished", "dateCreated", "uploadDate"]) {
            let endsInZ = article?["datePublished"]?.text?.hasSuffix("Z") ?? false
            return Answer(date: endsInZ ? localised(date) : date, from: "json-ld")
        }
        let head = meta(Self.publishedNames)
        if let data = microdata(["datepublished"]) {
            // The head may add the hour to the day.
            if let head, head.date.hasTime, !data.date.hasTime,
                LocalDay.day(head.date) == LocalDay.day(data.date)
            {
                return head
            }
            return Answer(date: localised(data.date), from: data.from)
        }
        if let head { return head }
        return webPage().map { Answer(date: $0, from: "json-ld") }
    }

    /// The instant of a local clock that calls itself UTC by a `Z`, where the head states the true offset.
    ///
    /// `2026-04-25T07:25:06Z` beside `2026-04-24T21:25:06+00:00` is ten hours east of Greenwich.
    private func localised(_ date: StatedDate) -> StatedDate {
        guard date.hasTime, date.offset == 0, let other = stampWithOffset, let offset = other.offset
        else { return date }
        let difference = Int(date.date.timeIntervalSince(other.date).rounded())
        guard difference.isMultiple(of: 900), (3600...14 * 3600).contains(abs(difference)),
            offset == 0 || offset == difference
        else { return date }
        return StatedDate(date: other.date, offset: difference, hasTime: true)
    }

    /// The first stamp of the head whose offset is a number.
    private var stampWithOffset: StatedDate? {
        for name in Self.publishedNames {
            for value in page.metas[name] ?? [] where value.utf8.count >= 24 && !value.hasSuffix("Z") {
                if let date = DateParser.parse(value), date.hasTime, date.offset != nil { return date }
            }
        }
        return nil
    }

    private func isEarlier(_ one: Answer, than other: Answer, byDays days: Int) -> Bool {
        LocalDay.day(one.date) + days <= LocalDay.day(other.date)
    }

    /// The date below the headline.
    ///
    /// A line that only its place makes a date may tell of long ago; it must lie near a date that is named as one.
    private func shownDate(_ shown: ShownDateReader, within days: Int, of named: StatedDate?) -> Answer? {
        guard let answer = shown.date(isStrict: true) else { return nil }
        guard let named, answer.from == "line", abs(LocalDay.day(named) - LocalDay.day(answer.date)) > days
        else { return answer }
        return shown.date(isStrict: true, isNamedOnly: true)
    }

    private func unstated(_ shown: ShownDateReader) -> Answer? {
        let address = AddressDate.read(page.url) ?? AddressDate.read(page.meta("og:url"))
        if let answer = shownDate(shown, within: 31, of: address) { return answer }
        if let address { return Answer(date: address, from: "url") }
        if let answer = meta(Self.modifiedNames) { return answer }
        if let date = linked(["dateModified"]) { return Answer(date: date, from: "json-ld") }
        return shown.anywhere(isStrict: true) ?? shown.date(isStrict: false) ?? inScripts() ?? inMetas()
            ?? shown.anywhere(isStrict: false)
    }

    private func inScripts() -> Answer? {
        let scripts = ScriptDate(page: page)
        return (scripts.inData() ?? scripts.written()).map { Answer(date: $0, from: "script") }
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
        return microdata(["datemodified"]) ?? meta(Self.modifiedNames)
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
        let tree = page.tree
        guard tree.attributes.contains(where: { $0.name == .itemprop }) else { return nil }
        let shown = ShownDateReader(page: page, body: body, scopes: scopes)
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
