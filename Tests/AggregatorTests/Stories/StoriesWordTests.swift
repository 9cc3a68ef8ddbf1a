import Foundation
import Testing

@testable import Aggregator

@Suite("Words as the deduplicator reads them") struct StoriesWordTests {
    private func words(_ text: String) -> [UInt64] { Normaliser.read(Array(text.utf8), seed: 3).words }

    private func sentences(_ text: String) -> [Int32] {
        Normaliser.read(Array(text.utf8), seed: 3).sentences
    }

    /// Texts that make no difference to each other, by what differs.
    private static let pairs: [(String, String)] = [
        ("Harbour", "hArBoUr"), ("naïve café", "naive cafe"), ("ﬁnal oﬃce", "final office"),
        ("Straße", "Strase"), ("the minister’s plan", "the minister's plan"),
        ("the ministers' plan", "the ministers plan"), ("don't", "don’t"),
        ("U.S. Navy", "US Navy"), ("9 a.m. today", "9 am today"), ("12 percent", "12 %"),
        ("12 percent", "12 per cent"), ("12,000 men", "12000 men"),
        ("organisation", "organization"), ("the labour centre", "the labor center"),
        ("travelled", "traveled"), ("defence analyse", "defense analyze"), ("programme", "program"),
        ("Ｆｕｌｌ ｗｉｄｔｈ １２", "full width 12"), ("ёлка", "елка"), ("ΑΘΗΝΑ", "αθηνα"),
        ("Ångström", "angstrom"), ("Łódź", "lodz"), ("إعلان الحكومة", "اعلان الحكومه"),
        ("مُحَمَّد", "محمد"), ("كتاب", "کتاب"), ("tran\u{AD}sport", "transport"), ("co\u{200B}op", "coop"),
        ("İstanbul", "istanbul"), ("e\u{301}te\u{301}", "été"), ("한국어", "한국어"),
        ("１９８４", "1984"), ("٢٠٢٦", "2026"), ("ﻣﺮﺣﺒﺎ", "مرحبا"),
    ]

    @Test("differ neither by case, accents, widths nor spelling", arguments: pairs)
    func folding(_ pair: (String, String)) {
        #expect(words(pair.0) == words(pair.1))
        #expect(!words(pair.0).isEmpty)
    }

    @Test(
        "differ when they are other words",
        arguments: [
            ("harbour", "harbours"), ("now here", "nowhere"), ("1.5", "15"), ("war", "raw"),
            ("internationalisation", "internationalise"), ("日本", "本日"), ("мир", "мира"), ("us", "u s"),
        ])
    func different(_ pair: (String, String)) {
        #expect(words(pair.0) != words(pair.1))
    }

    @Test("of every length are the same wherever they stand in the text", arguments: 1...40)
    func lengths(_ count: Int) {
        let word = String((0..<count).map { Character(UnicodeScalar(UInt8(0x61 + $0 * 7 % 26))) })
        let alone = words(word)
        #expect(alone.count == 1)
        // At the end of a text, before a space, a bracket, a digit and a character of several bytes.
        for (before, after) in [
            ("", " "), ("(", ")"), ("x ", "."), ("„", "“"), ("\n", "\n12345678 90"), ("1 ", "—"),
        ] {
            #expect(words(before + word + after).contains(alone[0]), "\(before)\(word)\(after)")
            #expect(words(before + word.uppercased() + after + " tail of it").contains(alone[0]))
        }
    }

    @Test("written in mixed scripts are cut where a script without spaces begins")
    func scripts() {
        #expect(words("NATO北约").count == 3)
        #expect(words("東京タワー").count == 5)
        #expect(words("สวัสดี").count > 1)
    }

    @Test("are counted in sentences; an abbreviation within one ends none")
    func sentenceEnds() {
        #expect(sentences("One two. Three four! Five? Six").last == 3)
        #expect(sentences("The U.S. navy sailed. It came back.").last == 1)
        #expect(sentences("a line\nanother line").last == 1)
        #expect(sentences("他来了。他走了。").last == 1)
        #expect(sentences("version 2.5 is out").last == 0)
    }

    @Test("keep their figures: two digits or more, years apart")
    func figures() {
        let text = Normaliser.read(
            Array("In 2026 it paid 1,400 crowns for 7 boats and 3.5 more.".utf8), seed: 3)
        #expect(text.figures.count == 3)
        #expect(text.figures.count { $0.isYear } == 1)
    }

    @Test("left out by a cut are no part of the text, and end a sentence")
    func cuts() {
        let text = Array("begin CUT end".utf8)
        let read = Normaliser.read(text, without: [6..<9], seed: 3)
        #expect(read.words == words("begin end"))
        #expect(read.sentences == [0, 1])
    }

    @Test("beyond the limit are not read")
    func limit() {
        #expect(Normaliser.read(Array("one two three four".utf8), seed: 3, limit: 2).words.count == 2)
    }

    @Test("hashed for one store tell nothing of another's")
    func seeds() {
        let one = Set(Normaliser.read(Array(Prose.article(1).utf8), seed: 1).words)
        #expect(one.isDisjoint(with: Normaliser.read(Array(Prose.article(1).utf8), seed: 2).words))
    }

    @Test("that are cut bytes, lone continuation bytes and overlong forms are passed by")
    func damaged() {
        for bytes: [UInt8] in [
            [0xC3], [0x80, 0x61], [0xE2, 0x82], [0xF0, 0x9F, 0x92], [0xC0, 0xAF], [0xFF, 0xFE],
        ] {
            #expect(Normaliser.read(bytes, seed: 3).words.count <= 1)
        }
    }

    @Test("of an ending that both spellings have are changed alike, others are not")
    func spelling() {
        for (british, american) in [
            ("modernisation", "modernization"), ("colouring", "coloring"), ("catalogue", "catalog"),
            ("theatres", "theaters"), ("recognised", "recognized"), ("analysers", "analyzers"),
            ("towards", "toward"), ("labelled", "labeled"),
        ] {
            #expect(words(british) == words(american), "\(british)")
        }
        #expect(words("rise") != words("rize"))
        #expect(words("four") != words("for"))
    }
}
