import Aggregator
import Foundation
import Testing

/// A file in which one key of the table has a value, and nothing else is wrong.
private struct KeyFile {
    let text: String
    /// The line of the key.
    let line: Int

    init(_ key: ConfigKey, _ assignment: String) {
        var lines: [String]
        switch key.table {
        case "": lines = []
        case "source": lines = ["[[source]]", "name = \"s\"", "url = \"https://example.org/\""]
        case "source.item":
            lines = ["[[source]]", "name = \"s\"", "url = \"https://example.org/\"", "[source.item]"]
        case "topic": lines = ["[[topic]]", "name = \"t\"", "query = \"q\""]
        case "digest": lines = ["[mail]", "from = \"a@example.org\"", "[[digest]]", "name = \"d\""]
        case "digest.section":
            lines = ["[[digest]]", "name = \"d\"", "[[digest.section]]", "title = \"t\""]
        case "alert":
            lines = [
                "[mail]", "from = \"a@example.org\"", "[[alert]]", "name = \"a\"", "query = \"q\"",
                "to = \"file:/tmp/x\"",
            ]
        default: lines = ["[\(key.table)]"]
        }
        // A required key stands there already.
        let header = lines.lastIndex { $0.hasPrefix("[") } ?? -1
        lines = lines.enumerated().filter { $0.offset <= header || !$0.element.hasPrefix(key.name + " = ") }
            .map(\.element)
        lines.append(assignment)
        line = lines.count
        text = lines.joined(separator: "\n") + "\n"
    }
}

/// The keys that hold values.
private let valueKeys = ConfigKeys.all.filter { $0.kind != .table }

@Suite("Every key of feeds.conf") struct KeyTableTests {
    /// Values of TOML's kinds that no key takes.
    private static let alien = ["1979-05-27", "07:32:00", "1.5", "[[1]]", "{ nonsense = 1 }", "-1"]

    @Test(
        "is refused a value of a kind that it isn't made for, at the place of the value",
        arguments: valueKeys.map(\.path))
    func wrongKind(path: String) throws {
        let key = try #require(ConfigKeys.all.first { $0.path == path })
        for value in Self.alien {
            let file = KeyFile(key, "\(key.name) = \(value)")
            let errors = FeedsConf.load(text: file.text).1
            #expect(!errors.isEmpty, "\(path) = \(value)")
            let error = try #require(errors.first)
            #expect(error.position.line == file.line, "\(path) = \(value): \(error)")
            #expect(error.position.column > key.name.count, "\(path) = \(value): \(error)")
            #expect(error.message.contains(key.name), "\(path) = \(value): \(error)")
        }
    }

    @Test(
        "is refused a list, a number and a truth value where it asks for one text",
        arguments: valueKeys.map(\.path))
    func wrongText(path: String) throws {
        let key = try #require(ConfigKeys.all.first { $0.path == path })
        var wrong: [String] = ["3", "true", "[\"a\", \"b\"]"]
        switch key.kind {
        case .texts, .urls, .selectors, .recipients, .choices, .days:
            wrong = ["3", "true", "[\"https://example.org/\", 3]"]
        case .boolean: wrong = ["3", "\"true\"", "[true]"]
        case .integer: wrong = ["\"3\"", "true", "[3]"]
        case .networks: wrong = ["3", "[3]", "\"somewhere\""]
        case .size: wrong = ["true", "[\"1MiB\"]", "\"big\""]
        case .headers:
            wrong = ["3", "true", "{ \"X-A\" = 1 }", "{ \"X A\" = \"b\" }", "{ \"X\" = \"a\\nb\" }"]
        case .secret:
            wrong = ["3", "\"hunter2\"", "{ file = 3 }", "{ file = \"/a\", command = \"b\" }", "{}"]
        default: break
        }
        for value in wrong {
            let file = KeyFile(key, "\(key.name) = \(value)")
            let errors = FeedsConf.load(text: file.text).1
            #expect(errors.count >= 1, "\(path) = \(value)")
            #expect(errors.allSatisfy { $0.position.line == file.line }, "\(path) = \(value): \(errors)")
        }
    }

    @Test("is told when it is misspelt, with the name that was meant", arguments: ConfigKeys.all.map(\.path))
    func misspelt(path: String) throws {
        let key = try #require(ConfigKeys.all.first { $0.path == path })
        let typo = key.name + String(key.name.suffix(1))
        let file = KeyFile(key, key.kind == .table && key.table.isEmpty ? "[\(typo)]" : "\(typo) = \"x\"")
        let errors = FeedsConf.load(text: file.text).1
        let message = errors.first { $0.position.line == file.line }?.message
        #expect(message?.hasPrefix("unknown key \"\(typo)\" in ") == true, "\(errors)")
        #expect(message?.hasSuffix("; did you mean \"\(key.name)\"?") == true, "\(errors)")
    }

    @Test("takes its own example, and explains itself", arguments: valueKeys.map(\.path))
    func example(path: String) throws {
        let key = try #require(ConfigKeys.all.first { $0.path == path })
        #expect(key.example.hasPrefix(key.name))
        #expect(key.help.hasSuffix("."))
        #expect(key.help.first?.isUppercase == true)
        #expect(!key.defaultValue.isEmpty)
        #expect(!key.kind.words.isEmpty)
        guard key.name != "include" else { return }
        let file = KeyFile(key, key.example)
        #expect(FeedsConf.load(text: file.text).1.map(\.description) == [])
    }

    @Test(
        "that may stand in [defaults] holds for every source; any other is refused there",
        arguments: ConfigKeys.all.filter { $0.table == "source" }.map(\.path))
    func defaults(path: String) throws {
        let key = try #require(ConfigKeys.all.first { $0.path == path })
        let example = key.kind == .table ? "item = { title = \"h3\" }" : key.example
        let (configuration, errors) = FeedsConf.load(
            text: "[defaults]\n\(example)\n[[source]]\nname = \"s\"\nurl = \"https://example.org/\"\n")
        if key.inDefaults {
            #expect(errors.map(\.description) == [])
            let (own, _) = FeedsConf.load(
                text: "[[source]]\nname = \"s\"\nurl = \"https://example.org/\"\n\(example)\n")
            var expected = try #require(own.sources.first)
            expected.position = configuration.sources.first?.position
            #expect(configuration.sources.first == expected)
        } else {
            #expect(errors.count == 1)
            #expect(errors.first?.position.line == 2)
            #expect(errors.first?.message.hasPrefix("unknown key \"\(key.name)\" in [defaults]") == true)
        }
    }

    @Test("can be found by its path, by its table and by its name")
    func find() {
        for key in valueKeys {
            #expect(ConfigKeys.find(key.path).contains(key) || key.table.isEmpty)
            #expect(
                ConfigKeys.find(key.name).contains(key)
                    || ConfigKeys.find(key.name).allSatisfy { $0.table == key.name })
        }
        #expect(ConfigKeys.find("defaults.rank").map(\.path) == ["source.rank"])
        #expect(ConfigKeys.find("nothing").isEmpty)
        #expect(ConfigKeys.nearest(to: "source.evry") == "source.every")
        #expect(ConfigKeys.nearest(to: "qqqqqqqqqqqq") == nil)
    }

    @Test("has one place in the table")
    func unique() {
        let paths = ConfigKeys.all.map(\.path)
        #expect(Set(paths).count == paths.count)
    }
}

@Suite("Values of feeds.conf") struct ConfigValueTests {
    private func source(_ line: String) -> (Source?, [String]) {
        let (configuration, errors) = FeedsConf.load(
            text: "[[source]]\nname = \"s\"\nurl = \"https://example.org/\"\n\(line)\n")
        return (configuration.sources.first, errors.map(\.description))
    }

    @Test(
        "durations are counts with units, the larger ones first or not",
        arguments: [
            ("90s", 90), ("15m", 900), ("1h30m", 5400), ("30m1h", 5400), ("21d", 1_814_400),
            ("2w", 1_209_600),
            ("1y", 31_536_000), ("0s", 0),
        ])
    func durations(text: String, seconds: Int) {
        #expect(DurationText.parse(text) == .seconds(seconds))
    }

    @Test(
        "what is no duration is none",
        arguments: ["", "5", "m", "5x", "5 m", "-5m", "1.5h", "５m", "9999999999s", "5m3"])
    func noDurations(text: String) { #expect(DurationText.parse(text) == nil) }

    @Test(
        "durations are written as they are read", arguments: ["0s", "45s", "15m", "1h30m", "21d", "1d2h3m4s"])
    func writeDurations(text: String) throws {
        #expect(DurationText.write(try #require(DurationText.parse(text))) == text)
    }

    @Test(
        "bounds are two durations in order, or one",
        arguments: [("15m..24h", "15m..1d"), ("2h", "2h"), ("2h..2h", "2h")])
    func bounds(text: String, written: String) throws {
        #expect(DurationText.write(try #require(DurationText.parseBounds(text))) == written)
    }

    @Test("what are no bounds are none", arguments: ["24h..15m", "..24h", "15m..", "15m...24h", "a..b"])
    func noBounds(text: String) { #expect(DurationText.parseBounds(text) == nil) }

    @Test(
        "sizes are counts with units of bytes",
        arguments: [
            ("0B", 0), ("500KB", 500_000), ("16MiB", 16 << 20), ("2 MiB", 2 << 20), ("1gib", 1 << 30),
            ("3mb", 3_000_000),
        ])
    func sizes(text: String, bytes: Int) { #expect(ByteSize.parse(text) == bytes) }

    @Test(
        "what is no size is none",
        arguments: ["", "16", "MiB", "-1MiB", "1.5MiB", "16 M", "99999999999999GiB"])
    func noSizes(text: String) { #expect(ByteSize.parse(text) == nil) }

    @Test(
        "sizes are written in their largest whole unit",
        arguments: [(16 << 20, "16MiB"), (1000, "1000B"), (3 << 30, "3GiB"), (1536, "1536B"), (2048, "2KiB")])
    func writeSizes(bytes: Int, text: String) { #expect(ByteSize.write(bytes) == text) }

    @Test(
        "times of day are hours and minutes",
        arguments: [("06:30", 390), ("6:30", 390), ("00:00", 0), ("23:59", 1439)])
    func times(text: String, minutes: Int) {
        #expect(TimeOfDay.parse(text) == minutes)
        #expect(TimeOfDay.parse(TimeOfDay.write(minutes)) == minutes)
    }

    @Test(
        "what is no time of day is none",
        arguments: ["", "6.30", "24:00", "06:60", "6:3", "006:30", "６:30", "06:30:00", "6:30pm"])
    func noTimes(text: String) { #expect(TimeOfDay.parse(text) == nil) }

    @Test(
        "days are names, ranges and lists of them",
        arguments: [
            ("daily", "1234567"), ("*", "1234567"), ("Mon..Fri", "12345"), ("Fri..Mon", "1567"),
            ("sat, SUN", "67"),
            ("Monday Thursday", "14"), ("Tue", "2"), ("Mon..Wed, Sat", "1236"), ("thurs", "4"),
            ("Sun..Sun", "7"),
        ])
    func days(text: String, numbers: String) {
        #expect(Weekdays.parse(text)?.sorted().map(String.init).joined() == numbers)
    }

    @Test(
        "what are no days are none",
        arguments: ["", ",", "Mo", "Mon..", "..Fri", "Mon...Fri", "Mon..Fry", "weekdays"])
    func noDays(text: String) { #expect(Weekdays.parse(text) == nil) }

    @Test(
        "days are written in short",
        arguments: [
            ("daily", "daily"), ("Mon..Fri", "Mon..Fri"), ("Mon, Thu", "Mon, Thu"), ("Sat,Sun", "Sat, Sun"),
        ])
    func writeDays(text: String, written: String) throws {
        #expect(Weekdays.write(try #require(Weekdays.parse(text))) == written)
    }

    @Test(
        "a name is short, without blanks, and begins with a letter or digit",
        arguments: [
            ("rand", true), ("a.b-c_d", true), ("9lives", true), ("Łódź", true), ("-a", false),
            ("a b", false), ("a/b", false), ("", false), ("a:b", false),
        ])
    func names(name: String, isRight: Bool) {
        let errors = load("[[source]]\nname = \"\(name)\"\nurl = \"https://example.org/\"\n").errors
        #expect(errors.isEmpty == isRight, "\(errors)")
    }

    @Test(
        "an address is of the web and has a host",
        arguments: [
            ("https://example.org/a?b=c#d", true), ("HTTP://EXAMPLE.ORG", true), ("http://[::1]:8080/", true),
            ("http://user@example.org/", true), ("ftp://example.org/", false), ("https://", false),
            ("https:///a", false),
            ("example.org", false), ("https://a b/", false), ("http://:80/", false),
            ("javascript:alert(1)", false),
        ])
    func addresses(url: String, isRight: Bool) {
        let errors = load("[[source]]\nname = \"s\"\nurl = \"\(url)\"\n").errors
        #expect(errors.isEmpty == isRight, "\(errors)")
    }

    @Test(
        "characters that trouble other programs are taken verbatim",
        arguments: ["%20", "%%", "#", "a'b", "${HOME}", "=", ";"])
    func verbatim(text: String) {
        let url = "https://example.org/\(text)?q=\(text)"
        let (configuration, errors) = load("[[source]]\nname = \"s\"\nurl = \"\(url)\" # note\n")
        #expect(errors == [])
        #expect(configuration.sources.first?.urls == [url])
    }

    @Test("a source may have several addresses, and none is refused")
    func severalAddresses() {
        #expect(
            load("[[source]]\nname = \"s\"\nurl = [\"https://a.org/\", \"https://b.org/\"]\n").configuration
                .sources.first?.urls.count == 2)
        #expect(load("[[source]]\nname = \"s\"\nurl = []\n").errors.count == 1)
        #expect(
            load("[[source]]\nname = \"s\"\nurl = [\"https://a.org/\", \"b\"]\n").errors.first?.hasPrefix(
                "feeds.conf:3:26: ") == true)
    }

    @Test(
        "mail addresses have two parts, with or without a name",
        arguments: [
            ("a@example.org", true), ("Desk <a@example.org>", true),
            ("\\\"Desk, the\\\" <a@example.org>", true),
            ("a", false), ("a@", false), ("@b", false), ("a@b@c", false), ("a b@c", false),
            ("Desk <a@b", false),
            ("a@b\\r\\nBcc: c@d", false),
        ])
    func mailAddresses(address: String, isRight: Bool) {
        let errors = load("[mail]\nfrom = \"\(address)\"\n").errors
        #expect(errors.isEmpty == isRight, "\(errors)")
    }

    @Test(
        "networks are addresses with or without a length",
        arguments: [
            ("10.0.0.0/8", true), ("192.168.1.7", true), ("::1", true), ("fe80::/10", true), ("*", true),
            ("10.0.0.0/33", false), ("10.0.0", false), ("300.1.1.1", false), ("::1/129", false),
            ("localhost", false), ("10.0.0.0/8/8", false),
        ])
    func networks(network: String, isRight: Bool) {
        let errors = load("[fetch]\nallow-private = [\"\(network)\"]\n").errors
        #expect(errors.isEmpty == isRight, "\(errors)")
    }

    @Test(
        "a mail server is smtp:// or smtps:// with a host, and no user in it",
        arguments: [
            ("smtp://localhost:25", true), ("smtps://mail.example.org", true), ("mail.example.org", false),
            ("smtp://", false), ("smtp://u@h", false), ("smtp://:25", false),
            ("https://mail.example.org", false),
        ])
    func mailServers(server: String, isRight: Bool) {
        #expect(load("[mail]\nserver = \"\(server)\"\n").errors.isEmpty == isRight)
    }

    @Test("nothing is asked more often than once a minute")
    func everyMinute() {
        #expect(source("every = \"60s\"").1 == [])
        #expect(source("every = \"59s\"").1.count == 1)
        #expect(source("every = \"30s..1h\"").1.count == 1)
        #expect(source("every = \"2h\"").0?.every == .seconds(7200)...Duration.seconds(7200))
    }

    @Test("quiet-after is learnt, never, or a duration")
    func quiet() {
        #expect(source("quiet-after = \"auto\"").0?.quietAfter == .auto)
        #expect(source("quiet-after = \"never\"").0?.quietAfter == .never)
        #expect(source("quiet-after = \"21d\"").0?.quietAfter == .after(.seconds(21 * 86400)))
    }

    @Test("a store in PostgreSQL is refused with what to write instead")
    func postgres() {
        let errors = load("[store]\nurl = \"postgresql://db/aggd\"\n").errors
        #expect(errors.count == 1)
        #expect(errors.first?.contains("sqlite:///var/lib/aggd/aggd.sqlite") == true)
    }

    @Test("an origin must have the group that names the organisation")
    func origin() {
        #expect(source(#"origin = '\(Source: (?<org>[^;]+)\)'"#).1 == [])
        #expect(source(#"origin = 'Source: (.*)'"#).1.first?.contains("it has no group (?<org>…)") == true)
        #expect(source("origin = '(?<org>'").1.first?.contains("not a regular expression") == true)
    }
}
