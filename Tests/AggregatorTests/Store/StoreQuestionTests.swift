import Aggregator
import FeedParse
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("Coming events in the store") struct StoreEventQuestionTests {
    /// A store with one event for each pair of hours; nil leaves an end open.
    private func store(_ events: [(title: String, start: Double, end: Double?)]) async throws
        -> TemporaryStore
    {
        let temporary = try await TemporaryStore(.memory)
        for (title, start, end) in events {
            try await temporary.add(
                .sample(title, guid: title) { item in
                    item.kind = .event
                    var event = Event()
                    event.start = .hours(start)
                    event.end = end.map { .hours($0) }
                    item.event = event
                })
        }
        return temporary
    }

    private func titles(_ temporary: TemporaryStore, _ from: Double, _ to: Double?) async throws -> [String] {
        try await temporary.store.read { try $0.events(from: .hours(from), to: to.map { .hours($0) }) }.map(
            \.content.title)
    }

    @Test("are those that have not ended and begin before the end, the soonest first")
    func range() async throws {
        let temporary = try await store([
            ("past", -10, -8), ("running", -1, 2), ("soon", 1, 2), ("later", 50, 52), ("far", 500, 501),
        ])
        #expect(try await titles(temporary, 0, 100) == ["running", "soon", "later"])
        #expect(try await titles(temporary, 0, nil) == ["running", "soon", "later", "far"])
        #expect(try await titles(temporary, 0, 1) == ["running"])
        #expect(try await titles(temporary, 600, nil) == [])
    }

    @Test("without an end last three hours")
    func openEnd() async throws {
        let temporary = try await store([("talk", 0, nil)])
        #expect(try await titles(temporary, 2.9, nil) == ["talk"])
        #expect(try await titles(temporary, 3, nil) == ["talk"])
        #expect(try await titles(temporary, 3.1, nil) == [])
    }

    @Test("that last for weeks or months are told to their last day")
    func long() async throws {
        let temporary = try await store([("exhibition", 0, 29 * 24), ("year", 0, 400 * 24)])
        #expect(try await titles(temporary, 28 * 24, nil) == ["exhibition", "year"])
        #expect(try await titles(temporary, 32 * 24, nil) == ["year"])
        #expect(try await titles(temporary, 399 * 24, 399 * 24) == ["year"])
        #expect(try await titles(temporary, 401 * 24, nil) == [])
    }

    @Test("that are hidden, copies or without a start are none")
    func none() async throws {
        let temporary = try await store([("talk", 1, 2)])
        let story = try await temporary.store.read { try $0.item(ItemID(1)) }?.story
        var copy = NewItem.sample("copy", guid: "copy")
        copy.event = Event()
        copy.event?.start = .hours(1)
        try await temporary.add(
            copy, decision: Decision(story: story, relation: .same, lead: ItemID(1), score: 1, reasons: []))
        var open = NewItem.sample("open", guid: "open")
        open.event = Event()
        try await temporary.add(open)
        #expect(try await titles(temporary, 0, nil) == ["talk"])
        try await temporary.store.write { try $0.hide(ItemID(1), by: "rule") }
        #expect(try await titles(temporary, 0, nil) == [])
    }
}

@Suite("An id by its beginning, in the store") struct StorePrefixTests {
    @Test("is found when it is the only one, all of several are told, at most as many as asked for")
    func prefixes() async throws {
        let temporary = try await TemporaryStore(.memory)
        for number in 0..<400 { try await temporary.add(.sample("Item", guid: "\(number)")) }
        let ids = (1...400).map { ItemID(Int64($0)) }
        for id in ids.prefix(40) {
            for count in 2...6 {
                let prefix = String(id.text.prefix(count))
                let expected = ids.filter { $0.text.hasPrefix(prefix) }
                let found = try await temporary.store.read { try $0.items(withPrefix: prefix, limit: 100) }
                #expect(found == expected, "\(prefix)")
                let few = try await temporary.store.read { try $0.items(withPrefix: prefix, limit: 1) }
                #expect(few == Array(expected.prefix(1)))
            }
        }
        #expect(try await temporary.store.read { try $0.items(withPrefix: "zzzzzz", limit: 5) } == [])
        #expect(try await temporary.store.read { try $0.items(withPrefix: "", limit: 5) } == [])
        #expect(try await temporary.store.read { try $0.items(withPrefix: "i!", limit: 5) } == [])
    }

    @Test("of an item that was pruned is found no more")
    func pruned() async throws {
        let temporary = try await TemporaryStore(.memory)
        let id = try await temporary.add(.sample("A", guid: "a"))
        _ = try await temporary.store.write { try $0.prune(before: .hours(1), dryRun: false) }
        #expect(try await temporary.store.read { try $0.items(withPrefix: id.text, limit: 5) } == [])
    }
}

@Suite("A snapshot of the store") struct StoreSnapshotTests {
    @Test("shows one state, whatever is written meanwhile", arguments: [TemporaryStore.Kind.file])
    func oneState(kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        for number in 0..<5 { try await temporary.add(.sample("Item \(number)", guid: "\(number)")) }
        let store = temporary.store
        let writer = Task {
            for number in 5..<40 {
                let item = NewItem.sample("Item \(number)", guid: "\(number)")
                try await store.write { writer in
                    _ = try writer.insert(
                        item, seen: .reference,
                        decision: Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: []),
                        hiddenBy: nil)
                    try writer.set("\(number + 1)", of: "count")
                }
            }
        }
        for _ in 0..<40 {
            let (items, count) = try await store.read { reader in
                (try reader.count(ItemSelection()), try reader.value(of: "count").flatMap { Int($0) })
            }
            #expect(count == nil && items == 5 || count == items)
        }
        try await writer.value
        #expect(try await store.read { try $0.count(ItemSelection()) } == 40)
    }

    @Test("of a transaction that throws shows nothing of it, not even its numbers of items")
    func rolledBack() async throws {
        struct Stop: Error {}
        let temporary = try await TemporaryStore(.file)
        try await temporary.add(.sample("A", guid: "a"))
        await #expect(throws: Stop.self) {
            try await temporary.store.write { writer in
                _ = try writer.insert(
                    .sample("B", guid: "b"), seen: .reference,
                    decision: Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: []),
                    hiddenBy: nil)
                try writer.set("1", of: "x")
                throw Stop()
            }
        }
        #expect(try await temporary.titles("*") == ["A"])
        #expect(try await temporary.store.read { try $0.value(of: "x") } == nil)
        #expect(try await temporary.store.read { try $0.highestItem() } == 1)
        #expect(try await temporary.add(.sample("C", guid: "c")) == ItemID(2))
        #expect(try await temporary.store.check() == [])
    }
}
