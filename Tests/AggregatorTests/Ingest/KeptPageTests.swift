import Aggregator
import FeedParse
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("What the page of an item has told") struct KeptPageTests {
    /// A feed with one item, of which a page was had.
    private let press: Press
    private let text = IngestProse.sentences(20, about: "One")

    init() throws {
        press = try Press(["One"])
        let page = IngestProse.page("One", text, head: "<meta name=\"author\" content=\"Maren Holt\">")
        press.stead.withLock { $0 = .init(headers: [("Content-Type", "text/html")], body: page) }
    }

    private func content(_ desk: PollingDesk) async throws -> NewItem {
        try #require(try await desk.store.find("source:wire") { $0.copies = true }.first).content
    }

    /// Moves the item's time stamp, as a counter does.
    private func stamp() { press.date.withLock { $0 = $0.addingTimeInterval(-60) } }

    /// The feed's excerpt has more words than the page.
    private func feedTellsMore() {
        press.words.withLock { $0 = text.prefix(12).joined(separator: " ") }
        let page = IngestProse.page(
            "One", Array(text.prefix(3)), head: "<meta name=\"author\" content=\"Maren Holt\">")
        press.stead.withLock { $0 = .init(headers: [("Content-Type", "text/html")], body: page) }
    }

    /// The page is one of an event, and says so much of it.
    private func showEvent(_ text: [String]) {
        let start = press.date.withLock { $0.ISO8601Format() }
        let head = """
            <script type="application/ld+json">{"@context":"https://schema.org","@type":"Event","name":"One",
            "startDate":"\(start)","location":{"@type":"Place","name":"Old Hall"}}</script>
            """
        press.stead.withLock {
            $0 = .init(
                headers: [("Content-Type", "text/html")], body: IngestProse.page("One", text, head: head))
        }
    }

    /// The page shows readers who pay nothing so many sentences only.
    private func putUpWall(after count: Int = 3) {
        let head =
            "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"One\",\"isAccessibleForFree\":false}</script>"
        let teaser = IngestProse.page("One", Array(text.prefix(count)), head: head)
        press.stead.withLock { $0 = .init(headers: [("Content-Type", "text/html")], body: teaser) }
    }

    @Test("stays whole when the page has a pay wall by the time the item changes") func wall() async throws {
        defer { press.stop() }
        let desk = try await press.desk()
        try await desk.poll()
        putUpWall()
        stamp()
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count == 2)
        let kept = try await content(desk)
        #expect(kept.text.contains(text[15]))
        #expect(kept.completeness == .full)
        #expect(try await desk.store.find("source:wire").first?.version == 1)
    }

    @Test("is not said to lie behind a pay wall that goes up while the page rests") func lateWall()
        async throws
    {
        defer { press.stop() }
        let desk = try await press.desk()
        try await desk.poll()
        stamp()
        try await desk.poll()
        putUpWall()
        stamp()
        desk.advance(hours: 0.5)
        try await desk.poll()
        #expect(press.pages.count == 2, "it rests")
        desk.advance(hours: 0.5)
        try await desk.poll()
        #expect(press.pages.count == 3)
        let kept = try await content(desk)
        #expect(kept.text.contains(text[15]))
        #expect(kept.completeness == .full)
    }

    @Test(
        "before its pay wall is what it says now, be it shorter than before", arguments: [true, false])
    func shorterTeaser(_ atOnce: Bool) async throws {
        defer { press.stop() }
        putUpWall(after: 6)
        let desk = try await press.desk()
        try await desk.poll()
        #expect(try await content(desk).text.hasSuffix(text[5]))
        if !atOnce {
            // The change finds the page at rest, and has it asked at the end of it.
            stamp()
            try await desk.poll()
            #expect(press.pages.count == 2)
        }
        putUpWall(after: 5)
        stamp()
        for _ in 0..<2 {
            try await desk.poll()
            desk.advance(hours: 1)
        }
        let now = try await content(desk)
        #expect(now.text.hasSuffix(text[4]))
        #expect(now.completeness == .paywalled)
        // A page that says next to nothing is no other teaser.
        press.stead.withLock { $0 = .init(body: IngestProse.page("One", ["Please switch on your scripts."])) }
        stamp()
        for _ in 0..<3 {
            desk.advance(hours: 2)
            try await desk.poll()
        }
        #expect(try await content(desk).text.hasSuffix(text[4]))
    }

    @Test(
        "before its pay wall gives way to the feed's words when those are more by now",
        arguments: [true, false])
    func feedOverTeaser(_ changesAgain: Bool) async throws {
        defer { press.stop() }
        putUpWall(after: 6)
        let desk = try await press.desk()
        try await desk.poll()
        #expect(try await content(desk).textFrom == "page")
        press.words.withLock { $0 = text.prefix(5).joined(separator: " ") }
        press.stead.withLock { $0 = .init(status: 500) }
        try await desk.poll()
        #expect(try await content(desk).text.hasSuffix(text[5]), "nobody knows what the page says now")
        putUpWall(after: 3)
        desk.advance(hours: 1)
        if changesAgain { stamp() }
        try await desk.poll()
        #expect(press.pages.count == 3)
        let now = try await content(desk)
        #expect(now.textFrom == "feed")
        #expect(now.text.hasSuffix(text[4]))
        #expect(now.completeness == .paywalled)
        stamp()
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(try await content(desk).text.hasSuffix(text[4]), "it stays so")
    }

    @Test(
        "of a pay wall is no matter of the feed's whole text when that goes on behind the wall",
        arguments: [6: Completeness.paywalled, 20: .full])
    func labelled(_ sentences: Int, _ label: Completeness) async throws {
        defer { press.stop() }
        putUpWall(after: 6)
        let desk = try await press.desk()
        let body =
            "<content:encoded><![CDATA[\(text.prefix(sentences).joined(separator: " "))]]></content:encoded>"
        press.words.withLock { $0 = "</description>\(body)<description>" }
        try await desk.poll()
        #expect(press.pages.count == 1)
        let kept = try await content(desk)
        #expect(kept.textFrom == "feed")
        #expect(kept.text.hasSuffix(text[sentences - 1]))
        #expect(kept.completeness == label)
    }

    @Test("stays when the item changes after its page has become too old to be asked") func old() async throws
    {
        defer { press.stop() }
        let desk = try await press.desk(.auto)
        try await desk.poll()
        let id = try #require(try await desk.store.find("source:wire").first?.id)
        #expect(try await desk.store.store.read { try $0.duePage(of: id) } == nil, "its text tells enough")
        desk.advance(hours: 24 * 20)
        stamp()
        try await desk.poll()
        #expect(press.pages.count == 1)
        let kept = try await content(desk)
        #expect(kept.published == press.date.withLock { $0 }, "the change was seen")
        #expect(kept.text.contains(text[15]))
        #expect(kept.authors == ["Maren Holt"])
    }

    @Test(
        "of the author stays when the page can't be had later, be the feed's text the longer",
        arguments: [1, 2],
        [500, 403])
    func failing(_ timesHad: Int, _ status: Int) async throws {
        defer { press.stop() }
        press.words.withLock { $0 = IngestProse.sentences(60, about: "One").joined(separator: " ") }
        let desk = try await press.desk()
        for _ in 0..<timesHad {
            try await desk.poll()
            stamp()
        }
        press.stead.withLock { $0 = .init(status: status) }
        desk.advance(hours: 1)
        var lost: [Int] = []
        for poll in 0..<60 {
            try await desk.poll()
            #expect(try await content(desk).textFrom == "feed")
            if try await content(desk).authors != ["Maren Holt"] { lost.append(poll) }
            stamp()
            desk.advance(hours: 3)
        }
        #expect(lost.isEmpty)
        #expect(press.pages.count > timesHad + 1, "it was asked in vain, left, and asked once more")
    }

    @Test("of the author stays when its page has become too old to be asked, be the feed's text the longer")
    func oldDetails() async throws {
        defer { press.stop() }
        feedTellsMore()
        let desk = try await press.desk(.auto)
        try await desk.poll()
        #expect(press.pages.count == 1)
        desk.advance(hours: 24 * 20)
        stamp()
        try await desk.poll()
        #expect(press.pages.count == 1)
        #expect(try await content(desk).textFrom == "feed")
        #expect(try await content(desk).authors == ["Maren Holt"])
    }

    @Test("of the author stays when the page was had late, and the feed's text is the longer")
    func hadLate() async throws {
        defer { press.stop() }
        feedTellsMore()
        let page = press.stead.withLock { $0 }
        press.stead.withLock { $0 = .init(status: 500) }
        let desk = try await press.desk()
        try await desk.poll()
        press.stead.withLock { $0 = page }
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(try await content(desk).authors == ["Maren Holt"])
        press.stead.withLock { $0 = .init(status: 403) }
        stamp()
        try await desk.poll()
        #expect(press.pages.count == 3, "the first change has it asked at once")
        #expect(try await content(desk).textFrom == "feed")
        #expect(try await content(desk).authors == ["Maren Holt"])
    }

    @Test(
        "of the author stays when the feed brings a longer text than the page had, and changes then",
        arguments: [true, false])
    func outgrown(_ hasFailed: Bool) async throws {
        defer { press.stop() }
        let desk = try await press.desk(.auto)
        try await desk.poll()
        press.stead.withLock { $0 = .init(status: 403) }
        if hasFailed {
            stamp()
            try await desk.poll()
        }
        press.words.withLock { $0 = IngestProse.sentences(60, about: "One").joined(separator: " ") }
        for _ in 0..<3 {
            try await desk.poll()
            #expect(try await content(desk).textFrom == "feed")
            #expect(try await content(desk).authors == ["Maren Holt"])
            stamp()
        }
        #expect(press.pages.count == (hasFailed ? 2 : 1))
    }

    @Test("of the author stays when the feed has the whole text by now, and its page is asked no more")
    func needless() async throws {
        defer { press.stop() }
        feedTellsMore()
        let desk = try await press.desk(.auto)
        try await desk.poll()
        press.stead.withLock { $0 = .init(status: 500) }
        stamp()
        try await desk.poll()
        #expect(try await desk.state("wire").pagesDue != nil)
        press.words.withLock { $0 = IngestProse.sentences(60, about: "One").joined(separator: " ") }
        desk.advance(hours: 2)
        for _ in 0..<3 {
            try await desk.poll()
            #expect(try await content(desk).completeness == .full)
            #expect(try await content(desk).authors == ["Maren Holt"])
            stamp()
        }
        #expect(press.pages.count == 2)
        #expect(try await desk.state("wire").pagesDue == nil)
    }

    @Test("of an event stays when its page was had at a later look, and then fails") func lateEvent()
        async throws
    {
        defer { press.stop() }
        press.words.withLock { $0 = IngestProse.sentences(60, about: "One").joined(separator: " ") }
        press.date.withLock { $0 = .hours(120) }
        press.stead.withLock { $0 = .init(status: 403) }
        let desk = try await press.desk { $0.kind = .event }
        try await desk.poll()
        showEvent(text)
        desk.advance(hours: 21)
        try await desk.poll()
        #expect(try await content(desk).event?.venue == "Old Hall")
        #expect(try await content(desk).textFrom == "feed")
        press.stead.withLock { $0 = .init(status: 403) }
        stamp()
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count == 3)
        #expect(try await content(desk).event?.venue == "Old Hall")
    }

    @Test("of an event gives way to the few words that its page says when it can be had again")
    func calledOff() async throws {
        defer { press.stop() }
        press.date.withLock { $0 = .hours(120) }
        showEvent(text)
        let desk = try await press.desk { $0.kind = .event }
        try await desk.poll()
        #expect(try await content(desk).text.contains(text[15]))
        press.stead.withLock { $0 = .init(status: 500) }
        stamp()
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(try await content(desk).text.contains(text[15]))
        showEvent(["Called off, since the hall is flooded; tickets are paid back."])
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count == 3)
        #expect(
            try await content(desk).text == "Called off, since the hall is flooded; tickets are paid back.")
    }

    @Test("is had at last when a poll has no place for the change of an item whose page was left")
    func noPlace() async throws {
        let press = try Press((1...40).map { "Item\($0)" })
        defer { press.stop() }
        let desk = try await press.desk(.auto)
        press.stead.withLock { $0 = .init(status: 403) }
        try await desk.poll()
        let now = desk.now
        let items = try await desk.store.find("source:wire") { $0.copies = true }
        #expect(items.count == 40)
        try await desk.store.store.write { writer in
            for item in items {
                try writer.save(
                    DuePage(
                        item: item.id, host: "127.0.0.46", since: now, notBefore: now,
                        attempts: DuePage.mostAttempts))
            }
        }
        press.stead.withLock { $0 = nil }
        press.date.withLock { $0 = $0.addingTimeInterval(-60) }
        for count in [50, 65, 65] {
            try await desk.poll()
            #expect(press.pages.count == count)
            desk.advance(hours: 1)
        }
        let had = try await desk.store.find("source:wire") { $0.copies = true }
        #expect(had.count { $0.content.textFrom == "page" } == 40)
    }

    @Test("is asked for at last when more items have changed than one poll asks for, and theirs had no text")
    func noText() async throws {
        let press = try Press((1...40).map { "Item\($0)" })
        defer { press.stop() }
        press.words.withLock { $0 = IngestProse.sentences(12, about: "Item").joined(separator: " ") }
        press.stead.withLock { $0 = .init(body: IngestProse.page("Item", Array(text.prefix(2)))) }
        let desk = try await press.desk(.auto)
        try await desk.poll()
        #expect(press.pages.count == 25)
        let first = Set(press.pages)
        press.stead.withLock { $0 = nil }
        press.date.withLock { $0 = $0.addingTimeInterval(-60) }
        for _ in 0..<3 {
            desk.advance(hours: 1)
            try await desk.poll()
        }
        #expect(first.isSubset(of: press.pages.dropFirst(25)))
        let had = try await desk.store.find("source:wire") { $0.copies = true }
        #expect(had.count { $0.content.textFrom == "page" } == 40)
    }
}
