import Aggregator
import Foundation
import Testing

func entry(_ name: String, host: String = "example.org", _ seconds: Double?) -> Scheduler.Entry {
    Scheduler.Entry(name: name, host: host, due: seconds.map { noon.addingTimeInterval($0) })
}

@Suite("A schedule")
struct SchedulerTests {
    private let clock = StillClock(noon)

    private func scheduler(_ entries: [Scheduler.Entry], perHost: Int = 2) async -> Scheduler {
        let scheduler = Scheduler(perHost: perHost, clock: clock)
        await scheduler.load(entries)
        return scheduler
    }

    /// All that is due now, each finished at once.
    private func round(_ scheduler: Scheduler) async -> [String] {
        await scheduler.finishRound()
        var names: [String] = []
        while let name = await scheduler.next() {
            names.append(name)
            await scheduler.finish(name, due: clock.now.addingTimeInterval(3600))
        }
        return names
    }

    @Test("hands out what is due, earliest first, and new sources at once")
    func due() async {
        let scheduler = await scheduler([
            entry("b", -10), entry("a", -20), entry("later", 60), entry("new", nil),
        ])
        #expect(await round(scheduler) == ["a", "b", "new"])
        #expect(await scheduler.nextDue == noon.addingTimeInterval(60))
    }

    @Test("doesn't hand out at a start what isn't due")
    func restart() async {
        let scheduler = await scheduler([entry("a", 10), entry("b", 3600)])
        #expect(await round(scheduler) == [])
    }

    @Test("wakes when the next source is due")
    func wakes() async {
        let scheduler = await scheduler([entry("a", 30)])
        async let name = scheduler.next()
        while clock.alarmTime == nil { await Task.yield() }
        #expect(clock.alarmTime == noon.addingTimeInterval(30))
        clock.advance(by: 30)
        #expect(await name == "a")
        #expect(await scheduler.counts.underWay == 1)
    }

    @Test("looks at the clock every minute although nothing is due for long")
    func minute() async {
        let scheduler = await scheduler([entry("a", 36000)])
        async let name = scheduler.next()
        while clock.alarmTime == nil { await Task.yield() }
        #expect(clock.alarmTime == noon.addingTimeInterval(60))
        await scheduler.stop()
        #expect(await name == nil)
    }

    @Test("hands out only a few of one host and lets others pass")
    func perHost() async {
        let scheduler = await scheduler(
            (0..<5).map { entry("a\($0)", host: "a", -100 + Double($0)) } + [entry("b0", host: "b", -1)])
        var names: [String] = []
        for _ in 0..<3 { names.append(await scheduler.next() ?? "") }
        #expect(names == ["a0", "a1", "b0"])
        await scheduler.finish("a1", due: nil)
        #expect(await scheduler.next() == "a2")
        await scheduler.finish("a0", due: nil)
        await scheduler.finish("a2", due: nil)
        #expect(await scheduler.next() == "a3")
        #expect(await scheduler.next() == "a4")
    }

    @Test("hands out only so many of all and goes on when one comes back")
    func total() async {
        let scheduler = Scheduler(total: 2, perHost: 9, clock: clock)
        await scheduler.load((0..<3).map { entry("a\($0)", -4 + Double($0)) })
        #expect(await scheduler.next() == "a0")
        #expect(await scheduler.next() == "a1")
        async let third = scheduler.next()
        for _ in 0..<20 { await Task.yield() }
        #expect(await scheduler.counts.underWay == 2)
        await scheduler.finish("a0", due: nil)
        #expect(await third == "a2")
    }

    @Test("ends a round only when the waiting ones of a host had their turn")
    func roundWaits() async {
        let scheduler = await scheduler((0..<4).map { entry("a\($0)", -4 + Double($0)) }, perHost: 1)
        await scheduler.finishRound()
        let first = await scheduler.next()
        async let second = scheduler.next()
        await Task.yield()
        await scheduler.finish(first ?? "", due: noon.addingTimeInterval(60))
        #expect(await second == "a1")
    }

    @Test("puts off the sources of a host that asks for rest, and only those")
    func putOff() async {
        let scheduler = await scheduler(
            [entry("a0", host: "a", -1), entry("a1", host: "a", 60), entry("a2", host: "a", 90_000)]
                + [entry("b0", host: "b", -1)])
        let held = await scheduler.putOff("a", until: noon.addingTimeInterval(7200))
        #expect(held == ["a0", "a1"])
        #expect(await round(scheduler) == ["b0"])
        #expect(await scheduler.due("a0") == noon.addingTimeInterval(7200))
        #expect(await scheduler.due("a2") == noon.addingTimeInterval(90_000))
        clock.advance(by: 7200)
        #expect(Set(await round(scheduler)) == ["a0", "a1", "b0"])
    }

    @Test("puts off what was waiting for its host as well")
    func putOffWaiting() async {
        let scheduler = await scheduler((0..<4).map { entry("a\($0)", -4 + Double($0)) }, perHost: 1)
        await scheduler.finishRound()
        let first = await scheduler.next()
        #expect(first == "a0")
        async let second = scheduler.next()
        await Task.yield()
        let held = await scheduler.putOff("example.org", until: noon.addingTimeInterval(600))
        #expect(held == ["a1", "a2", "a3"])
        await scheduler.finish("a0", due: noon.addingTimeInterval(600))
        #expect(await second == nil)
    }

    @Test("moves all times with a clock that is set back")
    func clockSetBack() async {
        let scheduler = await scheduler([entry("a", 600)])
        clock.advance(by: -86400)
        #expect(await round(scheduler) == [])
        #expect(await scheduler.nextDue == noon.addingTimeInterval(600 - 86400))
    }

    @Test("doesn't trust times that lie further ahead than any rule puts them")
    func farAhead() async {
        let scheduler = await scheduler([entry("a", 400 * 86400)])
        let due = await scheduler.nextDue
        #expect((due?.timeIntervalSince(noon) ?? 0) < 9 * 86400)
    }

    @Test("takes a new list of sources and leaves what is under way alone")
    func reload() async {
        let scheduler = await scheduler([entry("a", -2), entry("b", -1), entry("c", 5)])
        #expect(await scheduler.next() == "a")
        await scheduler.load([entry("a", nil), entry("d", -1)])
        #expect(await round(scheduler) == ["d"])
        await scheduler.finish("a", due: noon.addingTimeInterval(30))
        #expect(await scheduler.due("a") == noon.addingTimeInterval(30))
        #expect(await scheduler.due("b") == nil)
        #expect(await scheduler.counts.sources == 2)
    }

    @Test("lets go of a source that left the list while it was under way")
    func removedUnderWay() async {
        let scheduler = await scheduler([entry("a", -1)], perHost: 1)
        _ = await scheduler.next()
        await scheduler.load([entry("b", -1)])
        await scheduler.finish("a", due: noon)
        #expect(await scheduler.due("a") == nil)
        #expect(await round(scheduler) == ["b"])
    }

    @Test("gives nil to everybody once it has stopped")
    func stops() async {
        let scheduler = await scheduler([entry("a", -1)])
        await scheduler.stop()
        #expect(await scheduler.next() == nil)
    }

    @Test("lets a cancelled question go")
    func cancelled() async {
        let scheduler = await scheduler([entry("a", 600)])
        let task = Task { await scheduler.next() }
        while clock.alarmTime == nil { await Task.yield() }
        task.cancel()
        #expect(await task.value == nil)
        #expect(await scheduler.counts.underWay == 0)
    }

    @Test("holds a hundred thousand sources without a scan at each step")
    func large() async {
        let scheduler = await scheduler(
            (0..<100_000).map { entry("source-\($0)", host: "host-\($0)", Double($0) - 2000) })
        #expect(await round(scheduler).count == 2001)
    }
}
