import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

@Suite("The page of an item")
struct PagesOfItemsTests {
    private static let sentences = IngestProse.sentences(30, about: "harbour")
    private static let excerpt = sentences.prefix(3).joined(separator: " ")

    private func server(
        feed: String, page: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Response
    ) throws -> LoopbackServer {
        try LoopbackServer.start { request in
            switch request.path {
            case "/feed": .init(headers: [("Content-Type", "application/rss+xml")], body: feed)
            case "/robots.txt": .init(status: 404)
            default: page(request)
            }
        }
    }

    private func feed(_ items: [(path: String, title: String, body: String, age: Double)]) -> String {
        let entries = items.map { item in
            let date = ISO8601DateFormatter().string(from: .hours(-item.age))
            return """
                <item><title>\(item.title)</title><link>\(item.path)</link><guid>\(item.title)</guid>
                <dc:date>\(date)</dc:date><description><![CDATA[\(item.body)]]></description></item>
                """
        }
        return """
            <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Tank</title>
            <link>https://tank.example/</link>\(entries.joined())</channel></rss>
            """
    }

    private static func html(_ body: String) -> LoopbackServer.Response {
        .init(headers: [("Content-Type", "text/html; charset=utf-8")], body: body)
    }

    private func source(_ server: LoopbackServer, _ mode: FullTextMode) -> Source {
        feedSource("tank", server.url("/feed")) { $0.fullText = mode }
    }

    private func only(_ desk: PollingDesk) async throws -> Item {
        try #require(try await desk.store.find("*") { $0.hidden = true }.first)
    }

    @Test("is fetched for an excerpt, and its fuller text is kept with where it came from")
    func excerpt() async throws {
        let server = try server(feed: feed([("/one", "One", Self.excerpt, 2)])) { _ in
            Self.html(IngestProse.page("One", Self.sentences))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)])
        try await desk.poll()
        let item = try await only(desk)
        #expect(item.content.textFrom == "page")
        #expect(item.content.completeness == .full)
        #expect(item.content.text.contains(Self.sentences[29]))
        let log = try await desk.store.store.read { try $0.log(of: item.id) }
        #expect(log.contains { $0.topic == "text" && $0.message.contains("longer than the feed") })
    }

    @Test("is left alone when the feed has the whole text")
    func full() async throws {
        let whole = IngestProse.html(Self.sentences)
        let server = try server(feed: feed([("/one", "One", whole, 2)])) { _ in Self.html("") }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)])
        try await desk.poll()
        #expect(server.requests(to: "/one").isEmpty)
        #expect(try await only(desk).content.textFrom == "feed")
    }

    @Test("is always fetched when the source says so, and never when it says never")
    func modes() async throws {
        let whole = IngestProse.html(Self.sentences)
        for (mode, expected) in [(FullTextMode.always, 1), (.never, 0)] {
            let server = try server(feed: feed([("/one", "One", whole, 2)])) { _ in
                Self.html(IngestProse.page("One", Self.sentences))
            }
            defer { server.stop() }
            let desk = try await PollingDesk([source(server, mode)])
            try await desk.poll()
            #expect(server.requests(to: "/one").count == expected)
        }
    }

    @Test("of an old item is not fetched: a first poll doesn't fetch an archive")
    func old() async throws {
        let server = try server(
            feed: feed([("/new", "New", Self.excerpt, 24), ("/old", "Old", Self.excerpt, 24 * 30)])
        ) { _ in Self.html(IngestProse.page("New", Self.sentences)) }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)])
        try await desk.poll()
        #expect(server.requests(to: "/new").count == 1)
        #expect(server.requests(to: "/old").isEmpty)
    }

    @Test("is fetched for the newest twenty-five of many")
    func many() async throws {
        let items = (0..<40).map { number in
            (
                path: "/p\(number)", title: "Paper \(number)",
                body: IngestProse.sentences(2, about: "topic\(number)").joined(separator: " "),
                age: Double(number) + 1
            )
        }
        let server = try server(feed: feed(items)) { request in
            Self.html(IngestProse.page(request.path, IngestProse.sentences(20, about: request.path)))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)]) { $0.fetch.perHost = 8 }
        try await desk.poll()
        let asked = Set(server.requests.map(\.path)).subtracting(["/feed", "/robots.txt"])
        #expect(asked == Set((0..<25).map { "/p\($0)" }))
        #expect(try await desk.titles("tank").count == 40)
    }

    @Test("that is a list of other pages by now leaves the feed's text")
    func listing() async throws {
        let teasers = (1...40).map { number in
            "<h3><a href=\"/s/\(number)\">Another paper about the harbour and its sand, number \(number)</a></h3>"
        }
        let server = try server(feed: feed([("/one", "One", Self.excerpt, 2)])) { _ in
            Self.html(
                "<html><head><title>Tank</title></head><body><main>\(teasers.joined())</main></body></html>")
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)])
        try await desk.poll()
        let item = try await only(desk)
        #expect(item.content.textFrom == "feed")
        #expect(item.content.text.hasPrefix(Self.sentences[0]))
        let log = try await desk.store.store.read { try $0.log(of: item.id) }
        #expect(log.contains { $0.message.contains("list of other pages") })
    }

    @Test("that can't be had leaves the feed's text, and the log says why")
    func failing() async throws {
        let server = try server(feed: feed([("/one", "One", Self.excerpt, 2)])) { _ in .init(status: 500) }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)])
        let report = try await desk.poll()["tank"]
        #expect(report?.result == .new)
        let item = try await only(desk)
        #expect(item.content.text.hasPrefix(Self.sentences[0]))
        let log = try await desk.store.store.read { try $0.log(of: item.id) }
        #expect(log.contains { $0.message.contains("left to a later poll") && $0.message.contains("500") })
    }

    @Test("that is shorter than the feed gives nothing but what the feed lacks")
    func shorter() async throws {
        let summary = Self.sentences.prefix(5).joined(separator: " ")
        let teaser = IngestProse.page(
            "One", Array(IngestProse.sentences(2, about: "teaser")),
            head: "<meta name=\"author\" content=\"Ada Quill\">")
        let server = try server(feed: feed([("/one", "One", summary, 2)])) { _ in Self.html(teaser) }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)])
        try await desk.poll()
        let item = try await only(desk)
        #expect(item.content.textFrom == "feed")
        #expect(item.content.text.contains(Self.sentences[4]))
        #expect(item.content.authors == ["Ada Quill"])
    }

    @Test("is asked once, not at every poll")
    func once() async throws {
        let server = try server(feed: feed([("/one", "One", Self.excerpt, 2)])) { _ in
            Self.html(IngestProse.page("One", Self.sentences))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)])
        try await desk.poll()
        desk.advance(hours: 1)
        let again = try await desk.poll()["tank"]
        #expect(again?.new == 0)
        #expect(server.requests(to: "/one").count == 1)
        #expect(try await only(desk).content.textFrom == "page")
    }

    @Test("that robots.txt forbids is not asked")
    func robots() async throws {
        let feed = feed([("/private/one", "One", Self.excerpt, 2)])
        let server = try LoopbackServer.start { request in
            switch request.path {
            case "/feed": .init(headers: [("Content-Type", "application/rss+xml")], body: feed)
            case "/robots.txt": .init(body: "User-agent: *\nDisallow: /private/\n")
            default: Self.html(IngestProse.page("One", Self.sentences))
            }
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)])
        try await desk.poll()
        #expect(server.requests(to: "/private/one").isEmpty)
        let item = try await only(desk)
        let log = try await desk.store.store.read { try $0.log(of: item.id) }
        #expect(log.contains { $0.message.contains("robots.txt") })
    }

    @Test("gives an item without a date the page's date")
    func date() async throws {
        let feed = """
            <rss version="2.0"><channel><title>Tank</title><item><title>One</title><link>/one</link>
            <guid>1</guid><description>\(Self.excerpt)</description></item></channel></rss>
            """
        let head = "<meta property=\"article:published_time\" content=\"2026-11-20T09:00:00Z\">"
        let server = try server(feed: feed) { _ in
            Self.html(IngestProse.page("One", Self.sentences, head: head))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([source(server, .auto)])
        try await desk.poll()
        let item = try await only(desk)
        #expect(item.content.published == Date(timeIntervalSince1970: 1_795_165_200))
        #expect(item.content.publishedFrom == .page)
    }

    @Test("of an event brings its hours, zone, venue and speakers")
    func event() async throws {
        let list = """
            <html><head><title>Events</title></head><body><main><ul class="events">
            <li><h3><a href="/events/1">Deterrence after the treaty</a></h3><time>July 10, 2027</time></li>
            <li><h3><a href="/events/2">Fisheries and flags</a></h3><time>July 12, 2027</time></li>
            </ul></main></body></html>
            """
        let page = """
            <html><head><title>Deterrence after the treaty</title><script type="application/ld+json">
            {"@context":"https://schema.org","@type":"Event","name":"Deterrence after the treaty",
            "startDate":"2027-07-10T14:00:00+08:00","endDate":"2027-07-10T15:30:00+08:00",
            "location":{"@type":"Place","name":"Harbour Hall"},
            "performer":[{"@type":"Person","name":"Mei Tan"}]}</script></head><body><main>
            <h1>Deterrence after the treaty</h1>\(IngestProse.html(Self.sentences))</main></body></html>
            """
        let server = try LoopbackServer.start { request in
            switch request.path {
            case "/events": Self.html(list)
            case "/events/1": Self.html(page)
            default: .init(status: 404)
            }
        }
        defer { server.stop() }
        var source = Source(name: "events", urls: [server.url("/events")])
        source.type = .page
        source.kind = .event
        source.rules.items = "ul.events li"
        source.rules.timeZone = "Asia/Hong_Kong"
        let desk = try await PollingDesk([source])
        try await desk.poll()
        let items = try await desk.store.find("title:deterrence")
        let event = try #require(items.first?.content.event)
        #expect(event.start == Date(timeIntervalSince1970: 1_815_199_200))
        #expect(event.end == event.start?.addingTimeInterval(5400))
        #expect(event.venue == "Harbour Hall")
        #expect(event.speakers.map(\.name) == ["Mei Tan"])
        #expect(try await desk.store.titles("fisheries") == ["Fisheries and flags"])
    }
}
