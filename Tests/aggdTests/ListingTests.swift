import Foundation
import TestSupport
import Testing

@Suite("A person who lists items") struct ListingTests {
    @Test("sees every story once, the newest first, without copies and hidden items")
    func everyStoryOnce() async throws {
        let news = try await Newsroom.shared()
        let items = try news.aggd("items", "--json").objects
        let ids = items.compactMap { $0["id"] as? String }
        #expect(
            Set(ids)
                == Set(
                    ["undated", "brest", "red", "talk", "cancelled", "statement", "test", "chips", "grain"]
                        .map(news.id)))
        #expect(ids.count == 9)
        #expect(!ids.contains(news.id("excerpt")))
        #expect(!ids.contains(news.id("vacancy")))
        let dates = items.compactMap { ($0["published"] as? String) ?? ($0["seen"] as? String) }
        #expect(dates == dates.sorted(by: >))
    }

    @Test("gets every field that the contract names, with null for what is absent")
    func fields() async throws {
        let news = try await Newsroom.shared()
        let item = try #require(try news.aggd("items", "--json", "Trading").objects.first)
        for name in [
            "id", "guid", "title", "url", "original_url", "source", "org", "authors", "kind", "published",
            "published_from", "seen", "modified", "language", "words", "completeness", "story", "lead",
            "relation", "copies", "tags", "topics", "hidden_by", "event", "sha256", "version",
        ] {
            #expect(item[name] != nil, "\(name)")
        }
        #expect(item["original_url"] is NSNull)
        #expect(item["event"] is NSNull)
        #expect(item["text"] == nil)
        #expect(item["title"] as? String == "Trading Chips: Why Build Missiles to Scrap Them")
        #expect(item["authors"] as? [String] == ["Anna Weller", "Jan van der Berg"])
        #expect(Set(item["tags"] as? [String] ?? []) == ["think-tank", "sea", "paper"])
        #expect(item["topics"] as? [String] == ["missiles"])
        #expect(item["published_from"] as? String == "feed")
        #expect(item["lead"] as? Bool == true)
        #expect(item["version"] as? Int == 1)
        #expect((item["sha256"] as? String)?.count == 64)
    }

    @Test("finds who else carried a story, with the relation and the share")
    func copies() async throws {
        let news = try await Newsroom.shared()
        let item = try #require(try news.aggd("items", "--json", "Trading").objects.first)
        let copies = try #require(item["copies"] as? [[String: Any]])
        #expect(copies.count == 1)
        #expect(copies.first?["id"] as? String == news.id("excerpt"))
        #expect(copies.first?["source"] as? String == "courier")
        #expect(copies.first?["relation"] as? String == "excerpt-of")
        #expect(copies.first?["overlap"] as? Double == 0.31)
        let text = try news.aggd("items", "Trading").output
        #expect(text.contains("also: Defence Courier (excerpt, 31 %)"))
    }

    @Test("reads the title, the source and the time in one line of at most 80 columns")
    func oneLine() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("items", "source:ministry")
        #expect(run.status == 0)
        #expect(run.lines.count == 1)
        let line = try #require(run.lines.first)
        #expect(line.hasPrefix("  \(news.id("statement"))  Statement on the freedom"))
        #expect(line.contains("Ministry of the S"))
        #expect(try news.aggd("items").lines.allSatisfy { $0.count <= 110 })
    }

    @Test("gets copies as lines of their own with --copies, and hidden ones with --hidden")
    func copiesAndHidden() async throws {
        let news = try await Newsroom.shared()
        let all = try news.aggd("items", "--json", "--copies").objects.compactMap { $0["id"] as? String }
        #expect(all.contains(news.id("excerpt")))
        #expect(all.contains(news.id("test-copy")))
        #expect(!all.contains(news.id("vacancy")))
        let hidden = try news.aggd("items", "--json", "--hidden", "vacancy").objects
        #expect(hidden.count == 1)
        #expect(hidden.first?["hidden_by"] as? String == "hide of ministry: title:vacancy")
    }

    @Test("sees how an event stands in the listing: its own time zone and its venue")
    func event() async throws {
        let news = try await Newsroom.shared()
        let text = try news.aggd("items", "is:event", "early").output
        #expect(text.contains("event: "))
        #expect(text.contains("14:00–15:30 (Asia/Hong_Kong, UTC+08:00)"))
        #expect(text.contains("Harbour…"))
    }

    @Test("bounds the listing with --limit or -n, and is refused a limit below one")
    func limit() async throws {
        let news = try await Newsroom.shared()
        #expect(try news.aggd("items", "--limit", "2", "--json").objects.count == 2)
        #expect(try news.aggd("items", "-n", "1", "--json").objects.count == 1)
        for limit in ["0", "-3"] {
            let run = try news.aggd("items", "--limit=\(limit)")
            #expect(run.status == 64)
            #expect(run.sentence?.contains("--limit \(limit)") == true)
            #expect(run.output.isEmpty)
        }
    }

    @Test("narrows by when aggd first saw it, by a distance or a day")
    func since() async throws {
        let news = try await Newsroom.shared()
        let recent = try news.aggd("items", "--since", "-5h", "--json").objects.compactMap {
            $0["id"] as? String
        }
        #expect(Set(recent) == Set(["undated", "brest", "red", "talk", "cancelled"].map(news.id)))
        let always = try news.aggd("items", "--since", "2020-01-01", "--json").objects
        #expect(always.count == 9)
        let wrong = try news.aggd("items", "--since", "lately")
        #expect(wrong.status == 64)
        #expect(wrong.sentence?.hasPrefix("--since lately: ") == true)
    }

    @Test("orders by the rank of the sources when asked to")
    func rank() async throws {
        let news = try await Newsroom.shared()
        let sources = try news.aggd("items", "--sort", "rank", "--json").objects
            .compactMap { $0["source"] as? String }
        #expect(sources.first == "ministry")
        #expect(sources.last == "courier")
        let run = try news.aggd("items", "--sort", "size")
        #expect(run.status == 64)
        #expect(run.sentence?.contains("size") == true)
    }

    @Test("joins the words of the command line into one query")
    func words() async throws {
        let news = try await Newsroom.shared()
        let apart = try news.aggd("items", "--json", "source:northwire", "missile").objects
        let together = try news.aggd("items", "--json", "source:northwire missile").objects
        #expect(apart.count == 1)
        #expect(apart.first?["id"] as? String == together.first?["id"] as? String)
        let not = try news.aggd("items", "--json", "topic:missiles", "--", "-source:northwire").objects
        #expect(not.compactMap { $0["id"] as? String }.contains(news.id("chips")))
    }

    @Test(
        "may write words with a minus as they are, quoted together or apart, options behind them",
        arguments: [
            ["items", "--json", "-missiles source:harbour"],
            ["items", "-missiles", "source:harbour", "--json"],
            ["items", "source:harbour", "-missiles", "--json", "--limit", "5"],
            ["items", "source:harbour", "-\"trading chips\"", "--json"],
            ["items", "source:harbour", "-title:trading", "--json"],
            ["items", "source:harbour", "-(missiles OR grain)", "-c", "feeds.conf", "--json"],
            ["search", "-chips", "source:harbour", "--json", "-n", "3"],
            ["--json", "items", "-missiles", "source:harbour"],
            ["export", "source:harbour", "-missiles", "--format", "jsonl"],
        ])
    func minus(words: [String]) async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd(words)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try run.objects.compactMap { $0["id"] as? String } == [news.id("brest")])
    }

    @Test("is still told of an option that doesn't exist", arguments: ["--missile", "-x"])
    func unknownOption(option: String) async throws {
        let run = try await Newsroom.shared().aggd("items", option)
        #expect(run.status == 64)
        #expect(run.sentence?.contains("-") == true)
    }

    @Test("is told with status 1 that nothing was found, and nothing else")
    func nothing() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("items", "submarine")
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(run.sentence == "Nothing found.")
        let quiet = try news.aggd("items", "-q", "submarine")
        #expect(quiet.status == 1)
        #expect(quiet.errors.isEmpty)
        let json = try news.aggd("items", "--json", "submarine")
        #expect(json.status == 1)
        #expect(json.output.isEmpty)
        #expect(json.errors.isEmpty)
    }

    @Test("is told where a query is wrong and what to write")
    func wrongQuery() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("items", "missile titel:x")
        #expect(run.status == 64)
        #expect(run.sentence?.contains("character 9") == true)
        #expect(run.sentence?.contains("did you mean title:?") == true)
        let open = try news.aggd("items", "(missile")
        #expect(open.status == 64)
        #expect(open.sentence?.contains("never closed") == true)
    }

    @Test("can use topics of the configuration by name")
    func topics() async throws {
        let news = try await Newsroom.shared()
        let ids = try news.aggd("items", "--json", "topic:missiles").objects.compactMap {
            $0["id"] as? String
        }
        #expect(ids == ["test", "chips"].map(news.id))
        let unknown = try news.aggd("items", "topic:misiles")
        #expect(unknown.status == 64)
        #expect(unknown.sentence?.contains("did you mean missiles?") == true)
    }
}

@Suite("A person who searches") struct SearchingTests {
    @Test("gets the best match first and the hit in its context")
    func context() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("search", "cheapest chips")
        #expect(run.status == 0)
        #expect(run.output.contains("Trading Chips"))
        #expect(run.output.contains("the cheapest chips on the table"))
    }

    @Test("finds a word with or without its accents and capitals")
    func accents() async throws {
        let news = try await Newsroom.shared()
        for word in ["negociations", "Négociations", "NEGOCIATIONS"] {
            let ids = try news.aggd("search", "--json", word).objects.compactMap { $0["id"] as? String }
            #expect(ids == [news.id("chips")], "\(word)")
        }
        #expect(
            try news.aggd("search", "--json", "海上").objects.compactMap { $0["id"] as? String }
                == [news.id("brest")])
    }

    @Test("marks the hit at a terminal in bold, and in a file not")
    func bold() async throws {
        let news = try await Newsroom.shared()
        #expect(try news.aggd("search", "regrets", "--color", "always").output.contains("\u{1B}[1mregrets"))
        #expect(try !news.aggd("search", "regrets").output.contains("\u{1B}"))
    }

    @Test("must say what to look for")
    func noQuery() async throws {
        let run = try await Newsroom.shared().aggd("search")
        #expect(run.status == 64)
        #expect(run.sentence?.contains("query") == true)
        #expect(run.sentence?.contains("aggd search --help") == true)
    }

    @Test("finds the copy when only the copy has the word")
    func copyOnly() async throws {
        let news = try await Newsroom.shared()
        let found = try news.aggd("search", "--json", "source:courier title:institute").objects
        #expect(found.compactMap { $0["id"] as? String } == [news.id("excerpt")])
        #expect(found.first?["lead"] as? Bool == false)
    }
}

@Suite("Fields and templates") struct FieldsAndTemplatesTests {
    @Test("--fields prints only the named ones, in the order of the object")
    func fields() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("items", "--json", "--fields", "url, title", "Trading")
        #expect(
            run.output == """
                {"title":"Trading Chips: Why Build Missiles to Scrap Them",\
                "url":"https://harbour.example.org/trading-chips-why-build"}

                """)
    }

    @Test("--fields gives text, HTML and summary only when they are named")
    func texts() async throws {
        let news = try await Newsroom.shared()
        let object = try #require(
            try news.aggd("items", "--json", "--fields", "text,html,summary", "Trading").objects.first)
        #expect((object["text"] as? String)?.contains("cheapest chips") == true)
        #expect((object["html"] as? String)?.hasPrefix("<p>") == true)
        #expect((object["summary"] as? String)?.contains("Launchers") == true)
        #expect(object.count == 3)
    }

    @Test(
        "a field that no result has is refused with the nearest one",
        arguments: [
            ["items"], ["search", "strait"], ["sources"], ["events"], ["digests"], ["status"],
            ["news", "--since", "-9d"],
        ])
    func unknownField(verb: [String]) async throws {
        let news = try await Newsroom.shared()
        var words = verb
        words += ["--json", "--fields", "nonsense"]
        let run = try news.aggd.callAsFunction(words)
        #expect(run.status == 64)
        #expect(run.output.isEmpty)
        #expect(run.sentence?.contains("\"nonsense\"") == true)
    }

    @Test("a mistyped field is told with what was meant")
    func mistyped() async throws {
        let run = try await Newsroom.shared().aggd("items", "--json", "--fields", "titel")
        #expect(run.sentence == "There is no field \"titel\"; did you mean \"title\"?")
    }

    @Test("--format fills its places, tabs and line breaks")
    func template() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("items", "--format", "{source}\\t{title}\\n  {words} {unknown}", "Statement")
        #expect(run.output.hasPrefix("ministry\tStatement on the freedom of the strait\n  "))
        #expect(run.output.hasSuffix("{unknown}\n"))
    }

    @Test("--format may ask for the text, and lists are joined by commas")
    func templateTexts() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("items", "--format", "{authors}|{topics}|{text}", "Trading")
        #expect(run.output.hasPrefix("Anna Weller, Jan van der Berg|missiles|If the government"))
    }

    @Test(
        "--format works for every verb that lists",
        arguments: [
            (["sources"], "{name}={state}", "harbour=ok"), (["digests"], "{name}", "weekly"),
            (["events"], "{title}", "Early Warning and Stability at Sea"),
            (["show", "@statement"], "{completeness}", "full"),
            (["why", "@excerpt"], "{topics}", "missiles"),
            (["diff", "@statement"], "{from}>{to}", "1>2"), (["status"], "{items}", "12"),
            (["config"], "{key}: {value}", "fetch.parallel: 256"),
            (["news", "--since", "-2d"], "{source}", "ministry"),
        ])
    func templateOfVerbs(verb: [String], template: String, line: String) async throws {
        let news = try await Newsroom.shared()
        let words = verb.map { $0.hasPrefix("@") ? news.id(String($0.dropFirst())) : $0 }
        let run = try news.aggd.callAsFunction(words + ["--format", template])
        #expect(run.status == 0)
        #expect(run.lines.contains(line), "\(run.output) \(run.errors)")
    }
}
