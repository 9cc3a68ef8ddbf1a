import Aggregator
import Foundation
import Testing

/// Monday, 5 January 2026, 12:00 UTC.
let noon = Date(timeIntervalSince1970: 1_767_614_400)
let minute = 60.0
let hour = 3600.0
let day = 86400.0

/// A source with the default bounds.
func plainSource(_ change: (inout Source) -> Void = { _ in }) -> Source {
    var source = Source(name: "s", urls: ["https://example.org/feed.xml"])
    change(&source)
    return source
}

/// A document that was read, with items posted so many seconds ago.
func read(new: [Double] = [], all: [Double] = [], window: Int = 20, at now: Date) -> PollOutcome {
    var outcome = PollOutcome(.read(newItems: new.map { now.addingTimeInterval(-$0) }))
    outcome.status = 200
    outcome.itemTimes = all.map { now.addingTimeInterval(-$0) }
    outcome.window = window
    outcome.carriesOn = true
    return outcome
}

/// A failure with a status.
func failure(_ status: Int?, _ result: PollOutcome.Result = .failed(transient: true)) -> PollOutcome {
    var outcome = PollOutcome(result)
    outcome.status = status
    outcome.message = "it went wrong"
    return outcome
}

/// Seconds from a time to the next poll.
func wait(_ state: PollState, from now: Date) -> Double {
    state.nextPoll?.timeIntervalSince(now) ?? -1
}

/// The state after the first poll of a source whose items were posted at these ages.
func learnt(
    _ ages: [Double], source: Source = plainSource(), at now: Date = noon, price: PollPrice = .standard
)
    -> PollState
{
    PollMachine(source: source, price: price).next(
        after: read(all: ages, at: now), from: PollState(), now: now, jitter: 0.5)
}

@Suite("The interval of a source that answers")
struct LearntIntervalTests {
    @Test("grows shorter with the square root of how much it posts")
    func squareRoot() {
        // Steps that fall on every hour of the day alike.
        let price = PollPrice(seconds: 1800)
        let daily = learnt((1...28).map { Double($0) * 25.3 * hour }, price: price)
        let sixteenADay = learnt((1...440).map { Double($0) * 1.53 * hour }, price: price)
        let slow = wait(daily, from: noon)
        let fast = wait(sixteenADay, from: noon)
        #expect((3.5 * hour...8 * hour).contains(slow))
        #expect((2.8...5.8).contains(slow / fast))
    }

    @Test("stays within the bounds of `every`")
    func bounds() {
        let source = plainSource { $0.every = .seconds(1200)...Duration.seconds(7200) }
        let busy = learnt((1...500).map { Double($0) * minute }, source: source)
        let dead = learnt([300 * day], source: source)
        #expect((1200...1260).contains(wait(busy, from: noon)))
        #expect(busy.nextPollReason.hasPrefix("the shortest interval allowed"))
        #expect((6900...7500).contains(wait(dead, from: noon)))
        #expect(dead.nextPollReason == "the longest interval allowed; it posts less than once a week")
    }

    @Test("is spread by the jitter, a few percent to either side")
    func jitter() {
        let machine = PollMachine(source: plainSource())
        let outcome = read(all: [3 * day, 5 * day], at: noon)
        let waits = [0.0, 0.5, 1].map {
            wait(machine.next(after: outcome, from: PollState(), now: noon, jitter: $0), from: noon)
        }
        #expect(waits[0] < waits[1] && waits[1] < waits[2])
        #expect(abs(waits[2] / waits[0] - 1.0619) < 0.001)
    }

    @Test("is shorter for a source of high rank and longer for one of low rank")
    func rank() {
        let ages = (1...28).map { Double($0) * day / 2 + 1 }
        let waits = [0, 50, 100].map { rank in
            wait(learnt(ages, source: plainSource { $0.rank = rank }), from: noon)
        }
        #expect(waits[0] > waits[1] * 1.2)
        #expect(waits[1] > waits[2] * 1.2)
    }

    @Test("never lets the document overflow: half the window is the latest")
    func overflow() {
        let ages = (1...400).map { Double($0) * 10 * minute }
        let machine = PollMachine(source: plainSource(), price: PollPrice(seconds: 1_000_000))
        let state = machine.next(
            after: read(all: ages, window: 10, at: noon), from: PollState(), now: noon, jitter: 0.5)
        #expect((40 * minute...75 * minute).contains(wait(state, from: noon)))
        #expect(state.nextPollReason == "half of its 10 places will be new by then")
    }

    @Test("sleeps through the hours in which a source never posts")
    func night() {
        // Posts hourly from 08:00 to 18:00, nothing at night, for four weeks.
        let base = noon.addingTimeInterval(-12 * hour)
        let times = (0..<28).flatMap { d in
            (8..<18).map { base.addingTimeInterval(-Double(d) * day + Double($0) * hour + 60) }
        }
        func interval(at now: Date) -> Double {
            wait(learnt(times.filter { $0 < now }.map { now.timeIntervalSince($0) }, at: now), from: now)
        }
        let morning = interval(at: base.addingTimeInterval(8 * hour))
        let evening = interval(at: base.addingTimeInterval(19 * hour))
        #expect(evening > 2 * morning)
    }

    @Test("shortens for a while after a burst")
    func burst() {
        let machine = PollMachine(source: plainSource { $0.every = .seconds(60)...Duration.seconds(86400) })
        let ages = (1...28).map { Double($0) * day / 6 + 1 }
        let before = machine.next(after: read(all: ages, at: noon), from: PollState(), now: noon, jitter: 0.5)
        let later = noon.addingTimeInterval(hour)
        let calm = machine.next(after: read(at: later), from: before, now: later, jitter: 0.5)
        let burst = machine.next(
            after: read(new: [60, 120, 300, 600], at: later), from: before, now: later, jitter: 0.5)
        #expect(wait(burst, from: later) < 0.85 * wait(calm, from: later))
    }

    @Test("counts an item that was dated back as posted since the last look")
    func datedBack() throws {
        let machine = PollMachine(source: plainSource())
        let before = learnt([day, 2 * day, 3 * day, 4 * day])
        let later = noon.addingTimeInterval(hour)
        let state = machine.next(
            after: read(new: [9 * day], at: later), from: before, now: later, jitter: 0.5)
        #expect(state.rate.last == later)
        #expect(state.lastNew == later)
    }

    @Test("is learnt anew from nothing when the clock was set back")
    func clockSetBack() {
        let machine = PollMachine(source: plainSource())
        let before = learnt([day, 2 * day, 3 * day])
        let earlier = noon.addingTimeInterval(-day)
        let state = machine.next(after: read(at: earlier), from: before, now: earlier, jitter: 0.5)
        #expect((15 * minute...25 * hour).contains(wait(state, from: earlier)))
        #expect(state.rate.week <= before.rate.week)
    }
}

@Suite("A budget of requests")
struct RequestBudgetTests {
    @Test("raises the price until all sources together keep to it")
    func keepsToIt() {
        let demands = (1...1000).map { demand(perDay: Double($0) / 1000 * 20) }
        let price = PollPrice.keeping(demands, requestsPerHour: 200)
        let requests = demands.reduce(0.0) { sum, one in
            sum + 1 / (2 * price.seconds / one.perSecond).squareRoot()
        }
        #expect((198...200.5).contains(requests * hour))
    }

    @Test("leaves what bounded sources can't use to the others")
    func bounds() {
        // Half of them may be asked once a day only: the others share what is left of the budget.
        let few = (0..<500).map { _ in demand(perDay: 10, bounds: day...(2 * day)) }
        let free = (0..<500).map { _ in demand(perDay: 10) }
        let shared = PollPrice.keeping(few + free, requestsPerHour: 500)
        let alone = PollPrice.keeping(free, requestsPerHour: 500 - 500 / 24)
        #expect(abs(shared.seconds / alone.seconds - 1) < 0.02)
    }

    @Test("costs a source of high rank less than one of low rank")
    func rank() {
        let high = PollPrice.keeping([demand(perDay: 5, rank: 100)], requestsPerHour: 1)
        let low = PollPrice.keeping([demand(perDay: 5, rank: 0)], requestsPerHour: 1)
        #expect(high.seconds >= low.seconds)
    }

    private func demand(perDay: Double, rank: Int = 50, bounds: ClosedRange<Double> = 1...1e9)
        -> PollPrice.Demand
    {
        PollPrice.Demand(perSecond: perDay / day, rank: rank, bounds: bounds)
    }

    @Test("doesn't make polling dearer than it must be")
    func generous() {
        #expect(PollPrice.keeping([demand(perDay: 1)], requestsPerHour: 1000) == .standard)
        #expect(PollPrice.keeping([demand(perDay: 1)], requestsPerHour: nil) == .standard)
    }
}

@Suite("What server and document ask for")
struct HintTests {
    private func next(_ change: (inout PollOutcome) -> Void, source: Source = plainSource()) -> PollState {
        // A source that would be asked every quarter of an hour.
        var outcome = read(all: (1...500).map { Double($0) * minute }, window: 0, at: noon)
        change(&outcome)
        return PollMachine(source: source).next(after: outcome, from: PollState(), now: noon, jitter: 0.5)
    }

    @Test(
        "is a lower bound",
        arguments: [
            ("max-age", 4 * hour, "the server says that its answer is good for 4 hours"),
            ("ttl", 4 * hour, "the feed's ttl asks for 4 hours between polls"),
            ("period", 12 * hour, "the feed's updatePeriod asks for 12 hours between polls"),
        ])
    func lowerBound(kind: String, seconds: Double, reason: String) {
        let state = next { outcome in
            switch kind {
            case "max-age": outcome.freshFor = Int(seconds)
            case "ttl": outcome.ttlMinutes = Int(seconds / 60)
            default: outcome.updatePeriodMinutes = Int(seconds / 60)
            }
        }
        #expect(wait(state, from: noon) == seconds)
        #expect(
            state.nextPollReason.hasPrefix(
                reason + " (without that after 15 minutes: the shortest interval allowed; it posts about "))
    }

    @Test("never makes the interval shorter")
    func notShorter() {
        let plain = next { _ in }
        let hinted = next {
            $0.ttlMinutes = 1; $0.freshFor = 60
        }
        #expect(plain.nextPoll == hinted.nextPoll)
    }

    @Test("counts for a week at most", arguments: ["max-age", "ttl", "period"])
    func cap(kind: String) {
        let state = next { outcome in
            switch kind {
            case "max-age": outcome.freshFor = 31_536_000
            case "ttl": outcome.ttlMinutes = .max
            default: outcome.updatePeriodMinutes = .max
            }
        }
        #expect(wait(state, from: noon) == 7 * day)
    }

    @Test("of skipHours moves the poll behind them")
    func skipHours() {
        let state = next { $0.skipHours = [12, 13, 14, 15, 16] }
        #expect(wait(state, from: noon) == 5 * hour)
        #expect(state.nextPollReason.hasPrefix("the feed's skipHours ask for it (without that after "))
    }

    @Test("of skipDays moves the poll to the first day that isn't named")
    func skipDays() {
        let state = next { $0.skipDays = ["Monday", "Tuesday"] }
        #expect(wait(state, from: noon) == 36 * hour)
    }

    @Test("of skipHours and skipDays together finds the first time that neither names")
    func skipBoth() {
        let state = next {
            $0.skipHours = [0, 1]; $0.skipDays = ["monday"]
        }
        #expect(wait(state, from: noon) == 14 * hour)
    }

    @Test("is ignored when it skips everything")
    func skipAll() {
        let state = next {
            $0.skipHours = Array(0...24); $0.skipDays = ["nonsense"]
        }
        #expect(wait(state, from: noon) < hour)
    }

    @Test("stays in force over a 304 that says nothing, and is renewed by one that does")
    func notModified() {
        let machine = PollMachine(source: plainSource())
        let first = next {
            $0.freshFor = 7200; $0.skipHours = [14]
        }
        let later = noon.addingTimeInterval(2 * hour + 1)
        let silent = machine.next(after: PollOutcome(.notModified), from: first, now: later, jitter: 0.5)
        #expect(wait(silent, from: later) >= 7200)
        #expect(silent.hints.maxAge == 7200)
        var renewed = PollOutcome(.notModified)
        renewed.freshFor = 14400
        let state = machine.next(after: renewed, from: first, now: later, jitter: 0.5)
        #expect(wait(state, from: later) == 14400)
        #expect(state.hints.skipHours == [14])
    }

    @Test("is forgotten when the next document doesn't say it any more")
    func forgotten() {
        let machine = PollMachine(source: plainSource())
        let first = next {
            $0.freshFor = 7200; $0.ttlMinutes = 600
        }
        let later = noon.addingTimeInterval(10 * hour)
        let state = machine.next(after: read(at: later), from: first, now: later, jitter: 0.5)
        #expect(state.hints == PollHints())
    }
}
