internal import FoundationEssentials

/// The numbers of a date while it is being read; ``stated(defaultOffset:)`` checks them all.
struct StatedDateParts {
    var year = 0
    var month = 1
    var day = 1
    var hour = 0
    var minute = 0
    var second = 0
    var fraction = 0.0
    var offset: Int?
    var hasTime = false

    /// The instant, or nil when a number is out of its range.
    func stated(defaultOffset: Int) -> StatedDate? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(inMonth: month, of: year),
            (0...24).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        if hour == 24 && (minute != 0 || second != 0) { return nil }
        let zone = offset ?? defaultOffset
        guard abs(zone) < 16 * 3600 else { return nil }
        let seconds =
            Self.daysSince1970(year: year, month: month, day: day) * 86400
            + hour * 3600 + minute * 60 + min(second, 59) - zone
        // 0001-01-01 to 9999-12-31, after the zone was applied too.
        guard seconds >= -62_135_596_800, seconds <= 253_402_300_799 else { return nil }
        return StatedDate(
            date: Date(timeIntervalSince1970: Double(seconds) + fraction), offset: offset, hasTime: hasTime)
    }

    /// Completes a two-digit year: 00–69 belong to this century, 70–99 to the last (POSIX `%y`).
    static func fullYear(_ value: Int, digits: Int) -> Int {
        guard digits <= 2 else { return value }
        return value < 70 ? 2000 + value : 1900 + value
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar.
    static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Sets month and day from a day of the year (ISO 8601 ordinal date); false when it is out of range.
    mutating func setOrdinal(_ ordinal: Int) -> Bool {
        guard ordinal >= 1, ordinal <= (Self.isLeap(year) ? 366 : 365) else { return false }
        var left = ordinal
        month = 1
        while left > Self.days(inMonth: month, of: year) {
            left -= Self.days(inMonth: month, of: year)
            month += 1
        }
        day = left
        return true
    }
}
