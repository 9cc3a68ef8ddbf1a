import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

/// A store of its own with a few events and texts, and the program with it as its home.
private final class Calendarium {
    let aggd: BuiltBinary
    private(set) var ids: [String] = []

    init(configuration: String = "") throws {
        aggd = try BuiltBinary()
        try aggd.write(configuration: configuration)
    }

    deinit { aggd.remove() }

    /// Stores items of one source.
    func add(_ items: [NewItem]) async throws {
        let store = try SQLiteStore(path: aggd.folder.appending(path: "aggd.sqlite").path, access: .readWrite)
        let known = try await store.write { writer in
            try items.map { item in
                try writer.insert(
                    item, seen: Date(timeIntervalSince1970: 1_795_327_200),
                    decision: Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: []),
                    hiddenBy: nil)
            }
        }
        try await store.close()
        ids += known.map(\.text)
    }

    /// An event between two moments of UTC; without a clock when `hasTime` is false.
    static func event(
        _ title: String, _ start: String, _ end: String? = nil, zone: String? = nil, hasTime: Bool = true
    ) throws -> NewItem {
        var event = Event()
        event.start = try Date(start, strategy: .iso8601)
        event.end = try end.map { try Date($0, strategy: .iso8601) }
        event.timeZone = zone
        event.hasTime = hasTime
        var item = NewItem(source: "meridian")
        item.title = title
        item.guid = title
        item.kind = .event
        item.event = event
        return item
    }

    /// The lines of a listing of the year 2031.
    func events(_ more: String..., zone: String = "UTC") throws -> [String] {
        let run = try aggd(
            ["events", "--from", "2031-01-01", "--to", "2031-12-31"] + more, environment: ["TZ": zone])
        #expect(run.status == 0, "\(run.errors)")
        return run.lines
    }
}

@Suite("Events over several days") struct LongEventTests {
    @Test("are told with the day on which they end")
    func ends() async throws {
        let room = try Calendarium()
        try await room.add([
            Calendarium.event("Summit", "2031-03-05T09:00:00Z", "2031-03-07T17:30:00Z", zone: "UTC"),
            Calendarium.event("Fair", "2031-03-10T00:00:00Z", "2031-03-14T00:00:00Z", hasTime: false),
            Calendarium.event("Talk", "2031-03-20T09:00:00Z", "2031-03-20T10:00:00Z", zone: "UTC"),
        ])
        let text = try room.events().joined(separator: "\n")
        #expect(text.contains("Wed 5 Mar 2031"))
        #expect(text.contains("until Fri 7 Mar 2031, 17:30 UTC+0"))
        #expect(text.contains("Mon 10 Mar 2031"))
        #expect(text.contains("until Fri 14 Mar 2031 · "))
        #expect(text.contains("until 10:00 UTC+0"))
    }

    @Test(
        "are listed on their last day, and no longer when they have ended",
        arguments: ["America/New_York", "UTC", "Asia/Tokyo"])
    func lastDay(zone: String) async throws {
        let room = try Calendarium()
        try await room.add([
            Calendarium.event("Fair", "2031-03-10T00:00:00Z", "2031-03-14T00:00:00Z", hasTime: false),
            Calendarium.event("Day", "2031-03-14T00:00:00Z", hasTime: false),
            Calendarium.event("Talk", "2031-03-13T02:00:00Z", "2031-03-13T03:00:00Z"),
        ])
        let last = try room.aggd(
            ["events", "--from", "2031-03-14", "--to", "2031-03-14"], environment: ["TZ": zone])
        #expect(last.output.contains("Fair"), "\(last.output)")
        #expect(last.output.contains("Day"), "\(last.output)")
        #expect(!last.output.contains("Talk"))
        let after = try room.aggd(
            ["events", "--from", "2031-03-15", "--to", "2031-03-15"], environment: ["TZ": zone])
        #expect(after.status == 1, "\(after.output)")
    }

    @Test(
        "are on the same days wherever the reader is, as long as no clock is known",
        arguments: ["Pacific/Honolulu", "Pacific/Auckland", "UTC"])
    func days(zone: String) async throws {
        let room = try Calendarium()
        try await room.add([
            Calendarium.event("Fair", "2031-03-10T00:00:00Z", "2031-03-14T00:00:00Z", hasTime: false),
            // Midnight in Hong Kong.
            Calendarium.event("Expo", "2031-04-01T16:00:00Z", zone: "Asia/Hong_Kong", hasTime: false),
        ])
        for option in ["--no-pager", "--utc"] {
            let lines = try room.events(option, zone: zone)
            #expect(lines.first == "Mon 10 Mar 2031", "\(option)")
            #expect(lines.contains("Wed 2 Apr 2031"), "\(option)")
        }
        let show = try room.aggd(["show", room.ids[0]], environment: ["TZ": zone]).output
        #expect(show.contains("when: 10 Mar 2031 – 14 Mar 2031\n"))
        let list = try room.aggd(["items", "fair"], environment: ["TZ": zone]).output
        #expect(list.contains("event: 10 Mar 2031 – 14 Mar 2031"))
    }

    @Test("are listed while they last, however long ago they began")
    func running() async throws {
        let room = try Calendarium()
        try await room.add([
            Calendarium.event("Biennale", "2030-10-05T09:00:00Z", "2031-02-07T17:30:00Z", zone: "UTC"),
            Calendarium.event("Past fair", "2030-11-05T09:00:00Z", "2030-11-07T17:30:00Z", zone: "UTC"),
            Calendarium.event("Talk", "2031-03-05T22:00:00Z", "2031-03-06T00:30:00Z", zone: "UTC"),
        ])
        let all = try room.events().joined(separator: "\n")
        #expect(all.contains("Biennale") && all.contains("Talk") && !all.contains("Past fair"))
        #expect(all.hasPrefix("Sat 5 Oct 2030"))
        #expect(all.contains("until Fri 7 Feb 2031, 17:30"))
        let one = try room.events("biennale").joined(separator: "\n")
        #expect(one.contains("Biennale") && !one.contains("Talk"))
        #expect(
            try room.aggd(["events", "--from", "2031-03-06", "--to", "2031-03-31", "biennale"]).status == 1)
    }

    @Test("with a clock follow --utc, without it the place's own time")
    func utc() async throws {
        let room = try Calendarium()
        try await room.add([
            Calendarium.event("Talk", "2031-03-05T22:00:00Z", "2031-03-06T00:30:00Z", zone: "Asia/Hong_Kong")
        ])
        #expect(try room.events().first == "Thu 6 Mar 2031")
        #expect(try room.events().joined().contains("until 08:30 Hong Kong time (UTC+8)"))
        #expect(try room.events("--utc").first == "Wed 5 Mar 2031")
        #expect(try room.events("--utc").joined().contains("until Thu 6 Mar 2031, 00:30 UTC+0"))
    }

    @Test("in a calendar have an exclusive last day, and the same days for every program")
    func calendar() async throws {
        let room = try Calendarium()
        try await room.add([
            Calendarium.event("Fair", "2031-03-10T00:00:00Z", "2031-03-14T00:00:00Z", hasTime: false)
        ])
        let ics = try room.events("--ics", zone: "Pacific/Honolulu")
        #expect(ics.contains("DTSTART;VALUE=DATE:20310310"))
        #expect(ics.contains("DTEND;VALUE=DATE:20310315"))
    }
}

@Suite("Texts that try to drive a terminal") struct HostileTextTests {
    @Test(
        "don't, in whatever form an item is shown", arguments: [["--html"], ["--raw"], [], ["--provenance"]])
    func show(options: [String]) async throws {
        let room = try Calendarium()
        var item = NewItem(source: "wire\u{1B}[31m")
        item.title = "Red \u{1B}]0;owned\u{7}"
        item.text = "One \u{1B}[2J\u{9B}31mtwo\r\nthree \u{202E}four"
        item.html = "<p>One \u{1B}[2J\u{9B}31m</p>\n<p>two \u{7}</p>"
        item.authors = ["Eve \u{1B}[5m"]
        item.url = "https://example.org/\u{1B}[31m"
        item.org = "\u{1B}[31mred"
        item.guid = "\u{1B}c"
        try await room.add([item])
        let output = try room.aggd(["show", room.ids[0]] + options).output
        let bad = output.unicodeScalars.first {
            $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value) || $0 == "\u{202E}"
        }
        #expect(bad == nil)
        #expect(output.contains("two"))
    }
}

@Suite("What prune tells a script") struct PruneJSONTests {
    @Test("is one object, before and after: how many, before when, and whether they are gone")
    func objects() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let dry = try news.aggd("prune", "--older-than", "30d", "--dry-run", "--json")
        let object = try #require(try dry.objects.first)
        #expect(object["items"] as? Int == 1)
        #expect(object["pruned"] as? Bool == false)
        #expect((object["before"] as? String)?.contains("T") == true)
        let run = try news.aggd("prune", "--older-than", "30d", "--yes", "--json")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
        let done = try #require(try run.objects.first)
        #expect(done["items"] as? Int == 1)
        #expect(done["pruned"] as? Bool == true)
        let again = try news.aggd("prune", "--older-than", "30d", "--yes", "--format", "{items} {pruned}")
        #expect(again.output == "0 false\n")
    }
}

@Suite("What is due, told by the digest verb") struct DueVerbTests {
    private static let configuration = """
        [mail]
        from = "aggd <digest@example.org>"
        [[digest]]
        name = "daily"
        at = "00:00"
        to = ["file:/nonexistent/daily.txt"]
        section = { title = "All", query = "*" }
        [[digest]]
        name = "asked"
        section = { title = "All", query = "*" }
        """

    @Test("is the next time of each digest before anything was made")
    func next() async throws {
        let room = try Calendarium(configuration: Self.configuration)
        try await room.add([Calendarium.event("Talk", "2031-03-05T22:00:00Z")])
        let run = try room.aggd("digest", "--due", "--dry-run")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.count == 1)
        #expect(
            run.output.wholeMatch(of: /daily: next \w{3} \d{1,2} \w{3} \d{4}, 00:00 UTC\n/) != nil,
            "\(run.output)")
        // Asking changes nothing: asked again it is the same.
        #expect(try room.aggd("digest", "--due", "--dry-run").output == run.output)
    }

    @Test("is what waits to be sent, too")
    func waiting() async throws {
        let news = try await Newsroom.shared().copy()
        defer { news.aggd.remove() }
        let store = try SQLiteStore(
            path: news.aggd.folder.appending(path: "aggd.sqlite").path, access: .readWrite)
        try await store.write { writer in
            for var delivery in try writer.pendingDeliveries() {
                delivery.notBefore = nil
                try writer.save(delivery)
            }
        }
        try await store.close()
        let run = try news.aggd("digest", "--due", "--dry-run")
        #expect(
            run.lines == ["daily: due now", "daily, issue 1: waits to be sent to Desk <desk@example.org>"])
    }
}

@Suite("A limit on the command line") struct LimitSpellingTests {
    @Test(
        "may be written together with its letter",
        arguments: ["items", "search strait OR missile OR port", "feed"])
    func together(verb: String) async throws {
        let news = try await Newsroom.shared()
        let words = verb.split(separator: " ").map(String.init)
        let apart = try news.aggd(words + ["-n", "1"])
        let together = try news.aggd(words + ["-n1"])
        #expect(together.status == 0, "\(together.errors)")
        #expect(together.output == apart.output)
        #expect(try news.aggd(words + ["-n0"]).status == 64)
    }
}
