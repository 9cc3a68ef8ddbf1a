import Aggregator
import FeedParse
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("The page of an item that changes again and again") struct PageRestTests {
    /// A feed with one item, of which a page was had.
    private let press: Press

    init() throws {
        press = try Press(["One"])
    }

    private func item(_ desk: PollingDesk) async throws -> Item {
        try #require(try await desk.store.find("source:wire") { $0.copies = true }.first)
    }

    /// Moves the item's time stamp, as a counter does.
    private func stamp() { press.date.withLock { $0 = $0.addingTimeInterval(-60) } }

    /// The feed tells something else of the item, by other words each time.
    private func rewrite(_ number: Int) {
        let letters = String(number).compactMap {
            $0.wholeNumberValue.map { Character(UnicodeScalar(UInt8(97 + $0))) }
        }
        let words = ["quay", "mole", "pier", "dock", "berth", "slip"].map { $0 + String(letters) }
        press.words.withLock { $0 = "They speak of \(words.joined(separator: " and "))." }
    }

    /// Polls each hour, or every few, and gives the hours in which the page was asked.
    private func hours(
        _ desk: PollingDesk, _ count: Int, every pace: Int = 1, change: (Int) throws -> Void = { _ in }
    ) async throws -> [Int] {
        var hours: [Int] = []
        for hour in stride(from: 0, to: count, by: pace) {
            let before = press.pages.count
            try await desk.poll()
            if press.pages.count > before { hours.append(hour) }
            #expect(press.pages.count <= before + 1)
            try change(hour)
            desk.advance(hours: Double(pace))
        }
        return hours
    }

    @Test("is asked with rests that double up to a day while only a time stamp moves") func counter()
        async throws
    {
        defer { press.stop() }
        let desk = try await press.desk()
        let hours = try await hours(desk, 240) { _ in stamp() }
        #expect(hours == [0, 1, 2, 4, 8, 16, 32, 56, 80, 104, 128, 152, 176, 200, 224])
        let last = press.date.withLock { $0.addingTimeInterval(60) }
        #expect(try await item(desk).content.published == last, "each poll has seen a change")
    }

    @Test("is asked once a day at last though polls are hours apart") func slow() async throws {
        defer { press.stop() }
        let desk = try await press.desk()
        let hours = try await hours(desk, 240, every: 3) { _ in stamp() }
        #expect(hours == [0, 3, 6, 9, 15, 24, 42, 66, 90, 114, 138, 162, 186, 210, 234])
    }

    @Test("is asked within hours when the feed's words have changed, and no more than that") func words()
        async throws
    {
        defer { press.stop() }
        let desk = try await press.desk()
        let hours = try await hours(desk, 240) { rewrite($0) }
        #expect(hours.count == 45)
        #expect(zip(hours, hours.dropFirst()).allSatisfy { $1 - $0 <= 6 })
    }

    @Test("is asked within a quarter of its rest when words change after days of time stamps") func real()
        async throws
    {
        defer { press.stop() }
        let desk = try await press.desk()
        #expect(try await hours(desk, 129) { _ in stamp() }.last == 128)
        rewrite(1)
        #expect(try await hours(desk, 10) { _ in stamp() }.first == 5)
    }

    @Test("brings a correction the same day that its item alone doesn't tell") func correction() async throws
    {
        defer { press.stop() }
        let desk = try await press.desk()
        _ = try await hours(desk, 130) { _ in stamp() }
        let text = IngestProse.sentences(20, about: "Corrected")
        press.stead.withLock { $0 = .init(body: IngestProse.page("One", text)) }
        _ = try await hours(desk, 24) { _ in stamp() }
        #expect(try await item(desk).content.text.contains(text[5]))
    }

    @Test("is asked once its rest is over though the item has come to rest meanwhile") func late()
        async throws
    {
        defer { press.stop() }
        let desk = try await press.desk()
        _ = try await hours(desk, 2) { _ in stamp() }
        #expect(press.pages.count == 2)
        // Within the hour of rest the item changes for the last time.
        desk.advance(hours: -0.5)
        try await desk.poll()
        #expect(press.pages.count == 2)
        let state = try await desk.state("wire")
        #expect(state.pagesDue == desk.now.addingTimeInterval(1800))
        let text = IngestProse.sentences(20, about: "Corrected")
        press.stead.withLock { $0 = .init(body: IngestProse.page("One", text)) }
        desk.advance(hours: 0.5)
        #expect(try await desk.poll()["wire"]?.updated == 1)
        #expect(try await item(desk).content.text.contains(text[5]))
        #expect(try await desk.state("wire").pagesDue == nil)
        let id = try await item(desk).id
        let log = try await desk.store.store.read { try $0.log(of: id).map(\.message) }
        #expect(log.contains { $0.hasPrefix("its page says something else now; version ") })
        #expect(!log.contains { $0.hasPrefix("its page could not be had before") })
    }

    @Test("is asked at once again when the item has not changed for days") func calm() async throws {
        defer { press.stop() }
        let desk = try await press.desk()
        _ = try await hours(desk, 100) { _ in stamp() }
        _ = try await hours(desk, 72)
        let asked = press.pages.count
        stamp()
        #expect(try await hours(desk, 4) { _ in stamp() } == [0, 1, 3])
        #expect(press.pages.count == asked + 3)
    }

    @Test("is asked for what has changed of it, and what it said stays meanwhile") func conditional()
        async throws
    {
        defer { press.stop() }
        let desk = try await press.desk()
        let head = "<meta name=\"author\" content=\"Maren Holt\">"
        let page = IngestProse.page("One", IngestProse.sentences(20, about: "One"), head: head)
        press.stead.withLock {
            $0 = .init(headers: [("Content-Type", "text/html"), ("ETag", "\"p1\"")], body: page)
        }
        _ = try await hours(desk, 2) { _ in stamp() }
        press.stead.withLock { $0 = .init(status: 304) }
        for _ in 0..<40 {
            try await desk.poll()
            let content = try await item(desk).content
            #expect(content.textFrom == "page")
            #expect(content.authors == ["Maren Holt"])
            stamp()
            desk.advance(hours: 0.5)
        }
        let asked = try #require(press.site.withLock { $0?.requests(to: "/One") })
        #expect(
            asked.map { $0.header("if-none-match") } == [nil, nil, "\"p1\"", "\"p1\"", "\"p1\"", "\"p1\""])
        #expect(try await item(desk).version == 1)
    }

    @Test("leaves what it said of author and text while it rests, be the feed's text the longer")
    func details()
        async throws
    {
        defer { press.stop() }
        let head = "<meta name=\"author\" content=\"Maren Holt\">"
        let page = IngestProse.page("One", IngestProse.sentences(20, about: "One"), head: head)
        press.stead.withLock { $0 = .init(headers: [("Content-Type", "text/html")], body: page) }
        press.words.withLock { $0 = IngestProse.sentences(60, about: "One").joined(separator: " ") }
        let desk = try await press.desk()
        _ = try await hours(desk, 8) { _ in stamp() }
        #expect(press.pages.count == 4)
        #expect(try await item(desk).content.textFrom == "feed")
        #expect(try await item(desk).content.authors == ["Maren Holt"])
    }

    @Test("has its turn at the next poll when more have changed than one poll asks") func many() async throws
    {
        let press = try Press((1...40).map { "Item\($0)" })
        defer { press.stop() }
        let desk = try await press.desk(.auto)
        try await desk.poll()
        press.date.withLock { $0 = $0.addingTimeInterval(-60) }
        let text = IngestProse.sentences(20, about: "Corrected")
        press.stead.withLock { $0 = .init(body: IngestProse.page("Item", text)) }
        for count in [50, 65, 65] {
            desk.advance(hours: 0.5)
            try await desk.poll()
            #expect(press.pages.count == count)
        }
        let items = try await desk.store.find("source:wire") { $0.copies = true }
        #expect(items.count == 40)
        #expect(items.allSatisfy { $0.content.text.contains(text[5]) })
    }

    @Test("that fails after it was had is left after some times all the same") func failing() async throws {
        defer { press.stop() }
        let desk = try await press.desk()
        _ = try await hours(desk, 20) { _ in stamp() }
        press.stead.withLock { $0 = .init(status: 500) }
        #expect(try await hours(desk, 24 * 12) { _ in stamp() }.count == 7)
        #expect(try await item(desk).content.textFrom == "page")
    }
}
