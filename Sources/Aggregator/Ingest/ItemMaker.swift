import FeedParse
import Foundation

/// Makes what a document says into an item of ours: clean HTML, plain text, believable dates, canonical URL,
/// language, and what the wire copy in it tells.
struct ItemMaker: Sendable {
    let source: Source
    let now: Date

    /// A text of a feed with at least this many words is taken for the whole text although it came as a summary.
    static let fullSummaryWords = 250
    /// A text with fewer words is a stub: a headline with a sentence.
    static let stubWords = 25

    /// The draft of one parsed item; nil when it says nothing at all.
    func draft(of parsed: ParsedItem, in feed: ParsedFeed, from place: DateOrigin = .feed) -> Draft? {
        var item = NewItem(source: source.name)
        item.sentHash = SentHash.of(parsed)
        item.guid = parsed.id
        item.url = parsed.link ?? parsed.enclosures.first?.url
        item.canonicalURL = item.url.flatMap(CanonicalURL.normalise)
        item.title = parsed.title ?? ""
        item.kind = source.kind
        item.authors = Self.names(parsed.authors.isEmpty ? [] : parsed.authors)
        item.tags = parsed.categories.compactMap { $0.label ?? $0.term }
        item.enclosures = parsed.enclosures
        item.image = parsed.images.first
        var draft = Draft(item: item)
        setDates(of: &draft, from: parsed, place: place)
        setText(of: &draft, from: parsed)
        draft.item.language = language(of: draft.item, stated: parsed.language ?? feed.language)
        if draft.item.kind == .event { setEvent(of: &draft.item, from: parsed) }
        if draft.item.title.isEmpty { draft.item.title = Self.title(from: draft.item.text) }
        guard !draft.item.title.isEmpty || draft.item.url != nil else { return nil }
        return draft
    }

    private func setDates(of draft: inout Draft, from parsed: ParsedItem, place: DateOrigin) {
        var stated = parsed.published ?? parsed.updated
        if stated == nil, let text = parsed.unreadDate {
            stated = PatternDate.parse(text, pattern: source.rules.dateFormat, zone: source.rules.timeZone)
            if stated == nil {
                draft.log.append(
                    LogEntry(at: now, topic: "date", message: "the date \"\(text)\" can't be read"))
            }
        }
        let (date, note) = BelievableDate(now: now).judge(stated)
        // The date of an event page is the event's, not the day it was published.
        draft.item.published = date
        draft.item.publishedFrom = date == nil ? .none : place
        draft.item.modified = BelievableDate(now: now).judge(parsed.updated).date
        if let note { draft.log.append(LogEntry(at: now, topic: "date", message: note)) }
    }

    private func setText(of draft: inout Draft, from parsed: ParsedItem) {
        let hasContent = !(parsed.contentHTML ?? "").isEmpty
        let raw = hasContent ? parsed.contentHTML : parsed.summary
        draft.item.summary = parsed.summary.map { HTMLSanitizer.sanitize($0, baseURL: parsed.link) }
        guard let raw, !raw.isEmpty else {
            draft.item.completeness = .stub
            return
        }
        let copy = WireCopy.read(html: raw, baseURL: parsed.link, rules: source.rules)
        draft.item.html = copy.html
        draft.item.text = copy.text
        draft.item.org = copy.origin
        draft.item.issued = copy.issued?.date
        if let original = copy.originalURL {
            draft.item.originalURL = original
            draft.otherURLs.append(original)
        }
        if draft.item.authors.isEmpty { draft.item.authors = copy.authors }
        draft.item.completeness = Self.completeness(of: copy, isContent: hasContent)
    }

    /// How much of the whole a feed's text is.
    /// - Parameter isContent: false when it came as a summary.
    static func completeness(of copy: WireCopy, isContent: Bool) -> Completeness {
        guard copy.completeness == .full else { return copy.completeness }
        let words = WordCount.count(copy.text)
        if words < stubWords { return .stub }
        return isContent || words >= fullSummaryWords ? .full : .excerpt
    }

    private func setEvent(of item: inout NewItem, from parsed: ParsedItem) {
        var event = Event()
        event.start = parsed.published
        // A list page mostly gives the day alone.
        if let start = parsed.published {
            event.hasTime = Int(start.timeIntervalSince1970.rounded()) % 86400 != 0
        }
        event.venue = parsed.place
        event.timeZone = source.rules.timeZone
        item.event = event
        item.published = nil
        item.publishedFrom = .none
    }

    private func language(of item: NewItem, stated: String?) -> String? {
        if let language = source.language { return language }
        if let stated = stated?.split(separator: "-").first.map({ $0.lowercased() }), stated.count >= 2 {
            return stated
        }
        return Language.detect(item.title + "\n" + item.text)
    }

    private static func names(_ people: [Person]) -> [String] {
        people.compactMap { $0.name ?? $0.email }
    }

    private static func title(from text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? ""
        return line.count <= 100 ? line : String(line.prefix(99)) + "…"
    }
}
