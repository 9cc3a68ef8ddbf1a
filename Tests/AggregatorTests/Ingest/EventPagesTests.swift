import Aggregator
import FeedParse
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("An event to come")
final class EventPagesTests {
    /// What the page of the event says for now.
    private final class Programme: Sendable {
        let facts = Mutex((start: "2026-11-26T18:00:00+00:00", hall: "Old Hall", status: "EventScheduled"))
        let title = Mutex("An evening on ferries")
        /// What answers in place of the page.
        let stead = Mutex<LoopbackServer.Response?>(nil)

        var page: String {
            let (start, hall, status) = facts.withLock { $0 }
            let title = title.withLock { $0 }
            return """
                <html lang="en"><head><title>\(title)</title><script type="application/ld+json">
                {"@context":"https://schema.org","@type":"Event","name":"\(title)",
                "startDate":"\(start)","eventStatus":"https://schema.org/\(status)",
                "location":{"@type":"Place","name":"\(hall)"}}</script></head>
                <body><main><article><h1>\(title)</h1><p>The harbour council invites everybody who has ever
                waited for a ferry to an evening of talks, maps and songs about the boats.</p><p>We ask where the
                ferries have gone, who still waits for them, and what the council of the harbour means to do about
                it once the last of them has left the quay.</p><p>Doors open half an hour before at the side
                entrance of the \(hall), where coffee is served to all who come early.</p></article></main></body></html>
                """
        }

        var version: String {
            "\"\((facts.withLock { "\($0)" } + title.withLock { $0 }).hashValue)\""
        }

        /// The page of a source's address answers with this by now.
        func give(_ response: LoopbackServer.Response?) { stead.withLock { $0 = response } }
    }

    private let programme = Programme()
    /// The site with the list of events and their pages.
    private let server: LoopbackServer

    init() throws {
        server = try LoopbackServer.start { [programme] in Self.answer($0, programme) }
    }

    deinit { server.stop() }

    private static func answer(
        _ request: LoopbackServer.Request, _ programme: Programme
    ) -> LoopbackServer.Response {
        let html = [("Content-Type", "text/html; charset=utf-8")]
        switch request.path {
        case "/events":
            if request.header("if-none-match") == "\"list\"" { return .init(status: 304) }
            return .init(
                headers: html + [("ETag", "\"list\"")],
                body:
                    "<html><body><main><div class=\"row\"><h3><a href=\"/evening\">An evening on ferries</a></h3>"
                    + "<time>2026-11-26</time></div></main></body></html>")
        case "/evening", "/moved":
            if request.path == "/evening", let stead = programme.stead.withLock({ $0 }) { return stead }
            if request.header("if-none-match") == programme.version { return .init(status: 304) }
            return .init(headers: html + [("ETag", programme.version)], body: programme.page)
        default: return .init(status: 404)
        }
    }

    private func desk(
        _ mode: FullTextMode = .auto, at other: LoopbackServer? = nil
    ) async throws -> PollingDesk {
        try await PollingDesk([
            feedSource("hall", (other ?? server).url("/events")) {
                $0.type = .page
                $0.kind = .event
                $0.fullText = mode
                $0.rules.items = "div.row"
                $0.rules.item.title = "h3"
                $0.rules.item.link = "h3 a@href"
                $0.rules.item.date = "time"
            }
        ])
    }

    private func event(_ desk: PollingDesk) async throws -> Item {
        try #require(try await desk.store.find("*").first)
    }

    @Test("is asked again each day, and what only its own page says makes a new version of it")
    func change() async throws {
        let desk = try await desk()
        try await desk.poll()
        #expect(try await event(desk).content.event?.venue == "Old Hall")
        programme.facts.withLock { $0 = ("2026-11-26T19:30:00+00:00", "Opera Hall", "EventScheduled") }
        desk.advance(hours: 5)
        try await desk.poll()
        #expect(server.requests(to: "/evening").count == 1, "once a day")
        desk.advance(hours: 20)
        #expect(try await desk.poll()["hall"]?.updated == 1)
        let changed = try await event(desk)
        #expect(changed.content.event?.venue == "Opera Hall")
        #expect(changed.content.event?.start == Date(timeIntervalSince1970: 1_795_721_400))
        #expect(changed.version == 2)
        let calendar = ICalendar(name: "Events").render([changed])
        #expect(calendar.contains("SEQUENCE:1"))
        let versions = try await desk.store.store.read { try $0.versions(of: changed.id) }
        #expect(versions.map(\.event?.venue) == ["Old Hall"])
        programme.facts.withLock { $0.status = "EventCancelled" }
        desk.advance(hours: 21)
        try await desk.poll()
        #expect(try await event(desk).content.event?.status == "cancelled")
    }

    @Test("that has not changed is asked conditionally and has one version")
    func conditional() async throws {
        let desk = try await desk()
        for _ in 0..<3 {
            try await desk.poll()
            desk.advance(hours: 21)
        }
        let asked = server.requests(to: "/evening")
        #expect(asked.count == 3)
        #expect(asked.last?.header("if-none-match") != nil)
        #expect(try await event(desk).version == 1)
    }

    @Test("is asked a last time shortly before it begins, and not when it is over")
    func lastLook() async throws {
        let desk = try await desk()
        desk.advance(hours: 96)
        try await desk.poll()
        // Twelve hours before it begins.
        let next = try #require(try await desk.state("hall").nextPoll)
        #expect(next <= Date(timeIntervalSince1970: 1_795_716_000 - 6 * 3600))
        desk.advance(hours: 7)
        try await desk.poll()
        #expect(server.requests(to: "/evening").count == 2)
        desk.advance(hours: 30)
        try await desk.poll()
        #expect(server.requests(to: "/evening").count == 2)
    }

    /// A page at another event's address.
    private static let storm = """
        <html lang="en"><head><title>Fisheries after the storm</title><script type="application/ld+json">
        {"@context":"https://schema.org","@type":"Event","name":"Fisheries after the storm",
        "startDate":"2027-01-12T17:00:00+00:00","location":{"@type":"Place","name":"Net Loft"}}</script></head>
        <body><main><article><h1>Fisheries after the storm</h1><p>Those who mend nets and those who sell fish tell of the
        winter in which neither had anything to do, and of what has become of the fleet since then.</p>
        <p>Questions from the floor are welcome, and soup is served in the loft afterwards.</p></article></main></body></html>
        """

    @Test(
        "keeps what is known of it when its address gives way to another event or answers with one",
        arguments: [302, 200])
    func anotherEvent(_ status: Int) async throws {
        let server = try LoopbackServer.start { [programme] request in
            request.path == "/storm"
                ? .init(headers: [("Content-Type", "text/html; charset=utf-8")], body: Self.storm)
                : Self.answer(request, programme)
        }
        defer { server.stop() }
        let desk = try await desk(at: server)
        try await desk.poll()
        let known = try await event(desk)
        programme.give(
            status == 302
                ? .init(status: 302, headers: [("Location", server.url("/storm"))])
                : .init(headers: [("Content-Type", "text/html; charset=utf-8")], body: Self.storm))
        for _ in 0..<2 {
            desk.advance(hours: 21)
            try await desk.poll()
        }
        #expect(server.requests(to: "/evening").count == 3)
        var kept = try await event(desk)
        #expect(kept.content.event == known.content.event)
        #expect(kept.content.text == known.content.text)
        #expect(kept.version == 1)
        // It heals: the page is back, with news.
        programme.facts.withLock { $0.hall = "Opera Hall" }
        programme.give(nil)
        desk.advance(hours: 21)
        try await desk.poll()
        kept = try await event(desk)
        #expect(kept.content.event?.venue == "Opera Hall")
    }

    @Test("is followed to another address while it is called the same and takes place the same day")
    func moved() async throws {
        let desk = try await desk()
        try await desk.poll()
        programme.give(.init(status: 301, headers: [("Location", server.url("/moved"))]))
        programme.facts.withLock { $0 = ("2026-11-26T19:30:00+00:00", "Opera Hall", "EventScheduled") }
        desk.advance(hours: 21)
        try await desk.poll()
        #expect(try await event(desk).content.event?.venue == "Opera Hall")
        // The new address is the event's own from now on: it may be put off there.
        programme.facts.withLock { $0.start = "2026-12-03T19:30:00+00:00" }
        desk.advance(hours: 21)
        try await desk.poll()
        #expect(try await event(desk).content.event?.start == Date(timeIntervalSince1970: 1_796_326_200))
    }

    @Test("that redirects to the next of its kind keeps its own day")
    func series() async throws {
        let desk = try await desk()
        try await desk.poll()
        programme.give(.init(status: 302, headers: [("Location", server.url("/moved"))]))
        programme.facts.withLock { $0.start = "2026-12-03T18:00:00+00:00" }
        desk.advance(hours: 21)
        try await desk.poll()
        #expect(server.requests(to: "/moved").count == 1)
        #expect(try await event(desk).content.event?.start == Date(timeIntervalSince1970: 1_795_716_000))
    }

    @Test("may be named anew where it always was, and be put off under its new name")
    func renamed() async throws {
        let desk = try await desk()
        try await desk.poll()
        programme.title.withLock { $0 = "Songs of the last crossing" }
        programme.facts.withLock { $0.hall = "Opera Hall" }
        desk.advance(hours: 21)
        try await desk.poll()
        #expect(try await event(desk).content.event?.venue == "Opera Hall")
        programme.facts.withLock { $0.start = "2026-12-03T18:00:00+00:00" }
        desk.advance(hours: 21)
        try await desk.poll()
        #expect(try await event(desk).content.event?.start == Date(timeIntervalSince1970: 1_796_320_800))
    }

    @Test("is asked once more an hour after a passing fault spoilt the last look, and not at each poll")
    func spoiltLook() async throws {
        let desk = try await desk()
        desk.advance(hours: 96)
        try await desk.poll()
        programme.give(.init(status: 503))
        desk.advance(hours: 7)
        try await desk.poll()
        #expect(server.requests(to: "/evening").count == 2)
        let begins = Date(timeIntervalSince1970: 1_795_716_000)
        let next = try #require(try await desk.state("hall").nextPoll)
        #expect(next <= begins - 4 * 3600)
        programme.give(nil)
        programme.facts.withLock { $0.hall = "Opera Hall" }
        desk.advance(hours: 0.5)
        try await desk.poll()
        #expect(server.requests(to: "/evening").count == 2)
        desk.advance(hours: 0.6)
        try await desk.poll()
        #expect(server.requests(to: "/evening").count == 3)
        #expect(try await event(desk).content.event?.venue == "Opera Hall")
    }

    @Test("is asked again within hours when the robots.txt of its page could not be had")
    func spoiltRobots() async throws {
        let robots = Mutex(404)
        let stage = try LoopbackServer.start(address: "127.0.0.41") { [programme] request in
            request.path == "/robots.txt"
                ? .init(status: robots.withLock { $0 }) : Self.answer(request, programme)
        }
        let server = try LoopbackServer.start { request in
            let link = "<a href=\"\(stage.url("/evening"))\">An evening on ferries</a>"
            return request.path == "/events"
                ? .init(
                    headers: [("Content-Type", "text/html")],
                    body: "<div class=\"row\"><h3>\(link)</h3><time>2026-11-26</time></div>")
                : .init(status: 404)
        }
        defer {
            server.stop()
            stage.stop()
        }
        let desk = try await desk(at: server)
        try await desk.poll()
        #expect(stage.requests(to: "/evening").count == 1)
        robots.withLock { $0 = 503 }
        desk.advance(hours: 25)
        try await desk.poll()
        #expect(stage.requests(to: "/evening").count == 1)
        robots.withLock { $0 = 404 }
        desk.advance(hours: 4)
        try await desk.poll()
        #expect(stage.requests(to: "/evening").count == 2)
    }

    @Test("keeps its page due when the list changes it in the poll that asks for the page")
    func changedMeanwhile() async throws {
        let title = Mutex("An evening on ferries")
        let server = try LoopbackServer.start { [programme] request in
            guard request.path == "/events" else { return Self.answer(request, programme) }
            let link = "<a href=\"/evening\">\(title.withLock { $0 })</a>"
            return .init(
                headers: [("Content-Type", "text/html")],
                body: "<div class=\"row\"><h3>\(link)</h3><time>2026-11-26</time></div>")
        }
        defer { server.stop() }
        let desk = try await desk(at: server)
        try await desk.poll()
        let page = DuePage(
            item: try await event(desk).id, host: "127.0.0.1", since: desk.now, notBefore: .hours(40),
            attempts: 3)
        try await desk.store.store.write { try $0.save(page) }
        programme.facts.withLock { $0.hall = "Opera Hall" }
        title.withLock { $0 += " and boats" }
        desk.advance(hours: 21)
        try await desk.poll()
        #expect(server.requests(to: "/evening").count == 2)
        let event = try await event(desk)
        #expect(event.content.title == "An evening on ferries and boats")
        #expect(event.content.event?.venue == "Old Hall")
        #expect(try await desk.store.store.read { try $0.duePage(of: page.item) } == page)
    }

    @Test("whose page is gone at the last look is not asked for again the same day")
    func goneLook() async throws {
        let desk = try await desk()
        desk.advance(hours: 96)
        try await desk.poll()
        programme.give(.init(status: 404))
        for _ in 0..<3 {
            desk.advance(hours: 2.2)
            try await desk.poll()
        }
        #expect(server.requests(to: "/evening").count == 2)
    }

    @Test("is forgotten with its source, and with no other")
    func forgotten() async throws {
        let desk = try await desk()
        let store = desk.store.store
        for _ in 0..<2 {
            try await desk.poll()
            desk.advance(hours: 21)
        }
        let keys = ["event-pages hall", "event-pages other"]
        func remembered() async throws -> [Bool] {
            try await store.read { reader in try keys.map { try reader.value(of: $0) != nil } }
        }
        let (hall, other) = (
            desk.configuration.sources, [Source(name: "other", urls: ["https://other.example/"])]
        )
        try await store.write { writer in
            try writer.set("{}", of: keys[1])
            try writer.register(hall + other)
        }
        #expect(try await remembered() == [true, true])
        try await store.write { try $0.register(other) }
        #expect(try await remembered() == [false, true])
    }

    @Test("is left alone by a source that fetches no pages")
    func never() async throws {
        let desk = try await desk(.never)
        try await desk.poll()
        desk.advance(hours: 30)
        try await desk.poll()
        #expect(server.requests(to: "/evening").isEmpty)
    }

    @Test("brings the next poll forward, never below the shortest interval", arguments: [1.0, 10])
    func forward(_ shortest: Double) throws {
        var source = feedSource("hall", "https://hall.example/events") { $0.kind = .event }
        source.every = .seconds(shortest * 3600)...Duration.seconds(24 * 3600)
        var outcome = PollOutcome(.notModified)
        outcome.askBy = .hours(3)
        var state = PollState()
        state.configuredURL = source.urls[0]
        let next = PollMachine(source: source).next(after: outcome, from: state, now: .reference, jitter: 0)
        #expect(next.nextPoll == .hours(max(3, shortest)))
        #expect(next.nextPollReason.contains("begins soon") == (shortest < 3))
    }
}
