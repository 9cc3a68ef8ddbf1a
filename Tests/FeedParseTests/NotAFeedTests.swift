import Testing

@testable import FeedParse

private func failure(_ text: String, contentType: String? = nil) -> FeedParseError? {
    do throws(FeedParseError) {
        _ = try FeedParser.parse(Array(text.utf8), contentType: contentType)
        return nil
    } catch {
        return error
    }
}

@Suite("What a document seems to be that is no feed") struct NotAFeedTests {
    @Test(
        "is told by a code and one sentence",
        arguments: [
            ("", FeedParseError.Code.empty), (" \n\t ", .empty), ("\u{FEFF}", .empty),
            ("Just words.", .notAFeed),
            ("<note><to>Ann</to></note>", .notAFeed),
            ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", .notAFeed),
            ("<html><body>x</body></html>", .htmlPage), ("<!DOCTYPE html><title>x</title>", .htmlPage),
            ("<HTML><BODY>x", .htmlPage), ("{\"error\":\"gone\"}", .jsonWithoutFeed),
            ("[1,2,3]", .jsonWithoutFeed),
            ("<html><form><input type=\"password\"></form></html>", .loginPage),
            ("<html><form><input name=p type='password'></form></html>", .loginPage),
        ])
    func code(_ document: String, _ code: FeedParseError.Code) throws {
        let error = try #require(failure(document))
        #expect(error.code == code)
        #expect(error.message.hasSuffix("."))
        #expect(!error.message.contains("\n"))
    }

    @Test("names the feeds that a page announces")
    func announced() throws {
        let page = """
            <html><head>
            <link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=2">
            <LINK REL='alternate' TYPE='application/atom+xml' HREF='https://harbour.example/atom'>
            <link rel=alternate type=application/feed+json href=/json>
            <link rel="stylesheet" href="/style.css">
            <link rel="alternate" type="text/html" href="/en">
            </head><body>x</body></html>
            """
        let error = try #require(failure(page))
        #expect(error.announcedFeeds == ["/feed?a=1&b=2", "https://harbour.example/atom", "/json"])
        #expect(error.message == "The document is an HTML page; it announces the feed /feed?a=1&b=2.")
    }

    @Test("has them absolute where the page's address is known")
    func announcedAbsolute() {
        let page =
            "<html><head><link rel='alternate' type='application/rss+xml' href='feed.xml'></head></html>"
        #expect(
            performing: { try FeedParser.parse(Array(page.utf8), baseURL: "https://harbour.example/news/") },
            throws: { ($0 as? FeedParseError)?.announcedFeeds == ["https://harbour.example/news/feed.xml"] })
    }

    @Test("says when a page announces none")
    func noneAnnounced() throws {
        let error = try #require(failure("<html><body>x</body></html>"))
        #expect(error.announcedFeeds.isEmpty)
        #expect(error.message == "The document is an HTML page that announces no feed.")
    }

    @Test("is not asked of a feed that holds a page in its text")
    func feedWithPageInside() {
        #expect(
            failure(
                "<rss><channel><item><description>&lt;html>&lt;/html></description></item></channel></rss>")
                == nil)
    }

    @Test(
        "is told of files that are no text at all",
        arguments: [
            (Array("%PDF-1.7\n".utf8), "The document is a PDF document, not a feed."),
            ([0x50, 0x4B, 0x03, 0x04, 0x14], "The document is a ZIP archive, not a feed."),
            ([0x1F, 0x8B, 0x08, 0x00], "The document is gzip data, not a feed."),
            ((0..<2000).map { UInt8($0 * 7919 >> 3 & 0x7F) }, "The document is binary data, not a feed."),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D], "The document is a PNG picture, not a feed."),
            ([0xFF, 0xD8, 0xFF, 0xE0], "The document is a JPEG picture, not a feed."),
        ] as [([UInt8], String)])
    func binary(_ bytes: [UInt8], _ sentence: String) {
        #expect(
            performing: { try FeedParser.parse(bytes) },
            throws: { ($0 as? FeedParseError) == FeedParseError(.notAFeed, sentence) })
    }

    @Test("is described with its line where that is known")
    func description() {
        #expect(FeedParseError(.damaged, "It is damaged.", line: 7).description == "line 7: It is damaged.")
        #expect(FeedParseError(.damaged, "It is damaged.").description == "It is damaged.")
    }
}

@Suite("What stands in front of a root") struct PrologTests {
    @Test(
        "is passed over when it is sound",
        arguments: [
            ("<rss>", 0, 0), ("  <rss>", 2, 0), ("<?xml version=\"1.0\"?><rss>", 21, 0),
            ("<?xml version=\"1.0\"?>\n\n<rss>", 23, 2),
            ("\n<?xml version='1.0'?> <rss>", 23, 1), ("<!-- x --><rss>", 0, 0),
            ("<!DOCTYPE rss><rss>", 0, 0),
        ])
    func sound(_ text: String, _ length: Int, _ lines: Int) {
        let prolog = Prolog(text.utf8.span)
        #expect(prolog.isClean)
        #expect(prolog.length == length)
        #expect(prolog.lines == lines)
    }

    @Test(
        "is left for repair when it is not",
        arguments: ["x<rss>", "<", "", "<?xml version", "< rss>", "<?xml version='1.0'?>x"])
    func unsound(_ text: String) {
        #expect(!Prolog(text.utf8.span).isClean)
    }
}
