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

    /// `2026-W11-2`, an ISO 8601 week date; nil when the text has no week.
    mutating func readWeek() -> Bool? {
        guard let mark = tokens.firstIndex(where: { $0.kind == .word && $0.text.uppercased() == "W" }),
            let year = number(before: mark), tokens.indices.contains(mark + 1),
            tokens[mark + 1].kind == .number, (1...53).contains(tokens[mark + 1].value)
        else { return nil }
        let day = tokens.dropFirst(mark + 2).first { $0.kind == .number }?.value ?? 1
        guard (1...7).contains(day) else { return false }
        // The week of January 4 is the first; 1970-01-01 was a Thursday.
        let fourth = StatedDateParts.daysSince1970(year: year, month: 1, day: 4)
        let monday = fourth - (fourth + 3) % 7
        let date = monday + (tokens[mark + 1].value - 1) * 7 + day - 1
        let ordinal = date - StatedDateParts.daysSince1970(year: year, month: 1, day: 1) + 1
        let length = StatedDateParts.isLeap(year) ? 366 : 365
        parts.year = ordinal < 1 ? year - 1 : ordinal > length ? year + 1 : year
        if ordinal > length { return parts.setOrdinal(ordinal - length) }
        return parts.setOrdinal(
            ordinal < 1 ? ordinal + (StatedDateParts.isLeap(year - 1) ? 366 : 365) : ordinal)
    }

    private func number(before index: Int) -> Int? {
        guard let token = tokens.prefix(index).last(where: { $0.kind == .number }), token.digits == 4,
            token.value >= 1970
        else { return nil }
        return token.value
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
