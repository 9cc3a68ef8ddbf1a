import FeedParse
import Foundation
import TestSupport
import Testing

@testable import Aggregator

/// A store with a desk before it: items are decided upon, stored and remembered as a poll does it.
struct DeskStore {
    let temporary: TemporaryStore
    private let deduplicator = Deduplicator()

    init(_ kind: TemporaryStore.Kind) async throws {
        temporary = try await TemporaryStore(kind)
    }

    var store: any Store { temporary.store }

    @discardableResult
    func receive(_ item: NewItem, seen: Date = .reference) async throws -> ItemID {
        let deduplicator = deduplicator
        return try await store.write { writer in
            var document = IndexedDocument(
                source: item.source, title: item.title, text: item.text, date: item.published ?? seen)
            document.canonicalURL = item.canonicalURL
            document.completeness = item.completeness.rawValue
            let prepared = PreparedItem(document, seed: writer.seed)
            let assessment = try deduplicator.assess(prepared, index: writer)
            let id = try writer.insert(item, seen: seen, decision: assessment.decision, hiddenBy: nil)
            let story = try #require(try writer.item(id)).story
            try deduplicator.remember(assessment, as: id, story: story, seen: seen, index: writer)
            return id
        }
    }

    func item(_ id: ItemID) async throws -> Item {
        try #require(try await store.read { try $0.item(id) })
    }

    func story(_ id: ItemID) async throws -> StoryID { try await item(id).story }

    func lead(of id: ItemID) async throws -> ItemID {
        let story = try await story(id)
        return try #require(try await store.read { try $0.story(story) }).lead.id
    }
}

@Suite("An earlier item of a story") struct StoreRevisionTests {
    @Test(
        "is told to be an excerpt, and of how much, when the full text comes later",
        arguments: TemporaryStore.Kind.allCases)
    func excerptFirst(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let excerpt = try await desk.receive(
            .sample(
                "Harbours", source: "trade", text: Prose.article(1, paragraphs: 3) + " (end of excerpt)",
                guid: "1"))
        let full = try await desk.receive(
            .sample("Harbours", source: "origin", text: Prose.article(1, paragraphs: 10), guid: "2"),
            seen: .hours(3))
        #expect(try await desk.lead(of: excerpt) == full)
        let item = try await desk.item(excerpt)
        #expect(item.relation == .excerptOf)
        let overlap = try #require(item.overlap)
        #expect(overlap > 0.25 && overlap < 0.35)
        #expect(try await desk.store.check() == [])
    }

    @Test("and every other copy relate to the lead that came last", arguments: TemporaryStore.Kind.allCases)
    func allCopies(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let short = try await desk.receive(
            .sample(
                "Short", source: "a", text: Prose.article(2, paragraphs: 3) + " (end of excerpt)", guid: "1"))
        let half = try await desk.receive(
            .sample(
                "Half", source: "b", text: Prose.article(2, paragraphs: 6) + " (end of excerpt)", guid: "2"))
        let full = try await desk.receive(
            .sample("Full", source: "c", text: Prose.article(2, paragraphs: 12), guid: "3"))
        #expect(try await desk.lead(of: short) == full)
        let overlaps = try await [desk.item(short).overlap ?? 0, desk.item(half).overlap ?? 0]
        #expect(overlaps[0] > 0.2 && overlaps[0] < 0.3)
        #expect(overlaps[1] > 0.45 && overlaps[1] < 0.55)
        #expect(try await desk.item(half).relation == .excerptOf)
    }

    @Test(
        "that was the lead is a copy of the old version after an update",
        arguments: TemporaryStore.Kind.allCases)
    func update(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let first = try await desk.receive(
            .sample("Strike", source: "wire", text: Prose.article(3, paragraphs: 8), guid: "1"))
        let copy = try await desk.receive(
            .sample("Strike!", source: "paper", text: Prose.article(3, paragraphs: 8), guid: "2"),
            seen: .hours(1))
        let update = try await desk.receive(
            .sample(
                "UPDATE 1-Strike", source: "wire",
                text: Prose.article(4, paragraphs: 1) + "\n\n" + Prose.article(3, paragraphs: 8), guid: "3"),
            seen: .hours(2))
        #expect(try await desk.lead(of: first) == update)
        #expect(try await desk.item(first).relation == .versionOf)
        #expect(try await desk.item(copy).relation == .versionOf)
    }
}

@Suite("A person's word about stories") struct StoreWordTests {
    private func pair(_ desk: DeskStore) async throws -> (ItemID, ItemID) {
        let first = try await desk.receive(.sample("One", source: "a", text: Prose.article(1), guid: "1"))
        let second = try await desk.receive(
            .sample("Two", source: "b", text: Prose.article(1), guid: "2"), seen: .hours(1))
        #expect(try await desk.story(first) == desk.story(second))
        return (first, second)
    }

    @Test("takes an item out of its story, and both have a lead", arguments: TemporaryStore.Kind.allCases)
    func split(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let (first, second) = try await pair(desk)
        let old = try await desk.story(first)
        let made = try await desk.store.write { try $0.split(second, at: .hours(2)) }
        #expect(made != nil && made != old)
        #expect(try await desk.story(second) == made)
        #expect(try await desk.lead(of: first) == first)
        #expect(try await desk.lead(of: second) == second)
        #expect(try await desk.item(second).relation == .new)
        let log = try await desk.store.read { try $0.log(of: second) }
        #expect(log.last?.message.contains("by hand") == true)
        #expect(try await desk.store.check() == [])
    }

    @Test("can't take an item away from nothing")
    func splitAlone() async throws {
        let desk = try await DeskStore(.memory)
        let only = try await desk.receive(.sample("One", text: Prose.article(1), guid: "1"))
        #expect(try await desk.store.write { try $0.split(only, at: .hours(1)) } == nil)
        #expect(try await desk.store.write { try $0.split(ItemID(99), at: .hours(1)) } == nil)
    }

    @Test("keeps the two apart when a third item is like both", arguments: TemporaryStore.Kind.allCases)
    func stays(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let (first, second) = try await pair(desk)
        _ = try await desk.store.write { try $0.split(second, at: .hours(2)) }
        let third = try await desk.receive(
            .sample("Three", source: "c", text: Prose.article(1), guid: "3"), seen: .hours(3))
        #expect(try await desk.story(first) != desk.story(second))
        let stories = try await [desk.story(first), desk.story(second)]
        let joined = try await desk.story(third)
        #expect(stories.contains(joined))
        #expect(try await desk.store.check() == [])
    }

    @Test("makes unlike items one story, the fuller one leading", arguments: TemporaryStore.Kind.allCases)
    func join(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let short = try await desk.receive(
            .sample("Kurz", source: "a", text: Prose.article(5, paragraphs: 2), guid: "1"))
        let long = try await desk.receive(
            .sample("Long", source: "b", text: Prose.article(6, paragraphs: 9), guid: "2"), seen: .hours(1))
        let story = try await desk.story(short)
        #expect(try await desk.store.write { try $0.join(short, with: long, at: .hours(2)) } == story)
        #expect(try await desk.story(long) == story)
        #expect(try await desk.lead(of: short) == long)
        #expect(try await desk.store.write { try $0.join(short, with: long, at: .hours(3)) } == nil)
        #expect(try await desk.store.check() == [])
    }

    @Test("brings all of a story along", arguments: TemporaryStore.Kind.allCases)
    func joinAll(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let (first, second) = try await pair(desk)
        let other = try await desk.receive(.sample("Other", source: "c", text: Prose.article(7), guid: "3"))
        _ = try await desk.store.write { try $0.join(other, with: first, at: .hours(2)) }
        #expect(try await desk.story(second) == desk.story(other))
        #expect(try await desk.story(first) == desk.story(other))
    }

    @Test("is taken back by the contrary word", arguments: TemporaryStore.Kind.allCases)
    func undo(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let (first, second) = try await pair(desk)
        let story = try await desk.story(first)
        _ = try await desk.store.write { try $0.split(second, at: .hours(2)) }
        #expect(try await desk.store.write { try $0.join(first, with: second, at: .hours(3)) } == story)
        #expect(try await desk.story(second) == story)
        // Now they may be computed into one story again too.
        _ = try await Rebuild(desk.store).run(at: .hours(4))
        #expect(try await desk.story(first) == desk.story(second))
        _ = try await desk.store.write { try $0.split(first, at: .hours(5)) }
        _ = try await Rebuild(desk.store).run(at: .hours(6))
        #expect(try await desk.story(first) != desk.story(second))
    }

    @Test("holds when all stories are computed anew", arguments: TemporaryStore.Kind.allCases)
    func rebuild(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let (first, second) = try await pair(desk)
        let other = try await desk.receive(.sample("Other", source: "c", text: Prose.article(7), guid: "3"))
        _ = try await desk.store.write { try $0.split(second, at: .hours(2)) }
        _ = try await desk.store.write { try $0.join(other, with: second, at: .hours(3)) }
        let report = try await Rebuild(desk.store).run(at: .hours(4))
        #expect(report.items == 3)
        #expect(try await desk.story(first) != desk.story(second))
        #expect(try await desk.story(second) == desk.story(other))
        #expect(try await desk.store.check() == [])
    }
}

@Suite("Computing all stories anew") struct StoreRebuildTests {
    private func fill(_ desk: DeskStore, stories: Int) async throws -> [ItemID] {
        var ids: [ItemID] = []
        for number in 0..<stories {
            for copy in 0..<3 {
                ids.append(
                    try await desk.receive(
                        .sample(
                            "Story \(number)", source: "s\(copy)",
                            text: Prose.article(number, paragraphs: copy == 1 ? 3 : 7),
                            guid: "\(number)/\(copy)"),
                        seen: .hours(Double(number * 3 + copy))))
            }
        }
        return ids
    }

    private func leads(_ desk: DeskStore, _ ids: [ItemID]) async throws -> [ItemID] {
        var leads: [ItemID] = []
        for id in ids { leads.append(try await desk.lead(of: id)) }
        return leads
    }

    @Test("by the same rules moves nothing", arguments: TemporaryStore.Kind.allCases)
    func idle(_ kind: TemporaryStore.Kind) async throws {
        let desk = try await DeskStore(kind)
        let ids = try await fill(desk, stories: 6)
        let before = try await leads(desk, ids)
        let report = try await Rebuild(desk.store, batch: 5).run(at: .hours(100))
        #expect(report.moved == 0)
        #expect(report.items == 18)
        #expect(report.storiesBefore == 6 && report.storiesAfter == 6)
        #expect(try await leads(desk, ids) == before)
        #expect(try await desk.store.check() == [])
    }

    @Test("brings together what was torn apart, and apart what was thrown together")
    func repair() async throws {
        let desk = try await DeskStore(.memory)
        let ids = try await fill(desk, stories: 4)
        let reason = Decision.Reason(rule: "test", detail: "misplaced")
        let wrong = try await desk.story(ids[0])
        try await desk.store.write {
            try $0.move(ids[4], to: nil, reason: reason, at: .hours(50))
            try $0.move(ids[7], to: wrong, reason: reason, at: .hours(50))
        }
        let moves = Moves()
        let report = try await Rebuild(desk.store).run(at: .hours(60)) { moves.add($1) }
        #expect(report.moved == moves.all.count && report.moved >= 2)
        #expect(try await desk.story(ids[4]) == desk.story(ids[3]))
        #expect(try await desk.story(ids[7]) == desk.story(ids[6]))
        #expect(report.storiesAfter == 4)
        #expect(try await desk.store.check() == [])
    }

    @Test("goes on where it was interrupted, and the check tells so in between")
    func resume() async throws {
        let desk = try await DeskStore(.file)
        let ids = try await fill(desk, stories: 5)
        let before = try await leads(desk, ids)
        let part = try await Rebuild(desk.store, batch: 4).run(at: .hours(60), limit: 8)
        #expect(part.items == 8 && part.done < part.upTo)
        let findings = try await desk.store.check()
        #expect(findings.count == 1 && findings[0].contains("aggd reindex"))
        // Every story has its lead while it is half done.
        for id in ids { _ = try await desk.lead(of: id) }
        let rest = try await Rebuild(desk.store, batch: 4).run(at: .hours(61))
        #expect(rest.resumed && rest.items == 15)
        #expect(try await leads(desk, ids) == before)
        #expect(try await desk.store.check() == [])
    }

    @Test("can be begun anew instead")
    func restart() async throws {
        let desk = try await DeskStore(.memory)
        _ = try await fill(desk, stories: 3)
        _ = try await Rebuild(desk.store).run(at: .hours(60), limit: 4)
        let report = try await Rebuild(desk.store).run(restart: true, at: .hours(61))
        #expect(!report.resumed && report.items == 9)
    }

    @Test("leaves what digests have told told")
    func told() async throws {
        let desk = try await DeskStore(.memory)
        let ids = try await fill(desk, stories: 2)
        let story = try await desk.story(ids[0])
        try await desk.store.write {
            try $0.append(
                StoredIssue(
                    digest: "daily", number: 1, made: .hours(20), after: ItemID(0), upTo: ids[5],
                    stories: [story],
                    body: "{}"), deliveries: [])
        }
        _ = try await Rebuild(desk.store).run(at: .hours(60))
        let now = try await desk.story(ids[2])
        #expect(try await desk.store.read { try $0.told([now], by: "daily") } == [now])
    }

    @Test("of an empty store is done at once")
    func empty() async throws {
        let desk = try await DeskStore(.memory)
        let report = try await Rebuild(desk.store).run(at: .reference)
        #expect(report.items == 0 && report.upTo == 0)
        #expect(try await desk.store.check() == [])
    }

    @Test("finds later copies afterwards as before")
    func later() async throws {
        let desk = try await DeskStore(.memory)
        let ids = try await fill(desk, stories: 2)
        _ = try await Rebuild(desk.store).run(at: .hours(60))
        let copy = try await desk.receive(
            .sample("Late", source: "late", text: Prose.article(1, paragraphs: 7), guid: "late"),
            seen: .hours(61))
        #expect(try await desk.story(copy) == desk.story(ids[3]))
    }
}

/// The moves that a rebuild tells.
private final class Moves: @unchecked Sendable {
    // @unchecked: a test awaits the rebuild, which calls from one task at a time.
    private(set) var all: [StoryMove] = []

    func add(_ more: [StoryMove]) { all += more }
}
