import Foundation
import Testing

@testable import Aggregator

@Suite("A source that this machine's network kept out of reach") struct ExcuseTests {
    private let machine = PollMachine(source: plainSource())
    private let working = learnt((1...30).map { Double($0) * 8 * hour })

    @Test("is asked again soon, but what is due later stays so")
    func satOut() {
        var due = working
        due.nextPoll = noon
        let soon = noon.addingTimeInterval(300)
        #expect(machine.satOut(due, until: soon, now: noon).nextPoll == soon)
        #expect(machine.satOut(PollState(), until: soon, now: noon).nextPoll == soon)
        due.nextPoll = noon.addingTimeInterval(day)
        let forced = machine.satOut(due, until: soon, now: noon)
        #expect(forced.nextPoll == due.nextPoll)
        #expect(forced.nextPollReason == due.nextPollReason)
    }

    @Test("begins anew with its excuses when it has answered, and has none more for an outage that goes on")
    func excuses() {
        var state = working
        for hours in 1...9 {
            let now = noon.addingTimeInterval(Double(hours) * hour)
            let lastAnswer = hours < 4 ? now.addingTimeInterval(-60) : noon.addingTimeInterval(3 * hour - 60)
            #expect(state.isExcusable(lastAnswer, now: now))
            state = machine.satOut(
                state, until: now.addingTimeInterval(300), lastAnswer: lastAnswer, now: now)
            #expect(state.excuses == min(hours, 3))
        }
        let now = noon.addingTimeInterval(10 * hour)
        #expect(!state.isExcusable(now, now: now))
        #expect(state.isExcusable(nil, now: now))
        state = machine.next(after: PollOutcome(.notModified), from: state, now: now)
        #expect(state.isExcusable(now, now: now))
        #expect(state.excuses == 0 && state.lastExcuse == nil)
    }

    /// The state after three failures, an hour between them, that were excused while others answered.
    private func excusedThrice() -> PollState {
        (1...3).reduce(working) { state, hours in
            let now = noon + Double(hours) * hour
            return machine.satOut(state, until: now + 300, lastAnswer: now - 60, now: now)
        }
    }

    @Test(
        "is excused again after a failure that counted, for as long as nobody has answered since that",
        arguments: [false, true])
    func afterCounted(isHeld: Bool) {
        var state = excusedThrice()
        let (answered, counted) = (noon + 3.5 * hour, noon + 4 * hour)
        #expect(!state.isExcusable(answered, now: counted))
        state =
            isHeld
            ? machine.heldOff(state, until: counted + day, after: failure(nil), now: counted)
            : machine.next(after: failure(nil), from: state, now: counted)
        for minutes in [12.0, 24] {
            let now = counted + minutes * minute
            #expect(state.isExcusable(answered, now: now))
            state = machine.satOut(state, until: now + 300, lastAnswer: answered, now: now)
            #expect(state.failures + state.partFailures == 1)
        }
        #expect(!state.isExcusable(noon + 5 * hour, now: noon + 5 * hour))
    }

    @Test("has no more excuses than others when one was put down while the clock was ahead")
    func excusedAhead() {
        let ahead = noon + 300 * day
        var state = machine.satOut(working, until: ahead + 300, lastAnswer: ahead - 60, now: ahead)
        for hours in 1...3 {
            let now = noon + Double(hours) * hour
            #expect(state.isExcusable(now - 60, now: now) == (hours < 3))
            state = machine.satOut(state, until: now + 300, lastAnswer: now - 60, now: now)
        }
        state = excusedThrice()
        state.lastExcuse = ahead
        #expect(!state.isExcusable(noon, now: noon))
        #expect(state.isExcusable(nil, now: noon))
    }
}
