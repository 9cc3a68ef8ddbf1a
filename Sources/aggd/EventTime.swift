import Aggregator
import Foundation

/// The times of an event for people.
enum EventTime {
    /// Such as `10 Jul 2019, 14:00–15:30 (Asia/Hong_Kong, UTC+08:00)`.
    static func text(_ event: Event, start: Date, zone: TimeZone) -> String {
        let begin = CivilTime(start, in: zone)
        let end = event.end.map { CivilTime($0, in: zone) }
        let isOneDay = end.map { $0.dayNumber == begin.dayNumber } ?? true
        guard event.hasTime else {
            guard let end, end.dayNumber > begin.dayNumber else { return begin.date }
            return "\(begin.date) – \(end.date)"
        }
        var text = "\(begin.date), \(begin.clock)"
        if let end, end.dayNumber > begin.dayNumber {
            text += " – \(end.date), \(end.clock)"
        } else if let end, isOneDay, end.clock != begin.clock {
            text += "–\(end.clock)"
        }
        let offset = "UTC" + CivilTime.offsetText(begin.offset)
        let name = event.timeZone ?? zone.identifier
        return text + (name.hasPrefix("UTC") ? " (\(offset))" : " (\(name), \(offset))")
    }
}
