import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("A text as it is searched") struct SearchTextTests {
    @Test(
        "is its words in lower case without accents, one space between them",
        arguments: [
            ("Hello, World!", "hello world"), ("  a\tb\nc  ", "a b c"),
            ("ÉTÉ naïve Łódź Straße", "ete naive lodz strasse"),
            ("co-operate", "co operate"), ("it’s", "it s"), ("U.S.", "u s"), ("ﬁre ½", "fire 1 2"),
            ("Ёлка РАКЕТА", "елка ракета"),
            ("南海", "南 海"), ("中国 missile南海", "中 国 missile 南 海"), ("미사일", "미 사 일"), ("ｶﾀｶﾅ", "カ タ カ ナ"),
            ("", ""), ("—…!?", ""), ("a\u{200B}b", "ab"), ("soft\u{AD}hyphen", "softhyphen"),
            ("e\u{301}te\u{301}", "ete"),
            ("①②", "12"), ("x₂", "x2"), ("ÆØÅ", "aeoa"), ("ПРИВЕТ мир", "привет мир"), ("αβγ ΆΈ", "αβγ αε"),
        ])
    func fold(text: String, folded: String) { #expect(SearchText.fold(text) == folded) }

    @Test(
        "is the same when it is folded again",
        arguments: ["ÉTÉ naïve", "南海 missile", "ﬁre ½", "Łódź — Straße", "שִׁגּוּר", "الصاروخ"])
    func twice(text: String) {
        let once = SearchText.fold(text)
        #expect(SearchText.fold(once) == once)
    }

    @Test("is the same however its characters are composed", arguments: ["é", "Å", "ガ", "각", "ñandú"])
    func composition(text: String) {
        #expect(
            SearchText.fold(text.decomposedStringWithCanonicalMapping)
                == SearchText.fold(text.precomposedStringWithCanonicalMapping))
    }
}

@Suite("The number of words") struct NumberOfWordsTests {
    @Test(
        "is what a person counts",
        arguments: [
            ("", 0), ("one", 1), ("one two", 2), ("  one \n\t two  ", 2), ("co-operate", 1), ("it's", 1),
            ("— a — b —", 2),
            ("1,900 km", 2), ("...", 0), ("南海", 2), ("中国 missile", 3), ("e-mail@example.org", 1),
            ("a\u{A0}b", 2), ("a\u{3000}b", 2),
            ("Łódź Straße", 2), ("ракета летит", 2), ("👩‍🚀 flies", 1),
        ])
    func count(text: String, words: Int) { #expect(WordCount.count(text) == words) }

    @Test("of two texts with a blank between them is the sum", arguments: [1, 2, 3] as [UInt64])
    func sum(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let pieces = ["a", "bc", "海", "é", "-", "12", ".", "ガ", "x’y"]
        func text() -> String {
            (0..<Int(random.next() % 9)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
                .joined(separator: " ")
        }
        for _ in 0..<200 {
            let (left, right) = (text(), text())
            #expect(WordCount.count(left + " " + right) == WordCount.count(left) + WordCount.count(right))
        }
    }
}

@Suite("A query as an expression of the full-text index") struct FullTextExpressionTests {
    private func expression(_ text: String) throws -> String? {
        FullTextExpression.expression(try Query.parse(text, context: QueryContext(now: .reference)))
    }

    @Test(
        "quotes every word, so that none becomes an operator",
        arguments: [
            ("missile", "{title text} : \"missile\""), ("title:Missile", "title : \"missile\""),
            ("miss*", "{title text} : \"miss\" *"),
            ("\"arms control\"", "{title text} : \"arms control\""),
            ("co-operate", "{title text} : \"co operate\""),
            ("a NEAR/5 b", "{title text} : NEAR(\"a\" \"b\", 5)"),
            ("a b", "({title text} : \"a\") AND ({title text} : \"b\")"),
            ("a OR b", "({title text} : \"a\") OR ({title text} : \"b\")"),
            ("a -b", "(({title text} : \"a\")) NOT ({title text} : \"b\")"),
            ("author:\"Ada Q\"", "author : \"ada q\""),
            ("\"x OR y\"", "{title text} : \"x or y\""),
        ])
    func quoted(text: String, expected: String) throws { #expect(try expression(text) == expected) }

    @Test(
        "is none where something isn't about words",
        arguments: ["tag:x", "a tag:x", "-a", "a OR is:event", "*"])
    func none(text: String) throws { #expect(try expression(text) == nil) }

    @Test("ranks by the words that are wanted, not by those that aren't")
    func ranking() throws {
        func ranking(_ text: String) throws -> String? {
            FullTextExpression.ranking(try Query.parse(text, context: QueryContext(now: .reference)))
        }
        #expect(try ranking("a tag:x -b") == "{title text} : \"a\"")
        #expect(try ranking("a OR b") == "{title text} : \"a\" OR {title text} : \"b\"")
        #expect(try ranking("tag:x") == nil)
    }
}

@Suite("The nearest known word") struct NearestWordTests {
    @Test(
        "is found over one slip or two",
        arguments: [
            ("titel", "title"), ("tilte", "title"), ("tite", "title"), ("titlee", "title"),
            ("TITLE", "title"), ("sorce", "source"),
            ("quiet_after", "quiet-after"), ("tagg", "tags"),
        ])
    func found(word: String, known: String) {
        #expect(NearestWord.find(word, among: ["title", "source", "quiet-after", "tags"]) == known)
    }

    @Test("is none when nothing is near", arguments: ["xyz", "", "a", "completely-different"])
    func none(word: String) { #expect(NearestWord.find(word, among: ["title", "source"]) == nil) }

    @Test("is measured in letters changed, added, left out or swapped")
    func distance() {
        #expect(NearestWord.distance("", "abc") == 3)
        #expect(NearestWord.distance("abc", "abc") == 0)
        #expect(NearestWord.distance("abc", "acb") == 1)
        #expect(NearestWord.distance("abc", "abcd") == 1)
        #expect(NearestWord.distance("abc", "xyz") == 3)
        #expect(NearestWord.distance("kitten", "sitting") == 3)
    }
}

@Suite("A pattern of file names") struct IncludePatternTests {
    @Test(
        "stands for any text by * and for any character by ?",
        arguments: [
            ("a.conf", "*.conf", true), ("a.conf", "?.conf", true), ("ab.conf", "?.conf", false),
            ("a.conf", "a*", true),
            ("a.conf", "*", true), ("a.conf", "**", true), ("a.conf", "*.txt", false),
            ("abcabc", "*abc", true), ("abcab", "*abc", false),
            ("", "*", true), ("", "?", false), ("x", "", false), ("10-a.conf", "??-*.conf", true),
            ("aXbXc", "a*b*c", true),
        ])
    func matches(name: String, pattern: String, isMatch: Bool) {
        #expect(IncludePattern.matches(Array(name), Array(pattern)) == isMatch)
    }
}

@Suite("The places of keys and values") struct TOMLPlaceTests {
    /// The text of a value, found by its path; numbers are places in lists.
    private func value(_ path: String, in text: String) throws -> String {
        var node = try TOMLNode(document: text)
        for part in path.split(separator: "/") {
            if let number = Int(part), case .array(let elements) = node.value {
                node = try #require(elements.indices.contains(number) ? elements[number] : nil)
            } else {
                node = try #require(node[String(part)])
            }
        }
        return String(decoding: Array(text.utf8)[node.range], as: UTF8.self)
    }

    @Test(
        "are those of the text, whatever the way it is written",
        arguments: [
            ("a = 1", "a", "1"), ("a = \"x # y\" # z", "a", "\"x # y\""), ("a.b.c = true", "a/b/c", "true"),
            ("[t]\nk = [1, 2,\n 3] # x", "t/k", "[1, 2,\n 3]"), ("[t]\nk = [1, 2,\n 3] # x", "t/k/2", "3"),
            ("k = { a = \"}\", b = [ { c = 1 } ] }", "k/b/0/c", "1"),
            ("[[s]]\nn = 1\n[[s]]\nn = 2", "s/1/n", "2"),
            ("[[s]]\n[s.item]\nt = \"h3\"", "s/0/item/t", "\"h3\""),
            ("k = \"\"\"\na \\\" b\"\"\"", "k", "\"\"\"\na \\\" b\"\"\""),
            ("k = '''a'b'''", "k", "'''a'b'''"), ("\"quoted key\" = 5", "quoted key", "5"),
            ("k = 1979-05-27T07:32:00Z", "k", "1979-05-27T07:32:00Z"),
            ("\u{FEFF}k = 7", "k", "7"), ("# x\r\nk = 8\r\n", "k", "8"),
        ])
    func places(text: String, path: String, found: String) throws {
        #expect(try value(path, in: text) == found)
    }

    @Test(
        "of a text that is no TOML are told with line and column",
        arguments: [
            ("a = ", 1), ("[t\nk = 1", 1), ("a = 1\nb = 1h\n", 2), ("a = 1\n\n\nb == 2", 4),
            ("a = \"open", 1), ("a = 1\na = 2", 2),
        ])
    func syntax(text: String, line: Int) {
        do {
            _ = try TOMLNode(document: text)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.line == line)
            #expect(error.column >= 1)
            #expect(!error.message.isEmpty)
        }
    }
}
