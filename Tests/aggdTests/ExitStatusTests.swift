import Foundation
import TestSupport
import Testing

@testable import aggd

@Suite("A verb that can't do what it is asked") struct ExitStatusTests {
    /// A command line, the status it ends with, and what its sentence says; `@name` stands for an id.
    typealias Refusal = (words: String, status: Int32, part: String)

    private func check(_ refusal: Refusal) async throws {
        let news = try await Newsroom.shared()
        let words = refusal.words.split(separator: " ").map { word in
            word.hasPrefix("@") ? news.id(String(word.dropFirst())) : String(word.replacing("_", with: " "))
        }
        let run = try news.aggd(words)
        #expect(run.status == refusal.status, "\(refusal.words): \(run.errors)")
        #expect(run.output.isEmpty, "\(refusal.words)")
        #expect(run.sentence?.contains(refusal.part) == true, "\(refusal.words): \(run.errors)")
    }

    /// An error that no verb foresees.
    private struct Unforeseen: Error {}

    @Test("ends with 70 when nobody foresaw the error, and asks for a report of it")
    func bug() async throws {
        let result = await #expect(processExitsWith: .exitCode(70), observing: [\.standardErrorContent]) {
            Failure.report(Unforeseen())
        }
        let words = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(words.hasPrefix("aggd: This is a bug in aggd; please report it"))
        #expect(words.contains("Unforeseen"))
    }

    @Test(
        "ends with 64 when the command line is wrong, and says what to write",
        arguments: [
            ("items --store mysql://x", 64, "sqlite:///"),
            ("items --fields nonsense --json", 64, "\"nonsense\""),
            ("items --sort size", 64, "size"), ("items --since lately", 64, "--since lately: "),
            ("items (open", 64, "never closed"), ("search", 64, "aggd search --help"),
            ("search titel:x", 64, "did you mean title:?"),
            ("search is:hiden", 64, "did you mean is:hidden?"),
            ("config nosuch", 64, "no source \"nosuch\""), ("config harbor", 64, "did you mean \"harbour\"?"),
            ("config --json --fields nonsense", 64, "\"nonsense\""),
            ("sources nosuch", 64, "no source \"nosuch\""), ("poll nosuch", 64, "no source \"nosuch\""),
            ("poll harbor", 64, "did you mean \"harbour\"?"),
            ("sources --accept", 64, "--accept needs the name"),
            ("digest nosuch", 64, "no digest \"nosuch\""), ("digest dayly", 64, "did you mean \"daily\"?"),
            ("digest", 64, "--due"), ("digest daily --to a@example.org", 64, "add --send"),
            ("digest daily --send --issue 1", 64, "leave out --send"),
            ("digest --due daily", 64, "leave out the name"),
            ("digest daily --format pdf", 64, "pdf"), ("feed (open", 64, "never closed"),
            ("feed -n 0", 64, "--limit 0"),
            ("export --format opml x", 64, "OPML lists sources"), ("export --format xml", 64, "xml"),
            ("cite", 64, "--query or --digest"), ("cite --query titel:x", 64, "character 1"),
            ("cite @chips --issue 3", 64, "--issue needs --digest"), ("cite --query x -n 0", 64, "--limit 0"),
            ("events --from soon", 64, "--from soon"),
            ("events --from 2030-01-01 --to 2029-01-01", 64, "ends before it begins"),
            ("tag two_words @chips", 64, "\"two words\" is no label"), ("tag briefing", 64, "ids"),
            ("keep", 64, "ids"), ("show", 64, "ids"), ("show 7", 64, "too short"),
            ("join @chips @chips", 64, "Name two items"),
            ("prune", 64, "--older-than"), ("prune --older-than soon", 64, "--older-than soon"),
            ("try", 64, "Name an address or a source"),
            ("try --rule missile nosuch", 64, "no source \"nosuch\""),
            ("try https://example.org/ --items div[", 64, "The selector \"div[\""),
            ("add https://example.org/ two_words", 64, "can't name a source"),
            ("add https://example.org/ harbour", 64, "has a source \"harbour\" already"),
            ("check --explain nosuchkey", 64, "no key \"nosuchkey\""),
            ("check --explain evry", 64, "did you mean"),
            ("version now", 64, "now"), ("simulate-schedule --every soon", 64, "--every"),
            ("items --color sometimes", 64, "sometimes"),
        ] as [Refusal])
    func usage(refusal: Refusal) async throws { try await check(refusal) }

    @Test(
        "ends with 1 when there is nothing of the kind",
        arguments: [
            ("show zzzzzz", 1, "no item \"zzzzzz\""), ("why zzzzzz", 1, "no item \"zzzzzz\""),
            ("diff @chips", 1, "one version only"), ("split @grain", 1, "alone in its story"),
            ("digest daily --issue 99", 1, "its last issue is 1"),
            ("digest weekly --issue 1", 1, "no issue yet"),
            ("digest daily --issue 0", 1, "no issue 0"), ("cite --digest weekly", 1, "no issue yet"),
            ("cite --query nothinglikeit", 1, "Nothing found."),
            ("events nothinglikeit", 1, "No events from today to +30d."),
            ("sources --accept harbour", 1, "has not moved"), ("items nothinglikeit", 1, "Nothing found."),
            ("search nothinglikeit", 1, "Nothing found."),
        ] as [Refusal])
    func nothing(refusal: Refusal) async throws { try await check(refusal) }

    @Test(
        "ends with the status of what is missing, damaged or forbidden",
        arguments: [
            ("items --store sqlite:///nonexistent/x.sqlite", 66, "/nonexistent/x.sqlite"),
            ("items -c /nonexistent.conf", 66, "/nonexistent.conf: no such file"),
            ("import /nonexistent.opml", 66, "/nonexistent.opml"),
            ("parse /nonexistent.xml", 66, "/nonexistent.xml"),
            ("extract /nonexistent.html", 66, "/nonexistent.html"),
            ("restore /nonexistent.sqlite --yes", 66, "/nonexistent.sqlite"),
            ("try --replay harbour", 66, "No answer of \"harbour\" is kept"),
            ("parse feeds.conf", 65, "feeds.conf"), ("items --store feeds.conf", 65, "feeds.conf"),
            ("verify --store feeds.conf", 65, "feeds.conf"),
            ("backup /nonexistent/x.sqlite", 73, "/nonexistent/x.sqlite can't be written"),
            ("backup feeds.conf", 73, "feeds.conf exists already"), ("restore feeds.conf", 73, "add --yes"),
            ("poll -c /nonexistent.conf", 78, "/nonexistent.conf: no such file"),
            ("serve -c /nonexistent.conf", 78, "/nonexistent.conf: no such file"),
            ("digest daily --send -c /nonexistent.conf", 78, "/nonexistent.conf: no such file"),
            ("digest weekly --send", 78, "has no recipients"),
        ] as [Refusal])
    func missing(refusal: Refusal) async throws { try await check(refusal) }

    @Test("is quiet with -q when there is only nothing, and still says what is wrong")
    func quiet() async throws {
        let news = try await Newsroom.shared()
        for words in [
            "items nothinglikeit -q", "search -q nothinglikeit", "events -q nothinglikeit",
            "cite -q --query nothinglikeit",
        ] {
            let run = try news.aggd(words.split(separator: " ").map(String.init))
            #expect(run.status == 1, "\(words)")
            #expect(run.output.isEmpty && run.errors.isEmpty, "\(words)")
        }
        for words in ["items -q (open", "show -q zzzzzz", "backup -q /nonexistent/x", "digest -q nosuch"] {
            let run = try news.aggd(words.split(separator: " ").map(String.init))
            #expect(run.sentence != nil, "\(words)")
        }
    }
}

@Suite("A person who narrows by time") struct SinceTests {
    @Test(
        "may write a distance, a day, a month, a year, a moment or a range",
        arguments: [
            "-10d", "-240h", "-2w", "-1m", "-1y", "2020", "2020-01", "2020-01-31", "2020-01-31T12:00",
            "2020-01-31T12:00:30Z",
            "2020-01-31T12:00+02:00", "2020-01-01..", "2020..2100",
        ])
    func forms(since: String) async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("items", "--since", since, "--json", "--fields", "id")
        #expect(run.status == 0, "\(run.errors)")
        // What was first seen 45 days ago is the only thing that some of these leave out.
        let expected = ["-10d", "-240h", "-2w", "-1m"].contains(since) ? 8 : 9
        #expect(run.lines.count == expected)
    }

    @Test(
        "finds nothing in a range before everything",
        arguments: ["2020..2021", "..2020-01-01", "1999-12-31..1999-12-31"])
    func past(since: String) async throws {
        let run = try await Newsroom.shared().aggd("items", "--since", since)
        #expect(run.status == 1)
    }

    @Test(
        "is told what is no time, whatever the verb",
        arguments: [
            "", "lately", "5x", "-", "..", "2026-13", "2026-02-30", "31.12.2026", "12:00", "-1.5d",
            "2021..2020",
        ])
    func wrong(since: String) async throws {
        let news = try await Newsroom.shared()
        for verb in [["items"], ["try", "--rule", "strait"]] {
            let run = try news.aggd(verb + ["--since", since])
            #expect(run.status == 64, "\(verb) \(since)")
            #expect(run.sentence?.hasPrefix("--since \(since): ") == true, "\(verb): \(run.errors)")
        }
    }

    @Test("counts days in the person's zone, moments in their own")
    func zones() async throws {
        let news = try await Newsroom.shared()
        // A moment is the same everywhere.
        let moment = "2020-01-31T12:00:30Z"
        for zone in ["Pacific/Kiritimati", "Pacific/Honolulu"] {
            let run = try news.aggd(
                ["items", "--since", moment, "--json", "--fields", "id"], environment: ["TZ": zone])
            #expect(run.lines.count == 9)
        }
    }
}

@Suite("A person who names items by their ids") struct NamingTests {
    @Test(
        "may shorten an id as long as it is the only one that begins so",
        arguments: ["show", "keep", "diff"])
    func prefixes(verb: String) async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let id = news.id(verb == "diff" ? "statement" : "chips")
        for count in 3...6 {
            let run = try news.aggd(verb, String(id.prefix(count)))
            // Nine items seldom share three letters; when they do, it is said.
            let isAmbiguous = news.ids.values.filter { $0.hasPrefix(id.prefix(count)) }.count > 1
            #expect(run.status == (isAmbiguous ? 64 : 0), "\(run.errors)")
        }
        #expect(try news.aggd(verb, id.uppercased()).status == 0)
        #expect(try news.aggd(verb, id + "x").status == 1)
    }

    @Test("is told of a letter that no id has", arguments: ["il", "uu", "o0", "ab!", "äö"])
    func letters(text: String) async throws {
        let run = try await Newsroom.shared().aggd("show", text)
        #expect(run.status == 1)
        #expect(run.sentence?.contains("no item \"\(text)\"") == true)
    }

    @Test("gets all of several items or none when one of them isn't there")
    func several() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        for verb in ["show", "why", "cite"] {
            let run = try news.aggd(verb, news.id("chips"), "zzzzzz")
            #expect(run.status == 1, "\(verb)")
            #expect(run.output.isEmpty, "\(verb)")
        }
        #expect(try news.aggd("tag", "briefing", news.id("chips"), "zzzzzz").status == 1)
        #expect(try news.aggd("items", "tag:briefing").status == 1)
    }
}
