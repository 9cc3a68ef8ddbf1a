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
        if let range = sameMonth(line) { return range }
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

    /// Two days that share one month and year.
    private static func sameMonth(_ line: String) -> EventDays? {
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

    private static func month(_ word: String) -> Int? {
        guard word.count >= 3, case .month(let month) = DateWords.meaning(of: word) else { return nil }
        return month
    }
}
