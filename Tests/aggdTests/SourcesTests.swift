import Foundation
import TestSupport
import Testing

@Suite("A person who looks after sources") struct SourcesTests {
    @Test("sees all of them in the order of the file, with state, items, times and a remark")
    func table() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("sources")
        #expect(run.status == 0)
        #expect(run.lines.count == 10)
        #expect(run.lines[0].hasPrefix("source"))
        #expect(
            run.lines.dropFirst().map { String($0.prefix { $0 != " " }) } == [
                "harbour", "northwire", "courier", "ministry", "meridian", "guarded", "vanished", "moving",
                "resting",
            ])
        let courier = try #require(run.lines.first { $0.hasPrefix("courier") })
        #expect(courier.contains("quiet"))
        #expect(courier.contains("nothing for 9 days"))
        let vanished = try #require(run.lines.first { $0.hasPrefix("vanished") })
        #expect(vanished.contains("gone"))
        #expect(vanished.contains("–"))
        let resting = try #require(run.lines.first { $0.hasPrefix("resting") })
        #expect(resting.contains("paused"))
        #expect(resting.contains("never"))
    }

    @Test("sees with --problems only those that need a person")
    func problems() async throws {
        let news = try await Newsroom.shared()
        let names = try news.aggd("sources", "--problems", "--json").objects.compactMap {
            $0["name"] as? String
        }
        #expect(names == ["courier", "guarded", "vanished", "moving"])
    }

    @Test("is told with status 1 when no source has a problem")
    func noProblems() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("sources", "harbour", "--problems")
        #expect(run.status == 1)
        #expect(run.sentence == "No source has a problem.")
    }

    @Test("gets every field that the contract names")
    func json() async throws {
        let news = try await Newsroom.shared()
        let object = try #require(try news.aggd("sources", "harbour", "--json").objects.first)
        for name in [
            "name", "title", "type", "url", "configured_url", "state", "reason", "error", "disabled",
            "last_poll", "last_success", "last_new", "next_poll", "next_poll_reason", "items", "hub", "etag",
            "last_modified",
        ] {
            #expect(object[name] != nil, "\(name)")
        }
        #expect(object["items"] as? Int == 2)
        #expect(object["etag"] as? String == "\"v7\"")
        #expect(object["state"] as? String == "ok")
        #expect(object["reason"] is NSNull)
        let gone = try #require(try news.aggd("sources", "vanished", "--json").objects.first)
        #expect(gone["disabled"] as? Bool == true)
        #expect(gone["next_poll"] is NSNull)
        let moved = try #require(try news.aggd("sources", "moving", "--json").objects.first)
        #expect(moved["url"] as? String == "https://new.example.org/feed")
        #expect(moved["configured_url"] as? String == "https://old.example.org/feed")
    }

    @Test("sees one source with its next poll explained and its place in the file")
    func one() async throws {
        let news = try await Newsroom.shared()
        let output = try news.aggd("sources", "northwire").output
        #expect(output.hasPrefix("northwire  ok\n"))
        #expect(output.contains("  next poll     "))
        #expect(output.contains(": learnt: an item every 3 h\n"))
        #expect(output.contains(", HTTP 200\n"))
        #expect(output.contains("  items         3, of which 0 are copies"))
        #expect(output.contains("feeds.conf:"))
        let gone = try news.aggd("sources", "vanished").output
        #expect(gone.contains("never: it is gone; remove it from feeds.conf"))
        let resting = try news.aggd("sources", "resting").output
        #expect(!resting.contains("at once"))
        #expect(resting.contains("never: it is paused"))
    }

    @Test("sees the sources in another order with --sort")
    func sort() async throws {
        let news = try await Newsroom.shared()
        func names(_ order: String) throws -> [String] {
            try news.aggd("sources", "--sort", order, "--json").objects.compactMap { $0["name"] as? String }
        }
        let alphabetical = try names("name")
        #expect(alphabetical == alphabetical.sorted())
        #expect(try names("items").first == "northwire" || names("items").first == "courier")
        #expect(try names("new").first == "harbour")
        let states = try news.aggd("sources", "--sort", "state", "--json").objects
            .compactMap { $0["state"] as? String }
        #expect(states == states.sorted())
    }

    @Test("is told which name was meant")
    func unknown() async throws {
        let news = try await Newsroom.shared()
        for verb in ["sources", "poll", "config"] {
            let run = try news.aggd(verb, "harbor")
            #expect(run.status == 64, "\(verb)")
            #expect(run.sentence?.contains("did you mean \"harbour\"?") == true, "\(verb)")
        }
    }

    @Test("writes the new address of a moved source into the file, and nothing else")
    func accept() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let before = try news.aggd.text(of: "feeds.conf")
        let run = try news.aggd("sources", "moving", "--accept")
        #expect(run.status == 0)
        #expect(run.sentence == "moving: feeds.conf now says https://new.example.org/feed.")
        let after = try news.aggd.text(of: "feeds.conf")
        #expect(
            after == before.replacing("https://old.example.org/feed", with: "https://new.example.org/feed"))
        #expect(after.contains("# the old place"))
        let again = try news.aggd("sources", "moving", "--accept")
        #expect(again.status == 1)
        #expect(try news.aggd("sources", "--accept").status == 64)
    }
}

@Suite("A person who asks how aggd is") struct StatusTests {
    @Test("hears of the daemon, the sources by state, the store, the next digest and what waits")
    func words() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("status")
        #expect(run.status == 0)
        #expect(run.lines[0] == "daemon    does not run; \"aggd serve\" starts it")
        #expect(run.output.contains("sources   9: 4 ok, 1 quiet, 1 blocked, 1 moved, 1 gone, 1 paused"))
        #expect(run.output.contains("          blocked: guarded\n"))
        #expect(run.output.contains("store     12 items in 10 stories, "))
        #expect(run.output.contains("digest    daily: next at "))
        #expect(!run.output.contains("weekly"))
        #expect(
            run.output.contains("waiting   daily #1 to Desk <desk@example.org>: 451 4.7.1 try again later"))
    }

    @Test("gets the same as one JSON object")
    func json() async throws {
        let news = try await Newsroom.shared()
        let object = try #require(try news.aggd("status", "--json").objects.first)
        #expect(object["daemon"] is NSNull)
        #expect(object["items"] as? Int == 12)
        #expect(object["stories"] as? Int == 10)
        #expect(object["deliveries_waiting"] as? Int == 1)
        #expect((object["states"] as? [String: Int])?["paused"] == 1)
        let next = try #require((object["next_digests"] as? [[String: Any]])?.first)
        #expect(next["digest"] as? String == "daily")
        #expect((next["next"] as? String)?.contains("T06:30:00") == true)
    }

    @Test("gets status 69 from --check when no daemon runs, and the problems in words")
    func check() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("status", "--check")
        #expect(run.status == 69)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("aggd: guarded: guarded.example.org answered with a wall"))
        #expect(run.errors.contains("aggd: No daemon runs on sqlite://"))
    }
}
