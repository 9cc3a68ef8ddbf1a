import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

/// Answers a site's paths; `BASE` in a body stands for the server's own address.
func site(_ answers: [String: String]) throws -> LoopbackServer {
    try ChangingSite(answers).start()
}

/// A site whose answers a test changes between polls; what isn't there is answered by a status.
final class ChangingSite: Sendable {
    private let answers: Mutex<[String: String]>
    private let missing: Int

    init(_ answers: [String: String] = [:], missing: Int = 404) {
        self.answers = Mutex(answers)
        self.missing = missing
    }

    subscript(path: String) -> String? {
        get { answers.withLock { $0[path] } }
        set { answers.withLock { $0[path] = newValue } }
    }

    func start() throws -> LoopbackServer {
        try LoopbackServer.start { request in
            let base = "http://127.0.0.1:\(request.header("host")?.split(separator: ":").last ?? "80")"
            guard let body = self[request.path] else { return .init(status: self.missing) }
            let type =
                body.hasPrefix("<html") ? "text/html" : body.hasPrefix("<") ? "application/xml" : "text/plain"
            return .init(
                headers: [("Content-Type", type)], body: body.replacingOccurrences(of: "BASE", with: base))
        }
    }
}

func urlset(_ titles: String...) -> String {
    let urls = titles.map {
        "<url><loc>https://tank.example/\($0)</loc><n:news><n:publication_date>2026-11-20T08:00:00Z</n:publication_date>"
            + "<n:title>\($0)</n:title></n:news></url>"
    }
    return "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
        + "xmlns:n=\"http://www.google.com/schemas/sitemap-news/0.9\">\(urls.joined())</urlset>"
}

func index(_ children: [(path: String, date: String?)]) -> String {
    "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        + children.map { path, date in
            "<sitemap><loc>BASE\(path)</loc>\(date.map { "<lastmod>\($0)</lastmod>" } ?? "")</sitemap>"
        }.joined() + "</sitemapindex>"
}

func sitemapSource(_ server: LoopbackServer, _ path: String) -> Source {
    feedSource("site", server.url(path)) { $0.type = .sitemap }
}

@Suite("A site that stands in place of its sitemap")
struct SitemapSearchTests {
    private static let page = "<html><head><title>Tank</title></head><body><p>Welcome.</p></body></html>"

    @Test("is read by the sitemap that its robots.txt names", arguments: ["/", "/about", "/robots.txt"])
    func robots(_ path: String) async throws {
        let server = try site([
            "/": Self.page, "/about": Self.page,
            "/robots.txt": "User-agent: *\nDisallow: /admin\nSitemap: BASE/maps/news.xml\n",
            "/maps/news.xml": urlset("ferries", "quotas"),
        ])
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, path)])
        #expect(try await desk.poll()["site"]?.error == nil)
        #expect(try await desk.titles("site") == ["ferries", "quotas"])
        #expect(try await desk.state("site").discoveredURL == server.url("/maps/news.xml"))
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(server.requests(to: "/maps/news.xml").count == 2)
        #expect(server.requests(to: path).count == 1, "from then on the sitemap itself is asked")
    }

    @Test("is read by all sitemaps when there are several")
    func several() async throws {
        let server = try site([
            "/": Self.page,
            "/robots.txt": "Sitemap: BASE/a.xml\nSitemap: /b.xml\nsitemap: BASE/index.xml\n",
            "/a.xml": urlset("a"), "/b.xml": urlset("b"), "/c.xml": urlset("c"),
            "/index.xml": index([("/c.xml", nil)]),
        ])
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/")])
        try await desk.poll()
        #expect(try await desk.titles("site") == ["a", "b", "c"])
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(server.requests(to: "/b.xml").count == 2, "without a date it may have changed")
    }

    @Test(
        "is looked for at /sitemap.xml when robots.txt names none or doesn't exist", arguments: [true, false])
    func usual(_ hasRobots: Bool) async throws {
        var answers = ["/": Self.page, "/sitemap.xml": urlset("usual")]
        if hasRobots { answers["/robots.txt"] = "User-agent: *\nAllow: /\n" }
        let server = try site(answers)
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, hasRobots ? "/robots.txt" : "/")])
        try await desk.poll()
        #expect(try await desk.titles("site") == ["usual"])
    }

    @Test("is broken when there is none, and the sentence names what was tried")
    func none() async throws {
        let server = try site(["/": Self.page, "/robots.txt": "User-agent: *\n"])
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/")])
        let report = try await desk.poll()["site"]
        #expect(report?.health == .broken)
        let error = try #require(report?.error)
        for address in ["/", "/robots.txt", "/sitemap.xml"] { #expect(error.contains(server.url(address))) }
        #expect(error.contains("404"))
    }

    @Test("names a robots.txt that doesn't exist among what was tried")
    func noRobots() async throws {
        let server = try site([:])
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/robots.txt")])
        let error = try #require(try await desk.poll()["site"]?.error)
        #expect(error.contains("/robots.txt answers HTTP 404"))
        #expect(error.contains("/sitemap.xml"))
    }

    @Test("is read by another sitemap once its robots.txt names another one", arguments: [404, 410])
    func renamed(_ status: Int) async throws {
        let site = ChangingSite(
            [
                "/": Self.page, "/robots.txt": "Sitemap: BASE/old.xml\n", "/old.xml": urlset("a"),
            ], missing: status)
        let server = try site.start()
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/")])
        try await desk.poll()
        site["/old.xml"] = nil
        desk.advance(hours: 5)
        let report = try #require(try await desk.poll()["site"])
        #expect(report.health == .broken)
        #expect(report.error?.contains(server.url("/old.xml")) == true)
        #expect(try await desk.state("site").nextPoll != nil, "the site is there: it is asked again")
        site["/robots.txt"] = "Sitemap: BASE/new.xml\n"
        site["/new.xml"] = urlset("b")
        desk.advance(hours: 5)
        #expect(try await desk.poll()["site"]?.health == .ok)
        #expect(try await desk.titles("site") == ["a", "b"])
    }

    @Test("is not asked for a sitemap that nothing names where its robots.txt forbids that")
    func forbidden() async throws {
        let server = try site([
            "/": Self.page, "/robots.txt": "User-agent: *\nDisallow: /sitemap.xml\n",
            "/sitemap.xml": urlset("a"),
        ])
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/")])
        let error = try #require(try await desk.poll()["site"]?.error)
        #expect(error.contains("forbids it"))
        #expect(server.requests(to: "/sitemap.xml").isEmpty)
    }

    @Test("is a fault when its address gave a sitemap before")
    func fault() async throws {
        let server = try LoopbackServer.start { request in
            request.path == "/map.xml" && request.connection == 1
                ? .init(headers: [("Content-Type", "application/xml")], body: urlset("a"))
                : .init(headers: [("Content-Type", "text/html")], body: Self.page)
        }
        defer { server.stop() }
        let desk = try await PollingDesk([sitemapSource(server, "/map.xml")])
        try await desk.poll()
        desk.advance(hours: 5)
        #expect(try await desk.poll()["site"]?.health == .broken)
        #expect(server.requests(to: "/robots.txt").isEmpty)
    }
}
