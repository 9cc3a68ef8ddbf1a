internal import Foundation

/// The dates of `date:` and `seen:`.
///
/// - `2026`, `2026-10`, `2026-10-03`: the whole year, month, day; `2026-10-03T14:30` and with `Z` or an offset:
///   that minute or second.
/// - `today`, `yesterday`, `tomorrow`, `now`.
/// - `-7d`, `+2w`, `-3m`, `-1y`: the day so many days, weeks, months, years from today; `-6h`: the instant.
///   Alone they mean everything between then and now.
/// - `a..b`: from the beginning of `a` to the end of `b`; either may be left out.
struct QueryDates {
    /// A range of which either end may be open; the end is exclusive.
    struct Range {
        var from: Date?
        var to: Date?
    }

    private let now: Date
    private let calendar: Calendar

    init(now: Date, timeZone: TimeZone) {
        self.now = now
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        self.calendar = calendar
    }

    /// Reads a range; offsets of errors count from the value's beginning.
    func range(_ text: String) throws(QueryError) -> Range {
        if let dots = text.firstRange(of: "..") {
            let lower = text[..<dots.lowerBound]
            let upper = text[dots.upperBound...]
            let place = text.distance(from: text.startIndex, to: dots.upperBound)
            if lower.isEmpty, upper.isEmpty { throw Self.unknown(text, 0) }
            let from = lower.isEmpty ? nil : try interval(lower, offset: 0).from
            let to = upper.isEmpty ? nil : try interval(upper, offset: place).to
            if let from, let to, from >= to {
                throw QueryError("\"\(text)\" ends before it begins", offset: 0)
            }
            return Range(from: from, to: to)
        }
        let single = try interval(text[...], offset: 0)
        switch text.first {
        case "-": return Range(from: single.from, to: nil)
        case "+": return Range(from: calendar.startOfDay(for: now), to: single.to)
        default: return Range(from: single.from, to: single.to)
        }
    }

    /// What one date covers.
    private func interval(_ text: Substring, offset: Int) throws(QueryError) -> (from: Date, to: Date) {
        switch text.lowercased() {
        case "now": return (now, now)
        case "today": return try day(0, text, offset)
        case "yesterday": return try day(-1, text, offset)
        case "tomorrow": return try day(1, text, offset)
        default: break
        }
        if text.first == "-" || text.first == "+" { return try relative(text, offset) }
        if let found = absolute(text) { return found }
        throw Self.unknown(String(text), offset)
    }

    private func day(_ count: Int, _ text: Substring, _ offset: Int) throws(QueryError) -> (
        from: Date, to: Date
    ) {
        try unit(.day, at: shift(.day, count, text, offset), text, offset)
    }

    private func relative(_ text: Substring, _ offset: Int) throws(QueryError) -> (from: Date, to: Date) {
        let digits = text.dropFirst().prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), count <= 100_000 else { throw Self.unknown(String(text), offset) }
        let signed = text.first == "-" ? -count : count
        switch text.dropFirst(1 + digits.count).lowercased() {
        case "h":
            let instant = now.addingTimeInterval(Double(signed) * 3600)
            return (instant, instant)
        case "d", "": return try day(signed, text, offset)
        case "w": return try day(signed * 7, text, offset)
        case "m": return try unit(.day, at: shift(.month, signed, text, offset), text, offset)
        case "y": return try unit(.day, at: shift(.year, signed, text, offset), text, offset)
        default: throw Self.unknown(String(text), offset)
        }
    }

    private func shift(
        _ component: Calendar.Component, _ count: Int, _ text: Substring, _ offset: Int
    ) throws(QueryError) -> Date {
        guard let date = calendar.date(byAdding: component, value: count, to: now) else {
            throw Self.unknown(String(text), offset)
        }
        return date
    }

    private func unit(
        _ component: Calendar.Component, at date: Date, _ text: Substring, _ offset: Int
    ) throws(QueryError) -> (from: Date, to: Date) {
        guard let interval = calendar.dateInterval(of: component, for: date) else {
            throw Self.unknown(String(text), offset)
        }
        return (interval.start, interval.end)
    }

    /// A date written out: year, month, day, minute or second.
    private func absolute(_ text: Substring) -> (from: Date, to: Date)? {
        let halves = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        let numbers = halves[0].split(separator: "-", omittingEmptySubsequences: false).map {
            Self.number($0)
        }
        guard (1...3).contains(numbers.count), let year = numbers[0], halves[0].prefix(5).count >= 4,
            (1000...9999).contains(year), !numbers.contains(nil)
        else { return nil }
        var parts = DateComponents()
        parts.year = year
        parts.month = numbers.count > 1 ? numbers[1] : 1
        parts.day = numbers.count > 2 ? numbers[2] : 1
        guard halves.count == 1 else {
            return numbers.count == 3 ? instant(parts, String(halves[1])) : nil
        }
        let component: Calendar.Component = numbers.count == 3 ? .day : numbers.count == 2 ? .month : .year
        guard let date = exact(parts), let interval = calendar.dateInterval(of: component, for: date) else {
            return nil
        }
        return (interval.start, interval.end)
    }

    private func instant(_ day: DateComponents, _ text: String) -> (from: Date, to: Date)? {
        var parts = day
        var clock = text
        if clock.hasSuffix("Z") {
            clock.removeLast()
            parts.timeZone = .gmt
        } else if let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let offset = clock[clock.index(after: sign)...].split(separator: ":").map { Self.number($0) }
            guard offset.count == 2, let hours = offset[0], let minutes = offset[1], hours < 24, minutes < 60
            else {
                return nil
            }
            let seconds = (hours * 60 + minutes) * 60
            parts.timeZone = TimeZone(secondsFromGMT: clock[sign] == "-" ? -seconds : seconds)
            clock = String(clock[..<sign])
        }
        let numbers = clock.split(separator: ":", omittingEmptySubsequences: false).map { Self.number($0) }
        guard (2...3).contains(numbers.count), let hour = numbers[0], let minute = numbers[1], hour < 24,
            minute < 60
        else { return nil }
        parts.hour = hour
        parts.minute = minute
        if numbers.count == 3 {
            guard let second = numbers[2], second < 61 else { return nil }
            parts.second = second
        }
        guard let date = exact(parts) else { return nil }
        return (date, date.addingTimeInterval(numbers.count == 3 ? 1 : 60))
    }

    /// The instant of a date that exists: no 31 February.
    private func exact(_ parts: DateComponents) -> Date? {
        guard let month = parts.month, let day = parts.day, (1...12).contains(month), day >= 1 else {
            return nil
        }
        var zoned = calendar
        if let zone = parts.timeZone { zoned.timeZone = zone }
        guard let date = zoned.date(from: parts) else { return nil }
        return zoned.component(.day, from: date) == day && zoned.component(.month, from: date) == month
            ? date : nil
    }

    private static func number(_ digits: Substring) -> Int? {
        digits.allSatisfy { $0.isASCII && $0.isNumber } ? Int(digits) : nil
    }

    private static func unknown(_ text: String, _ offset: Int) -> QueryError {
        QueryError(
            "\"\(text)\" is no date; write e.g. 2026-10-03, 2026-10..2026-11, today, -7d.. or today..+14d",
            offset: offset)
    }
}
