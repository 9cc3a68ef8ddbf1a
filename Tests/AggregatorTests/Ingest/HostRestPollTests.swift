import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A host of several sources that answers 429") struct HostRestPollTests {
    private let server: LoopbackServer

    init() throws {
        server = try LoopbackServer.start { request in
            request.path == "/strict.xml"
                ? .init(status: 429, headers: [("Retry-After", "10800")])
                : .init(body: rss(["One \(request.path)"]))
        }
    }

    private func sources() -> [Source] {
        [feedSource("strict", server.url("/strict.xml"))]
            + (1...4).map { feedSource("other\($0)", server.url("/other\($0).xml")) }
    }

    @Test("is not asked for the others either, by this process or the next") func wholeHost() async throws {
        defer { server.stop() }
        let desk = try await PollingDesk(sources())
        let first = try await desk.poll("strict")
        #expect(first["strict"]?.status == 429)
        #expect(first["strict"]?.heldHost == "127.0.0.1")
        #expect(first["strict"]?.heldUntil == desk.now.addingTimeInterval(10800))
        // None of them was ever asked, yet all of them wait now.
        for number in 1...4 {
            let state = try await desk.state("other\(number)")
            #expect(state.nextPoll == desk.now.addingTimeInterval(10800))
            #expect(state.nextPollReason == "its host asks to be left alone until then")
            #expect(state.health == .ok)
        }
        #expect(try await desk.poll(isForced: false).isEmpty)
        desk.advance(hours: 3.01)
        #expect(try await desk.poll("other1", "other2", isForced: false).count == 2)
        #expect(server.requests.count == 3)
    }

    @Test("puts off no source that has an address at another host, or has moved there") func elsewhere()
        async throws
    {
        defer { server.stop() }
        let front = try LoopbackServer.start(address: "127.0.0.9") { _ in .init(body: rss(["Front"])) }
        defer { front.stop() }
        let spread = feedSource("spread", server.url("/other1.xml")) { $0.urls.append(front.url("/a.xml")) }
        let pair = feedSource("pair", server.url("/other2.xml")) {
            $0.urls.append(server.url("/other3.xml"))
        }
        let moved = feedSource("moved", server.url("/other4.xml"))
        let desk = try await PollingDesk([sources()[0], spread, pair, moved])
        try await desk.store.store.write {
            var state = PollState()
            state.prepare(for: moved)
            state.adoptedURL = front.url("/b.xml")
            try $0.save(state, of: "moved")
        }
        try await desk.poll("strict")
        #expect(try await desk.state("pair").nextPoll == desk.now.addingTimeInterval(10800))
        #expect(try await desk.poll(isForced: false).mapValues(\.new) == ["spread": 1, "moved": 1])
        #expect(server.requests.count == 1)
    }

    @Test("ends the round for those that were waiting in line") func sameRound() async throws {
        defer { server.stop() }
        let desk = try await PollingDesk(sources())
        let pipeline = try await desk.pipeline()
        _ = await desk.reports(of: [desk.configuration.sources[0]], pipeline)
        let others = await desk.reports(of: Array(desk.configuration.sources[1...]), pipeline)
        await pipeline.close()
        #expect(others.values.allSatisfy { $0.result == .held && $0.error == nil })
        #expect(others.values.allSatisfy { $0.nextPoll == desk.now.addingTimeInterval(10800) })
        #expect(server.requests.count == 1)
    }

    @Test("doesn't bring forward what is due later") func later() async throws {
        defer { server.stop() }
        let desk = try await PollingDesk(sources())
        let late = desk.now.addingTimeInterval(40 * 3600)
        try await desk.store.store.write {
            var state = PollState()
            state.nextPoll = late
            state.nextPollReason = "it posts less than once a week"
            try $0.save(state, of: "other2")
        }
        try await desk.poll("strict")
        #expect(try await desk.state("other2").nextPoll == late)
        #expect(try await desk.state("other2").nextPollReason == "it posts less than once a week")
    }

    @Test("counts for the host that answered, not for the one that redirected") func redirect() async throws {
        defer { server.stop() }
        let target = server.url("/strict.xml")
        let front = try LoopbackServer.start(address: "127.0.0.9") {
            $0.path == "/moved.xml" ? .redirect(302, to: target) : .init(body: rss(["Front"]))
        }
        defer { front.stop() }
        let desk = try await PollingDesk(
            sources() + [
                feedSource("moved", front.url("/moved.xml")), feedSource("front", front.url("/front.xml")),
            ])
        let report = try await desk.poll("moved")["moved"]
        #expect(report?.heldHost == "127.0.0.1")
        #expect(try await desk.state("other1").nextPoll != nil)
        #expect(try await desk.state("front").nextPoll == nil)
    }

    @Test(
        "to a page is left alone by the next process too, with its sources and without",
        arguments: [true, false])
    func pages(hasSource: Bool) async throws {
        let site = try LoopbackServer.start(address: "127.0.0.43") { request in
            request.path == "/robots.txt"
                ? .init(status: 404) : .init(status: 429, headers: [("Retry-After", "7200")])
        }
        let titles = Mutex(["One"])
        let link = site.url("/page")
        let wire = try LoopbackServer.start { _ in
            .init(
                body: rss(titles.withLock { $0 }).replacing("<guid ", with: "<link>\(link)</link><guid "))
        }
        defer {
            server.stop()
            site.stop()
            wire.stop()
        }
        var sources = [feedSource("wire", wire.url("/feed")) { $0.fullText = .always }]
        if hasSource { sources.append(feedSource("site", site.url("/feed"))) }
        let desk = try await PollingDesk(sources)
        try await desk.poll("wire")
        #expect(site.requests(to: "/page").count == 1)
        #expect(try await desk.state("wire").health == .ok)
        if hasSource {
            #expect(try await desk.state("site").nextPoll == desk.now.addingTimeInterval(7200))
        }
        titles.withLock { $0 = ["Two", "One"] }
        desk.advance(hours: 1)
        try await desk.poll("wire")
        #expect(site.requests(to: "/page").count == 1)
        titles.withLock { $0 = ["Three", "Two", "One"] }
        desk.advance(hours: 1.01)
        try await desk.poll("wire")
        #expect(site.requests(to: "/page").count > 1)
    }

    @Test("is left alone by a pipeline that was made before it said so, once that one takes it up")
    func takenUp() async throws {
        defer { server.stop() }
        let desk = try await PollingDesk(sources())
        let later = try await desk.pipeline()
        try await desk.poll("strict")
        let others = Array(desk.configuration.sources[1...])
        try await later.takeUpRests()
        let reports = await desk.reports(of: others, later)
        await later.close()
        #expect(reports.count == 4)
        #expect(reports.values.allSatisfy { $0.result == .held })
        #expect(server.requests.count == 1)
    }

    @Test("of two thousand sources costs one request and leaves all of them waiting") func twoThousand()
        async throws
    {
        server.stop()
        let strict = try LoopbackServer.start { _ in .init(status: 503, headers: [("Retry-After", "7200")]) }
        defer { strict.stop() }
        let desk = try await PollingDesk((0..<2000).map { feedSource("s\($0)", strict.url("/\($0).xml")) })
        let reports = try await desk.poll()
        #expect(reports.count == 2000)
        // Two are under way to one host at a time.
        #expect(strict.requests.count <= 3)
        let states = try await desk.store.store.read { try $0.pollStates() }
        #expect(states.count == 2000)
        #expect(
            states.values.allSatisfy { $0.nextPoll.map { $0 >= desk.now.addingTimeInterval(7000) } ?? false })
    }
}
