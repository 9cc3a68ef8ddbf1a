import Aggregator
import Foundation
import TestSupport
import Testing

@Suite("Forgetting old items") struct StorePruneTests {
    private static let alone = Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: [])

    /// Items seen at the hours 0, 1, 2 …, each a story of its own.
    private func store(_ titles: [String], _ kind: TemporaryStore.Kind = .memory) async throws
        -> TemporaryStore
    {
        let temporary = try await TemporaryStore(kind)
        for (hour, title) in titles.enumerated() {
            try await temporary.add(
                .sample(title, text: "The text of \(title).", guid: title, url: "https://e.org/\(hour)"),
                seen: .hours(Double(hour)))
        }
        return temporary
    }

    /// Adds a copy to the story of an item.
    private func copy(
        _ title: String, of lead: ItemID, leads: Bool = false, at hour: Double, words: Int = 3,
        in temporary: TemporaryStore
    ) async throws -> ItemID {
        let story = try await temporary.store.read { try $0.item(lead) }?.story
        let text = Array(repeating: "word", count: words).joined(separator: " ")
        return try await temporary.add(
            .sample(title, source: "mirror", text: text, guid: title), seen: .hours(hour),
            decision: Decision(
                story: story, relation: leads ? .fuller : .same, lead: leads ? nil : lead, score: 1,
                reasons: []))
    }

    private func prune(_ temporary: TemporaryStore, before hour: Double, dryRun: Bool = false) async throws
        -> Int
    {
        try await temporary.store.write { try $0.prune(before: .hours(hour), dryRun: dryRun) }
    }

    @Test(
        "takes what was first seen before a time, that time not included",
        arguments: TemporaryStore.Kind.allCases)
    func boundary(kind: TemporaryStore.Kind) async throws {
        let temporary = try await store(["A", "B", "C", "D"], kind)
        #expect(try await prune(temporary, before: 2, dryRun: true) == 2)
        #expect(try await temporary.titles("*").count == 4)
        #expect(try await prune(temporary, before: 2) == 2)
        #expect(try await temporary.titles("*") { $0.sort = .arrival } == ["C", "D"])
        #expect(try await prune(temporary, before: 2) == 0)
        #expect(try await temporary.store.check() == [])
    }

    @Test("leaves nothing of their texts: no search, no version, no log, no tag finds them")
    func nothingLeft() async throws {
        let temporary = try await store(["Missile", "Budget"])
        let id = ItemID(1)
        var content = try #require(try await temporary.store.read { try $0.item(id) }).content
        content.text = "Another text about a cruiser."
        content.tags = ["sea"]
        let final = content
        try await temporary.store.write { writer in
            try writer.update(id, with: final, at: .hours(0.5), isRealChange: true)
            try writer.append(LogEntry(at: .hours(0.5), topic: "text", message: "changed"), to: id)
            try writer.mark(id, kept: nil, read: true, addTags: ["mine"], removeTags: [])
        }
        #expect(try await prune(temporary, before: 1) == 1)
        for query in ["missile", "cruiser", "tag:sea", "tag:mine", "is:read", "is:changed", "url:e.org/0"] {
            #expect(try await temporary.titles(query).isEmpty, "\(query)")
        }
        let (item, versions, log) = try await temporary.store.read {
            (try $0.item(id), try $0.versions(of: id), try $0.log(of: id))
        }
        #expect(item == nil)
        #expect(versions.isEmpty)
        #expect(log.isEmpty)
        #expect(try await temporary.store.check() == [])
    }

    @Test("never takes kept ones, however old")
    func kept() async throws {
        let temporary = try await store(["A", "B", "C"])
        try await temporary.store.write {
            try $0.mark(ItemID(2), kept: true, read: nil, addTags: [], removeTags: [])
        }
        #expect(try await prune(temporary, before: 100) == 2)
        #expect(try await temporary.titles("*") == ["B"])
        try await temporary.store.write {
            try $0.mark(ItemID(2), kept: false, read: nil, addTags: [], removeTags: [])
        }
        #expect(try await prune(temporary, before: 100) == 1)
    }

    @Test("gives a story whose lead went the fullest of those that stay")
    func newLead() async throws {
        let temporary = try await store(["Lead"])
        let short = try await copy("Short", of: ItemID(1), at: 5, words: 3, in: temporary)
        let long = try await copy("Long", of: ItemID(1), at: 6, words: 30, in: temporary)
        #expect(try await prune(temporary, before: 1) == 1)
        let story = try #require(try await temporary.store.read { try $0.story(StoryID(1)) })
        #expect(story.lead.id == long)
        #expect(story.lead.isLead)
        #expect(story.copies.map(\.id) == [short])
        #expect(try await temporary.titles("*") == ["Long"])
        #expect(try await temporary.store.check() == [])
    }

    @Test("leaves a story that has lost a copy as it is")
    func lostCopy() async throws {
        let temporary = try await store(["Lead"])
        try await temporary.store.write {
            try $0.mark(ItemID(1), kept: true, read: nil, addTags: [], removeTags: [])
        }
        _ = try await copy("Copy", of: ItemID(1), at: 1, in: temporary)
        #expect(try await prune(temporary, before: 2) == 1)
        let story = try #require(try await temporary.store.read { try $0.story(StoryID(1)) })
        #expect(story.lead.id == ItemID(1))
        #expect(story.copies.isEmpty)
    }

    @Test("ends a story of which nothing stays, and what digests told of it stays told")
    func endedStory() async throws {
        let temporary = try await store(["A"])
        let issue = StoredIssue(
            digest: "daily", number: 1, made: .hours(1), after: ItemID(0), upTo: ItemID(1),
            stories: [StoryID(1)],
            body: "{}")
        try await temporary.store.write { try $0.append(issue, deliveries: []) }
        #expect(try await prune(temporary, before: 1) == 1)
        #expect(try await temporary.store.read { try $0.story(StoryID(1)) } == nil)
        #expect(try await temporary.store.read { try $0.issue(1, of: "daily") } == issue)
        #expect(try await temporary.store.read { try $0.told([StoryID(1)], by: "daily") } == [StoryID(1)])
        #expect(try await temporary.store.read { try $0.totals() }.stories == 0)
        #expect(try await temporary.store.check() == [])
    }

    @Test("gives no number a second time, so that an id never means another item")
    func numbers() async throws {
        let temporary = try await store(["A", "B"])
        #expect(try await prune(temporary, before: 100) == 2)
        let next = try await temporary.add(.sample("C", guid: "C"), seen: .hours(200))
        #expect(next == ItemID(3))
        #expect(try await temporary.store.read { try $0.highestItem() } == 3)
    }

    @Test("lets none come back as new, by its GUID, its address or its text")
    func comeBack() async throws {
        let temporary = try await store(["A", "B"])
        #expect(try await prune(temporary, before: 100) == 2)
        let again = try await temporary.store.read {
            (
                try $0.existing(.sample("A", text: "The text of A.", guid: "A", url: "https://e.org/0")),
                try $0.existing(.sample("B", text: "The text of B.", url: "https://e.org/1")),
                try $0.existing(.sample("C", text: "Other.", guid: "C", url: "https://e.org/2"))
            )
        }
        #expect(again.0?.id == ItemID(1))
        #expect(again.0?.sentHash == nil)
        #expect(again.1?.id == ItemID(2))
        #expect(again.2 == nil)
    }

    @Test("ignores a change of an item that was forgotten meanwhile")
    func lateChange() async throws {
        let temporary = try await store(["A"])
        #expect(try await prune(temporary, before: 100) == 1)
        try await temporary.store.write { writer in
            try writer.update(ItemID(1), with: .sample("A2", guid: "A"), at: .hours(200), isRealChange: true)
            try writer.mark(ItemID(1), kept: true, read: true, addTags: ["x"], removeTags: [])
            try writer.hide(ItemID(1), by: "rule")
            try writer.append(LogEntry(at: .hours(200), topic: "mark", message: "kept"), to: ItemID(1))
        }
        #expect(try await temporary.titles("*").isEmpty)
        #expect(try await temporary.store.check() == [])
    }
}

@Suite("The deliveries of an issue, in the store") struct StoreDeliveryTests {
    private func store(_ recipients: [String]) async throws -> TemporaryStore {
        let temporary = try await TemporaryStore(.memory)
        let issue = StoredIssue(
            digest: "daily", number: 1, made: .reference, after: ItemID(0), upTo: ItemID(0), stories: [],
            body: "{}")
        let deliveries = recipients.map {
            Delivery(digest: "daily", issue: 1, recipient: $0, messageID: "<\($0)>")
        }
        try await temporary.store.write { try $0.append(issue, deliveries: deliveries) }
        return temporary
    }

    private func pending(_ temporary: TemporaryStore) async throws -> [Delivery] {
        try await temporary.store.read { try $0.pendingDeliveries() }
    }

    @Test("come back as they were noted, times to the millisecond")
    func roundTrip() async throws {
        let temporary = try await store(["Mara Lindt <mara@example.org>"])
        var delivery = try #require(try await pending(temporary).first)
        delivery.attempts = 3
        delivery.error = "451 4.7.1 \u{1B}[31mlater\n"
        delivery.notBefore = Date(timeIntervalSince1970: 1_795_327_200.123)
        let noted = delivery
        try await temporary.store.write { try $0.save(noted) }
        #expect(try await pending(temporary) == [noted])
    }

    @Test("wait until they are sent or given up, one not for the other")
    func waiting() async throws {
        let temporary = try await store(["a@e.org", "b@e.org", "maildir:/x"])
        var deliveries = try await pending(temporary)
        deliveries[0].sent = .hours(1)
        deliveries[1].failed = true
        let changed = deliveries
        try await temporary.store.write { writer in for delivery in changed { try writer.save(delivery) } }
        #expect(try await pending(temporary).map(\.recipient) == ["maildir:/x"])
    }

    @Test("belong to an issue that is stored: one of another issue is refused, and nothing of it stays")
    func stranger() async throws {
        let temporary = try await store(["a@e.org"])
        await #expect(throws: StoreError.self) {
            try await temporary.store.write { writer in
                try writer.set("1", of: "trace")
                try writer.save(Delivery(digest: "daily", issue: 9, recipient: "b@e.org", messageID: "<b>"))
            }
        }
        #expect(try await temporary.store.read { try $0.value(of: "trace") } == nil)
        #expect(try await pending(temporary).map(\.recipient) == ["a@e.org"])
    }

    @Test("of many issues are told in the order of digest, issue and recipient")
    func order() async throws {
        let temporary = try await TemporaryStore(.memory)
        try await temporary.store.write { writer in
            for (digest, count) in [("weekly", 1), ("daily", 2)] {
                for number in 1...count {
                    let issue = StoredIssue(
                        digest: digest, number: number, made: .reference, after: ItemID(0), upTo: ItemID(0),
                        stories: [],
                        body: "{}")
                    try writer.append(
                        issue,
                        deliveries: ["b@e.org", "a@e.org"].map {
                            Delivery(
                                digest: digest, issue: number, recipient: $0,
                                messageID: "<\(digest).\(number).\($0)>")
                        })
                }
            }
        }
        let told = try await pending(temporary).map { "\($0.digest) \($0.issue) \($0.recipient)" }
        #expect(
            told == [
                "daily 1 a@e.org", "daily 1 b@e.org", "daily 2 a@e.org", "daily 2 b@e.org",
                "weekly 1 a@e.org",
                "weekly 1 b@e.org",
            ])
    }
}

@Suite("A selection of items") struct StoreSelectionTests {
    /// Six items of two sources: dates and arrival run against each other.
    private func store() async throws -> TemporaryStore {
        var high = Source(name: "high", urls: [])
        high.rank = 90
        var low = Source(name: "low", urls: [])
        low.rank = 10
        let temporary = try await TemporaryStore(.memory, sources: [high, low])
        for number in 0..<6 {
            try await temporary.add(
                .sample(
                    "Item \(number)", source: number % 2 == 0 ? "high" : "low", text: "ship \(number)",
                    guid: "\(number)",
                    published: .hours(-Double(number))), seen: .hours(Double(number)))
        }
        return temporary
    }

    @Test("is in the order that is asked for, the same every time")
    func orders() async throws {
        let temporary = try await store()
        #expect(try await temporary.titles("*") { $0.sort = .date } == (0...5).map { "Item \($0)" })
        #expect(try await temporary.titles("*") { $0.sort = .arrival } == (0...5).map { "Item \($0)" })
        #expect(
            try await temporary.titles("*") { $0.sort = .rank } == [0, 2, 4, 1, 3, 5].map { "Item \($0)" })
        // Without words there is nothing to rank by: newest first.
        #expect(try await temporary.titles("*") { $0.sort = .relevance } == (0...5).map { "Item \($0)" })
    }

    @Test("of items with the same date is in one order: the newer number first")
    func sameDate() async throws {
        let temporary = try await TemporaryStore(.memory)
        for number in 0..<5 {
            try await temporary.add(.sample("Item \(number)", guid: "\(number)", published: .reference))
        }
        #expect(try await temporary.titles("*") == [4, 3, 2, 1, 0].map { "Item \($0)" })
    }

    @Test(
        "is cut at its limit in its own order, and counted without it", arguments: ItemSelection.Sort.allCases
    )
    func limits(sort: ItemSelection.Sort) async throws {
        let temporary = try await store()
        let all = try await temporary.titles("ship") { $0.sort = sort }
        for limit in [0, 1, 3, 6, 100] {
            let some = try await temporary.titles("ship") {
                $0.sort = sort
                $0.limit = limit
            }
            #expect(some == Array(all.prefix(limit)))
        }
        var selection = ItemSelection()
        selection.query = try Query.parse("ship", context: QueryContext(now: .reference))
        selection.limit = 2
        selection.sort = sort
        let asked = selection
        #expect(try await temporary.store.read { try $0.count(asked) } == 6)
    }

    @Test("takes every narrowing at once")
    func everything() async throws {
        let temporary = try await store()
        let found = try await temporary.titles("ship source:high") {
            $0.after = ItemID(1)
            $0.upTo = ItemID(5)
            $0.seenSince = .hours(3)
            $0.sort = .arrival
            $0.limit = 5
        }
        #expect(found == ["Item 4"])
    }

    @Test("reads texts only when they are asked for")
    func withoutText() async throws {
        let temporary = try await store()
        let bare = try await temporary.find("ship") { $0.withoutText = true }
        #expect(bare.allSatisfy { $0.content.text.isEmpty && $0.content.html == nil })
        #expect(bare.allSatisfy { $0.words == 2 && $0.sha256.count == 64 })
        #expect(try await temporary.find("ship").allSatisfy { $0.content.text.hasPrefix("ship ") })
    }

    @Test("of nothing is empty, and counted as none")
    func nothing() async throws {
        let temporary = try await TemporaryStore(.memory)
        #expect(try await temporary.titles("*").isEmpty)
        #expect(try await temporary.store.read { try $0.count(ItemSelection()) } == 0)
        #expect(try await temporary.store.read { try $0.highestItem() } == 0)
        #expect(
            try await temporary.store.read { try $0.stories([StoryID(1), StoryID(2)], withoutText: false) }
                .isEmpty)
        #expect(try await temporary.store.check() == [])
    }
}
