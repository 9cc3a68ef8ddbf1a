import Foundation
import TestSupport
import Testing

@Suite("A person who checks the configuration") struct CheckVerbTests {
    private func check(_ text: String, _ words: String...) throws -> BuiltBinary.Run {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: text)
        return try aggd(["check"] + words)
    }

    @Test("is told what is there when nothing is wrong")
    func faultless() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("check")
        #expect(run.status == 0)
        #expect(run.output == "9 sources, 2 topics, 2 digests, 1 alert: no errors\n")
        #expect(try news.aggd("check", "-q").output.isEmpty)
        let object = try #require(try news.aggd("check", "--json").objects.first)
        #expect(object["sources"] as? Int == 9)
        #expect(object["errors"] as? Int == 0)
    }

    @Test(
        "is told where something lies too deep for any configuration, however deep it is",
        arguments: [
            ("[", "a.", "a]\n", 65), ("", "a.", "a = 1\n", 64), ("a = ", "[", "1\n", 37),
            ("a = ", "{ a = ", "1\n", 197),
        ])
    func deep(_ start: String, _ part: String, _ end: String, _ column: Int) throws {
        let run = try check("# deep\n" + start + String(repeating: part, count: 60_000) + end)
        #expect(run.status == 78)
        #expect(
            run.output.contains("feeds.conf:2:\(column): "),
            "\(run.output.prefix(200)) \(run.errors.prefix(200))")
        #expect(run.output.contains("deep within each other"))
        #expect(run.output.utf8.count < 1000)
    }

    @Test("gets every mistake at once with file, line, column and the nearest word, and status 78")
    func mistakes() throws {
        let run = try check(
            """
            [[source]]
            name = "iiss"
            url = "https://iiss.example.org/"
            iten = { title = "h3" }
            [[digest]]
            name = "daily"
            at = "6.30"
            """)
        #expect(run.status == 78)
        #expect(run.errors.isEmpty)
        #expect(run.lines.count == 3)
        #expect(
            run.lines[0].hasSuffix(
                "feeds.conf:4:1: unknown key \"iten\" in source \"iiss\"; did you mean \"item\"?"))
        #expect(
            run.lines[1].contains("feeds.conf:7:6: \"6.30\" is not a time of day; write e.g. at = \"06:30\""))
        #expect(run.lines[2] == "1 source, 0 topics, 1 digest: 2 errors")
    }

    @Test("gets the mistakes as JSON lines")
    func json() throws {
        let run = try check("[fetch]\nparalel = 3\n", "--json")
        let object = try #require(try run.objects.first)
        #expect(run.status == 78)
        #expect(run.lines.count == 1)
        #expect((object["file"] as? String)?.hasSuffix("feeds.conf") == true)
        #expect(object["line"] as? Int == 2)
        #expect(object["column"] as? Int == 1)
        #expect(
            object["message"] as? String == "unknown key \"paralel\" in [fetch]; did you mean \"parallel\"?")
    }

    @Test("is told in one sentence that the file isn't there")
    func missing() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        let run = try aggd("check", "--config", "/nonexistent/feeds.conf")
        #expect(run.status == 78)
        #expect(run.lines.first == "/nonexistent/feeds.conf:1:1: there is no file /nonexistent/feeds.conf")
    }

    @Test("never touches the store, unless asked to")
    func noStore() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "")
        #expect(try aggd("check").status == 0)
        #expect(!FileManager.default.fileExists(atPath: aggd.folder.appending(path: "aggd.sqlite").path))
    }

    @Test("may check the store with --store, the configuration's or the one at an address")
    func store() async throws {
        let news = try await Newsroom.shared()
        let path = news.aggd.folder.appending(path: "aggd.sqlite").path
        let plain = try news.aggd("check", "--store")
        #expect(plain.status == 0)
        #expect(plain.lines.last == "sqlite://\(path): no damage")
        let named = try news.aggd("check", "--store", "sqlite://\(path)")
        #expect(named.output == plain.output)
        let before = try news.aggd("--store", "sqlite://\(path)", "check")
        #expect(before.status == 0)
        #expect(try news.aggd("verify").output == "sqlite://\(path): no damage\n")
        #expect(try news.aggd("verify", "-q").output.isEmpty)
        let missing = try news.aggd("check", "--store", "sqlite:///nonexistent/x.sqlite")
        #expect(missing.status == 66)
        #expect(missing.sentence?.contains("/nonexistent/x.sqlite") == true)
    }

    @Test("is told with status 65 that a store is damaged")
    func damaged() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "")
        try aggd.write(
            "This is no database, but a letter that somebody put in its place.\n", to: "aggd.sqlite")
        for words in [["verify"], ["check", "--store"], ["items"], ["status"]] {
            let run = try aggd(words)
            #expect(run.status == 65, "\(words)")
            #expect(run.sentence?.contains("aggd.sqlite") == true, "\(words)")
        }
    }

    @Test("is told about a key by --explain: help, value, default, example")
    func explain() throws {
        let run = try check("", "--explain", "source.every")
        #expect(run.status == 0)
        #expect(run.lines[0] == "source.every")
        #expect(run.output.contains("  value    a duration or bounds such as \"15m..24h\"\n"))
        #expect(run.output.contains("  default  15m..24h\n"))
        #expect(run.output.contains("  example  every = \"2h..24h\"\n"))
        #expect(run.output.contains("[defaults] may set it"))
        let json = try check("", "--explain", "source.every", "--json")
        #expect(try json.objects.first?["key"] as? String == "source.every")
    }

    @Test("gets all keys of a name or of a table")
    func explainMany() throws {
        let named = try check("", "--explain", "time-zone").output
        #expect(named.contains("source.time-zone\n"))
        #expect(named.contains("digest.time-zone\n"))
        let table = try check("", "--explain", "fetch").lines.filter { !$0.hasPrefix(" ") && !$0.isEmpty }
        #expect(table.contains("fetch.per-host"))
        #expect(table.allSatisfy { $0.hasPrefix("fetch.") })
        let defaults = try check("", "--explain", "defaults").output
        #expect(defaults.contains("source.rank\n"))
        #expect(!defaults.contains("source.items\n"))
    }

    @Test("is told which key was meant")
    func explainUnknown() throws {
        let run = try check("", "--explain", "evry")
        #expect(run.status == 64)
        #expect(run.sentence == "There is no key \"evry\" in feeds.conf; did you mean \"every\"?")
    }

    @Test("gets a test message out with --mail, and hears what the server says")
    func mail() throws {
        let server = try LoopbackMailServer.start {
            $0.hasPrefix("RCPT TO:<gone@") ? "550 no such user" : nil
        }
        defer { server.stop() }
        let mail = """
            [mail]
            server = "smtp://127.0.0.1:\(server.port)"
            from = "aggd <digest@monitor.example.org>"
            """
        let sent = try check(mail, "--mail", "mara@example.org")
        #expect(sent.status == 0)
        #expect(sent.sentence == "smtp://127.0.0.1:\(server.port) took the message for mara@example.org.")
        #expect(server.mails.first?.text.contains("Subject: aggd: test message") == true)
        let refused = try check(mail, "--mail", "gone@example.org")
        #expect(refused.status == 69)
        #expect(refused.sentence?.contains("550") == true)
        #expect(try check(mail, "--mail", "nobody").status == 64)
        #expect(try check("", "--mail", "mara@example.org").status == 78)
        let nobody = try check(
            "[mail]\nserver = \"smtp://127.0.0.1:1\"\nfrom = \"a@example.org\"\n", "--mail",
            "mara@example.org")
        #expect(nobody.status == 75)
    }
}

@Suite("A person who asks for the settings in force") struct ConfigVerbTests {
    @Test("sees each with where it comes from, and secrets as ***")
    func machine() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("config")
        #expect(run.status == 0)
        #expect(run.lines[0].hasPrefix("# read: "))
        let password = try #require(run.lines.first { $0.hasPrefix("mail.password") })
        #expect(password.contains("***"))
        #expect(password.hasSuffix("feeds.conf:7"))
        #expect(!run.output.contains("smtp-password"))
        let parallel = try #require(run.lines.first { $0.hasPrefix("fetch.parallel") })
        #expect(parallel.hasSuffix("default"))
    }

    @Test("sees every key of a source, selectors and all")
    func source() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(
            configuration: """
                [[source]]
                name = "page"
                url = "https://example.org/"
                items = "li.card"
                item = { title = "h3", link = "a@href" }
                article = "div.body"
                drop = [".ad", ".share"]
                time-zone = "Europe/Oslo"
                origin = '\\(Source: (?<org>[^)]+)\\)'
                credential = { file = "/run/topsecret" }
                """)
        let output = try aggd("config", "page").output
        for (key, value) in [
            ("items", "li.card"), ("item.title", "h3"), ("item.link", "a@href"), ("article", "div.body"),
            ("drop", ".ad, .share"), ("time-zone", "Europe/Oslo"), ("credential", "***"),
        ] {
            let line = output.split(separator: "\n").first { $0.hasPrefix("source.\(key) ") }
            #expect(line?.contains(" \(value) ") == true, "\(key)")
        }
        #expect(!output.contains("topsecret"))
    }

    @Test("gets them as JSON lines")
    func json() async throws {
        let objects = try await Newsroom.shared().aggd("config", "--json").objects
        #expect(
            objects.contains { $0["key"] as? String == "keep.items" && $0["value"] as? String == "forever" })
        #expect(objects.allSatisfy { $0["origin"] is String })
    }

    @Test("is told the first mistake and how many more there are")
    func mistakes() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "[fetch]\nparallel = 0\nper-host = 99\n")
        let run = try aggd("config")
        #expect(run.status == 78)
        #expect(run.sentence?.contains("feeds.conf:2:12: ") == true)
        #expect(run.sentence?.hasSuffix("(and 1 more; run `aggd check`)") == true)
    }
}

@Suite("A configuration with a mistake") struct FaultyConfigurationTests {
    @Test("stops verbs that act, with every mistake and status 78", arguments: ["poll", "serve"])
    func strict(verb: String) throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "[fetch]\nparallel = 0\nper-host = 99\n")
        let run = try aggd(verb)
        #expect(run.status == 78)
        #expect(run.errors.split(separator: "\n").count == 2)
        #expect(run.output.isEmpty)
    }

    @Test(
        "doesn't keep a person from reading what is stored",
        arguments: ["items", "status", "sources", "events", "digests"])
    func lenient(verb: String) async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        try news.aggd.write(configuration: Newsroom.configuration + "\n[keep]\nitems = \"soon\"\n")
        let run = try news.aggd(verb)
        #expect(run.status == 0)
        #expect(!run.output.isEmpty)
        #expect(run.sentence?.hasSuffix("feeds.conf has a mistake; \"aggd check\" tells.") == true)
    }

    @Test("that isn't there is told when it was named, and when the verb needs it")
    func missing() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        let named = try aggd("items", "--config", "/nonexistent/feeds.conf")
        #expect(named.status == 66)
        #expect(named.sentence?.hasPrefix("/nonexistent/feeds.conf: no such file") == true)
        let poll = try aggd("poll")
        #expect(poll.status == 78)
        #expect(poll.sentence?.contains("feeds.conf: no such file; write it") == true)
    }
}
