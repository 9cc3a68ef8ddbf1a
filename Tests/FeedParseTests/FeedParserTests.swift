import FeedParse
import Testing

private func parse(_ text: String, baseURL: String? = nil) throws(FeedParseError) -> ParsedFeed {
    try FeedParser.parse(Array(text.utf8), baseURL: baseURL)
}

private func rss(_ items: String) -> String {
    "<rss version=\"2.0\"><channel><title>T</title>\(items)</channel></rss>"
}

@Suite("A damaged document") struct DamagedDocumentTests {
    @Test("tells the line and what was repaired")
    func tellsLine() throws {
        let feed = try parse(
            "<rss version=\"2.0\">\n<channel>\n<item><title>a & b</title></item></channel></rss>")
        #expect(feed.warnings == ["line 3: a bare & was taken as text"])
    }

    @Test("that breaks off says so")
    func truncated() throws {
        let whole = rss("<item><title>One</title></item>")
        #expect(try parse(whole).isTruncated == false)
        #expect(try parse(String(whole.dropLast(20))).isTruncated)
    }

    @Test("that is whole but wrong does not claim to be cut")
    func damagedButWhole() throws {
        #expect(try parse(rss("<item><title>a & b</title></item>")).isTruncated == false)
    }

    @Test("never has more than a page of warnings")
    func warningsAreBounded() throws {
        let items = (0..<500).map { "<item><title>a & b</b\($0)></title></item>" }.joined()
        let feed = try parse(rss(items))
        #expect(feed.items.count == 500)
        #expect(feed.warnings.count <= 20)
    }

    @Test("keeps every item, wherever it is cut")
    func cutAnywhere() throws {
        let document = rss(
            (1...5).map { "<item><title>Item \($0)</title><link>https://a.example/\($0)</link></item>" }
                .joined())
        let bytes = Array(document.utf8)
        let ends = document.ranges(of: "</item>").map {
            document.utf8.distance(from: document.startIndex, to: $0.upperBound)
        }
        for cut in stride(from: 40, to: bytes.count, by: 3) {
            let whole = ends.count { $0 <= cut }
            let feed = try FeedParser.parse(Array(bytes[..<cut]))
            #expect(feed.items.count >= whole, "cut at \(cut)")
        }
    }
}

@Suite("A hostile document") struct HostileDocumentTests {
    @Test("nested too deep is refused")
    func tooDeep() {
        let deep = String(repeating: "<a>", count: 200_000)
        #expect(
            performing: { try parse(rss("<item>" + deep)) },
            throws: { ($0 as? FeedParseError)?.code == .limit })
    }

    @Test("nested deep is still read")
    func deep() throws {
        let nest = String(repeating: "<a>", count: 20000) + String(repeating: "</a>", count: 20000)
        let feed = try parse(rss("<item><title>One</title><x>\(nest)</x></item>"))
        #expect(feed.items.first?.title == "One")
    }

    @Test("with one field of more than 16 MiB is refused")
    func hugeField() {
        let text = String(repeating: "0123456789abcdef", count: (16 << 20) / 16 + 1)
        #expect(
            performing: { try parse(rss("<item><title>\(text)</title></item>")) },
            throws: { ($0 as? FeedParseError)?.code == .limit })
    }

    @Test("of deeply nested JSON is refused")
    func deepJSON() {
        let deep = "{\"items\":" + String(repeating: "[", count: 100_000)
        #expect(performing: { try parse(deep) }, throws: { ($0 as? FeedParseError)?.code == .limit })
    }

    @Test(
        "of nothing but beginnings ends",
        arguments: [
            "<", "<a", "<![CDATA[", "<!--", "<!DOCTYPE [", "&", "&#", "<a b=\"", "</", "<?", "]]>", "<item>",
        ])
    func floods(_ piece: String) {
        let document = rss("<item><title>One</title></item>" + String(repeating: piece, count: 20000))
        #expect(throws: Never.self) { _ = try? parse(document) }
    }

    @Test("never makes the parser crash, whichever byte is changed")
    func everyByteChanged() {
        let document = Array(
            rss(
                "<item><title>a &amp; b</title><link>https://a.example/</link><pubDate>Tue, 10 Mar 2026 08:09:10 GMT</pubDate>"
                    + "<description><![CDATA[<p>x</p>]]></description></item>"
            ).utf8)
        for index in document.indices {
            for byte: UInt8 in [0x00, 0x3C, 0x26, 0x22, 0xFF] {
                var changed = document
                changed[index] = byte
                _ = try? FeedParser.parse(changed)
            }
        }
    }
}

@Suite("A document that is no feed") struct NoFeedTests {
    @Test("but an HTML page tells which feeds it announces")
    func announced() {
        let page = """
            <!DOCTYPE html><html><head>
            <link rel="alternate" type="application/rss+xml" title="News" href="/feed?a=1&amp;b=2">
            <link rel="alternate" type="application/atom+xml" href='/atom'>
            <link rel="stylesheet" href="/x.css"></head><body></body></html>
            """
        #expect(
            performing: { try parse(page) },
            throws: { ($0 as? FeedParseError)?.announcedFeeds == ["/feed?a=1&b=2", "/atom"] })
    }
}

@Suite("The document's own address") struct DocumentAddressTests {
    @Test("is the base of relative addresses, before the feed's page")
    func isBase() throws {
        let feed = try parse(
            "<rss version=\"2.0\"><channel><link>https://page.example/</link><item><link>/1</link></item></channel></rss>",
            baseURL: "https://feed.example/rss")
        #expect(feed.items.first?.link == "https://feed.example/1")
    }
}
