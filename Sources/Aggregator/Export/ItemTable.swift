internal import FeedParse
public import Foundation

/// Items as a table of comma-separated values (RFC 4180), one line each.
public struct ItemTable: Sendable {
    private let zone: TimeZone

    /// The names of the columns.
    public static let columns = [
        "id", "source", "title", "url", "published", "seen", "authors", "language", "words", "completeness",
        "story", "lead", "relation", "overlap", "tags", "original_url", "event_start", "event_end",
        "event_time_zone", "event_venue",
    ]

    /// Creates a table with times in a zone.
    public init(zone: TimeZone = .gmt) {
        self.zone = zone
    }

    /// The line with the names of the columns.
    public var head: String { Self.line(Self.columns) }

    /// The line of an item.
    public func row(_ item: Item) -> String {
        let content = item.content
        let event = content.event
        let eventZone = event?.shownZone(for: zone) ?? zone
        func time(_ date: Date?, _ zone: TimeZone) -> String {
            date.map { CivilTime($0, in: zone).rfc3339 } ?? ""
        }
        return Self.line([
            item.id.text, content.source, content.title, content.url ?? "", time(content.published, zone),
            time(item.seen, zone), content.authors.joined(separator: "; "), content.language ?? "",
            String(item.words), content.completeness.rawValue, item.story.text,
            item.isLead ? "true" : "false",
            item.relation.rawValue, item.overlap.map { String(($0 * 100).rounded() / 100) } ?? "",
            item.tags.joined(separator: "; "), content.originalURL ?? "", time(event?.start, eventZone),
            time(event?.end, eventZone), event?.timeZone ?? "", event?.venue ?? "",
        ])
    }

    // Fields that a spreadsheet would take for a formula get an apostrophe before them.
    private static func line(_ fields: [String]) -> String {
        fields.map { field in
            var text = PlainLine.clean(field)
            if let first = text.first, "=+-@".contains(first), Double(text) == nil { text = "'" + text }
            guard text.contains(where: { "\",;".contains($0) }) else { return text }
            return "\"" + text.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",") + "\r\n"
    }
}
