import Aggregator
import FeedFetch
import FeedParse
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A feed that sends only what is new") struct DeltaPollTests {
    @Test("is merged into what is known, and nothing is lost") func merged() async throws {
        let server = try LoopbackServer.start { request in
            if request.header("a-im") == "feed", request.header("if-none-match") == "\"1\"" {
                return .init(status: 226, headers: [("IM", "feed"), ("ETag", "\"2\"")], body: rss(["Three"]))
            }
            if request.header("if-none-match") == "\"2\"" { return .init(status: 304) }
            return .init(headers: [("ETag", "\"1\"")], body: rss(["Two", "One"]))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        #expect(try await desk.poll()["wire"]?.new == 2)
        desk.advance(hours: 2)
        #expect(try await desk.poll()["wire"]?.new == 1)
        #expect(try await desk.titles("wire") == ["One", "Three", "Two"])
        let state = try await desk.state("wire")
        #expect(state.etag == "\"2\"")
        // The document shows two items, whatever the delta shows.
        #expect(state.rate.window == 2)
        desk.advance(hours: 2)
        #expect(try await desk.poll()["wire"]?.result == .notModified)
    }

    @Test("is asked for all of it when its delta can't be read") func damaged() async throws {
        let server = try LoopbackServer.start { request in
            request.header("a-im") == nil
                ? .init(headers: [("ETag", "\"1\"")], body: rss(["Two", "One"]))
                : .init(status: 226, headers: [("IM", "feed"), ("ETag", "\"2\"")], body: "<html>oops</html>")
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        try await desk.poll()
        #expect(try await desk.poll()["wire"]?.error != nil)
        #expect(try await desk.state("wire").etag == nil)
        #expect(try await desk.poll()["wire"]?.error == nil)
        #expect(server.requests.map { $0.header("a-im") } == [nil, "feed", nil])
    }
}

@Suite("A feed that comes compressed") struct CompressedFeedTests {
    @Test("is kept as it came, and read again from that", arguments: ["gzip", ""])
    func kept(coding: String) async throws {
        let packed = try Compressed.gzip(Array(rss(["Two", "One"]).utf8))
        let server = try LoopbackServer.start { _ in
            .init(headers: coding.isEmpty ? [] : [("Content-Encoding", coding)], body: packed)
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        #expect(try await desk.poll()["wire"]?.new == 2)
        let kept = try #require(try await desk.store.store.read { try $0.lastGoodAnswer(of: "wire") })
        #expect(kept.body == packed)
        let source = desk.configuration.sources[0]
        let report = try Trial(configuration: desk.configuration).replay(kept, of: source)
        #expect(report.items.map(\.title) == ["Two", "One"])
        var narrow = desk.configuration
        narrow.fetch.maxBody = 100
        #expect(throws: FetchError.self) {
            try Trial(configuration: narrow).replay(kept, of: source)
        }
    }

    @Test("says when it is larger than allowed, and what allows more") func tooLarge() async throws {
        let server = try LoopbackServer.start { _ in .init(body: rss(["One"])) }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))]) { $0.fetch.maxBody = 100 }
        let error = try await desk.poll()["wire"]?.error
        #expect(error == "The answer of 127.0.0.1 is larger than 100 bytes, which is what max-body allows.")
    }
}

@Suite("A feed behind a redirect to another host") struct RedirectedFeedTests {
    @Test("is asked there with the validators that it gave there") func validators() async throws {
        let feed = try LoopbackServer.start(address: "127.0.0.7") {
            $0.header("if-none-match") == "\"v\""
                ? .init(status: 304) : .init(headers: [("ETag", "\"v\"")], body: rss(["One"]))
        }
        let target = feed.url("/feed")
        let front = try LoopbackServer.start { _ in .redirect(302, to: target) }
        defer {
            feed.stop()
            front.stop()
        }
        let desk = try await PollingDesk([feedSource("wire", front.url("/f"))])
        try await desk.poll()
        #expect(try await desk.state("wire").validatorsURL == target)
        #expect(try await desk.poll()["wire"]?.result == .notModified)
        #expect(try await desk.poll()["wire"]?.result == .notModified)
        #expect(front.requests.allSatisfy { $0.header("if-none-match") == nil })
        // A temporary redirect changes no address.
        #expect(try await desk.state("wire").adoptedURL == nil)
    }

    @Test("for good is asked at its new address from then on, with its validators") func adopted()
        async throws
    {
        let feed = try LoopbackServer.start(address: "127.0.0.8") {
            $0.header("if-none-match") == "\"v\""
                ? .init(status: 304) : .init(headers: [("ETag", "\"v\"")], body: rss(["One"]))
        }
        let target = feed.url("/feed")
        let front = try LoopbackServer.start { _ in .redirect(301, to: target) }
        defer {
            feed.stop()
            front.stop()
        }
        let desk = try await PollingDesk([feedSource("wire", front.url("/f"))])
        let report = try await desk.poll()["wire"]
        #expect(report?.change?.to == .moved)
        #expect(try await desk.poll()["wire"]?.result == .notModified)
        #expect(front.requests.count == 1)
        #expect(try await desk.state("wire").adoptedURL == target)
    }
}

@Suite("A page that announces a feed") struct AnnouncedFeedTests {
    private final class Site: Sendable {
        let announced = Mutex("/one.xml")
        let gone = Mutex<Set<String>>([])

        func answer(_ request: LoopbackServer.Request) -> LoopbackServer.Response {
            if gone.withLock({ $0.contains(request.path) }) { return .init(status: 404) }
            if request.path == "/" {
                let feed = announced.withLock { $0 }
                return .init(
                    headers: [("Content-Type", "text/html")],
                    body: """
                        <!doctype html><html><head><title>Home</title>
                        <link rel="alternate" type="application/rss+xml" href="\(feed)"></head><body>Hi</body></html>
                        """)
            }
            return .init(body: rss(["From \(request.path)"]))
        }
    }

    @Test("is asked once; afterwards the feed is") func direct() async throws {
        let site = Site()
        let server = try LoopbackServer.start { site.answer($0) }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("home", server.url("/"))])
        #expect(try await desk.poll()["home"]?.new == 1)
        for _ in 0..<3 { #expect(try await desk.poll()["home"]?.error == nil) }
        #expect(server.requests(to: "/").count == 1)
        #expect(server.requests(to: "/one.xml").count == 4)
        #expect(try await desk.state("home").health == .ok)
    }

    @Test("is asked again when its feed is gone, and may announce another one") func another() async throws {
        let site = Site()
        let server = try LoopbackServer.start { site.answer($0) }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("home", server.url("/"))])
        try await desk.poll()
        site.gone.withLock { _ = $0.insert("/one.xml") }
        site.announced.withLock { $0 = "/two.xml" }
        #expect(try await desk.poll()["home"]?.new == 1)
        #expect(try await desk.titles("home") == ["From /one.xml", "From /two.xml"])
        #expect(try await desk.state("home").discoveredURL == server.url("/two.xml"))
    }

    @Test("in place of a feed that worked is a fault, not a new feed") func fault() async throws {
        let broken = Mutex(false)
        let site = Site()
        let server = try LoopbackServer.start { request in
            request.path == "/feed" && !broken.withLock { $0 }
                ? .init(body: rss(["One"])) : site.answer(request)
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/feed"))])
        try await desk.poll()
        broken.withLock { $0 = true }
        site.gone.withLock { _ = $0.insert("/feed") }
        #expect(try await desk.poll()["wire"]?.error != nil)
        #expect(try await desk.titles("wire") == ["One"])
    }
}

@Suite("A feed in several documents") struct PagedFeedTests {
    @Test("is read back at the first poll only", arguments: ["next", "prev-archive"])
    func readBack(_ relation: String) async throws {
        let server = try LoopbackServer.start { request in
            let number = Int(request.path.dropFirst(2)) ?? 1
            let head = number < 4 ? "<atom:link rel=\"\(relation)\" href=\"/p\(number + 1)\"/>" : ""
            return .init(body: rss(["Item \(number)"], head: head))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/p1"))])
        #expect(try await desk.poll()["wire"]?.new == 4)
        try await desk.poll()
        try await desk.poll()
        #expect(server.requests.count == 6)
        // What the first document alone shows is the window that can overflow.
        #expect(try await desk.state("wire").rate.window <= 4)
    }

    @Test("is read back no further than its `max-age`") func age() async throws {
        let server = try LoopbackServer.start { request in
            let number = Int(request.path.dropFirst(2)) ?? 1
            return .init(
                body: rss(
                    ["Item \(number)"], head: "<atom:link rel=\"next\" href=\"/p\(number + 1)\"/>",
                    posted: .reference.addingTimeInterval(Double(-10 * 86400 * number))))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([
            feedSource("wire", server.url("/p1")) { $0.maxAge = .seconds(35 * 86400) }
        ])
        #expect(try await desk.poll()["wire"]?.new == 3)
        #expect(server.requests.count == 4)
    }

    @Test("that leads in a circle ends") func circle() async throws {
        let server = try LoopbackServer.start { request in
            let next = request.path == "/p1" ? "/p2" : "/p1"
            return .init(
                body: rss(["Item \(request.path)"], head: "<atom:link rel=\"next\" href=\"\(next)\"/>"))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/p1"))])
        #expect(try await desk.poll()["wire"]?.new == 2)
        #expect(server.requests.count <= 3)
    }

    @Test("keeps what there is when an older document can't be had") func missing() async throws {
        let server = try LoopbackServer.start { request in
            request.path == "/p1"
                ? .init(body: rss(["Item 1"], head: "<atom:link rel=\"next\" href=\"/p2\"/>"))
                : .init(status: 500)
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/p1"))])
        let report = try await desk.poll()["wire"]
        #expect(report?.new == 1)
        #expect(report?.error == nil)
    }
}

@Suite("What a header announces") struct AnnouncedByHeaderTests {
    @Test("is noted as the hub, before the one in the document") func hub() async throws {
        let server = try LoopbackServer.start { _ in
            .init(
                headers: [
                    ("Link", "<https://hub.example/>; rel=\"hub\", <https://wire.example/f>; rel=\"self\"")
                ],
                body: rss(["One"], head: "<atom:link rel=\"hub\" href=\"https://old-hub.example/\"/>"))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        try await desk.poll()
        #expect(try await desk.state("wire").hub == "https://hub.example/")
    }

    @Test("is taken from the document when the header is silent") func hubInDocument() async throws {
        let server = try LoopbackServer.start { _ in
            .init(body: rss(["One"], head: "<atom:link rel=\"hub\" href=\"https://hub.example/\"/>"))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        try await desk.poll()
        #expect(try await desk.state("wire").hub == "https://hub.example/")
    }
}

@Suite("A list page") struct RobotsPollTests {
    @Test("that robots.txt forbids is not asked, and robots.txt only once") func forbidden() async throws {
        let server = try LoopbackServer.start {
            $0.path == "/robots.txt" ? .init(body: "User-agent: *\nDisallow: /list") : .init(body: "<html>")
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("list", server.url("/list")) { $0.type = .page }])
        for _ in 0..<3 {
            let report = try await desk.poll()["list"]
            #expect(report?.health == .blocked)
            #expect(report?.error?.contains("robots.txt of 127.0.0.1 forbids it") == true)
        }
        #expect(server.requests.map(\.path) == ["/robots.txt"])
    }

    @Test("is asked again when robots.txt allows it a day later") func allowedLater() async throws {
        let isOpen = Mutex(false)
        let server = try LoopbackServer.start {
            guard $0.path == "/robots.txt" else {
                return .init(
                    headers: [("Content-Type", "text/html")],
                    body: "<html><ul><li class=i><a href=/a>First of the list</a></li></ul></html>")
            }
            return .init(body: isOpen.withLock { $0 } ? "" : "User-agent: *\nDisallow: /")
        }
        defer { server.stop() }
        let desk = try await PollingDesk([
            feedSource("list", server.url("/list")) {
                $0.type = .page
                $0.rules.items = "li.i"
            }
        ])
        try await desk.poll()
        isOpen.withLock { $0 = true }
        desk.advance(hours: 25)
        #expect(try await desk.poll()["list"]?.new == 1)
    }
}

@Suite("A source's health") struct ReportedOnceTests {
    @Test("is told once when it changes, and once when it is well again") func once() async throws {
        let status = Mutex(200)
        let server = try LoopbackServer.start { _ in .init(status: status.withLock { $0 }, body: rss(["One"]))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        var told: [String?] = []
        for next in [200, 500, 500, 500, 500, 200, 200, 403, 403] {
            status.withLock { $0 = next }
            desk.advance(hours: 25)
            told.append(try await desk.poll()["wire"]?.change?.sentence)
        }
        #expect(told[0] == nil)
        // One bad answer is no news, the second one is.
        #expect(told[1] == nil)
        #expect(told[2] == "127.0.0.1 has a fault (HTTP 500).")
        #expect(told[3] == nil && told[4] == nil)
        #expect(told[5] == "is well again after being failing")
        #expect(told[6] == nil)
        #expect(told[7...].compactMap(\.self) == ["127.0.0.1 refuses to show it (HTTP 403)."])
    }

    @Test("names the wall that answers") func wall() async throws {
        let server = try LoopbackServer.start { _ in
            .init(status: 403, headers: [("cf-mitigated", "challenge")], body: "<html>")
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        let change = try await desk.poll()["wire"]?.change
        #expect(change?.to == .blocked)
        #expect(change?.sentence.contains("Cloudflare") == true)
    }
}

@Suite("A source of several addresses") struct SeveralAddressesTests {
    @Test("keeps what one of them brings when another fails") func partial() async throws {
        let server = try LoopbackServer.start {
            $0.path == "/a" ? .init(body: rss(["From a"])) : .init(status: 500)
        }
        defer { server.stop() }
        let desk = try await PollingDesk([
            feedSource("both", server.url("/a")) { $0.urls.append(server.url("/b")) }
        ])
        let report = try await desk.poll()["both"]
        #expect(report?.new == 1)
        #expect(report?.error != nil)
        #expect(try await desk.titles("both") == ["From a"])
    }

    @Test("that two sources share is asked once for both") func shared() async throws {
        let server = try LoopbackServer.start { _ in .init(headers: [("ETag", "\"e\"")], body: rss(["One"])) }
        defer { server.stop() }
        let desk = try await PollingDesk([
            feedSource("first", server.url("/f")), feedSource("second", server.url("/f")),
        ])
        #expect(try await desk.poll().count == 2)
        #expect(server.requests.count == 1)
        #expect(try await desk.titles("second") == ["One"])
    }
}
