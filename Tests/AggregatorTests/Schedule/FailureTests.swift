import Aggregator
import Foundation
import Testing

/// A source that has worked so far.
private let working = learnt((1...30).map { Double($0) * 8 * hour })

/// The state after several outcomes, each when the one before made the source due.
private func run(_ outcomes: [PollOutcome], from state: PollState = working, source: Source = plainSource())
    -> (state: PollState, waits: [Double], now: Date)
{
    let machine = PollMachine(source: source)
    var state = state
    var waits: [Double] = []
    var now = noon
    for outcome in outcomes {
        now = max(now, state.nextPoll ?? now)
        state = machine.next(after: outcome, from: state, now: now, jitter: 0)
        waits.append(wait(state, from: now))
    }
    return (state, waits, now)
}

@Suite("A source that fails")
struct FailingSourceTests {
    @Test("is asked at doubling intervals, up to a day")
    func doubling() {
        let waits = run(Array(repeating: failure(500), count: 10)).waits
        #expect(waits.map { $0 / minute } == [15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440])
    }

    @Test("is never asked again within ten minutes, whatever `every` says")
    func floor() {
        let source = plainSource { $0.every = .seconds(60)...Duration.seconds(3600) }
        #expect(run([failure(nil)], source: source).waits == [600])
    }

    @Test("comes back with a jitter upwards")
    func jitter() {
        let machine = PollMachine(source: plainSource())
        let state = machine.next(after: failure(500), from: working, now: noon, jitter: 1)
        #expect(abs(wait(state, from: noon) - 990) < 1e-3)
    }

    @Test("is forgiven by one good answer")
    func recovers() {
        let good = read(at: noon.addingTimeInterval(2 * day))
        let (state, _, _) = run([failure(500), failure(500), good])
        #expect(state.failures == 0)
        #expect(state.error == nil)
        #expect(state.health == .ok)
    }

    @Test("keeps its validators and what was learnt")
    func keeps() {
        var before = working
        before.etag = "\"x\""
        before.lastModified = "yesterday"
        let (state, _, _) = run([failure(500)], from: before)
        #expect(state.etag == "\"x\"")
        #expect(state.lastModified == "yesterday")
        #expect(state.rate == before.rate)
    }

    @Test("by stumbling over its own validators is asked without them", arguments: [400, 412, 416, 431])
    func stumbles(status: Int) {
        var before = working
        before.etag = "\"x\""
        before.lastModified = "yesterday"
        let (state, _, _) = run([failure(status)], from: before)
        #expect(state.etag == nil)
        #expect(state.lastModified == nil)
        #expect(state.rate == before.rate)
    }

    @Test("once is no news, twice is failing, and the first contact counts at once")
    func health() {
        #expect(run([failure(500)]).state.health == .ok)
        #expect(run([failure(500)]).state.error == "it went wrong")
        #expect(run([failure(500), failure(500)]).state.health == .failing)
        let fresh = run([failure(500)], from: PollState()).state
        #expect(fresh.health == .failing)
        #expect(fresh.reason == "it went wrong")
    }

    @Test(
        "for a reason that lasts is asked less often",
        arguments: [
            PollOutcome.Result.blocked(wall: "Cloudflare"), .robots, .failed(transient: false),
        ])
    func lasting(result: PollOutcome.Result) {
        #expect(run([failure(403, result)]).waits == [6 * hour])
    }
}

@Suite("A server that asks for rest")
struct RestTests {
    @Test("with Retry-After is left alone as long as it says", arguments: [429, 503])
    func retryAfter(status: Int) {
        var outcome = failure(status)
        outcome.retryAfter = 10800
        let (state, waits, _) = run([outcome])
        #expect(waits == [10800])
        #expect(state.nextPollReason == "the server asks to be left alone until then (Retry-After)")
    }

    @Test("is not asked sooner than the back-off because of a short Retry-After")
    func shortRetryAfter() {
        var outcome = failure(503)
        outcome.retryAfter = 1
        #expect(run([outcome, outcome]).waits == [15 * minute, 30 * minute])
    }

    @Test("for longer than a week is asked after a week")
    func longRetryAfter() {
        var outcome = failure(429)
        outcome.retryAfter = 100_000_000
        #expect(run([outcome]).waits == [7 * day])
    }

    @Test("by 429 without saying how long is left alone for half an hour")
    func tooMany() {
        #expect(run([failure(429)]).waits == [30 * minute])
    }
}

@Suite("A source that is gone")
struct GoneSourceTests {
    @Test("by 410 is not asked any more")
    func gone() {
        let (state, _, _) = run([failure(410, .gone)])
        #expect(state.disabled)
        #expect(state.nextPoll == nil)
        #expect(state.health == .gone)
        #expect(state.reason == "it went wrong; it isn't asked any more until its url is changed")
    }

    @Test("by 404 is given a week")
    func notFound() {
        var outcomes = Array(repeating: failure(404), count: 13)
        let (before, _, _) = run(outcomes)
        #expect(!before.disabled)
        #expect(before.health == .failing)
        outcomes.append(failure(404))
        outcomes.append(failure(404))
        let (after, _, _) = run(outcomes)
        #expect(after.disabled)
        #expect(after.reason == "404 for a week; it isn't asked any more until its url is changed")
    }

    @Test("by 404 starts the week anew after anything else")
    func notFoundInterrupted() {
        let week = Array(repeating: failure(404), count: 13)
        #expect(!run(week + [failure(500)] + week.prefix(5)).state.disabled)
    }

    @Test("is asked again when its url is changed in the configuration")
    func changed() {
        let (gone, _, _) = run([failure(410, .gone)])
        var state = gone
        state.etag = "\"x\""
        let source = Source(name: "s", urls: ["https://example.org/new.xml"])
        state.prepare(for: source)
        #expect(!state.disabled)
        #expect(state.nextPoll == nil)
        #expect(state.etag == nil)
        #expect(state.health == .ok)
        #expect(state.rate == gone.rate)
    }
}

@Suite("A permanent redirect")
struct PermanentRedirectTests {
    private let target = "https://new.example.org/feed.xml"

    private func moved(carriesOn: Bool, at now: Date) -> PollOutcome {
        var outcome = read(at: now)
        outcome.permanentURL = target
        outcome.carriesOn = carriesOn
        return outcome
    }

    @Test("is adopted at the first contact, and when the document carries on the old one")
    func proven() {
        let source = plainSource()
        let first = PollMachine(source: source).next(
            after: moved(carriesOn: false, at: noon), from: PollState(), now: noon, jitter: 0.5)
        #expect(first.address(of: source) == target)
        let later = PollMachine(source: source).next(
            after: moved(carriesOn: true, at: noon), from: working, now: noon, jitter: 0.5)
        #expect(later.address(of: source) == target)
        #expect(later.health == .moved)
        #expect(later.reason?.contains(target) == true)
    }

    @Test("to something else is adopted after three days of the same answer")
    func watched() {
        let source = plainSource()
        let machine = PollMachine(source: source)
        var state = working
        var adopted: [Bool] = []
        for days in [0.0, 1, 2.9, 3.1] {
            let now = noon.addingTimeInterval(days * day)
            state = machine.next(after: moved(carriesOn: false, at: now), from: state, now: now, jitter: 0.5)
            adopted.append(state.adoptedURL != nil)
        }
        #expect(adopted == [false, false, false, true])
    }

    @Test("to another target starts the three days anew, and none forgets it")
    func changing() {
        let machine = PollMachine(source: plainSource())
        var state = machine.next(
            after: moved(carriesOn: false, at: noon), from: working, now: noon, jitter: 0.5)
        #expect(state.candidateURL == target)
        let later = noon.addingTimeInterval(4 * day)
        var other = moved(carriesOn: false, at: later)
        other.permanentURL = "https://other.example.org/"
        let changed = machine.next(after: other, from: state, now: later, jitter: 0.5)
        #expect(changed.adoptedURL == nil)
        #expect(changed.candidateSince == later)
        state = machine.next(after: read(at: later), from: state, now: later, jitter: 0.5)
        #expect(state.candidateURL == nil)
    }

    @Test("is never adopted when no feed was read there")
    func noFeed() {
        let machine = PollMachine(source: plainSource())
        var outcome = failure(200, .broken)
        outcome.permanentURL = target
        var state = working
        for days in 0...8 {
            let now = noon.addingTimeInterval(Double(days) * day)
            state = machine.next(after: outcome, from: state, now: now, jitter: 0.5)
        }
        #expect(state.adoptedURL == nil)
        #expect(state.health == .broken)
    }

    @Test("gives way to the configured address when the new one is gone")
    func adoptedIsGone() {
        let source = plainSource()
        var state = working
        state.adoptedURL = target
        state.etag = "\"new\""
        let next = PollMachine(source: source).next(
            after: failure(410, .gone), from: state, now: noon, jitter: 0.5)
        #expect(next.address(of: source) == "https://example.org/feed.xml")
        #expect(!next.disabled)
        #expect(next.etag == nil)
    }

    @Test("takes turns with the configured address while both fail, and is not forgotten")
    func turns() {
        let configured = "https://example.org/feed.xml"
        var state = working
        state.adoptedURL = target
        state.etag = "\"new\""
        let faults = [
            failure(200, .broken), failure(nil), failure(503), failure(410, .gone), failure(404),
            failure(nil),
        ]
        var asked: [String] = []
        for count in faults.indices {
            let failed = run(Array(faults.prefix(count)), from: state).state
            asked.append(failed.address(of: plainSource()))
            #expect(failed.adoptedURL == target)
            #expect((failed.etag == nil) == (count > 0))
        }
        #expect(asked == [target, configured, target, configured, target, configured])
    }

    @Test("is what the source is judged by while the configured one fails in another way")
    func judgedByOne() {
        var state = working
        state.adoptedURL = target
        let faults = [failure(200, .broken), failure(nil), failure(200, .broken), failure(nil)]
        for count in 1...faults.count {
            #expect(run(Array(faults.prefix(count)), from: state).state.health == .broken)
        }
    }

    @Test("is given up when the configured address has its feed back, not when it leads there still")
    func configuredIsBack() {
        var state = working
        state.adoptedURL = target
        let broken = run([failure(200, .broken)], from: state)
        let source = plainSource()
        let machine = PollMachine(source: source)
        let now = broken.now.addingTimeInterval(hour)
        func after(_ outcome: PollOutcome) -> PollState {
            machine.next(after: outcome, from: broken.state, now: now, jitter: 0.5)
        }
        var back = PollOutcome(.read(newItems: [now]))
        back.carriesOn = true
        #expect(after(back).address(of: source) == "https://example.org/feed.xml")
        back.askedURL = target
        #expect(after(back).adoptedURL == target, "it was the new address that answered")
        var notice = back
        notice.askedURL = nil
        notice.carriesOn = false
        var copy = PollOutcome(.read(newItems: []))
        copy.carriesOn = true
        for outcome in [notice, copy, PollOutcome(.notModified)] {
            #expect(after(outcome).adoptedURL == target)
        }
        let leading = after(moved(carriesOn: false, at: now))
        #expect(leading.address(of: source) == target)
        #expect(leading.candidateURL == nil)
        let healed = machine.next(
            after: read(at: now), from: run([failure(nil), failure(nil)], from: state).state, now: now,
            jitter: 0.5)
        #expect(healed.address(of: source) == target)
    }

    @Test("that a person writes into the configuration keeps everything")
    func accepted() {
        var state = working
        state.adoptedURL = target
        state.etag = "\"new\""
        state.health = .moved
        let source = Source(name: "s", urls: [target])
        state.prepare(for: source)
        #expect(state.etag == "\"new\"")
        #expect(state.adoptedURL == nil)
        #expect(state.nextPoll == working.nextPoll)
        #expect(state.health == .ok)
    }
}
