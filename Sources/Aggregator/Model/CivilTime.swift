public import Foundation

/// A moment on the calendar and the clock of one zone (proleptic Gregorian, English names).
///
/// Formatters of ICU differ from one version to the next; an issue must print the same for ever.
public struct CivilTime: Sendable, Equatable {
    /// The year.
    public let year: Int
    /// The month, 1…12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int
    /// The hour, 0…23.
    public let hour: Int
    /// The minute.
    public let minute: Int
    /// The second.
    public let second: Int
    /// The day of the week: 1 (Monday) … 7.
    public let weekday: Int
    /// Seconds east of UTC.
    public let offset: Int

    /// Reads a moment on the calendar of a zone.
    public init(_ date: Date, in zone: TimeZone) {
        offset = zone.secondsFromGMT(for: date)
        let seconds = Int(date.timeIntervalSince1970.rounded(.down)) + offset
        let days = seconds.floorDivided(by: 86400)
        let rest = seconds - days * 86400
        (year, month, day) = Self.civil(fromDays: days)
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
        weekday = (days + 3) - (days + 3).floorDivided(by: 7) * 7 + 1
    }

    /// Days since 1 January 1970 of this calendar day.
    public var dayNumber: Int { Self.days(year: year, month: month, day: day) }

    /// Days since 1 January 1970 of a date.
    public static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a number of days since 1 January 1970.
    public static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// `Mon`.
    public var weekdayName: String { String(Self.weekdays[weekday - 1].prefix(3)) }
    /// `Monday`.
    public var fullWeekdayName: String { Self.weekdays[weekday - 1] }
    /// `Nov`.
    public var monthName: String { String(Self.months[month - 1].prefix(3)) }
    /// `November`.
    public var fullMonthName: String { Self.months[month - 1] }
    /// `23 Nov 2026`.
    public var date: String { "\(day) \(monthName) \(year)" }
    /// `23 November 2026`.
    public var fullDate: String { "\(day) \(fullMonthName) \(year)" }
    /// `2026-11-23`.
    public var isoDate: String { "\(Self.padded(year, 4))-\(Self.padded(month))-\(Self.padded(day))" }
    /// `06:30`.
    public var clock: String { "\(Self.padded(hour)):\(Self.padded(minute))" }
    /// `Mon 23 Nov 2026, 06:30`.
    public var dayAndClock: String { "\(weekdayName) \(date), \(clock)" }
    /// For people who want it exact: `2026-11-23 06:30:00Z`.
    public var exact: String { rfc3339.replacing("T", with: " ") }
    /// RFC 3339: `2026-11-23T06:30:00+00:00`.
    public var rfc3339: String {
        "\(isoDate)T\(clock):\(Self.padded(second))" + (offset == 0 ? "Z" : Self.offsetText(offset))
    }
    /// The offset for people: `UTC+8`, `UTC−3:30`.
    public var offsetName: String {
        let minutes = abs(offset) / 60
        let rest = minutes % 60 == 0 ? "" : ":\(Self.padded(minutes % 60))"
        return "UTC\(offset < 0 ? "−" : "+")\(minutes / 60)\(rest)"
    }

    /// `+08:00`.
    public static func offsetText(_ offset: Int) -> String {
        let minutes = abs(offset) / 60
        return "\(offset < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
    }

    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
}

extension CivilTime {
    /// The zone of a name: an IANA name, `UTC`, or a fixed offset such as `UTC+08:00`; nil when there is none.
    public static func zone(named name: String) -> TimeZone? {
        if name == "UTC" || name == "Z" || name == "GMT" { return TimeZone(secondsFromGMT: 0) }
        for prefix in ["UTC", "GMT"] where name.hasPrefix(prefix) {
            let rest = name.dropFirst(3).filter { $0 != " " }.replacing("\u{2212}", with: "-")
            guard let sign = rest.first, sign == "+" || sign == "-" else { break }
            let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { $0.allSatisfy(\.isNumber) ? Int($0) : nil }
            guard numbers.count == parts.count, numbers.count <= 2, let hours = numbers.first, hours <= 18
            else { return nil }
            let minutes = numbers.count == 2 ? numbers[1] : 0
            guard minutes < 60 else { return nil }
            return TimeZone(secondsFromGMT: (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60))
        }
        return name.isEmpty ? nil : TimeZone(identifier: name)
    }

    /// What people call a zone: `Hong Kong` for `Asia/Hong_Kong`, nothing for a bare offset.
    public static func placeName(ofZone name: String) -> String? {
        guard name.contains("/"), !name.hasPrefix("Etc/"), let last = name.split(separator: "/").last else {
            return nil
        }
        return String(last.replacing("_", with: " "))
    }
}

extension Int {
    fileprivate func floorDivided(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
