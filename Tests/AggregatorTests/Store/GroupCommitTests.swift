import Aggregator
import Foundation
import TestSupport
import Testing

@Suite("Transactions that wait at the same time")
struct GroupCommitTests {
    private struct Refused: Error, Equatable {}

    private func decision(_ story: StoryID? = nil, _ lead: ItemID? = nil) -> Decision {
        Decision(story: story, relation: story == nil ? .new : .same, lead: lead, score: 1, reasons: [])
    }

    @Test("are all kept, and each is answered with its own value", arguments: TemporaryStore.Kind.allCases)
    func all(kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let store = temporary.store
        let ids = try await withThrowingTaskGroup(of: (Int, ItemID).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let item = NewItem.sample("Item \(number)", text: "words of item \(number)")
                    let id = try await store.write {
                        try $0.insert(item, seen: .reference, decision: decision(), hiddenBy: nil)
                    }
                    return (number, id)
                }
            }
            return try await group.reduce(into: [Int: ItemID]()) { $0[$1.0] = $1.1 }
        }
        #expect(Set(ids.values).count == 200)
        for (number, id) in ids {
            #expect(try await store.read { try $0.item(id) }?.content.title == "Item \(number)")
        }
        #expect(try await temporary.titles("words") { $0.limit = nil }.count == 200)
        #expect(try await store.check() == [])
    }

    @Test("lose only the one that throws", arguments: TemporaryStore.Kind.allCases)
    func oneThrows(kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let store = temporary.store
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<90 {
                group.addTask {
                    let item = NewItem.sample("Item \(number)", text: "words of item \(number)")
                    do {
                        try await store.write { writer in
                            _ = try writer.insert(item, seen: .reference, decision: decision(), hiddenBy: nil)
                            if number % 3 == 0 { throw Refused() }
                        }
                        return true
                    } catch {
                        #expect(error as? Refused == Refused())
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 60)
        #expect(try await store.read { try $0.totals() }.items == 60)
        #expect(try await temporary.titles("words") { $0.limit = nil }.count == 60)
        #expect(try await store.check() == [])
    }

    @Test("see in their searches what they and those before them have stored")
    func searches() async throws {
        let temporary = try await TemporaryStore(.memory)
        try await temporary.add(.sample("First", text: "a treaty on missiles"))
        let found = try await temporary.store.write { writer in
            let item = NewItem.sample("Second", text: "a treaty on mines")
            _ = try writer.insert(item, seen: .reference, decision: decision(), hiddenBy: nil)
            var selection = ItemSelection()
            selection.query = try Query.parse("treaty", context: QueryContext(now: .reference))
            return try writer.items(selection).map(\.content.title)
        }
        #expect(Set(found) == ["First", "Second"])
        #expect(Set(try await temporary.titles("treaty")) == ["First", "Second"])
    }

    @Test("find an item by its newest words alone when one transaction stores and changes it")
    func storeAndChange() async throws {
        let temporary = try await TemporaryStore(.memory)
        try await temporary.store.write { writer in
            let before = NewItem.sample("Item", text: "early words")
            let id = try writer.insert(before, seen: .reference, decision: decision(), hiddenBy: nil)
            try writer.update(
                id, with: .sample("Item", text: "late words"), at: .reference, isRealChange: true)
        }
        #expect(try await temporary.titles("early") == [])
        #expect(try await temporary.titles("late") == ["Item"])
        #expect(try await temporary.store.check() == [])
    }

    /// Decides about an item and stores it with its fingerprints.
    private static func take(_ writer: any StoreWriter, _ title: String, text: String) throws -> Decision {
        let deduplicator = Deduplicator()
        let item = NewItem.sample(title, text: text)
        let prepared = PreparedItem(
            IndexedDocument(source: item.source, title: title, text: text, date: .reference),
            seed: writer.seed)
        let assessment = try deduplicator.assess(prepared, index: writer)
        let id = try writer.insert(item, seen: .reference, decision: assessment.decision, hiddenBy: nil)
        let story = try #require(try writer.item(id)).story
        try deduplicator.remember(assessment, as: id, story: story, seen: .reference, index: writer)
        return assessment.decision
    }

    private static func text(_ number: Int) -> String {
        (0..<120).map { "word\($0)of\(number)" }.joined(separator: " ")
    }

    @Test("leave nothing of a failed one in the fingerprint index")
    func fingerprints() async throws {
        let temporary = try await TemporaryStore(.file)
        let store = temporary.store
        await #expect(throws: Refused.self) {
            try await store.write { writer in
                _ = try Self.take(writer, "Lost", text: Self.text(0))
                throw Refused()
            }
        }
        let decision = try await store.write { try Self.take($0, "Kept", text: Self.text(0)) }
        #expect(decision.relation == .new)
        #expect(decision.reasons.map(\.rule) == ["nothing-like-it"])
        let again = try await store.write { try Self.take($0, "Kept again", text: Self.text(0)) }
        #expect(again.story != nil)
    }

    @Test("leave nothing of those that fail in the fingerprint index, and all of the others")
    func manyFingerprints() async throws {
        let temporary = try await TemporaryStore(.file)
        let store = temporary.store
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<30 {
                group.addTask {
                    try? await store.write { writer in
                        _ = try Self.take(writer, "Item \(number)", text: Self.text(number))
                        if number % 5 == 2 { throw Refused() }
                    }
                }
            }
        }
        #expect(try await store.read { try $0.totals() }.items == 24)
        for number in 0..<30 {
            let copy = try await store.write { try Self.take($0, "Copy \(number)", text: Self.text(number)) }
            #expect((copy.story == nil) == (number % 5 == 2), "\(number)")
        }
        #expect(try await store.check() == [])
    }
}
