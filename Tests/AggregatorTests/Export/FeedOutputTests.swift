import Aggregator
import FeedParse
import Foundation
import Testing

/// Stories with what is hard to write down.
private enum Hard {
    static func story(_ number: Int64, _ change: (inout NewItem) -> Void = { _ in }) -> Story {
        let lead = ExportSample.item(number) { item in
            item.title = "Story \(number)"
            item.url = "https://northgate.example.org/\(number)"
            item.guid = "tag:\(number)"
            item.published = DigestSample.date("2026-11-23 06:02")
            item.text = "The text of story \(number)."
            change(&item)
        }
        return Story(id: StoryID(number), lead: lead, copies: [])
    }

    static let stories: [Story] = [
        story(1) { $0.title = "Ampersands & <angles> \"quotes\" 'apostrophes' ]]> 海上 👩‍🚀" },
        story(2) { $0.html = "<p>One &amp; two</p><pre>a &lt; b</pre>" },
        story(3) {
            $0.authors = ["Ada Quill", "Bo \u{1}Sand"]
            $0.language = "en-GB"
        },
        story(4) {
            $0.url = nil
            $0.published = nil
        },
        story(5) {
            $0.enclosures = [
                Enclosure(
                    url: "https://northgate.example.org/a.pdf?x=1&y=2", type: "application/pdf",
                    length: 12_345)
            ]
        },
        story(6) { $0.summary = "<p>In short &amp; clear</p>" },
        story(7) {
            $0.title = ""
            $0.text = ""
        },
    ]
}

@Suite("A feed of stories, read by our own reader") struct FeedOutputTests {
    private let head = FeedHead(
        title: "Missiles & arms \u{1B}control", name: "missiles",
        url: "https://desk.example.org/missiles?format=atom&x=1")

    private func parsed(_ text: String) throws -> ParsedFeed { try FeedParser.parse(Array(text.utf8)) }

    @Test("as Atom brings every item back without a repair")
    func atom() throws {
        let feed = try parsed(AtomFeed(head, titles: ["northgate": "Northgate & Sons"]).render(Hard.stories))
        #expect(feed.warnings == [])
        #expect(feed.title == "Missiles & arms control")
        #expect(feed.selfLink == head.url)
        #expect(feed.items.count == Hard.stories.count)
        #expect(feed.items[0].title == "Ampersands & <angles> \"quotes\" 'apostrophes' ]]> 海上 👩‍🚀")
        #expect(feed.items[0].link == "https://northgate.example.org/1")
        #expect(feed.items[0].published == DigestSample.date("2026-11-23 06:02"))
        #expect(feed.items[1].contentHTML == "<p>One &amp; two</p><pre>a &lt; b</pre>")
        #expect(feed.items[2].authors.compactMap(\.name) == ["Ada Quill", "Bo Sand"])
        #expect(feed.items[4].enclosures.first?.url == "https://northgate.example.org/a.pdf?x=1&y=2")
        #expect(feed.items[4].enclosures.first?.length == 12_345)
        #expect(feed.items[5].summary == "<p>In short &amp; clear</p>")
    }

    @Test("as JSON Feed brings every item back without a repair")
    func jsonFeed() throws {
        let feed = try parsed(JSONFeed(head, titles: ["northgate": "Northgate & Sons"]).render(Hard.stories))
        #expect(feed.warnings == [])
        #expect(feed.title == "Missiles & arms control")
        #expect(feed.items.count == Hard.stories.count)
        #expect(feed.items[0].title == "Ampersands & <angles> \"quotes\" 'apostrophes' ]]> 海上 👩‍🚀")
        #expect(feed.items[0].published == DigestSample.date("2026-11-23 06:02"))
        #expect(feed.items[1].contentHTML == "<p>One &amp; two</p><pre>a &lt; b</pre>")
        #expect(feed.items[2].authors.compactMap(\.name) == ["Ada Quill", "Bo Sand"])
        #expect(feed.items[4].enclosures.first?.type == "application/pdf")
    }

    @Test("gives each item an identifier that doesn't change and that no other has")
    func identifiers() throws {
        let atom = try parsed(AtomFeed(head).render(Hard.stories)).items.compactMap(\.id)
        let json = try parsed(JSONFeed(head).render(Hard.stories)).items.compactMap(\.id)
        #expect(atom == json)
        #expect(Set(atom).count == Hard.stories.count)
        #expect(atom[3].hasPrefix("urn:aggd:item:"))
        #expect(
            try parsed(AtomFeed(head).render(Hard.stories.reversed())).items.compactMap(\.id)
                == atom.reversed())
    }

    @Test("names who else carried a story, and the relation")
    func carriers() throws {
        let atom = AtomFeed(head, titles: ["mirror": "The Mirror"]).render([ExportSample.story])
        #expect(
            atom.contains(
                "<link rel=\"related\" href=\"https://mirror.example.com/a/1\" title=\"The Mirror (excerpt-of)\"/>"
            ))
        let line = JSONFeed(head).render([ExportSample.story])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let item = try #require((object["items"] as? [[String: Any]])?.first)
        let own = try #require(item["_aggd"] as? [String: Any])
        #expect((own["copies"] as? [[String: Any]])?.first?["relation"] as? String == "excerpt-of")
    }

    @Test("of nothing is a feed all the same")
    func empty() throws {
        #expect(try parsed(AtomFeed(head).render([])).items.isEmpty)
        #expect(try parsed(JSONFeed(head).render([])).items.isEmpty)
        #expect(AtomFeed(head).render([]).contains("<updated>1970-01-01T00:00:00Z</updated>"))
    }

    @Test("says when it last changed by its stories, not by the clock")
    func updated() {
        var changed = Hard.story(9)
        changed.lead.changed = DigestSample.date("2026-11-24 10:00")
        let text = AtomFeed(head).render([Hard.story(1), changed])
        #expect(text.contains("  <updated>2026-11-24T10:00:00Z</updated>\n"))
    }

    @Test("has an identifier of its address, else of its name")
    func headID() {
        #expect(head.id == head.url)
        let first = FeedHead(title: "A", name: "missiles")
        #expect(first.id == FeedHead(title: "B", name: "missiles").id)
        #expect(first.id != FeedHead(title: "A", name: "strait").id)
    }
}

@Suite("Items as JSON lines") struct JSONLinesTests {
    private func object(_ value: JSONValue) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(value.line.utf8)) as? [String: Any])
    }

    @Test("hold every field of the contract, absent ones as null")
    func fields() throws {
        let item = try object(
            JSONLines.item(ExportSample.repost, copies: [ExportSample.commentary], topics: ["missiles"]))
        #expect(item["original_url"] as? String == "https://northgate.example.org/launchers")
        #expect(item["org"] as? String == "Northgate Institute")
        #expect(item["completeness"] as? String == "excerpt")
        #expect(item["relation"] as? String == "excerpt-of")
        #expect(item["topics"] as? [String] == ["missiles"])
        #expect(item["guid"] is NSNull)
        #expect(item["hidden_by"] is NSNull)
        let copy = try #require((item["copies"] as? [[String: Any]])?.first)
        #expect(copy["overlap"] is NSNull)
        #expect(item["text"] == nil)
        #expect(try object(JSONLines.item(ExportSample.repost, texts: true))["summary"] is NSNull)
    }

    @Test("round the share to a hundredth")
    func overlap() throws {
        let item = try object(JSONLines.item(ExportSample.commentary, copies: [ExportSample.repost]))
        #expect(((item["copies"] as? [[String: Any]])?.first?["overlap"] as? Double) == 0.31)
    }

    @Test("give times in the wanted zone, and those of an event in its own")
    func zones() throws {
        let zone = try #require(TimeZone(identifier: "America/St_Johns"))
        let item = try object(JSONLines.item(ExportSample.commentary, in: zone))
        #expect(item["published"] as? String == "2026-11-23T02:32:00-03:30")
        let talk = try object(JSONLines.item(ExportSample.talk, in: zone))
        let event = try #require(talk["event"] as? [String: Any])
        #expect(event["start"] as? String == "2026-11-26T14:00:00+08:00")
        #expect(event["off_the_record"] as? Bool == true)
        #expect(
            (event["speakers"] as? [[String: Any]])?.first?["affiliation"] as? String
                == "Institute for Harbour Studies")
    }

    @Test(
        "know the zones that events name",
        arguments: [("Asia/Hong_Kong", 28800), ("UTC+08:00", 28800), ("UTC-03:30", -12600), ("UTC+00:00", 0)])
    func eventZones(name: String, offset: Int) {
        var event = Event()
        event.timeZone = name
        #expect(event.zone?.secondsFromGMT(for: DigestSample.date("2026-11-26")) == offset)
    }

    @Test("know no zone that doesn't exist", arguments: ["Mars/Olympus", "UTC 08:00", "UTC+", ""])
    func noZone(name: String) {
        var event = Event()
        event.timeZone = name
        #expect(event.zone == nil)
    }

    @Test("of a source tell its state and what is asked next")
    func source() throws {
        var source = Source(name: "wire", urls: ["https://old.example.org/"])
        source.title = nil
        var state = PollState()
        state.feedTitle = "The Wire"
        state.adoptedURL = "https://new.example.org/"
        state.nextPoll = DigestSample.date("2026-11-23 06:00")
        state.detectedType = .sitemap
        let object = try object(JSONLines.source(source, state: state, counts: SourceCounts()))
        #expect(object["title"] as? String == "The Wire")
        #expect(object["url"] as? String == "https://new.example.org/")
        #expect(object["configured_url"] as? String == "https://old.example.org/")
        #expect(object["type"] as? String == "sitemap")
        #expect(object["next_poll"] as? String == "2026-11-23T06:00:00Z")
        state.disabled = true
        source.paused = true
        let paused = try self.object(JSONLines.source(source, state: state, counts: SourceCounts()))
        #expect(paused["next_poll"] is NSNull)
        #expect(paused["state"] as? String == "paused")
    }

    @Test("are one line each whatever the text holds")
    func oneLine() throws {
        let item = ExportSample.item(1) {
            $0.title = "a\nb\r\n\"c\" \\ \u{2028} \u{0} \u{7F} 👩‍🚀"
            $0.text = "\u{1B}[31m"
        }
        let line = JSONLines.item(item, texts: true).line
        #expect(!line.contains("\n"))
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
        #expect(
            try object(JSONLines.item(item))["title"] as? String == "a\nb\r\n\"c\" \\ \u{2028} \u{0} \u{7F} 👩‍🚀"
        )
    }
}
