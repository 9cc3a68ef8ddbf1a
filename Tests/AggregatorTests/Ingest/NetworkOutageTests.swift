import Aggregator
import Foundation
import TestSupport
import Testing

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

    @Test("is not seen in sources that never answered") func neverAnswered() async throws {
        let servers = try servers()
        for server in servers { server.stop() }
        let desk = try await PollingDesk(sources(servers))
        let reports = try await desk.poll()
        #expect(reports.values.allSatisfy { $0.isNetworkAway == nil && $0.health == .failing })
    }
}
