import FeedFetch
import FeedParse
import Foundation

/// Decides whether the page of an item is worth a fetch, and takes over what the page says better.
struct FullText: Sendable {
    let source: Source
    let now: Date

    /// Older items keep the text of the feed in mode `auto`: a first poll doesn't fetch a whole archive.
    static let autoAge: TimeInterval = 14 * 86400
    /// Pages fetched after one poll of a source in mode `auto`.
    static let autoPages = 25

    /// True when the item's page should be fetched.
    func wantsPage(of item: NewItem) -> Bool {
        guard let url = item.url, url.hasPrefix("http") else { return false }
        switch source.fullText {
        case .never: return false
        case .always: return true
        case .auto:
            if item.kind == .event { return true }
            guard item.completeness != .full else { return false }
            return item.published.map { now.timeIntervalSince($0) <= Self.autoAge } ?? true
        }
    }

    /// Takes over from the page what is fuller or missing, and says in the log what was done.
    func merge(
        _ article: Article, from url: String, _ version: Validators = Validators(), into draft: inout Draft
    ) {
        var item = draft.item
        let feedWords = WordCount.count(item.text)
        let pageWords = WordCount.count(article.text)
        let selector = article.provenance["text"].map { " (\($0))" } ?? ""
        if article.kind == .listing, feedWords > 0 {
            // An address that leads to the front page by now: its teasers are other items' texts.
            draft.note(now, "text", "the page is a list of other pages; the feed's text is kept")
        } else if pageWords > feedWords {
            item.text = article.text
            item.html = article.html
            item.textFrom = "page"
            item.completeness = article.completeness
            draft.note(
                now, "text",
                "page\(selector) is longer than the feed (\(pageWords) against \(feedWords) words)")
        } else {
            draft.note(
                now, "text",
                "feed is at least as long as the page (\(feedWords) against \(pageWords) words)")
            // The feed's whole text is behind no wall when it goes on by a sentence where the page ends.
            if article.completeness == .paywalled,
                item.completeness != .full || feedWords < pageWords + ItemMaker.stubWords
            {
                item.completeness = .paywalled
            }
        }
        if item.title.isEmpty, let title = article.title { item.title = title }
        if item.authors.isEmpty { item.authors = article.authors }
        if item.published == nil, item.kind != .event || article.event != nil,
            let stated = article.published
        {
            let (date, note) = BelievableDate(now: now).judge(stated.date)
            item.published = date
            item.publishedFrom = date == nil ? .none : .page
            if let note { draft.note(now, "date", note) }
        }
        item.org = item.org ?? article.origin
        item.issued = item.issued ?? article.issued?.date
        if item.originalURL == nil, let original = article.originalURL { item.originalURL = original }
        item.language = source.language ?? article.language ?? item.language
        item.image = item.image ?? article.image
        if let canonical = article.canonical, canonical != item.url { draft.otherURLs.append(canonical) }
        if let original = item.originalURL { draft.otherURLs.append(original) }
        if let event = article.event, article.kind == .event || item.kind == .event {
            item.kind = .event
            item.event = Event(event, fallback: item.event)
        }
        draft.item = item
        draft.page = .had(version, article.showing)
    }

    /// Notes that the page could not be had.
    func failed(_ failure: PageFailure, draft: inout Draft) {
        if draft.item.text.isEmpty { draft.item.completeness = .failed }
        draft.page = .missed(failure)
        draft.note(now, "text", "the page could not be read: \(failure.reason)")
    }

    /// Leaves the page to a later poll.
    func putOff(_ failure: PageFailure, draft: inout Draft) {
        if draft.item.text.isEmpty { draft.item.completeness = .failed }
        draft.page = .missed(failure)
        draft.note(now, "text", "the page is left to a later poll: \(failure.reason)")
    }

    /// A stored item with the feed's words for its text, as far as they are kept.
    private func feedAlone(_ item: NewItem) -> Draft? {
        guard let summary = item.summary, !summary.isEmpty else { return nil }
        let copy = WireCopy.read(html: summary, baseURL: item.url, rules: source.rules)
        var item = item
        (item.text, item.html, item.textFrom) = (copy.text, copy.html, "feed")
        item.completeness = ItemMaker.completeness(of: copy, isContent: false)
        return Draft(item: item)
    }

    /// A stored item with what its page says, which could not be had before.
    func completed(
        _ item: NewItem, by article: Article, from url: String, _ version: Validators
    ) -> Draft {
        var draft = Draft(item: item)
        merge(article, from: url, version, into: &draft)
        guard item.textFrom != "feed", draft.item.text == item.text else { return draft }
        // A wall that went up since then is none before the text that stays.
        draft.item.completeness = item.completeness
        // What a page said before the publisher changed the item is no measure of what it says now, unless that is less of
        // the whole.
        if WordCount.count(article.text) > 0, article.kind != .listing, article.share >= item.share {
            // The feed may tell more than what the page has left; the stored text is weighed against it as at a change.
            if var told = feedAlone(item) {
                merge(article, from: url, version, into: &told)
                if told.item.textFrom == "feed" { return told }
            }
            draft.item.text = article.text
            draft.item.html = article.html
            draft.item.textFrom = "page"
            draft.item.completeness = article.completeness
            draft.note(now, "text", "what the page says now replaces what it said before")
        }
        return draft
    }
}

extension Draft {
    /// Adds a sentence for `aggd why`.
    mutating func note(_ time: Date, _ topic: String, _ message: String) {
        log.append(LogEntry(at: time, topic: topic, message: message))
    }
}

extension NewItem {
    /// How much of the whole its text is.
    var share: Int { completeness.share(ofEvent: kind == .event) }

    /// The item with what its page has said before, where the feed says nothing.
    /// - Parameter isWanted: false when its page is not asked any more, so that only the feed tells of another day.
    func keepingPage(of stored: NewItem, isWanted: Bool) -> NewItem {
        var item = self
        if item.title.isEmpty { item.title = stored.title }
        if item.authors.isEmpty { item.authors = stored.authors }
        item.org = item.org ?? stored.org
        item.issued = item.issued ?? stored.issued
        item.originalURL = item.originalURL ?? stored.originalURL
        item.image = item.image ?? stored.image
        item.language = stored.language ?? item.language
        if let event = stored.event, isWanted || item.event == nil {
            item.kind = stored.kind
            // A list tells days, its page hours: what is days away is another day for certain.
            let days = [item.event?.start, event.start].compactMap(\.self)
            if days.count < 2 || abs(days[0].timeIntervalSince(days[1])) < 2 * 86400 { item.event = event }
        }
        return item
    }
}

extension Article {
    /// How much of the whole its text is.
    var share: Int { completeness.share(ofEvent: event != nil) }

    /// How much of its item it shows; nil when it says nothing of it, as a list or a page that is marked as nothing.
    var showing: Draft.Showing? {
        let words = WordCount.count(text)
        guard kind != .listing, kind != .other, words > 0 else { return nil }
        return Draft.Showing(completeness: completeness, words: words)
    }
}

extension Completeness {
    /// How much of the whole a text has, to be compared: of an event few words may be all there is to say.
    func share(ofEvent isEvent: Bool) -> Int {
        switch self {
        case .full: 2
        case .excerpt, .paywalled: 1
        case .stub: isEvent ? 2 : 0
        case .failed: 0
        }
    }
}

extension Event {
    /// An event as a page describes it, with what the list page said where the page says nothing.
    init(_ parsed: ParsedEvent, fallback: Event?) {
        self = fallback ?? Event()
        if let stated = parsed.start {
            start = stated.date
            hasTime = stated.hasTime
            end = parsed.end?.date
        }
        timeZone = parsed.timeZone ?? timeZone
        venue = parsed.venue ?? venue
        if !parsed.speakers.isEmpty { speakers = parsed.speakers }
        organiser = parsed.organiser ?? organiser
        status = parsed.status
        offTheRecord = parsed.offTheRecord
    }
}
