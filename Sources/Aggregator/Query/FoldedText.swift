/// A folded text in which words are looked for.
struct FoldedText {
    /// The folded words, a space before and after each.
    private let bytes: [UInt8]

    /// Takes a text that ``SearchText`` has folded.
    init(_ folded: String) {
        bytes = [UInt8(ascii: " ")] + Array(folded.utf8) + [UInt8(ascii: " ")]
    }

    /// True when the words stand here in order, the last one perhaps going on.
    func contains(_ words: [String], isPrefix: Bool = false) -> Bool {
        guard !words.isEmpty else { return false }
        return find(Self.needle(words, isPrefix), from: 0) != nil
    }

    /// True when the terms stand within a number of words of each other, as FTS5 counts: between the end of each
    /// and the beginning of the last.
    func contains(_ terms: [(words: [String], isPrefix: Bool)], within distance: Int) -> Bool {
        if terms.contains(where: \.words.isEmpty) { return false }
        let found: [[Int]] = terms.map { self.places(of: Self.needle($0.words, $0.isPrefix)) }
        if found.contains(where: { $0.isEmpty }) { return false }
        for last in Set(found.joined()) {
            var fits = true
            for (term, places) in zip(terms, found) where fits {
                let earliest = last - term.words.count - distance
                fits = places.contains { $0 <= last && $0 >= earliest }
            }
            if fits { return true }
        }
        return false
    }

    private static func needle(_ words: [String], _ isPrefix: Bool) -> [UInt8] {
        var needle = [UInt8(ascii: " ")]
        needle += words.joined(separator: " ").utf8
        if !isPrefix { needle.append(UInt8(ascii: " ")) }
        return needle
    }

    /// The numbers of the words at which a needle begins.
    private func places(of needle: [UInt8]) -> [Int] {
        var places: [Int] = []
        var word = 0
        var counted = 0
        var from = 0
        while let found = find(needle, from: from) {
            while counted < found {
                if bytes[counted] == UInt8(ascii: " ") { word += 1 }
                counted += 1
            }
            places.append(word)
            from = found + 1
        }
        return places
    }

    private func find(_ needle: [UInt8], from: Int) -> Int? {
        guard needle.count <= bytes.count else { return nil }
        let last = bytes.count - needle.count
        var start = from
        while start <= last {
            var offset = 0
            while offset < needle.count, bytes[start + offset] == needle[offset] { offset += 1 }
            if offset == needle.count { return start }
            start += 1
        }
        return nil
    }
}
