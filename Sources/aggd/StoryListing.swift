import Aggregator
import Foundation

/// Prints stories for people: one line each, with who else carried it below.
struct StoryListing {
    let session: Session
    let printer: Printer

    private var width: Int { min(session.terminal.width, 110) }
    private static let sourceColumns = 18

    /// A story: its lead (or the item that was found) and the copies below.
    /// - Parameter snippet: the hit in its context, for `search`.
    func line(_ item: Item, copies: [Item], snippet: [SnippetPiece] = []) {
        let terminal = session.terminal
        let source = DisplayWidth.cut(
            Terminal.safe(session.title(ofSource: item.content.source)), to: Self.sourceColumns)
        let time = Self.when(item, now: session.now, zone: session.zone)
        let titleColumns = max(20, width - 2 - 6 - 2 - 2 - Self.sourceColumns - 2 - 6)
        let title = DisplayWidth.cut(Terminal.safe(item.content.title), to: titleColumns)
        let padding = String(repeating: " ", count: max(0, titleColumns - DisplayWidth.of(title)))
        printer.line(
            "  " + terminal.dim(item.id.text) + "  "
                + terminal.link(terminal.bold(title), to: item.content.url) + padding + "  "
                + DisplayWidth.pad(source, to: Self.sourceColumns) + "  " + time)
        if let event = item.content.event, let start = event.start {
            let zone = event.zone ?? session.zone
            let place = event.venue.map { " · " + Terminal.safe($0) } ?? ""
            printer.line(
                "          "
                    + DisplayWidth.cut(
                        "event: " + EventTime.text(event, start: start, zone: zone) + place, to: width - 10))
        }
        if !snippet.isEmpty { show(snippet) }
        if !copies.isEmpty {
            printer.line(
                "          " + terminal.dim("also: " + copies.map(carrier).joined(separator: ", ")))
        }
    }

    /// The hit in its context, wrapped below the title, the words that were looked for in bold.
    private func show(_ snippet: [SnippetPiece]) {
        var line = "          "
        var column = 10
        for piece in snippet {
            for word in Terminal.safe(piece.text).split(separator: " ", omittingEmptySubsequences: true) {
                let columns = DisplayWidth.of(word)
                if column > 10, column + 1 + columns > width {
                    printer.line(line)
                    line = "          "
                    column = 10
                }
                if column > 10 {
                    line += " "
                    column += 1
                }
                line += piece.isHit ? session.terminal.bold(String(word)) : session.terminal.dim(String(word))
                column += columns
            }
        }
        printer.line(line)
    }

    private func carrier(_ item: Item) -> String {
        Terminal.safe(session.title(ofSource: item.content.source)) + Self.difference(of: item)
    }

    /// In parentheses what makes a copy differ from the lead; empty for the same text.
    static func difference(of item: Item) -> String {
        let share = item.overlap.map { ", \(Int(($0 * 100).rounded())) %" } ?? ""
        return switch item.relation {
        case .excerptOf: " (excerpt\(share))"
        case .versionOf: " (other version)"
        case .new, .same, .fuller: ""
        }
    }

    /// The time of today, else the day: never more than six columns.
    static func when(_ item: Item, now: Date, zone: TimeZone) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: item.date)
        let today = calendar.dateComponents([.year, .month, .day], from: now)
        if parts.year == today.year, parts.month == today.month, parts.day == today.day {
            return String(format: "%02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
        }
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = months[(parts.month ?? 1) - 1]
        if parts.year == today.year { return String(format: "%2d ", parts.day ?? 0) + month }
        return "\(month) " + String(format: "%02d", (parts.year ?? 0) % 100)
    }
}

/// The times of an event for people.
enum EventTime {
    /// Such as `10 Jul 2019, 14:00–15:30 (Asia/Hong_Kong, UTC+08:00)`.
    static func text(_ event: Event, start: Date, zone: TimeZone) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let day = LocalTime.day(start, zone: zone)
        guard event.hasTime else {
            guard let end = event.end, !calendar.isDate(end, inSameDayAs: start) else { return day }
            return day + " – " + LocalTime.day(end, zone: zone)
        }
        var text = day + ", " + LocalTime.clock(start, zone: zone)
        if let end = event.end {
            text +=
                calendar.isDate(end, inSameDayAs: start) ? "–" : " – " + LocalTime.day(end, zone: zone) + ", "
            text += LocalTime.clock(end, zone: zone)
        }
        let offset = LocalTime.offset(zone.secondsFromGMT(for: start))
        let name = event.timeZone ?? zone.identifier
        return text + (name.hasPrefix("UTC") ? " (\(offset))" : " (\(name), \(offset))")
    }
}

/// Times for people, without the cost of a locale's formatter.
enum LocalTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    private static func parts(_ date: Date, _ zone: TimeZone) -> DateComponents {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar.dateComponents([.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
    }

    /// The day, such as `10 Jul 2019`.
    static func day(_ date: Date, zone: TimeZone) -> String {
        let parts = parts(date, zone)
        return "\(parts.day ?? 0) \(months[(parts.month ?? 1) - 1]) \(parts.year ?? 0)"
    }

    /// The time of day, such as `14:00`.
    static func clock(_ date: Date, zone: TimeZone) -> String {
        let parts = parts(date, zone)
        return String(format: "%02d:%02d", parts.hour ?? 0, parts.minute ?? 0)
    }

    /// Day and time, such as `Mon 23 Nov 2026, 07:10`.
    static func full(_ date: Date, zone: TimeZone) -> String {
        let parts = parts(date, zone)
        return weekdays[(parts.weekday ?? 1) - 1] + " " + day(date, zone: zone) + ", "
            + clock(date, zone: zone)
    }

    /// `2026-11-23 06:02:11` with `Z` or the offset.
    static func exact(_ date: Date, zone: TimeZone) -> String {
        let text = JSONLines.rfc3339(date, in: zone)
        return text.replacingOccurrences(of: "T", with: " ")
    }

    /// An offset, such as `UTC+08:00`.
    static func offset(_ seconds: Int) -> String {
        let minutes = abs(seconds) / 60
        return "UTC" + (seconds < 0 ? "-" : "+") + String(format: "%02d:%02d", minutes / 60, minutes % 60)
    }

    /// The time until or since, in one unit: `5 min`, `3 h`, `9 days`.
    static func span(_ seconds: TimeInterval) -> String {
        let seconds = abs(seconds)
        if seconds < 90 { return "\(Int(seconds)) s" }
        if seconds < 90 * 60 { return "\(Int((seconds / 60).rounded())) min" }
        if seconds < 36 * 3600 { return "\(Int((seconds / 3600).rounded())) h" }
        return "\(Int((seconds / 86400).rounded())) days"
    }
}
