import FeedParse
import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("What a source's answer turns out to be")
struct DocumentReaderTests {
    private func read(
        _ body: String, type: SourceType = .auto, detected: SourceType? = nil,
        _ change: (inout Source) -> Void = { _ in }
    ) throws(FeedParseError) -> DocumentReader.Reading {
        var source = Source(name: "s", urls: ["https://tank.example/"])
        source.type = type
        change(&source)
        return try DocumentReader(source: source).read(
            Array(body.utf8), url: "https://tank.example/", contentType: nil, detected: detected)
    }

    private static let feed =
        "<rss version=\"2.0\"><channel><title>T</title><item><title>One</title></item></channel></rss>"
    private static let list = """
        <html><body><div class="row"><a href="/1">First paper of the series</a></div>
        <div class="row"><a href="/2">Second paper of the series</a></div></body></html>
        """

    @Test("is a feed") func feed() throws {
        guard case .items(let feed, as: .feed) = try read(Self.feed) else {
            Issue.record("no feed")
            return
        }
        #expect(feed.items.map(\.title) == ["One"])
    }

    @Test("is a sitemap, by what stands in it")
    func sitemap() throws {
        let body = """
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://tank.example/a</loc>
            <lastmod>2026-11-01</lastmod></url></urlset>
            """
        guard case .items(let feed, as: .sitemap) = try read(body) else {
            Issue.record("no sitemap")
            return
        }
        #expect(feed.items.map(\.link) == ["https://tank.example/a"])
    }

    @Test("is an index of sitemaps, the newest first")
    func index() throws {
        let body = """
            <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            <sitemap><loc>https://tank.example/2024.xml</loc><lastmod>2024-12-31</lastmod></sitemap>
            <sitemap><loc>https://tank.example/2026.xml</loc><lastmod>2026-11-01</lastmod></sitemap>
            <sitemap><loc>https://tank.example/undated.xml</loc></sitemap></sitemapindex>
            """
        guard case .index(let children) = try read(body) else {
            Issue.record("no index")
            return
        }
        #expect(
            children.map(\.link) == [
                "https://tank.example/2026.xml", "https://tank.example/2024.xml",
                "https://tank.example/undated.xml",
            ])
    }

    @Test("is a page that announces its feeds")
    func announcement() throws {
        let body = """
            <html><head><link rel="alternate" type="application/atom+xml" href="/atom.xml"></head>
            <body>Home</body></html>
            """
        guard case .announcement(let feeds) = try read(body) else {
            Issue.record("no announcement")
            return
        }
        #expect(feeds == ["https://tank.example/atom.xml"] || feeds == ["/atom.xml"])
    }

    @Test("is a list when the source is a page, or has selectors, or was one before")
    func list() throws {
        let selectors: (inout Source) -> Void = { $0.rules.items = "div.row" }
        for (type, detected, change) in [
            (SourceType.page, SourceType?.none, selectors), (.auto, nil, selectors),
            (.auto, .page, selectors),
        ] {
            guard
                case .items(let feed, as: .page) = try read(Self.list, type: type, detected: detected, change)
            else {
                Issue.record("no list for \(type)")
                continue
            }
            #expect(feed.items.map(\.link) == ["https://tank.example/1", "https://tank.example/2"])
        }
    }

    @Test("is an error for a list of subscriptions, which says what reads it")
    func subscriptions() {
        let body = """
            <opml version="2.0"><head/><body><outline type="rss" text="A" xmlUrl="https://a.example/f"/></body></opml>
            """
        let error = #expect(throws: FeedParseError.self) { _ = try read(body) }
        #expect(error?.description.contains("aggd import") == true)
    }

    @Test("is an error for a page without feeds where a feed should be")
    func page() {
        let error = #expect(throws: FeedParseError.self) {
            _ = try read("<html><body><p>We have moved.</p></body></html>", type: .feed)
        }
        #expect(error?.code == .htmlPage)
    }
}
