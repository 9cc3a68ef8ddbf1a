import Foundation
import TestSupport
import Testing

@testable import Aggregator

/// A document thrown together from lines of which some are plain, some are not, and some are no TOML at all.
private struct ThrownTogether {
    let text: String

    init(seed: UInt64) {
        var random = SplitMix(seed: seed)
        func pick(_ values: [String]) -> String { values[Int(random.next() % UInt64(values.count))] }
        let plain = [
            "[[source]]", "[[ source ]] # why", "[mail]", "[keep]", "[[digest]]", "[[digest.section]]",
            "[a.b]",
            "[a]", "name = \"x\"", "rank=7", "\ttitle = 'C:\\n'", "paused = true # yes", "x-y_1 = false",
            "tags = [\"a\", 'b',\n  # one\n  \"c\"]", "url = []",
            "item = { title = \"h3\", link = 'a@href' }",
            "item = {}", "text = \"a \\\"b\\\" \\\\ \\n \\t\"", "text = \"海 – é\"", "zero = 0", "", "# 海",
            "nested = [[1, 2], [\"x\"]]", "mixed = [1, \"a\", { b = true }]", "name = \"\"", "empty = ''",
        ]
        let other = [
            "keep = '''\na\nb'''", "hide = \"\"\"x\"\"\"", "item.title = \"h3\"", "\"title\" = 1",
            "flood = 1_000",
            "at = 07:30:00", "day = 2026-05-04", "x = 1.5", "x = -3", "x = +3", "x = 0x1F", "x = inf",
            "text = \"\\u00e9\"", "[a.\"b c\"]", "x = 123456789012345678901",
        ]
        let broken = [
            "x = ", "x", "x = 01", "[a", "[[a]", "x = \"a", "x = 'a\"", "x = [1,,2]", "x = {a = 1,}",
            "x = tru",
            "x = \"\\q\"", "x = 1 y = 2", "= 3", "x = \"a\u{1}b\"", "# \u{0}", "x = \"a\" \"b\"", "[]",
            "x = [1 2]",
            "item = { a = 1, a = 2 }", "a = 1\na = 2", "\r x = 1", "x = {\na = 1 }",
        ]
        var lines: [String] = []
        let others = random.next() % 3
        for _ in 0..<(1 + random.next() % 12) {
            switch random.next() % 24 {
            case 0 where others > 0: lines.append(pick(other))
            case 1 where others > 1: lines.append(pick(broken))
            default: lines.append(pick(plain))
            }
        }
        text = lines.joined(separator: pick(["\n", "\r\n", "\n\n"])) + pick(["", "\n", "  "])
    }
}

@Suite("Plain TOML") struct PlainTOMLTests {
    private func expectSame(_ read: TOMLNode, _ text: String) {
        do {
            let known = try TOMLNode(anyDocument: text)
            #expect(read == known, "\(text)")
        } catch {
            Issue.record("was read but is no TOML: \(text)")
        }
    }

    @Test("is read as TOMLKit reads it, with the same places, and never what TOMLKit refuses")
    func same() {
        var plain = 0
        for seed in 0..<4000 as Range<UInt64> {
            let text = ThrownTogether(seed: seed).text
            guard let read = PlainTOML.read(text) else { continue }
            plain += 1
            expectSame(read, text)
        }
        #expect(plain > 400)
    }

    @Test("is what a feeds.conf of many sources is")
    func manySources() throws {
        let text = (0..<500).map {
            "[[source]]\nname = \"s\($0)\"\nurl = \"https://s\($0).example/feed\"\ntags = [\"a\", \"b\"]\n"
        }.joined(separator: "\n")
        let read = try #require(PlainTOML.read(text))
        expectSame(read, text)
        guard case .array(let sources) = read["source"]?.value else {
            Issue.record("there are no sources")
            return
        }
        #expect(sources.count == 500)
    }

    @Test(
        "is not what has a mistake, wherever it is cut off",
        arguments: [
            "[[source]]\nname = \"a\"\nitem = { title = \"h3\" } # x\ntags = [\n 'b',\n]\nrank = 12\n"
        ])
    func cut(text: String) {
        for end in text.indices {
            let part = String(text[..<end])
            guard let read = PlainTOML.read(part) else { continue }
            expectSame(read, part)
        }
    }
}
