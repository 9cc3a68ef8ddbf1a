import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A source that moves") struct MovedSourceTests {
    /// An old place that redirects as told, and a new place that shows what it is told.
    private final class Move: Sendable {
        /// What the two places do, for a test to change.
        final class Orders: Sendable {
            let redirect = Mutex(301)
            let shown = Mutex(rss(["One", "Two"]))
        }

        let orders: Orders
        let old: LoopbackServer
        let new: LoopbackServer

        init(front: String, back: String) throws {
            let orders = Orders()
            self.orders = orders
            let new = try LoopbackServer.start(address: back) { request in
                let body = orders.shown.withLock { $0 }
                let tag = "\"\(body.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF })\""
                return request.header("if-none-match") == tag
                    ? .init(status: 304) : .init(headers: [("ETag", tag)], body: body)
            }
            self.new = new
            old = try LoopbackServer.start(address: front) { _ in
                let status = orders.redirect.withLock { $0 }
                return status == 200
                    ? .init(headers: [("ETag", "\"o\"")], body: rss(["One", "Two"]))
                    : .redirect(status, to: new.url("/feed.xml"))
            }
        }

        func end() {
            old.stop()
            new.stop()
        }
    }

    @Test("for good to a feed that carries on the old one is adopted at once", arguments: [301, 308])
    func carriesOn(status: Int) async throws {
        let move = try Move(front: "127.0.1.1", back: "127.0.1.2")
        defer { move.end() }
        move.orders.redirect.withLock { $0 = 200 }
        let desk = try await PollingDesk([feedSource("wire", move.old.url("/feed.xml"))])
        try await desk.poll()
        move.orders.redirect.withLock { $0 = status }
        move.orders.shown.withLock { $0 = rss(["Three", "Two", "One"]) }
        let report = try await desk.poll()["wire"]
        #expect(report?.new == 1)
        #expect(report?.change?.to == .moved)
        #expect(
            report?.change?.sentence
                == "it has moved to \(move.new.url("/feed.xml")); `aggd sources --accept wire` writes that into feeds.conf"
        )
        // The validators of the old place are not told to the new one.
        #expect(move.new.requests.allSatisfy { $0.header("if-none-match") == nil })
        try await desk.poll()
        #expect(move.old.requests.count == 2)
        #expect(move.new.requests.last?.header("if-none-match") != nil)
        #expect(try await desk.poll()["wire"]?.result == .notModified)
    }

    @Test("only for now is never adopted", arguments: [302, 303, 307]) func temporary(status: Int)
        async throws
    {
        let move = try Move(front: "127.0.1.3", back: "127.0.1.4")
        defer { move.end() }
        move.orders.redirect.withLock { $0 = status }
        let desk = try await PollingDesk([feedSource("wire", move.old.url("/feed.xml"))])
        for _ in 0..<4 {
            try await desk.poll()
            desk.advance(hours: 30)
        }
        let state = try await desk.state("wire")
        #expect(state.adoptedURL == nil)
        #expect(state.candidateURL == nil)
        #expect(state.health == .ok)
        #expect(move.old.requests.count == 4)
    }

    @Test("to a feed of other items is adopted when it has said so for three days") func otherItems()
        async throws
    {
        let move = try Move(front: "127.0.1.5", back: "127.0.1.6")
        defer { move.end() }
        move.orders.redirect.withLock { $0 = 200 }
        let desk = try await PollingDesk([feedSource("wire", move.old.url("/feed.xml"))])
        try await desk.poll()
        move.orders.redirect.withLock { $0 = 301 }
        var adopted: [Bool] = []
        for number in 0..<5 {
            desk.advance(hours: 20)
            // Each time a document of its own, so that none carries on what is stored.
            move.orders.shown.withLock { $0 = rss(["Else \(number)"]) }
            try await desk.poll()
            adopted.append(try await desk.state("wire").adoptedURL != nil)
        }
        #expect(adopted == [false, false, false, false, true])
    }

    @Test("to a page in place of a feed is not adopted, and is called broken") func page() async throws {
        let move = try Move(front: "127.0.1.7", back: "127.0.1.8")
        defer { move.end() }
        move.orders.redirect.withLock { $0 = 200 }
        let desk = try await PollingDesk([feedSource("wire", move.old.url("/feed.xml"))])
        try await desk.poll()
        move.orders.redirect.withLock { $0 = 301 }
        move.orders.shown.withLock {
            $0 = "<!doctype html><html><head><title>Welcome</title></head><body>Hello</body></html>"
        }
        for _ in 0..<5 {
            desk.advance(hours: 24)
            let report = try await desk.poll()["wire"]
            #expect(report?.health == .broken)
        }
        let state = try await desk.state("wire")
        #expect(state.adoptedURL == nil)
        #expect(state.address(of: desk.configuration.sources[0]) == move.old.url("/feed.xml"))
        #expect(try await desk.titles("wire") == ["One", "Two"])
    }

    @Test("and whose new place is gone later is asked at the old one again") func goneLater() async throws {
        let status = Mutex(200)
        let new = try LoopbackServer.start(address: "127.0.1.10") { _ in
            .init(status: status.withLock { $0 }, body: rss(["One"]))
        }
        let target = new.url("/feed.xml")
        let isBack = Mutex(false)
        let old = try LoopbackServer.start(address: "127.0.1.9") { _ in
            isBack.withLock { $0 } ? .init(body: rss(["One", "Back"])) : .redirect(301, to: target)
        }
        defer {
            old.stop()
            new.stop()
        }
        let desk = try await PollingDesk([feedSource("wire", old.url("/feed.xml"))])
        try await desk.poll()
        #expect(try await desk.state("wire").adoptedURL == target)
        status.withLock { $0 = 410 }
        isBack.withLock { $0 = true }
        try await desk.poll()
        #expect(try await desk.state("wire").disabled == false)
        let report = try await desk.poll()["wire"]
        #expect(report?.new == 1)
        #expect(try await desk.state("wire").health == .ok)
    }

    @Test("and whose old place is dead is read again after one odd answer of the new one") func oddAnswer()
        async throws
    {
        let move = try Move(front: "127.0.1.13", back: "127.0.1.14")
        defer { move.end() }
        let desk = try await PollingDesk([feedSource("wire", move.old.url("/feed.xml"))])
        try await desk.poll()
        move.old.stop()
        move.orders.shown.withLock {
            $0 = "<!doctype html><html><head><title>Back soon</title></head><body>Please wait</body></html>"
        }
        #expect(try await desk.poll()["wire"]?.health == .broken)
        move.orders.shown.withLock { $0 = rss(["Three", "Two", "One"]) }
        #expect(try await desk.poll()["wire"]?.error != nil)
        let report = try await desk.poll()["wire"]
        #expect(report?.new == 1)
        #expect(report?.health == .moved)
        #expect(try await desk.state("wire").adoptedURL == move.new.url("/feed.xml"))
    }

    @Test("says nothing to its new place of the passwords and fields of the old one") func secrets()
        async throws
    {
        let move = try Move(front: "127.0.1.11", back: "127.0.1.12")
        defer { move.end() }
        let desk = try await PollingDesk([
            feedSource("wire", move.old.url("/feed.xml").replacing("http://", with: "http://me:word@")) {
                $0.headers = [HeaderField(name: "X-Desk", value: "7")]
            }
        ])
        try await desk.poll()
        #expect(move.old.requests.first?.header("authorization") != nil)
        #expect(move.old.requests.first?.header("x-desk") == "7")
        for request in move.new.requests {
            #expect(request.header("authorization") == nil)
            #expect(request.header("x-desk") == nil)
            #expect(request.header("referer") == nil)
            #expect(request.header("cookie") == nil)
        }
    }
}

@Suite("What is remembered of a version") struct ValidatorPollTests {
    @Test("is sent back byte for byte, strange as it may be") func exact() async throws {
        let etag = "W/\"a b:\\c;ü\""
        let modified = "Sat, 21 nov 2026 10:00:00 gmt"
        let server = try LoopbackServer.start { _ in
            .init(headers: [("ETag", etag), ("Last-Modified", modified)], body: rss(["One"]))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        try await desk.poll()
        try await desk.poll()
        let request = try #require(server.requests.last)
        #expect(request.header("if-none-match") == etag)
        #expect(request.header("if-modified-since") == modified)
    }

    @Test("isn't kept of a body that breaks off, and the items of before stay") func cut() async throws {
        let isCut = Mutex(false)
        let server = try LoopbackServer.start { _ in
            let body = Array(rss(["One", "Two"]).utf8)
            guard isCut.withLock({ $0 }) else { return .init(headers: [("ETag", "\"1\"")], body: body) }
            let head = LoopbackServer.Response.head(headers: [
                ("ETag", "\"2\""), ("Content-Length", "\(body.count)"),
            ])
            return .init(steps: [.send(head + body.prefix(body.count / 2)), .close])
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        try await desk.poll()
        isCut.withLock { $0 = true }
        #expect(try await desk.poll()["wire"]?.error != nil)
        #expect(try await desk.state("wire").etag == "\"1\"")
        #expect(try await desk.titles("wire") == ["One", "Two"])
    }

    @Test("isn't kept of a document that can't be read") func unreadable() async throws {
        let server = try LoopbackServer.start { _ in
            .init(headers: [("ETag", "\"1\""), ("Content-Type", "text/plain")], body: "Dear reader,")
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        #expect(try await desk.poll()["wire"]?.error != nil)
        #expect(try await desk.state("wire").etag == nil)
        try await desk.poll()
        #expect(server.requests.allSatisfy { $0.header("if-none-match") == nil })
    }

    @Test("of the same body without validators saves the reading, not the asking") func sameBody()
        async throws
    {
        let server = try LoopbackServer.start { _ in .init(body: rss(["One"])) }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        #expect(try await desk.poll()["wire"]?.result == .new)
        #expect(try await desk.poll()["wire"]?.result == .notModified)
        #expect(server.requests.count == 2)
    }

    @Test("is forgotten when the answer comes without validators") func withdrawn() async throws {
        let number = Mutex(0)
        let server = try LoopbackServer.start { _ in
            let turn = number.withLock { value in
                value += 1
                return value
            }
            return .init(headers: turn == 1 ? [("ETag", "\"1\"")] : [], body: rss(["Item \(turn)"]))
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        for _ in 0..<3 { try await desk.poll() }
        #expect(server.requests.map { $0.header("if-none-match") } == [nil, "\"1\"", nil])
    }

    @Test("is renewed by a 304 that names another one") func renewed() async throws {
        let server = try LoopbackServer.start { request in
            switch request.header("if-none-match") {
            case nil: .init(headers: [("ETag", "\"1\"")], body: rss(["One"]))
            case "\"1\"": .init(status: 304, headers: [("ETag", "\"2\"")])
            default: .init(status: 304)
            }
        }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/f"))])
        for _ in 0..<4 { try await desk.poll() }
        #expect(server.requests.map { $0.header("if-none-match") } == [nil, "\"1\"", "\"2\"", "\"2\""])
    }
}
