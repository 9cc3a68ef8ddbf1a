import Foundation
import Testing

@testable import FeedParse

private let paragraphs = [
    "The mayor said on Monday that the bridge over the river would be closed for repairs until the autumn, and asked for patience.",
    "Engineers found cracks in two of the four pillars, which were built in 1931 and had last been inspected eleven years ago.",
    "Traffic will be led through the old town, where residents have long complained about noise, dust and broken pavements.",
    "The council is to decide in May whether the crossing should be rebuilt at the same place or moved a mile to the north.",
]

private func article(
    _ html: String, url: String? = "https://news.example/2026/a.html", rules: PageRules = PageRules()
) throws -> Article {
    try ArticleReader(rules: rules).read(Array(html.utf8), url: url, contentType: "text/html; charset=utf-8")
}

private func body(_ extra: String = "") -> String {
    paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n") + extra
}

private let frame = """
    <html lang="en"><head><title>Bridge closed until autumn | The Example</title></head><body>
    <nav><ul><li><a href="/">Home</a><li><a href="/w">World</a></ul></nav>
    <div class="main"><h1>Bridge closed until autumn</h1>%@</div>
    <div class="related"><h3>Related</h3><ul><li><a href="/1">Another story about another bridge and its long history</a></ul></div>
    <footer>© 2026 The Example. All rights reserved.</footer></body></html>
    """

private func framed(_ inner: String) -> String { frame.replacing("%@", with: inner) }

@Suite("An article page") struct ArticlePageTests {
    @Test("gives its text and nothing else")
    func text() throws {
        let read = try article(framed(body()))
        #expect(read.text == paragraphs.joined(separator: "\n\n"))
        #expect(read.title == "Bridge closed until autumn")
        #expect(read.siteName == "The Example")
        #expect(read.kind == .article)
        #expect(read.completeness == .full)
        #expect(read.language == "en")
    }

    @Test("keeps its text together when advertisements cut it in pieces")
    func pieces() throws {
        let inner = paragraphs.map {
            "<div class=\"piece\"><p>\($0)</p></div><div class=\"ad\">Buy now</div>"
        }.joined()
        #expect(try article(framed(inner)).text == paragraphs.joined(separator: "\n\n"))
    }

    @Test("loses share bars, bylines, captions and boxes of links")
    func boxes() throws {
        let inner = """
            <div class="share">Share <a href="#">Facebook</a></div><figure><img src="/i.jpg"><figcaption>The bridge in March.</figcaption></figure>
            \(body())<div class="newsletter">Sign up for our newsletter, every morning at six.</div>
            <p>Read more: <a href="/x">Why bridges crack</a></p>
            """
        #expect(try article(framed(inner)).text == paragraphs.joined(separator: "\n\n"))
    }

    @Test("is read by the source's own selectors first")
    func selectors() throws {
        var rules = PageRules()
        rules.article = "div.other"
        rules.drop = [".cut"]
        let html = framed(body() + "<div class=\"other\"><p>Chosen text.</p><p class=\"cut\">Cut.</p></div>")
        let read = try article(html, rules: rules)
        #expect(read.text == "Chosen text.")
        #expect(read.provenance["text"] == "selector")
    }

    @Test("says so when the selector matches nothing")
    func selectorMisses() throws {
        var rules = PageRules()
        rules.article = "div.gone"
        let read = try article(framed(body()), rules: rules)
        #expect(read.warnings.contains { $0.contains("div.gone") })
        #expect(read.text == paragraphs.joined(separator: "\n\n"))
    }

    @Test("takes fields from schema.org when the name matches")
    func linkedData() throws {
        let data = """
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"Bridge closed until autumn",
            "datePublished":"2026-03-02T08:15:00+01:00","author":[{"@type":"Person","name":"Ada Quill"},{"@type":"Organization","name":"The Example"}]}</script>
            """
        let read = try article(framed(data + body()))
        #expect(read.authors == ["Ada Quill"])
        #expect(read.published?.offset == 3600)
        #expect(read.provenance["published"] == "json-ld")
    }

    @Test("doesn't believe data about another story")
    func otherData() throws {
        let data = """
            <script type="application/ld+json">[{"@type":"NewsArticle","headline":"Ten charts about harbours","datePublished":"2001-01-01"},
            {"@type":"NewsArticle","headline":"Bridge closed until autumn","datePublished":"2026-03-02"}]</script>
            """
        let read = try article(framed(data + body()))
        #expect(read.published.map { $0.date } == DateParser.parse("2026-03-02")?.date)
    }

    @Test("uses articleBody only when it covers what the page shows")
    func articleBody() throws {
        func data(_ text: String) -> String {
            "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Bridge closed until autumn\",\"articleBody\":\"\(text)\"}</script>"
        }
        let cut = try article(framed(data(String(paragraphs[0].prefix(80))) + body()))
        #expect(cut.text == paragraphs.joined(separator: "\n\n"))
        let full = try article(framed(data(paragraphs.joined(separator: "\\n\\n")) + "<p>Loading</p>"))
        #expect(full.text == paragraphs.joined(separator: "\n\n"))
        #expect(full.provenance["text"] == "json-ld")
        let long = String(repeating: "Sentences of another text that the page shows nothing of. ", count: 30)
        let other = try article(framed(data(long) + body()))
        #expect(other.text == paragraphs.joined(separator: "\n\n"))
        let longer = (paragraphs + [long]).joined(separator: "\\n\\n")
        #expect(try article(framed(data(longer) + body())).text.contains("Sentences of another text"))
    }

    @Test(
        "has the data's image, whatever its head names",
        arguments: [
            "\"/i.jpg\"", "[\"https://news.example/i.jpg\",\"/j.jpg\"]",
            "{\"@type\":\"ImageObject\",\"name\":\"A bridge\",\"url\":\"/i.jpg\"}",
            "[{\"@type\":\"ImageObject\",\"contentUrl\":\"/i.jpg\"}]",
        ])
    func image(_ value: String) throws {
        let data =
            "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Bridge closed until autumn\",\"image\":\(value)}</script>"
        #expect(try article(framed(data + body())).image == "https://news.example/i.jpg")
        let head = "<meta property=\"og:image\" content=\"/og.jpg\">"
        #expect(try article(framed(head + data + body())).image == "https://news.example/i.jpg")
        #expect(try article(framed(head + body())).image == "https://news.example/og.jpg")
    }

    @Test(
        "finds the date that it shows in any of many forms",
        arguments: [
            "March 2, 2026", "2 March 2026", "2. März 2026", "2 mars 2026", "2 de marzo de 2026",
            "02.03.2026", "2026年3月2日",
            "2 марта 2026", "2026-03-02", "Published on 2nd of March, 2026",
        ])
    func shownDate(_ text: String) throws {
        let read = try article(framed("<div class=\"date\">\(text)</div>" + body()), url: nil)
        #expect(read.published?.date == DateParser.parse("2026-03-02")?.date)
    }

    @Test("finds the date in its address")
    func addressDate() throws {
        let read = try article(framed(body()), url: "https://news.example/2026/03/02/bridge")
        #expect(read.published?.date == DateParser.parse("2026-03-02")?.date)
        #expect(read.provenance["published"] == "url")
    }

    @Test("announces its feeds")
    func feeds() throws {
        let html = framed(
            "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/rss\" title=\"All\">" + body())
        #expect(try article(html).announcedFeeds.map(\.href) == ["https://news.example/rss"])
    }

    @Test("is paywalled when its data says so")
    func paywall() throws {
        let data =
            "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Bridge closed until autumn\",\"isAccessibleForFree\":false}</script>"
        #expect(try article(framed(data + body())).completeness == .paywalled)
    }
}

@Suite("A page that is no page") struct BadPageTests {
    @Test(
        "is refused in one sentence",
        arguments: [
            ("", "The page is empty."), ("  \n ", "The page is empty."),
            ("%PDF-1.4 x", "This is a PDF document, not a page."),
            ("GIF89a…", "This is a GIF picture, not a page."),
        ])
    func refused(_ content: String, _ message: String) {
        #expect(throws: FeedParseError.self) { try article(content) }
        do { _ = try article(content) } catch let error as FeedParseError {
            #expect(error.message == message)
        } catch {}
    }

    @Test(
        "gives what there is",
        arguments: [
            "<script>var x = '<p>text</p>'</script>", "<frameset><frame src=a></frameset>",
            "<plaintext>all that follows", "just text",
            "a\0b\0c", "<p>unclosed <b>bold", "<html>", "<!-- open", "<table><tr><td>cell",
        ])
    func survives(_ content: String) {
        _ = try? article(content)
    }

    @Test("nests a hundred thousand times without harm")
    func deep() throws {
        let read = try article(String(repeating: "<div>", count: 100_000) + body())
        #expect(read.text.contains("mayor"))
    }

    @Test("is decoded from UTF-16")
    func utf16() throws {
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in framed(body()).utf16 { bytes += [UInt8(unit & 255), UInt8(unit >> 8)] }
        let read = try ArticleReader().read(bytes, url: nil, contentType: nil)
        #expect(read.title == "Bridge closed until autumn")
    }

    @Test("gives an answer to hundreds of seeded mutations")
    func mutations() {
        var seed: UInt64 = 0x5EED
        func random(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        let original = Array(
            framed(body("<script type='application/ld+json'>{\"@type\":\"Event\",\"name\":\"x\"}</script>"))
                .utf8)
        for _ in 0..<300 {
            var bytes = original
            for _ in 0..<random(40) + 1 {
                switch random(3) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.remove(at: random(bytes.count))
                default:
                    bytes.insert(
                        contentsOf: bytes[random(bytes.count)...].prefix(random(60)), at: random(bytes.count))
                }
            }
            _ = try? ArticleReader().read(bytes, url: "https://x.example/events/1", contentType: nil)
        }
    }
}
