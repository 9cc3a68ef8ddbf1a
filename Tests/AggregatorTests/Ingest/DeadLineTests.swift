import FeedFetch
import Foundation
import TestSupport
import Testing

@testable import Aggregator

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

    @Test("excuses nobody whose asking was stopped") func stopped() {
        let watch = watch()
        _ = findings(.dns, watch)
        #expect(watch.isCutOff)
        #expect(findings(.timeout, watch).allSatisfy { $0.isExcused })
        let stopped = findings(.cancelled, watch)
        #expect(stopped.allSatisfy { !$0.isDoubtful && $0.isAway == nil })
        let partly = watch.judge([failure(.dns, host: 0), failure(.cancelled, host: 1)], state: Self.working)
        #expect(!partly.isDoubtful)
    }

    @Test("is not concluded from answers that are late on a connection that stands") func late() {
        #expect(findings(.timeout, watch()).allSatisfy { !$0.isDoubtful && $0.isAway == nil })
    }
}
