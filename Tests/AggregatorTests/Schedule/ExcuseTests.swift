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
            #expect(state.isExcusable(lastAnswer))
            state = machine.satOut(
                state, until: now.addingTimeInterval(300), lastAnswer: lastAnswer, now: now)
            #expect(state.excuses == min(hours, 3))
        }
        let now = noon.addingTimeInterval(10 * hour)
        #expect(!state.isExcusable(now))
        #expect(state.isExcusable(nil))
        state = machine.next(after: PollOutcome(.notModified), from: state, now: now)
        #expect(state.isExcusable(now))
        #expect(state.excuses == 0 && state.lastExcuse == nil)
    }
}
