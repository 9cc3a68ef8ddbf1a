import Foundation
import Testing

@testable import FeedParse

private let page = """
    <html><head><title>Analysis | The Institute</title><link rel="alternate" type="application/atom+xml" href="/feed"></head><body>
    <nav><ul><li><a href="/a">About our institute and its people</a><li><a href="/b">Publications of the last decades</a><li><a href="/c">Contact us by letter</a></ul></nav>
    <main><article class="teaser"><h3><a href="/1">The first analysis of many</a></h3><time datetime="2026-03-01">1 March 2026</time><p class="standfirst">What the first one says in a few words.</p></article>
    <article class="teaser"><h3><a href="/2">The second analysis of many</a></h3><time datetime="2026-02-01">1 February 2026</time><p class="standfirst">What the second one says in a few words.</p></article>
    <article class="teaser"><h3><a href="/3">The third analysis of many</a></h3><time datetime="2026-01-01">1 January 2026</time><p class="standfirst">What the third one says in a few words.</p></article>
    </main></body></html>
    """

private func read(_ rules: PageRules = PageRules()) throws -> ListReading {
    try ListReader(rules: rules).read(
        Array(page.utf8), url: "https://institute.example/analysis/", contentType: nil)
}

@Suite("A list page") struct ListReaderTests {
    @Test("is read by selectors")
    func selectors() throws {
        var rules = PageRules()
        rules.items = "article.teaser"
        rules.item.title = "h3"
        rules.item.link = "h3 a@href"
        rules.item.date = "time@datetime"
        rules.item.summary = "p.standfirst"
        let reading = try read(rules)
        #expect(
            reading.items.map(\.title) == [
                "The first analysis of many", "The second analysis of many", "The third analysis of many",
            ])
        #expect(
            reading.items.map(\.link) == [
                "https://institute.example/1", "https://institute.example/2", "https://institute.example/3",
            ])
        #expect(reading.items[0].published == DateParser.parse("2026-03-01")?.date)
        #expect(reading.items[1].summary == "What the second one says in a few words.")
        #expect(reading.announcedFeeds.map(\.href) == ["https://institute.example/feed"])
    }

    @Test("is read by XPath")
    func xpath() throws {
        var rules = PageRules()
        rules.items = "//article"
        rules.item.title = ".//h3"
        rules.item.link = ".//h3/a/@href"
        rules.item.date = ".//time"
        #expect(try read(rules).items.last?.link == "https://institute.example/3")
        #expect(try read(rules).items.last?.published == DateParser.parse("2026-01-01")?.date)
    }

    @Test("is learnt, and the choice explained")
    func learnt() throws {
        let reading = try read()
        #expect(reading.items.count == 3)
        #expect(reading.items[0].title == "The first analysis of many")
        #expect(reading.items[0].published == DateParser.parse("2026-03-01")?.date)
        #expect(reading.itemsSelector == "main > article.teaser")
        #expect(reading.itemSelectors.title == "h3")
        #expect(reading.explanation.contains("3 blocks"))
    }

    @Test("says so when its selector matches nothing")
    func changed() {
        var rules = PageRules()
        rules.items = "div.gone"
        #expect(
            throws: FeedParseError(
                .selector,
                "Nothing on the page matches the selector \"div.gone\" of `items`; the page may have changed."
            )
        ) { try read(rules) }
    }

    @Test("puts dates without an offset into the source's zone")
    func zone() throws {
        var rules = PageRules()
        rules.items = "article"
        rules.item.date = "time"
        rules.timeZone = "America/New_York"
        #expect(try read(rules).items[0].published == DateParser.parse("2026-03-01T05:00:00Z")?.date)
    }
}
