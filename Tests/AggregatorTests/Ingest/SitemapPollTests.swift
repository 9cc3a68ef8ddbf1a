import Aggregator
import Foundation
import TestSupport
import Testing

@Suite("A site that is followed by its sitemaps")
struct SitemapPollTests {
    private static func sitemap(_ pages: [(String, String)]) -> LoopbackServer.Response {
        let urls = pages.map { path, title in
            """
            <url><loc>https://tank.example\(path)</loc><news:news><news:publication><news:name>Tank</news:name>
            <news:language>en</news:language></news:publication>
            <news:publication_date>2026-11-21T08:00:00Z</news:publication_date>
            <news:title>\(title)</news:title></news:news></url>
            """
        }
        return .init(
            headers: [("Content-Type", "application/xml")],
            body: """
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
                xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\(urls.joined())</urlset>
                """)
    }

    private static func index(_ children: [(url: String, date: String)]) -> LoopbackServer.Response {
        .init(
            headers: [("Content-Type", "application/xml")],
            body: "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
                + children.map { "<sitemap><loc>\($0.url)</loc><lastmod>\($0.date)</lastmod></sitemap>" }
                .joined() + "</sitemapindex>")
    }

    private func source(_ server: LoopbackServer, _ path: String) -> Source {
        feedSource("site", server.url(path)) { $0.type = .sitemap }
    }

    @Test("has its news with title, date and language")
    func news() async throws {
        let server = try LoopbackServer.start { _ in
            Self.sitemap([("/a", "Ferries under fire"), ("/b", "Quotas after the vote")])
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, "/news.xml")])
        try await desk.poll()
        #expect(try await desk.titles("site") == ["Ferries under fire", "Quotas after the vote"])
        let item = try #require(try await desk.store.find("title:ferries").first)
        #expect(item.content.url == "https://tank.example/a")
        #expect(item.content.language == "en")
        #expect(item.content.published == Date(timeIntervalSince1970: 1_795_248_000))
    }

    @Test("is read through its index; what didn't change since the last poll is not asked again")
    func unchanged() async throws {
        let server = try LoopbackServer.start { request in
            let base = "http://127.0.0.1:\(request.header("host")?.split(separator: ":").last ?? "80")"
            switch request.path {
            case "/index.xml":
                return Self.index([
                    (base + "/old.xml", "2026-01-01"),
                    (base + "/new.xml", request.connection > 1 ? "2026-11-22T09:00:00Z" : "2026-11-21"),
                ])
            case "/old.xml": return Self.sitemap([("/old", "An old paper")])
            default: return Self.sitemap([("/new", "A new paper")])
            }
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, "/index.xml")])
        try await desk.poll()
        #expect(try await desk.titles("site") == ["A new paper", "An old paper"])
        desk.advance(hours: 4)
        try await desk.poll()
        #expect(server.requests(to: "/old.xml").count == 1)
        #expect(server.requests(to: "/new.xml").count == 2)
    }

    @Test("brings what can be had when one of its sitemaps can't")
    func partial() async throws {
        let server = try LoopbackServer.start { request in
            let base = "http://127.0.0.1:\(request.header("host")?.split(separator: ":").last ?? "80")"
            switch request.path {
            case "/index.xml":
                return Self.index([(base + "/bad.xml", "2026-11-21"), (base + "/good.xml", "2026-11-20")])
            case "/good.xml": return Self.sitemap([("/good", "A good paper")])
            default: return .init(status: 500)
            }
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, "/index.xml")])
        let report = try await desk.poll()["site"]
        #expect(report?.result == .new)
        #expect(try await desk.titles("site") == ["A good paper"])
    }

    @Test("is a fault when none of its sitemaps can be had")
    func none() async throws {
        let server = try LoopbackServer.start { request in
            let base = "http://127.0.0.1:\(request.header("host")?.split(separator: ":").last ?? "80")"
            return request.path == "/index.xml"
                ? Self.index([(base + "/bad.xml", "2026-11-21")]) : .init(status: 500)
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, "/index.xml")])
        let report = try await desk.poll()["site"]
        #expect(report?.result == .failed)
        #expect(report?.error?.contains("500") == true)
    }
}
