internal import Foundation

/// The VTIMEZONE of a zone (RFC 5545 section 3.6.5): each change of the clock around the events, one by one.
struct ICalendarZone {
    private let name: String
    private let zone: TimeZone
    private let first: Date
    private let last: Date

    /// Takes the time that the events of the zone span.
    init(_ name: String, events: [Item]) {
        self.name = name
        zone = CivilTime.zone(named: name) ?? .gmt
        let times = events.flatMap { item -> [Date] in
            guard let event = item.content.event, event.timeZone == name else { return [] }
            return [event.start, event.end].compactMap(\.self)
        }
        first = times.min() ?? Date(timeIntervalSince1970: 0)
        last = times.max() ?? first
    }

    /// The identifier as events refer to it: `UTC+08:00` would have to be quoted.
    static func id(_ name: String) -> String { name.filter { $0 != ":" } }

    var lines: [String] {
        var lines = ["BEGIN:VTIMEZONE", "TZID:\(Self.id(name))"]
        let changes = changes
        // What holds before the first change; 1970 is before every event that is told.
        let before = zone.secondsFromGMT(for: first.addingTimeInterval(-400 * 86400))
        lines += observance(
            "STANDARD", start: "19700101T000000", from: before, to: before)
        for change in changes {
            let local = CivilTime(change.at.addingTimeInterval(TimeInterval(change.from)), in: .gmt)
            lines += observance(
                change.to > change.from ? "DAYLIGHT" : "STANDARD",
                start: local.isoDate.filter { $0 != "-" } + "T" + ICalendar.clock(local), from: change.from,
                to: change.to)
        }
        lines.append("END:VTIMEZONE")
        return lines
    }

    private func observance(_ kind: String, start: String, from: Int, to: Int) -> [String] {
        [
            "BEGIN:\(kind)", "DTSTART:\(start)", "TZOFFSETFROM:\(Self.offset(from))",
            "TZOFFSETTO:\(Self.offset(to))", "END:\(kind)",
        ]
    }

    private static func offset(_ seconds: Int) -> String {
        CivilTime.offsetText(seconds).filter { $0 != ":" }
    }

    // From a year before the first event to a year after the last one, found by halving each fortnight.
    private var changes: [(at: Date, from: Int, to: Int)] {
        var result: [(Date, Int, Int)] = []
        var time = first.addingTimeInterval(-400 * 86400)
        let end = last.addingTimeInterval(400 * 86400)
        while time < end {
            let next = time.addingTimeInterval(14 * 86400)
            let from = zone.secondsFromGMT(for: time)
            let to = zone.secondsFromGMT(for: next)
            if from != to {
                var low = Int(time.timeIntervalSince1970)
                var high = Int(next.timeIntervalSince1970)
                while high - low > 1 {
                    let middle = (low + high) / 2
                    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(middle)))
                    if offset == from { low = middle } else { high = middle }
                }
                result.append((Date(timeIntervalSince1970: TimeInterval(high)), from, to))
            }
            time = next
        }
        return result
    }
}
