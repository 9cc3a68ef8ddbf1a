import Aggregator
import FeedParse
import Foundation
import Testing

@Suite("Stories as a feed")
struct ExportFeedTests {
    private let head = FeedHead(title: "Missiles & arms", name: "missiles")

    @Test("are printed as Atom with every required element")
    func atom() {
        let text = AtomFeed(head, titles: ["northgate": "Northgate", "mirror": "Mirror"]).render([
            ExportSample.story
        ])
        #expect(text == Self.expectedAtom)
    }

    @Test("name the source as the author where nobody else is named")
    func author() {
        let item = ExportSample.item(9) { $0.title = "x" }
        let text = AtomFeed(head).render([Story(id: StoryID(9), lead: item, copies: [])])
        #expect(text.contains("<author><name>northgate</name></author>"))
        #expect(text.contains("<id>urn:aggd:item:"))
    }

    @Test("are the same bytes at every export")
    func stable() {
        let first = AtomFeed(head).render([ExportSample.story])
        #expect(
            AtomFeed(FeedHead(title: "Missiles & arms", name: "missiles")).render([ExportSample.story])
                == first)
        #expect(AtomFeed(head).render([]).contains("<updated>1970-01-01T00:00:00Z</updated>"))
    }

    @Test("leave out characters that XML has no place for")
    func controlCharacters() {
        let item = ExportSample.item(9) {
            $0.title = "bell \u{07} and \u{FFFE}"
            $0.text = "a\u{0}b\u{B}c"
        }
        let text = AtomFeed(head).render([Story(id: StoryID(9), lead: item, copies: [])])
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
        #expect(!text.unicodeScalars.contains("\u{FFFE}"))
        #expect(text.contains(">abc</content>"))
    }

    @Test("are printed as JSON Feed 1.1")
    func jsonFeed() throws {
        let text = JSONFeed(head, titles: ["northgate": "Northgate"]).render([ExportSample.story])
        let json = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(json["version"] as? String == "https://jsonfeed.org/version/1.1")
        let item = try #require((json["items"] as? [[String: Any]])?.first)
        #expect(item["id"] as? String == "https://northgate.example.org/launchers?a=1&b=2")
        #expect(item["date_published"] as? String == "2026-11-23T06:02:00Z")
        #expect(
            (item["authors"] as? [[String: Any]])?.map { $0["name"] as? String } == [
                "Luisa Grund", "Jan van der Berg",
            ])
        #expect(item["content_text"] == nil)
        #expect(item["external_url"] == nil)
        let own = try #require(item["_aggd"] as? [String: Any])
        #expect((own["copies"] as? [[String: Any]])?.count == 1)
    }

    private static let expectedAtom = """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
          <title>Missiles &amp; arms</title>
          <id>urn:aggd:feed:1c3027194b1ba4d0</id>
          <updated>2026-11-23T06:05:00Z</updated>
          <generator>aggd</generator>
          <entry>
            <title>Bargaining &amp; Strength: &lt;New&gt; Launchers</title>
            <id>https://northgate.example.org/launchers?a=1&amp;b=2</id>
            <updated>2026-11-23T06:02:00Z</updated>
            <published>2026-11-23T06:02:00Z</published>
            <link rel="alternate" href="https://northgate.example.org/launchers?a=1&amp;b=2" hreflang="en"/>
            <link rel="related" href="https://mirror.example.com/a/1" title="Mirror (excerpt-of)"/>
            <author><name>Luisa Grund</name></author>
            <author><name>Jan van der Berg</name></author>
            <category term="think-tank"/>
            <category term="us"/>
            <content type="html" xml:lang="en">&lt;p&gt;If both governments are serious, the first step is something to trade.&lt;/p&gt;</content>
            <source><title>Northgate</title></source>
          </entry>
        </feed>

        """
}

@Suite("Items as a table")
struct ItemTableTests {
    @Test("stand under the names of the columns")
    func columns() {
        let table = ItemTable()
        let head = table.head.trimmingCharacters(in: .newlines).split(separator: ",")
        #expect(head.count == ItemTable.columns.count)
        let row = table.row(ExportSample.repost)
        #expect(row.hasSuffix("\r\n"))
        #expect(row.contains(",excerpt,S1,false,excerpt-of,0.31,"))
    }

    @Test("quote what a comma or a quotation mark would break")
    func quoting() {
        let item = ExportSample.item(5) { $0.title = "Talks, \"final\" ones\nbegin" }
        #expect(ItemTable().row(item).contains(",\"Talks, \"\"final\"\" ones begin\","))
    }

    @Test("keep a spreadsheet from taking a title for a formula")
    func formula() {
        let item = ExportSample.item(5) { $0.title = "=HYPERLINK(1)" }
        #expect(ItemTable().row(item).contains(",'=HYPERLINK(1),"))
    }

    @Test("give the time of an event in its own zone")
    func event() {
        #expect(ItemTable().row(ExportSample.talk).contains("2026-11-26T14:00:00+08:00"))
    }
}

@Suite("Sources as OPML and back")
struct OPMLExportTests {
    private var sources: [Source] {
        var northgate = Source(name: "northgate", urls: ["https://northgate.example.org/feed?a=1&b=2"])
        northgate.title = "Northgate \"Commentary\""
        northgate.tags = ["think-tank", "us"]
        northgate.rank = 90
        northgate.org = ["Northgate Institute", "Northgate Inst."]
        var wire = Source(
            name: "wire", urls: ["https://wire.example.com/a.xml", "https://wire.example.com/b.xml"])
        wire.type = .sitemap
        wire.fullText = .never
        wire.keep = "url:\"/world/\""
        wire.language = "en"
        wire.rules.language = "en"
        return [northgate, wire]
    }

    @Test("is OPML 2.0 with aggd's keys in their own namespace")
    func golden() {
        #expect(
            OPMLDocument.render(sources, title: "aggd")
                == """
                <?xml version="1.0" encoding="utf-8"?>
                <opml version="2.0" xmlns:aggd="urn:aggd:opml">
                  <head><title>aggd</title></head>
                  <body>
                    <outline type="rss" text="Northgate &quot;Commentary&quot;" title="Northgate &quot;Commentary&quot;" xmlUrl="https://northgate.example.org/feed?a=1&amp;b=2" category="/think-tank,/us" aggd:name="northgate" aggd:title="'Northgate &quot;Commentary&quot;'" aggd:org="[&quot;Northgate Institute&quot;, &quot;Northgate Inst.&quot;]" aggd:tags="[&quot;think-tank&quot;, &quot;us&quot;]" aggd:rank="90"/>
                    <outline type="rss" text="wire" title="wire" xmlUrl="https://wire.example.com/a.xml" language="en" aggd:name="wire" aggd:type="&quot;sitemap&quot;" aggd:url="[&quot;https://wire.example.com/a.xml&quot;, &quot;https://wire.example.com/b.xml&quot;]" aggd:language="&quot;en&quot;" aggd:full-text="&quot;never&quot;" aggd:keep="'url:&quot;/world/&quot;'"/>
                  </body>
                </opml>

                """)
    }

    @Test("gives the same sources when it is read again")
    func roundTrip() {
        var first = Subscription()
        first.title = "Northgate \"Commentary\""
        first.xmlUrl = "https://northgate.example.org/feed?a=1&b=2"
        first.categories = ["/think-tank", "/us"]
        first.attributes = [
            "aggd:name": "northgate", "aggd:org": #"["Northgate Institute", "Northgate Inst."]"#,
            "aggd:title": #"'Northgate "Commentary"'"#, "aggd:rank": "90",
        ]
        var second = Subscription()
        second.title = "wire"
        second.xmlUrl = "https://wire.example.com/a.xml"
        second.language = "en"
        second.attributes = [
            "aggd:name": "wire", "aggd:type": #""sitemap""#,
            "aggd:url": #"["https://wire.example.com/a.xml", "https://wire.example.com/b.xml"]"#,
            "aggd:language": #""en""#, "aggd:full-text": #""never""#, "aggd:keep": #"'url:"/world/"'"#,
        ]
        var list = SourceImport()
        list.addOPML([first, second])
        #expect(list.sources == sources)
    }
}

@Suite("Sources out of other programs' lists")
struct SourceImportTests {
    @Test("take newsboat's tags and titles and leave out what is no web address")
    func newsboat() {
        var list = SourceImport()
        list.addNewsboat(
            """
            # comment
            https://a.example.org/feed.xml "~Harbour News" news "far east" !hidden

            "query:Unread:unread = \\"yes\\""
            exec:~/bin/feed.sh
            https://www.b.example.org:8080/rss
            """)
        #expect(list.sources.map(\.name) == ["harbour-news", "b-example-org"])
        #expect(list.sources[0].title == "Harbour News")
        #expect(list.sources[0].tags == ["news", "far-east"])
        #expect(list.notes.count == 2)
        #expect(list.notes[0].hasPrefix("line 4:"))
    }

    @Test("take the feeds of rss2email")
    func rss2email() {
        var list = SourceImport()
        list.addRSS2Email(
            """
            [DEFAULT]
            from = x@example.org
            [feed.harbour]
            url = https://a.example.org/feed?q=a%%20b
            to = mara@example.org
            [feed.other]
            url = https://b.example.org/
            """)
        #expect(list.sources.map(\.name) == ["harbour", "other"])
        #expect(list.sources[0].urls == ["https://a.example.org/feed?q=a%20b"])
    }

    @Test("get names that are free and addresses that are new")
    func uniqueness() {
        var list = SourceImport(existing: [Source(name: "news", urls: ["https://old.example.org/"])])
        var one = Subscription()
        one.title = "News"
        one.xmlUrl = "https://new.example.org/"
        var two = one
        two.xmlUrl = "https://newer.example.org/"
        var old = one
        old.xmlUrl = "https://old.example.org/"
        list.addOPML([one, two, old])
        #expect(list.sources.map(\.name) == ["news-2", "news-3"])
        #expect(list.notes == ["https://old.example.org/ is there already; left out"])
    }

    @Test("are named without accents and signs")
    func names() {
        #expect(
            SourceImport.name(title: "Süddeutsche Zeitung: Politik!", url: "")
                == "suddeutsche-zeitung-politik")
        #expect(SourceImport.name(title: "日本", url: "https://www.example.jp/rss") == "example-jp")
        #expect(SourceImport.name(title: nil, url: "nonsense") == "nonsense")
    }
}
