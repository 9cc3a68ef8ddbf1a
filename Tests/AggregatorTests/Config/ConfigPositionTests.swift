import Aggregator
import Foundation
import TestSupport
import Testing

/// A file of many blocks, written by chance in every way that TOML allows, with one wrong value at a known place.
private struct ChanceFile {
    private var random: SplitMix
    private(set) var text = ""
    /// The line and the column of the wrong value.
    private(set) var line = 0
    private(set) var column = 0

    init(seed: UInt64) {
        random = SplitMix(seed: seed)
        let blocks = 2 + Int(random.next() % 5)
        let wrong = Int(random.next() % UInt64(blocks))
        for number in 0..<blocks { add(number, isWrong: number == wrong) }
    }

    private mutating func pick(_ values: [String]) -> String {
        values[Int(random.next() % UInt64(values.count))]
    }

    private mutating func add(_ number: Int, isWrong: Bool) {
        text += pick(["", "\n", "# [[source]] rank = 7\n", "# \"quote ' \\ 海上\n\n", "\t\n"])
        text += pick(["[[source]]", "[[ source ]]", "  [[source]]  # a comment", "[[\"source\"]]"]) + "\n"
        var lines = [
            "name" + equals() + "\"s\(number)\"",
            "url" + equals() + pick(["\"https://e.org/\(number)\"", "['https://e.org/\(number)']"]),
            pick([
                "tags = [\"a\", # one\n  \"]\", 'b',\n]", "keep = '''\nword\nother'''",
                "hide = \"\"\"\nx \\\"y\\\" z\"\"\"",
                "title = \"[x] = { # no comment }\"", "title = 'C:\\path \"q\"'",
                "item = { title = \"h3[x='}']\", link = 'a@href' }",
                "item.title = \"h3\"", "\"title\" = \"quoted key\"", "paused=true", "org = [ [ ] ][0:0]",
                "every = \"1h..2h\"",
            ]),
        ]
        // That one is no TOML: it was only put in to be taken out again.
        if lines[2].hasPrefix("org = [ [") { lines[2] = "flood = 1_000" }
        let place = Int(random.next() % UInt64(lines.count + 1))
        if isWrong { lines.insert("rank" + equals() + "1001", at: place) }
        for entry in lines {
            let indent = pick(["", "", "  ", "\t"])
            if entry.hasPrefix("rank"), isWrong {
                line = text.components(separatedBy: "\n").count
                column = (indent + entry).count - 3
            }
            text += indent + entry + pick(["", " ", "  # rank = 1002", "\t# 海"]) + "\n"
        }
    }

    private mutating func equals() -> String { pick([" = ", "=", "  =  ", "\t=\t"]) }
}

@Suite("The place of a mistake in a file of any shape") struct ConfigPositionTests {
    @Test("is that of the wrong value, and the only one", arguments: (1...200).map { UInt64($0) })
    func place(seed: UInt64) {
        let file = ChanceFile(seed: seed)
        let errors = FeedsConf.load(text: file.text).1
        #expect(errors.count == 1, "\(file.text)\n\(errors)")
        #expect(errors.first?.position.line == file.line, "\(file.text)\n\(errors)")
        #expect(errors.first?.position.column == file.column, "\(file.text)\n\(errors)")
        #expect(errors.first?.message.hasPrefix("rank = 1001 is not a whole number from 0 to 100") == true)
    }

    @Test("is the same with the line ends of Windows", arguments: (1...40).map { UInt64($0) })
    func windows(seed: UInt64) {
        let file = ChanceFile(seed: seed)
        let errors = FeedsConf.load(text: file.text.replacing("\n", with: "\r\n")).1
        #expect(errors.map(\.position.line) == [file.line])
        #expect(errors.map(\.position.column) == [file.column])
    }

    @Test(
        "stays within what is there when the file is cut off anywhere",
        arguments: (1...12).map { UInt64($0) })
    func cut(seed: UInt64) {
        let text = ChanceFile(seed: seed).text
        let characters = Array(text)
        for end in stride(from: 0, to: characters.count, by: 3) {
            let (configuration, errors) = FeedsConf.load(text: String(characters[..<end]))
            let lines = characters[..<end].reduce(1) { $1.isNewline ? $0 + 1 : $0 }
            for error in errors {
                #expect(error.position.line >= 1 && error.position.line <= lines + 1)
                #expect(error.position.column >= 1)
            }
            // Each source that was read is whole: it has a name and an address.
            #expect(configuration.sources.allSatisfy { !$0.name.isEmpty && !$0.urls.isEmpty })
        }
    }
}

@Suite("Accepting the move of a source, however its block is written") struct AcceptMoveEdgeTests {
    private func accept(_ text: String, _ name: String = "a", to url: String = "https://new.example.org/")
        throws -> String
    {
        let folder = try ConfigFolder()
        let file = try folder.write("feeds.conf", text)
        let (configuration, errors) = FeedsConf.load(path: file)
        #expect(errors.map(\.description) == [])
        let source = try #require(configuration.source(named: name))
        try FeedsConfEditor.acceptMove(source, newURL: url)
        // Foundation would take a byte order mark away.
        let changed = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
        #expect(FeedsConf.load(path: file).0.source(named: name)?.urls.first == url)
        return changed
    }

    @Test(
        "replaces the address where it stands",
        arguments: [
            ("url=\"https://old.example.org/\"", "url=\"https://new.example.org/\""),
            ("url\t=\t'https://old.example.org/'\t# why", "url\t=\t\"https://new.example.org/\"\t# why"),
            ("url = \"\"\"https://old.example.org/\"\"\"", "url = \"https://new.example.org/\""),
            ("\"url\" = 'https://old.example.org/'", "\"url\" = \"https://new.example.org/\""),
            (
                "url = [\n  # first\n  'https://old.example.org/',\n  'https://b.example.org/', # second\n]",
                "url = [\n  # first\n  \"https://new.example.org/\",\n  'https://b.example.org/', # second\n]"
            ),
            ("url = \"https://old.example.org/\\u0061\"", "url = \"https://new.example.org/\""),
        ])
    func places(before: String, after: String) throws {
        let frame = { (line: String) in
            "# url = \"https://old.example.org/\"\n[[source]]\nname = \"z\"\nurl = \"https://old.example.org/\"\n\n"
                + "[[source]]\nname = \"a\"\n\(line)\ntitle = \"https://old.example.org/\"\n"
        }
        #expect(try accept(frame(before)) == frame(after))
    }

    @Test("keeps a byte order mark, other line ends and a missing last one")
    func bytes() throws {
        let text = "\u{FEFF}[[source]]\r\nname = \"a\"\r\nurl = \"https://old.example.org/\""
        #expect(try accept(text) == text.replacing("old", with: "new"))
    }

    @Test(
        "writes an address that holds quotes or backslashes so that it is read back as it is",
        arguments: [
            "https://new.example.org/?q=\"x\"", "https://new.example.org/?q='x'",
            "https://new.example.org/\\", "https://new.example.org/?a='b\"c",
        ])
    func quotes(url: String) throws {
        _ = try accept("[[source]]\nname = \"a\"\nurl = \"https://old.example.org/\"\n", to: url)
    }

    @Test("changes the file in which the source stands, not the one that includes it")
    func included() throws {
        let folder = try ConfigFolder()
        let main = try folder.write("feeds.conf", "include = \"more.conf\"\n" + block("first"))
        let more = try folder.write("more.conf", block("a"))
        let source = try #require(FeedsConf.load(path: main).0.source(named: "a"))
        try FeedsConfEditor.acceptMove(source, newURL: "https://new.example.org/")
        #expect(
            try String(contentsOfFile: main, encoding: .utf8) == "include = \"more.conf\"\n" + block("first"))
        #expect(try String(contentsOfFile: more, encoding: .utf8).contains("https://new.example.org/"))
    }

    @Test("is refused in a sentence when the file has changed so that the source can't be found")
    func changed() throws {
        let folder = try ConfigFolder()
        let file = try folder.write("feeds.conf", block("a"))
        let source = try #require(FeedsConf.load(path: file).0.source(named: "a"))
        for text in ["", "[[source]]\nname = \"a\"\n", "[[source", block("b")] {
            try folder.write("feeds.conf", text)
            let refusal = #expect(throws: FeedsConfEditor.Refusal.self) {
                try FeedsConfEditor.acceptMove(source, newURL: "https://new.example.org/")
            }
            #expect(refusal?.description.contains(file) == true, "\(text)")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
        }
    }
}
