import Foundation
import TestSupport
import Testing

@Suite("A person who plans with events") struct EventsVerbTests {
    @Test("sees the coming ones by day, at the place's own time, with venue and house")
    func listing() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("events")
        #expect(run.status == 0)
        #expect(run.output.contains("  14:00  \(news.id("talk"))  Early Warning and Stability at Sea"))
        #expect(run.output.contains("until 15:30 Hong Kong time (UTC+8) · Harbour Hall, 7th Floor"))
        #expect(run.output.contains("off the record"))
        #expect(!run.output.contains("Minefields"))
    }

    @Test("sees further ahead with --to, and what was cancelled")
    func further() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("events", "--to", "+60d")
        #expect(run.output.contains("Cancelled: Minefields of the North"))
    }

    @Test("may narrow them by a query, and look back")
    func query() async throws {
        let news = try await Newsroom.shared()
        #expect(try news.aggd("events", "lecture", "--to", "+60d", "--json").objects.count == 1)
        #expect(try news.aggd("events", "--from", "-7d", "--to", "yesterday").status == 1)
        let wrong = try news.aggd("events", "--to", "someday")
        #expect(wrong.status == 64)
        #expect(wrong.sentence?.hasPrefix("--from today --to someday: ") == true)
    }

    @Test("gets the contract's JSON, times with the event's own offset")
    func json() async throws {
        let news = try await Newsroom.shared()
        let object = try #require(try news.aggd("events", "--json").objects.first)
        for name in [
            "id", "title", "url", "source", "start", "end", "time_zone", "venue", "speakers", "status",
        ] {
            #expect(object[name] != nil, "\(name)")
        }
        #expect((object["start"] as? String)?.hasSuffix("T14:00:00+08:00") == true)
        #expect(object["time_zone"] as? String == "Asia/Hong_Kong")
        let speaker = (object["speakers"] as? [[String: Any]])?.first
        #expect(speaker?["name"] as? String == "Lin Wei")
    }

    @Test("gets a calendar with the zone of each event")
    func calendar() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("events", "--ics", "--to", "+60d")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("BEGIN:VCALENDAR\r\n"))
        #expect(run.output.contains("BEGIN:VTIMEZONE\r\nTZID:Asia/Hong_Kong\r\n"))
        #expect(run.output.contains("DTSTART;TZID=Asia/Hong_Kong:"))
        #expect(run.output.contains("T140000\r\n"))
        #expect(run.output.contains("STATUS:CANCELLED\r\n"))
        #expect(run.output.contains("@monitor.example.org\r\n"))
        let none = try news.aggd("events", "--ics", "nothing-like-it")
        #expect(none.status == 0)
        #expect(none.output.hasSuffix("END:VCALENDAR\r\n"))
    }
}

@Suite("A person who cites") struct CiteVerbTests {
    @Test("cites the original of an excerpt, its institution as author where no person is named")
    func original() async throws {
        let news = try await Newsroom.shared()
        let text = try news.aggd("cite", news.id("excerpt")).output
        #expect(text.hasPrefix("Harbour Institute. “Trading Chips, by the Harbour Institute.”"))
        #expect(
            text.contains(" https://harbour.example.org/trading-chips-why-build (read at https://courier."))
    }

    @Test(
        "gets the form that is asked for",
        arguments: [
            ("bibtex", "@online{weller"), ("ris", "TY  - ELEC\r\n"), ("csl", "[{\"id\":\"weller"),
            ("text", "Weller, Anna and Jan van der Berg. “"),
        ])
    func forms(form: String, beginning: String) async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("cite", news.id("chips"), "--format", form)
        #expect(run.status == 0)
        #expect(run.output.hasPrefix(beginning), "\(run.output)")
    }

    @Test("gets CSL with --json, which is valid JSON")
    func json() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("cite", news.id("chips"), news.id("test"), "--json")
        let list = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
        #expect(list?.compactMap { $0["title"] as? String }.first?.hasPrefix("Trading Chips") == true)
        #expect(list?.count == 2)
    }

    @Test("may cite what matches a query, or the stories of an issue")
    func queryAndIssue() async throws {
        let news = try await Newsroom.shared()
        #expect(
            try news.aggd("cite", "source:harbour", "--format", "ris").output.components(
                separatedBy: "TY  - "
            ).count == 3)
        #expect(try news.aggd("cite", "--query", "grain").output.contains("Grain prices"))
        let issue = try news.aggd("cite", "--digest", "daily", "--issue", "1")
        #expect(issue.output.contains("Trading Chips: Why Build"))
        #expect(try news.aggd("cite", "--digest", "daily").output == issue.output)
        let none = try news.aggd("cite", "--digest", "daily", "--issue", "9")
        #expect(none.status == 1)
        #expect(none.sentence == "Digest daily has no issue 9.")
    }

    @Test("is told what to name, and that nothing was found")
    func mistakes() async throws {
        let news = try await Newsroom.shared()
        #expect(try news.aggd("cite").status == 64)
        #expect(try news.aggd("cite", news.id("chips"), "--issue", "1").status == 64)
        #expect(try news.aggd("cite", "zzzzzz").status == 1)
        #expect(try news.aggd("cite", "--query", "submarine").sentence == "Nothing found.")
    }
}

@Suite("A person who publishes and exports") struct ExportVerbTests {
    @Test("gets a topic as an Atom feed that aggd itself reads, each story once")
    func atom() async throws {
        let news = try await Newsroom.shared()
        let feed = try news.aggd("feed", "missiles", "--url", "https://desk.example.org/missiles.atom")
        #expect(feed.status == 0)
        let file = try news.aggd.write(feed.output, to: "missiles-\(UUID().uuidString).atom")
        let parsed = try #require(try news.aggd("parse", "--json", file).objects.first)
        let head = try #require(parsed["feed"] as? [String: Any])
        #expect(head["title"] as? String == "Missiles and arms control")
        #expect((head["warnings"] as? [Any])?.isEmpty ?? true)
        #expect((parsed["items"] as? [[String: Any]])?.count == 2)
        #expect(feed.output.contains("rel=\"self\" href=\"https://desk.example.org/missiles.atom\""))
        #expect(feed.output.contains("rel=\"related\""))
    }

    @Test("gets a query as a JSON Feed, with --format or --json")
    func jsonFeed() async throws {
        let news = try await Newsroom.shared()
        for words in [["--format", "json"], ["--json"]] {
            let run = try news.aggd(["feed", "tag:government", "--title", "Official"] + words)
            let object = try #require(try run.objects.first)
            #expect(object["version"] as? String == "https://jsonfeed.org/version/1.1")
            #expect(object["title"] as? String == "Official")
            #expect((object["items"] as? [[String: Any]])?.count == 1)
        }
        #expect(try news.aggd("feed", "--limit", "0").status == 64)
    }

    @Test("puts the whole text into a feed, not only its beginning")
    func wholeText() async throws {
        let news = try await Newsroom.shared()
        let output = try news.aggd("feed", "missiles").output
        #expect(output.contains("a calendar of eighteen months"))
    }

    @Test("gets the sources as OPML that import takes back")
    func opml() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("export")
        #expect(run.output.hasPrefix("<?xml"))
        #expect(run.output.contains("xmlUrl=\"https://harbour.example.org/feed.xml\""))
        let other = try BuiltBinary()
        defer { other.remove() }
        let file = try other.write(run.output, to: "sources.opml")
        #expect(try other("import", file).status == 0)
        #expect(try other("check").status == 0)
        #expect(try other("config", "ministry").output.contains("https://ministry.example.gov/speeches.atom"))
        #expect(try other("config", "resting").output.contains("true"))
    }

    @Test("gets items as JSON lines, with their texts when asked for")
    func jsonLines() async throws {
        let news = try await Newsroom.shared()
        let plain = try news.aggd("export", "--format", "jsonl").objects
        #expect(plain.count == 9)
        #expect(plain.first?["text"] == nil)
        let full = try news.aggd("export", "--format", "jsonl", "--texts", "--copies", "--hidden").objects
        #expect(full.count == 12)
        #expect(full.allSatisfy { $0["text"] is String })
        #expect(try news.aggd("export", "--json").objects.count == 9)
        #expect(try news.aggd("export", "source:harbour").objects.count == 2)
    }

    @Test("gets items as CSV with a heading, quoted where it must be")
    func csv() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("export", "--format", "csv", "Karvia")
        #expect(run.lines.count == 2)
        #expect(run.lines[0].hasPrefix("id,"))
        #expect(run.output.contains("\"Karvia tests missile over 1,900 kilometres, Estmark protests\""))
    }

    @Test("is told that OPML takes no query")
    func opmlQuery() async throws {
        let run = try await Newsroom.shared().aggd("export", "--format", "opml", "missile")
        #expect(run.status == 64)
        #expect(run.sentence == "OPML lists sources; say --format csv or jsonl for items.")
    }
}
