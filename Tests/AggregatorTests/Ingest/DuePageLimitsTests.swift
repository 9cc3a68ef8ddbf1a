import FeedFetch
import FeedParse
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Aggregator

@Suite("A page that is due") struct DuePageLimitsTests {
    private func items(_ desk: PollingDesk) async throws -> [Item] {
        try await desk.store.find("source:wire") {
            $0.copies = true
            $0.hidden = true
        }
    }

    @Test(
        "is asked a few times although its item changes with each poll",
        arguments: zip([500, 403, 404], [7, 5, 6]))
    func restless(_ status: Int, _ asks: Int) async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk()
        press.stead.withLock { $0 = .init(status: status) }
        for _ in 0..<240 {
            try await desk.poll()
            press.date.withLock { $0 = $0.addingTimeInterval(-60) }
            desk.advance(hours: 1)
        }
        #expect(press.pages.count == asks)
        let last = press.date.withLock { $0.addingTimeInterval(60) }
        #expect(try await items(desk).first?.content.published == last, "each poll has seen a change")
        let next = try #require(try await desk.state("wire").pagesDue)
        #expect(next > desk.now.addingTimeInterval(4 * 86400), "the rests double")
        #expect(try await items(desk).count == 1)
        // It is no lost page: when it is well, a change of its item fetches it.
        press.stead.withLock { $0 = nil }
        desk.advance(hours: 24 * 20)
        try await desk.poll()
        #expect(try await items(desk).first?.content.textFrom == "page")
    }

    @Test("is not asked once the feed itself says all") func needless() async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(.auto)
        PressFault.broken.begin(press)
        try await desk.poll()
        try PressFault.broken.end(press)
        press.words.withLock { $0 = IngestProse.sentences(60, about: "One").joined(separator: " ") }
        desk.advance(hours: 2)
        try await desk.poll()
        #expect(try await items(desk).first?.content.completeness == .full)
        #expect(press.pages.count == 1)
        #expect(try await desk.state("wire").pagesDue == nil)
    }

    @Test(
        "is asked once more when its rest is over if its item changes while it is left",
        arguments: [true, false])
    func changedAtRest(_ wasHad: Bool) async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk()
        if !wasHad { press.stead.withLock { $0 = .init(status: 403) } }
        try await desk.poll()
        press.date.withLock { $0 = $0.addingTimeInterval(-60) }
        press.stead.withLock { $0 = .init(status: 403) }
        try await desk.poll()
        #expect(try await desk.state("wire").pagesDue == nil)
        let text = IngestProse.sentences(20, about: "Corrected")
        press.stead.withLock { $0 = .init(body: IngestProse.page("One", text)) }
        press.words.withLock { $0 = "A correction of what was told." }
        desk.advance(hours: 3)
        let asked = press.pages.count
        try await desk.poll()
        #expect(press.pages.count == asked, "it is left alone for two days")
        #expect(try await desk.state("wire").pagesDue == desk.now.addingTimeInterval(45 * 3600))
        for hours in [44.0, 1, 24, 480] {
            desk.advance(hours: hours)
            try await desk.poll()
            #expect(press.pages.count == asked + (hours == 44 ? 0 : 1))
        }
        #expect(try await items(desk).first?.content.text.contains(text[5]) == true)
        #expect(try await desk.state("wire").pagesDue == nil)
    }

    @Test("keeps its last attempt when there is no place for it after its rest, however old it is")
    func lastAttempt() {
        let now = Date.reference
        for days in [3.0, 40] {
            let since = now.addingTimeInterval(-days * 86400)
            let left = DuePage(
                item: ItemID(1), host: "a.example", since: since, notBefore: now,
                attempts: DuePage.mostAttempts)
            let next = DuePage(left.item, at: left.host, .hasNoPlace, known: left, now: now)
            #expect(next.attempts == DuePage.mostAttempts - 1)
            #expect(next.notBefore == now.addingTimeInterval(days == 3 ? 0 : days / 4 * 86400))
        }
    }

    @Test("keeps what its host holds back no longer than the host asked for, however old it is itself")
    func ages() async throws {
        let press = try Press(["One", "Two", "Three"])
        defer { press.stop() }
        let desk = try await press.desk(failing: .broken)
        desk.advance(hours: 24 * 20)
        let now = desk.now
        let ids = try await items(desk).map(\.id).sorted()
        let old = now.addingTimeInterval(-20 * 86400)
        let soon = now.addingTimeInterval(1800)
        try await desk.store.store.write { writer in
            for (id, since, notBefore) in [(ids[0], old, old), (ids[1], now, soon), (ids[2], now, now)] {
                try writer.save(
                    DuePage(item: id, host: "127.0.0.46", since: since, notBefore: notBefore, attempts: 1))
            }
        }
        press.stead.withLock { $0 = .init(status: 429, headers: [("Retry-After", "60")]) }
        let asked = press.pages.count
        try await desk.poll()
        #expect(press.pages.count == asked + 1)
        let pages = try await desk.store.store.read { reader in
            try ids.compactMap { try reader.duePage(of: $0) }
        }
        #expect(pages.map(\.attempts) == [1, 1, 2])
        #expect(pages.first?.notBefore == now.addingTimeInterval(5 * 86400), "a quarter of its own age")
        #expect(pages.dropFirst().first?.notBefore == soon)
    }

    @Test("is not left because another page of its host was refused for good") func refused() async throws {
        let press = try Press(["One", "Two"])
        defer { press.stop() }
        let desk = try await press.desk(failing: .broken)
        press.stead.withLock { $0 = .init(status: 403, headers: [("Retry-After", "600")]) }
        desk.advance(hours: 2)
        let asked = press.pages.count
        try await desk.poll()
        #expect(press.pages.count == asked + 1)
        let attempts = try await desk.store.store.read { reader in
            try self.numbers.compactMap { try reader.duePage(of: ItemID($0))?.attempts }
        }
        #expect(attempts.sorted() == [1, DuePage.mostAttempts])
    }

    @Test("is put off, and has not failed, while the host's robots.txt asks for rest", arguments: [429, 503])
    func robotsAtRest(_ status: Int) async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk()
        press.robots.withLock { $0 = .init(status: status, headers: [("Retry-After", "600")]) }
        try await desk.poll()
        // The wish is over, but what is remembered of robots.txt is not.
        press.titles.withLock { $0 = ["One", "Two"] }
        desk.advance(hours: 0.5)
        try await desk.poll()
        let attempts = try await desk.store.store.read { reader in
            try self.numbers.compactMap { try reader.duePage(of: ItemID($0))?.attempts }
        }
        #expect(attempts == [0, 0])
        #expect(press.pages.isEmpty)
        press.robots.withLock { $0 = .init(status: 404) }
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(try await items(desk).map(\.content.textFrom) == ["page", "page"])
    }

    @Test("is asked ever less often, and left after a month, while robots.txt always wants rest")
    func robotsForEver() {
        let error = FetchError(
            .robots, url: "https://a.example/1", detail: "Too many.", retryAfter: 3600, isResting: true)
        let first = PageFailure(error, askedAt: "https://a.example/1")
        for failure in [first, first.ofOthers(isFirst: true)] {
            var page = DuePage(item: ItemID(1), host: "a.example", since: .reference, notBefore: .reference)
            var asked = 0
            while !page.isLeft, asked < 1000 {
                asked += 1
                page = DuePage(page.item, at: page.host, failure, known: page, now: page.notBefore)
                #expect(page.isLeft || page.attempts == 0)
            }
            #expect((20...30).contains(asked))
            #expect(page.notBefore.timeIntervalSince(page.since) >= DuePages.patience)
        }
    }

    @Test("of a host that has given another page has not failed with the one that met no answer")
    func liveHost() {
        let error = FetchError(.connect, url: "https://a.example/1", detail: "Nobody answers.")
        let failure = PageFailure(error, askedAt: "https://a.example/1")
        #expect(failure.isHostDown)
        #expect(failure.ofOthers(isFirst: true).isHostDown)
        #expect(!failure.ofOthers(isFirst: false).isHostDown)
        #expect(failure.ofOthers(isFirst: false).isPutOff)
    }

    @Test("keeps no new item waiting while its host does not answer") func newsFirst() async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(failing: .broken)
        try PressFault.broken.end(press)
        press.steads.withLock { $0["/One"] = .init(steps: [.stall]) }
        press.titles.withLock { $0 = ["One", "Two"] }
        desk.advance(hours: 2)
        let site = try #require(press.site.withLock { $0 })
        async let poll = desk.poll()
        #expect(await site.waitForStalled(1))
        #expect(try await desk.titles("wire") == ["One", "Two"])
        site.release()
        #expect(try await poll["wire"]?.new == 1)
    }

    @Test("of a host that is down fails with all others that are due, and is left after six attempts")
    func down() async throws {
        let press = try Press((1...40).map { "Item\($0)" })
        defer { press.stop() }
        let desk = try await press.desk(.auto)
        press.shut()
        var polls = 0
        for _ in 0..<(24 * 8) {
            try await desk.poll(isForced: false)
            let due = try await desk.state("wire").pagesDue
            if due == nil { break }
            polls += 1
            desk.advance(hours: 1)
        }
        #expect(polls < 24 * 6, "nothing is due any more after the sixth attempt")
        let attempts = try await desk.store.store.read { reader in
            try self.numbers.compactMap { try reader.duePage(of: ItemID($0))?.attempts }
        }
        #expect(attempts.count == 25)
        #expect(Set(attempts) == [DuePage.mostAttempts])
        // Those that have no place in the poll of the last attempt have failed with it.
        let now = desk.now
        try await desk.store.store.write { writer in
            for number in self.numbers {
                try writer.save(
                    DuePage(
                        item: ItemID(number), host: "127.0.0.46", since: now, notBefore: now,
                        attempts: DuePage.mostAttempts - 1))
            }
            var state = try writer.pollState(of: "wire") ?? PollState()
            state.pagesDue = now
            try writer.save(state, of: "wire")
        }
        try await desk.poll()
        let last = try await desk.store.store.read { reader in
            try self.numbers.compactMap { try reader.duePage(of: ItemID($0))?.attempts }
        }
        #expect(last == Array(repeating: DuePage.mostAttempts, count: 40))
    }

    @Test("at another port of a host that is down has not failed with it") func otherPort() async throws {
        let press = try Press((1...40).map { "Item\($0)" })
        let calm = try LoopbackServer.start(address: "127.0.0.46") { _ in .init(status: 404) }
        defer {
            press.stop()
            calm.stop()
        }
        let desk = try await press.desk(.auto)
        let now = desk.now
        var item = NewItem.sample("Calm", source: "wire", text: "Calm.", url: calm.url("/calm"))
        item.completeness = .stub
        let id = try await desk.store.add(item)
        press.shut()
        try await desk.poll()
        // It is the oldest at its host: there is no place for it in this poll.
        try await desk.store.store.write {
            try $0.save(DuePage(item: id, host: "127.0.0.46", since: now, notBefore: now, attempts: 1))
        }
        desk.advance(hours: 1)
        try await desk.poll()
        let attempts = try await desk.store.store.read { reader in
            try (1...41).compactMap { try reader.duePage(of: ItemID($0))?.attempts }
        }
        #expect(attempts.count == 26)
        #expect(attempts.count { $0 == 2 } == 25)
        #expect(try await desk.store.store.read { try $0.duePage(of: id)?.attempts } == 1)
    }

    @Test("is asked although it was put off while the clock was ahead", arguments: [500, 403])
    func ahead(_ status: Int) async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk()
        press.stead.withLock { $0 = .init(status: 403) }
        try await desk.poll()
        desk.advance(hours: 24 * 300)
        press.date.withLock { $0 = $0.addingTimeInterval(-60) }
        press.stead.withLock { $0 = .init(status: status) }
        try await desk.poll()
        desk.advance(hours: -24 * 300)
        press.stead.withLock { $0 = nil }
        // One that was left is asked when its item changes.
        if status == 403 { press.date.withLock { $0 = $0.addingTimeInterval(-60) } }
        try await desk.poll()
        #expect(press.pages.count == 3)
        #expect(try await items(desk).first?.content.textFrom == "page")
    }

    @Test("is asked again when its item changes while it answers that it has not changed itself")
    func overtaken() async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk()
        try await desk.poll()
        let known = try #require(try await items(desk).first)
        let now = desk.now
        try await desk.store.store.write {
            var page = DuePage(item: known.id, host: "127.0.0.46", since: now, notBefore: now)
            (page.had, page.timesHad, page.etag) = (now, 1, "\"e\"")
            try $0.save(page)
        }
        press.stead.withLock { $0 = .init(status: 304) }
        let source = desk.configuration.sources[0]
        let fetcher = Fetcher()
        let poller = Poller(
            store: desk.store.store, seed: 0, fetcher: fetcher, configuration: desk.configuration,
            clock: { desk.now })
        let due = DuePages(poller: poller, source: source, now: now)
        var count = PageCount()
        let visits = try #require(
            try await due.visits(
                after: PollOutcome(.notModified), &count, at: await Workbench.Place(at: poller.bench, 0)))
        // Another process has stored a change meanwhile.
        var item = known.content
        item.sentHash += 1
        let changed = item
        let page = try await desk.store.store.write { writer in
            try writer.update(known.id, with: changed, at: now, isRealChange: false)
            _ = try due.store(visits, by: poller.ingestor(of: source, now: now), in: writer)
            return try writer.duePage(of: known.id)
        }
        await fetcher.close()
        #expect(press.pages.count == 2)
        #expect(page?.isLeft == false)
    }

    @Test("of a host that is slow is put off with the others; only the one that was asked has failed")
    func slow() async throws {
        let press = try Press((1...9).map { "Item\($0)" })
        defer { press.stop() }
        let desk = try await press.desk(failing: .broken)
        desk.advance(hours: 2)
        let asked = press.pages.count
        // No time at all: whatever is asked for has come too late.
        var configuration = desk.configuration
        configuration.fetch.timeout = .zero
        let fetcher = Fetcher()
        let poller = Poller(
            store: desk.store.store, seed: 0, fetcher: fetcher, configuration: configuration,
            clock: { desk.now })
        let source = configuration.sources[0]
        let due = DuePages(poller: poller, source: source, now: desk.now)
        var count = PageCount()
        let visits = try #require(
            try await due.visits(
                after: PollOutcome(.notModified), &count, at: await Workbench.Place(at: poller.bench, 0)))
        let pages = try await desk.store.store.write { writer in
            _ = try due.store(visits, by: poller.ingestor(of: source, now: desk.now), in: writer)
            return try self.numbers.compactMap { try writer.duePage(of: ItemID($0)) }
        }
        await fetcher.close()
        #expect(press.pages.count == asked)
        #expect(pages.map(\.attempts).sorted() == [1, 1, 1, 1, 1, 1, 1, 1, 2])
        // Four times the first pause for the second attempt at the one, the same hour as before for the others.
        #expect(
            pages.allSatisfy {
                $0.notBefore == desk.now.addingTimeInterval($0.attempts == 2 ? 4 * 3600 : 3600)
            })
    }

    private let numbers: ClosedRange<Int64> = 1...40
}
