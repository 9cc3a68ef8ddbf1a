import Foundation
import Testing

@testable import Aggregator

@Suite("A source that falls silent")
struct QuietSourceTests {
    /// The health so many days after the last posting of a source that posted at these ages before noon.
    private func health(_ ages: [Double], after days: Double, quietAfter: QuietAfter = .auto) -> SourceHealth
    {
        let source = plainSource { $0.quietAfter = quietAfter }
        let state = learnt(ages, source: source)
        let now = noon.addingTimeInterval(days * day)
        let later = PollMachine(source: source).next(
            after: PollOutcome(.notModified), from: state, now: now, jitter: 0.5)
        return SourceHealth(later.health, later.reason)
    }

    private let daily = (0..<30).map { Double($0) * day }
    private let weekly = (0..<20).map { Double($0) * 7 * day }

    @Test("is missed after seven of its gaps, and not before")
    func steady() {
        #expect(health(daily, after: 6.5).health == .ok)
        let quiet = health(daily, after: 8)
        #expect(quiet.health == .quiet)
        #expect(quiet.reason == "nothing new for 8 days; it usually posts every 24 hours")
        #expect(health(weekly, after: 40).health == .ok)
        #expect(health(weekly, after: 50).health == .quiet)
    }

    @Test("is never missed within three days, however busy it was")
    func weekend() {
        let busy = (0..<400).map { Double($0) * 600 }
        #expect(health(busy, after: 2.9).health == .ok)
        let quiet = health(busy, after: 3.2)
        #expect(quiet.reason == "nothing new for 3 days; it usually posts every 10 minutes")
    }

    @Test("that has been silent for long before is given twice that time")
    func bursty() {
        // Four items in a day, then a month of nothing, then four more.
        let ages = [0, 0.1, 0.2, 0.3, 30, 30.1, 30.2, 30.3].map { $0 * day }
        #expect(health(ages, after: 45).health == .ok)
        #expect(health(ages, after: 60).health == .quiet)
    }

    @Test("is judged by the limit that a person sets, or not at all")
    func configured() {
        #expect(health(daily, after: 2, quietAfter: .after(.seconds(86400))).health == .quiet)
        #expect(
            health(daily, after: 1.5, quietAfter: .after(.seconds(86400))).reason
                == "nothing new for a day; it usually posts every 24 hours")
        #expect(health(daily, after: 20, quietAfter: .after(.seconds(30 * 86400))).health == .ok)
        #expect(health(daily, after: 400, quietAfter: .never).health == .ok)
    }

    @Test("isn't judged while too little is known of it")
    func unknown() {
        #expect(health([day, 2 * day], after: 30).health == .ok)
    }

    @Test("that never showed an item is told after a week, with the day since when")
    func neverAny() {
        let source = plainSource()
        let machine = PollMachine(source: source)
        var state = machine.next(after: read(window: 0, at: noon), from: PollState(), now: noon, jitter: 0.5)
        #expect(state.health == .ok)
        let later = noon.addingTimeInterval(8 * day)
        state = machine.next(after: read(window: 0, at: later), from: state, now: later, jitter: 0.5)
        #expect(state.health == .quiet)
        #expect(state.reason == "it answers, but has shown no items since 2026-01-05")
    }

    @Test("is well again with the next item")
    func again() {
        let machine = PollMachine(source: plainSource())
        let later = noon.addingTimeInterval(20 * day)
        var state = machine.next(
            after: PollOutcome(.notModified), from: learnt(daily), now: later, jitter: 0.5)
        #expect(state.health == .quiet)
        state.markReported()
        state = machine.next(after: read(new: [60], at: later), from: state, now: later, jitter: 0.5)
        #expect(state.health == .ok)
        #expect(state.unreportedChange?.sentence == "is well again after being quiet")
    }
}

@Suite("A source that answers slowly")
struct SlowSourceTests {
    private func run(_ milliseconds: [Int]) -> PollState {
        let machine = PollMachine(source: plainSource())
        var state = learnt([day, 2 * day, 3 * day])
        for (index, taken) in milliseconds.enumerated() {
            var outcome = PollOutcome(.notModified)
            outcome.milliseconds = taken
            state = machine.next(
                after: outcome, from: state, now: noon.addingTimeInterval(Double(index) * hour), jitter: 0.5)
        }
        return state
    }

    @Test("three times in a row is slow, with the last time in the sentence")
    func three() {
        #expect(run([12000, 11000]).health == .ok)
        let state = run([12000, 11000, 15900])
        #expect(state.health == .slow)
        #expect(state.reason == "its last 3 answers were slow, the last one took 15 s")
    }

    @Test("is forgiven by one quick answer")
    func forgiven() {
        #expect(run([12000, 12000, 12000, 300]).health == .ok)
        #expect(run([12000, 12000, 300, 12000]).health == .ok)
    }
}

@Suite("The word for a source's state")
struct HealthWordTests {
    private let working = learnt((1...30).map { Double($0) * 8 * hour })

    private func after(_ result: PollOutcome.Result, status: Int?, message: String?) -> PollState {
        var outcome = PollOutcome(result)
        outcome.status = status
        outcome.message = message
        return PollMachine(source: plainSource()).next(after: outcome, from: working, now: noon, jitter: 0.5)
    }

    @Test("is blocked by a wall or by robots.txt, with the sentence that names it")
    func blocked() {
        let wall = after(
            .blocked(wall: "Cloudflare"), status: 403, message: "a.example answered with a wall.")
        #expect(wall.health == .blocked)
        #expect(wall.reason == "a.example answered with a wall.")
        let robots = after(.robots, status: nil, message: "robots.txt of a.example forbids it.")
        #expect(robots.health == .blocked)
        #expect(robots.reason == "robots.txt of a.example forbids it.")
    }

    @Test("is broken at once when the answer can't be read, with the sentence that names what")
    func broken() {
        let state = after(.broken, status: 200, message: "nothing matches \"li.card\" any more")
        #expect(state.health == .broken)
        #expect(state.reason == "nothing matches \"li.card\" any more")
    }

    @Test("is gone after 410, with a way back")
    func gone() {
        let state = after(.gone, status: 410, message: "a.example says that it is gone for good (HTTP 410).")
        #expect(state.health == .gone)
        #expect(
            state.reason
                == "a.example says that it is gone for good (HTTP 410); it isn't asked any more until its url is changed"
        )
        #expect(state.nextPoll == nil)
    }

    @Test("is paused when the configuration says so, whatever came before")
    func paused() {
        let source = plainSource { $0.paused = true }
        #expect(working.health(of: source) == SourceHealth(.paused, "paused in the configuration"))
        #expect(working.health(of: plainSource()).health == .ok)
    }

    @Test("is told with the time since when it holds, which a new sentence doesn't change")
    func since() {
        let machine = PollMachine(source: plainSource())
        var state = working
        var first: Date?
        for step in 0..<4 {
            let now = noon.addingTimeInterval(Double(step) * day)
            var outcome = PollOutcome(.broken)
            outcome.message = "fault \(step)"
            state = machine.next(after: outcome, from: state, now: now, jitter: 0.5)
            if step == 0 { first = state.healthSince }
        }
        #expect(first == noon)
        #expect(state.healthSince == noon)
        #expect(state.reason == "fault 3")
    }

    @Test("is told once: a second report says nothing, also when only the sentence differs")
    func once() {
        let machine = PollMachine(source: plainSource())
        var state = working
        state.healthIs(SourceHealth(.failing, "one"), at: noon)
        #expect(state.unreportedChange == HealthChange(from: .ok, to: .failing, reason: "one"))
        state.markReported()
        state.healthIs(SourceHealth(.failing, "two"), at: noon)
        #expect(state.unreportedChange == nil)
        state = machine.next(after: read(new: [1], at: noon), from: state, now: noon, jitter: 0.5)
        #expect(state.unreportedChange?.to == .ok)
    }

    @Test("has a sentence of its own when nothing else is known")
    func fallback() {
        #expect(HealthChange(from: .ok, to: .failing, reason: nil).sentence == "is failing")
        #expect(
            HealthChange(from: .failing, to: .ok, reason: "x").sentence == "is well again after being failing"
        )
    }
}

@Suite("The rate of a source")
struct LearntRateTests {
    private func rate(_ ages: [Double], at now: Date = noon) -> PostingRate {
        var rate = PostingRate()
        rate.note(ages.map { now.addingTimeInterval(-$0) }, now: now)
        return rate
    }

    @Test("is near what it posts, rather below, whatever that is", arguments: [0.5, 3, 12, 24, 72])
    func near(hours: Double) {
        let perDay = 24 / hours
        let rate = rate((1...Int(56 * perDay)).map { Double($0) * hours * hour })
        #expect((0.6 * perDay...1.2 * perDay).contains(rate.perSecond(now: noon) * day))
    }

    @Test("of a source without items is low, but not nothing")
    func prior() {
        let perWeek = PostingRate().perSecond(now: noon) * 7 * day
        #expect((0.1...2).contains(perWeek))
    }

    @Test("sinks while nothing comes")
    func sinks() {
        let rate = rate((1...60).map { Double($0) * 12 * hour })
        let rates = (0...6).map { rate.perSecond(now: noon.addingTimeInterval(Double($0) * 7 * day)) }
        #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("doesn't depend on how many polls it was learnt in")
    func incremental() {
        let times = (1...40).map { noon.addingTimeInterval(Double($0) * 5 * hour) }
        let end = noon.addingTimeInterval(210 * hour)
        var atOnce = PostingRate()
        atOnce.note(times, now: end)
        var stepwise = PostingRate()
        for time in times { stepwise.note([time], now: time.addingTimeInterval(60)) }
        stepwise.note([], now: end)
        #expect(abs(atOnce.perSecond(now: end) / stepwise.perSecond(now: end) - 1) < 0.02)
        #expect(atOnce.count == stepwise.count)
        #expect(atOnce.last == stepwise.last)
        #expect(
            atOnce.longestGap == stepwise.longestGap || abs(atOnce.longestGap - stepwise.longestGap) < 600)
    }

    private static let moments: [(Double, Int)] = [(0, 72), (345_600, 0), (-3600, 71), (1_767_614_400, 12)]

    @Test("knows the hour of the week", arguments: moments)
    func hourOfWeek(seconds: Double, expected: Int) {
        #expect(PostingRate.hourOfWeek(Date(timeIntervalSince1970: seconds)) == expected)
    }

    @Test("keeps the postings of the last half hour only, five at most")
    func recent() {
        #expect(rate([60, 120, 1700, 1900]).recent.count == 3)
        #expect(rate((1...20).map { Double($0) * 30 }).recent.count == 5)
        var later = rate([60, 120])
        let now = noon.addingTimeInterval(1700)
        later.note([now], now: now)
        #expect(later.recent == [noon.addingTimeInterval(-60), now])
    }

    @Test("has a mean gap only when enough is known")
    func meanGap() {
        #expect(rate([day, 2 * day, 3 * day, 4 * day]).meanGap == nil)
        #expect(rate([day, 2 * day, 3 * day, 4 * day, 5 * day]).meanGap == day)
        #expect(rate(Array(repeating: day, count: 9)).meanGap == nil)
    }
}
