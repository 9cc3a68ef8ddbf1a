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

    @Test("holds it against no source when it finds it again within the round") func backWithin() async throws
    {
        let servers = try servers()
        let last = try LoopbackServer.start(address: "127.0.0.8") { _ in .init(body: rss(["One"])) }
        defer {
            stop(servers)
            last.stop()
        }
        // One at a time, so that the last one is asked when all others have failed.
        let desk = try await PollingDesk(sources(servers + [last])) { $0.fetch.parallel = 1 }
        try await desk.poll()
        stop(servers)
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
        let servers = try servers()
        let last = try LoopbackServer.start(address: "127.0.0.8") { _ in .init(body: rss(["One"])) }
        defer {
            stop(servers)
            last.stop()
        }
        let desk = try await PollingDesk(sources(servers + [last])) { $0.fetch.parallel = 1 }
        try await desk.poll()
        stop(servers)
        for failures in [0, 0, 0, 1, 2] {
            desk.advance(hours: 1)
            let report = try await desk.poll()["source0"]
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

@Suite("A line that is dead behind a router") struct DeadLineTests {
    private func watch() -> NetworkWatch {
        NetworkWatch(sources: (0..<20).map { feedSource("s\($0)", "http://host\($0).example/") })
    }

    private func findings(
        _ code: FetchError.Code, _ watch: NetworkWatch, _ change: (inout PollState) -> Void = { _ in }
    ) -> [NetworkWatch.Finding] {
        var state = PollState()
        state.lastPoll = .reference
        state.lastSuccess = .reference
        change(&state)
        return (0..<8).map { watch.judge([failure(code, host: $0)], state: state) }
    }

    private func failure(
        _ code: FetchError.Code, host: Int, begun: ContinuousClock.Instant = .now, took: Duration = .zero
    ) -> TimedAnswer {
        let error = FetchError(code, url: "http://host\(host).example/", detail: "No.")
        return TimedAnswer(answer: .failure(error), span: FetchSpan(begun: begun, ended: begun + took))
    }

    private func sign(begun: ContinuousClock.Instant, ended: ContinuousClock.Instant) -> TimedAnswer {
        let gone = FetchError(.status, url: "http://host19.example/", detail: "No.", status: 410)
        return TimedAnswer(answer: .failure(gone), span: FetchSpan(begun: begun, ended: ended))
    }

    @Test(
        "excuses those that worked for good when what was asked after they had failed is answered, and else nobody",
        arguments: [(true, 11, true), (true, 5, false), (false, 11, false)])
    func afterwards(worked: Bool, asked: Int, isExcused: Bool) {
        let watch = watch()
        let begun = ContinuousClock.now
        var state = PollState()
        if worked { (state.lastPoll, state.lastSuccess) = (.reference, .reference) }
        let findings = (0..<19).map {
            watch.judge([failure(.connect, host: $0, begun: begun, took: .seconds(10))], state: state)
        }
        #expect(watch.isCutOff && findings.allSatisfy(\.isDoubtful))
        let back = sign(begun: begun + .seconds(asked), ended: begun + .seconds(12))
        #expect(watch.judge([back], state: state).isAway == false)
        // Another answer, however late, changes nothing.
        let late = sign(begun: begun + .seconds(20), ended: begun + .seconds(21))
        for _ in 0..<2 {
            let decided = findings.map(watch.reconsidered)
            #expect(decided.allSatisfy { $0.isExcused == isExcused && !$0.isOpen })
            #expect(decided.contains { $0.isAway == true } == isExcused)
            #expect(watch.judge([late], state: state).isAway == nil)
        }
        // Who is asked when it is over is in trouble of its own.
        let after = watch.judge([failure(.connect, host: 0, begun: begun + .seconds(22))], state: state)
        #expect(!watch.reconsidered(after).isExcused)
    }

    private static let working: PollState = {
        var state = PollState()
        (state.lastPoll, state.lastSuccess) = (.reference, .reference)
        return state
    }()

    /// Hosts that worked fail at once when they are asked, a second between each two.
    private func lost(
        _ hosts: Range<Int>, from begun: ContinuousClock.Instant, _ watch: NetworkWatch
    ) -> [NetworkWatch.Finding] {
        hosts.map { number in
            let asked = begun + .seconds(number - hosts.lowerBound)
            return watch.judge(
                [failure(.dns, host: number, begun: asked, took: .milliseconds(1))], state: Self.working)
        }
    }

    @Test("excuses those of an outage that is over also when another one follows it") func twice() {
        let watch = watch()
        let start = ContinuousClock.now
        let first = lost(0..<5, from: start, watch)
        let back = sign(begun: start + .seconds(9), ended: start + .seconds(10))
        #expect(watch.judge([back], state: Self.working).isAway == false)
        let second = lost(5..<10, from: start + .seconds(20), watch)
        #expect(watch.isCutOff)
        for isOver in [false, true] {
            if isOver {
                let back = sign(begun: start + .seconds(30), ended: start + .seconds(31))
                #expect(watch.judge([back], state: Self.working).isAway == false)
            }
            for findings in [first, second] {
                let decided = findings.map(watch.reconsidered)
                #expect(decided.allSatisfy { $0.isExcused && !$0.isOpen })
                #expect(decided.count { $0.isAway == true } == 1)
            }
        }
        // An answer that is told late shows that the first one was none.
        _ = watch.judge([sign(begun: start + .seconds(1), ended: start + .seconds(11))], state: Self.working)
        let decided = (first + second).map(watch.reconsidered)
        #expect(
            decided.map(\.isExcused) == [true] + [false, false, false, false]
                + Array(repeating: true, count: 5))
    }

    @Test(
        "excuses those that had failed when an answer comes on a connection that stands, and nobody later",
        arguments: [(16, true), (2, false)])
    func survivor(ended: Int, isExcused: Bool) {
        let watch = watch()
        let start = ContinuousClock.now
        var findings = lost(0..<8, from: start, watch)
        let back = sign(begun: start - .seconds(1), ended: start + .seconds(ended))
        #expect(watch.judge([back], state: Self.working).isAway == false)
        // One whose failure is told after the answer.
        findings += lost(8..<9, from: start + .seconds(8), watch)
        let later = sign(begun: start + .seconds(9), ended: start + .seconds(10))
        _ = watch.judge([later], state: Self.working)
        for (number, finding) in findings.enumerated() {
            #expect(watch.reconsidered(finding).isExcused == (isExcused || number < ended))
        }
        let after = lost(9..<10, from: start + .seconds(17), watch)
        #expect(watch.reconsidered(after[0]).isExcused == false)
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
        let finding = watch.judge([failure(.dns, host: 9)], state: state)
        #expect(!finding.isOpen && !finding.isExcused)
    }

    @Test(
        "is shown by sources that were failing by one of several addresses only, and by no other failing ones"
    )
    func failingParts() {
        func isSeen(_ partFailures: Int) -> Bool {
            findings(.connect, watch()) {
                $0.health = .failing
                $0.partFailures = partFailures
            }.contains { $0.isAway == true }
        }
        #expect(isSeen(2))
        #expect(!isSeen(0))
    }

    @Test("is judged by each of several addresses from when that was asked") func dates() {
        let begun = ContinuousClock.now
        func isSeen(second: Duration) -> Bool {
            let watch = watch()
            var state = PollState()
            state.lastPoll = .reference
            state.lastSuccess = .reference
            _ = watch.judge([sign(begun: begun, ended: begun + .seconds(1))], state: state)
            return (0..<5).map { number in
                let answers = [
                    failure(.connect, host: number, begun: begun),
                    failure(.connect, host: number, begun: begun + second),
                ]
                return watch.judge(answers, state: state)
            }.contains { $0.isAway == true }
        }
        #expect(isSeen(second: .seconds(2)))
        #expect(!isSeen(second: .milliseconds(500)))
    }

    @Test("is not concluded from answers that are late on a connection that stands") func late() {
        #expect(findings(.timeout, watch()).allSatisfy { !$0.isDoubtful && $0.isAway == nil })
    }
}
