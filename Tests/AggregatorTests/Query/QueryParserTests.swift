import Aggregator
import Foundation
import TestSupport
import Testing

@Suite("A query") struct QueryParserTests {
    private func parse(_ text: String) throws -> Query {
        try Query.parse(
            text,
            context: QueryContext(
                now: .reference,
                topics: [
                    "missiles": "missile OR \"arms control\"", "loop": "a topic:ring", "ring": "topic:loop",
                    "bad": "x OR",
                ],
                sources: ["rand-commentary", "uk-mod"]))
    }

    private func word(_ word: String) -> Query { .text(.word(word), in: nil) }

    @Test("of nothing or a star means everything", arguments: ["", "  ", "*", " * "])
    func everything(_ text: String) throws {
        #expect(try parse(text) == .all)
    }

    @Test("joins words by AND, which binds tighter than OR")
    func precedence() throws {
        #expect(try parse("a b OR c") == .or([.and([word("a"), word("b")]), word("c")]))
        #expect(try parse("a (b OR c)") == .and([word("a"), .or([word("b"), word("c")])]))
        #expect(try parse("a AND b") == .and([word("a"), word("b")]))
        #expect(try parse("or and not near") == .and(["or", "and", "not", "near"].map(word)))
    }

    @Test("takes a minus or NOT in front of any part")
    func negation() throws {
        #expect(try parse("-a") == .not(word("a")))
        #expect(try parse("NOT (a OR b)") == .not(.or([word("a"), word("b")])))
        #expect(
            try parse("-\"a b\" -tag:x")
                == .and([.not(.text(.phrase(["a", "b"]), in: nil)), .not(.tag("x"))]))
        #expect(try parse("indo-pacific") == word("indo-pacific"))
    }

    @Test("knows phrases, prefixes and neighbours")
    func terms() throws {
        #expect(try parse("\"arms control\"") == .text(.phrase(["arms", "control"]), in: nil))
        #expect(try parse("miss*") == .text(.prefix("miss"), in: nil))
        #expect(
            try parse("launch NEAR/5 missile")
                == .near([.word("launch"), .word("missile")], distance: 5, in: nil))
        #expect(try parse("a NEAR b*") == .near([.word("a"), .prefix("b")], distance: 10, in: nil))
        #expect(
            try parse("tag:wire (launch NEAR/5 missile) -\"fire drill\"")
                == .and([
                    .tag("wire"), .near([.word("launch"), .word("missile")], distance: 5, in: nil),
                    .not(.text(.phrase(["fire", "drill"]), in: nil)),
                ]))
    }

    @Test("has fields")
    func fields() throws {
        #expect(
            try parse("title:\"defence careers\" OR title:vacancy")
                == .or([
                    .text(.phrase(["defence", "careers"]), in: .title), .text(.word("vacancy"), in: .title),
                ]))
        #expect(
            try parse("text:(a OR b)") == .or([.text(.word("a"), in: .text), .text(.word("b"), in: .text)]))
        #expect(try parse("author:\"Ada Example\"") == .author("Ada Example"))
        #expect(try parse("org:RAND") == .org("RAND"))
        #expect(try parse("source:uk-mod") == .source("uk-mod"))
        #expect(try parse("source:uk-*") == .source("uk-*"))
        #expect(try parse("url:\"/world/\" OR url:/defence/") == .or([.url("/world/"), .url("/defence/")]))
        #expect(try parse("https://a.example/x:y") == .url("https://a.example/x:y"))
        #expect(try parse("lang:zh-Hant") == .language("zh-Hant"))
        #expect(try parse("is:Event") == .state(.event))
        #expect(try parse("TITLE:x") == .text(.word("x"), in: .title))
        #expect(
            try parse("topic:missiles x")
                == .and([.or([word("missile"), .text(.phrase(["arms", "control"]), in: nil)]), word("x")]))
    }

    @Test(
        "counts words",
        arguments: [
            ("words:>1500", 1501...1_000_000_000), ("words:>=1500", 1500...1_000_000_000),
            ("words:<300", 0...299),
            ("words:<=300", 0...300), ("words:200..800", 200...800), ("words:42", 42...42),
            ("words:..9", 0...9),
        ])
    func words(_ text: String, _ range: ClosedRange<Int>) throws {
        #expect(try parse(text) == .words(range))
    }

    @Test(
        "that is wrong says where and what",
        arguments: [
            ("a (b", 2, "never closed"), ("a) b", 1, "closes nothing"), ("\"abc", 0, "never closed"),
            ("a OR", 2, "must follow"), ("OR a", 0, "before OR"), ("a AND", 2, "missing"),
            ("()", 1, "must stand"),
            ("titel:x", 0, "did you mean title:?"), ("x is:excerp", 5, "did you mean is:excerpt?"),
            ("is:banana", 3, "there are excerpt"), ("topic:misiles", 6, "did you mean missiles?"),
            ("topic:nothing-like-it", 6, "[[topic]]"), ("source:uk-mdo", 7, "did you mean uk-mod?"),
            ("topic:loop", 6, "refers to itself: loop → ring → loop"),
            ("topic:bad", 6, "in topic \"bad\", character 3"),
            ("words:many", 6, "no number of words"), ("words:9..2", 6, "ends before it begins"),
            ("date:soon", 5, "is no date"), ("date:2026-13", 5, "is no date"),
            ("date:2026-02-30", 5, "is no date"),
            ("date:2026-11..2026-10", 5, "ends before it begins"), ("date:today..later", 12, "is no date"),
            ("title: x", 0, "without a space"), ("lang:de_DE", 5, "language tag"),
            ("a*b", 1, "end of a word"),
            ("— a", 0, "no letter or digit"), ("\"!?\"", 0, "nothing to look for"),
            ("a NEAR/x b", 2, "needs a number"),
            ("a NEAR/5 (b c)", 2, "joins words"), ("a NEAR/5 b NEAR/6 c", 11, "one distance"),
            ("--a", 1, "one \"-\""),
            ("tag:(a b)", 4, "parentheses"), ("NOT", 0, "must follow"),
        ])
    func wrong(_ text: String, _ offset: Int, _ words: String) throws {
        // A loop is told at the place where the outermost topic stands; its message names the circle.
        let error = #expect(throws: QueryError.self) { _ = try parse(text) }
        #expect(error?.offset == offset)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test("of any bytes is answered or refused, never more")
    func garbage() {
        var random = SplitMix(seed: 7)
        let pieces = [
            "(", ")", "\"", "-", "OR", "AND", "NOT", "NEAR/", "NEAR/3", "a", "b*", "title:", "is:", "date:",
            "..", " ", "*", "é", "南海", ":", "words:", ">",
        ]
        for _ in 0..<3000 {
            let text = (0..<Int(random.next() % 12)).map { _ in
                pieces[Int(random.next() % UInt64(pieces.count))]
            }.joined()
            do { _ = try parse(text) } catch let error as QueryError {
                #expect(error.offset >= 0 && error.offset <= text.count, "\(text)")
            } catch { Issue.record("\(error)") }
        }
        #expect(throws: QueryError.self) { try parse(String(repeating: "(", count: 5000)) }
        #expect(throws: QueryError.self) { try parse(String(repeating: "-(", count: 5000) + "a") }
        #expect(throws: QueryError.self) { try parse(String(repeating: "NOT ", count: 5000) + "a") }
        #expect(throws: QueryError.self) {
            try parse(Array(repeating: "a", count: 5000).joined(separator: " OR "))
        }
    }
}

@Suite("Dates of a query") struct QueryDateTests {
    private func range(_ text: String, zone: String = "UTC") throws -> String {
        let context = QueryContext(now: .reference, timeZone: TimeZone(identifier: zone) ?? .gmt)
        guard case .date(let from, let to) = try Query.parse("date:\(text)", context: context) else {
            return "?"
        }
        let format = Date.ISO8601FormatStyle()
        return (from.map { $0.formatted(format) } ?? "") + " " + (to.map { $0.formatted(format) } ?? "")
    }

    @Test(
        "cover whole years, months, days, minutes",
        arguments: [
            ("2026", "2026-01-01T00:00:00Z 2027-01-01T00:00:00Z"),
            ("2026-10", "2026-10-01T00:00:00Z 2026-11-01T00:00:00Z"),
            ("2026-10..2026-11", "2026-10-01T00:00:00Z 2026-12-01T00:00:00Z"),
            ("2026-10-03", "2026-10-03T00:00:00Z 2026-10-04T00:00:00Z"),
            ("2026-10-03T14:30..", "2026-10-03T14:30:00Z "),
            ("2026-10-03T14:30:05+02:00", "2026-10-03T12:30:05Z 2026-10-03T12:30:06Z"),
            ("..2026-10-03", " 2026-10-04T00:00:00Z"), ("today", "2026-11-22T00:00:00Z 2026-11-23T00:00:00Z"),
            ("yesterday", "2026-11-21T00:00:00Z 2026-11-22T00:00:00Z"),
            ("today..+14d", "2026-11-22T00:00:00Z 2026-12-07T00:00:00Z"), ("-7d..", "2026-11-15T00:00:00Z "),
            ("-7d", "2026-11-15T00:00:00Z "), ("+2w", "2026-11-22T00:00:00Z 2026-12-07T00:00:00Z"),
            ("-6h..now", "2026-11-22T00:00:00Z 2026-11-22T06:00:00Z"),
            ("-1m..-1m", "2026-10-22T00:00:00Z 2026-10-23T00:00:00Z"),
            ("-1y..", "2025-11-22T00:00:00Z "),
        ])
    func ranges(_ text: String, _ expected: String) throws {
        #expect(try range(text) == expected)
    }

    @Test("begin at midnight of the zone, also on days of 23 and 25 hours")
    func zones() throws {
        #expect(try range("today", zone: "Asia/Hong_Kong") == "2026-11-21T16:00:00Z 2026-11-22T16:00:00Z")
        #expect(try range("2026-10-25", zone: "Europe/London") == "2026-10-24T23:00:00Z 2026-10-26T00:00:00Z")
        #expect(try range("2026-03-29", zone: "Europe/London") == "2026-03-29T00:00:00Z 2026-03-29T23:00:00Z")
    }
}
