import FeedFetch
import Foundation
import Synchronization
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

    /// Stops servers, which keep their ports as long as they live.
    private func stop(_ servers: some Sequence<LoopbackServer>) {
        for server in servers { server.stop() }
    }

    private func sources(_ servers: [LoopbackServer]) -> [Source] {
        servers.enumerated().map { feedSource("source\($0)", $1.url("/feed")) }
    }

    @Test("holds it against no source, and asks all of them again soon") func outage() async throws {
        let servers = try servers()
        defer { stop(servers) }
        let desk = try await PollingDesk(sources(servers))
        try await desk.poll()
        stop(servers)
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
            #expect(state.failures == 0)
            let wait = try #require(state.nextPoll).timeIntervalSince(desk.now)
            #expect((300...361).contains(wait))
            #expect(state.nextPollReason == "this machine had no network")
        }
    }

    /// A desk whose sources have all worked, and of whose servers the last one goes on.
    private func deskWithOneThatLasts() async throws -> (PollingDesk, LoopbackServer) {
        let servers = try servers()
        defer { stop(servers) }
        let last = try LoopbackServer.start(address: "127.0.0.8") { _ in .init(body: rss(["One"])) }
        // One at a time, so that the last one is asked when all others have failed.
        let desk = try await PollingDesk(sources(servers + [last])) { $0.fetch.parallel = 1 }
        try await desk.poll()
        return (desk, last)
    }

    @Test("holds it against no source when it finds it again within the round") func backWithin() async throws
    {
        let (desk, last) = try await deskWithOneThatLasts()
        defer { last.stop() }
        desk.advance(hours: 1)
        let reports = try await desk.poll()
        #expect(reports["source6"]?.isNetworkAway == false)
        let others = reports.values.filter { $0.source != "source6" }
        #expect(others.count == 6)
        #expect(others.allSatisfy { $0.isExcused && $0.health == .ok })
        #expect(others.count { $0.isNetworkAway == true } == 1)
        for number in 0..<6 {
            let state = try await desk.state("source\(number)")
            #expect(state.failures == 0)
            #expect(state.nextPollReason == "this machine had no network")
        }
    }

    @Test("is believed three times in a row while others are reached, then the source counts as failing")
    func tooOften() async throws {
        let (desk, last) = try await deskWithOneThatLasts()
        defer { last.stop() }
        for failures in [0, 0, 0, 1, 2] {
            desk.advance(hours: 1)
            let reports = try await desk.poll()
            // Others may be excused: the network is away for all, and back, whosever failure shows it.
            #expect(reports.values.count { $0.isNetworkAway == true } == 1)
            #expect(reports.values.count { $0.isNetworkAway == false } == 1)
            let report = reports["source0"]
            #expect(report?.isExcused == (failures == 0))
            #expect(report?.error != nil)
            #expect(report?.health == (failures < 2 ? .ok : .failing))
            #expect(try await desk.state("source0").failures == failures)
        }
    }

    @Test("is told once that it is back") func back() async throws {
        let servers = try servers()
        defer { stop(servers) }
        let desk = try await PollingDesk(sources(servers))
        try await desk.poll()
        stop(servers.dropFirst())
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
        defer { stop(servers) }
        stop(servers)
        let desk = try await PollingDesk(sources(servers))
        let pipeline = try await desk.pipeline()
        let reports = await desk.reports(of: desk.configuration.sources, pipeline)
        #expect(reports.values.filter { $0.isNetworkAway == true }.count == 1)
        #expect(reports.values.allSatisfy { $0.error != nil })
        desk.advance(hours: 1)
        // Five prove it, and are no more to blame than the sixth.
        #expect(reports.values.allSatisfy { $0.isExcused && $0.health == .ok })
        let again = await desk.reports(of: desk.configuration.sources, pipeline)
        #expect(again.values.allSatisfy { $0.isNetworkAway == nil })
        await pipeline.close()
    }

    @Test(
        "is seen in sources of several addresses, dated from when they were asked, not from when they stood in line"
    )
    func standingInLine() async throws {
        let isSlow = Mutex(false)
        let slow = try LoopbackServer.start { _ in
            var answer = LoopbackServer.Response(body: rss(["One"]))
            if isSlow.withLock({ $0 }) { answer.steps.insert(.stall, at: 0) }
            return answer
        }
        let servers = try servers().dropLast()
        defer {
            slow.stop()
            stop(servers)
        }
        let others = servers.map { server in
            feedSource(server.host, server.url("/feed")) { $0.urls.append(server.url("/more")) }
        }
        let desk = try await PollingDesk([feedSource("slow", slow.url("/feed"))] + others) {
            $0.fetch.parallel = 1
        }
        try await desk.poll()
        stop(servers)
        isSlow.withLock { $0 = true }
        let pipeline = try await desk.pipeline()
        async let polled = desk.reports(of: desk.configuration.sources, pipeline)
        #expect(await slow.waitForStalled(1))
        // All five prove it together: the first of them stands in line while the slow one is waited for.
        slow.release()
        let reports = await polled
        #expect(reports["slow"]?.error == nil)
        #expect(reports.values.filter { $0.isNetworkAway == true }.count == 1)
        await pipeline.close()
    }

    @Test("is not seen in sources that failed when others answered") func neverAnswered() async throws {
        let servers = try servers()
        defer { stop(servers) }
        stop(servers.dropFirst())
        let desk = try await PollingDesk(sources(servers))
        let pipeline = try await desk.pipeline()
        let first = await desk.reports(of: [desk.configuration.sources[0]], pipeline)
        #expect(first["source0"]?.new == 1)
        let reports = await desk.reports(of: Array(desk.configuration.sources.dropFirst()), pipeline)
        #expect(reports.values.allSatisfy { $0.isNetworkAway == nil && $0.health == .failing })
        await pipeline.close()
    }
}
