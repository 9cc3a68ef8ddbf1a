import Foundation
import Testing

@testable import Aggregator

@Suite("The tables that decisions are made with") struct StoriesTableTests {
    private static func number(_ place: Int) -> UInt64 {
        var value = UInt64(place &+ 1) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
        return value &* 0xBF58_476D_1CE4_E5B9
    }

    @Test("a hash table keeps ten thousand keys through its growth")
    func growth() {
        var table = HashTable()
        for place in 0..<10_000 { table.update(Self.number(place), to: Int32(place)) }
        #expect(table.count == 10_000)
        for place in 0..<10_000 { #expect(table[Self.number(place)] == Int32(place)) }
        for place in 10_000..<11_000 { #expect(!table.contains(Self.number(place))) }
    }

    @Test("a hash table tells the value that another one replaced")
    func replacing() {
        var table = HashTable()
        #expect(table.update(7, to: 1) == nil)
        #expect(table.update(7, to: 2) == 1)
        #expect(table[7] == 2)
        #expect(table.count == 1)
    }

    @Test("a hash table takes a new value only when there is none")
    func orNew() {
        var table = HashTable()
        #expect(table.value(of: 9, orNew: 4) == 4)
        #expect(table.value(of: 9, orNew: 5) == 4)
    }

    @Test("zero and the greatest number but one are keys like any other")
    func edges() {
        var table = HashTable()
        table.update(0, to: 1)
        table.update(.max - 1, to: 2)
        #expect(table[0] == 1)
        #expect(table[.max - 1] == 2)
    }

    @Test("keys that differ in their low bits alone don't crowd into each other's places")
    func neighbours() {
        var table = HashTable()
        for key in 0..<5000 as Range<UInt64> { table.update(key, to: Int32(key)) }
        var seen = 0
        table.forEach { key, value in
            #expect(Int32(key) == value)
            seen += 1
        }
        #expect(seen == 5000)
    }

    @Test("an emptied hash table finds nothing and can be filled again")
    func emptied() {
        var table = HashTable(capacity: 100)
        for place in 0..<100 { table.update(Self.number(place), to: 1) }
        table.removeAll()
        #expect(table.count == 0)
        #expect(!table.contains(Self.number(3)))
        table.update(Self.number(3), to: 8)
        #expect(table[Self.number(3)] == 8)
    }

    @Test("shingles are found at their first place")
    func places() {
        let shingles = (0..<300).map(Self.number)
        let places = ShinglePlaces(shingles)
        for (place, shingle) in shingles.enumerated() { #expect(places.first(shingle) == place) }
        #expect(places.first(Self.number(300)) == nil)
    }

    @Test("a comparison tells the shared shingles of both texts")
    func comparison() {
        let some = (0..<10).map(Self.number)
        let others = (5..<12).map(Self.number)
        let found = ShinglePlaces(some).compare(with: others)
        #expect(found.own == [false, false, false, false, false, true, true, true, true, true])
        #expect(found.others == [true, true, true, true, true, false, false])
    }

    @Test("a shingle that stands twice is shared at both places")
    func repeated() {
        let some = [Self.number(1), Self.number(2), Self.number(1), Self.number(3)]
        let found = ShinglePlaces(some).compare(with: [Self.number(1)])
        #expect(found.own == [true, false, true, false])
        #expect(found.others == [true])
    }

    @Test("an empty text shares nothing")
    func nothing() {
        let found = ShinglePlaces([]).compare(with: [Self.number(1)])
        #expect(found.own.isEmpty)
        #expect(found.others == [false])
    }

    @Test("numbers in ascending order, each once")
    func sortedOnce() {
        #expect(([5, 1, 5, 3, 1] as [UInt64]).sortedOnce() == [1, 3, 5])
        #expect(([] as [UInt64]).sortedOnce() == [])
        #expect(([4] as [UInt64]).sortedOnce() == [4])
        #expect(([2, 2, 2] as [UInt64]).sortedOnce() == [2])
    }

    @Test("numbers are put in order byte by byte as by comparing them", arguments: [0, 1, 512, 513, 5000])
    func inOrder(_ count: Int) {
        let wide = (0..<count).map(Self.number)
        #expect(wide.inOrder() == wide.sorted())
        // Few bytes that differ, and numbers that stand many times.
        let narrow = wide.map { $0 & 0x00FF_0300 }
        #expect(narrow.inOrder() == narrow.sorted())
    }

    @Test("the n-th smallest is found without sorting", arguments: [1, 2, 31, 32, 99, 100])
    func smallest(_ rank: Int) {
        for numbers in [(0..<100).map(Self.number), (0..<100).map { UInt64($0 % 7) }, [UInt64](0..<100)] {
            var shuffled = numbers
            #expect(Winnowing.smallest(rank, of: &shuffled) == numbers.sorted()[rank - 1])
            #expect(shuffled.sorted() == numbers.sorted())
        }
    }

    @Test("a hash that a text has at several places is kept at the first")
    func keptOnce() {
        let run = (0..<12).map(Self.number)
        let places = Winnowing.places(run + run + run)
        #expect(Set(places.map { (run + run + run)[$0] }).count == places.count)
        #expect(places.allSatisfy { $0 < 16 })
    }

    @Test("two texts that share a run of eight words share a fingerprint", arguments: 1...40)
    func winnowing(_ number: Int) {
        // Eight words make five shingles: a whole window of the winnowing.
        let run = (0..<5).map { Self.number(number * 1000 + $0) }
        let one = (0..<9).map { Self.number(number * 1000 + 100 + $0) } + run
        let two = run + (0..<7).map { Self.number(number * 1000 + 200 + $0) }
        let chosen = Set(Winnowing.places(one).map { one[$0] })
        #expect(!chosen.isDisjoint(with: Winnowing.places(two).map { two[$0] }))
    }

    @Test("of a long text the first fingerprints are kept and the smallest others")
    func kept() {
        let shingles = (0..<2000).map(Self.number)
        let places = Winnowing.places(shingles)
        #expect(places.count == StoryThresholds.headPrints + StoryThresholds.restPrints)
        #expect(places == places.sorted())
        let rest = places.dropFirst(StoryThresholds.headPrints).map { shingles[$0] }
        let greatest = rest.max() ?? 0
        // What was left out behind the head is greater than what was kept.
        let head = places[StoryThresholds.headPrints - 1]
        var window: [UInt64] = []
        for start in (head + 1)..<(shingles.count - 4) {
            window.append(shingles[start..<(start + 5)].min() ?? 0)
        }
        let left = Set(window).subtracting(rest).subtracting(places.map { shingles[$0] })
        #expect(left.allSatisfy { $0 > greatest })
    }

    @Test("a text of fewer words than a shingle has none")
    func short() {
        #expect(Shingles.of([1, 2, 3], seed: 9).isEmpty)
        #expect(Shingles.of([1, 2, 3, 4], seed: 9).count == 1)
        #expect(Winnowing.places([]).isEmpty)
    }

    @Test("the order of words counts, and the seed")
    func order() {
        let forth = Shingles.of([1, 2, 3, 4], seed: 9)
        #expect(forth != Shingles.of([4, 3, 2, 1], seed: 9))
        #expect(forth != Shingles.of([1, 2, 3, 4], seed: 10))
        #expect(forth[0] & 1 == 1)
    }
}

@Suite("Readings that are kept") struct ReadingCacheTests {
    private static func reading(_ number: Int, paragraphs: Int = 8) -> RecalledItem {
        RecalledItem(
            IndexedDocument(
                source: "a", title: "t\(number)", text: Prose.article(number, paragraphs: paragraphs),
                date: .distantPast), seed: 1)
    }

    @Test("are found again until they are forgotten")
    func keeping() {
        var cache = ReadingCache()
        let one = Self.reading(1)
        cache.keep(one, of: 1)
        #expect(cache.reading(of: 1) == one)
        cache.forget(1)
        #expect(cache.reading(of: 1) == nil)
    }

    @Test("make room for others within their budget, the ones that are asked for staying longest")
    func budget() {
        var cache = ReadingCache()
        let reading = Self.reading(1, paragraphs: 40)
        let generation = Int64(ReadingCache.budget / reading.cost + 1)
        cache.keep(reading, of: 0)
        for number in 1...(3 * generation) {
            cache.keep(reading, of: number)
            #expect(cache.reading(of: 0) != nil)
        }
        #expect(cache.reading(of: 1) == nil)
        #expect(cache.reading(of: 3 * generation) != nil)
    }

    @Test("don't give way to a book")
    func book() {
        var cache = ReadingCache()
        let small = Self.reading(1)
        cache.keep(small, of: 1)
        let text = Array(repeating: Prose.article(3, paragraphs: 60), count: 20).joined(separator: "\n")
        let book = RecalledItem(
            IndexedDocument(source: "a", title: "", text: text, date: .distantPast), seed: 1)
        if book.cost >= ReadingCache.budget / 16 {
            cache.keep(book, of: 2)
            #expect(cache.reading(of: 2) == nil)
        }
        #expect(cache.reading(of: 1) == small)
    }

    @Test("replaced by another text are the new one")
    func replaced() {
        var cache = ReadingCache()
        cache.keep(Self.reading(1), of: 1)
        cache.keep(Self.reading(2), of: 1)
        #expect(cache.reading(of: 1) == Self.reading(2))
    }
}
