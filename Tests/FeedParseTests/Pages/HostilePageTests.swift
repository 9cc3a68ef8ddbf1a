import FeedParse
import Testing

@Suite("A page that means harm") struct HostilePageTests {
    private func page(_ body: String) -> [UInt8] {
        Array("<html><head><title>T</title></head><body>\(body)</body></html>".utf8)
    }

    private func read(_ bytes: [UInt8]) throws -> Article {
        try ArticleReader().read(bytes, url: "https://a.example/b", contentType: nil)
    }

    @Test(
        "may nest elements a hundred thousand deep",
        arguments: ["div", "b", "ul><li", "table><tr><td", "blockquote", "a href=x", "span"])
    func deep(_ tag: String) throws {
        let article = try read(page(String(repeating: "<\(tag)>", count: 100_000) + "<p>The bottom.</p>"))
        #expect(article.title == "T")
    }

    @Test("may open a hundred thousand elements beside one another")
    func wide() throws {
        let text = "A paragraph about the harbour that is repeated more often than anybody would read it. "
        let article = try read(page(String(repeating: "<p>\(text)", count: 20_000)))
        #expect(article.text.utf8.count > 1_000_000)
    }

    @Test("may have more classes and attributes than any style sheet")
    func attributes() throws {
        let classes = (0..<20_000).map { "nav-\($0)" }.joined(separator: " ")
        let article = try read(page("<div class=\"\(classes)\"><p>Text that stands alone.</p></div>"))
        #expect(article.title == "T")
    }

    @Test("may hold JSON that never ends or nests without end", arguments: ["[", "{\"a\":", "[[\"x\","])
    func data(_ piece: String) throws {
        let script =
            "<script type=\"application/ld+json\">" + String(repeating: piece, count: 50_000) + "</script>"
        #expect(try read(page(script + "<p>Text.</p>")).title == "T")
    }

    @Test("may hold a state script of any shape", arguments: ["{\"a\":[", "(\"{\\\"b\\\":", "=[[", "=\"\\"])
    func state(_ piece: String) throws {
        let script = "<script>window.x=" + String(repeating: piece, count: 20_000) + "</script>"
        #expect(try read(page(script + "<p>Text.</p>")).title == "T")
    }

    @Test("may be one line of a million digits, dates or names")
    func lines() throws {
        for piece in ["9", "12.12.", "2026-", "By Ada Quill, ", "10:00 ", "May "] {
            let line = String(repeating: piece, count: 60_000)
            #expect(try read(page("<h1>T</h1><p class=\"date author\">\(line)</p>")).title == "T")
        }
    }

    @Test("is read to a limit and says so when it is very long")
    func long() throws {
        let text =
            "<p>A paragraph about the harbour that is repeated more often than anybody would read it: 漁港.</p>"
        let article = try read(page(String(repeating: text, count: 120_000)))
        #expect(article.warnings == ["The page is too long; its end was not read."])
        #expect((4 << 20..<9 << 20).contains(article.text.utf8.count))
        #expect(article.text.hasSuffix("漁港.") || !article.text.contains("\u{FFFD}"))
        let short = try read(page(String(repeating: text, count: 20_000)))
        #expect(short.warnings.isEmpty)
    }

    @Test("is read to a limit when it has no markup at all")
    func longText() throws {
        let article = try read(page("<p>" + String(repeating: "漁港の話は長い。", count: 500_000) + "</p>"))
        #expect(article.warnings == ["The page is too long; its end was not read."])
        #expect(!article.text.contains("\u{FFFD}"))
        #expect(article.text.utf8.count < 9 << 20)
    }

    @Test("may have NUL anywhere, in the names and values of tags too")
    func nul() throws {
        let copy =
            "The council voted to dredge the eastern channel, which has silted up since the dam was closed."
        let article = try read(
            Array("<ti\0tle>Dre\0dging</title><div class=\"a\0b\"><p>\(copy)</p></d\0iv><p>\(copy)</p>".utf8))
        #expect(article.title == "Dredging")
        #expect(article.text == copy + "\n\n" + copy)
    }

    @Test("is refused when it is binary, though a byte of it looks like markup")
    func binary() throws {
        let all = [UInt8](0...255)
        var numbers: [UInt8] = []
        for _ in 0..<500 { numbers += [0, 0, 0, 7, 0, 0, 0, 0, 60, 98, 62, 0] }
        for bytes in [Array([[UInt8]](repeating: all, count: 20).joined()), numbers] {
            #expect(throws: FeedParseError(.damaged, "This is binary data, not a page.")) { try read(bytes) }
        }
        let text = "<title>Dredging</title><p>The council voted to dredge the eastern channel at last.</p>"
        for order in [[0, 1], [1, 0]] {
            let wide = text.utf8.flatMap { byte in order.map { $0 == 0 ? byte : 0 } }
            #expect(try read(wide).title == "Dredging")
        }
    }

    /// A page whose second script has an article's headline, behind a first one with other data.
    private func readBehind(_ data: String) throws -> Article {
        let headline = "A late dredging divides the town"
        let article =
            "{\"@type\":\"NewsArticle\",\"headline\":\"\(headline)\",\"datePublished\":\"2026-04-03T09:00Z\"}"
        let scripts = ["[\(data)]", article].map { "<script type=\"application/ld+json\">\($0)</script>" }
        return try read(page(scripts.joined() + "<h1>Ports</h1><h2>\(headline)</h2><p>Text.</p>"))
    }

    @Test("may hold more data than anybody would read, and says so when some was left out")
    func muchData() throws {
        let little = try readBehind("{\"@type\":\"Thing\",\"name\":\"A harbour\"}")
        #expect(little.title == "A late dredging divides the town")
        #expect(little.published != nil)
        #expect(little.warnings.isEmpty)
        let length = (2 << 20) - 100
        let long = String(repeating: "x", count: length)
        let much = try readBehind("{\"@type\":\"Thing\",\"name\":\"\(long)\"}")
        #expect(much.title != "A late dredging divides the town")
        #expect(much.published == nil)
        #expect(much.warnings == ["The page is too long; its end was not read."])
    }

    @Test("may hold more objects than anybody would read, and says so")
    func manyObjects() throws {
        let object = "{\"@type\":\"Thing\",\"name\":\"A harbour\"},"
        let article = try readBehind(String(repeating: object, count: 50_000) + "1")
        #expect(article.title != "A late dredging divides the town")
        #expect(article.published == nil)
        #expect(article.warnings == ["The page's data has more than 2000 objects; the others were not read."])
        let fewer = try readBehind(String(repeating: object, count: 1_999) + "1")
        #expect(fewer.title == "A late dredging divides the town")
        #expect(fewer.warnings.isEmpty)
    }

    @Test("is refused when it is too large")
    func large() {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 65 << 20)
        #expect(throws: FeedParseError.self) { try read(bytes) }
    }

    @Test("may be cut at any byte")
    func cut() throws {
        let whole = page(
            "<article><h1>T</h1><p itemprop='author'>Ada</p><time datetime='2026-04-03'>x</time>"
                + "<script type='application/ld+json'>{\"@type\":\"Event\"}</script><p>Text &amp; more.</p></article>"
        )
        for end in whole.indices { _ = try? read(Array(whole[..<end])) }
    }
}
