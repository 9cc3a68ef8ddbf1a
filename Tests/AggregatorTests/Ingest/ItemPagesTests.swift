import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Pages at a host that wants much time between requests") struct ItemPagesTests {
    private let site: LoopbackServer

    init() throws {
        site = try LoopbackServer.start(address: "127.0.0.44") { request in
            if request.path == "/robots.txt" { return .init(body: "User-agent: *\nCrawl-delay: 1000\n") }
            let sentence =
                "At length the page \(request.path) tells how the ferry line was moved to the north quay."
            let text = (1...12).map { "<p>Part \($0). \(sentence)</p>" }.joined()
            return .init(
                headers: [("Content-Type", "text/html; charset=utf-8")],
                body: "<html><body><main><article><h1>Ferry</h1>\(text)</article></main></body></html>")
        }
    }

    /// A feed whose items lie at the site, and which knows its version.
    private func wire(_ titles: [String]) throws -> LoopbackServer {
        let base = site.url("/")
        return try LoopbackServer.start { request in
            if request.header("if-none-match") != nil { return .init(status: 304) }
            return .init(headers: [("ETag", "\"1\"")], body: Self.feed(titles, at: base))
        }
    }

    private static func feed(_ titles: [String], at base: String, posted: Date = .hours(-2)) -> String {
        titles.reduce(rss(titles, posted: posted)) { body, title in
            body.replacing(
                "<title>\(title)</title>", with: "<title>\(title)</title><link>\(base)\(title)</link>")
        }
    }

    private func texts(_ desk: PollingDesk) async throws -> [String: String] {
        let items = try await desk.store.find("source:wire") { $0.copies = true }
        return Dictionary(uniqueKeysWithValues: items.map { ($0.content.title, $0.content.textFrom) })
    }

    private func pagesAsked() -> Int { site.requests.count { $0.path != "/robots.txt" } }

    @Test("are asked one by one by later polls, and the items are there from the first on")
    func oneByOne() async throws {
        let titles = ["One", "Two", "Three"]
        let wire = try wire(titles)
        defer {
            site.stop()
            wire.stop()
        }
        let desk = try await PollingDesk([feedSource("wire", wire.url("/feed")) { $0.fullText = .always }])
        for count in 1...3 {
            try await desk.poll()
            let texts = try await texts(desk)
            #expect(texts.keys.sorted() == titles.sorted())
            #expect(texts.values.count { $0 == "page" } == count)
            #expect(pagesAsked() == count)
            desk.advance(hours: 1)
        }
        // Nothing is left to be asked: the feed is known by its version again.
        let report = try await desk.poll()["wire"]
        #expect(report?.result == .notModified)
        #expect(pagesAsked() == 3)
    }

    @Test("are said to be left to a later poll, and to have come late") func sentences() async throws {
        let wire = try wire(["One", "Two"])
        defer {
            site.stop()
            wire.stop()
        }
        let desk = try await PollingDesk([feedSource("wire", wire.url("/feed")) { $0.fullText = .always }])
        try await desk.poll()
        let items = try await desk.store.find("source:wire") { $0.copies = true }
        let late = try #require(items.first { $0.content.textFrom == "feed" })
        let first = try await desk.store.store.read { try $0.log(of: late.id) }
        #expect(
            first.contains {
                $0.message.hasPrefix(
                    "the page is left to a later poll: 127.0.0.44 wants time between requests: ")
            })
        desk.advance(hours: 1)
        try await desk.poll()
        let second = try await desk.store.store.read { try $0.log(of: late.id) }
        #expect(second.contains { $0.message == "its page could not be had before; version 2" })
        #expect(!second.contains { $0.message.hasPrefix("the publisher changed it") })
    }

    @Test(
        "are had of each item before one is asked again whose item changes with each poll",
        arguments: [["One", "Two", "Three"], ["One"]])
    func restless(_ staying: [String]) async throws {
        let titles = ["One", "Two", "Three"]
        let base = site.url("/")
        let polls = Mutex(0)
        let wire = try LoopbackServer.start { _ in
            let poll = polls.withLock { $0 }
            let shown = poll == 0 ? titles : staying
            return .init(body: Self.feed(shown, at: base, posted: .hours(-2 - 0.1 * Double(poll))))
        }
        defer {
            site.stop()
            wire.stop()
        }
        let desk = try await PollingDesk([feedSource("wire", wire.url("/feed")) { $0.fullText = .always }])
        for count in 1...3 {
            try await desk.poll()
            #expect(try await texts(desk).values.count { $0 == "page" } == count)
            #expect(pagesAsked() == count)
            polls.withLock { $0 += 1 }
            desk.advance(hours: 1)
        }
        #expect(site.requests.map(\.path).filter { $0 != "/robots.txt" } == ["/One", "/Two", "/Three"])
        // Then it is the turn of those that have changed since.
        try await desk.poll()
        #expect(pagesAsked() == 4)
    }
}
