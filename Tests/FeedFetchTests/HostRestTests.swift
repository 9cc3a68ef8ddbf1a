import Synchronization
import TestSupport
import Testing

@testable import FeedFetch

@Suite("A host that wants to be left alone") struct HostRestTests {
    private let start = ContinuousClock.now

    @Test("gives back what waited for it, in order, and lets others pass") func drains() {
        var gate = HostGate(total: 10, perHost: 1)
        for ticket in 1...4 { gate.enqueue(UInt64(ticket), host: "a") }
        gate.enqueue(9, host: "b")
        #expect(gate.admit(now: start) == 1)
        #expect(gate.hold(host: "a", until: start + .seconds(60), now: start) == [2, 3, 4])
        #expect(gate.waiting == 1)
        #expect(gate.admit(now: start) == 9)
        #expect(gate.rest(of: "b", now: start) == nil)
        gate.finish(host: "a", now: start)
        #expect(gate.active == 1)
        #expect(gate.rememberedHosts == 1)
    }

    @Test("may be asked again when its time is over") func over() {
        var gate = HostGate(total: 10, perHost: 1)
        #expect(gate.hold(host: "a", until: start + .seconds(60), now: start) == [])
        #expect(gate.rest(of: "a", now: start + .seconds(20)) == .seconds(40))
        #expect(gate.rest(of: "a", now: start + .seconds(60)) == nil)
        gate.enqueue(1, host: "a")
        #expect(gate.admit(now: start + .seconds(61)) == 1)
    }

    @Test("is left alone for the longest of its wishes") func longest() {
        var gate = HostGate(total: 10, perHost: 1)
        _ = gate.hold(host: "a", until: start + .seconds(60), now: start)
        _ = gate.hold(host: "a", until: start + .seconds(10), now: start)
        #expect(gate.rest(of: "a", now: start) == .seconds(60))
        _ = gate.hold(host: "a", until: start + .seconds(90), now: start)
        #expect(gate.rest(of: "a", now: start) == .seconds(90))
    }

    @Test("keeps the distance that Crawl-delay asks for beyond its rest") func spacing() {
        var gate = HostGate(total: 10, perHost: 1)
        gate.enqueue(1, host: "a", spacing: .seconds(100))
        #expect(gate.admit(now: start) == 1)
        gate.finish(host: "a", now: start)
        _ = gate.hold(host: "a", until: start + .seconds(10), now: start)
        gate.enqueue(2, host: "a")
        #expect(gate.admit(now: start + .seconds(20)) == nil)
        #expect(gate.admit(now: start + .seconds(100)) == 2)
    }

    @Test("is told by 429, and by Retry-After beside any error")
    func whichAnswers() {
        func rest(_ status: Int?, _ retryAfter: Int? = nil, _ code: FetchError.Code = .status) -> Int? {
            FetchError(code, url: "", detail: "", status: status, retryAfter: retryAfter).hostRest
        }
        #expect(rest(429) == 1800)
        #expect(rest(429, 60) == 60)
        #expect(rest(429, 0) == nil)
        #expect(rest(503) == nil)
        #expect(rest(503, 7200) == 7200)
        #expect(rest(403, 7200, .blocked) == 7200)
        #expect(rest(410, 7200) == nil)
        #expect(rest(nil, 7200, .timeout) == nil)
        #expect(rest(503, 40_000_000) == 7 * 86_400)
        #expect(rest(429, 3000, .held) == nil)
    }
}

@Suite("Fetching from a host that wants to be left alone") struct HeldHostTests {
    @Test("sends nothing more after the first 429, not even what waited in line") func line() async throws {
        let server = try LoopbackServer.start { _ in .init(status: 429, headers: [("Retry-After", "36000")]) }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let errors = await withTaskGroup(of: FetchError?.self) { group in
                for number in 0..<12 {
                    group.addTask { await failure(fetcher, localRequest(server.url("/\(number)"))) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let held = errors.filter { $0?.code == .held }
            // Two were under way when the first answer came; each of them may be a 429.
            #expect(server.requests.count <= 3)
            #expect(held.count == 12 - server.requests.count)
            #expect(held.allSatisfy { (35_900...36_000).contains($0?.retryAfter ?? 0) })
            #expect(held.allSatisfy { $0?.isTransient == true })
        }
    }

    @Test("fails at once with a sentence that says for how long") func sentence() async throws {
        let server = try LoopbackServer.start { _ in .init(status: 503, headers: [("Retry-After", "10800")]) }
        defer { server.stop() }
        try await withFetcher { fetcher in
            #expect(await failure(fetcher, localRequest(server.url("/a")))?.status == 503)
            let error = try #require(await failure(fetcher, localRequest(server.url("/b"))))
            #expect(error.code == .held)
            #expect(error.detail == "127.0.0.1 asks to be left alone for another 3 hours.")
            #expect(server.requests.count == 1)
        }
    }

    @Test("leaves other hosts as they are") func others() async throws {
        let strict = try LoopbackServer.start { _ in .init(status: 429) }
        let kind = try LoopbackServer.start(address: "127.0.0.3") { _ in .init(body: "x") }
        defer {
            strict.stop()
            kind.stop()
        }
        try await withFetcher { fetcher in
            #expect(await failure(fetcher, localRequest(strict.url("/")))?.status == 429)
            #expect(await failure(fetcher, localRequest(kind.url("/"))) == nil)
        }
    }

    @Test("goes on after errors that ask for no rest") func noRest() async throws {
        let server = try LoopbackServer.start { .init(status: $0.path == "/a" ? 500 : 200, body: "x") }
        defer { server.stop() }
        try await withFetcher { fetcher in
            #expect(await failure(fetcher, localRequest(server.url("/a")))?.status == 500)
            #expect(await failure(fetcher, localRequest(server.url("/b"))) == nil)
        }
    }

    @Test("stops at a redirect that leads to such a host") func redirect() async throws {
        let strict = try LoopbackServer.start { _ in .init(status: 429, headers: [("Retry-After", "7200")]) }
        let target = strict.url("/feed")
        let first = try LoopbackServer.start(address: "127.0.0.4") { _ in .redirect(302, to: target) }
        defer {
            strict.stop()
            first.stop()
        }
        try await withFetcher { fetcher in
            let one = try #require(await failure(fetcher, localRequest(first.url("/one"))))
            #expect(one.status == 429)
            // The one that asks for rest is the one that answered.
            #expect(WebAddress(one.url)?.host == "127.0.0.1")
            let two = try #require(await failure(fetcher, localRequest(first.url("/two"))))
            #expect(two.code == .held)
            #expect(strict.requests.count == 1)
            #expect(first.requests.count == 2)
        }
    }

    @Test("doesn't wait for a host that wants hours between requests") func crawlDelay() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer { server.stop() }
        try await withFetcher { fetcher in
            var request = localRequest(server.url("/a"))
            request.spacing = .seconds(36_000)
            #expect(await failure(fetcher, request) == nil)
            for path in ["/b", "/c"] {
                request.url = server.url(path)
                let error = try #require(await failure(fetcher, request))
                #expect(error.code == .held)
                #expect((35_000...36_000).contains(error.retryAfter ?? 0))
                #expect(
                    error.detail.hasPrefix(
                        "127.0.0.1 wants time between requests: this one's turn is "))
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test("follows redirects within a host that wants hours between requests, also by way of another")
    func crawlDelayRedirect() async throws {
        let other = Mutex<String?>(nil)
        let server = try LoopbackServer.start { request in
            switch request.path {
            case "/a": .redirect(301, to: "/a/")
            case "/a/": .redirect(302, to: other.withLock { $0 } ?? "/b")
            default: .init(body: "x")
            }
        }
        let target = server.url("/b")
        let consent = try LoopbackServer.start(address: "127.0.0.3") { _ in .redirect(302, to: target) }
        defer {
            server.stop()
            consent.stop()
        }
        other.withLock { $0 = consent.url("/consent") }
        try await withFetcher { fetcher in
            var request = localRequest(server.url("/a"))
            request.spacing = .seconds(3600)
            #expect(await failure(fetcher, request) == nil)
            #expect(server.requests.map(\.path) == ["/a", "/a/", "/b"])
            request.url = server.url("/c")
            #expect(await failure(fetcher, request)?.code == .held)
        }
    }

    @Test("leaves the host that a redirect leads to as it is") func crawlDelayOfAnother() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        let target = server.url("/page")
        let slow = try LoopbackServer.start(address: "127.0.0.6") { _ in .redirect(301, to: target) }
        defer {
            server.stop()
            slow.stop()
        }
        try await withFetcher { fetcher in
            var request = localRequest(slow.url("/page"))
            request.spacing = .seconds(3600)
            #expect(await failure(fetcher, request) == nil)
            #expect(await failure(fetcher, localRequest(server.url("/feed"))) == nil)
            #expect(server.requests.map(\.path) == ["/page", "/feed"])
        }
    }
}
