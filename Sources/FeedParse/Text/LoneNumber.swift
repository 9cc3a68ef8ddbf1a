/// Dates written as one number without separators.
extension LooseDate {
    /// ISO 8601 basic forms, and seconds or milliseconds since 1970.
    mutating func readLone(_ number: Token, leadingMinus: Bool) -> Bool {
        let value = number.value
        switch number.digits {
        case 4 where leadingMinus:
            (parts.year, parts.month) = (StatedDateParts.fullYear(value / 100, digits: 2), value % 100)
        case 2 where leadingMinus: parts.year = StatedDateParts.fullYear(value, digits: 2)
        case 4: parts.year = value
        case 5:
            parts.year = StatedDateParts.fullYear(value / 1000, digits: 2)
            return parts.setOrdinal(value % 1000)
        case 6:
            parts.year = StatedDateParts.fullYear(value / 10000, digits: 2)
            (parts.month, parts.day) = (value / 100 % 100, value % 100)
        case 7:
            parts.year = value / 1000
            return parts.setOrdinal(value % 1000)
        case 8: (parts.year, parts.month, parts.day) = (value / 10000, value / 100 % 100, value % 100)
        case 12, 14:
            let whole = number.digits == 14 ? value : value * 100
            (parts.year, parts.month, parts.day) =
                (whole / 10_000_000_000, whole / 100_000_000 % 100, whole / 1_000_000 % 100)
            (parts.hour, parts.minute, parts.second) = (whole / 10000 % 100, whole / 100 % 100, whole % 100)
            parts.hasTime = true
        case 10 where value >= 100_000_000, 13:
            guard !parts.hasTime else { return false }
            let seconds = number.digits == 13 ? value / 1000 : value
            (parts.year, parts.month, parts.day) = (1970, 1, 1)
            return setEpoch(seconds)
        default: return false
        }
        return true
    }

    private mutating func setEpoch(_ seconds: Int) -> Bool {
        var days = seconds / 86400
        (parts.hour, parts.minute, parts.second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
        parts.hasTime = true
        parts.offset = 0
        while days >= (StatedDateParts.isLeap(parts.year) ? 366 : 365) {
            days -= StatedDateParts.isLeap(parts.year) ? 366 : 365
            parts.year += 1
        }
        return parts.setOrdinal(days + 1)
    }
}
