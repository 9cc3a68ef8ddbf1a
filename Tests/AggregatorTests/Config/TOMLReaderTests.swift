import Testing

@testable import Aggregator

@Suite("A TOML document")
struct TOMLReaderTests {
    /// What stands at the place of a value.
    private func text(_ node: TOMLNode?, in document: String) -> String? {
        node.map { String(decoding: Array(document.utf8)[$0.range], as: UTF8.self) }
    }

    /// What stands from the place of a key on, to the end of its line.
    private func line(_ node: TOMLNode?, in document: String) -> String? {
        node.map { node in
            let rest = Array(document.utf8)[node.key...].prefix { $0 != 0x0A && $0 != 0x0D }
            return String(decoding: rest, as: UTF8.self)
        }
    }

    private static let values: [(String, TOMLNode.Value)] = [
        ("\"x\"", .string("x")), ("'C:\\n'", .string("C:\\n")), ("\"a\\u00e9\\n\"", .string("aé\n")),
        ("'''\na\nb'''", .string("a\nb")), ("\"\"\"x\"\"\"", .string("x")), ("\"海 – é\"", .string("海 – é")),
        ("7", .integer(7)), ("1_000", .integer(1000)), ("0x1F", .integer(31)), ("-3", .integer(-3)),
        ("1.5", .float(1.5)), ("true", .boolean(true)), ("false", .boolean(false)),
        ("07:30:00", .time), ("2026-05-04", .time),
    ]

    @Test("has values of each kind, each in its place", arguments: values)
    func value(_ written: String, _ value: TOMLNode.Value) throws {
        for (before, after) in [("", ""), ("# é\n", " # why"), ("\u{FEFF}", "\r\n"), ("\r\n\t", "\r\nz = 1")]
        {
            let document = "\(before)key = \(written)\(after)"
            let node = try #require(try TOMLReader.read(document)["key"])
            #expect(node.value == value)
            #expect(text(node, in: document) == written)
            #expect(line(node, in: document)?.hasPrefix("key = ") == true)
        }
    }

    @Test("has lists and tables in braces, whose elements stand in their places")
    func nested() throws {
        let document =
            "tags = [\"é\", 'b', # one\n  [1, 2],\n]\nitem = { title = \"h3\", link = 'a@href' } # x\n"
        let root = try TOMLReader.read(document)
        guard case .array(let tags)? = root["tags"]?.value else {
            Issue.record("tags are no list")
            return
        }
        #expect(tags.map { text($0, in: document) } == ["\"é\"", "'b'", "[1, 2]"])
        #expect(text(root["item"], in: document) == "{ title = \"h3\", link = 'a@href' }")
        #expect(root["item"]?.entries.map(\.name) == ["title", "link"])
        #expect(text(root["item"]?["link"], in: document) == "'a@href'")
        #expect(line(root["item"]?["link"], in: document) == "link = 'a@href' } # x")
    }

    @Test("has its keys in the order of the text, however they are written")
    func order() throws {
        let document = "z = 1\n\"b c\" = 2\nitem.title = \"h3\"\n[mail]\nto = 'x'\n[a.'d e']\n[a]\nb = 1\n"
        let root = try TOMLReader.read(document)
        #expect(root.entries.map(\.name) == ["z", "b c", "item", "mail", "a"])
        #expect(root["a"]?.entries.map(\.name) == ["d e", "b"])
        #expect(line(root["b c"], in: document) == "\"b c\" = 2")
        #expect(line(root["item"]?["title"], in: document) == "title = \"h3\"")
        #expect(line(root["mail"], in: document) == "mail]")
        #expect(root["mail"]?.range.isEmpty == true)
    }

    @Test("has a table for each header in double brackets, at the header")
    func headers() throws {
        let document =
            "x = 1\n[[source]]\nname = 'a'\n\n[[ source ]] # why\nname = 'b'\n[[digest]]\n[[digest.section]]\n"
        let root = try TOMLReader.read(document)
        guard case .array(let sources)? = root["source"]?.value,
            case .array(let digests)? = root["digest"]?.value
        else {
            Issue.record("there are no tables")
            return
        }
        #expect(sources.map { text($0, in: document) } == ["[[source]]", "[[ source ]]"])
        #expect(sources.map { line($0, in: document) } == ["[[source]]", "[[ source ]] # why"])
        #expect(sources.map { text($0["name"], in: document) } == ["'a'", "'b'"])
        #expect(line(root["source"], in: document) == "source]]")
        #expect(digests.first?["section"]?.isEmptyArray == false)
        #expect(try TOMLReader.read("a = []")["a"]?.isEmptyArray == true)
    }

    @Test(
        "is refused with the line of what is wrong",
        arguments: [
            "x = ", "x", "x = 01", "[a", "[[a]", "x = \"a", "x = [1,,2]", "x = tru", "x = \"\\q\"",
            "x = 1 y = 2", "= 3",
            "x = \"a\u{1}b\"", "[]", "item = { a = 1, a = 2 }", "ok = 2", "x = 123456789012345678901",
            "x = {\na = 1 }",
        ])
    func refused(mistake: String) {
        let error = #expect(throws: TOMLSyntaxError.self) {
            try TOMLReader.read("# é\nok = 1\n\(mistake)\nend = 1\n")
        }
        #expect((3...4).contains(error?.line ?? 0))
        #expect(error?.message.isEmpty == false)
    }

    @Test(
        "is refused before it is read when it lies too deep",
        arguments: [("[", "a."), ("", "a."), ("a = ", "["), ("a = ", "{ b = ")])
    func deep(start: String, level: String) {
        let error = #expect(throws: TOMLSyntaxError.self) {
            try TOMLReader.read(start + String(repeating: level, count: 60_000))
        }
        #expect(error?.line == 1)
        #expect(error?.isBeyondRepair == true)
    }

    @Test("of many sources is read whole")
    func manySources() throws {
        let document = (0..<500).map {
            "[[source]]\nname = \"s\($0)\"\nurl = \"https://s\($0).example/feed\"\ntags = [\"a\", \"b\"]\n"
        }.joined(separator: "\n")
        guard case .array(let sources)? = try TOMLReader.read(document)["source"]?.value else {
            Issue.record("there are no sources")
            return
        }
        #expect(sources.map { $0["name"]?.value } == (0..<500).map { .string("s\($0)") })
        #expect(sources.allSatisfy { text($0["tags"], in: document) == "[\"a\", \"b\"]" })
    }
}
