import Aggregator
import FeedParse
import Foundation
import Testing

/// The sources that come back when sources are exported as OPML and imported.
private func roundTrip(_ sources: [Source]) throws -> SourceImport {
    let document = OPMLDocument.render(sources, title: "aggd")
    let parsed = try FeedParser.parse(Array(document.utf8))
    var list = SourceImport()
    list.addOPML(parsed.subscriptions)
    return list
}

private func opml(_ body: String) throws -> SourceImport {
    let document = """
        <?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>t</title></head><body>\(body)</body></opml>
        """
    var list = SourceImport()
    list.addOPML(try FeedParser.parse(Array(document.utf8)).subscriptions)
    return list
}

@Suite("Sources that travel as OPML") struct OPMLRoundTripTests {
    @Test("come back with everything that was configured, secrets and addresses of this machine apart")
    func everything() throws {
        var source = Source(
            name: "iiss-analysis", urls: ["https://iiss.example.org/a?b=1&c=2", "https://iiss.example.org/d"])
        source.title = "IISS \"Analysis\" & <more>"
        source.type = .page
        source.kind = .report
        source.org = ["International Institute", "I; I; S"]
        source.tags = ["think-tank", "UK"]
        source.language = "en"
        source.rules.language = "en"
        source.rank = 85
        source.every = .seconds(7200)...Duration.seconds(86400)
        source.quietAfter = .after(.seconds(21 * 86400))
        source.paused = true
        source.fullText = .always
        source.rules.items = "article.teaser"
        source.rules.item.title = "h3"
        source.rules.item.link = "h3 a@href"
        source.rules.item.date = ".//time/@datetime"
        source.rules.article = "div.body, article"
        source.rules.drop = ["aside", ".share > a[href=\"x\"]"]
        source.rules.timeZone = "Europe/London"
        source.rules.dateFormat = "dd.MM.yyyy"
        source.rules.excerptEnd = ["(end of excerpt)"]
        source.rules.origin = #"\(Source: (?<org>[^;]+); issued (?<date>[^)]+)\)"#
        source.keep = #"title:"two words" OR url:"/world/""#
        source.hide = "vacancy"
        source.maxAge = .seconds(30 * 86400)
        source.flood = 9
        let list = try roundTrip([source])
        #expect(list.notes == [])
        var back = try #require(list.sources.first)
        back.position = nil
        back.userAgent = source.userAgent
        #expect(back == source)
    }

    @Test("never carry secrets, header fields, proxies and private networks")
    func secrets() {
        var source = Source(name: "janes", urls: ["https://janes.example.org/feed"])
        source.credential = .file("/etc/aggd/janes.secret")
        source.headers = [HeaderField(name: "X-Api-Key", value: "topsecret")]
        source.proxy = "socks5h://localhost:9050"
        source.allowPrivate = ["*"]
        let document = OPMLDocument.render([source], title: "aggd")
        for word in ["secret", "X-Api-Key", "9050", "allow-private"] { #expect(!document.contains(word)) }
    }

    @Test("keep their names, also when several have the same title")
    func names() throws {
        var first = Source(name: "a-one", urls: ["https://a.example.org/1"])
        first.title = "Same"
        var second = Source(name: "a-two", urls: ["https://a.example.org/2"])
        second.title = "Same"
        #expect(try roundTrip([first, second]).sources.map(\.name) == ["a-one", "a-two"])
    }

    @Test("can be read by other programs: each is an outline with text, title and xmlUrl")
    func others() throws {
        let source = Source(name: "plain", urls: ["https://p.example.org/?a=1&b=2"])
        let document = OPMLDocument.render(
            [source], title: "My <sources>", titles: ["plain": "Plain & simple"])
        #expect(document.contains("<opml version=\"2.0\" xmlns:aggd=\"urn:aggd:opml\">"))
        #expect(document.contains("<title>My &lt;sources&gt;</title>"))
        #expect(
            document.contains(
                "<outline type=\"rss\" text=\"Plain &amp; simple\" title=\"Plain &amp; simple\" xmlUrl=\"https://p.example.org/?a=1&amp;b=2\""
            ))
    }

    @Test("are taken with their address alone when a stranger's own keys make no sense, and it is said")
    func wrongKeys() throws {
        let list = try opml(
            "<outline xmlns:aggd=\"urn:aggd:opml\" text=\"X\" xmlUrl=\"https://x.example.org/\" aggd:rank=\"'many'\"/>"
        )
        #expect(list.sources.map(\.urls) == [["https://x.example.org/"]])
        #expect(list.sources.first?.rank == 50)
        #expect(list.notes.count == 1)
        #expect(list.notes.first?.contains("rank") == true)
    }

    @Test("can't smuggle in what makes aggd run a command or talk to this machine")
    func smuggling() throws {
        let list = try opml(
            """
            <outline xmlns:aggd="urn:aggd:opml" text="X" xmlUrl="https://x.example.org/"
              aggd:credential='{ command = "touch /tmp/owned" }' aggd:allow-private="true" aggd:proxy='"http://127.0.0.1"'
              aggd:rank='60&#10;credential = { command = "x" }' aggd:header='{ "X" = "y" }'/>
            """)
        let source = try #require(list.sources.first)
        #expect(source.credential == nil)
        #expect(source.allowPrivate == [])
        #expect(source.proxy == nil)
        #expect(source.headers == [])
        #expect(source.rank == 50)
    }
}

@Suite("OPML of other readers") struct ForeignOPMLTests {
    @Test("as miniflux writes it: a category is an outline around its feeds")
    func miniflux() throws {
        let list = try opml(
            """
            <outline text="Think Tanks">
              <outline title="SIPRI News" text="SIPRI News" xmlUrl="https://sipri.example.org/rss" htmlUrl="https://sipri.example.org/" description=""></outline>
              <outline title="CSIS" text="CSIS" xmlUrl="https://csis.example.org/rss.xml" htmlUrl="https://csis.example.org"></outline>
            </outline>
            <outline text="All"><outline title="Wire" text="Wire" xmlUrl="https://wire.example.org/feed"></outline></outline>
            """)
        #expect(list.sources.map(\.name) == ["sipri-news", "csis", "wire"])
        #expect(list.sources.map(\.tags) == [["think-tanks"], ["think-tanks"], ["all"]])
        #expect(list.sources.map(\.title) == ["SIPRI News", "CSIS", "Wire"])
    }

    @Test("as FreshRSS writes it: with keys of its own in another namespace")
    func freshRSS() throws {
        let list = try opml(
            """
            <outline text="Verteidigung">
              <outline xmlns:frss="https://freshrss.org/opml" text="BMVg" type="rss" xmlUrl="https://bmvg.example.de/rss"
                htmlUrl="https://bmvg.example.de/" description="News" frss:priority="category" frss:cssFullContent="article"/>
              <outline xmlns:frss="https://freshrss.org/opml" text="Scraped" type="HTML+XPath" xmlUrl="https://page.example.de/"
                frss:xPathItem="//article" frss:xPathItemTitle=".//h2"/>
            </outline>
            """)
        #expect(list.sources.count == 2)
        #expect(list.sources.first?.tags == ["verteidigung"])
        #expect(list.sources.first?.urls == ["https://bmvg.example.de/rss"])
        #expect(list.sources.last?.name == "scraped")
    }

    @Test("nested deeply, with categories as an attribute, with a missing title")
    func nesting() throws {
        let list = try opml(
            """
            <outline text="A"><outline text="B c"><outline type="rss" xmlUrl="https://deep.example.org/feed" category="/x/y,z"/></outline></outline>
            """)
        let source = try #require(list.sources.first)
        #expect(source.name == "deep-example-org")
        #expect(source.tags == ["a", "b-c", "x", "y", "z"])
    }

    @Test("entries without an address, doubled ones and folders are told or passed over")
    func leftOut() throws {
        let list = try opml(
            """
            <outline text="Empty folder"/><outline type="rss" text="One" xmlUrl="https://one.example.org/"/>
            <outline type="rss" text="One again" xmlUrl="https://one.example.org/"/>
            """)
        #expect(list.sources.map(\.name) == ["one"])
        #expect(list.notes.contains("https://one.example.org/ is there already; left out"))
    }

    @Test(
        "names are made of letters that feeds.conf takes, and are free",
        arguments: [
            ("Über Ärger & Co.", "uber-arger-co"), ("日本", "n-example-org"), ("  --  ", "n-example-org"),
            ("A", "n-example-org"),
            (
                "The Quite Extraordinarily Long Name of a Feed That Nobody Would Type",
                "the-quite-extraordinarily-long-name-of-a"
            ),
        ])
    func names(title: String, name: String) throws {
        let list = try opml(
            "<outline type=\"rss\" text=\"\(title.replacing("&", with: "&amp;"))\" xmlUrl=\"https://n.example.org/f\"/>"
        )
        #expect(list.sources.map(\.name) == [name])
        let block = SourceBlock.render(try #require(list.sources.first))
        #expect(FeedsConf.load(text: block).1.map(\.description) == [])
    }
}

@Suite("Lists of other programs") struct ForeignListTests {
    @Test("newsboat's urls: tags, quoted tags, titles, hidden feeds, queries, comments")
    func newsboat() {
        var list = SourceImport()
        list.addNewsboat(
            """
            # my feeds
            https://a.example.org/rss "think tank" us "~The A Feed"
            https://b.example.org/rss ! news

            "query:unread:unread = \\"yes\\"" x
            exec:~/bin/feed.sh
            https://a.example.org/rss again
            \thttps://c.example.org/rss
            """)
        #expect(list.sources.map(\.name) == ["the-a-feed", "b-example-org", "c-example-org"])
        #expect(list.sources.map(\.tags) == [["think-tank", "us"], ["news"], []])
        #expect(list.sources.first?.title == "The A Feed")
        #expect(list.notes.count == 3)
        #expect(list.notes.contains { $0.hasPrefix("line 5: ") })
        #expect(list.notes.contains { $0.hasPrefix("line 6: ") })
    }

    @Test("rss2email's configuration: one section a feed, doubled per cent signs")
    func rss2email() {
        var list = SourceImport()
        list.addRSS2Email(
            """
            [DEFAULT]
            from = user@example.org
            url = https://not-a-feed.example.org/
            [feed.rand commentary]
            url = https://rand.example.org/a%%20b?x=%%2F
            user-agent = x
            [feed.other]
            URL = https://no.example.org/
            url=https://other.example.org/rss
            """)
        #expect(list.sources.map(\.name) == ["rand-commentary", "other"])
        #expect(
            list.sources.map(\.urls) == [
                ["https://rand.example.org/a%20b?x=%2F"], ["https://other.example.org/rss"],
            ])
    }

    @Test("what is read already isn't taken twice, and names that are used get a number")
    func existing() {
        var known = Source(name: "wire", urls: ["https://known.example.org/"])
        known.title = "Wire"
        var list = SourceImport(existing: [known])
        list.addNewsboat(
            "https://known.example.org/\nhttps://new.example.org/ ~Wire\nhttps://new2.example.org/ ~wire\n")
        #expect(list.sources.map(\.name) == ["wire-2", "wire-3"])
    }

    @Test("line ends of Windows and a missing last one are fine")
    func lineEnds() {
        var list = SourceImport()
        list.addNewsboat("https://a.example.org/\r\nhttps://b.example.org/ tag\r\nhttps://c.example.org/")
        #expect(
            list.sources.map(\.urls) == [
                ["https://a.example.org/"], ["https://b.example.org/"], ["https://c.example.org/"],
            ])
        #expect(list.sources[1].tags == ["tag"])
    }
}
