import Foundation
import Testing

@testable import Aggregator

/// An index that counts what is asked of it.
final class CountingIndex: FingerprintIndex {
    let base: InMemoryFingerprintIndex
    private(set) var prints = 0
    private(set) var postingsRead = 0
    private(set) var recalled = 0
    private(set) var keysAsked = 0

    init(_ base: InMemoryFingerprintIndex) { self.base = base }

    func reset() { (prints, postingsRead, recalled, keysAsked) = (0, 0, 0, 0) }

    var seed: UInt64 { base.seed }
    func postings(of fingerprints: [UInt64], cap: Int) throws -> [Postings] {
        prints += fingerprints.count
        let answers = base.postings(of: fingerprints, cap: cap)
        postingsRead += answers.reduce(0) { $0 + $1.items.count }
        return answers
    }
    func isBoilerplate(_ fingerprints: [UInt64]) throws -> [Bool] { base.isBoilerplate(fingerprints) }
    func items(withKeys keys: [UInt64]) throws -> [[ItemID]] {
        keysAsked += keys.count
        return base.items(withKeys: keys)
    }
    func document(of item: ItemID) throws -> IndexedDocument? {
        recalled += 1
        return base.document(of: item)
    }
    func story(of item: ItemID) throws -> StoryID? { base.story(of: item) }
    func printCount(of item: ItemID) throws -> Int? { base.printCount(of: item) }
    func outline(of item: ItemID) throws -> ItemOutline? { base.outline(of: item) }
    func outlines(of story: StoryID, limit: Int) throws -> [ItemOutline] {
        base.outlines(of: story, limit: limit)
    }
    func insert(_ entry: IndexEntry) throws { base.insert(entry) }
    func unite(_ story: StoryID, into other: StoryID) throws { base.unite(story, into: other) }
    func move(_ item: ItemID, to story: StoryID) throws { base.move(item, to: story) }
    func setLead(_ item: ItemID, of story: StoryID) throws { base.setLead(item, of: story) }
    func expire(before time: Date) throws { base.expire(before: time) }
}

@Suite("The work of one decision") struct StoriesBoundTests {
    private let desk = StoryDesk()
    private let deduplicator = Deduplicator()

    /// Decides about an item without keeping it, and tells what that cost.
    private func cost(_ text: String, title: String = "", url: String? = nil) throws -> CountingIndex {
        let index = CountingIndex(desk.index)
        var document = IndexedDocument(
            source: "probe", title: title, text: text, date: Date(timeIntervalSince1970: 1_790_000_000))
        document.canonicalURL = url
        _ = try deduplicator.decide(document, index: index)
        return index
    }

    private func expectBounds(_ index: CountingIndex) {
        let limit = StoryThresholds.headPrints + StoryThresholds.restPrints
        #expect(index.prints <= limit)
        #expect(index.postingsRead <= limit * (StoryThresholds.postingCap + 1))
        // Eight candidates, four items under each of a few keys, and the story's members when its lead moves.
        #expect(
            index.recalled <= StoryThresholds.maximumCandidates + 2 * StoryThresholds.membersConsidered + 24)
        #expect(index.keysAsked <= 24)
    }

    @Test("is bounded when ten thousand items of one template came within an hour, and hides none of them")
    func template() throws {
        var joined = 0
        for number in 0..<10_000 {
            let text = """
                The harbour office of Halmund registered \(number * 37 + 11) arrivals and \(number * 53 + 29) departures on this day.
                Ships above the length limit must announce themselves two days in advance by telephone or by letter.
                The highest water stood at \(number * 7 + 13) centimetres and the lowest at \(number * 3 + 17) centimetres.
                """
            let decision = try desk.receive(
                "day\(number)", from: "harbour", title: "Harbour report number \(number)",
                hoursLater: 1 / 10_000.0, text)
            if number >= 3, decision.story != nil { joined += 1 }
        }
        #expect(joined == 0)
        try expectBounds(
            cost(
                """
                The harbour office of Halmund registered 5 arrivals and 6 departures on this day.
                Ships above the length limit must announce themselves two days in advance by telephone or by letter.
                The highest water stood at 77 centimetres and the lowest at 21 centimetres.
                """, title: "Harbour report"))
    }

    @Test("is bounded when one story has three hundred copies")
    func copies() throws {
        for number in 0..<300 {
            try desk.receive(
                "copy\(number)", from: "paper\(number)", title: "Strike", hoursLater: 0.01, Prose.article(1))
        }
        #expect(desk.story(of: "copy299") == desk.story(of: "copy0"))
        try expectBounds(cost(Prose.article(1), title: "Strike"))
    }

    @Test("is bounded for a text of five megabytes")
    func huge() throws {
        let text = (0..<560).map { Prose.article($0, paragraphs: 24) }.joined(separator: "\n\n")
        try desk.receive("book", text)
        try expectBounds(cost(text))
    }

    @Test("is bounded when a page's address or title stands under a thousand items")
    func keys() throws {
        let title = "What the papers say this Monday morning"
        for number in 0..<1000 {
            try desk.receive(
                "day\(number)", title: title, hoursLater: 0.1, Prose.article(number, paragraphs: 1)
            ) {
                $0.canonicalURL = "https://wire.example/column"
            }
        }
        try expectBounds(cost("", title: title, url: "https://wire.example/column"))
        try expectBounds(cost(Prose.article(5000), title: title, url: "https://wire.example/column"))
    }

    @Test("is bounded for a text that repeats passages of five hundred others")
    func patchwork() throws {
        for number in 0..<500 {
            try desk.receive("one\(number)", hoursLater: 0.1, Prose.article(number, paragraphs: 2))
        }
        let text = (0..<500).map { Prose.paragraph($0, 0) }.joined(separator: "\n\n")
        try expectBounds(cost(text))
        let decision = try desk.receive("patchwork", text)
        #expect(decision.unites.isEmpty)
    }

    @Test("finds nothing to read for a new text in an old archive")
    func fresh() throws {
        for number in 0..<200 { try desk.receive("one\(number)", hoursLater: 0.1, Prose.article(number)) }
        let index = try cost(Prose.article(10_000), url: "https://new.example/1")
        #expect(index.postingsRead == 0)
        #expect(index.recalled == 0)
    }
}

@Suite("A clock that jumps") struct StoriesClockTests {
    @Test("forward by a century in one item's date makes no other item old")
    func forward() throws {
        let desk = StoryDesk()
        try desk.receive("one", Prose.article(1))
        try desk.receive("jump", Prose.article(2)) { $0.date = Date(timeIntervalSince1970: 7e9) }
        #expect(try desk.receive("copy", from: "b", Prose.article(1)).story == desk.story(of: "one"))
    }

    @Test("backward in a copy's date makes the copy no original over one that names it")
    func backward() throws {
        let desk = StoryDesk()
        try desk.receive("original", from: "origin", Prose.article(1))
        try desk.receive(
            "repost", from: "trade", "(Source: Origin; issued April 03, 2026)\n" + Prose.article(1)
        ) {
            $0.date = Date(timeIntervalSince1970: 0)
        }
        #expect(desk.lead(of: "repost") == "original")
    }

    @Test("to times that are none leaves decisions to the texts", arguments: [-1e15, 1e15, 0])
    func absurd(_ seconds: Double) throws {
        let desk = StoryDesk()
        try desk.receive("one", Prose.article(1)) { $0.date = Date(timeIntervalSince1970: seconds) }
        #expect(try desk.receive("copy", from: "b", Prose.article(1)).story == desk.story(of: "one"))
    }

    @Test("after expiry, fingerprints are gone and addresses are not")
    func expiry() throws {
        let desk = StoryDesk()
        try desk.receive("one", Prose.article(1)) { $0.canonicalURL = "https://a.example/1" }
        desk.index.expire(before: .distantFuture)
        #expect(try desk.receive("copy", from: "b", Prose.article(1)).story == nil)
        let again = try desk.receive("same", from: "wire", Prose.article(1)) {
            $0.canonicalURL = "https://a.example/1"
        }
        #expect(again.story != nil)
    }
}
