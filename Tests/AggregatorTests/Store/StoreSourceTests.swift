import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

@Suite("Sources in the store") struct StoreSourceTests {
    @Test("keep their poll state", arguments: TemporaryStore.Kind.allCases)
    func pollState(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(
            kind, sources: [Source(name: "a", urls: []), Source(name: "b", urls: [])])
        var state = PollState()
        state.nextPoll = .hours(2)
        state.health = .quiet
        state.reason = "nothing for 9 days"
        state.etag = "\"x\""
        state.bodyHash = .max
        state.rate.count = 3
        let saved = state
        try await temporary.store.write { try $0.save(saved, of: "a") }
        #expect(try await temporary.store.read { try $0.pollState(of: "a") } == saved)
        #expect(try await temporary.store.read { try $0.pollState(of: "b") } == nil)
        #expect(try await temporary.store.read { try $0.pollStates() } == ["a": saved])
    }

    @Test("are kept for one that was never registered", arguments: TemporaryStore.Kind.allCases)
    func unknown(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind, sources: [])
        var state = PollState()
        state.etag = "\"x\""
        let saved = state
        try await temporary.store.write { try $0.save(saved, of: "a") }
        #expect(try await temporary.store.read { try $0.pollState(of: "a") } == saved)
    }

    @Test("tell when and where they are due without their rhythm", arguments: TemporaryStore.Kind.allCases)
    func brief(_ kind: TemporaryStore.Kind) async throws {
        let source = Source(name: "a", urls: ["https://a.example/feed"])
        let temporary = try await TemporaryStore(kind, sources: [source])
        var state = PollState()
        state.nextPoll = .hours(2)
        state.lastPoll = .hours(-1)
        state.health = .slow
        state.disabled = true
        state.adoptedURL = "https://b.example/feed"
        state.failures = 1
        var learnt = state
        learnt.rate.note([.hours(-30), .hours(-20)], now: .hours(-1))
        learnt.hints.ttl = 3600
        let saved = learnt
        try await temporary.store.write { try $0.save(saved, of: "a") }
        #expect(try await temporary.store.read { try $0.briefPollState(of: "a") } == state)
        // Nobody who asks for all of it gets the half of it.
        #expect(try await temporary.store.read { try $0.pollState(of: "a") }?.rate.count == 2)
    }

    @Test("are the same when the store has given its memory back", arguments: TemporaryStore.Kind.allCases)
    func rest(_ kind: TemporaryStore.Kind) async throws {
        let sources = ["a", "b"].map { Source(name: $0, urls: ["https://\($0).example/feed"]) }
        let temporary = try await TemporaryStore(kind, sources: sources)
        var state = PollState()
        state.etag = "\"x\""
        let saved = state
        try await temporary.store.write { try $0.save(saved, of: "b") }
        await temporary.store.rest()
        let etags = try await temporary.store.read { reader in
            var etags: [String: String] = [:]
            try reader.eachPollState(of: sources) { source, state in
                etags[source.name] = state.etag ?? "none"
            }
            return etags
        }
        #expect(etags == ["a": "none", "b": "\"x\""])
        try await temporary.store.write { try $0.save(saved, of: "a") }
        #expect(try await temporary.store.read { try $0.pollStates() }.count == 2)
    }

    @Test(
        "are archived with their items when they leave the configuration",
        arguments: TemporaryStore.Kind.allCases)
    func archived(_ kind: TemporaryStore.Kind) async throws {
        var old = Source(name: "old", urls: [])
        old.tags = ["wire"]
        let temporary = try await TemporaryStore(kind, sources: [old])
        try await temporary.add(.sample("Kept", source: "old"))
        try await temporary.store.write {
            try $0.save(PollState(), of: "old")
            try $0.register([Source(name: "new", urls: [])])
        }
        #expect(try await temporary.titles("source:old tag:wire") == ["Kept"])
        #expect(try await temporary.store.read { try $0.pollStates() }.isEmpty)
        #expect(try await temporary.store.read { try $0.totals() }.sources == 1)
        let back = old
        try await temporary.store.write { try $0.register([back]) }
        #expect(try await temporary.store.read { try $0.pollStates() }.count == 1)
    }

    @Test("give the poll state that another process has stored meanwhile")
    func otherProcess() async throws {
        let temporary = try await TemporaryStore(.file, sources: [Source(name: "a", urls: [])])
        let other = try SQLiteStore(path: temporary.path, access: .readWrite)
        var state = PollState()
        for etag in ["\"1\"", "\"2\"", "\"1\""] {
            state.etag = etag
            let saved = state
            try await other.write { try $0.save(saved, of: "a") }
            #expect(try await temporary.store.read { try $0.pollState(of: "a") } == saved)
            #expect(try await temporary.store.write { try $0.pollState(of: "a") } == saved)
        }
        try await other.close()
    }

    @Test("are written again when anything about them differs, and stay when nothing does")
    func registeredAgain() async throws {
        var source = Source(name: "a", urls: [])
        source.org = ["Harbour Institute"]
        let first = source
        let temporary = try await TemporaryStore(.memory, sources: [first])
        try await temporary.add(.sample("One", source: "a"))
        try await temporary.store.write { try $0.register([first]) }
        #expect(try await temporary.titles("org:harbour") == ["One"])
        source.org = ["Canal Institute"]
        source.tags = ["water"]
        let second = source
        try await temporary.store.write { try $0.register([second]) }
        #expect(try await temporary.titles("org:canal tag:water") == ["One"])
        #expect(try await temporary.titles("org:harbour").isEmpty)
        try await temporary.store.write { try $0.register([second, Source(name: "b", urls: [])]) }
        #expect(try await temporary.store.read { try $0.totals() }.sources == 2)
    }

    @Test("are registered again after one that nobody had registered came in between")
    func strangerBetween() async throws {
        let sources = [Source(name: "a", urls: [])]
        let temporary = try await TemporaryStore(.memory, sources: sources)
        try await temporary.add(.sample("Late", source: "left"))
        #expect(try await temporary.store.read { try $0.totals() }.sources == 2)
        try await temporary.store.write { try $0.register(sources) }
        #expect(try await temporary.store.read { try $0.totals() }.sources == 1)
    }

    @Test("differ by the place where a word stands, among the organisations or the tags")
    func places() async throws {
        var source = Source(name: "a", urls: [])
        source.org = ["water"]
        let first = source
        let temporary = try await TemporaryStore(.memory, sources: [first])
        try await temporary.add(.sample("One", source: "a"))
        (source.org, source.tags) = ([], ["water"])
        let second = source
        try await temporary.store.write { try $0.register([second]) }
        #expect(try await temporary.titles("tag:water") == ["One"])
        #expect(try await temporary.titles("org:water").isEmpty)
    }

    @Test("count their items and copies")
    func counts() async throws {
        let temporary = try await TemporaryStore(.memory, sources: [Source(name: "a", urls: [])])
        let lead = try await temporary.add(.sample("1", source: "a", guid: "1"))
        let story = try #require(try await temporary.store.read { try $0.item(lead) }).story
        try await temporary.add(
            .sample("2", source: "a", guid: "2"),
            decision: Decision(story: story, relation: .same, lead: lead, score: 1, reasons: []))
        let counts = try await temporary.store.read { try $0.sourceCounts() }
        #expect(counts["a"]?.items == 2)
        #expect(counts["a"]?.copies == 1)
        let totals = try await temporary.store.read { try $0.totals() }
        #expect(totals.items == 2)
        #expect(totals.stories == 1)
        #expect(totals.bytes > 0)
        #expect(!totals.schema.isEmpty)
    }

    @Test("keep their last good answer until it is forgotten")
    func answers() async throws {
        let temporary = try await TemporaryStore(.memory, sources: [Source(name: "a", urls: [])])
        let answer = StoredAnswer(
            url: "https://a.example/", at: .hours(0), contentType: "text/xml", body: [0, 255, 10],
            codings: ["deflate", "gzip"])
        try await temporary.store.write { try $0.save(answer, of: "a") }
        #expect(try await temporary.store.read { try $0.lastGoodAnswer(of: "a") } == answer)
        try await temporary.store.write { try $0.forgetAnswers(before: .hours(1)) }
        #expect(try await temporary.store.read { try $0.lastGoodAnswer(of: "a") } == nil)
    }

    @Test("leave room for values that are remembered and forgotten")
    func values() async throws {
        let temporary = try await TemporaryStore()
        try await temporary.store.write { try $0.set("x", of: "looked") }
        #expect(try await temporary.store.read { try $0.value(of: "looked") } == "x")
        try await temporary.store.write { try $0.set(nil, of: "looked") }
        #expect(try await temporary.store.read { try $0.value(of: "looked") } == nil)
    }
}

@Suite("Digest issues in the store") struct StoreIssueTests {
    private func issue(_ number: Int, after: Int64, upTo: Int64, stories: [Int64]) -> StoredIssue {
        StoredIssue(
            digest: "daily", number: number, made: .hours(Double(number)), after: ItemID(after),
            upTo: ItemID(upTo),
            stories: stories.map { StoryID($0) }, body: "{\"number\":\(number)}")
    }

    @Test("come back as they were made", arguments: TemporaryStore.Kind.allCases)
    func roundTrip(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        let first = issue(1, after: 0, upTo: 5, stories: [3, 1])
        let second = issue(2, after: 5, upTo: 9, stories: [7])
        try await temporary.store.write {
            try $0.append(first, deliveries: [])
            try $0.append(second, deliveries: [])
        }
        #expect(try await temporary.store.read { try $0.lastIssue(of: "daily") } == second)
        #expect(try await temporary.store.read { try $0.issue(1, of: "daily") } == first)
        #expect(try await temporary.store.read { try $0.issues(of: "daily", limit: 9) } == [second, first])
        #expect(try await temporary.store.read { try $0.issues(carrying: StoryID(3)) } == [first])
        #expect(
            try await temporary.store.read { try $0.told([StoryID(1), StoryID(2)], by: "daily") } == [
                StoryID(1)
            ])
        #expect(try await temporary.store.read { try $0.told([StoryID(1)], by: "weekly") }.isEmpty)
    }

    @Test("can't leave a gap or look at items twice, and nothing of a refused one stays")
    func order() async throws {
        let temporary = try await TemporaryStore()
        let first = issue(1, after: 0, upTo: 5, stories: [])
        try await temporary.store.write { try $0.append(first, deliveries: []) }
        let gap = issue(3, after: 5, upTo: 6, stories: [])
        let twice = issue(2, after: 4, upTo: 6, stories: [])
        let again = issue(1, after: 5, upTo: 6, stories: [])
        for wrong in [gap, twice, again] {
            await #expect(throws: StoreError.self) {
                try await temporary.store.write {
                    try $0.set("x", of: "half")
                    try $0.append(wrong, deliveries: [])
                }
            }
        }
        #expect(try await temporary.store.read { try $0.value(of: "half") } == nil)
        #expect(try await temporary.store.check() == [])
    }

    @Test("wait to be sent until every delivery is done or given up", arguments: TemporaryStore.Kind.allCases)
    func deliveries(_ kind: TemporaryStore.Kind) async throws {
        let temporary = try await TemporaryStore(kind)
        var mara = Delivery(digest: "daily", issue: 1, recipient: "mara@a.example", messageID: "<1@a>")
        var desk = Delivery(digest: "daily", issue: 1, recipient: "desk@a.example", messageID: "<2@a>")
        let both = [mara, desk]
        let first = issue(1, after: 0, upTo: 1, stories: [])
        try await temporary.store.write { try $0.append(first, deliveries: both) }
        #expect(try await temporary.store.read { try $0.pendingDeliveries() }.count == 2)
        mara.sent = .hours(1)
        mara.attempts = 1
        desk.attempts = 1
        desk.notBefore = .hours(2)
        desk.error = "451 try later"
        let tried = [mara, desk]
        try await temporary.store.write { writer in try tried.forEach { try writer.save($0) } }
        #expect(try await temporary.store.read { try $0.pendingDeliveries() } == [desk])
        desk.failed = true
        let failed = desk
        try await temporary.store.write { try $0.save(failed) }
        #expect(try await temporary.store.read { try $0.pendingDeliveries() }.isEmpty)
    }
}
