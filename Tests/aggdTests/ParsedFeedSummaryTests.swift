import FeedParse
import Foundation
import Testing

@testable import aggd

private func summary(_ document: String) throws -> String {
    ParsedFeedSummary.text(of: try FeedParser.parse(Array(document.utf8)), file: "feed.xml")
}

private func rss(_ inner: String) -> String {
    "<rss version=\"2.0\"><channel><title>Harbour Watch</title>\(inner)</channel></rss>"
}

@Suite("A parsed document as text for a person") struct ParsedFeedSummaryTests {
    @Test("begins with the file, the format and the charset")
    func head() throws {
        let text = try summary(
            rss("<link>https://harbour.example/</link><ttl>60</ttl><language>en</language>"))
        #expect(
            text == """
                feed.xml: rss2.0, UTF-8
                  title:       Harbour Watch
                  link:        https://harbour.example/
                  language:    en
                  ttl:         60 minutes

                """)
    }

    @Test("has date, title, address, length, authors and enclosures of each item")
    func items() throws {
        let text = try summary(
            rss(
                "<item><title>One</title><link>https://harbour.example/1</link><author>Ann Lee</author>"
                    + "<pubDate>Fri, 09 Jan 2026 12:00:00 GMT</pubDate><description>Words</description>"
                    + "<enclosure url=\"https://harbour.example/1.mp3\"/></item><item><title>Two</title></item>"
            ))
        #expect(text.contains("\n2 items\n"))
        #expect(text.contains("  2026-01-09T12:00:00Z  One\n    https://harbour.example/1\n"))
        #expect(text.contains("    5 bytes of text; by Ann Lee; 1 enclosure\n"))
        #expect(text.contains("  no date               Two\n    0 bytes of text\n"))
    }

    @Test("tells a date that nobody understands")
    func unreadDate() throws {
        let text = try summary(rss("<item><title>One</title><pubDate>soon</pubDate></item>"))
        #expect(text.contains("\n1 item\n"))
        #expect(text.contains("    0 bytes of text; date not understood: \"soon\"\n"))
    }

    @Test("ends with what was repaired")
    func repairs() throws {
        let text = try summary(rss("<item><title>One & two</title></item>"))
        #expect(text.hasSuffix("\nrepaired:\n  line 1: a bare & was taken as text\n"))
    }

    @Test("lists subscriptions with their folders")
    func subscriptions() throws {
        let text = try summary(
            "<opml version=\"2.0\"><head><title>Mine</title></head><body><outline text=\"Sea\">"
                + "<outline text=\"Port\" type=\"rss\" xmlUrl=\"https://port.example/feed\"/></outline></body></opml>"
        )
        #expect(text.hasPrefix("feed.xml: opml2.0, UTF-8\n  title:       Mine\n\n1 subscription\n"))
        #expect(text.contains("  Sea / Port  https://port.example/feed\n"))
    }

    @Test("never hands a terminal's control characters on")
    func controls() throws {
        let text = try summary(
            rss("<item><title>a&#x9b;2Jb</title><link>https://harbour.example/&#x85;x</link></item>"))
        #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
    }
}
