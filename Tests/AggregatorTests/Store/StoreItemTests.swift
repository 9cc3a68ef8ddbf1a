import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

@Suite("An item in the store") struct StoreItemTests {
    @Test("comes back as it was stored", arguments: TemporaryStore.Kind.allCases)
    func roundTrip(_ kind: TemporaryStore.Kind) async throws {
        var source = Source(name: "think-tank", urls: ["https://tank.example/feed"])
        source.tags = ["policy", "eu"]
        let temporary = try await TemporaryStore(kind, sources: [source])
        let item = NewItem.sample(
            "A headline", source: "think-tank", text: "Some words of a text.", guid: "urn:1",
            url: "https://tank.example/a?utm_source=rss", published: .hours(-3)
        ) { item in
            item.originalURL = "https://origin.example/b"
            item.org = "Institute of Invented Studies"
            item.authors = ["Ada Example", "Bo Sample"]
            item.kind = .report
            item.publishedFrom = .page
            item.modified = .hours(-2)
            item.issued = .hours(-30)
            item.language = "en-GB"
            item.summary = "<p>Some words</p>"
            item.html = "<p>Some words of a text.</p>"
            item.completeness = .excerpt
            item.textFrom = "page"
            item.tags = ["Missiles"]
            item.enclosures = [
                Enclosure(url: "https://tank.example/a.pdf", type: "application/pdf", length: 12)
            ]
            item.image = "https://tank.example/a.jpg"
            item.sentHash = -77
        }
        let id = try await temporary.add(item, seen: .hours(0), hiddenBy: "hide: tag:x")
        let stored = try #require(try await temporary.store.read { try $0.item(id) })
        #expect(stored.content == item)
        #expect(stored.seen == .hours(0))
        #expect(stored.words == 5)
        #expect(stored.version == 1)
        #expect(stored.sha256.count == 64)
        #expect(stored.hiddenBy == "hide: tag:x")
        #expect(stored.isLead)
        #expect(stored.relation == .new)
        #expect(stored.tags == ["policy", "eu", "Missiles"])
    }

    @Test("without a date is sorted by when it was first seen", arguments: TemporaryStore.Kind.allCases)
    func undated(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        try await temporary.add(.sample("old", guid: "1", published: .hours(-5)), seen: .hours(0))
        try await temporary.add(.sample("undated", guid: "2"), seen: .hours(-1))
        try await temporary.add(.sample("new", guid: "3", published: .hours(-0.5)), seen: .hours(0))
        #expect(try await temporary.titles("*") == ["new", "undated", "old"])
    }

    @Test("leaves out its texts when a listing asks for that")
    func withoutText() async throws {
        let temporary = try await TemporaryStore()
        try await temporary.add(.sample("a", text: "long text"))
        let item = try #require(try await temporary.find("*") { $0.withoutText = true }.first)
        #expect(item.content.text.isEmpty)
        #expect(item.words == 2)
    }

    @Test("is found by the beginning of its short text", arguments: TemporaryStore.Kind.allCases)
    func prefix(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        var ids: [ItemID] = []
        for number in 0..<40 { ids.append(try await temporary.add(.sample("n\(number)", guid: "\(number)"))) }
        let wanted = ids[17]
        let whole = try await temporary.store.read { try $0.items(withPrefix: wanted.text, limit: 5) }
        #expect(whole == [wanted])
        let found = try await temporary.store.read {
            try $0.items(withPrefix: String(wanted.text.prefix(3)), limit: 5)
        }
        #expect(found.contains(wanted))
        #expect(try await temporary.store.read { try $0.items(withPrefix: "uuu", limit: 5) }.isEmpty)
    }

    @Test("keeps the old text as a version when it really changes", arguments: TemporaryStore.Kind.allCases)
    func versions(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let id = try await temporary.add(.sample("First", text: "alpha beta", guid: "1"))
        try await temporary.store.write {
            try $0.update(
                id, with: .sample("First", text: "alpha beta gamma", guid: "1"), at: .hours(1),
                isRealChange: true)
            try $0.update(
                id, with: .sample("Second", text: "delta", guid: "1"), at: .hours(2), isRealChange: true)
        }
        let versions = try await temporary.store.read { try $0.versions(of: id) }
        #expect(versions.map(\.text) == ["alpha beta", "alpha beta gamma"])
        #expect(versions.map(\.number) == [1, 2])
        #expect(versions.map(\.replaced) == [.hours(1), .hours(2)])
        let item = try #require(try await temporary.store.read { try $0.item(id) })
        #expect(item.version == 3)
        #expect(item.changed == .hours(2))
        #expect(item.content.title == "Second")
        #expect(try await temporary.titles("alpha").isEmpty)
        #expect(try await temporary.titles("delta is:changed") == ["Second"])
        #expect(try await temporary.store.check() == [])
    }

    @Test("keeps no version when only a banner changed")
    func smallChange() async throws {
        let temporary = try await TemporaryStore()
        let id = try await temporary.add(.sample("A", text: "one", guid: "1"))
        try await temporary.store.write {
            try $0.update(
                id, with: .sample("A", text: "one two", guid: "1"), at: .hours(1), isRealChange: false)
        }
        let item = try #require(try await temporary.store.read { try $0.item(id) })
        #expect(item.version == 1)
        #expect(item.changed == nil)
        #expect(item.content.text == "one two")
        #expect(try await temporary.titles("two") == ["A"])
    }

    @Test(
        "takes marks and tags of a person, who may also take off the source's",
        arguments: TemporaryStore.Kind.allCases)
    func marks(_ kind: TemporaryStore.Kind) async throws {
        var source = Source(name: "wire", urls: ["https://wire.example/"])
        source.tags = ["us"]
        let temporary = try await TemporaryStore(kind, sources: [source])
        let id = try await temporary.add(.sample("A", guid: "1") { $0.tags = ["press"] })
        try await temporary.store.write {
            try $0.mark(id, kept: true, read: nil, addTags: ["Later"], removeTags: ["US"])
        }
        var item = try #require(try await temporary.store.read { try $0.item(id) })
        #expect(item.kept)
        #expect(!item.read)
        #expect(item.tags == ["press", "Later"])
        #expect(try await temporary.titles("tag:us").isEmpty)
        #expect(try await temporary.titles("tag:later is:kept") == ["A"])
        try await temporary.store.write {
            try $0.mark(id, kept: nil, read: true, addTags: ["us"], removeTags: ["later"])
            try $0.update(id, with: .sample("A", text: "x", guid: "1"), at: .hours(1), isRealChange: true)
        }
        item = try #require(try await temporary.store.read { try $0.item(id) })
        #expect(item.kept && item.read)
        #expect(item.tags == ["us"])
        #expect(try await temporary.titles("tag:us is:read") == ["A"])
        #expect(try await temporary.titles("tag:press").isEmpty)
    }

    @Test("remembers what was decided about it, in order")
    func log() async throws {
        let temporary = try await TemporaryStore()
        let decision = Decision(
            story: nil, relation: .new, lead: nil, score: 0.25,
            reasons: [.init(rule: "none", detail: "nothing like it", figures: ["containment": 0.1])])
        let id = try await temporary.add(.sample("A"), decision: decision)
        try await temporary.store.write {
            try $0.append(LogEntry(at: .hours(1), topic: "rule", message: "no rule touched it"), to: id)
        }
        let log = try await temporary.store.read { try $0.log(of: id) }
        #expect(log.map(\.topic) == ["story", "rule"])
        #expect(log[0].decision == decision)
        #expect(log[0].message.contains("nothing like it"))
        #expect(log[1].at == .hours(1))
    }

    @Test("with an event is found by the time it takes place", arguments: TemporaryStore.Kind.allCases)
    func events(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        for (title, start) in [("past", -48.0), ("running", -1), ("soon", 20), ("far", 24 * 20)] {
            try await temporary.add(
                .sample(title, guid: title, published: .hours(-100)) { item in
                    item.kind = .event
                    var event = Event()
                    event.start = .hours(start)
                    event.end = .hours(start + 2)
                    event.timeZone = "Asia/Hong_Kong"
                    event.speakers = [Speaker(name: "Ada Example", affiliation: "Invented Institute")]
                    item.event = event
                })
        }
        let coming = try await temporary.store.read { try $0.events(from: .reference, to: nil) }
        #expect(coming.map(\.content.title) == ["running", "soon", "far"])
        #expect(coming[0].content.event?.speakers.first?.affiliation == "Invented Institute")
        let week = try await temporary.store.read { try $0.events(from: .reference, to: .hours(24 * 7)) }
        #expect(week.map(\.content.title) == ["running", "soon"])
        #expect(Set(try await temporary.titles("is:event date:today..+14d")) == ["running", "soon"])
    }
}
