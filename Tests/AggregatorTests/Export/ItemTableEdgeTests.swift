import Aggregator
import FeedParse
import Foundation
import Testing

/// The fields of a line of comma-separated values, read as RFC 4180 says.
private func fields(_ line: String) -> [String] {
    var result: [String] = []
    var field = ""
    var isQuoted = false
    var characters = Array(line.unicodeScalars)[...]
    while let scalar = characters.popFirst() {
        switch scalar {
        case "\"" where isQuoted && characters.first == "\"":
            characters.removeFirst()
            field += "\""
        case "\"": isQuoted.toggle()
        case "," where !isQuoted:
            result.append(field)
            field = ""
        case "\r", "\n": break
        default: field.unicodeScalars.append(scalar)
        }
    }
    return result + [field]
}

private func row(zone: TimeZone = .gmt, _ change: (inout Item) -> Void) -> [String: String] {
    var item = ExportSample.commentary
    change(&item)
    return Dictionary(uniqueKeysWithValues: zip(ItemTable.columns, fields(ItemTable(zone: zone).row(item))))
}

@Suite("A line of the table of items") struct ItemTableEdgeTests {
    @Test(
        "has as many fields as there are columns, whatever stands in them",
        arguments: [
            "", ",", ";", "\"", "\"\"", ",,,", "a,b;c\"d", "line\nbreak", "\r\n", "\t", "=1+1", "@x", "-",
            "+", "海上, 保安",
            "\u{1B}[31m", "\u{202E}", "'", "=\"x\",y",
        ])
    func columns(text: String) {
        var item = ExportSample.commentary
        item.content.title = text
        item.content.authors = [text, text]
        item.tags = [text]
        item.content.url = text
        let line = ItemTable().row(item)
        #expect(fields(line).count == ItemTable.columns.count)
        #expect(line.hasSuffix("\r\n"))
        #expect(line.dropLast().allSatisfy { !$0.isNewline })
        #expect(!line.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
    }

    @Test(
        "brings a title back as it was, marks and all",
        arguments: ["Talks, \"final\" ones; begin", "a\"\"b", ",", "x;y"])
    func quoting(title: String) { #expect(row { $0.content.title = title }["title"] == title) }

    @Test(
        "gives a spreadsheet no formula",
        arguments: ["=1+1", "@SUM(A1)", "+1 for peace", "-obituary", "=HYPERLINK(\"x\",\"y\")"])
    func formulas(title: String) {
        let written = row { $0.content.title = title }["title"]
        #expect(written == "'" + title)
    }

    @Test("leaves numbers numbers", arguments: ["-5", "+7", "-1.5"])
    func numbers(title: String) { #expect(row { $0.content.title = title }["title"] == title) }

    @Test("is empty where nothing is known")
    func empty() {
        let values = row {
            $0.content.url = nil
            $0.content.published = nil
            $0.content.authors = []
            $0.content.language = nil
            $0.overlap = nil
            $0.tags = []
        }
        for name in [
            "url", "published", "authors", "language", "overlap", "tags", "original_url", "event_start",
            "event_end",
            "event_time_zone", "event_venue",
        ] { #expect(values[name] == "", "\(name)") }
        #expect(values["lead"] == "true")
        #expect(values["relation"] == "new")
    }

    @Test("gives times in the asked zone, an event's in its own")
    func times() throws {
        let zone = try #require(TimeZone(identifier: "Asia/Kolkata"))
        let values = row(zone: zone) {
            $0.content.event = DigestSample.event
            $0.content.kind = .event
        }
        #expect(values["published"] == "2026-11-23T11:32:00+05:30")
        #expect(values["seen"] == "2026-11-23T11:35:00+05:30")
        #expect(values["event_start"] == "2026-11-26T14:00:00+08:00")
        #expect(values["event_end"] == "2026-11-26T15:30:00+08:00")
        #expect(values["event_time_zone"] == "Asia/Hong_Kong")
    }

    @Test(
        "joins lists by a semicolon and rounds shares",
        arguments: [(0.314, "0.31"), (1, "1.0"), (0, "0.0"), (0.005, "0.01")])
    func shares(overlap: Double, text: String) {
        let values = row {
            $0.overlap = overlap
            $0.content.authors = ["Ada Quill", "Bo Sand"]
        }
        #expect(values["overlap"] == text)
        #expect(values["authors"] == "Ada Quill; Bo Sand")
        #expect(values["tags"] == "think-tank; us")
    }

    @Test("stands under a head that names each column once")
    func head() {
        #expect(fields(ItemTable().head) == ItemTable.columns)
        #expect(Set(ItemTable.columns).count == ItemTable.columns.count)
    }
}

@Suite("A value in JSON") struct JSONValueEdgeTests {
    @Test(
        "is read back by Foundation as the same text",
        arguments: [
            "", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1F}", "\u{7F}", "\u{2028}", "\u{FFFD}", "👩‍🚀",
            "é", "e\u{301}",
            "</script>", "\\u0041", "a\u{8}b\u{C}c",
        ])
    func texts(text: String) throws {
        let line = JSONValue.array([.string(text)]).line
        let read = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String])
        #expect(read.map { Array($0.unicodeScalars) } == [Array(text.unicodeScalars)])
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
    }

    @Test(
        "is a number that JSON knows",
        arguments: [
            (JSONValue.int(0), "0"), (.int(.max), "9223372036854775807"),
            (.int(.min), "-9223372036854775808"),
            (.double(0.5), "0.5"), (.double(-0.25), "-0.25"), (.double(.nan), "null"),
            (.double(.infinity), "null"),
            (.double(-.infinity), "null"), (.double(1e21), "1e+21"), (.bool(true), "true"),
            (.bool(false), "false"),
            (.null, "null"), (.array([]), "[]"), (.object([]), "{}"),
        ])
    func numbers(value: JSONValue, text: String) { #expect(value.line == text) }

    @Test("keeps the order of an object's fields, also when only some are kept")
    func order() {
        let value = JSONValue.object([("b", .int(1)), ("a", .int(2)), ("c", .null)])
        #expect(value.line == #"{"b":1,"a":2,"c":null}"#)
        #expect(value.keeping(["c", "b", "zzz"]).line == #"{"b":1,"c":null}"#)
        #expect(value.keeping([]).line == "{}")
        #expect(JSONValue.string("x").keeping(["a"]) == .string("x"))
    }

    @Test("is null where there is nothing")
    func absent() {
        #expect(JSONValue.string(orNull: nil) == .null)
        #expect(JSONValue.string(orNull: "") == .string(""))
        #expect(JSONValue.int(orNull: nil) == .null)
        #expect(JSONValue.int(orNull: 0) == .int(0))
        #expect(JSONValue.strings([]).line == "[]")
    }
}

@Suite("The beginning of a text, at its edges") struct PlainLineEdgeTests {
    @Test(
        "goes on behind blanks, however many there are: nothing is left out in silence",
        arguments: [50, 500, 5000])
    func blanks(count: Int) {
        let text = "alpha" + String(repeating: " ", count: count) + "beta gamma"
        #expect(PlainLine.beginning(of: text, upTo: 40) == "alpha beta gamma")
        #expect(PlainLine.beginning(of: text, upTo: 11) == "alpha beta …")
        let lines = "alpha" + String(repeating: "\n\t\u{200B}", count: count) + "beta"
        #expect(PlainLine.beginning(of: lines, upTo: 40) == "alpha beta")
    }

    @Test(
        "says with an ellipsis that something is missing, unless it ends with a sentence",
        arguments: [10, 20, 33, 64, 120])
    func ellipsis(limit: Int) {
        let text = String(
            repeating: "The strait is open. Ships may pass, said the ministry; nobody believed it. ", count: 9
        )
        let head = PlainLine.beginning(of: text, upTo: limit)
        #expect(head.count <= limit + 2)
        #expect(head.hasSuffix(" …") || head.hasSuffix("."))
        #expect(PlainLine.clean(text).hasPrefix(head.replacing(" …", with: "")))
    }

    @Test("of a text in a script without blanks is cut at a sentence or at the limit")
    func han() {
        let text = String(repeating: "海峡开放。船只可以通过", count: 20)
        #expect(PlainLine.beginning(of: text, upTo: 20).hasSuffix("。"))
        let one = String(repeating: "海", count: 100)
        #expect(PlainLine.beginning(of: one, upTo: 20) == String(repeating: "海", count: 20) + " …")
    }

    @Test("of nothing is nothing", arguments: ["", " ", "\n", "\u{0}", "\u{200B}\u{202E}"])
    func nothing(text: String) { #expect(PlainLine.beginning(of: text, upTo: 10) == "") }

    @Test(
        "is clean: no controls, no overrides, no doubled blanks",
        arguments: [
            ("a\u{1B}[1mb", "a[1mb"), ("a\u{0}b", "ab"), ("a \u{202E} b", "a b"), ("a\u{85}b", "a b"),
            ("a\u{2029}b", "a b"),
            ("a\u{AD}b", "ab"), ("\u{FEFF}a", "a"), ("a\u{200D}b", "a\u{200D}b"), ("  a  ", "a"),
            ("a\u{FFFC}b", "ab"),
            ("👩\u{200D}🚀", "👩\u{200D}🚀"), ("a\u{2064}b", "ab"), ("\u{7F}", ""), ("\u{9B}31m", "31m"),
        ])
    func clean(text: String, line: String) { #expect(PlainLine.clean(text) == line) }

    @Test("is cut to no column at all when there is none", arguments: [0, -1, -100])
    func noColumns(columns: Int) {
        #expect(DisplayWidth.cut("abc", to: columns) == "")
        #expect(DisplayWidth.cut("", to: columns) == "")
        #expect(DisplayWidth.pad("abc", to: columns) == "abc")
    }
}
