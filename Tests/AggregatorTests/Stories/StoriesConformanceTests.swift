import Foundation
import GRDB
import Testing

@testable import Aggregator

/// A stream of numbers that is the same every time.
struct NumberStream {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next(below limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
    }
}

@Suite("An index in memory and one in a file") struct StoriesConformanceTests {
    /// Hashes that keep their upper 40 bits apart.
    private static func hash(_ number: Int) -> UInt64 {
        var value = UInt64(number &+ 1) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 31
        return value &* 0xD6E8_FEB8_6659_FD93
    }

    private static func entry(_ item: Int, story: Int, prints: [Int], keys: [Int], boilerplate: [Int])
        -> IndexEntry
    {
        let date = Date(timeIntervalSince1970: Double(item))
        var entry = IndexEntry(
            outline: ItemOutline(
                item: ItemID(Int64(item)), words: 100 + item % 7, ownWords: 90 + item % 5, date: date,
                source: UInt32(item % 3), address: UInt32(item), rank: item % 100,
                marks: item % 4 == 0 ? [.excerpt] : []),
            story: StoryID(Int64(story)), fingerprints: prints.map(hash),
            keys: keys.map { hash($0 + 1_000_000) },
            seen: date, document: IndexedDocument(source: "s", title: "", text: "", date: date))
        entry.boilerplate = boilerplate.map(hash)
        return entry
    }

    /// Every answer that both indexes can give about a range of items.
    private static func compare(
        _ memory: InMemoryFingerprintIndex, _ file: SQLiteFingerprintIndex, items: Int, seed: UInt64
    ) throws {
        let prints = (0..<60).map(hash)
        let cap = StoryThresholds.postingCap
        let expected = memory.postings(of: prints, cap: cap)
        let found = try file.postings(of: prints, cap: cap)
        for (print, pair) in zip(expected, found).enumerated() {
            #expect(pair.0 == pair.1, "seed \(seed), fingerprint \(print)")
        }
        #expect(memory.isBoilerplate(prints) == file.isBoilerplate(prints))
        let keys = (0..<40).map { hash($0 + 1_000_000) }
        #expect(try memory.items(withKeys: keys) == file.items(withKeys: keys), "seed \(seed)")
        for number in 1...max(1, items) {
            let item = ItemID(Int64(number))
            #expect(try memory.story(of: item) == file.story(of: item))
            #expect(try memory.printCount(of: item) == file.printCount(of: item))
            #expect(try memory.outline(of: item) == file.outline(of: item), "seed \(seed), item \(number)")
            let story = StoryID(Int64(number))
            #expect(
                try memory.outlines(of: story, limit: 6) == file.outlines(of: story, limit: 6),
                "seed \(seed), story \(number)")
        }
    }

    @Test(
        "answer alike, whatever was remembered, united, moved and led before",
        arguments: 1...12 as ClosedRange<UInt64>)
    func operations(_ seed: UInt64) throws {
        var stream = NumberStream(seed)
        let memory = InMemoryFingerprintIndex(seed: 7)
        let queue = try DatabaseQueue()
        try queue.write { db in
            try SQLiteFingerprintIndex.migrate(db, seed: 7)
            try db.execute(sql: SQLiteFingerprintIndex.byLead)
        }
        var mirror = FingerprintMemory()
        var items = 0
        for _ in 0..<12 {
            try queue.write { db in
                let file = try SQLiteFingerprintIndex(db, memory: mirror)
                for _ in 0..<20 {
                    switch stream.next(below: 10) {
                    case 0 where items > 2:
                        let (story, other) = (stream.next(below: items) + 1, stream.next(below: items) + 1)
                        guard story != other else { continue }
                        memory.unite(StoryID(Int64(story)), into: StoryID(Int64(other)))
                        try file.unite(StoryID(Int64(story)), into: StoryID(Int64(other)))
                    case 1 where items > 2:
                        let (item, story) = (stream.next(below: items) + 1, stream.next(below: items) + 1)
                        guard memory.story(of: ItemID(Int64(item))) != StoryID(Int64(story)) else { continue }
                        memory.move(ItemID(Int64(item)), to: StoryID(Int64(story)))
                        try file.move(ItemID(Int64(item)), to: StoryID(Int64(story)))
                    case 2 where items > 2:
                        let item = ItemID(Int64(stream.next(below: items) + 1))
                        guard let story = memory.story(of: item) else { continue }
                        memory.setLead(item, of: story)
                        try file.setLead(item, of: story)
                    default:
                        items += 1
                        let story =
                            items > 3 && stream.next(below: 3) == 0
                            ? stream.next(below: items - 1) + 1 : items
                        var prints: Set<Int> = []
                        // Of every other seed the fingerprints are so few that some become too common to be read.
                        let variety = seed % 2 == 0 ? 60 : 9
                        for _ in 0..<stream.next(below: 12) { prints.insert(stream.next(below: variety)) }
                        let keys = [stream.next(below: 40)]
                        let entry = Self.entry(
                            items, story: story, prints: prints.sorted(), keys: keys,
                            boilerplate: prints.sorted().filter { $0 % 9 == 0 })
                        memory.insert(entry)
                        try file.insert(entry)
                    }
                }
                try Self.compare(memory, file, items: items, seed: seed)
            }
            // Every third round the file is opened by somebody who remembers nothing.
            if stream.next(below: 3) == 0 { mirror = FingerprintMemory() }
        }
    }

    @Test("forget alike what was seen before a time")
    func expiry() throws {
        let memory = InMemoryFingerprintIndex(seed: 7)
        let queue = try DatabaseQueue()
        try queue.write { try SQLiteFingerprintIndex.migrate($0, seed: 7) }
        let mirror = FingerprintMemory()
        try queue.write { db in
            let file = try SQLiteFingerprintIndex(db, memory: mirror)
            for item in 1...200 {
                let entry = Self.entry(
                    item, story: item, prints: [item % 60], keys: [item % 40], boilerplate: [])
                memory.insert(entry)
                try file.insert(entry)
            }
            for time in [20, 90, 90, 150, 1000] {
                memory.expire(before: Date(timeIntervalSince1970: Double(time)))
                try file.expire(before: Date(timeIntervalSince1970: Double(time)))
                try Self.compare(memory, file, items: 200, seed: 0)
            }
        }
    }

    @Test("show a story's lead first and then the earliest, as many as are wanted")
    func outlines() throws {
        let queue = try DatabaseQueue()
        try queue.write { db in
            try SQLiteFingerprintIndex.migrate(db, seed: 7)
            try db.execute(sql: SQLiteFingerprintIndex.byLead)
            let file = try SQLiteFingerprintIndex(db, memory: FingerprintMemory())
            for item in 1...50 {
                try file.insert(Self.entry(item, story: 1, prints: [], keys: [], boilerplate: []))
            }
            try file.setLead(ItemID(30), of: StoryID(1))
            let found = try file.outlines(of: StoryID(1), limit: 4)
            #expect(found.map(\.item.number) == [30, 1, 2, 3])
            #expect(found.map(\.isLead) == [true, false, false, false])
            try file.setLead(ItemID(31), of: StoryID(1))
            #expect(try file.outlines(of: StoryID(1), limit: 50).filter(\.isLead).map(\.item.number) == [31])
        }
    }

    @Test("find the lead of a story of thousands without sorting its items")
    func plan() throws {
        let queue = try DatabaseQueue()
        try queue.write { db in
            try SQLiteFingerprintIndex.migrate(db, seed: 7)
            try db.execute(sql: SQLiteFingerprintIndex.byLead)
            let plan = try Row.fetchAll(
                db,
                sql: """
                    EXPLAIN QUERY PLAN
                    SELECT item, lead, outline FROM story_item WHERE story = 1 ORDER BY lead DESC, item LIMIT 24
                    """
            ).map { $0["detail"] as String }
            #expect(!plan.joined().contains("TEMP B-TREE"), "\(plan)")
        }
    }
}
