import Aggregator
import Foundation
import Testing

/// A source that has worked so far.
private let working = learnt((1...30).map { Double($0) * 8 * hour })

@Suite("A source whose host asks to be left alone") struct HeldOffTests {
    @Test("waits for that, but is never brought forward")
    func heldOff() {
        let machine = PollMachine(source: plainSource())
        let until = noon.addingTimeInterval(9 * hour)
        let held = machine.heldOff(working, until: until, now: noon)
        #expect(held.nextPoll == until)
        #expect(held.nextPollReason == "its host asks to be left alone until then")
        let early = noon.addingTimeInterval(60)
        #expect(
            machine.heldOff(working, until: until, isSpacing: true, now: noon).nextPollReason
                == "its host wants time between requests, and others come first")
        #expect(machine.heldOff(working, until: early, now: noon).nextPoll == working.nextPoll)
    }

    @Test(
        "waits longer each time that its other address fails, never less than its interval"
    )
    func heldOffFailing() {
        for (every, waits) in [
            (hour / 4, [15 * minute, 30 * minute, hour]), (9 * hour, [9 * hour, 9 * hour]),
        ] {
            var source = plainSource()
            source.every = .seconds(Int64(every))...Duration.seconds(Int64(day))
            let machine = PollMachine(source: source)
            var state = working
            state.nextPoll = noon
            for (number, wait) in waits.enumerated() {
                state = machine.heldOff(
                    state, until: noon + 7 * day, after: failure(500), now: noon, jitter: 0)
                #expect(state.nextPoll == noon.addingTimeInterval(wait))
                #expect(state.failures == 0)
                #expect(state.health == (number == 0 ? .ok : .failing))
            }
            #expect(state.partFailures == waits.count)
        }
    }

    @Test(
        "waits until the first of its addresses may be asked when the other one is told to rest, too",
        arguments: [(3.0, 168.0, 3.0), (168, 3, 3), (168, 168, 168), (0.01, 168, 0.5)])
    func heldOffAll(held: Double, asked: Double, hours: Double) {
        var state = working
        state.nextPoll = noon
        var failed = failure(429)
        failed.retryAfter = Int(asked * hour)
        let until = noon + held * hour
        let next = PollMachine(source: plainSource()).heldOff(
            state, until: until, after: failed, now: noon, jitter: 0)
        #expect(next.nextPoll == noon + hours * hour)
        #expect(next.nextPollReason.hasPrefix("back-off") == (hours < 1))
    }

    @Test("waits by the time that it is, were the clock ahead at the last poll")
    func heldOffAhead() {
        var ahead = working
        (ahead.lastPoll, ahead.nextPoll) = (noon + 300 * day, noon + 300 * day + hour)
        let machine = PollMachine(source: plainSource())
        #expect(machine.heldOff(ahead, until: noon + 2 * hour, now: noon).nextPoll == noon + 2 * hour)
        #expect(machine.heldOff(ahead, until: noon + 60, now: noon).nextPoll == noon + hour)
        let failed = machine.heldOff(ahead, until: noon + day, after: failure(500), now: noon, jitter: 0)
        #expect(failed.nextPoll == noon + hour)
        #expect(failed.lastPoll == noon)
    }

    @Test("stays gone if it is")
    func heldOffGone() {
        let gone = PollMachine(source: plainSource()).next(
            after: PollOutcome(.gone), from: working, now: noon)
        let machine = PollMachine(source: plainSource())
        for held in [
            machine.heldOff(gone, until: noon.addingTimeInterval(9 * hour), now: noon),
            machine.heldOff(gone, until: noon + day, after: failure(500), now: noon),
        ] {
            #expect(held.disabled)
            #expect(held.nextPoll == nil)
        }
    }
}
