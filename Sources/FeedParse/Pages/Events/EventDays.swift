/// The days of an event: `July 10, 2019`, `May 4–6, 2026`, `4.–6. Mai 2026`, `del 4 al 6 de mayo de 2026`.
struct EventDays: Equatable {
    /// The first day, at 00:00 as if in UTC.
    var start: StatedDate
    /// The last day, when there are several.
    var end: StatedDate?

    private static let joins: Set<String> = [
        "-", "–", "—", "bis", "to", "au", "al", "a", "до", "по", "do", "tot", "til", "till", "and", "und",
    ]

    /// Reads the first day or range of days in a line.
    static func read(_ line: String) -> EventDays? {
        let words = words(line)
        if let range = yearFirst(line) ?? sameMonth(words) ?? twoMonths(words) { return range }
        let found = DateScanner.scan(line)
        guard let first = found.first else { return nil }
        if found.count > 1 {
            let bytes = Array(line.utf8)
            let between = String(
                decoding: bytes[first.range.upperBound..<found[1].range.lowerBound], as: UTF8.self
            ).trimmedBlanks.lowered
            if joins.contains(between), found[1].date.date > first.date.date {
                return EventDays(start: day(first), end: day(found[1]))
            }
        }
        return EventDays(start: day(first), end: nil)
    }

    private static func day(_ found: DateScanner.Found) -> StatedDate {
        StatedDateParts(year: found.year, month: found.month, day: found.day).stated(defaultOffset: 0)
            ?? found.date
    }

    /// Two days, the first before the second; nil when one isn't in the calendar.
    private static func range(
        _ firstYear: Int, _ firstMonth: Int, _ firstDay: Int, to year: Int, _ month: Int, _ day: Int
    ) -> EventDays? {
        guard (1...12).contains(firstMonth), (1...12).contains(month), firstDay >= 1, day >= 1,
            firstDay <= StatedDateParts.days(inMonth: firstMonth, of: firstYear),
            day <= StatedDateParts.days(inMonth: month, of: year),
            let start = StatedDateParts(year: firstYear, month: firstMonth, day: firstDay)
                .stated(defaultOffset: 0),
            let end = StatedDateParts(year: year, month: month, day: day).stated(defaultOffset: 0),
            start.date < end.date
        else { return nil }
        return EventDays(start: start, end: end)
    }

    /// The words, numbers and dashes of a line.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var kind = 0
        for character in line.lowered {
            let now = character.isNumber ? 1 : character.isLetter ? 2 : "-–—".contains(character) ? 3 : 0
            if now != kind || now == 3 {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            kind = now
            if now != 0 { word.append(character) }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// Two days that share one month and year.
    private static func sameMonth(_ words: [String]) -> EventDays? {
        for at in words.indices.dropLast(2) where joins.contains(words[at + 1]) {
            guard let first = Int(words[at]), let last = Int(words[at + 2]), first >= 1, first < last,
                last <= 31, words[at].count <= 2, words[at + 2].count <= 2
            else { continue }
            // The month stands in front of the first day or behind the last one.
            let before = at > 0 ? month(words[at - 1]) : nil
            var behind: Int?
            var next = at + 3
            while next < words.count, next <= at + 4, behind == nil {
                behind = month(words[next])
                next += 1
            }
            guard let month = before ?? behind else { continue }
            let from = before == nil ? next : at + 3
            guard
                let year = words.dropFirst(from).prefix(3).compactMap({ $0.count == 4 ? Int($0) : nil })
                    .first,
                let start = StatedDateParts(year: year, month: month, day: first).stated(defaultOffset: 0),
                let end = StatedDateParts(year: year, month: month, day: last).stated(defaultOffset: 0)
            else { continue }
            return EventDays(start: start, end: end)
        }
        return nil
    }

    /// Two days in two months, the year behind the second: `30 April – 2 May 2026`, `April 30 – May 2, 2026`.
    private static func twoMonths(_ words: [String]) -> EventDays? {
        let fillers: Set<String> = ["de", "of", "den", "st", "nd", "rd", "th", "er"]
        let words = words.filter { !fillers.contains($0) }
        for at in words.indices where joins.contains(words[at]) && at >= 2 && at + 3 < words.count {
            guard let first = dayAndMonth(words[at - 2], words[at - 1]) else { continue }
            // A weekday may stand in front of the second day.
            for next in [at + 1, at + 2] where next + 2 < words.count {
                guard let last = dayAndMonth(words[next], words[next + 1]),
                    let year = words[(next + 2)...].prefix(2).first(where: { $0.count == 4 }).flatMap({
                        Int($0)
                    })
                else { continue }
                let firstYear = first.month > last.month ? year - 1 : year
                if let days = range(firstYear, first.month, first.day, to: year, last.month, last.day) {
                    return days
                }
            }
        }
        return nil
    }

    private static func dayAndMonth(_ one: String, _ other: String) -> (day: Int, month: Int)? {
        for (day, name) in [(one, other), (other, one)] where day.count <= 2 {
            if let day = Int(day), (1...31).contains(day), let month = month(name) { return (day, month) }
        }
        return nil
    }

    /// Two days with the year in front: `2026年5月4日至6日`, `2026年4月30日－5月2日`, `2026년 5월 4일~6일`.
    private static func yearFirst(_ line: String) -> EventDays? {
        guard line.contains(where: { "年년".contains($0) }) else { return nil }
        // Weekdays stand in brackets: `5月4日（月）`.
        var isOpen = false
        let text = Array(line).filter { sign in
            if "(（".contains(sign) { isOpen = true }
            defer { if ")）".contains(sign) { isOpen = false } }
            return !isOpen && !")） ".contains(sign)
        }
        for at in text.indices where "年년".contains(text[at]) {
            var from = at
            while from > 0, text[from - 1].isASCII, text[from - 1].isNumber { from -= 1 }
            guard at - from == 4, let year = Int(String(text[from..<at])) else { continue }
            var next = at + 1
            guard let firstMonth = number(text, &next, before: "月월"),
                let firstDay = number(text, &next, before: nil)
            else { continue }
            if next < text.count, "日号號일".contains(text[next]) { next += 1 }
            guard next < text.count, "-–—－~～〜至到".contains(text[next]) else { continue }
            while next < text.count, "-–—－~～〜至到".contains(text[next]) { next += 1 }
            let month = number(text, &next, before: "月월")
            guard let day = number(text, &next, before: "日号號일") else { continue }
            let last = month ?? firstMonth
            return range(year, firstMonth, firstDay, to: last < firstMonth ? year + 1 : year, last, day)
        }
        return nil
    }

    /// A number of one or two digits with a sign behind it, which is passed too.
    private static func number(_ text: [Character], _ at: inout Int, before signs: String?) -> Int? {
        var end = at
        while end < text.count, text[end].isASCII, text[end].isNumber { end += 1 }
        guard end - at == 1 || end - at == 2, let value = Int(String(text[at..<end])) else { return nil }
        if let signs {
            guard end < text.count, signs.contains(text[end]) else { return nil }
            end += 1
        }
        at = end
        return value
    }

    private static func month(_ word: String) -> Int? {
        guard word.count >= 3, case .month(let month) = DateWords.meaning(of: word) else { return nil }
        return month
    }
}
