import Aggregator
import Foundation

/// A schedule whose sources have names, so that its tests can be read.
struct NamedSchedule: Sendable {
    /// A source for the schedule.
    struct Entry {
        var name: String
        var host: String
        var hasOtherHosts = false
        var due: Date?
    }

    private let scheduler: Scheduler
    private let names: [String]
    private let clock: StillClock

    init(_ entries: [Entry], total: Int = .max, perHost: Int = 2, clock: StillClock) {
        names = entries.map(\.name)
        self.clock = clock
        scheduler = Scheduler(
            entries.enumerated().map {
                Scheduler.Entry(source: $0, host: $1.host, hasOtherHosts: $1.hasOtherHosts, due: $1.due)
            },
            total: total,
            perHost: perHost, clock: clock)
    }

    var counts: (sources: Int, underWay: Int) { get async { await scheduler.counts } }

    func next() async -> String? { await scheduler.next().map { names[$0] } }
    func finish(_ name: String, due: Date?) async { await scheduler.finish(number(name), due: due) }
    func stop() async { await scheduler.stop() }

    @discardableResult
    func putOff(_ host: String, until: Date) async -> [String] {
        await scheduler.putOff(host, until: until).map { names[$0] }
    }

    /// True when nothing is due until a time, as the clock comes to it; moves it there.
    func isIdle(until time: Date) async -> Bool {
        clock.advance(by: time.timeIntervalSince(clock.now) - 1)
        let isIdle = await round().isEmpty
        clock.advance(by: 1)
        return isIdle
    }

    /// All that is due now, each finished at once and next due as many seconds later.
    func round(next seconds: Double = 3600) async -> [String] {
        var names: [String] = []
        while let name = await nextNow() {
            names.append(name)
            await finish(name, due: clock.now.addingTimeInterval(seconds))
        }
        return names
    }

    /// The next source that is due now; nil when the schedule sets its alarm instead, for whoever asks then waits.
    private func nextNow() async -> String? {
        let (alarms, underWay) = (clock.alarmsSet, await counts.underWay)
        let asking = Task { await next() }
        while clock.alarmsSet == alarms, await counts.underWay == underWay { await Task.yield() }
        if clock.alarmsSet != alarms { asking.cancel() }
        return await asking.value
    }

    /// -1 for a name that no source has.
    private func number(_ name: String) -> Int { names.firstIndex(of: name) ?? -1 }
}

func entry(
    _ name: String, host: String = "example.org", hasOtherHosts: Bool = false, _ seconds: Double?
) -> NamedSchedule.Entry {
    NamedSchedule.Entry(
        name: name, host: host, hasOtherHosts: hasOtherHosts,
        due: seconds.map { noon.addingTimeInterval($0) })
}
