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

@Suite("The log of fingerprints") struct StoriesLogTests {
    private let queue: DatabaseQueue

    init() throws {
        queue = try DatabaseQueue()
        try queue.write { try $0.execute(sql: FingerprintLog.schema) }
    }

    private func found(_ log: FingerprintLog, _ print: UInt64, limit: Int = 41) throws -> [Int64] {
        try queue.write { db in
            var found: [Int64] = []
            try log.collect(print, into: &found, limit: limit, db)
            return found
        }
    }

    @Test("answers with the newest first, whether in memory, in segments or in both")
    func order() throws {
        let log = FingerprintLog(kind: 0)
        for item in 1...5 as ClosedRange<Int64> { log.remember([9], of: item) }
        #expect(try found(log, 9) == [5, 4, 3, 2, 1])
        try queue.write { try log.flush(floor: 0, $0) }
        #expect(try found(log, 9) == [5, 4, 3, 2, 1])
        // Asked before, and added to since.
        log.remember([9], of: 6)
        #expect(try found(log, 9) == [6, 5, 4, 3, 2, 1])
        try queue.write { try log.flush(floor: 0, $0) }
        log.remember([9], of: 7)
        #expect(try found(log, 9) == [7, 6, 5, 4, 3, 2, 1])
        #expect(try found(log, 9, limit: 3) == [7, 6, 5])
        #expect(try found(log, 8).isEmpty)
    }

    @Test("holds items whose numbers lie far apart")
    func far() throws {
        let log = FingerprintLog(kind: 0)
        log.remember([3, 5], of: 1)
        log.remember([3], of: 90_000_000)
        try queue.write { try log.flush(floor: 0, $0) }
        #expect(try found(log, 3) == [90_000_000, 1])
        #expect(try found(log, 5) == [1])
    }

    @Test("merges segments without losing or doubling anything")
    func merging() throws {
        let log = FingerprintLog(kind: 0)
        for round in 0..<20 as Range<Int64> {
            for item in 0..<10 as Range<Int64> {
                log.remember([UInt64(item), 1000 + UInt64(round)], of: round * 10 + item + 1)
            }
            try queue.write { try log.flush(floor: 0, $0) }
        }
        #expect(log.segments.count < 8)
        #expect(try found(log, 1019) == (191...200).reversed())
        #expect(try found(log, 4) == (0..<20).reversed().map { $0 * 10 + 5 })
        let fresh = FingerprintLog(kind: 0)
        try queue.read { try fresh.load($0) }
        #expect(try found(fresh, 4) == (0..<20).reversed().map { $0 * 10 + 5 })
    }

    @Test("leaves out what expired when it merges, and drops segments that hold nothing else")
    func expiry() throws {
        let log = FingerprintLog(kind: 0)
        for item in 1...40 as ClosedRange<Int64> {
            log.remember([7], of: item)
            if item % 10 == 0 { try queue.write { try log.flush(floor: 35, $0) } }
        }
        #expect(try found(log, 7) == (35...40).reversed())
        try queue.write { try log.drop(below: 50, $0) }
        #expect(log.segments.isEmpty)
        #expect(try found(log, 7).isEmpty)
    }

    @Test("keeps no more of one fingerprint than anybody asks for")
    func common() throws {
        let log = FingerprintLog(kind: 0)
        for item in 1...400 as ClosedRange<Int64> {
            log.remember([7, UInt64(item) + 100], of: item)
            if item % 100 == 0 { try queue.write { try log.flush(floor: 0, $0) } }
        }
        let all = try found(log, 7, limit: 1000)
        #expect(all.count <= FingerprintLog.keptPerPrint)
        #expect(all.first == 400)
        #expect(try found(log, 150) == [50])
    }

    @Test("filters answer no for nearly all that was never added, and never for what was")
    func filter() {
        var filter = FingerprintFilter(count: 5000)
        func number(_ place: Int) -> UInt64 { (UInt64(place) &* 0x9E37_79B9_7F4A_7C15) >> 24 }
        for place in 0..<5000 { filter.insert(number(place)) }
        for place in 0..<5000 { #expect(filter.mayContain(number(place))) }
        let wrong = (5000..<25_000).count { filter.mayContain(number($0)) }
        #expect(wrong < 400)
        // All at once they answer what they answer one by one.
        var marked: [Int] = []
        filter.mark((0..<25_000).map(number)) { marked.append($0) }
        #expect(marked == (0..<25_000).filter { filter.mayContain(number($0)) })
        #expect(FingerprintFilter(words: filter.words)?.mayContain(number(3)) == true)
        #expect(FingerprintFilter(words: []) == nil)
        #expect(FingerprintFilter(words: [1, 2, 3]) == nil)
    }
}
