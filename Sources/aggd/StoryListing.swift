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
            let zone = event.shownZone(for: session.zone)
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
        let time = CivilTime(item.date, in: zone)
        let today = CivilTime(now, in: zone)
        if time.dayNumber == today.dayNumber { return time.clock }
        if time.year == today.year { return (time.day < 10 ? " " : "") + "\(time.day) \(time.monthName)" }
        let year = time.year % 100
        return "\(time.monthName) " + (year < 10 ? "0" : "") + "\(year)"
    }
}
