import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

@Suite("A story in the store") struct StoreStoryTests {
    private func join(_ story: StoryID, _ relation: Relation, lead: ItemID?, overlap: Double? = nil)
        -> Decision
    {
        Decision(
            story: story, relation: relation, lead: lead, score: 0.9, overlap: overlap,
            reasons: [.init(rule: "containment", detail: "5 of 5 paragraphs contained")])
    }

    private func story(of id: ItemID, in temporary: TemporaryStore) async throws -> StoryID {
        try #require(try await temporary.store.read { try $0.item(id) }).story
    }

    @Test("is led by a fuller version that arrives later", arguments: TemporaryStore.Kind.allCases)
    func fuller(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let excerpt = try await temporary.add(
            .sample("Copy", source: "reposter", text: "one two", guid: "1") { $0.completeness = .excerpt })
        let id = try await story(of: excerpt, in: temporary)
        let original = try await temporary.add(
            .sample("Original", source: "origin", text: "one two three four", guid: "2"), seen: .hours(1),
            decision: join(id, .fuller, lead: nil, overlap: 0.31))
        let story = try #require(try await temporary.store.read { try $0.story(id) })
        #expect(story.lead.id == original)
        #expect(story.copies.map(\.id) == [excerpt])
        #expect(story.copies[0].relation == .excerptOf)
        #expect(story.copies[0].overlap == 0.31)
        #expect(try await temporary.titles("*") == ["Original"])
        #expect(try await temporary.store.check() == [])
    }

    @Test("has its items without their texts when a listing asks", arguments: TemporaryStore.Kind.allCases)
    func withoutText(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let lead = try await temporary.add(.sample("Original", text: "one two three", guid: "1"))
        let id = try await story(of: lead, in: temporary)
        let copy = try await temporary.add(
            .sample("Copy", text: "one two", guid: "2"), decision: join(id, .excerptOf, lead: lead))
        for withoutText in [true, false] {
            let stories = try await temporary.store.read {
                try $0.stories([id, id], withoutText: withoutText)
            }
            let story = try #require(stories[id])
            #expect(stories.count == 1)
            #expect(([story.lead] + story.copies).map(\.id) == [lead, copy])
            #expect(story.lead.content.text == (withoutText ? "" : "one two three"))
        }
    }

    @Test(
        "shows a copy in a listing only when the lead doesn't match", arguments: TemporaryStore.Kind.allCases)
    func folding(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let lead = try await temporary.add(.sample("Lead", source: "a", text: "common text here", guid: "1"))
        let id = try await story(of: lead, in: temporary)
        try await temporary.add(
            .sample("Short copy", source: "b", text: "common special", guid: "2"),
            decision: join(id, .same, lead: lead))
        try await temporary.add(
            .sample("Long copy", source: "c", text: "common special and more words", guid: "3"),
            decision: join(id, .same, lead: lead))
        #expect(try await temporary.titles("common") == ["Lead"])
        #expect(try await temporary.titles("special") == ["Long copy"])
        #expect(try await temporary.titles("source:b") == ["Short copy"])
        #expect(try await temporary.titles("common") { $0.copies = true }.count == 3)
        #expect(try await temporary.titles("is:copy").count == 2)
        let count = try await temporary.store.read { reader in try reader.count(ItemSelection()) }
        #expect(count == 1)
    }

    @Test("takes up another story that turns out to be the same", arguments: TemporaryStore.Kind.allCases)
    func uniting(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let first = try await temporary.add(.sample("One", text: "a", guid: "1"))
        let second = try await temporary.add(.sample("Two", text: "b", guid: "2"))
        let kept = try await story(of: first, in: temporary)
        let gone = try await story(of: second, in: temporary)
        try await temporary.store.write {
            try $0.append(
                StoredIssue(
                    digest: "daily", number: 1, made: .reference, after: ItemID(0), upTo: second,
                    stories: [gone],
                    body: "{}"), deliveries: [])
        }
        var decision = join(kept, .fuller, lead: nil)
        decision.unites = [gone]
        let third = try await temporary.add(.sample("Three", text: "a b c", guid: "3"), decision: decision)
        let story = try #require(try await temporary.store.read { try $0.story(kept) })
        #expect(story.lead.id == third)
        #expect(Set(story.copies.map(\.id)) == [first, second])
        #expect(try await temporary.store.read { try $0.story(gone) }?.lead.id == third)
        #expect(try await temporary.store.read { try $0.told([kept, gone], by: "daily") } == [kept, gone])
        #expect(try await temporary.store.check() == [])
    }

    @Test(
        "is left by an item that a person moves out, and gets a new lead",
        arguments: TemporaryStore.Kind.allCases)
    func moving(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let first = try await temporary.add(.sample("One", text: "a b", guid: "1"))
        let id = try await story(of: first, in: temporary)
        let second = try await temporary.add(
            .sample("Two", text: "a", guid: "2"), decision: join(id, .excerptOf, lead: first))
        let reason = Decision.Reason(rule: "person", detail: "split by hand")
        try await temporary.store.write { try $0.move(first, to: nil, reason: reason, at: .hours(1)) }
        let left = try #require(try await temporary.store.read { try $0.story(id) })
        #expect(left.lead.id == second)
        #expect(left.lead.relation == .new)
        let own = try await story(of: first, in: temporary)
        #expect(own != id)
        try await temporary.store.write { try $0.move(first, to: id, reason: reason, at: .hours(2)) }
        let again = try #require(try await temporary.store.read { try $0.story(own) })
        #expect(again.id == id)
        #expect(again.lead.id == second || again.lead.id == first)
        #expect(again.copies.count == 1)
        #expect(
            try await temporary.store.read { try $0.log(of: first) }.last?.message.contains("split by hand")
                == true)
        #expect(try await temporary.store.check() == [])
    }
}
