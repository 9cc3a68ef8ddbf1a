import FeedParse
import Testing

@testable import Aggregator

private func opml(_ outlines: String) throws -> SourceImport {
    let document =
        "<opml version=\"2.0\" xmlns:frss=\"https://freshrss.org/opml\"><body>\(outlines)</body></opml>"
    var list = SourceImport()
    list.addOPML(try FeedParser.parse(Array(document.utf8)).subscriptions)
    return list
}

@Suite("Keys that other readers write into OPML") struct ReaderExtensionTests {
    @Test("of miniflux become the selectors, the fetching and the pause of the source")
    func miniflux() throws {
        let list = try opml(
            """
            <outline text="Harbour Watch" xmlUrl="https://harbour.example/feed" crawler="true" disabled="true"
              scraperRules="article.body, #text" rewriteRules='remove(".ad, .share"),add_image_title,remove("aside")'/>
            """)
        let source = try #require(list.sources.first)
        #expect(source.paused)
        #expect(source.fullText == .always)
        #expect(source.rules.article == "article.body, #text")
        #expect(source.rules.drop == [".ad, .share", "aside"])
        #expect(list.notes.isEmpty)
    }

    @Test("of miniflux that are empty or false change nothing")
    func minifluxDefaults() throws {
        let list = try opml(
            """
            <outline text="Harbour Watch" xmlUrl="https://harbour.example/feed" crawler="false" disabled="false"
              scraperRules="" rewriteRules="" blocklistRules="" keeplistRules="" userAgent="Other/1"/>
            """)
        var plain = Source(name: "harbour-watch", urls: ["https://harbour.example/feed"])
        plain.title = "Harbour Watch"
        #expect(list.sources == [plain])
        #expect(list.notes.isEmpty)
    }

    @Test("of FreshRSS become the selectors of the source")
    func freshRSS() throws {
        let list = try opml(
            """
            <outline text="Port News" type="rss" xmlUrl="https://port.example/feed" frss:cssFullContent="div.article"
              frss:cssFullContentFilter=".related"/>
            """)
        let source = try #require(list.sources.first)
        #expect(source.type == .auto)
        #expect(source.rules.article == "div.article")
        #expect(source.rules.drop == [".related"])
    }

    @Test("of FreshRSS for a list page make it one, with XPath that can't be taken for CSS")
    func listPage() throws {
        let list = try opml(
            """
            <outline text="List" type="HTML+XPath" xmlUrl="https://list.example/news"
              frss:xPathItem="//div[@class='item']" frss:xPathItemTitle="descendant::h2" frss:xPathItemUri="descendant::a/@href"
              frss:xPathItemContent="." frss:xPathItemTimestamp=".//time" frss:xPathItemTimeFormat="d/m/Y H:i"
              frss:xPathItemAuthor="descendant::cite" frss:xPathItemUid="@id"/>
            """)
        let source = try #require(list.sources.first)
        #expect(list.notes.isEmpty)
        #expect(source.type == .page)
        #expect(source.rules.items == "//div[@class='item']")
        #expect(source.rules.item.title == "(descendant::h2)")
        #expect(source.rules.item.link == "(descendant::a/@href)")
        #expect(source.rules.item.summary == "(.)")
        #expect(source.rules.item.date == ".//time")
        #expect(source.rules.item.author == "(descendant::cite)")
        #expect(source.rules.item.id == "(@id)")
        #expect(source.rules.dateFormat == "dd/MM/yyyy HH:mm")
        #expect(FeedsConf.load(text: SourceBlock.render(source)).1.isEmpty)
    }

    @Test("that aggd can't use are left out with a word, the feed is kept")
    func unusable() throws {
        let list = try opml(
            "<outline text=\"Odd\" xmlUrl=\"https://odd.example/feed\" scraperRules=\"div[[\" disabled=\"true\"/>"
        )
        let source = try #require(list.sources.first)
        #expect(source.rules.article == nil)
        #expect(source.paused)
        #expect(list.notes.count == 1)
        #expect(list.notes.first?.hasPrefix("\"Odd\" has rules that are left out: ") == true)
    }

    @Test(
        "that filter are told",
        arguments: [
            "blocklistRules=\"(?i)advert\"", "keeplistRules=\"EntryTitle=sea\"",
            "frss:filtersActionRead=\"intitle:x\"",
        ])
    func filters(_ attribute: String) throws {
        let list = try opml("<outline text=\"F\" xmlUrl=\"https://f.example/feed\" \(attribute)/>")
        #expect(list.sources.count == 1)
        #expect(list.notes == ["\"F\" has filters, which \"hide\" and \"keep\" of feeds.conf can stand for"])
    }

    @Test("for what is no feed at all leave the entry out")
    func noFeed() throws {
        let list = try opml(
            "<outline text=\"Dots\" type=\"JSON+DotNotation\" xmlUrl=\"https://dots.example/api\" frss:jsonItem=\"data\"/>"
        )
        #expect(list.sources.isEmpty)
        #expect(list.notes == ["\"Dots\" is made out of JSON by rules that aggd doesn't have; left out"])
    }

    @Test("never come before aggd's own")
    func ownFirst() throws {
        let list = try opml(
            """
            <outline xmlns:aggd="urn:aggd:opml" text="Mine" xmlUrl="https://mine.example/feed" disabled="true"
              scraperRules="div.other" aggd:article='"div.mine"'/>
            """)
        let source = try #require(list.sources.first)
        #expect(source.rules.article == "div.mine")
        #expect(!source.paused)
    }

    @Test(
        "for dates are put into the letters of feeds.conf",
        arguments: [
            ("d/m/Y", "dd/MM/yyyy"), ("j.n.y", "d.M.yy"), ("Y-m-d\\TH:i:sP", "yyyy-MM-dd'T'HH:mm:ssxxx"),
            ("F j, Y g:i A", "MMMM d, yyyy h:mm a"), ("j \\d\\e F", "d 'de' MMMM"), ("H\\h 'i", "HH'h' ''mm"),
            ("l, d M Y H:i:s O", "EEEE, dd MMM yyyy HH:mm:ss xx"),
        ])
    func dates(_ format: String, _ pattern: String) {
        #expect(ReaderExtensions.pattern(ofPHP: format) == pattern)
    }

    @Test("for dates that nothing stands for are told", arguments: ["U", "jS F Y", "N"])
    func unknownDates(_ format: String) throws {
        #expect(ReaderExtensions.pattern(ofPHP: format) == nil)
        let list = try opml(
            "<outline text=\"L\" type=\"HTML+XPath\" xmlUrl=\"https://l.example/\" frss:xPathItem=\"//li\""
                + " frss:xPathItemTimeFormat=\"\(format)\"/>")
        #expect(list.sources.first?.rules.items == "//li")
        #expect(list.notes.first?.contains("date format \"\(format)\"") == true)
    }
}

@Suite("Lines of other programs that are no feeds") struct ForeignLineTests {
    private func newsboat(_ text: String) -> SourceImport {
        var list = SourceImport()
        list.addNewsboat(text)
        return list
    }

    @Test("are left out, each with the reason")
    func reasons() {
        let list = newsboat(
            """
            "query:Unread:unread = \\"yes\\""
            exec:~/bin/fetch.sh
            "filter:~/bin/f.py:https://filter.example/feed" tag
            nonsense
            """)
        #expect(list.sources.isEmpty)
        #expect(
            list.notes == [
                "line 1: \"query:Unread:unread = \"yes\"\" is a saved search, for which aggd has topics; left out",
                "line 2: \"exec:~/bin/fetch.sh\" is what a program prints, and aggd runs none; left out",
                "line 3: \"filter:~/bin/f.py:https://filter.example/feed\" is what a program prints, and aggd runs none;"
                    + " left out",
                "line 4: \"nonsense\" is no web address; left out",
            ])
    }

    @Test("don't name a source after a user: its host does")
    func userInAddress() {
        #expect(
            newsboat("https://ann:secret@harbour.example/feed").sources.map(\.name) == ["harbour-example"])
    }

    @Test("of rss2email that are switched off become paused sources")
    func rss2email() {
        var list = SourceImport()
        list.addRSS2Email(
            """
            [DEFAULT]
            active = True
            url = https://default.example/
            [feed.harbour]
            active = False
            url = https://harbour.example/feed?a=100%%25
            to = ann@harbour.example
            [feed.port]
            url = https://port.example/feed
            active = yes
            [feed.empty]
            active = True
            [other]
            url = https://other.example/
            """)
        #expect(list.sources.map(\.name) == ["harbour", "port"])
        #expect(list.sources.map(\.paused) == [true, false])
        #expect(list.sources.first?.urls == ["https://harbour.example/feed?a=100%25"])
    }
}
