import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A giant feed") struct GiantFeedTests {
    private static let count = 320

    /// Three megabytes, most of it between the items.
    private static func document(
        _ titles: [String], head: String = "<ttl>240</ttl>", damageAt: Int? = nil,
        tail: String = "</channel></rss>", published: (Int) -> String = { _ in "21 Nov 2026" },
        link: (Int) -> String = { _ in "" }
    ) -> String {
        let padding = "<!-- " + String(repeating: "nothing to read here ", count: 480) + "-->"
        var text = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Giant</title>\(head)"
        for (index, title) in titles.enumerated() {
            let damage = index == damageAt ? "a & b <br> c" : "told in a few words"
            text += """
                <item><title>\(title)</title><guid isPermaLink="false">id-\(title)</guid>\(link(index))
                <pubDate>\(published(index)) \(10 + index / 60):\(String(format: "%02d", index % 60)):00 GMT</pubDate>
                <description>\(title), \(damage)</description>\(padding)</item>
                """
        }
        return text + tail
    }

    private static let later = Date(timeIntervalSince1970: 1_797_840_000)  // 21 December 2026
    private static let titles = (0..<count).map { "Item \($0)" }

    private func desk(_ server: LoopbackServer) async throws -> PollingDesk {
        try await PollingDesk([feedSource("giant", server.url("/f"))])
    }

    @Test("is stored in parts, all of it, and its head counts as of any feed") func parts() async throws {
        let server = try LoopbackServer.start { _ in
            .init(headers: [("ETag", "\"1\"")], body: Self.document(Self.titles))
        }
        defer { server.stop() }
        let desk = try await desk(server)
        let report = try await desk.poll()["giant"]
        #expect(report?.new == Self.count)
        #expect(report?.error == nil)
        #expect(try await desk.titles("giant") == Self.titles.sorted())
        let state = try await desk.state("giant")
        #expect(state.rate.window == Self.count)
        #expect(state.rate.count == Self.count)
        #expect(state.hints.ttl == 240 * 60)
        #expect(state.feedTitle == "Giant")
        #expect(state.etag == "\"1\"")
        #expect(state.detectedType == .feed)
    }

    @Test("has as few pages of its items fetched as any feed, not as many for each part") func pages()
        async throws
    {
        let server = try LoopbackServer.start { request in
            request.path == "/f"
                ? .init(body: Self.document(Self.titles, link: { "<link>/page/\($0)</link>" }))
                : .init(status: 404)
        }
        defer { server.stop() }
        let source = feedSource("giant", server.url("/f")) { $0.fullText = .auto }
        let desk = try await PollingDesk([source]) { $0.fetch.perHost = 8 }
        #expect(try await desk.poll()["giant"]?.new == Self.count)
        #expect(server.requests.count { $0.path.hasPrefix("/page/") } == 25)
    }

    @Test("that comes in a hundred bytes is read all the same") func bomb() async throws {
        // One item, four mebibytes of blanks and the end, packed by brotli.
        let packed = try #require(Data(base64Encoded: Self.packed))
        #expect(packed.count < 128)
        let server = try LoopbackServer.start { _ in
            .init(headers: [("Content-Encoding", "br")], body: Array(packed))
        }
        defer { server.stop() }
        let desk = try await desk(server)
        let report = try await desk.poll()["giant"]
        #expect(report?.error == nil)
        #expect(try await desk.titles("giant") == ["Far down"])
    }

    private static let packed =
        "m58AQABE3ZbqkO7VPBYt/YhgEMOvzQ7YD2prRVlY8ygPXx/tBex1UzxeUQzBdYmFNiMTrR+jtiJymLC4aVvPCFAEcub0AAsD"
        + "MCilTtNPRiFazoR/5K/4oeBFQzmN/ufe/0A8aOv4e/vKysgU"

    @Test("that changes brings what is new and what has changed, and nothing twice") func changes()
        async throws
    {
        let body = Mutex(Self.document(Self.titles))
        let server = try LoopbackServer.start { _ in .init(body: body.withLock { $0 }) }
        defer { server.stop() }
        let desk = try await desk(server)
        try await desk.poll()
        body.withLock {
            $0 = Self.document(["Fresh one"] + Self.titles).replacing(
                "Item 7, told in a few words", with: "Item 7, told quite otherwise by somebody else")
        }
        desk.advance(hours: 3)
        let report = try await desk.poll()["giant"]
        #expect(report?.new == 1)
        #expect(report?.updated == 1)
        #expect(try await desk.titles("giant").count == Self.count + 1)
        #expect(try await desk.poll()["giant"]?.result == .notModified)
    }

    @Test(
        "that is damaged somewhere is read whole, and what was stored before the damage counts once",
        arguments: [0, 150, 319]) func damaged(at index: Int) async throws
    {
        let server = try LoopbackServer.start { _ in .init(body: Self.document(Self.titles, damageAt: index))
        }
        defer { server.stop() }
        let desk = try await desk(server)
        let report = try await desk.poll()["giant"]
        #expect(report?.error == nil)
        #expect(report?.new == Self.count)
        #expect(try await desk.titles("giant") == Self.titles.sorted())
        #expect(try await desk.state("giant").rate.window == Self.count)
    }

    @Test(
        "whose items all come again under other GUIDs is seen as one flood, whatever its parts",
        arguments: [40, 120])
    func flood(old: Int) async throws {
        let body = Mutex(Self.document(["Before"]))
        let server = try LoopbackServer.start { _ in .init(body: body.withLock { $0 }) }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("giant", server.url("/f"))], at: Self.later)
        try await desk.poll()
        // Some come under new GUIDs weeks after they were published, in several parts; the others are news.
        let moved = (0..<Self.count).map { $0 % (Self.count / old) == 0 && $0 / (Self.count / old) < old }
        body.withLock {
            $0 = Self.document(Self.titles, published: { moved[$0] ? "01 Nov 2026" : "21 Dec 2026" })
        }
        desk.advance(hours: 3)
        let report = try await desk.poll()["giant"]
        #expect(report?.new == Self.count)
        let count = moved.count { $0 }
        let shown = try await desk.store.titles("source:giant") { $0.hidden = false }
        #expect(shown.count == 1 + Self.count - (count > 50 ? count : 0))
        let hidden = try await desk.store.find("source:giant") { $0.hidden = true }.compactMap(\.hiddenBy)
        #expect(
            Set(hidden) == (count > 50 ? ["the flood guard: \(count) old items came as new at once"] : []))
    }

    @Test("has its older pages read at first contact, as any paged feed") func older() async throws {
        let server = try LoopbackServer.start { request in
            request.path == "/f"
                ? .init(
                    body: Self.document(
                        Self.titles,
                        head:
                            "<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"next\" href=\"/2\"/>"
                    ))
                : .init(body: rss(["Long ago", "Longer ago"]))
        }
        defer { server.stop() }
        let desk = try await desk(server)
        #expect(try await desk.poll()["giant"]?.new == Self.count + 2)
        #expect(server.requests(to: "/2").count == 1)
        #expect(try await desk.titles("giant").suffix(2) == ["Long ago", "Longer ago"])
        #expect(try await desk.state("giant").rate.window == Self.count + 2)
    }

    @Test("that ends in the middle of an item keeps the whole ones, and no validators") func cut()
        async throws
    {
        let server = try LoopbackServer.start { _ in
            .init(
                headers: [("ETag", "\"1\"")],
                body: Self.document(Self.titles, tail: "<item><title>Half an it"))
        }
        defer { server.stop() }
        let desk = try await desk(server)
        let report = try await desk.poll()["giant"]
        #expect(report?.error == nil)
        #expect(try await Set(Self.titles).isSubset(of: desk.titles("giant")))
        #expect(try await desk.state("giant").etag == nil)
    }

    /// A giant feed that breaks off reading at its end, beside an address that asks for rest.
    private func besideResting(
        _ lost: [Source] = [], _ check: (PollingDesk, FillingStore) async throws -> Void
    ) async throws {
        let isUp = Mutex(false)
        let server = try LoopbackServer.start { _ in
            guard isUp.withLock({ $0 }) else { return .init(status: 500) }
            let depth = String(repeating: "<deep>", count: 110_000)
            return .init(body: Self.document(Self.titles, tail: depth))
        }
        let other = try LoopbackServer.start(address: "127.0.0.42") { _ in
            .init(status: 429, headers: [("Retry-After", "7200")])
        }
        defer {
            server.stop()
            other.stop()
        }
        let source = feedSource("giant", server.url("/f")) { $0.urls.append(other.url("/b")) }
        let desk = try await PollingDesk([source] + lost)
        try await desk.poll("giant")
        isUp.withLock { $0 = true }
        try await check(desk, FillingStore(desk.store.store))
    }

    private func report(_ desk: PollingDesk, _ store: any Store) async throws -> PollReport? {
        let pipeline = try await Pipeline(store: store, configuration: desk.configuration) { desk.now }
        let sources = desk.configuration.sources
        _ = await desk.reports(of: Array(sources.dropFirst()), pipeline)
        let report = await desk.reports(of: [sources[0]], pipeline)["giant"]
        await pipeline.close()
        return report
    }

    @Test("that can't be read to its end is told with what was stored of it, though another address rests")
    func unreadableBesideResting() async throws {
        try await besideResting { desk, store in
            let report = try await report(desk, store)
            #expect(report?.result == .held)
            #expect(report?.error?.contains("nested") == true)
            let count = try await desk.titles("giant").count
            #expect(count >= 100 && report?.new == count)
        }
    }

    @Test(
        "of which the store takes a part is told with that part, and that the network is back, though another address rests"
    )
    func partBesideResting() async throws {
        let closed = try (1...5).map { number in
            try LoopbackServer.start(address: "127.0.7.\(number)") { _ in .init(body: "") }
        }
        for server in closed { server.stop() }
        let lost = closed.enumerated().map { feedSource("lost\($0)", $1.url("/feed")) }
        try await besideResting(lost) { desk, store in
            await store.hold(items: 50)
            let report = try await report(desk, store)
            let count = try await desk.titles("giant").count
            #expect(count >= 100 && report?.new == count)
            #expect(report?.isStored == false)
            #expect(report?.error?.hasPrefix("what came first is stored") == true)
            #expect(report?.isNetworkAway == false)
        }
    }

    @Test("is told from a giant sitemap, which is none") func sitemap() async throws {
        let padding = "<!-- " + String(repeating: "nothing to read here ", count: 480) + "-->"
        let urls = (0..<Self.count).map {
            "<url><loc>http://127.0.0.1/page/\($0)</loc><lastmod>2026-11-2\($0 % 2)</lastmod>\(padding)</url>"
        }
        let server = try LoopbackServer.start { _ in
            .init(
                body:
                    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\(urls.joined())</urlset>")
        }
        defer { server.stop() }
        let desk = try await desk(server)
        try await desk.poll()
        #expect(try await desk.state("giant").detectedType == .sitemap)
    }
}
