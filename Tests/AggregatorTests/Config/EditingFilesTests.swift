import Aggregator
import FeedParse
import Foundation
import Testing

@Suite("A file that a person wrote, when aggd adds to it") struct EditingFilesTests {
    /// Files with everything that editors, people and other systems put into them.
    private static let files: [String] = [
        "", "# only a comment", "\u{FEFF}# with a byte order mark\n[fetch]\nparallel = 3\n",
        "[fetch]\r\nparallel = 3\r\n", "\t [ fetch ] # spaces\n  parallel=3# tight\n\n\n\n",
        "# Łódź, 海上, 👩‍🚀\n[[topic]]\nname = \"a\"\nquery = '''\nmissile\n'''\n",
        "[[source]]\nname = \"x\"\nurl = \"https://x.example.org/\" # why: \"quoted\" [[source]]\ntags = [\n  \"a\", # one\n  \"b\",\n]\n",
        "[mail]\nfrom = \"a@example.org\"\n# [[source]]\n# name = \"off\"\n", "[keep]\nraw = \"30d\"",
    ]

    @Test("keeps every byte of it", arguments: files)
    func keeps(text: String) throws {
        let folder = try ConfigFolder()
        let file = try folder.write("feeds.conf", text)
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        try FeedsConfEditor.append(
            block: SourceBlock.render(Source(name: "new", urls: ["https://new.example.org/"])), to: file)
        let after = try Data(contentsOf: URL(fileURLWithPath: file))
        #expect(after.starts(with: before))
        let (old, _) = FeedsConf.load(text: text)
        let (new, errors) = FeedsConf.load(path: file)
        #expect(errors.map(\.description) == [])
        #expect(new.sources.map(\.name) == old.sources.map(\.name) + ["new"])
        #expect(new.fetch == old.fetch)
        #expect(new.topics == old.topics)
    }

    @Test("may be added to again and again")
    func again() throws {
        let folder = try ConfigFolder()
        let file = try folder.write("feeds.conf", "# mine\n")
        for number in 1...20 {
            try FeedsConfEditor.append(
                block: SourceBlock.render(
                    Source(name: "s\(number)", urls: ["https://s\(number).example.org/"])), to: file)
        }
        let (configuration, errors) = FeedsConf.load(path: file)
        #expect(errors.isEmpty)
        #expect(configuration.sources.map(\.name) == (1...20).map { "s\($0)" })
        #expect(configuration.sources.last?.position?.line == 2 + 19 * 4 + 1)
    }

    @Test("is not touched when it can't be written, and the sentence names it")
    func folder() throws {
        let folder = try ConfigFolder()
        let error = #expect(throws: FeedsConfEditor.Refusal.self) {
            try FeedsConfEditor.append(block: block("a"), to: folder.path)
        }
        #expect(error?.description.contains(folder.path) == true)
    }

    @Test(
        "whatever a title holds, the block that is written is read back as the same",
        arguments: [
            "plain", "with \"double\" quotes", "with 'single' quotes", "both \" and '", "back\\slash",
            "tab\tand\nnewline",
            "#hash = [x]", "\u{1}\u{7F}", "海上 👩‍🚀", "'''", "\"\"\"", "ends with \\", "",
        ])
    func titles(title: String) throws {
        var source = Source(name: "s", urls: ["https://s.example.org/?a='b'&c=\"d\"#e"])
        source.title = title
        source.hide = "title:\"\(title.replacing("\"", with: ""))\" OR x"
        source.rules.drop = [title.isEmpty ? "a" : "a[title='x']"]
        let (configuration, errors) = FeedsConf.load(text: SourceBlock.render(source))
        guard !title.isEmpty else { return }
        #expect(
            errors.filter { !$0.message.contains("query") && !$0.message.contains("hide") }.map(\.description)
                == [])
        #expect(configuration.sources.first?.title == title)
        #expect(configuration.sources.first?.urls == source.urls)
    }

    @Test("a name for a source is told from what is none")
    func names() {
        #expect(FeedsConfEditor.isName("rand-commentary"))
        #expect(!FeedsConfEditor.isName("two words"))
        #expect(!FeedsConfEditor.isName(""))
    }
}

@Suite("Mistakes in several files") struct MistakesInFilesTests {
    @Test("are told file by file in the order of inclusion, each with its own lines")
    func order() throws {
        let folder = try ConfigFolder()
        try folder.write("a.conf", "\n\n[[source]]\nname = \"a\"\nurl = \"nowhere\"\n")
        try folder.write("b.conf", "[[topic]]\nname = \"b\"\nquery = '(open'\n")
        let file = try folder.write(
            "feeds.conf",
            "include = [\"a.conf\", \"b.conf\"]\n[fetch]\nparallel = 0\n[[source]]\nname = \"main\"\nurl = \"https://example.org/\"\nhide = 'x OR'\n"
        )
        let errors = FeedsConf.load(path: file).1.map(\.description)
        #expect(errors.count == 4)
        #expect(errors[0].hasPrefix("\(file):3:12: "))
        #expect(errors[1].hasPrefix("\(file):7:11: hide of source \"main\": after OR something must follow"))
        #expect(errors[2].hasPrefix("\(folder.path)/a.conf:5:7: "))
        #expect(errors[3].hasPrefix("\(folder.path)/b.conf:3:10: query of topic \"b\": "))
    }

    @Test("what could be read is there all the same, so that a person can go on reading")
    func partial() {
        let (configuration, errors) = FeedsConf.load(
            text: """
                [fetch]
                parallel = 0
                timeout = "9s"
                [[source]]
                name = "good"
                url = "https://good.example.org/"
                rank = 700
                [[source]]
                name = "bad"
                [[digest]]
                name = "daily"
                at = "late"
                """)
        #expect(errors.count == 4)
        #expect(configuration.sources.map(\.name) == ["good"])
        #expect(configuration.sources.first?.rank == 50)
        #expect(configuration.fetch.parallel == FetchSettings().parallel)
        #expect(configuration.fetch.timeout == .seconds(9))
        #expect(configuration.digests.map(\.name) == ["daily"])
    }

    @Test("queries of topics may be named before they are written, in whatever file")
    func topicsAcrossFiles() throws {
        let folder = try ConfigFolder()
        try folder.write("topics.conf", "[[topic]]\nname = \"late\"\nquery = \"x\"\n")
        let file = try folder.write(
            "feeds.conf",
            "include = \"topics.conf\"\n[[digest]]\nname = \"d\"\nsection = { title = \"t\", query = \"topic:late\" }\n"
        )
        #expect(FeedsConf.load(path: file).1.map(\.description) == [])
    }

    @Test("columns count characters, so that an editor jumps to the right place")
    func columns() {
        let errors = load("[[source]]\nname = \"łódź\"\nurl = \"https://e.org/\"\ntags = [\"海上\", 7]\n")
            .errors
        #expect(errors.first?.hasPrefix("feeds.conf:4:15: ") == true)
        let inline = load("[[digest]]\nname = \"d\"\nsection = [{ title = \"é\", qery = \"x\" }]\n").errors
        #expect(inline.first?.hasPrefix("feeds.conf:3:27: unknown key \"qery\"") == true)
    }

    @Test("a query's column points into the query")
    func queryColumn() {
        let errors = load("[[topic]]\nname = \"t\"\nquery = 'missile titel:x'\n").errors
        #expect(
            errors == [
                "feeds.conf:3:18: query of topic \"t\": there is no field \"titel:\"; did you mean title:?"
            ])
        // Escapes make the place in the file another one than that in the query: the value is pointed at.
        let escaped = load("[[topic]]\nname = \"t\"\nquery = \"\\\"a b\\\" titel:x\"\n").errors
        #expect(escaped.first?.hasPrefix("feeds.conf:3:9: ") == true)
    }
}

@Suite("The settings in force") struct EffectiveSettingsTests {
    private func settings(_ text: String) throws -> [String: EffectiveSettings.Setting] {
        let (configuration, errors) = load(text)
        #expect(errors == [])
        let all =
            try EffectiveSettings.source(#require(configuration.sources.first), in: configuration)
            + EffectiveSettings.machine(configuration)
        return Dictionary(all.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("name every key of a source and of the machine, once")
    func complete() throws {
        let shown = try settings("[[source]]\nname = \"s\"\nurl = \"https://s.example.org/\"\n")
        let wanted = ConfigKeys.all.filter {
            ["source", "store", "fetch", "mail", "keep"].contains($0.table) && $0.kind != .table
        }.map(\.path)
        for path in wanted { #expect(shown[path] != nil, "\(path)") }
        for name in ["title", "link", "date", "summary", "author", "place", "id"] {
            #expect(shown["source.item.\(name)"] != nil)
        }
    }

    @Test("say of each where it was set")
    func origins() throws {
        let shown = try settings(
            "[[source]]\nname = \"s\"\nurl = \"https://s.example.org/\"\nrank = 7\narticle = \"div.x\"\n[fetch]\ntimeout = \"9s\"\n"
        )
        #expect(shown["source.rank"]?.value == "7")
        #expect(shown["source.rank"]?.origin == "feeds.conf:1")
        #expect(shown["source.article"]?.value == "div.x")
        #expect(shown["source.flood"]?.origin == "default")
        #expect(shown["fetch.timeout"]?.origin == "feeds.conf:7")
        #expect(shown["fetch.timeout"]?.value == "9s")
    }
}
