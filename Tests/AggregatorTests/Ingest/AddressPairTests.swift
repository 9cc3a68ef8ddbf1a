import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A source with two addresses") struct AddressPairTests {
    /// A server whose paths answer as they are told.
    private final class Site: Sendable {
        private let answers: Mutex<[String: LoopbackServer.Response]>

        init(_ answers: [String: LoopbackServer.Response]) { self.answers = Mutex(answers) }

        subscript(path: String) -> LoopbackServer.Response {
            get { answers.withLock { $0[path] } ?? .init(status: 404) }
            set { answers.withLock { $0[path] = newValue } }
        }
    }

    private func serve(_ site: Site) throws -> LoopbackServer {
        try LoopbackServer.start { site[$0.path] }
    }

    /// The first address is at the first of the servers, the second one at the other.
    private func serveFromTwoHosts(_ site: Site) throws -> (LoopbackServer, LoopbackServer) {
        (try serve(site), try LoopbackServer.start(address: "127.0.0.42") { site[$0.path] })
    }

    /// A site whose first address has moved.
    private func movedSite() -> Site {
        Site([
            "/a": .redirect(301, to: "/new"), "/new": .init(body: rss(["One"])),
            "/b": .init(body: rss(["Two"])),
        ])
    }

    private func asking(_ server: LoopbackServer, _ other: LoopbackServer? = nil) async throws -> PollingDesk
    {
        try await PollingDesk([
            feedSource("s", server.url("/a")) {
                $0.urls.append((other ?? server).url("/b"))
                $0.every = .seconds(3600)...Duration.seconds(3600)
            }
        ])
    }

    @Test("goes on asking the first one when the second one moves") func secondMoves() async throws {
        let site = Site([
            "/a": .init(body: rss(["One"])), "/b": .redirect(301, to: "/new"),
            "/new": .init(body: rss(["Two"])),
        ])
        let server = try serve(site)
        defer { server.stop() }
        let desk = try await asking(server)
        for _ in 0..<2 { try await desk.poll() }
        site["/a"] = .init(body: rss(["Three", "One"]))
        try await desk.poll()
        #expect(try await desk.titles("s") == ["One", "Three", "Two"])
        #expect(try await desk.state("s").adoptedURL == nil)
    }

    @Test("adopts the new place of the first one only when it has been the same for days") func firstMoves()
        async throws
    {
        let site = Site(["/a": .init(body: rss(["One"])), "/b": .init(body: rss(["Two"]))])
        let server = try serve(site)
        defer { server.stop() }
        let desk = try await asking(server)
        try await desk.poll()
        site["/new"] = .init(body: rss(["Sold"]))
        site["/a"] = .redirect(301, to: "/new")
        try await desk.poll()
        #expect(try await desk.state("s").adoptedURL == nil)
        desk.advance(hours: 73)
        try await desk.poll()
        #expect(try await desk.state("s").adoptedURL == server.url("/new"))
        #expect(try await desk.state("s").health == .moved)
    }

    @Test("tells that one of them fails, whichever, and reads the other", arguments: ["/a", "/b"])
    func oneFails(dead: String) async throws {
        let other = dead == "/a" ? "/b" : "/a"
        let site = Site([dead: .init(status: 410), other: .init(body: rss(["One"]))])
        let server = try serve(site)
        defer { server.stop() }
        let desk = try await asking(server)
        let first = try await desk.poll()["s"]
        #expect(first?.new == 1)
        #expect(first?.error?.hasPrefix("\(server.url(dead)): ") == true)
        #expect(first?.health == .ok)
        #expect(try await desk.state("s").lastSuccess != nil)
        site[other] = .init(body: rss(["Two", "One"]))
        desk.advance(hours: 1)
        let second = try await desk.poll()["s"]
        #expect(second?.new == 1)
        #expect(second?.change?.to == .failing)
        #expect(second?.change?.sentence.hasPrefix("\(server.url(dead)): ") == true)
        // Its dead address is not asked as often as the other one could be, which waits for twice its time at most.
        for _ in 0..<8 {
            desk.advance(hours: 1)
            try await desk.poll()
        }
        let state = try await desk.state("s")
        let pause = try #require(state.nextPoll).timeIntervalSince(desk.now)
        #expect((1.9 * 3600...2.2 * 3600).contains(pause))
        #expect(state.nextPollReason == "back-off after a failure of one of its addresses")
        #expect(!state.disabled)
        site[dead] = .init(body: rss(["Three"]))
        desk.advance(hours: 1)
        #expect(try await desk.poll()["s"]?.change?.to == .ok)
        #expect(try await desk.titles("s") == ["One", "Three", "Two"])
    }

    @Test("stays alive while the second one is gone and the first one stumbles or wants rest")
    func secondIsGone() async throws {
        let site = Site(["/a": .init(body: rss(["One"])), "/b": .init(status: 410)])
        let (server, other) = try serveFromTwoHosts(site)
        defer { for one in [server, other] { one.stop() } }
        let desk = try await asking(server, other)
        try await desk.poll()
        site["/a"] = .init(status: 500)
        #expect(try await desk.poll()["s"]?.result == .failed)
        #expect(try await desk.state("s").disabled == false)
        #expect(try await desk.state("s").lastStatus == 500)
        site["/a"] = .init(status: 429, headers: [("Retry-After", "7200")])
        try await desk.poll()
        #expect(try await desk.state("s").disabled == false)
        #expect(try await desk.state("s").lastStatus == 429)
        let before = try await desk.state("s")
        let asked = server.requests.count
        let report = try await desk.poll()["s"]
        #expect(report?.result == .held)
        #expect(report?.error?.hasPrefix("\(other.url("/b")): ") == true)
        #expect(report?.status == 410)
        #expect(server.requests.count == asked)
        let held = try await desk.state("s")
        #expect(held.partFailures == before.partFailures + 1)
        #expect(!held.disabled)
        #expect(held.failures == before.failures)
        site["/a"] = .init(body: rss(["Two", "One"]))
        desk.advance(hours: 3)
        try await desk.poll()
        #expect(try await desk.titles("s") == ["One", "Two"])
        #expect(try await desk.state("s").failures == 0)
    }

    @Test(
        "asks the one that fails again soon while the other one rests for a week, from then on or already",
        arguments: [false, true])
    func stumblesBesideHeld(isResting: Bool) async throws {
        let site = Site(["/b": .init(body: rss(["One"]))])
        let (server, other) = try serveFromTwoHosts(site)
        defer { for one in [server, other] { one.stop() } }
        let desk = try await asking(server, other)
        site["/a"] = .init(status: 429, headers: [("Retry-After", "604800")])
        if isResting { try await desk.poll() }
        site["/b"] = .init(status: 500)
        try await desk.poll()
        let pause = try #require(try await desk.state("s").nextPoll).timeIntervalSince(desk.now)
        #expect((3600...2.2 * 3600).contains(pause))
        site["/b"] = .init(body: rss(["Two", "One"]))
        desk.advance(hours: 2.3)
        #expect(try await desk.poll(isForced: false)["s"]?.error == nil)
        #expect(try await desk.titles("s") == ["One", "Two"])
        #expect(server.requests.count == 1)
    }

    @Test("is asked again as soon as one of their hosts has rested") func bothRest() async throws {
        let site = Site([
            "/a": .init(status: 429, headers: [("Retry-After", "7200")]),
            "/b": .init(status: 429, headers: [("Retry-After", "604800")]),
        ])
        let (server, other) = try serveFromTwoHosts(site)
        defer { for one in [server, other] { one.stop() } }
        let desk = try await asking(server, other)
        let end = desk.now + 7200
        try await desk.poll()
        #expect(try await desk.state("s").nextPoll == end)
        desk.advance(hours: 1)
        // What is asked by force meanwhile changes nothing.
        #expect(try await desk.poll()["s"]?.result == .held)
        #expect(try await desk.state("s").nextPoll == end)
        #expect(server.requests.count + other.requests.count == 2)
    }

    @Test("rests for as long as the host of both tells the first one") func sameHost() async throws {
        let site = Site(["/a": .init(status: 429, headers: [("Retry-After", "604800")])])
        let server = try serve(site)
        defer { server.stop() }
        let desk = try await asking(server)
        #expect(try await desk.poll()["s"]?.status == 429)
        let state = try await desk.state("s")
        let pause = try #require(state.nextPoll).timeIntervalSince(desk.now)
        #expect((604_700...604_800).contains(pause))
        #expect(state.nextPollReason == "its host asks to be left alone until then")
        #expect(server.requests.count == 1)
    }

    @Test("is told to fail by the address that fails, not by one that works again") func rightAddress()
        async throws
    {
        let site = Site(["/a": .init(status: 500), "/b": .init(body: rss(["One"]))])
        let (server, other) = try serveFromTwoHosts(site)
        defer { for one in [server, other] { one.stop() } }
        let desk = try await asking(server, other)
        for _ in 0..<2 { try await desk.poll() }
        site["/b"] = .init(status: 500)
        site["/a"] = .init(status: 429, headers: [("Retry-After", "7200")])
        #expect(try await desk.poll()["s"]?.result == .failed)
        site["/b"] = .init(body: rss(["Two", "One"]))
        #expect(try await desk.poll()["s"]?.new == 1)
        let state = try await desk.state("s")
        #expect(state.health == .failing)
        #expect(state.reason?.hasPrefix("\(server.url("/a")): ") == true)
    }

    @Test("is well when the one that failed is back, whether or not the other one wants rest")
    func backBesideHeld()
        async throws
    {
        let site = Site(["/b": .init(status: 500), "/a": .init(body: rss(["One"]))])
        let (server, other) = try serveFromTwoHosts(site)
        defer { for one in [server, other] { one.stop() } }
        let desk = try await asking(server, other)
        for _ in 0..<2 { try await desk.poll() }
        #expect(try await desk.state("s").health == .failing)
        site["/a"] = .init(status: 429, headers: [("Retry-After", "7200")])
        try await desk.poll()
        site["/b"] = .init(body: rss(["Two"]))
        #expect(try await desk.poll()["s"]?.new == 1)
        #expect(try await desk.state("s").health == .ok)
        #expect(try await desk.state("s").error == nil)
    }

    @Test("gives up the new place of the first one that is gone, although the second one wants rest")
    func newPlaceGoneBesideHeld() async throws {
        let site = movedSite()
        let (server, other) = try serveFromTwoHosts(site)
        defer { for one in [server, other] { one.stop() } }
        let desk = try await asking(server, other)
        try await desk.poll()
        #expect(try await desk.state("s").adoptedURL == server.url("/new"))
        site["/b"] = .init(status: 429, headers: [("Retry-After", "72000")])
        try await desk.poll()
        site["/new"] = .init(status: 410)
        site["/a"] = .init(body: rss(["Three", "One"]))
        #expect(try await desk.poll()["s"]?.result == .held)
        #expect(try await desk.state("s").adoptedURL == nil)
        #expect(try await desk.poll()["s"]?.new == 1)
    }

    @Test("is what it was while its second address wants rest") func secondRests() async throws {
        let site = Site(["/a": .init(body: rss(["One"])), "/b": .init(status: 500)])
        let (server, other) = try serveFromTwoHosts(site)
        defer { for one in [server, other] { one.stop() } }
        let desk = try await asking(server, other)
        try await desk.poll()
        #expect(try await desk.poll()["s"]?.change?.to == .failing)
        site["/b"] = .init(status: 429, headers: [("Retry-After", "7200")])
        try await desk.poll()
        let before = try await desk.state("s")
        let asked = other.requests.count
        let report = try await desk.poll()["s"]
        #expect(other.requests.count == asked)
        #expect(report?.health == .failing)
        #expect(report?.change == nil)
        let state = try await desk.state("s")
        #expect(state.error == before.error)
        #expect(state.partFailures == before.partFailures)
        #expect(state.failures == 0)
        site["/b"] = .init(body: rss(["Two"]))
        desk.advance(hours: 3)
        #expect(try await desk.poll()["s"]?.change?.to == .ok)
    }

    @Test(
        "asks where the first one was when its new place is gone, at once, or fails, by turns; not for the second one"
    )
    func newPlaceFails() async throws {
        let site = movedSite()
        let server = try serve(site)
        defer { server.stop() }
        let desk = try await asking(server)
        try await desk.poll()
        let target = server.url("/new")
        #expect(try await desk.state("s").adoptedURL == target)
        site["/b"] = .init(status: 500)
        for _ in 0..<3 { try await desk.poll() }
        #expect(server.requests(to: "/a").count == 1)
        site["/b"] = .init(body: rss(["Two"]))
        site["/a"] = .init(status: 404)
        site["/new"] = .init(status: 500)
        for _ in 0..<2 { try await desk.poll() }
        #expect(server.requests(to: "/a").count == 2)
        #expect(try await desk.state("s").adoptedURL == target)
        site["/new"] = .init(status: 410)
        try await desk.poll()
        #expect(try await desk.state("s").adoptedURL == nil)
        site["/a"] = .init(body: rss(["Three", "One"]))
        try await desk.poll()
        #expect(try await desk.titles("s") == ["One", "Three", "Two"])
    }

    @Test(
        "returns to where the first one was when that carries on with something new, whatever the second one brings"
    )
    func oldPlaceIsBack() async throws {
        let site = movedSite()
        let server = try serve(site)
        defer { server.stop() }
        let desk = try await asking(server)
        try await desk.poll()
        #expect(try await desk.state("s").adoptedURL == server.url("/new"))
        site["/new"] = .init(status: 500)
        // A copy that stays as it was is no return, nor is one with nothing of what is known.
        for (titles, isBack) in [(["One"], false), (["Else"], false), (["Three", "One"], true)] {
            site["/a"] = .init(body: rss(titles))
            let asked = server.requests(to: "/a").count
            for turn in 1...2 {
                site["/b"] = .init(body: rss(["News \(turn) beside \(titles[0])", "Two"]))
                try await desk.poll()
            }
            #expect(server.requests(to: "/a").count == asked + 1)
            #expect(try await desk.state("s").adoptedURL == (isBack ? nil : server.url("/new")))
        }
        let asked = server.requests(to: "/new").count
        for _ in 0..<2 { try await desk.poll() }
        #expect(server.requests(to: "/new").count == asked)
        #expect(try await desk.state("s").health == .ok)
    }

    @Test("that has failed by one of them for long backs off after its first failure as any other")
    func firstWholeFailure() async throws {
        let site = Site(["/a": .init(body: rss(["One"]))])
        let server = try serve(site)
        defer { server.stop() }
        let desk = try await asking(server)
        for _ in 0..<6 { try await desk.poll() }
        #expect(try await desk.state("s").partFailures == 6)
        site["/a"] = .init(status: 500)
        try await desk.poll()
        let state = try await desk.state("s")
        #expect(state.failures == 1)
        let pause = try #require(state.nextPoll).timeIntervalSince(desk.now)
        #expect((3600...1.11 * 3600).contains(pause))
    }

    @Test("goes on asking the first one when the second one is a page that announces a feed")
    func secondIsPage() async throws {
        let site = Site([
            "/a": .init(body: rss(["One"])), "/b": Self.page(announcing: "/feed"),
            "/feed": .init(body: rss(["Two"])),
        ])
        let server = try serve(site)
        defer { server.stop() }
        let desk = try await asking(server)
        #expect(try await desk.poll()["s"]?.error == nil)
        site["/a"] = .init(body: rss(["Three", "One"]))
        // Whose feed that is can't be remembered: it is told instead.
        let report = try await desk.poll()["s"]
        #expect(report?.error?.contains("it announces \(server.url("/feed"))") == true)
        #expect(try await desk.titles("s") == ["One", "Three", "Two"])
        #expect(try await desk.state("s").discoveredURL == nil)
    }

    @Test("remembers the feed that the first one announces") func firstIsPage() async throws {
        let site = Site([
            "/a": Self.page(announcing: "/feed"), "/feed": .init(body: rss(["One"])),
            "/b": .init(body: rss(["Two"])),
        ])
        let server = try serve(site)
        defer { server.stop() }
        let desk = try await asking(server)
        try await desk.poll()
        site["/feed"] = .init(body: rss(["Three", "One"]))
        #expect(try await desk.poll()["s"]?.error == nil)
        #expect(try await desk.titles("s") == ["One", "Three", "Two"])
        #expect(server.requests(to: "/a").count == 1)
    }

    private static func page(announcing url: String) -> LoopbackServer.Response {
        .init(
            headers: [("Content-Type", "text/html")],
            body: """
                <!DOCTYPE html><html><head><title>Wire</title>
                <link rel="alternate" type="application/rss+xml" href="\(url)"></head>
                <body><p>Welcome.</p></body></html>
                """)
    }

    @Test("fails when both do") func bothFail() async throws {
        let server = try serve(Site([:]))
        defer { server.stop() }
        let desk = try await asking(server)
        let report = try await desk.poll()["s"]
        #expect(report?.result == .failed)
        #expect(report?.health == .failing)
        #expect(try await desk.state("s").lastSuccess == nil)
    }
}
