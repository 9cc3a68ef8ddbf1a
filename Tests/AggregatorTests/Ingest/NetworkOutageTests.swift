import FeedFetch
import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("A machine that loses its network") struct NetworkOutageTests {
    /// Six hosts; when they stop nobody answers at their addresses.
    private func servers() throws -> [LoopbackServer] {
        try (2...7).map { number in
            try LoopbackServer.start(address: "127.0.0.\(number)") { .init(body: rss(["One of \($0.path)"])) }
        }
    }

    private func sources(_ servers: [LoopbackServer]) -> [Source] {
        servers.enumerated().map { feedSource("source\($0)", $1.url("/feed")) }
    }

    @Test("holds it against no source, and asks all of them again soon") func outage() async throws {
        let servers = try servers()
        let desk = try await PollingDesk(sources(servers))
        try await desk.poll()
        for server in servers { server.stop() }
        let pipeline = try await desk.pipeline()
        desk.advance(hours: 1)
        let first = await desk.reports(of: desk.configuration.sources, pipeline)
        #expect(first.values.allSatisfy { $0.result == .failed })
        #expect(first.values.filter { $0.isNetworkAway == true }.count == 1)
        // Again and again: what was counted before the outage showed is not added to.
        for _ in 0..<4 {
            desk.advance(hours: 1)
            let again = await desk.reports(of: desk.configuration.sources, pipeline)
            #expect(again.values.allSatisfy { $0.error?.hasPrefix("Nothing can be reached") == true })
            #expect(again.values.allSatisfy { $0.isNetworkAway == nil && $0.change == nil })
        }
        await pipeline.close()
        for source in desk.configuration.sources {
            let state = try await desk.state(source.name)
            #expect(state.health == .ok)
            #expect(state.failures <= 1)
            let wait = try #require(state.nextPoll).timeIntervalSince(desk.now)
            #expect((300...361).contains(wait))
            #expect(state.nextPollReason == "this machine had no network")
        }
    }

    @Test("is told once that it is back") func back() async throws {
        let servers = try servers()
        defer { for server in servers { server.stop() } }
        let desk = try await PollingDesk(sources(servers))
        try await desk.poll()
        for server in servers.dropFirst() { server.stop() }
        let pipeline = try await desk.pipeline()
        let gone = Array(desk.configuration.sources.dropFirst())
        let lost = await desk.reports(of: gone, pipeline)
        #expect(lost.values.contains { $0.isNetworkAway == true })
        let found = await desk.reports(of: [desk.configuration.sources[0]], pipeline)
        #expect(found["source0"]?.isNetworkAway == false)
        #expect(found["source0"]?.error == nil)
        let after = await desk.reports(of: [desk.configuration.sources[0]], pipeline)
        #expect(after["source0"]?.isNetworkAway == nil)
        // Those that stay away now are in trouble of their own.
        let later = await desk.reports(of: [gone[0]], pipeline)
        #expect(later["source1"]?.error?.hasPrefix("Nothing can be reached") == false)
        await pipeline.close()
    }

    @Test("is told so once at a first poll, and nothing is held against who comes after") func firstPoll()
        async throws
    {
        let servers = try servers()
        for server in servers { server.stop() }
        let desk = try await PollingDesk(sources(servers))
        let pipeline = try await desk.pipeline()
        let reports = await desk.reports(of: desk.configuration.sources, pipeline)
        #expect(reports.values.filter { $0.isNetworkAway == true }.count == 1)
        #expect(reports.values.allSatisfy { $0.error != nil })
        desk.advance(hours: 1)
        // Five prove it; those of them that weren't settled yet when they did are no more to blame than the sixth.
        #expect(reports.values.count { $0.health == .failing } <= 4)
        let again = await desk.reports(of: desk.configuration.sources, pipeline)
        #expect(again.values.allSatisfy { $0.isNetworkAway == nil })
        await pipeline.close()
    }

    @Test("is not seen in sources that failed when others answered") func neverAnswered() async throws {
        let servers = try servers()
        for server in servers.dropFirst() { server.stop() }
        defer { servers[0].stop() }
        let desk = try await PollingDesk(sources(servers))
        let pipeline = try await desk.pipeline()
        _ = await desk.reports(of: [desk.configuration.sources[0]], pipeline)
        let reports = await desk.reports(of: Array(desk.configuration.sources.dropFirst()), pipeline)
        #expect(reports.values.allSatisfy { $0.isNetworkAway == nil && $0.health == .failing })
        await pipeline.close()
    }
}

@Suite("A line that is dead behind a router") struct DeadLineTests {
    private func watch() -> NetworkWatch {
        NetworkWatch(sources: (0..<20).map { feedSource("s\($0)", "http://host\($0).example/") })
    }

    private func findings(_ code: FetchError.Code, _ watch: NetworkWatch) -> [NetworkWatch.Finding] {
        var state = PollState()
        state.lastPoll = .reference
        state.lastSuccess = .reference
        return (0..<8).map { number in
            let error = FetchError(code, url: "http://host\(number).example/", detail: "No.")
            let now = ContinuousClock.now
            return watch.judge([.failure(error)], state: state, begun: now, now: now)
        }
    }

    @Test("is an outage: connections that nobody accepts in time count as hosts out of reach")
    func connecting() {
        let findings = findings(.connect, watch())
        #expect(findings.filter { $0.isAway == true }.count == 1)
        #expect(findings.suffix(4).allSatisfy { $0.isExcused })
    }

    @Test("excuses in hindsight those whose failures proved it, and nobody else") func hindsight() {
        let watch = watch()
        let findings = findings(.dns, watch)
        #expect(findings.prefix(4).allSatisfy { $0.isOpen && !$0.isExcused })
        #expect(findings[4].isExcused)
        #expect(watch.isCutOff)
        var state = PollState()
        state.lastPoll = .reference
        state.failures = 4
        let error = FetchError(.dns, url: "http://host9.example/", detail: "No.")
        let finding = watch.judge([.failure(error)], state: state, begun: .now, now: .now)
        #expect(!finding.isOpen && !finding.isExcused)
    }

    @Test("is not concluded from answers that are late on a connection that stands") func late() {
        #expect(findings(.timeout, watch()).allSatisfy { $0 == NetworkWatch.Finding() })
    }
}
