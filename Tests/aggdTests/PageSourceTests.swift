import Foundation
import TestSupport
import Testing

@Suite("A site without a feed") struct PageSourceTests {
    private let aggd: BuiltBinary
    private let server: LoopbackServer

    private static let paragraph =
        "The harbour council met on Tuesday to decide how the old quay should be used once the last ferry has left. "

    private static func article(_ title: String) -> String {
        """
        <html lang="en"><head><title>\(title) | Harbour Post</title></head><body><main><article><h1>\(title)</h1>
        <p class="byline">By Ada Quill</p><time datetime="2026-04-03">3 April 2026</time>
        <div class="article-body"><p>\(String(repeating: paragraph, count: 4))</p>
        <p><a class="orig" href="https://council.example/full">The Council</a></p></div></article></main></body></html>
        """
    }

    private static let titles = [
        "Council weighs the future of the quay", "Dredging begins in the outer basin",
        "A lighthouse keeper looks back", "Ferry timetable changes again",
    ]

    init() throws {
        aggd = try BuiltBinary()
        server = try LoopbackServer.start { request in
            let html = [("Content-Type", "text/html; charset=utf-8")]
            switch request.path {
            case "/news":
                let rows = Self.titles.indices.map {
                    "<div class=\"row\"><h2><a href=\"/n/\($0)\">\(Self.titles[$0])</a></h2>"
                        + "<span class=\"date\">2026-04-0\($0 + 1)</span></div>"
                }
                return .init(
                    headers: html,
                    body: "<html><body><main><h1>News</h1>\(rows.joined())</main></body></html>")
            case "/home":
                return .init(
                    headers: html,
                    body:
                        "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed.xml\">"
                        + "<link rel=\"alternate\" type=\"application/rss+xml\" href=\"/more.xml\"></head>"
                        + "<body><p>Welcome.</p></body></html>")
            case "/feed.xml":
                return .init(
                    headers: [("Content-Type", "application/rss+xml")],
                    body: "<rss version=\"2.0\"><channel><title>Post</title><item><title>Quay</title>"
                        + "<link>https://post.example/q</link></item></channel></rss>")
            case "/changed":
                return .init(headers: html, body: "<html><body><p>We have a new look!</p></body></html>")
            case "/robots.txt":
                return .init(
                    headers: [("Content-Type", "text/plain")],
                    body: "User-agent: *\nDisallow: /closed\nSitemap: https://post.example/sitemap.xml\n")
            case "/closed": return .init(headers: html, body: Self.article("Closed"))
            default:
                guard let number = request.path.split(separator: "/").last.flatMap({ Int($0) }) else {
                    return .init(status: 404)
                }
                return .init(headers: html, body: Self.article(Self.titles[number]))
            }
        }
        try configure(
            path: "/news", rules: "items = \"div.row\"\nitem = { title = \"h2\", link = \"h2 a@href\" }")
    }

    private func configure(path: String, rules: String) throws {
        try aggd.write(
            configuration: """
                [fetch]
                allow-private = true
                [[source]]
                name = "post"
                type = "page"
                url = "\(server.url(path))"
                \(rules)
                """)
    }

    private func close() {
        server.stop()
        aggd.remove()
    }

    @Test("is read by its selectors")
    func selectors() throws {
        defer { close() }
        #expect(try aggd("poll").status == 0)
        let titles = try aggd("items", "--json").objects.compactMap { $0["title"] as? String }
        #expect(Set(titles) == Set(Self.titles))
    }

    @Test("is told as broken when its selectors find nothing any more, and the last good page is read again")
    func broken() throws {
        defer { close() }
        #expect(try aggd("poll").status == 0)
        try configure(path: "/changed", rules: "items = \"div.row\"")
        #expect(try aggd("poll", "--force").status == 75)
        let source = try #require(try aggd("sources", "--json").objects.first)
        #expect(source["state"] as? String == "broken")
        let reason = try #require(source["reason"] as? String)
        #expect(reason.contains("div.row"))
        let replay = try aggd("try", "post", "--replay")
        #expect(replay.output.contains(Self.titles[0]))
    }

    @Test("shows what would be taken, and the site's sitemaps")
    func trial() throws {
        defer { close() }
        let trial = try aggd("try", server.url("/news"))
        #expect(trial.status == 0)
        #expect(trial.output.contains(Self.titles[1]))
        #expect(trial.output.contains("https://post.example/sitemap.xml"))
        #expect(trial.output.contains("[[source]]"))
    }

    @Test(
        "names the feeds and sitemaps of a page, whatever is on it",
        arguments: ["/news", "/changed", "/home"])
    func offers(_ path: String) throws {
        defer { close() }
        let trial = try aggd("try", server.url(path))
        let words = trial.output + trial.errors
        #expect(words.contains("https://post.example/sitemap.xml"))
        #expect(words.contains(server.url("/more.xml")) == (path == "/home"))
        #expect(trial.status == (path == "/changed" ? 65 : 0))
    }

    @Test(
        "lacks a field only where the field was found before, which `check --replay` tells",
        arguments: [true, false])
    func deadField(_ wasFound: Bool) throws {
        defer { close() }
        func choose(_ date: String) throws {
            try configure(
                path: "/news",
                rules: "items = \"div.row\"\nitem = { title = \"h2\", link = \"a@href\", date = \"\(date)\" }"
            )
        }
        try choose(wasFound ? "span.date" : "i")
        #expect(try aggd("poll", "--force").status == 0)
        let source = try #require(try aggd("sources", "--json").objects.first)
        #expect(source["state"] as? String == "ok")
        #expect(try aggd("check", "--replay").status == 0)
        try choose("i")
        let check = try aggd("check", "--replay")
        #expect(check.status == (wasFound ? 65 : 0))
        #expect(check.output.contains("`item.date`") == wasFound)
    }

    @Test("leads from a page to the original by the source's own selector")
    func originalLink() throws {
        defer { close() }
        try configure(
            path: "/news",
            rules: """
                items = "div.row"
                item = { title = "h2", link = "h2 a@href" }
                full-text = "always"
                original-link = "a.orig@href"
                """)
        #expect(try aggd("poll").status == 0)
        let item = try #require(try aggd("items", "--json").objects.first)
        #expect(item["original_url"] as? String == "https://council.example/full")
    }

    @Test("has pages that are read by their address")
    func address() throws {
        defer { close() }
        let run = try aggd("extract", "--json", server.url("/n/0"))
        #expect(run.status == 0)
        let article = try #require(run.objects.first)
        #expect(article["title"] as? String == Self.titles[0])
        #expect(article["authors"] as? [String] == ["Ada Quill"])
    }

    @Test("has pages that robots.txt closes, which are not read")
    func closed() throws {
        defer { close() }
        let run = try aggd("extract", server.url("/closed"))
        #expect(run.status == 69)
        #expect(run.errors.contains("robots.txt"))
        #expect(server.requests(to: "/closed").isEmpty)
    }
}
