import Testing

@testable import Aggregator

@Suite("The short text of an item's number") struct ShortIDTests {
    @Test(
        "leads back to the number",
        arguments: [1, 2, 31, 32, 1023, 999_999, 1 << 29, (1 << 30) - 1] as [Int64])
    func roundTrip(_ number: Int64) {
        let text = ItemID(number).text
        #expect(text.utf8.count == 6)
        #expect(ItemID(text: text) == ItemID(number))
        #expect(ItemID(text: text.uppercased()) == ItemID(number))
    }

    @Test(
        "grows by a letter when six don't suffice", arguments: [1 << 30, (1 << 30) + 7, 1 << 34] as [Int64])
    func grows(_ number: Int64) {
        let text = ItemID(number).text
        #expect(text.utf8.count == 7)
        #expect(ItemID(text: text) == ItemID(number))
    }

    @Test("is different for each of the first hundred thousand items")
    func unique() {
        var seen: Set<String> = []
        for number in Int64(1)...100_000 { seen.insert(ItemID(number).text) }
        #expect(seen.count == 100_000)
    }

    @Test("begins differently for neighbours, so that short prefixes are unique soon")
    func spreads() {
        let prefixes = Set((Int64(1)...200).map { ItemID($0).text.prefix(3) })
        #expect(prefixes.count > 185)
    }

    @Test(
        "is none when it has other letters or lengths", arguments: ["", "abc", "7f3kq!", "illegal", "u00000"])
    func refused(_ text: String) {
        #expect(ItemID(text: text) == nil)
    }

    @Test("is found by its beginning", arguments: [2, 3, 4, 5, 6])
    func prefixes(_ length: Int) {
        let wanted: Int64 = 4321
        let found = ItemID.numbers(withPrefix: ItemID(wanted).text.prefix(length), upTo: 50_000)
        #expect(found.contains(wanted))
        #expect(found.allSatisfy { ItemID($0).text.hasPrefix(ItemID(wanted).text.prefix(length)) })
        let all = (Int64(1)...50_000).filter { ItemID($0).text.hasPrefix(ItemID(wanted).text.prefix(length)) }
        #expect(found.sorted() == all)
    }

    @Test("is not found by fewer than two letters")
    func tooShort() {
        #expect(ItemID.numbers(withPrefix: "7", upTo: 100).isEmpty)
    }
}
