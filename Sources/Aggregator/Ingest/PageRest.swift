import FeedFetch
import FeedParse
import Foundation

/// How long a page is left alone that was had for a change of its item.
///
/// Items change for good, and by counters, advertisements and time stamps: the latter with each poll. So the first
/// change has the page asked at once, and each that follows soon after a rest that is twice as long, up to a day. What
/// changes meanwhile is not lost: the page is asked when the rest is over. A change of the title, the address or the
/// feed's own words waits for a quarter of the rest only.
enum PageRest {
    /// The longest rest.
    static let longest = 86400.0

    /// The rest of a page that was had so many times in a row.
    static func length(after times: Int) -> TimeInterval {
        min(3600 * pow(2, Double(max(times, 1) - 1)), longest)
    }

    /// Until when a page waits whose item has changed; nil when it may be asked now.
    static func end(of page: DuePage, _ stored: NewItem, _ item: NewItem, now: Date) -> Date? {
        guard page.waits(at: now) else { return nil }
        // One that was asked in vain keeps its pause, whatever its item says meanwhile.
        guard let had = page.had, page.isResting || page.attempts == 0, isReal(stored, item) else {
            return page.notBefore
        }
        let end = min(page.notBefore, had.addingTimeInterval(length(after: page.timesHad) / 4))
        return end > now ? end : nil
    }

    /// True when a person would call it a change, as far as the feed tells.
    private static func isReal(_ stored: NewItem, _ item: NewItem) -> Bool {
        // The text of a stored item may be its page's.
        let texts =
            stored.textFrom == "feed"
            ? (stored.text, item.text) : (words(stored.summary), words(item.summary))
        let starts = [stored.event?.start, item.event?.start].compactMap(\.self)
        if starts.count == 2, abs(starts[0].timeIntervalSince(starts[1])) >= 86400 { return true }
        return stored.url != item.url
            || TextChange.isReal(
                oldTitle: stored.title, oldText: texts.0,
                newTitle: item.title.isEmpty ? stored.title : item.title, newText: texts.1)
    }

    private static func words(_ html: String?) -> String { html.map { PlainText.text(ofHTML: $0) } ?? "" }
}

extension DuePage {
    /// A page that was had for a change of its item.
    init(_ id: ItemID, at host: String, _ version: Validators, known: DuePage?, now: Date) {
        let last = known?.had.map { now.timeIntervalSince($0) }
        // After two of the longest rests without a change the item has come to rest itself.
        let isCalm = last.map { $0 >= 2 * PageRest.longest } ?? true
        let times = isCalm ? 1 : (known?.timesHad ?? 0) + 1
        self.init(
            item: id, host: host, since: now,
            notBefore: now.addingTimeInterval(PageRest.length(after: times)),
            attempts: Self.mostAttempts)
        had = now
        timesHad = times
        (etag, lastModified) = (version.etag, version.lastModified)
    }

    /// A page that was had while its item kept the feed's text: it is asked at the first change.
    init(_ id: ItemID, at host: String, hadAt now: Date) {
        self.init(item: id, host: host, since: now, notBefore: now, attempts: Self.mostAttempts)
        had = now
    }

    /// The version that was had.
    var validators: Validators { Validators(etag: etag, lastModified: lastModified) }
}
