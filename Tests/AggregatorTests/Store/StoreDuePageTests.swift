import Aggregator
import Foundation
import TestSupport
import Testing

@Suite("Pages that are due, in the store") struct StoreDuePageTests {
    private let store: TemporaryStore

    init() async throws {
        store = try await TemporaryStore(
            sources: ["wire", "other"].map { Source(name: $0, urls: ["https://\($0).example/feed"]) })
    }

    /// An item of a source whose page is due since the time of reference.
    @discardableResult
    private func due(
        _ title: String, _ source: String = "wire", at host: String = "a.example", hours: Double = 0,
        attempts: Int = 0
    ) async throws -> ItemID {
        let id = try await store.add(.sample(title, source: source))
        try await save(id, at: host, hours: hours, attempts: attempts)
        return id
    }

    private func save(_ id: ItemID, at host: String, hours: Double, attempts: Int) async throws {
        let page = DuePage(
            item: id, host: host, since: .reference, notBefore: .hours(hours), attempts: attempts)
        try await store.store.write { try $0.save(page) }
    }

    private func pages(
        of source: String = "wire", hours: Double = 0, sparing hosts: Set<String> = [], limit: Int = 9
    ) async throws -> [DuePage] {
        try await store.store.read {
            try $0.duePages(of: source, by: .hours(hours), sparing: hosts, limit: limit)
        }
    }

    private func next(_ source: String = "wire") async throws -> Date? {
        try await store.store.read { try $0.nextDuePage(of: source, at: .reference) }
    }

    @Test("are told as they were put down, the source's own alone, when their time has come")
    func kept() async throws {
        let one = try await due("One", hours: 2, attempts: 3)
        try await due("Two", "other", hours: 1)
        #expect(try await pages(hours: 1.9).isEmpty)
        #expect(
            try await pages(hours: 2) == [
                DuePage(item: one, host: "a.example", since: .reference, notBefore: .hours(2), attempts: 3)
            ])
        #expect(try await next() == .hours(2))
        #expect(try await next("nobody") == nil)
        try await save(one, at: "b.example", hours: 5, attempts: 4)
        #expect(try await pages(hours: 5).map(\.attempts) == [4])
    }

    @Test(
        "are told as what they were when they were had, and wait behind the others, those that were left too",
        arguments: [Date.hours(-1), nil])
    func had(_ time: Date?) async throws {
        let one = try await due("One")
        let two = try await due("Two")
        var page = DuePage(item: two, host: "a.example", since: .reference, notBefore: .reference)
        (page.had, page.timesHad, page.etag, page.lastModified) = (time, 3, "\"e\"", "a day")
        let known = page
        try await store.store.write { try $0.save(known) }
        #expect(try await store.store.read { try $0.duePage(of: two) } == known)
        let pages = try await pages()
        #expect(pages.map(\.item) == [one, two])
        #expect(pages.last == known)
    }

    @Test("are due now when they were put off further ahead than any wait lasts") func ahead() async throws {
        let one = try await due("One", hours: 24 * 9)
        try await due("Two", hours: 24 * 7)
        #expect(try await pages().map(\.item) == [one])
        #expect(try await next() == .reference)
        try await save(one, at: "a.example", hours: 24 * 8, attempts: 0)
        #expect(try await pages().isEmpty)
        #expect(try await next() == .hours(24 * 7))
    }

    @Test("wait for a long rest to end when they were wanted for as long before") func longRest() async throws
    {
        let id = try await store.add(.sample("One", source: "wire"))
        for (since, isDue) in [(-24.0 * 20, false), (-24.0 * 10, true)] {
            try await store.store.write {
                try $0.save(
                    DuePage(
                        item: id, host: "a.example", since: .hours(since), notBefore: .hours(24 * 15),
                        attempts: 5))
            }
            #expect(try await pages().isEmpty == !isDue)
            // Nobody looks further ahead than the longest wait.
            #expect(try await next() == (isDue ? .reference : .hours(24 * 8)))
        }
    }

    @Test("come by hosts in turn, of each the one that was tried least, then the newest")
    func turns() async throws {
        let a1 = try await due("One")
        let a2 = try await due("Two")
        let a3 = try await due("Three", attempts: 1)
        let b1 = try await due("Four", at: "b.example", attempts: 2)
        #expect(try await pages().map(\.item) == [a2, b1, a1, a3])
        #expect(try await pages(limit: 2).map(\.item) == [a2, b1])
        #expect(try await pages(sparing: ["a.example"], limit: 1).map(\.item) == [b1])
    }

    @Test("are put off for whole hosts of one source, and never brought forward") func postponed()
        async throws
    {
        try await due("One")
        try await due("Two", hours: 9)
        try await due("Three", at: "b.example")
        try await due("Four", "other")
        try await store.store.write {
            try $0.postponePages(of: "wire", until: ["a.example": .hours(3), "c.example": .hours(4)])
        }
        #expect(try await pages().map(\.host) == ["b.example"])
        #expect(try await pages(hours: 3).count == 2)
        #expect(try await pages(hours: 8.9).count == 2)
        #expect(try await pages(of: "other").count == 1)
    }

    @Test("are due no more when they are settled, or their item is pruned") func gone() async throws {
        let one = try await due("One")
        let two = try await due("Two")
        try await store.store.write { try $0.settlePage(of: one) }
        #expect(try await pages().map(\.item) == [two])
        _ = try await store.store.write { try $0.prune(before: .hours(1), dryRun: false) }
        #expect(try await next() == nil)
        // Nothing is left of a pruned item that a page could complete.
        try await save(two, at: "a.example", hours: 0, attempts: 0)
        #expect(try await next() == nil)
        #expect(try await store.store.check().isEmpty)
    }
}
