import Aggregator
import Foundation
import Testing

@Suite("A schedule")
struct SchedulerTests {
    private let clock = StillClock(noon)

    private func scheduler(_ entries: [NamedSchedule.Entry], perHost: Int = 2) -> NamedSchedule {
        NamedSchedule(entries, perHost: perHost, clock: clock)
    }

    @Test("hands out what is due, earliest first, and new sources at once")
    func due() async {
        let scheduler = scheduler([
            entry("b", -10), entry("a", -20), entry("later", 60), entry("new", nil),
        ])
        #expect(await scheduler.round() == ["a", "b", "new"])
        #expect(await scheduler.isIdle(until: noon.addingTimeInterval(60)))
        #expect(await scheduler.round() == ["later"])
    }

    @Test("doesn't hand out at a start what isn't due")
    func restart() async {
        let scheduler = scheduler([entry("a", 10), entry("b", 3600)])
        #expect(await scheduler.round() == [])
    }

    @Test("wakes when the next source is due")
    func wakes() async {
        let scheduler = scheduler([entry("a", 30)])
        async let name = scheduler.next()
        while clock.alarmTime == nil { await Task.yield() }
        #expect(clock.alarmTime == noon.addingTimeInterval(30))
        clock.advance(by: 30)
        #expect(await name == "a")
        #expect(await scheduler.counts.underWay == 1)
    }

    @Test("looks at the clock every minute although nothing is due for long")
    func minute() async {
        let scheduler = scheduler([entry("a", 36000)])
        async let name = scheduler.next()
        while clock.alarmTime == nil { await Task.yield() }
        #expect(clock.alarmTime == noon.addingTimeInterval(60))
        await scheduler.stop()
        #expect(await name == nil)
    }

    @Test("hands out only a few of one host and lets others pass")
    func perHost() async {
        let scheduler = scheduler(
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
        let scheduler = NamedSchedule(
            (0..<3).map { entry("a\($0)", -4 + Double($0)) }, total: 2, perHost: 9, clock: clock)
        #expect(await scheduler.next() == "a0")
        #expect(await scheduler.next() == "a1")
        async let third = scheduler.next()
        for _ in 0..<20 { await Task.yield() }
        #expect(await scheduler.counts.underWay == 2)
        await scheduler.finish("a0", due: nil)
        #expect(await third == "a2")
    }

    @Test("puts off the sources of a host that asks for rest, and only those")
    func putOff() async {
        let scheduler = scheduler(
            [entry("a0", host: "a", -1), entry("a1", host: "a", 60), entry("a2", host: "a", 90_000)]
                + [entry("b0", host: "b", -1)])
        let held = await scheduler.putOff("a", until: noon.addingTimeInterval(7200))
        #expect(held == ["a0", "a1"])
        #expect(await scheduler.round(next: 100_000) == ["b0"])
        #expect(await scheduler.isIdle(until: noon.addingTimeInterval(7200)))
        #expect(Set(await scheduler.round(next: 100_000)) == ["a0", "a1"])
        #expect(await scheduler.isIdle(until: noon.addingTimeInterval(90_000)))
        #expect(await scheduler.round() == ["a2"])
    }

    @Test("puts off what was waiting for its host as well")
    func putOffWaiting() async {
        let scheduler = scheduler((0..<4).map { entry("a\($0)", -4 + Double($0)) }, perHost: 1)
        #expect(await scheduler.next() == "a0")
        async let second = scheduler.next()
        while clock.alarmTime == nil { await Task.yield() }
        let held = await scheduler.putOff("example.org", until: noon.addingTimeInterval(600))
        #expect(held == ["a1", "a2", "a3"])
        await scheduler.finish("a0", due: noon.addingTimeInterval(600))
        #expect(await scheduler.counts.underWay == 0)
        await scheduler.stop()
        #expect(await second == nil)
    }

    @Test("puts off no source that has another host to ask, whether it waits for its time or for the host")
    func putOffNoOtherHost() async {
        let scheduler = scheduler(
            [entry("a0", -3), entry("a1", -2)]
                + [entry("waiting", hasOtherHosts: true, -1), entry("later", hasOtherHosts: true, 60)],
            perHost: 1)
        #expect(await scheduler.next() == "a0")
        async let second = scheduler.next()
        while clock.alarmTime == nil { await Task.yield() }
        #expect(await scheduler.putOff("example.org", until: noon.addingTimeInterval(600)) == ["a1"])
        await scheduler.finish("a0", due: nil)
        #expect(await second == "waiting")
        await scheduler.finish("waiting", due: nil)
        clock.advance(by: 60)
        #expect(await scheduler.next() == "later")
    }

    @Test("moves all times with a clock that is set back")
    func clockSetBack() async {
        let scheduler = scheduler([entry("a", 600)])
        clock.advance(by: -86400)
        #expect(await scheduler.round() == [])
        #expect(await scheduler.isIdle(until: noon.addingTimeInterval(600 - 86400)))
        #expect(await scheduler.round() == ["a"])
    }

    @Test("doesn't trust times that lie further ahead than any rule puts them")
    func farAhead() async {
        let scheduler = scheduler([entry("a", 400 * 86400)])
        clock.advance(by: 9 * 86400)
        #expect(await scheduler.round() == ["a"])
    }

    @Test("asks a source that is never due again no more when its host's rest ends")
    func putOffLeavesWhatIsGone() async {
        let scheduler = scheduler([entry("gone", -2), entry("a", -1)])
        #expect(await scheduler.next() == "gone")
        await scheduler.finish("gone", due: nil)
        #expect(await scheduler.putOff("example.org", until: noon.addingTimeInterval(600)) == ["a"])
        clock.advance(by: 7200)
        #expect(await scheduler.round() == ["a"])
    }

    @Test("puts off what its host had room for again while nobody asked")
    func putOffReady() async {
        let scheduler = scheduler([entry("a", -3), entry("b", -2), entry("c", -1)], perHost: 1)
        #expect(await scheduler.next() == "a")
        async let other = scheduler.next()
        while clock.alarmTime == nil { await Task.yield() }
        // "b" and "c" wait for their host; whoever asked is answered by "b".
        await scheduler.finish("a", due: nil)
        #expect(await other == "b")
        await scheduler.finish("b", due: nil)
        #expect(await scheduler.putOff("example.org", until: noon.addingTimeInterval(600)) == ["c"])
        #expect(await scheduler.isIdle(until: noon.addingTimeInterval(600)))
        #expect(await scheduler.round() == ["c"])
    }

    @Test("hands out two thousand sources of one host two at a time, and puts off all that are left")
    func crowd() async {
        let scheduler = scheduler((0..<2000).map { entry("s\($0)", Double($0) - 2000) })
        for step in stride(from: 0, to: 1000, by: 2) {
            #expect(await scheduler.next() == "s\(step)")
            #expect(await scheduler.next() == "s\(step + 1)")
            #expect(await scheduler.counts.underWay == 2)
            for name in ["s\(step)", "s\(step + 1)"] {
                await scheduler.finish(name, due: noon.addingTimeInterval(90_000))
            }
        }
        let held = await scheduler.putOff("example.org", until: noon.addingTimeInterval(3600))
        #expect(held == (1000..<2000).map { "s\($0)" })
        #expect(await scheduler.isIdle(until: noon.addingTimeInterval(3600)))
        #expect(await scheduler.round().count == 1000)
    }

    @Test("doesn't mind a rest of a host that no source is at")
    func putOffUnknown() async {
        let scheduler = scheduler([entry("a", -1)])
        #expect(await scheduler.putOff("elsewhere.example", until: noon.addingTimeInterval(600)) == [])
        #expect(await scheduler.round() == ["a"])
    }

    @Test("gives nil to everybody once it has stopped")
    func stops() async {
        let scheduler = scheduler([entry("a", -1)])
        await scheduler.stop()
        #expect(await scheduler.next() == nil)
    }

    @Test("lets a cancelled question go")
    func cancelled() async {
        let scheduler = scheduler([entry("a", 600)])
        let task = Task { await scheduler.next() }
        while clock.alarmTime == nil { await Task.yield() }
        task.cancel()
        #expect(await task.value == nil)
        #expect(await scheduler.counts.underWay == 0)
    }

    @Test("holds a hundred thousand sources without a scan at each step")
    func large() async {
        let scheduler = scheduler(
            (0..<100_000).map { entry("source-\($0)", host: "host-\($0)", Double($0) - 2000) })
        #expect(await scheduler.round().count == 2001)
    }
}
