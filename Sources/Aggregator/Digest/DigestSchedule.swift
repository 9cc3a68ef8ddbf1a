public import Foundation

/// When a digest goes out: on days of the week at a time of a zone.
///
/// A time that the clock skips in spring goes out at the moment of the change; one that it shows twice in
/// autumn goes out the first time only.
public struct DigestSchedule: Sendable, Equatable {
    private let days: Set<Int>
    private let minutes: Int
    private let zone: TimeZone

    /// Creates a schedule: days of the week from 1 (Monday), minutes after midnight.
    public init(days: Set<Int>, at minutes: Int, in zone: TimeZone) {
        self.days = days
        self.minutes = minutes
        self.zone = zone
    }

    /// Takes the schedule of a digest; nil when it goes out only when asked for.
    public init?(_ definition: DigestDefinition) {
        guard let minutes = definition.at, !definition.days.isEmpty else { return nil }
        self.init(
            days: definition.days, at: minutes,
            in: CivilTime.zone(named: definition.timeZone) ?? .gmt)
    }

    /// The first time after a moment.
    public func next(after date: Date) -> Date? {
        let today = CivilTime(date, in: zone).dayNumber
        // A zone that crosses the date line can leave out a day; two weeks hold every case.
        for day in (today - 1)...(today + 14) {
            if let time = time(onDay: day), time > date { return time }
        }
        return nil
    }

    /// The last time up to a moment.
    public func latest(upTo date: Date) -> Date? {
        let today = CivilTime(date, in: zone).dayNumber
        for day in ((today - 14)...(today + 1)).reversed() {
            if let time = time(onDay: day), time <= date { return time }
        }
        return nil
    }

    /// The time that is due: the last one, when it lies after the last run.
    ///
    /// Several missed times are caught up by one run.
    public func due(at now: Date, lastRun: Date) -> Date? {
        latest(upTo: now).flatMap { $0 > lastRun ? $0 : nil }
    }

    /// The usual time between two runs, in seconds: what a first issue looks back on.
    public var period: TimeInterval { days.count >= 5 ? 86400 : days.count >= 2 ? 4 * 86400 : 7 * 86400 }

    private func time(onDay day: Int) -> Date? {
        let weekday = ((day + 3) % 7 + 7) % 7 + 1
        guard days.contains(weekday) else { return nil }
        return Self.instant(ofLocalSecond: day * 86400 + minutes * 60, in: zone)
    }

    /// The first moment at which the clock of a zone shows a time or has passed it.
    static func instant(ofLocalSecond local: Int, in zone: TimeZone) -> Date {
        func offset(_ second: Int) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second)))
        }
        // The local clock is `t + offset(t)`. One day around the time holds at most one change.
        let before = offset(local - 129_600)
        let after = offset(local + 129_600)
        let candidates = Set([local - before, local - after])
            .filter { $0 + offset($0) == local }.sorted()
        if let first = candidates.first { return Date(timeIntervalSince1970: TimeInterval(first)) }
        // Skipped: find the change, the first second with the new offset.
        var low = local - max(before, after) - 1
        var high = local - min(before, after) + 1
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if middle + offset(middle) >= local { high = middle } else { low = middle }
        }
        return Date(timeIntervalSince1970: TimeInterval(high))
    }
}
