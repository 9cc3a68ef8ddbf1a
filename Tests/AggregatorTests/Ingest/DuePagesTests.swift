import Aggregator
import FeedParse
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A page that can't be had when its item comes") struct DuePagesTests {
    private func items(_ desk: PollingDesk) async throws -> [Item] {
        try await desk.store.find("source:wire") { $0.copies = true }
    }

    private func fullTexts(_ desk: PollingDesk) async throws -> Int {
        try await items(desk).count { $0.content.textFrom == "page" }
    }

    private func sentences(_ desk: PollingDesk, _ item: Item) async throws -> [String] {
        try await desk.store.store.read { try $0.log(of: item.id).map(\.message) }
    }

    @Test(
        "is asked again when the fault has passed, though the feed itself has not changed",
        arguments: PressFault.allCases)
    func passing(_ fault: PressFault) async throws {
        let press = try Press(["One", "Two", "Three"])
        defer { press.stop() }
        let desk = try await press.desk()
        fault.begin(press)
        #expect(try await desk.poll()["wire"]?.new == 3)
        #expect(try await fullTexts(desk) == 0)
        let asked = press.pages.count
        let due = try #require(try await desk.state("wire").pagesDue)
        desk.advance(hours: 0.3)
        try await desk.poll()
        #expect(press.pages.count == asked, "not at the next poll yet")
        // A site that is shut counts no requests: a vain one would have put the page off.
        #expect(try await desk.state("wire").pagesDue == due)
        try fault.end(press)
        desk.advance(hours: 1)
        let report = try await desk.poll()["wire"]
        #expect(try await fullTexts(desk) == 3)
        #expect(report?.updated == 3)
        let asks = press.pages.count
        desk.advance(hours: 30)
        #expect(try await desk.poll()["wire"]?.result == .notModified)
        #expect(press.pages.count == asks, "each is had once")
        #expect(press.wholeFeeds == 1)
        #expect(try await desk.state("wire").pagesDue == nil)
        let item = try #require(try await items(desk).first)
        let log = try await sentences(desk, item)
        #expect(log.contains { $0.hasPrefix("the page is left to a later poll: ") })
        #expect(log.contains { $0.contains("is longer than the feed") })
        #expect(log.contains("its page could not be had before; version 2"))
    }

    @Test("brings the next poll forward to when it is asked") func forward() async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        // A source that seldom posts: nothing else has it polled within the hour.
        press.date.withLock { $0 = .hours(-60) }
        let desk = try await press.desk(failing: .broken)
        let state = try await desk.state("wire")
        #expect(state.pagesDue == desk.now.addingTimeInterval(3600))
        #expect(state.nextPoll == state.pagesDue)
        #expect(state.nextPollReason == "the page of an item is asked once more")
        desk.advance(hours: 0.99)
        #expect(try await desk.poll(isForced: false).isEmpty)
        try PressFault.broken.end(press)
        desk.advance(hours: 0.01)
        #expect(try await desk.poll(isForced: false)["wire"]?.updated == 1)
        #expect(try await desk.state("wire").nextPollReason.contains("asked once more") == false)
    }

    @Test("is not asked before the feed wants to be asked again") func hints() {
        let source = feedSource("wire", "https://wire.example/feed") { $0.fullText = .auto }
        var state = PollState()
        state.configuredURL = source.urls[0]
        state.pagesDue = .hours(1)
        state.rate.note([.hours(-900), .hours(-400)], now: .reference)
        var outcome = PollOutcome(.notModified)
        let machine = PollMachine(source: source)
        #expect(machine.next(after: outcome, from: state, now: .reference, jitter: 0).nextPoll == .hours(1))
        outcome.freshFor = 3 * 3600
        #expect(machine.next(after: outcome, from: state, now: .reference, jitter: 0).nextPoll == .hours(3))
    }

    @Test("is asked some times more within days when the fault stays, then no more") func forEver()
        async throws
    {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk()
        PressFault.broken.begin(press)
        var asked: [Int] = []
        for _ in 0..<(24 * 10) {
            try await desk.poll(isForced: false)
            asked.append(press.pages.count)
            desk.advance(hours: 1)
        }
        #expect(asked.last == 6)
        #expect(asked[1] == 2 && asked[4] == 2, "the second time after an hour, the third after four more")
        #expect(asked[24 * 5 + 1] == 6)
        #expect(try await desk.state("wire").pagesDue == nil)
        let item = try #require(try await items(desk).first)
        #expect(item.content.textFrom == "feed")
        let log = try await sentences(desk, item)
        #expect(log.count { $0.hasPrefix("the page is not asked for again: ") } == 1)
        #expect(log.count { $0.hasPrefix("the page is left to a later poll: ") } == 1)
    }

    @Test("of a host that is down costs the host one request a poll, however many there are") func oneForAll()
        async throws
    {
        let press = try Press((1...9).map { "Item\($0)" })
        defer { press.stop() }
        let desk = try await press.desk(failing: .resting)
        #expect(press.pages == ["/Item1"])
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count == 2)
        PressFault.unavailable.begin(press)
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count > 3, "an error that says nothing of the host keeps no other page back")
        try PressFault.unavailable.end(press)
        for _ in 0..<3 {
            desk.advance(hours: 24)
            try await desk.poll()
        }
        #expect(try await fullTexts(desk) == 9)
    }

    @Test("since it isn't there yet is asked twice more, within hours", arguments: [1, 2, 3])
    func missing(_ absences: Int) async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk()
        press.stead.withLock { $0 = .init(status: 404) }
        for poll in 1...4 {
            try await desk.poll()
            if poll == absences { press.stead.withLock { $0 = nil } }
            desk.advance(hours: 5)
        }
        #expect(press.pages.count == min(absences + 1, 3))
        #expect(try await fullTexts(desk) == (absences < 3 ? 1 : 0))
    }

    @Test("is settled when it is gone by then") func gone() async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(failing: .broken)
        press.stead.withLock { $0 = .init(status: 410) }
        for _ in 0..<3 {
            desk.advance(hours: 5)
            try await desk.poll()
        }
        #expect(press.pages.count == 2)
        let item = try #require(try await items(desk).first)
        #expect(try await sentences(desk, item).contains { $0.hasPrefix("the page could not be read: ") })
    }

    @Test("is asked no more when the source stops fetching pages, and holds up no poll") func never()
        async throws
    {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(failing: .broken)
        let quiet = try await press.desk(.never)
        let pipeline = try await Pipeline(store: desk.store.store, configuration: quiet.configuration) {
            desk.now
        }
        desk.advance(hours: 3)
        _ = await desk.reports(of: quiet.configuration.sources, pipeline)
        await pipeline.close()
        #expect(press.pages.count == 1)
        #expect(try await desk.state("wire").nextPollReason.contains("asked once more") == false)
    }

    @Test("holds up no page at another host, while its own rests for days") func otherHost() async throws {
        let press = try Press((1...40).map { "Item\($0)" })
        defer { press.stop() }
        let desk = try await press.desk(.auto)
        press.stead.withLock { $0 = .init(status: 503, headers: [("Retry-After", "500000")]) }
        try await desk.poll()
        let other = try LoopbackServer.start(address: "127.0.0.47") { request in
            request.path == "/robots.txt"
                ? .init(status: 404)
                : .init(
                    headers: [("Content-Type", "text/html; charset=utf-8")],
                    body: IngestProse.page("Calm", IngestProse.sentences(20, about: "calm")))
        }
        defer { other.stop() }
        let (store, now) = (desk.store, desk.now)
        var calm = NewItem.sample("Calm", source: "wire", text: "Calm.", url: other.url("/calm"))
        calm.completeness = .stub
        let id = try await store.add(calm)
        try await store.store.write {
            try $0.save(DuePage(item: id, host: "127.0.0.47", since: now, notBefore: now))
            var state = try #require(try $0.pollState(of: "wire"))
            state.pagesDue = now
            try $0.save(state, of: "wire")
        }
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(other.requests(to: "/calm").count == 1)
        #expect(press.pages.count == 1)
        // What is left is due when the host may be asked.
        let due = try #require(try await desk.state("wire").pagesDue)
        #expect(abs(due.timeIntervalSince(now) - 500_000) < 60)
    }

    @Test("is asked with the item's new text when the publisher changes it meanwhile") func changed()
        async throws
    {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(failing: .broken)
        press.titles.withLock { $0 = ["One", "Two"] }
        let before = press.pages.count
        try PressFault.broken.end(press)
        desk.advance(hours: 2)
        try await desk.poll()
        #expect(press.pages.count == before + 2)
        #expect(try await fullTexts(desk) == 2)
    }

    @Test("leaves what it said before until it can be had, though that was longer") func corrected()
        async throws
    {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk()
        try await desk.poll()
        let known = try #require(try await items(desk).first)
        #expect(known.content.completeness == .full)
        press.date.withLock { $0 = $0.addingTimeInterval(-60) }
        PressFault.broken.begin(press)
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(try await items(desk).first?.content.text == known.content.text)
        let shorter = IngestProse.sentences(12, about: "One")
        press.stead.withLock { $0 = .init(body: IngestProse.page("One", shorter)) }
        desk.advance(hours: 1)
        try await desk.poll()
        let item = try #require(try await items(desk).first)
        #expect(item.content.text.contains(shorter[11]))
        #expect(item.words < known.words)
        #expect(try await sentences(desk, item).contains { $0.contains("replaces what it said before") })
    }

    @Test(
        "is asked again when its item came from the child of an index, or an older page of a feed",
        arguments: [true, false])
    func unread(_ isSitemap: Bool) async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let link = press.link("Two")
        let documents = try LoopbackServer.start { request in
            switch (request.path, isSitemap) {
            case ("/start", true):
                .init(
                    body: index([("/older", "2026-11-20T08:00:00Z")]).replacing(
                        "BASE", with: "http://\(request.header("host") ?? "")"))
            case ("/start", false):
                .init(body: rss(["One"], head: "<atom:link rel=\"next\" href=\"/older\"/>"))
            case ("/older", true):
                .init(body: urlset("Two").replacing("https://tank.example/Two", with: link))
            case ("/older", false):
                .init(
                    body: rss(["Two"]).replacing(
                        "<title>Two</title>", with: "<title>Two</title><link>\(link)</link>"))
            default: .init(status: 404)
            }
        }
        defer { documents.stop() }
        let desk = try await PollingDesk([
            feedSource("wire", documents.url("/start")) {
                $0.fullText = .always
                if isSitemap { $0.type = .sitemap }
            }
        ])
        PressFault.broken.begin(press)
        try await desk.poll()
        #expect(press.pages == ["/Two"])
        try PressFault.broken.end(press)
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages == ["/Two", "/Two"])
        #expect(documents.requests(to: "/older").count == 1)
        #expect(try await fullTexts(desk) == 1)
    }
}
