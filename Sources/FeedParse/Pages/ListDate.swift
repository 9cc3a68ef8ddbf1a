internal import FoundationEssentials

/// Reads the date of a list's item.
enum ListDate {
    /// The instant; a date without an offset belongs to the source's zone.
    static func read(_ text: String, rules: PageRules) -> Date? {
        guard text.utf8.count < 400 else { return nil }
        let monthFirst = rules.dateFormat.map { $0.uppercased().hasPrefix("M") } ?? false
        let parsed = DateParser.parse(text)
        if let parsed, parsed.offset != nil { return parsed.date }
        guard let stated = DateScanner.first(in: text, prefersMonthFirst: monthFirst)?.date ?? parsed else {
            return nil
        }
        return inZone(stated, rules: rules)
    }

    /// Moves a local time to its instant.
    static func inZone(_ stated: StatedDate, rules: PageRules) -> Date {
        guard stated.offset == nil, let zone = rules.timeZone else { return stated.date }
        guard let offset = ZoneClock.offset(zone, atLocal: stated.date) else { return stated.date }
        return stated.date.addingTimeInterval(-Double(offset))
    }
}

/// The offsets of IANA zones.
enum ZoneClock {
    /// Seconds east of UTC in a zone when its clocks show a time, given as if it were UTC.
    static func offset(_ zone: String, atLocal local: Date) -> Int? {
        let seconds = Int(local.timeIntervalSince1970.rounded(.down))
        var parts = StatedDateParts()
        let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        (parts.year, parts.month, parts.day) = civil(days)
        parts.hour = (seconds - days * 86400) / 3600
        parts.minute = (seconds - days * 86400) / 60 % 60
        parts.hasTime = true
        return ZoneNames.offset(ofIANAName: zone, at: parts)
    }

    /// The date of a number of days since 1970-01-01 in the proleptic Gregorian calendar.
    static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let number = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (number <= 2 ? 1 : 0), number, day)
    }
}
