import Aggregator
import Foundation
import Testing

@testable import aggd

@Suite("A template of --format") struct TemplateTests {
    private let item = JSONValue.object([
        ("id", .string("7f3kq2")), ("title", .string("A {b} c")), ("words", .int(12)), ("lead", .bool(true)),
        ("overlap", .double(0.31)), ("org", .null), ("tags", .strings(["one", "two"])),
        ("event", .object([("start", .string("2026"))])), ("evil", .string("a\u{1B}[31mb\nc")),
    ])

    @Test(
        "puts values into its places",
        arguments: [
            ("{id}", "7f3kq2"), ("{id} {title}", "7f3kq2 A {b} c"),
            ("<{words}|{lead}|{overlap}>", "<12|true|0.31>"),
            ("[{org}]", "[]"), ("{tags}", "one, two"), ("{event}", "{\"start\":\"2026\"}"),
            ("plain", "plain"), ("", ""),
            ("{id}\\t{id}\\n{id}", "7f3kq2\t7f3kq2\n7f3kq2"), ("{nope} {id}", "{nope} 7f3kq2"),
            ("{id", "{id"), ("a {id", "a {id"), ("{id} a {", "7f3kq2 a {"),
            ("}{id}{", "}7f3kq2{"), ("{}", "{}"), ("{ id }", "{ id }"), ("{evil}", "a[31mb c"),
            ("{{id}}", "{{id}}"),
        ])
    func fill(template: String, text: String) {
        #expect(Template.fill(template, with: item) == text)
    }

    @Test("is left as it is by what is no object")
    func noObject() { #expect(Template.fill("{id}", with: .string("x")) == "{id}") }
}

@Suite("What a terminal is given") struct TerminalTextTests {
    @Test(
        "has no control characters, escape sequences and direction overrides",
        arguments: [
            ("plain", "plain"), ("a\u{1B}[31mb", "a[31mb"), ("a\tb\nc", "a b c"), ("a\u{7}b\u{0}c", "abc"),
            ("\u{9B}31m", "31m"),
            ("abc\u{202E}txt.exe", "abctxt.exe"), ("a\u{2066}b\u{2069}", "ab"), ("\u{200F}x", "x"),
            ("海上 👩‍🚀 é", "海上 👩‍🚀 é"),
            ("\u{7F}del", "del"), ("\r\nx", " x"),
        ])
    func safe(text: String, shown: String) { #expect(Terminal.safe(text) == shown) }

    @Test("is coloured only where colour may be used")
    func colour() {
        let plain = Terminal(color: .never, environment: [:])
        #expect(plain.bold("x") == "x")
        #expect(plain.link("x", to: "https://example.org/") == "x")
        let rich = Terminal(color: .always, environment: ["NO_COLOR": "1"])
        #expect(rich.bold("x") == "\u{1B}[1mx\u{1B}[0m")
        #expect(
            rich.link("x", to: "https://example.org/")
                == "\u{1B}]8;;https://example.org/\u{1B}\\x\u{1B}]8;;\u{1B}\\")
        #expect(rich.link("x", to: "https://example.org/\u{1B}\\evil") == "x")
        #expect(rich.link("x", to: "https://example.org/ü") == "x")
        #expect(rich.link("x", to: nil) == "x")
    }

    @Test(
        "has the width that COLUMNS says, when that is sensible",
        arguments: [("100", 100), ("20", 20), ("19", 80), ("many", 80), ("-5", 80), ("", 80)])
    func width(columns: String, width: Int) {
        #expect(Terminal(color: .never, environment: ["COLUMNS": columns]).width == width)
    }
}

@Suite("Words that differ between two texts") struct WordDiffTests {
    private func diff(_ old: String, _ new: String) -> String {
        WordDiff(from: old, to: new).text(removed: { "[-\($0)-]" }, added: { "{+\($0)+}" })
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(
        "are marked where they stand",
        arguments: [
            ("a b c", "a b c", "a b c"), ("a b c", "a x c", "a [-b-] {+x+} c"), ("a b", "a b c", "a b {+c+}"),
            ("a b c", "b c", "[-a-] b c"), ("", "a", "{+a+}"), ("a", "", "[-a-]"), ("a  b", "a b", "a b"),
            ("one\ntwo", "one\ntwo three", "one\ntwo {+three+}"),
            ("a b c d", "a x y d", "a [-b c-] {+x y+} d"), ("one", "one\ntwo three", "one\n{+two three+}"),
            ("one two\nthree", "three", "[-one two-] three"), ("a b", "a c\nd", "a [-b-] {+c+}\n{+d+}"),
        ])
    func marks(old: String, new: String, text: String) { #expect(diff(old, new) == text) }

    @Test("are counted")
    func counts() {
        let diff = WordDiff(from: "the ship left at noon", to: "the old ship left")
        #expect(diff.removed == 2)
        #expect(diff.added == 1)
        #expect(WordDiff(from: "same", to: "same").removed == 0)
    }

    @Test("can't drive the terminal")
    func safe() { #expect(!diff("a", "a \u{1B}[31mred").contains("\u{1B}")) }

    @Test("are found in long texts too")
    func long() {
        let old = (0..<3000).map { "word\($0)" }.joined(separator: " ")
        let diff = WordDiff(from: old, to: old.replacing("word1500 ", with: "other "))
        #expect(diff.removed == 1)
        #expect(diff.added == 1)
    }
}

@Suite("Times and sizes for people") struct WordingOfTimesTests {
    private func event(_ change: (inout Event) -> Void) -> Event {
        var event = Event()
        event.start = Date(timeIntervalSince1970: 1_562_738_400)
        change(&event)
        return event
    }

    private func text(_ event: Event) -> String {
        EventTime.text(event, start: event.start ?? .distantPast, zone: event.zone ?? .gmt)
    }

    @Test("an event's is told at its place, with the offset")
    func eventTimes() {
        let start = Date(timeIntervalSince1970: 1_562_738_400)
        #expect(
            text(event { $0.timeZone = "Asia/Hong_Kong" }) == "10 Jul 2019, 14:00 (Asia/Hong_Kong, UTC+08:00)"
        )
        #expect(
            text(
                event {
                    $0.timeZone = "Asia/Hong_Kong"
                    $0.end = start.addingTimeInterval(5400)
                }) == "10 Jul 2019, 14:00–15:30 (Asia/Hong_Kong, UTC+08:00)")
        #expect(text(event { $0.timeZone = "UTC+08:00" }) == "10 Jul 2019, 14:00 (UTC+08:00)")
        #expect(
            text(
                event {
                    $0.timeZone = "America/St_Johns"
                    $0.end = start.addingTimeInterval(86400)
                }) == "10 Jul 2019, 03:30 – 11 Jul 2019, 03:30 (America/St_Johns, UTC-02:30)")
    }

    @Test("days without a clock are told as days")
    func days() {
        let start = Date(timeIntervalSince1970: 1_562_738_400)
        #expect(text(event { $0.hasTime = false }) == "10 Jul 2019")
        #expect(
            text(
                event {
                    $0.hasTime = false
                    $0.end = start.addingTimeInterval(2 * 86400)
                }) == "10 Jul 2019 – 12 Jul 2019")
        #expect(
            text(
                event {
                    $0.hasTime = false
                    $0.end = start
                }) == "10 Jul 2019")
    }

    @Test(
        "a span is told in one unit",
        arguments: [
            (0.0, "0 s"), (89, "89 s"), (90, "2 min"), (600, "10 min"), (5399, "90 min"), (5400, "2 h"),
            (86400, "24 h"),
            (129_600, "2 days"), (-7200, "2 h"), (9 * 86400, "9 days"),
        ] as [(Double, String)])
    func spans(seconds: Double, text: String) { #expect(TimeSpan.text(seconds) == text) }

    @Test(
        "sizes are told in powers of a thousand",
        arguments: [
            (0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (48_123, "48 kB"), (1_234_567, "1.2 MB"),
            (9_990_000_000, "10.0 GB"), (1_500_000_000_000, "1.5 TB"),
        ] as [(Int64, String)])
    func sizes(bytes: Int64, text: String) { #expect(ByteCount.text(bytes) == text) }

    @Test("a listing shows the clock for today, the day for this year, else month and year")
    func listing() throws {
        let now = Date(timeIntervalSince1970: 1_795_327_200)
        func when(_ date: Date) -> String {
            let content = NewItem(source: "s")
            var item = Item(
                id: ItemID(1), content: content, seen: date, story: StoryID(1), isLead: true, relation: .new)
            item.content.published = date
            return StoryListing.when(item, now: now, zone: .gmt)
        }
        #expect(when(now) == "06:00")
        #expect(when(now.addingTimeInterval(-5 * 3600)) == "01:00")
        #expect(when(now.addingTimeInterval(-86400)) == "21 Nov")
        #expect(when(now.addingTimeInterval(-16 * 86400)) == " 6 Nov")
        #expect(when(now.addingTimeInterval(-400 * 86400)) == "Oct 25")
        #expect(when(Date(timeIntervalSince1970: 1_136_073_600)) == "Jan 06")
    }
}

@Suite("The verb among the words of a command line") struct VerbSpellingTests {
    private func checked(_ line: String) throws -> String {
        try VerbSpelling.checked(line.split(separator: " ").map(String.init)).joined(separator: " ")
    }

    @Test(
        "comes first, whatever common options stand before it",
        arguments: [
            ("items x", "items x"), ("--json items x", "items --json x"),
            ("-c f.conf --utc items", "items -c f.conf --utc"),
            ("--store=sqlite:///x items", "items --store=sqlite:///x"), ("--since -1d", "--since -1d"),
            ("", ""),
            ("--help items", "--help items"), ("--format {id} -q search a", "search --format {id} -q a"),
        ])
    func order(line: String, result: String) throws { #expect(try checked(line) == result) }

    @Test(
        "leaves a query its minus, and options stay options",
        arguments: [
            ("items a -oil", "items -- a -oil"), ("items -oil --json", "items --json -- -oil"),
            ("items -tag:x -n 5 b", "items -n 5 -- -tag:x b"), ("items -qv a", "items -qv a"),
            ("items -n 5", "items -n 5"),
            ("items a -- -x", "items a -- -x"),
            ("search -title:x --since -1d", "search --since -1d -- -title:x"),
            ("show -abc", "show -abc"), ("cite --query -x a", "cite --query -x a"),
        ])
    func minus(line: String, result: String) throws { #expect(try checked(line) == result) }

    @Test(
        "is told when it is misspelt",
        arguments: [("itmes", "items"), ("sorces", "sources"), ("polls", "poll"), ("verfy", "verify")])
    func misspelt(word: String, meant: String) {
        let failure = #expect(throws: Failure.self) { try VerbSpelling.checked([word]) }
        #expect(failure?.status == .usage)
        #expect(failure?.message == "There is no verb \"\(word)\"; did you mean \"\(meant)\"?")
    }
}

@Suite("When a person last looked") struct LastLookTests {
    @Test("is kept in the person's state folder, for each store on its own")
    func kept() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "aggd-look-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        func look(_ store: String) -> LastLook {
            var configuration = Configuration()
            configuration.storeURL = store
            return LastLook(configuration: configuration, environment: ["XDG_STATE_HOME": folder.path])
        }
        #expect(look("sqlite:///a").time == nil)
        let time = Date(timeIntervalSince1970: 1_795_327_200)
        look("sqlite:///a").save(time)
        #expect(look("sqlite:///a").time == time)
        #expect(look("sqlite:///b").time == nil)
        look("sqlite:///a").save(time.addingTimeInterval(60))
        #expect(look("sqlite:///a").time == time.addingTimeInterval(60))
    }

    @Test("is forgotten when it makes no sense, and nowhere is no failure")
    func broken() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "aggd-look-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let look = LastLook(configuration: Configuration(), environment: ["XDG_STATE_HOME": folder.path])
        look.save(Date(timeIntervalSince1970: 5))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/aggd") {
            try Data("soon\n".utf8).write(to: folder.appending(path: "aggd/\(name)"))
        }
        #expect(look.time == nil)
        LastLook(configuration: Configuration(), environment: ["XDG_STATE_HOME": "/proc/nowhere"]).save(
            Date())
    }

    @Test(
        "stands in the home folder where the person's state folder is none: empty or relative",
        arguments: ["", "state", "./state"])
    func homeFolder(state: String) throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "aggd-home-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: home) }
        let environment = ["XDG_STATE_HOME": state, "HOME": home.path]
        let look = LastLook(configuration: Configuration(), environment: environment)
        look.save(Date(timeIntervalSince1970: 7))
        #expect(look.time == Date(timeIntervalSince1970: 7))
        #expect(FileManager.default.fileExists(atPath: home.path + "/.local/state/aggd"))
    }
}

@Suite("A line of the deduplicator's stream") struct JSONLineReaderTests {
    private func strings(_ text: String) -> [String: String]? {
        let bytes = Array(text.utf8)
        return JSONLineReader.strings(bytes, 0..<bytes.count)
    }

    @Test("gives its texts, and passes over what is none")
    func texts() {
        #expect(
            strings(#"{"id":"a","n":1,"l":[1,{"x":"y"}],"o":{"id":"no"},"t":true,"z":null,"e":""}"#) == [
                "id": "a", "e": "",
            ])
        #expect(strings(#" { "id" : "a b" , "text" : "c" } "#) == ["id": "a b", "text": "c"])
        #expect(strings("{}") == [:])
    }

    @Test(
        "resolves escapes",
        arguments: [
            (#"{"a":"\"\\\/\b\f\n\r\t"}"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"{"a":"\u00e9\u6d77"}"#, "é海"),
            (#"{"a":"\ud83d\ude80"}"#, "🚀"), (#"{"a":"海"}"#, "海"),
        ])
    func escapes(line: String, text: String) { #expect(strings(line)?["a"] == text) }

    @Test(
        "is refused when it is no object",
        arguments: ["", "hello", "[1]", "{", "{\"a\"", "{\"a\":", "{\"a\":\"b\"", "{a:1}"])
    func refused(line: String) { #expect(strings(line) == nil) }

    @Test(
        "has times in RFC 3339",
        arguments: [
            ("2026-01-31T12:00:00Z", 1_769_860_800.0), ("2026-01-31T12:00:00+02:00", 1_769_853_600),
            ("2026-01-31T12:00:00.5-03:30", 1_769_873_400),
            ("1969-12-31T23:59:59Z", -1),
        ] as [(String, Double)])
    func times(text: String, seconds: Double) { #expect(DedupStream.seconds(text) == seconds) }

    @Test(
        "has no other times",
        arguments: ["", "2026", "31 January 2026", "2026-13-01T00:00:00Z", "2026-01-31"])
    func noTimes(text: String) { #expect(DedupStream.seconds(text) == nil) }
}

@Suite("The sum of a poll") struct PollSumTests {
    @Test("tells those that were not reached without a network apart from those that fail")
    func unreached() {
        var total = PollTotals()
        for number in 1...3 {
            var report = PollReport(source: "s\(number)", result: .failed)
            report.error = "Nobody answers."
            report.isExcused = number < 3
            total.add(report)
        }
        #expect(
            PollLines.words(total)
                == "3 sources polled: 0 new items, 1 failing (aggd sources --problems), "
                + "2 not reached: this machine had no network.")
        #expect(PollLines.json(total).line.contains(#""failing":1,"unreached":2,"#))
    }
}

@Suite("The line that tells how far a poll is") struct PollProgressTests {
    @Test("tells the time that is left by the time that was taken so far")
    func left() {
        #expect(
            PollProgress.text(done: 100, of: 1000, new: 40, failing: 3, seconds: 20)
                == "100/1000 sources, 40 new, 3 failing, 5/s, 3 min left")
        #expect(
            PollProgress.text(done: 999, of: 1000, new: 40, failing: 3, seconds: 100)
                == "999/1000 sources, 40 new, 3 failing, 10/s, 0 s left")
    }

    @Test("says no time when nothing is left, nor stumbles when none has passed")
    func ends() {
        #expect(
            PollProgress.text(done: 7, of: 7, new: 0, failing: 0, seconds: 0)
                == "7/7 sources, 0 new, 0 failing, 7000/s")
    }
}
