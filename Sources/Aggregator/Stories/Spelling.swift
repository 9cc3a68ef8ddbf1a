/// Brings British and American spellings of a word to one form.
///
/// The form need not be a word of either; both spellings only have to end in the same one. Rules look at endings
/// alone, so they do no harm to other languages: a rule that hits changes every occurrence alike.
enum Spelling {
    /// One rule: an ending, its other spelling, and what may follow it.
    private struct Rule {
        let ending: [UInt8]
        let other: [UInt8]
        let suffixes: [[UInt8]]

        init(_ ending: String, _ other: String, _ suffixes: [String] = [""]) {
            self.ending = Array(ending.utf8)
            self.other = Array(other.utf8)
            self.suffixes = suffixes.map { Array($0.utf8) }
        }
    }

    private static let rules = [
        Rule("isation", "ization", ["", "s"]), Rule("ise", "ize", ["", "d", "s", "r", "rs"]),
        Rule("ising", "izing"),
        Rule("our", "or", ["", "s", "ed", "ing", "able", "ite"]), Rule("ence", "ense"),
        Rule("tre", "ter", ["", "s"]),
        Rule("ogue", "og"), Rule("ll", "l", ["ed", "ing", "er"]), Rule("mme", "m", ["", "s"]),
        Rule("yse", "yze", ["", "d", "s", "r", "rs"]), Rule("wards", "ward"),
    ]

    /// The whole endings (with their suffixes) by last letter, so that most words are passed by one look.
    private static let endings: [[(whole: [UInt8], other: [UInt8])]] = {
        var table = [[(whole: [UInt8], other: [UInt8])]](repeating: [], count: 26)
        for rule in rules {
            for suffix in rule.suffixes {
                let whole = rule.ending + suffix
                if let last = whole.last { table[Int(last) - 0x61].append((whole, rule.other + suffix)) }
            }
        }
        return table
    }()

    /// The last three letters that some ending has, as bits.
    ///
    /// Five words in six are passed by one look at this table; a look at the last letter lets half of them through.
    private static let lastLetters: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: 26 * 26 * 26 / 64 + 1)
        func allow(_ first: Int, _ second: Int, _ third: Int) {
            let place = (first * 26 + second) * 26 + third
            bits[place >> 6] |= 1 << UInt64(place & 63)
        }
        for (whole, _) in endings.joined() {
            let letters = whole.suffix(3).map { Int($0) - 0x61 }
            if letters.count == 3 {
                allow(letters[0], letters[1], letters[2])
            } else {
                for first in 0..<26 { allow(first, letters[0], letters[1]) }
            }
        }
        return bits
    }()

    /// Whether some rule has an ending with these last three letters (lower case).
    static func mayChange(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        let place = (Int(first &- 0x61) * 26 + Int(second &- 0x61)) * 26 + Int(third &- 0x61)
        return lastLetters[place >> 6] >> UInt64(place & 63) & 1 == 1
    }

    /// Changes a lower-case ASCII word of five letters or more in place.
    static func unify(_ word: inout [UInt8]) {
        let count = word.count
        guard count > 4 else { return }
        let last = word[count - 1]
        guard last >= 0x61, last <= 0x7A else { return }
        search: for (whole, other) in endings[Int(last) - 0x61] where whole.count < count {
            let start = count - whole.count
            for index in stride(from: whole.count - 2, through: 0, by: -1)
            where word[start + index] != whole[index] {
                continue search
            }
            word.removeLast(whole.count)
            word.append(contentsOf: other)
            return
        }
    }
}
