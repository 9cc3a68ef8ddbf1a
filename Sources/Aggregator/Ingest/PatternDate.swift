import Foundation

/// Reads a date by a source's own `date-format`, for the dates that no rule reads.
enum PatternDate {
    /// The instant; nil without a pattern or when the text doesn't follow it.
    static func parse(_ text: String, pattern: String?, zone: String?) -> Date? {
        guard let pattern else { return nil }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = zone.flatMap(TimeZone.init(identifier:)) ?? .gmt
        formatter.dateFormat = pattern
        return formatter.date(from: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
