import Aggregator
import Foundation
import Testing

@Suite("A schedule whose clock is wrong for a while")
struct ClockFaultTests {
    private let clock = StillClock(noon)

    private func scheduler(_ entries: [NamedSchedule.Entry]) -> NamedSchedule {
        NamedSchedule(entries, clock: clock)
    }

    @Test("hands out each source once when the clock jumps a day forward")
    func forward() async {
        let scheduler = scheduler((0..<50).map { entry("s\($0)", host: "h\($0)", Double($0) * 60) })
        clock.advance(by: day)
        #expect(await scheduler.round().count == 50)
        #expect(await scheduler.round() == [])
    }

    @Test("leaves no source waiting for a day when the clock comes back from a day ahead")
    func forwardAndBack() async {
        let scheduler = scheduler((0..<50).map { entry("s\($0)", host: "h\($0)", Double($0) * 60) })
        clock.advance(by: day)
        _ = await scheduler.round()
        clock.advance(by: -day)
        #expect(await scheduler.round() == [])
        clock.advance(by: 3600)
        #expect(await scheduler.round().count == 50)
    }

    @Test("polls nothing twice when the clock jumps a day back, and goes on as planned")
    func back() async {
        let scheduler = scheduler([entry("a", -1), entry("b", 600), entry("c", 7200)])
        #expect(await scheduler.round() == ["a"])
        clock.advance(by: -day)
        #expect(await scheduler.round() == [])
        clock.advance(by: 600)
        #expect(await scheduler.round() == ["b"])
        clock.advance(by: 3000)
        #expect(await scheduler.round() == ["a"])
        clock.advance(by: 3600)
        #expect(await scheduler.round().sorted() == ["a", "b", "c"])
    }

    @Test("takes a small step back for what it is: no source moves")
    func smallStep() async {
        let scheduler = scheduler([entry("a", 600)])
        _ = await scheduler.round()
        clock.advance(by: -60)
        _ = await scheduler.round()
        #expect(await scheduler.isIdle(until: noon.addingTimeInterval(600)))
        #expect(await scheduler.round() == ["a"])
    }

    @Test("keeps the order of the sources whatever the clock does")
    func order() async {
        let names = (0..<20).map { "s\($0)" }
        let scheduler = scheduler(
            names.enumerated().map { entry($1, host: $1, Double($0) * 100 + 100) })
        for step in [-day, -2 * day, -day / 4] {
            clock.advance(by: step)
            #expect(await scheduler.round() == [])
        }
        clock.advance(by: day)
        #expect(await scheduler.round(next: 100 * day) == names)
    }

    @Test("wakes up after a sleep of the machine and hands out what became due meanwhile")
    func sleep() async {
        let scheduler = scheduler([entry("a", 30), entry("b", host: "b", 3000), entry("c", 100_000)])
        async let first = scheduler.next()
        while clock.alarmTime == nil { await Task.yield() }
        // Eight hours later: the alarm rings late, once.
        clock.advance(by: 8 * hour)
        #expect(await first == "a")
        #expect(await scheduler.next() == "b")
        #expect(await scheduler.isIdle(until: noon.addingTimeInterval(100_000)))
        #expect(await scheduler.round() == ["c"])
    }

    @Test("asks no host with more than its share after a long sleep")
    func sleepPerHost() async {
        let scheduler = scheduler((0..<40).map { entry("s\($0)", host: "one", Double($0) * 300) })
        clock.advance(by: 2 * day)
        let first = await scheduler.next()
        let second = await scheduler.next()
        #expect([first, second] == ["s0", "s1"])
        async let third = scheduler.next()
        for _ in 0..<20 { await Task.yield() }
        #expect(await scheduler.counts.underWay == 2)
        await scheduler.finish("s0", due: nil)
        #expect(await third == "s2")
    }
}

@Suite("What is remembered of a source whose clock was wrong")
struct StateAfterClockFaultTests {
    private func polled(at now: Date, _ state: PollState = PollState(), new: [Double] = []) -> PollState {
        PollMachine(source: plainSource()).next(
            after: read(new: new, all: (1...30).map { Double($0) * 8 * hour }, at: now), from: state,
            now: now,
            jitter: 0.5)
    }

    @Test("plans by the clock of the last poll and moves with it when that was ahead")
    func ahead() throws {
        let state = polled(at: noon.addingTimeInterval(day))
        let planned = try #require(state.nextPoll)
        #expect(state.due(at: noon.addingTimeInterval(day + 60)) == planned)
        // The clock is right again: a day earlier.
        let due = try #require(state.due(at: noon))
        #expect(due == planned.addingTimeInterval(-day))
        #expect(due > noon)
    }

    @Test("isn't due before its time when the clock runs ahead by a day and back")
    func forwardAndBack() throws {
        let first = polled(at: noon)
        let second = polled(at: noon.addingTimeInterval(day), first)
        let back = noon.addingTimeInterval(300)
        let due = try #require(second.due(at: back))
        #expect(due > back)
        #expect(due < back.addingTimeInterval(day))
    }

    @Test("keeps counting postings when the clock was ahead at one poll")
    func rates() throws {
        var state = polled(at: noon)
        let before = state.rate.perSecond(now: noon)
        state = polled(at: noon.addingTimeInterval(day), state, new: [600])
        state = polled(at: noon.addingTimeInterval(hour), state, new: [600, 1200])
        #expect(state.rate.count == 33)
        let after = state.rate.perSecond(now: noon.addingTimeInterval(hour))
        #expect((0.5...3).contains(after / before))
    }

    @Test("holds no posting for later than now")
    func future() {
        let state = PollMachine(source: plainSource()).next(
            after: read(all: [-10 * day, -day, hour], at: noon), from: PollState(), now: noon, jitter: 0.5)
        #expect(state.rate.last == noon)
        #expect(state.rate.count == 3)
    }

    @Test("doesn't call a source quiet because the clock is a day ahead")
    func quiet() {
        var state = polled(at: noon, new: [600])
        state = polled(at: noon.addingTimeInterval(day), state)
        #expect(state.health == .ok)
        state = polled(at: noon.addingTimeInterval(hour), state)
        #expect(state.health == .ok)
    }

    @Test("backs off from the failure, not from the wrong time, when the poll fails after the jump")
    func failure() throws {
        let ahead = polled(at: noon.addingTimeInterval(day))
        let failed = PollMachine(source: plainSource()).next(
            after: AggregatorTests.failure(500), from: ahead, now: noon, jitter: 0)
        #expect(wait(failed, from: noon) == 15 * minute)
        #expect(failed.due(at: noon) == failed.nextPoll)
    }
}
