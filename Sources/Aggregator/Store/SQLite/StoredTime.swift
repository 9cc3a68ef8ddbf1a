internal import Foundation

/// Times as the tables keep them: whole milliseconds since 1970.
enum StoredTime {
    /// The number for a time; times beyond 200,000 years from now are held there.
    static func number(_ date: Date) -> Int64 {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        guard milliseconds.isFinite else { return milliseconds > 0 ? limit : -limit }
        return Int64(max(-Double(limit), min(Double(limit), milliseconds)))
    }

    /// The number for a time that may be missing.
    static func number(_ date: Date?) -> Int64? {
        guard let date else { return nil }
        return number(date)
    }

    /// The time for a number.
    static func date(_ number: Int64) -> Date {
        Date(timeIntervalSince1970: Double(number) / 1000)
    }

    /// The time for a number that may be missing.
    static func date(_ number: Int64?) -> Date? {
        guard let number else { return nil }
        return date(number)
    }

    private static let limit: Int64 = 6_307_200_000_000_000
}
