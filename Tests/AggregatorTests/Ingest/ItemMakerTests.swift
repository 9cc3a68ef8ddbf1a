import FeedParse
import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("What a document says, made into an item")
struct ItemMakerTests {
    private let now = Date.reference

    private func parsed(_ title: String?, _ change: (inout ParsedItem) -> Void = { _ in }) -> ParsedItem {
        var item = ParsedItem()
        item.title = title
        item.id = "id-1"
        item.link = "https://tank.example/papers/one"
        item.published = now.addingTimeInterval(-3600)
        change(&item)
        return item
    }

    private func made(
        of item: ParsedItem, _ change: (inout Source) -> Void = { _ in }, feedLanguage: String? = nil
    ) -> Draft? {
        var source = Source(name: "tank", urls: ["https://tank.example/feed"])
        change(&source)
        var feed = ParsedFeed(format: .rss20)
        feed.language = feedLanguage
        return ItemMaker(source: source, now: now).draft(of: item, in: feed)
    }

    @Test("keeps the publisher's id, address, title and authors")
    func identity() throws {
        let item = try #require(
            made(
                of: parsed("Dredging and deterrence") {
                    $0.link = "http://www.tank.example/papers/one/?utm_source=rss"
                    $0.authors = [Person(name: "Ada Quill"), Person(email: "ben@tank.example")]
                })
        ).item
        #expect(item.guid == "id-1")
        #expect(item.url == "http://www.tank.example/papers/one/?utm_source=rss")
        #expect(item.canonicalURL == "https://tank.example/papers/one")
        #expect(item.title == "Dredging and deterrence")
        #expect(item.authors == ["Ada Quill", "ben@tank.example"])
        #expect(item.source == "tank")
    }

    @Test("takes the address of the attached file when there is no page")
    func enclosureAsAddress() throws {
        let item = try #require(
            made(
                of: parsed("Episode 4") {
                    $0.link = nil
                    $0.enclosures = [Enclosure(url: "https://tank.example/4.mp3", type: "audio/mpeg")]
                })
        ).item
        #expect(item.url == "https://tank.example/4.mp3")
        #expect(item.enclosures.map(\.url) == ["https://tank.example/4.mp3"])
    }

    @Test("has a title out of its first line when the publisher gave none")
    func titleFromText() throws {
        let long = "A first line that goes on " + String(repeating: "and on ", count: 30)
        let short = try #require(
            made(of: parsed(nil) { $0.contentHTML = "<p>Short first line</p><p>Rest</p>" }))
        #expect(short.item.title == "Short first line")
        let cut = try #require(made(of: parsed("") { $0.contentHTML = "<p>\(long)</p>" }))
        #expect(cut.item.title.count == 100)
        #expect(cut.item.title.hasSuffix("…"))
    }

    @Test("is nothing when it has neither title nor text nor address")
    func empty() {
        #expect(made(of: ParsedItem()) == nil)
        var address = ParsedItem()
        address.link = "https://tank.example/x"
        #expect(made(of: address) != nil)
    }

    @Test("is full with the whole text, an excerpt with a summary, a stub with a sentence")
    func completeness() throws {
        let long = IngestProse.html(IngestProse.sentences(40, about: "harbour"))
        let short = IngestProse.html(IngestProse.sentences(4, about: "harbour"))
        let cases: [(String?, String?, Completeness)] = [
            (long, nil, .full), (nil, long, .full), (nil, short, .excerpt), (short, nil, .full),
            (nil, "<p>One sentence.</p>", .stub), (nil, nil, .stub),
        ]
        for (content, summary, expected) in cases {
            let draft = try #require(
                made(
                    of: parsed("Title") {
                        $0.contentHTML = content
                        $0.summary = summary
                    }))
            #expect(draft.item.completeness == expected)
        }
    }

    @Test("prefers the content to the summary, and keeps the summary clean")
    func contentFirst() throws {
        let draft = try #require(
            made(
                of: parsed("Title") {
                    $0.contentHTML = "<p>The whole text.</p>"
                    $0.summary = "<p onclick=\"x()\">In short.</p><script>alert(1)</script>"
                }))
        #expect(draft.item.text == "The whole text.")
        #expect(draft.item.summary == "<p>In short.</p>")
        #expect(draft.item.html?.contains("script") == false)
    }

    @Test("that reposts names its origin, its issue date and the original's address")
    func wireCopy() throws {
        let body =
            "<p>(Source: Rand. Corp.; issued April 03, 2020)</p>"
            + IngestProse.html(IngestProse.sentences(8, about: "missile"))
            + "<p>(end of excerpt)</p><p>Click here for the <a href=\"https://rand.example/blog/1\">full story</a>, on the RAND website.</p>"
        let draft = try #require(made(of: parsed("Bargaining") { $0.contentHTML = body }))
        #expect(draft.item.org == "Rand. Corp.")
        #expect(draft.item.issued == Date(timeIntervalSince1970: 1_585_872_000))
        #expect(draft.item.completeness == .excerpt)
        #expect(draft.item.originalURL == "https://rand.example/blog/1")
        #expect(draft.otherURLs == ["https://rand.example/blog/1"])
        #expect(!draft.item.text.contains("end of excerpt"))
        #expect(!draft.item.text.contains("Source:"))
    }

    @Test("whose date lies in the future has none, and says so")
    func futureDate() throws {
        let draft = try #require(
            made(of: parsed("Title") { $0.published = now.addingTimeInterval(86400 * 30) }))
        #expect(draft.item.published == nil)
        #expect(draft.item.publishedFrom == .none)
        #expect(draft.log.contains { $0.topic == "date" && $0.message.contains("not believed") })
    }

    @Test("takes the date of its last change when there is no other")
    func updatedAsDate() throws {
        let changed = now.addingTimeInterval(-7200)
        let draft = try #require(
            made(
                of: parsed("Title") {
                    $0.published = nil
                    $0.updated = changed
                }))
        #expect(draft.item.published == changed)
        #expect(draft.item.modified == changed)
        #expect(draft.item.publishedFrom == .feed)
    }

    @Test("reads a date by the source's own pattern, and notes one that nobody can read")
    func patternDate() throws {
        let item = parsed("Title") {
            $0.published = nil
            $0.unreadDate = "day 5 of month 3 in 2026"
        }
        let unread = try #require(made(of: item))
        #expect(unread.item.published == nil)
        #expect(unread.log.contains { $0.message.contains("day 5 of month 3 in 2026") })
        let read = try #require(
            made(of: item) { $0.rules.dateFormat = "'day' d 'of month' M 'in' yyyy" })
        #expect(read.item.published == Date(timeIntervalSince1970: 1_772_668_800))
    }

    @Test("has the language of the source, else of the item, else of the feed, else of its words")
    func language() throws {
        let german = IngestProse.html([
            "Der Ausschuss hat am Dienstag über die neue Regelung beraten und sie nicht angenommen.",
            "Die Minister waren sich über die Kosten des Vorhabens nicht einig und haben es vertagt.",
        ])
        let item = parsed("Beratung") { $0.contentHTML = german }
        #expect(try #require(made(of: item) { $0.language = "nl" }).item.language == "nl")
        var stated = item
        stated.language = "fr-CA"
        #expect(try #require(made(of: stated, feedLanguage: "it")).item.language == "fr")
        #expect(try #require(made(of: item, feedLanguage: "it-IT")).item.language == "it")
        #expect(try #require(made(of: item)).item.language == "de")
    }

    @Test("of a source of events has the day as its start, not as its date")
    func event() throws {
        let start = Date.reference.addingTimeInterval(86400 * 9 + 14 * 3600)
        let draft = try #require(
            made(
                of: parsed("Panel") {
                    $0.published = start
                    $0.place = "Harbour Hall"
                }
            ) {
                $0.kind = .event
                $0.rules.timeZone = "Asia/Hong_Kong"
            })
        #expect(draft.item.kind == .event)
        #expect(draft.item.event?.start == start)
        #expect(draft.item.event?.venue == "Harbour Hall")
        #expect(draft.item.event?.timeZone == "Asia/Hong_Kong")
        #expect(draft.item.published == nil)
    }

    @Test("takes its tags from categories, by their label when they have one")
    func tags() throws {
        let draft = try #require(
            made(
                of: parsed("Title") {
                    $0.categories = [
                        Category(term: "arms-control", label: "Arms Control"), Category(term: "asia"),
                    ]
                }))
        #expect(draft.item.tags == ["Arms Control", "asia"])
    }
}

@Suite("A date by a source's own pattern")
struct PatternDateTests {
    @Test("is read in the source's zone")
    func zone() {
        let text = " 05/03/2026 09:30 "
        let utc = PatternDate.parse(text, pattern: "dd/MM/yyyy HH:mm", zone: nil)
        let tokyo = PatternDate.parse(text, pattern: "dd/MM/yyyy HH:mm", zone: "Asia/Tokyo")
        #expect(utc == Date(timeIntervalSince1970: 1_772_703_000))
        #expect(tokyo == utc?.addingTimeInterval(-9 * 3600))
    }

    @Test("is none without a pattern, and none when the text is something else")
    func none() {
        #expect(PatternDate.parse("05/03/2026", pattern: nil, zone: nil) == nil)
        #expect(PatternDate.parse("last Tuesday", pattern: "dd/MM/yyyy", zone: nil) == nil)
    }
}
