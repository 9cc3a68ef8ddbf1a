import Foundation
import TestSupport
import Testing

@Suite("What scripts and terminals get") struct OutputTests {
    /// Every reading verb with words that give something; `@name` stands for an id.
    static let reading: [[String]] = [
        ["items"], ["items", "--copies", "--hidden"], ["search", "strait"], ["show", "@chips"],
        ["why", "@excerpt"],
        ["diff", "@statement"], ["sources"], ["sources", "guarded"], ["status"], ["digest", "daily"],
        ["digests"],
        ["events"], ["config"], ["config", "harbour"], ["export"], ["news", "--since", "-9d"],
        ["try", "--rule", "missile"], ["check", "--explain", "fetch"], ["feed", "missiles"], ["version"],
        ["check"], ["check", "--store"], ["verify"],
    ]

    @Test("--json gives JSON lines in UTF-8 on every reading verb, names in snake case", arguments: reading)
    func jsonLines(verb: [String]) async throws {
        let news = try await Newsroom.shared()
        let words = verb.map { $0.hasPrefix("@") ? news.id(String($0.dropFirst())) : $0 }
        let run = try news.aggd(words + ["--json"])
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        let objects = try run.objects
        #expect(!objects.isEmpty)
        #expect(run.lines.count == objects.count)
        guard verb.first != "feed" else { return }
        for object in objects {
            for name in Self.names(in: object) {
                let isSnake = name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }
                #expect(isSnake, "\(verb): \(name)")
            }
        }
    }

    @Test("every time in JSON is RFC 3339 with an offset, in the zone of the person", arguments: reading)
    func times(verb: [String]) async throws {
        let news = try await Newsroom.shared()
        let words = verb.map { $0.hasPrefix("@") ? news.id(String($0.dropFirst())) : $0 }
        let run = try news.aggd(words + ["--json"], environment: ["TZ": "Asia/Kolkata"])
        let keys: Set<String> = [
            "published", "seen", "modified", "last_poll", "last_success", "last_new", "next_poll", "at",
            "made",
            "next", "last_made", "start", "end", "from", "until", "since",
        ]
        for (name, value) in try run.objects.flatMap(Self.strings) where keys.contains(name) {
            #expect(
                value.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)/) != nil,
                "\(verb): \(name) = \(value)")
        }
    }

    @Test("--utc gives UTC to people and to scripts; without it the person's zone counts")
    func utc() async throws {
        let news = try await Newsroom.shared()
        let id = news.id("chips")
        let kolkata = ["TZ": "Asia/Kolkata"]
        let local = try news.aggd(
            ["items", "--json", "--fields", "published", "Trading"], environment: kolkata)
        #expect(local.output.contains("+05:30"))
        let utc = try news.aggd(
            ["items", "--utc", "--json", "--fields", "published", "Trading"], environment: kolkata)
        #expect(utc.output.contains("Z\""))
        #expect(try news.aggd(["why", id], environment: kolkata).output.contains("+05:30"))
        #expect(try !news.aggd(["why", id, "--utc"], environment: kolkata).output.contains("+05:30"))
    }

    @Test("nothing is coloured in a file, unless --color says always", arguments: reading)
    func noColourInFiles(verb: [String]) async throws {
        let news = try await Newsroom.shared()
        let words = verb.map { $0.hasPrefix("@") ? news.id(String($0.dropFirst())) : $0 }
        #expect(try !news.aggd(words).output.contains("\u{1B}"))
    }

    @Test("a terminal gets colour and links, but not with NO_COLOR, TERM=dumb or --color never")
    func colour() async throws {
        let news = try await Newsroom.shared()
        let plain = ["AGGD_PAGER": "cat"]
        let rich = try news.aggd.atTerminal("items", "Trading", environment: plain).output
        #expect(rich.contains("\u{1B}[1m"))
        #expect(rich.contains("\u{1B}]8;;https://harbour.example.org/trading-chips-why-build\u{1B}\\"))
        for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
            let run = try news.aggd.atTerminal(
                "items", "Trading", environment: environment.merging(plain) { $1 })
            #expect(!run.output.contains("\u{1B}"))
        }
        #expect(
            try !news.aggd.atTerminal("items", "--color", "never", environment: plain).output.contains(
                "\u{1B}"))
        let empty = try news.aggd.atTerminal(
            "items", "Trading", environment: plain.merging(["NO_COLOR": ""]) { $1 })
        #expect(empty.output.contains("\u{1B}"))
        let always = try news.aggd("items", "--color", "always", "Trading", environment: ["NO_COLOR": "1"])
        #expect(always.output.contains("\u{1B}"))
        #expect(try news.aggd("items", "--color", "sometimes").status == 64)
    }

    @Test("a terminal gets the pager of the person, not with --no-pager, --json or in a pipe")
    func pager() async throws {
        let news = try await Newsroom.shared()
        let pager = ["AGGD_PAGER": "sed s/^/PAGED:/", "NO_COLOR": "1"]
        #expect(try news.aggd.atTerminal("items", environment: pager).output.contains("PAGED:"))
        #expect(
            try news.aggd.atTerminal("items", environment: ["PAGER": "sed s/^/P2:/"]).output.contains("P2:"))
        #expect(
            try !news.aggd.atTerminal("items", "--no-pager", environment: pager).output.contains("PAGED:"))
        #expect(try !news.aggd.atTerminal("items", "--json", environment: pager).output.contains("PAGED:"))
        #expect(try !news.aggd("items", environment: pager).output.contains("PAGED:"))
        let missing = try news.aggd.atTerminal("items", environment: ["AGGD_PAGER": ""])
        #expect(missing.output.contains("Trading"))
    }

    @Test("a pager that is left early is no failure, and the exit status stays that of the verb")
    func pagerLeft() async throws {
        let news = try await Newsroom.shared()
        let left = try news.aggd.atTerminal("items", environment: ["AGGD_PAGER": "true"])
        #expect(left.status == 0)
        #expect(!left.output.contains("can't be written"))
    }

    @Test("a reader that closes the pipe early ends the verb quietly")
    func closedPipe() async throws {
        let news = try await Newsroom.shared()
        for verb in ["items --json", "export --format jsonl --texts", "sources", "manual", "status"] {
            let run = try news.aggd.shell("$AGGD \(verb) | true; exit 0")
            #expect(run.errors.isEmpty, "\(verb): \(run.errors)")
        }
        let file = try news.aggd.write(
            String(repeating: "soon\n", count: 40_000), to: "dates-\(UUID().uuidString)")
        let dates = try news.aggd.shell("$AGGD parse-dates < \(file) | head -1")
        #expect(dates.output == "invalid\n")
        #expect(dates.errors.isEmpty)
    }

    @Test(
        "a disk that is full is told with status 74",
        arguments: ["items", "items --json", "manual", "version", "digest daily"])
    func fullDisk(verb: String) async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd.shell("$AGGD \(verb) > /dev/full")
        #expect(run.status == 74)
        #expect(run.sentence == "The output can't be written: no space left on device.")
    }

    @Test("data goes to standard output and words to standard error")
    func streams() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("items", "missile")
        #expect(run.errors.isEmpty)
        let nothing = try news.aggd("items", "submarine")
        #expect(nothing.output.isEmpty)
        #expect(!nothing.errors.isEmpty)
    }

    @Test("COLUMNS bounds the width of a listing")
    func width() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("items", "Karvia", environment: ["COLUMNS": "60"])
        #expect(run.lines.first.map { $0.count <= 60 } == true)
        #expect(run.lines.first?.contains("…") == true)
    }

    private static func names(in value: Any) -> [String] {
        switch value {
        case let object as [String: Any]:
            // What stands in these is named by the person or by the source.
            object.flatMap { name, value in
                [name] + (["states", "figures"].contains(name) ? [] : names(in: value))
            }
        case let list as [Any]: list.flatMap(names)
        default: []
        }
    }

    private static func strings(in value: Any) -> [(String, String)] {
        switch value {
        case let object as [String: Any]:
            object.flatMap { name, value -> [(String, String)] in
                if let text = value as? String { [(name, text)] } else { strings(in: value) }
            }
        case let list as [Any]: list.flatMap(strings)
        default: []
        }
    }
}

@Suite("The command line itself") struct CommandLineItselfTests {
    @Test("a mistake of usage is one sentence with status 64 that names the way to the help")
    func usage() async throws {
        let news = try await Newsroom.shared()
        for (words, part) in [
            (["items", "--nope"], "--nope"), (["show"], "ids"), (["items", "--limit"], "--limit"),
            (["items", "--limit", "many"], "many"), (["backup"], "file"), (["version", "now"], "now"),
        ] {
            let run = try news.aggd(words)
            #expect(run.status == 64, "\(words)")
            #expect(run.output.isEmpty, "\(words)")
            #expect(run.sentence?.contains(part) == true, "\(words): \(run.errors)")
            #expect(run.sentence?.contains("aggd \(words[0]) --help") == true, "\(words): \(run.errors)")
        }
    }

    @Test("a mistyped verb is told with the nearest one")
    func verb() async throws {
        let news = try await Newsroom.shared()
        #expect(try news.aggd("serach").sentence == "There is no verb \"serach\"; did you mean \"search\"?")
        let far = try news.aggd("--json", "qqqqqqq")
        #expect(far.status == 64)
        #expect(far.sentence == "There is no verb \"qqqqqqq\"; \"aggd --help\" lists the verbs.")
    }

    @Test("help goes to standard output with status 0, for the program and for a verb")
    func help() async throws {
        let news = try await Newsroom.shared()
        for words in [["--help"], ["help"], ["help", "items"], ["items", "-h"], ["--help", "items"]] {
            let run = try news.aggd(words)
            #expect(run.status == 0, "\(words)")
            #expect(run.errors.isEmpty, "\(words)")
            #expect(run.output.contains("USAGE: aggd"), "\(words)")
        }
    }

    @Test("the store can be named for one run, before or behind the verb")
    func store() async throws {
        let news = try await Newsroom.shared()
        let url = "sqlite://" + news.aggd.folder.appending(path: "aggd.sqlite").path
        let other = try BuiltBinary()
        defer { other.remove() }
        try other.write(configuration: "")
        #expect(try other("items", "--store", url, "--json").objects.count == 9)
        #expect(try other("--store=\(url)", "items", "--json").objects.count == 9)
    }

    @Test("the configuration is found by option, then by AGGD_CONFIG, then in the user's folder")
    func configuration() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        func block(_ name: String) -> String {
            "[[topic]]\nname = \"\(name)\"\nquery = \"x\"\n[[source]]\nname = \"\(name)\"\nurl = \"https://example.org/\"\n"
        }
        let first = try aggd.write(block("first"), to: "first.conf")
        try aggd.write(configuration: block("second"))
        try aggd.write(block("third"), to: "xdg/aggd/feeds.conf")
        let xdg = ["AGGD_CONFIG": "", "XDG_CONFIG_HOME": aggd.folder.appending(path: "xdg").path]
        #expect(try aggd("config", "first", "-c", first).status == 0)
        #expect(try aggd("config", "second").status == 0)
        #expect(try aggd("config", "third", environment: xdg).status == (getuid() == 0 ? 78 : 0))
    }
}
