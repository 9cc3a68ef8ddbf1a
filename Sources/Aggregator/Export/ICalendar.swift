internal import FeedParse
internal import Foundation

/// Events as an iCalendar object (RFC 5545), times in the zones of the events.
///
/// An event keeps its UID for ever; each change of it raises its SEQUENCE.
public struct ICalendar: Sendable {
    private let name: String
    private let domain: String

    /// Creates the output.
    /// - Parameters:
    ///   - name: the calendar's title.
    ///   - domain: what UIDs end with.
    public init(name: String, domain: String = "aggd.invalid") {
        self.name = name
        self.domain = domain
    }

    /// Prints the calendar; items without an event or a start are left out.
    public func render(_ items: [Item]) -> String {
        let events = items.filter { $0.content.event?.start != nil }
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//aggd//events//EN", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:\(Self.text(name))",
        ]
        for name in zones(of: events) { lines += ICalendarZone(name, events: events).lines }
        for item in events { lines += event(item) }
        lines.append("END:VCALENDAR")
        return lines.map { Self.folded($0) + "\r\n" }.joined()
    }

    private func zones(of items: [Item]) -> [String] {
        let names = items.compactMap { item -> String? in
            guard let event = item.content.event, event.hasTime else { return nil }
            return event.timeZone.flatMap { CivilTime.zone(named: $0) == nil ? nil : $0 }
        }
        return Set(names).filter { $0 != "UTC" && $0 != "Z" && $0 != "GMT" }.sorted()
    }

    private func event(_ item: Item) -> [String] {
        guard let event = item.content.event, let start = event.start else { return [] }
        let content = item.content
        let stamp = Self.utc(item.changed ?? item.seen)
        var lines = [
            "BEGIN:VEVENT", "UID:\(uid(item))", "DTSTAMP:\(stamp)", "LAST-MODIFIED:\(stamp)",
            "SEQUENCE:\(max(0, item.version - 1))",
        ]
        lines.append(time("DTSTART", start, event))
        if event.hasTime {
            if let end = event.end, end > start { lines.append(time("DTEND", end, event)) }
        } else {
            // The end of days is exclusive (section 3.6.1).
            let last = max(event.end ?? start, start)
            lines.append(time("DTEND", last.addingTimeInterval(86400), event))
        }
        lines.append("SUMMARY:\(Self.text(PlainLine.clean(content.title)))")
        if let venue = event.venue { lines.append("LOCATION:\(Self.text(PlainLine.clean(venue)))") }
        let description = description(of: content, event)
        if !description.isEmpty { lines.append("DESCRIPTION:\(Self.text(description))") }
        if let url = HTMLText.link(content.url) { lines.append("URL:\(url)") }
        let categories = item.tags.map { Self.text($0) }
        if !categories.isEmpty { lines.append("CATEGORIES:\(categories.joined(separator: ","))") }
        switch event.status {
        case "cancelled": lines.append("STATUS:CANCELLED")
        case "postponed": lines.append("STATUS:TENTATIVE")
        default: lines.append("STATUS:CONFIRMED")
        }
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
        return lines
    }

    private func description(of content: NewItem, _ event: Event) -> String {
        var lines: [String] = []
        if event.status == "postponed" { lines.append("Postponed.") }
        if event.status == "moved-online" { lines.append("Moved online.") }
        if let organiser = event.organiser { lines.append("Organised by \(PlainLine.clean(organiser)).") }
        let speakers = event.speakers.map { speaker in
            [speaker.name, speaker.affiliation].compactMap(\.self).map { PlainLine.clean($0) }
                .joined(separator: ", ")
        }
        if !speakers.isEmpty { lines.append("Speakers: \(speakers.joined(separator: "; ")).") }
        if event.offTheRecord { lines.append("Off the record.") }
        let text = PlainLine.beginning(of: content.text, upTo: 600)
        if !text.isEmpty { lines.append(text) }
        return lines.joined(separator: "\n")
    }

    // Made of what the publisher calls it, so that a store that is built anew gives the same.
    private func uid(_ item: Item) -> String {
        let identity =
            item.content.guid ?? item.content.canonicalURL ?? item.content.url ?? item.content.title
        return "\(StableHash.hex(item.content.source + "\n" + identity))@\(domain)"
    }

    private func time(_ name: String, _ date: Date, _ event: Event) -> String {
        let zone = event.timeZone.flatMap { CivilTime.zone(named: $0) }
        let local = CivilTime(date, in: zone ?? .gmt)
        let day = local.isoDate.filter { $0 != "-" }
        guard event.hasTime else { return "\(name);VALUE=DATE:\(day)" }
        guard let zone, let timeZone = event.timeZone, zone != .gmt else {
            return "\(name):\(Self.utc(date))"
        }
        return "\(name);TZID=\(ICalendarZone.id(timeZone)):\(day)T\(Self.clock(local))"
    }

    static func utc(_ date: Date) -> String {
        let time = CivilTime(date, in: .gmt)
        return time.isoDate.filter { $0 != "-" } + "T" + clock(time) + "Z"
    }

    static func clock(_ time: CivilTime) -> String {
        CivilTime.padded(time.hour) + CivilTime.padded(time.minute) + CivilTime.padded(time.second)
    }

    /// Escapes a text (section 3.3.11).
    static func text(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                result.append("\\")
                result.append(scalar)
            case "\n": result.append(contentsOf: "\\n".unicodeScalars)
            default: if scalar.value >= 0x20, scalar.value != 0x7F { result.append(scalar) }
            }
        }
        return String(result)
    }

    /// Folds a line at 75 octets, never inside of a character (section 3.1).
    static func folded(_ line: String) -> String {
        guard line.utf8.count > 75 else { return line }
        var result = ""
        var octets = 0
        for scalar in line.unicodeScalars {
            let size = String(scalar).utf8.count
            if octets + size > 75 {
                result += "\r\n "
                octets = 1
            }
            result.unicodeScalars.append(scalar)
            octets += size
        }
        return result
    }
}
