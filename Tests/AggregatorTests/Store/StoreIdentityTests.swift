import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

@Suite("The identity of an item within its source") struct StoreIdentityTests {
    private func known(_ item: NewItem, _ temporary: TemporaryStore) async throws -> ItemID? {
        try await temporary.store.read { try $0.existing(item) }?.id
    }

    @Test("is its GUID, whatever else is edited", arguments: TemporaryStore.Kind.allCases)
    func guid(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let id = try await temporary.add(
            .sample("Title", text: "a", guid: "g", url: "https://a.example/1") { $0.sentHash = 5 })
        let edited = NewItem.sample("New title", text: "b", guid: "g", url: "https://a.example/1")
        let known = try await temporary.store.read { try $0.existing(edited) }
        #expect(known == KnownItem(id: id, sentHash: 5))
        #expect(
            try await self.known(
                .sample("Title", text: "b", guid: "g", url: "https://a.example/2"), temporary) == id)
        #expect(
            try await self.known(
                .sample("Title", guid: "g", url: "https://a.example/1").of("other"), temporary) == nil)
    }

    @Test("is the same asked for one by one and for a whole answer", arguments: TemporaryStore.Kind.allCases)
    func atOnce(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let answer = [
            NewItem.sample("One", text: "a", guid: "1"), .sample("Two", text: "b", guid: "2"),
            .sample("Three", text: "c", guid: "3"),
        ]
        let identities = answer.map { ItemIdentity($0) }
        let source = answer[0].source
        let before = try await temporary.store.read { try $0.existing(identities, of: source) }
        #expect(before == [nil, nil, nil])
        let id = try await temporary.add(answer[1])
        let after = try await temporary.store.read { try $0.existing(identities, of: source) }
        #expect(after.map { $0?.id } == [nil, id, nil])
        let elsewhere = try await temporary.store.read { try $0.existing(identities, of: "nobody") }
        #expect(elsewhere == [nil, nil, nil])
    }

    @Test("isn't a GUID that the publisher reuses for another link, title and text")
    func reusedGUID() async throws {
        let temporary = try await TemporaryStore()
        let first = try await temporary.add(.sample("One", text: "a", guid: "1", url: "https://a.example/1"))
        let other = NewItem.sample("Two", text: "b", guid: "1", url: "https://a.example/2")
        #expect(try await known(other, temporary) == nil)
        let second = try await temporary.add(other)
        #expect(try await known(other, temporary) == second)
        #expect(
            try await known(.sample("One", text: "a", guid: "1", url: "https://a.example/1"), temporary)
                == first)
        #expect(
            try await known(.sample("Three", text: "c", guid: "1", url: "https://a.example/3"), temporary)
                == nil)
    }

    @Test("is the link and title when GUIDs change at every poll")
    func changingGUIDs() async throws {
        let temporary = try await TemporaryStore()
        let id = try await temporary.add(
            .sample("One", text: "a", guid: "x1", url: "https://a.example/1?utm_source=rss"))
        #expect(
            try await known(
                .sample("One", text: "changed", guid: "x2", url: "http://www.a.example/1/"), temporary) == id)
        #expect(
            try await known(.sample("Other", text: "b", guid: "x3", url: "https://a.example/1"), temporary)
                == nil)
    }

    @Test("is the link when there is no GUID, also with a new headline")
    func linkOnly() async throws {
        let temporary = try await TemporaryStore()
        let id = try await temporary.add(.sample("One", text: "a", url: "https://a.example/1"))
        #expect(
            try await known(.sample("One, corrected", text: "b", url: "https://a.example/1"), temporary) == id
        )
    }

    @Test("is no link that several items share")
    func sharedLink() async throws {
        let temporary = try await TemporaryStore()
        let page = "https://a.example/events"
        let first = try await temporary.add(.sample("One", text: "a", url: page))
        let second = try await temporary.add(.sample("Two", text: "b", url: page))
        #expect(try await known(.sample("One", text: "a", url: page), temporary) == first)
        #expect(try await known(.sample("Two", text: "b2", url: page), temporary) == second)
        #expect(try await known(.sample("Three", text: "c", url: page), temporary) == nil)
        let home = try await temporary.add(.sample("Home one", text: "x", url: "https://a.example/"))
        #expect(try await known(.sample("Home two", text: "y", url: "https://a.example/"), temporary) == nil)
        #expect(try await known(.sample("Home one", text: "x", url: "https://a.example/"), temporary) == home)
    }

    @Test("keeps apart items that differ in the part of a page they link to")
    func fragments() async throws {
        let temporary = try await TemporaryStore()
        let first = try await temporary.add(.sample("v1", text: "a", url: "https://a.example/news#v1"))
        #expect(try await known(.sample("v2", text: "b", url: "https://a.example/news#v2"), temporary) == nil)
        #expect(
            try await known(.sample("v1!", text: "b", url: "https://a.example/news#v1"), temporary) == first)
        let plain = try await temporary.add(.sample("p", text: "p", url: "https://a.example/p"))
        #expect(
            try await known(.sample("p!", text: "q", url: "https://a.example/p#comments"), temporary) == plain
        )
    }

    @Test("is the content when there is neither GUID nor link")
    func content() async throws {
        let temporary = try await TemporaryStore()
        let id = try await temporary.add(.sample("One", text: "the same text"))
        #expect(try await known(.sample("ONE", text: "the same text"), temporary) == id)
        #expect(try await known(.sample("One", text: "another text"), temporary) == nil)
    }

    @Test("keeps apart dates of a recurring event")
    func recurring() async throws {
        let temporary = try await TemporaryStore()
        func seminar(_ number: Int) -> NewItem {
            .sample(
                "Weekly seminar", text: "Join us for the seminar.", guid: "s\(number)",
                url: "https://a.example/s/\(number)"
            ) {
                $0.kind = .event
                var event = Event()
                event.start = .hours(Double(number) * 168)
                $0.event = event
            }
        }
        try await temporary.add(seminar(1))
        #expect(try await known(seminar(2), temporary) == nil)
    }

    @Test("stays known for ever after the item was pruned", arguments: TemporaryStore.Kind.allCases)
    func pruned(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let old = NewItem.sample("Old", text: "a", guid: "1", url: "https://a.example/1")
        let id = try await temporary.add(old, seen: .hours(-1000))
        let kept = try await temporary.add(.sample("Kept", text: "b", guid: "2"), seen: .hours(-1000))
        try await temporary.add(.sample("New", text: "c", guid: "3"), seen: .hours(0))
        try await temporary.store.write {
            try $0.mark(kept, kept: true, read: nil, addTags: [], removeTags: [])
            #expect(try $0.prune(before: .hours(-10), dryRun: true) == 1)
            #expect(try $0.prune(before: .hours(-10), dryRun: false) == 1)
        }
        #expect(try await temporary.store.read { try $0.item(id) } == nil)
        #expect(try await known(old, temporary) == id)
        #expect(
            try await known(.sample("Reused", text: "z", guid: "1", url: "https://a.example/9"), temporary)
                == nil)
        try await temporary.store.write { try $0.update(id, with: old, at: .hours(1), isRealChange: true) }
        #expect(Set(try await temporary.titles("*")) == ["Kept", "New"])
        #expect(try await temporary.titles("a").isEmpty)
        let next = try await temporary.add(.sample("Next", guid: "4"))
        #expect(next.number == 4)
        #expect(try await temporary.store.check() == [])
    }
}

extension NewItem {
    fileprivate func of(_ source: String) -> NewItem {
        var copy = self
        copy.source = source
        return copy
    }
}
