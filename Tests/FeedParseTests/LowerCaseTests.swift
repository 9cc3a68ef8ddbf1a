import Testing

@testable import FeedParse

@Suite("Text in lower case") struct LowerCaseTests {
    @Test(
        "is what the standard library makes of it",
        arguments: [
            "", "abc", "ABC def 123", "ÄÖÜ ß ÀÇÉÑ ×÷ ÿÞþ", "ŁÓDŹ ŻÓŁĆ Şİ ĞŐŰ Č Ř Ž", "ПРИВЕТ Ёлка ЇЄІҐ ЂЉЊЋЏ",
            "ΑΒΓ ΆΈ",
            "“Quoted” – it’s … fine", "日本語 한국어 ไทย עברית العربية", "ＡＢＣ fullwidth", "ǅ Ǆ ǆ",
            "K (Kelvin) Å (Angstrom)", "🙂 ÉÉ 🙂",
            "ᏣᎳᎩ ᲐᲑᲒ ẞ Ẁ", "Ⅷ Ⓐ", "Éire ÉCOLE × Straße", "ΑΘΗΝΑ ΟΔΌΣ", "Ａｂ ﬁ", "𐐀𐐁 😀 Z", "DASH… ™ Ω K",
        ])
    func same(_ text: String) {
        #expect(text.lowered == text.lowercased())
        #expect(text.loweredBytes == Array(text.lowercased().utf8))
    }

    @Test("is what the standard library makes of it, for every letter up to the scripts of East Asia")
    func everyLetter() {
        for first in stride(from: UInt32(0), to: 0x3000, by: 64) {
            let block = String(
                String.UnicodeScalarView((first..<first + 64).compactMap(Unicode.Scalar.init)))
            #expect(block.loweredBytes == Array(block.lowercased().utf8))
        }
    }

    @Test("is made of bytes that are no text, too")
    func damaged() {
        for bytes: [UInt8] in [[0xC3], [0xE2, 0x80], [0xE2], [0xD0], [0xFF, 0x41], [0xC2]] {
            #expect(LowerCase.bytes(of: bytes, count: bytes.count).count >= 1)
        }
        #expect(LowerCase.bytes(of: [0x41, 0xFF, 0x42] as [UInt8], count: 3) == [0x61, 0xFF, 0x62])
    }
}

@Suite("A text in another") struct ByteSearchTests {
    @Test(
        "is found where it first stands",
        arguments: [
            ("harbour", "bour", 3), ("harbour", "h", 0), ("harbour", "r", 2), ("aab", "ab", 1),
            ("aaaaab", "aab", 3),
            ("naïve", "ve", 4), ("", "", 0), ("abc", "", 0), ("größe", "ße", 4),
        ])
    func found(_ whole: String, _ part: String, _ offset: Int) throws {
        let range = try #require(whole.range(of: part))
        #expect(whole.utf8.distance(from: whole.startIndex, to: range.lowerBound) == offset)
        #expect(String(whole[range]) == part)
        #expect(whole.contains(part))
    }

    @Test(
        "isn't found when it isn't there",
        arguments: [("harbour", "harbours"), ("abc", "cb"), ("", "a"), ("aaa", "ab"), ("abcab", "abd")])
    func missing(_ whole: String, _ part: String) {
        #expect(whole.range(of: part) == nil)
        #expect(!whole.contains(part))
    }

    @Test("is found in a part of a text, at indices of the whole")
    func slices() throws {
        let whole = "one, two, one, two"
        let tail = whole.dropFirst(5)
        let range = try #require(tail.range(of: "two"))
        #expect(whole[range] == "two")
        #expect(whole[..<range.lowerBound] == "one, ")
        let second = try #require(whole[range.upperBound...].range(of: "two"))
        #expect(whole[..<second.lowerBound] == "one, two, one, ")
    }

    @Test("is looked for from a place on")
    func from() {
        let bytes = Array("meta, <META> and <meta>".utf8)
        #expect(ByteSearch.first(of: "<meta", in: bytes, from: 0) == 17)
        #expect(ByteSearch.first(of: "meta", in: bytes, from: 1) == 18)
        #expect(ByteSearch.first(of: "meta", in: bytes, from: 19) == nil)
        #expect(ByteSearch.first(of: "meta", in: bytes, from: 99) == nil)
    }
}

@Suite("The words of an attribute") struct AttributeWordsTests {
    @Test(
        "are told apart by blanks, letter case aside",
        arguments: [
            ("author", true), ("external author", true), ("author nofollow", true), ("Author", true),
            ("AUTHOR x", true),
            ("authors", false), ("co-author", false), ("", false), ("aut hor", false),
            ("\\n author \\t", true),
        ])
    func words(_ value: String, _ isThere: Bool) throws {
        let value = value.replacing("\\n", with: "\n").replacing("\\t", with: "\t")
        let tree = HTMLParser.parse(
            Array("<html><body><a rel=\"\(value)\" href=\"/x\">x</a></body></html>".utf8))
        let link = try #require(tree.indices.first { tree.nodes[$0].tag == .a })
        #expect(tree.hasWord(["author"], in: .rel, link) == isThere)
        #expect(!tree.hasWord(["author"], in: .class, link))
    }
}
