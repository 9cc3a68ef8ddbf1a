import Foundation
import TestSupport
import Testing

@Suite("A person who reads one item") struct ShowingTests {
    @Test("sees title, source, authors, date, length, address and the wrapped text")
    func text() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("show", news.id("chips"))
        #expect(run.status == 0)
        #expect(run.lines.first == "Trading Chips: Why Build Missiles to Scrap Them")
        #expect(run.output.contains("Harbour Institute · Anna Weller, Jan van der Berg · "))
        #expect(run.output.contains(" · 75"))
        #expect(run.output.contains("https://harbour.example.org/trading-chips-why-build\n"))
        #expect(run.lines.allSatisfy { $0.count <= 80 })
        #expect(run.output.contains("serious about arms control"))
    }

    @Test("sees the original of an excerpt and who leads its story")
    func excerpt() async throws {
        let news = try await Newsroom.shared()
        let output = try news.aggd("show", news.id("excerpt")).output
        #expect(output.contains("(excerpt)"))
        #expect(
            output.contains(
                "original: https://harbour.example.org/trading-chips-why-build (Harbour Institute)"))
        #expect(output.contains("also: \(news.id("chips"))  Harbour Institute (leads the story)"))
    }

    @Test("is told that nobody else carried it when --copies finds none")
    func copies() async throws {
        let news = try await Newsroom.shared()
        #expect(
            try news.aggd("show", news.id("statement"), "--copies").output.contains("carried by nobody else"))
        #expect(
            try news.aggd("show", news.id("chips"), "--copies").output
                .contains("also: \(news.id("excerpt"))  Defence Courier (excerpt, 31 %)"))
    }

    @Test("gets the provenance of each part with --provenance")
    func provenance() async throws {
        let news = try await Newsroom.shared()
        let output = try news.aggd("show", news.id("excerpt"), "--provenance").output
        for row in [
            "carrier: courier", "origin: Harbour Institute", "guid: tag:courier,2026:", "published: ",
            "date from: feed", "issued: ", "first seen: ", "text from: feed", "version: 1", "SHA-256: ",
        ] {
            #expect(output.contains("\n" + row), "\(row)")
        }
    }

    @Test("gets the clean HTML with --html, and the stored text alone with --raw")
    func htmlAndRaw() async throws {
        let news = try await Newsroom.shared()
        let id = news.id("statement")
        #expect(
            try news.aggd("show", id, "--raw").output == """
                The strait is open to all ships of peaceful states.
                The ministry regrets the incident.

                """)
        #expect(try news.aggd("show", id, "--html").output.hasPrefix("<p>"))
    }

    @Test("sees when and where an event takes place, who speaks, and that it is off the record")
    func event() async throws {
        let news = try await Newsroom.shared()
        let output = try news.aggd("show", news.id("talk")).output
        #expect(output.contains(", 14:00–15:30 (Asia/Hong_Kong, UTC+08:00)"))
        #expect(output.contains("where: Harbour Hall, 7th Floor"))
        #expect(output.contains("speaker: Lin Wei, Institute for Harbour Studies"))
        #expect(output.contains("organiser: Meridian Endowment"))
        #expect(output.contains("off the record"))
        #expect(try news.aggd("show", news.id("cancelled")).output.contains("status: cancelled"))
    }

    @Test("sees several items one after the other, as text or as JSON lines")
    func several() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("show", news.id("test"), news.id("grain"))
        #expect(run.output.contains(String(repeating: "─", count: 72)))
        let ids = try news.aggd("show", news.id("test"), news.id("grain"), "--json").objects
            .compactMap { $0["id"] as? String }
        #expect(ids == [news.id("test"), news.id("grain")])
    }

    @Test("gets text, HTML and summary in the JSON of one item")
    func json() async throws {
        let news = try await Newsroom.shared()
        let object = try #require(try news.aggd("show", news.id("chips"), "--json").objects.first)
        #expect((object["text"] as? String)?.hasPrefix("If the government") == true)
        #expect((object["html"] as? String)?.hasPrefix("<p>If") == true)
        #expect(
            object["summary"] as? String == "<p>Launchers that don't exist yet are the cheapest chips.</p>")
    }

    @Test("may name an item by the beginning of its id, in capitals too")
    func prefix() async throws {
        let news = try await Newsroom.shared()
        let id = news.id("chips")
        #expect(try news.aggd("show", String(id.prefix(5)), "--json").objects.first?["id"] as? String == id)
        #expect(try news.aggd("show", id.uppercased(), "--json").objects.first?["id"] as? String == id)
    }

    @Test("is told with status 1 that there is no such item, and with 64 that an id is too short")
    func unknown() async throws {
        let news = try await Newsroom.shared()
        let unknown = try news.aggd("show", "zzzzzz")
        #expect(unknown.status == 1)
        #expect(unknown.sentence?.contains("no item \"zzzzzz\"") == true)
        let short = try news.aggd("show", "7")
        #expect(short.status == 64)
        #expect(short.sentence?.contains("too short") == true)
        let none = try news.aggd("show")
        #expect(none.status == 64)
    }

    @Test("never gets control characters, escape sequences and direction overrides of a title")
    func hostileTitle() async throws {
        let news = try await Newsroom.shared()
        let id = news.id("red")
        for words in [
            ["show", id], ["items", "source:northwire"], ["why", id], ["search", "headline"],
            ["cite", id, "--format", "text"],
            ["items", "--format", "{title}", "headline"], ["show", id, "--raw"],
            ["show", id, "--provenance"],
            ["digest", "daily"], ["news", "--since", "-2d"],
        ] {
            let output = try news.aggd.callAsFunction(words).output
            let bad = output.unicodeScalars.first {
                $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x7F || $0.value == 0x202E
            }
            #expect(bad == nil, "\(words)")
        }
    }
}

@Suite("A person who asks why") struct WhyTests {
    @Test("is told every decision: fetch, date, text, story, rules, topics, digests")
    func everything() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("why", news.id("excerpt"))
        #expect(run.status == 0)
        let output = run.output
        #expect(output.contains("fetched    courier  "))
        #expect(output.contains("           courier answered 200"))
        #expect(output.contains("date       "))
        #expect(output.contains(", from the feed"))
        #expect(output.contains("text       excerpt, "))
        #expect(output.contains("; excerpt-of"))
        #expect(output.contains("5 of 5 paragraphs contained"))
        #expect(output.contains("\(news.id("chips"))  Harbour Institute: leads"))
        #expect(output.contains("rules      none touched it"))
        #expect(output.contains("topics     missiles"))
        #expect(output.contains("digests    daily #1, "))
    }

    @Test("is told which rule hides an item")
    func hidden() async throws {
        let news = try await Newsroom.shared()
        let output = try news.aggd("why", news.id("vacancy")).output
        #expect(output.contains("rules      hidden by hide of ministry: title:vacancy"))
        #expect(output.contains("topics     none"))
        #expect(output.contains("digests    not told yet"))
    }

    @Test("is told that no believable date was stated")
    func undated() async throws {
        let news = try await Newsroom.shared()
        let output = try news.aggd("why", news.id("undated")).output
        #expect(output.contains("first seen: no believable date was stated"))
    }

    @Test("finds each printed sentence of a decision in the JSON object too")
    func sentences() async throws {
        let news = try await Newsroom.shared()
        for name in ["excerpt", "chips", "undated"] {
            let id = news.id(name)
            let printed = try news.aggd("why", id, "--utc").output
            let object = try #require(try news.aggd("why", id, "--json", "--utc").objects.first)
            let story = try #require(object["story"] as? [String: Any])
            for entries in [object["fetched"], object["date"], object["text"], story["history"]] {
                let entries = try #require(entries as? [[String: Any]])
                #expect(!entries.isEmpty)
                for entry in entries { #expect(printed.contains(try #require(entry["message"] as? String))) }
            }
        }
    }

    @Test("gets the same as one JSON object an item")
    func json() async throws {
        let news = try await Newsroom.shared()
        let object = try #require(try news.aggd("why", news.id("excerpt"), "--json").objects.first)
        for name in ["id", "fetched", "date", "text", "story", "rules", "topics", "digests"] {
            #expect(object[name] != nil, "\(name)")
        }
        let story = try #require(object["story"] as? [String: Any])
        #expect(story["lead"] as? String == news.id("chips"))
        #expect(story["relation"] as? String == "excerpt-of")
        let reasons = try #require(story["reasons"] as? [[String: Any]])
        #expect(reasons.first?["rule"] as? String == "containment")
        #expect(reasons.first?["other"] as? String == news.id("chips"))
        let others = try #require(story["others"] as? [[String: Any]])
        #expect(others.map { $0["id"] as? String } == [news.id("chips")])
        #expect(others.first?["lead"] as? Bool == true)
        let digests = try #require(object["digests"] as? [[String: Any]])
        #expect(digests.first?["digest"] as? String == "daily")
        #expect(digests.first?["issue"] as? Int == 1)
    }
}

@Suite("A person who compares versions") struct DiffingTests {
    @Test("sees the words that went and came, in brackets where there is no colour")
    func words() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("diff", news.id("statement"))
        #expect(run.status == 0)
        #expect(run.lines.first?.hasPrefix("version 1 → 2") == true)
        #expect(run.output.contains("[-ships.-] {+ships of peaceful states.+}"))
        #expect(run.output.contains("[-incident of Monday.-] {+incident.+}"))
    }

    @Test("sees only how much changed with --stat")
    func stat() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("diff", news.id("statement"), "--stat")
        #expect(run.lines.count == 1)
        #expect(run.output.contains(" words removed, "))
    }

    @Test("gets numbers and the marked text as JSON")
    func json() async throws {
        let news = try await Newsroom.shared()
        let object = try #require(try news.aggd("diff", news.id("statement"), "--json").objects.first)
        #expect(object["from"] as? Int == 1)
        #expect(object["to"] as? Int == 2)
        #expect((object["added"] as? Int ?? 0) >= 4)
        #expect((object["diff"] as? String)?.contains("{+ships of peaceful states.+}") == true)
    }

    @Test("is told with status 1 that nothing changed")
    func unchanged() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("diff", news.id("chips"))
        #expect(run.status == 1)
        #expect(run.sentence == "The item has one version only; nothing changed.")
    }
}
