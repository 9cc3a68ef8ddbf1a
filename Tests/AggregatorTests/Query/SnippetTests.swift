import Foundation
import TestSupport
import Testing

@testable import Aggregator

/// The passage that a query finds, hits in brackets.
private func snippet(_ text: String, _ query: String, words: Int = 12) throws -> String {
    let parsed = try Query.parse(query, context: QueryContext(now: .reference))
    return Snippet.pieces(of: text, for: parsed, words: words).map { $0.isHit ? "[\($0.text)]" : $0.text }
        .joined()
}

@Suite("The passage of a hit") struct SnippetTests {
    private static let filler = (1...60).map { "filler\($0)" }.joined(separator: " ")

    @Test(
        "shows what was looked for as it stands in the text",
        arguments: [
            ("The Missile flew.", "missile", "The [Missile] flew."),
            ("Nach Łódź, sagt er.", "lodz", "Nach [Łódź], sagt er."),
            ("Une ÉTÉ longue", "ete", "Une [ÉTÉ] longue"), ("Die Straße", "strasse", "Die [Straße]"),
            ("an arms control treaty", "\"arms control\"", "an [arms control] treaty"),
            ("arms and control", "\"arms control\"", "arms and control"),
            ("launchers launched", "launch*", "[launchers] [launched]"),
            ("a launch, a Launch!", "launch", "a [launch], a [Launch]!"), ("中国在南海军事化", "南海", "中国在[南海]军事化"),
            ("co-operate now", "operate", "co-[operate] now"),
            ("ship ship ship", "ship", "[ship] [ship] [ship]"),
            ("one two", "two one", "[one] [two]"),
            ("x crew saw the missile y", "crew NEAR/4 missile", "x [crew] saw the [missile] y"),
            ("only a title", "title:title", "only a title"), ("free of it", "-missile free", "[free] of it"),
            ("tag only", "tag:x", "tag only"),
        ])
    func hits(text: String, query: String, shown: String) throws {
        #expect(try snippet(text, query) == shown)
    }

    @Test("is about as long as asked for, with ellipses where something is missing")
    func length() throws {
        let shown = try snippet(Self.filler + " the missile " + Self.filler, "missile", words: 10)
        #expect(shown.hasPrefix("… "))
        #expect(shown.hasSuffix(" …"))
        #expect(shown.contains("the [missile] filler1"))
        #expect(shown.split(separator: " ").count == 12)
    }

    @Test("stands where most of the words stand together")
    func best() throws {
        let text = "missile " + Self.filler + " a missile treaty launch was signed " + Self.filler + " launch"
        let shown = try snippet(text, "missile treaty launch", words: 8)
        #expect(shown.contains("[missile] [treaty] [launch]"))
    }

    @Test("is the beginning where nothing is found in the text")
    func beginning() throws {
        let shown = try snippet(Self.filler, "missile", words: 3)
        #expect(shown == "filler1 filler2 filler3 …")
        #expect(try snippet("short text", "missile") == "short text")
    }

    @Test("at the beginning and the end of the text has no ellipsis there")
    func edges() throws {
        #expect(try snippet("missile " + Self.filler, "missile", words: 3) == "[missile] filler1 filler2 …")
        #expect(try snippet(Self.filler + " missile.", "missile", words: 4).hasSuffix("[missile]."))
        #expect(try snippet("missile", "missile") == "[missile]")
    }

    @Test("is one line, whatever the text's line breaks")
    func oneLine() throws {
        #expect(try snippet("a\n\nb\t\tmissile\r\nc", "missile") == "a b [missile] c")
    }

    @Test("of nothing is nothing", arguments: ["", "   ", "…—!", "\n\n"])
    func nothing(text: String) throws { #expect(try snippet(text, "missile") == "") }

    @Test("loses no character of what it shows", arguments: [1, 2, 3, 4] as [UInt64])
    func complete(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let pieces = [
            "missile", "Łódź", "南海", "U.S.", "e\u{301}", "—", "(x)", "ガザ", "1,900", "it’s", "👩‍🚀", "naïve",
        ]
        for _ in 0..<100 {
            let text = (0..<12).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined(
                separator: " ")
            let parsed = try Query.parse("missile OR 南海 OR naive", context: QueryContext(now: .reference))
            let shown = Snippet.pieces(of: text, for: parsed, words: 1000).map(\.text).joined()
            // What stands before the first word that could be looked for may be left out.
            #expect(text.hasSuffix(shown), "\(text): \(shown)")
        }
    }

    @Test(
        "marks a hit for every word that the query looks for",
        arguments: ["missile", "missile OR ship", "miss* ship", "\"missile\"*"])
    func marked(query: String) throws {
        let shown = try snippet("A missile and a ship", query)
        #expect(shown.contains("[missile]"))
        #expect(shown.contains("[ship]") == query.contains("ship"))
    }
}

@Suite("A word of a query, against the text it is looked for in") struct TextTermTests {
    private func matches(_ query: String, _ text: String, title: String = "") throws -> Bool {
        let item = NewItem.sample(title, text: text)
        return try Query.parse(query, context: QueryContext(now: .reference))
            .matches(item, source: nil, seen: .reference)
    }

    @Test(
        "is found as a whole word in any case and with any accents",
        arguments: [
            ("missile", "Missiles away", false), ("missile", "A MISSILE.", true),
            ("missile*", "Missiles away", true),
            ("uss", "U.S.S. Harbour", false), ("\"u s s\"", "U.S.S. Harbour", true),
            ("u.s.s.", "U.S.S. Harbour", true),
            ("harbour", "harbor", false), ("naive", "naïve", true), ("naïve", "naive", true),
            ("100", "1,100", true),
            ("1,100", "1,100", true), ("1,100", "1 100", true), ("e-mail", "email", false),
            ("e-mail", "e mail", true),
            ("südsee", "SÜDSEE", true), ("sudsee", "Südsee", true), ("strasse", "straße", true),
            ("straße", "strasse", true),
            ("ракета", "РАКЕТА", true), ("елка", "ёлка", true), ("海", "南海", true), ("南", "南海", true),
            ("北海", "南海", false),
            ("미사", "미사일", true), ("صاروخ", "الصاروخ", false), ("x2", "x₂", true), ("½", "1 2", true),
        ])
    func words(query: String, text: String, isFound: Bool) throws {
        #expect(try matches(query, text) == isFound)
        #expect(try matches("title:(\(query))", "", title: text) == isFound)
        #expect(try matches("title:(\(query))", text) == false)
    }

    @Test(
        "stands near another within so many words",
        arguments: [
            ("a NEAR/0 b", "a b", true), ("a NEAR/0 b", "a x b", false), ("a NEAR/1 b", "a x b", true),
            ("b NEAR/1 a", "a x b", true), ("a NEAR/2 b", "a x y z b", false),
            ("a NEAR/3 b", "a x y z b", true),
            ("\"a b\" NEAR/1 c", "a b x c", true), ("\"a b\" NEAR/0 c", "a b x c", false),
            ("a NEAR/5 b", "a. Then b", true),
            ("a NEAR/1 b NEAR/1 c", "a b c", true), ("a NEAR/1 b NEAR/1 c", "a x y b z c", false),
            ("aa NEAR b*", "aa x bcd", true),
        ])
    func near(query: String, text: String, isFound: Bool) throws {
        #expect(try matches(query, text) == isFound)
    }

    @Test("doesn't reach from the title into the text, nor from one author to the next")
    func borders() throws {
        #expect(try !matches("\"arms control\"", "control", title: "arms"))
        #expect(try !matches("arms NEAR/3 control", "control", title: "arms"))
        let item = NewItem.sample("x") { $0.authors = ["Ada Quill", "Bo Sand"] }
        func byAuthor(_ query: String) throws -> Bool {
            try Query.parse(query, context: QueryContext(now: .reference)).matches(
                item, source: nil, seen: .reference)
        }
        #expect(try byAuthor("author:\"ada quill\""))
        #expect(try byAuthor("author:sand"))
        #expect(try !byAuthor("author:\"quill bo\""))
    }
}
