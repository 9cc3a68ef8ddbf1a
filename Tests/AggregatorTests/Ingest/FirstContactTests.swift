import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("A first poll of many sources of which none can be reached") struct FirstContactTests {
    /// Hosts at which nobody answers any more: to ask them fails at once.
    private func closed(_ count: Int) throws -> [LoopbackServer] {
        try (1...count).map { number in
            let server = try LoopbackServer.start(address: "127.0.6.\(number)") { _ in .init(body: "") }
            server.stop()
            return server
        }
    }

    private func sources(_ servers: [LoopbackServer]) -> [Source] {
        servers.enumerated().map { feedSource("source\($0)", $1.url("/feed")) }
    }

    private func expectNoTrouble(_ desk: PollingDesk, _ reports: some Collection<PollReport>) async throws {
        #expect(reports.count == desk.configuration.sources.count)
        #expect(reports.allSatisfy { $0.isExcused && $0.error == NetworkWatch.sentence })
        #expect(reports.count { $0.isNetworkAway == true } == 1)
        for source in desk.configuration.sources {
            let state = try await desk.state(source.name)
            #expect(state.failures == 0 && state.health == .ok && state.lastPoll == nil)
            #expect(state.nextPollReason == "this machine had no network")
        }
    }

    @Test("holds it against none of them, however soon they fail", arguments: [1, 64])
    func noNetwork(parallel: Int) async throws {
        let servers = try closed(22)
        let desk = try await PollingDesk(sources(servers)) { $0.fetch.parallel = parallel }
        let reports = try await desk.poll()
        try await expectNoTrouble(desk, reports.values)
        withExtendedLifetime(servers) {}
    }

    @Test("is told as the store's failure where nothing can be stored") func storeFails() async throws {
        let servers = try closed(5)
        let desk = try await PollingDesk(sources(servers))
        let store = FillingStore(desk.store.store)
        let pipeline = try await Pipeline(store: store, configuration: desk.configuration) { desk.now }
        await store.hold(items: -1)
        let reports = await desk.reports(of: desk.configuration.sources, pipeline)
        #expect(reports.count == 5)
        for report in reports.values {
            #expect(!report.isExcused && !report.isStored)
            #expect(report.error == "nothing was stored: The disk is full.")
        }
        #expect(pipeline.networkTrouble == NetworkWatch.sentence)
        await pipeline.close()
        withExtendedLifetime(servers) {}
    }

    @Test("is no outage that ends when somebody answers, and none that makes up for one which lasts")
    func followedByOutage() async throws {
        let servers = try closed(5)
        let up = try LoopbackServer.start(address: "127.0.6.99") { _ in .init(body: rss(["One"])) }
        let lost = try (1...5).map { number in
            try LoopbackServer.start(address: "127.0.6.10\(number)") { _ in .init(body: rss(["One"])) }
        }
        defer { for server in [up] + lost { server.stop() } }
        // One at a time, in this order.
        let desk = try await PollingDesk(sources(servers + [up] + lost)) { $0.fetch.parallel = 1 }
        try await desk.poll("source6", "source7", "source8", "source9", "source10")
        for server in lost { server.stop() }
        let pipeline = try await desk.pipeline()
        let all = desk.configuration.sources
        let before = await desk.reports(of: Array(all.prefix(6)), pipeline)
        #expect(before["source5"]?.isNetworkAway == false)
        #expect(before.values.allSatisfy { !$0.isExcused })
        #expect(pipeline.networkTrouble == nil)
        let after = await desk.reports(of: Array(all.suffix(5)), pipeline)
        #expect(after.values.allSatisfy { $0.isExcused })
        #expect(pipeline.networkTrouble == NetworkWatch.sentence)
        await pipeline.close()
        withExtendedLifetime(servers) {}
    }

    @Test("counts as failures of theirs when a single other one answers, though it is the last")
    func oneAnswers() async throws {
        let servers = try closed(21)
        let server = try LoopbackServer.start(address: "127.0.6.99") { _ in .init(body: rss(["One"])) }
        defer { server.stop() }
        // One at a time, so that all others have failed before it is asked.
        let desk = try await PollingDesk(sources(servers + [server])) { $0.fetch.parallel = 1 }
        let reports = try await desk.poll()
        #expect(reports["source21"]?.new == 1)
        let others = reports.values.filter { $0.source != "source21" }
        #expect(others.count == 21)
        #expect(others.allSatisfy { !$0.isExcused && $0.health == .failing && $0.isNetworkAway == nil })
        #expect(try await desk.state("source0").failures == 1)
        withExtendedLifetime(servers) {}
    }

    @Test("holds it against none of them when each is polled by itself") func byThemselves() async throws {
        let servers = try closed(22)
        let desk = try await PollingDesk(sources(servers))
        let pipeline = try await pipeline(desk, patience: .seconds(3600))
        let reports = await withTaskGroup(of: [PollReport].self) { group in
            for source in desk.configuration.sources {
                group.addTask { await pipeline.poll(group: [source]) }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        try await expectNoTrouble(desk, reports)
        await pipeline.close()
        withExtendedLifetime(servers) {}
    }

    private func pipeline(_ desk: PollingDesk, patience: Duration) async throws -> Pipeline {
        try await Pipeline(
            store: desk.store.store, configuration: desk.configuration, secrets: SecretMemory(),
            patience: patience
        ) { desk.now }
    }

    @Test("is a failure of the one that was asked when no other is in time") func alone() async throws {
        let servers = try closed(5)
        let desk = try await PollingDesk(sources(servers))
        let pipeline = try await pipeline(desk, patience: .zero)
        let report = await pipeline.poll(group: [desk.configuration.sources[0]]).first
        #expect(report?.isExcused == false)
        #expect(report?.health == .failing)
        await pipeline.close()
        withExtendedLifetime(servers) {}
    }

    @Test("leaves no trace of those in doubt when the round is ended") func roundEnded() async throws {
        let servers = try closed(3)
        let slow = try LoopbackServer.start(address: "127.0.6.99") { _ in
            var answer = LoopbackServer.Response(body: rss(["One"]))
            answer.steps.insert(.stall, at: 0)
            return answer
        }
        defer { slow.stop() }
        // One at a time, so that all others have failed when the last one is asked.
        let desk = try await PollingDesk(sources(servers + [slow])) { $0.fetch.parallel = 1 }
        let pipeline = try await desk.pipeline()
        let all = desk.configuration.sources
        let round = Task {
            await PollRound(poller: pipeline.poller, parallel: 1, perHost: 1)
                .run(Pipeline.groups(all), of: all) { _ in }
        }
        #expect(await slow.waitForStalled(1))
        round.cancel()
        await round.value
        for source in all {
            #expect(try await desk.state(source.name) == PollState())
        }
        await pipeline.close()
        withExtendedLifetime(servers) {}
    }

    @Test("leaves no trace of the one that waits for others when it is stopped") func stopped() async throws {
        let servers = try closed(5)
        let desk = try await PollingDesk(sources(servers))
        let pipeline = try await pipeline(desk, patience: .seconds(3600))
        pipeline.endWaiting()
        #expect(await pipeline.poll(group: [desk.configuration.sources[0]]).isEmpty)
        #expect(try await desk.state("source0") == PollState())
        await pipeline.close()
        withExtendedLifetime(servers) {}
    }
}
