import Foundation
import GRDB
import Testing

@testable import Aggregator

@Suite("The fingerprint index in a file") struct StoriesIndexTests {
    private let queue: DatabaseQueue

    init() throws {
        queue = try DatabaseQueue()
        try queue.write { try SQLiteFingerprintIndex.migrate($0, seed: 7) }
    }

    /// An unlike number for each place, as a hash would be.
    private static func print(_ number: Int) -> UInt64 {
        var value = UInt64(number &+ 1) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 31
        return value &* 0xD6E8_FEB8_6659_FD93
    }

    private static func entry(_ item: Int, prints: [UInt64], seen: Int? = nil) -> IndexEntry {
        let date = Date(timeIntervalSince1970: Double(seen ?? item))
        return IndexEntry(
            outline: ItemOutline(
                item: ItemID(Int64(item)), words: 100, ownWords: 90, date: date, source: 1, address: 2),
            story: StoryID(Int64(item)), fingerprints: prints, keys: [print(item + 5_000_000)], seen: date,
            document: IndexedDocument(source: "a", title: "", text: "", date: date))
    }

    private func fill(_ items: ClosedRange<Int>, _ memory: FingerprintMemory) throws {
        try queue.write { db in
            let index = try SQLiteFingerprintIndex(db, memory: memory)
            for item in items {
                try index.insert(Self.entry(item, prints: [Self.print(item * 2), Self.print(item * 2 + 1)]))
            }
        }
    }

    @Test("finds every fingerprint and key after segments were written and merged, and after reopening")
    func segments() throws {
        let memory = FingerprintMemory()
        try fill(1...9000, memory)
        for memory in [memory, FingerprintMemory()] {
            try queue.write { db in
                let index = try SQLiteFingerprintIndex(db, memory: memory)
                for item in stride(from: 1, through: 9000, by: 7) {
                    let answer = try index.postings(
                        of: [Self.print(item * 2), Self.print(item * 2 + 1)], cap: 40)
                    #expect(answer.allSatisfy { $0.items == [ItemID(Int64(item))] && $0.storyCount == 1 })
                    #expect(
                        try index.items(withKeys: [Self.print(item + 5_000_000)]) == [[ItemID(Int64(item))]])
                }
                #expect(
                    try index.postings(of: [Self.print(900_000)], cap: 40) == [
                        Postings(items: [], storyCount: 0)
                    ])
            }
        }
        let segments = try queue.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM story_segment WHERE kind = 0")
        }
        #expect(segments == 1)
    }

    @Test("answers newest first, and with one more than the cap when there are more")
    func cap() throws {
        let memory = FingerprintMemory()
        try queue.write { db in
            let index = try SQLiteFingerprintIndex(db, memory: memory)
            for item in 1...60 { try index.insert(Self.entry(item, prints: [Self.print(1)])) }
            let few = try index.postings(of: [Self.print(1)], cap: 100)
            #expect(few.first?.items.first == ItemID(60))
            #expect(few.first?.storyCount == 60)
            let many = try index.postings(of: [Self.print(1)], cap: 40)
            #expect(many.first?.storyCount ?? 0 >= 3)
        }
    }

    @Test("forgets what a rolled back transaction had put in")
    func rollback() throws {
        struct Stop: Error {}
        let memory = FingerprintMemory()
        try fill(1...3, memory)
        #expect(throws: Stop.self) {
            try queue.write { db in
                let index = try SQLiteFingerprintIndex(db, memory: memory)
                try index.insert(Self.entry(4, prints: [Self.print(77)]))
                throw Stop()
            }
        }
        try queue.write { db in
            let index = try SQLiteFingerprintIndex(db, memory: memory)
            #expect(try index.postings(of: [Self.print(77)], cap: 40).first?.items == [])
            #expect(try index.story(of: ItemID(4)) == nil)
            #expect(try index.postings(of: [Self.print(6)], cap: 40).first?.items == [ItemID(3)])
        }
    }

    @Test("forgets fingerprints by the time first seen, and never keys")
    func expiry() throws {
        let memory = FingerprintMemory()
        try fill(1...100, memory)
        try queue.write { db in
            let index = try SQLiteFingerprintIndex(db, memory: memory)
            try index.expire(before: Date(timeIntervalSince1970: 50))
            #expect(try index.postings(of: [Self.print(20)], cap: 40).first?.items == [])
            #expect(try index.postings(of: [Self.print(160)], cap: 40).first?.items == [ItemID(80)])
            #expect(try index.items(withKeys: [Self.print(5_000_010)]) == [[ItemID(10)]])
            #expect(try index.story(of: ItemID(10)) == StoryID(10))
        }
    }

    @Test("unites stories and moves the lead")
    func unite() throws {
        let memory = FingerprintMemory()
        try fill(1...3, memory)
        try queue.write { db in
            let index = try SQLiteFingerprintIndex(db, memory: memory)
            try index.unite(StoryID(2), into: StoryID(1))
            try index.setLead(ItemID(2), of: StoryID(1))
            #expect(try index.outlines(of: StoryID(1), limit: 5).map(\.item) == [ItemID(2), ItemID(1)])
            #expect(try index.story(of: ItemID(2)) == StoryID(1))
            try index.move(ItemID(2), to: StoryID(9))
            #expect(try index.story(of: ItemID(2)) == StoryID(9))
        }
    }

    @Test("keeps an outline byte for byte")
    func outline() throws {
        var outline = ItemOutline(
            item: ItemID(5), words: 70_000, ownWords: 12, date: Date(timeIntervalSince1970: -3), source: .max,
            address: 9,
            rank: 90, marks: [.excerpt, .carried], isLead: true)
        #expect(ItemOutline(item: ItemID(5), isLead: true, encoded: outline.encoded) == outline)
        outline.isLead = false
        #expect(ItemOutline(item: ItemID(5), isLead: true, encoded: outline.encoded) != outline)
        #expect(ItemOutline(item: ItemID(5), isLead: true, encoded: [1, 2]) == nil)
    }
}
