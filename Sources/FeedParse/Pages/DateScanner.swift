/// Finds dates in running text: `3 April 2020`, `April 3rd, 2020`, `03.04.2020`, `2020年4月3日`, `2020-04-03T10:00Z`.
///
/// ``DateParser`` reads a text that is a date; this one finds the dates in a text that says other things too.
struct DateScanner {
    /// One date in a text.
    struct Found: Sendable {
        var date: StatedDate
        var year: Int
        var month: Int
        var day: Int
        /// Where it stands, in UTF-8 bytes.
        var range: Range<Int>
        /// False for `05/04/2020`, which two conventions read differently.
        var isCertain = true
    }

    private enum Kind { case number, word, sign }

    private struct Token {
        var kind: Kind
        var value = 0
        var digits = 0
        var word = ""
        var sign: UInt8 = 0
        var start: Int
        var end: Int
        var hasBlankBefore = false
    }

    private let tokens: [Token]
    private let prefersMonthFirst: Bool

    /// Finds all dates in a text, in order.
    ///
    /// - Parameter prefersMonthFirst: true where `05/04/2020` is the fourth of May.
    static func scan(_ text: String, prefersMonthFirst: Bool = false) -> [Found] {
        let bytes = Array(text.utf8.prefix(20_000))
        guard mayHoldDate(bytes[...]) else { return [] }
        let scanner = DateScanner(tokens: tokenise(bytes), prefersMonthFirst: prefersMonthFirst)
        return scanner.scan()
    }

    /// False for a text without any digit.
    static func mayHoldDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        // Arabic, Indian, Thai and full-width digits begin with one of four bytes.
        bytes.contains { $0 >= 0x30 && $0 <= 0x39 || $0 == 0xD9 || $0 == 0xDB || $0 == 0xE0 || $0 == 0xEF }
    }

    /// The first date in a text.
    static func first(in text: String, prefersMonthFirst: Bool = false) -> Found? {
        scan(text, prefersMonthFirst: prefersMonthFirst).first
    }

    /// True for a line that is little more than a date, such as `Updated: Nov. 19, 2025`.
    static func isDateLine(_ text: String) -> Bool {
        guard text.utf8.count < 70, let found = first(in: text) else { return false }
        return text.utf8.count - found.range.count < 30 && !text.hasSuffix(".")
    }

    private static func tokenise(_ bytes: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var at = 0
        var blank = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte <= 0x20 || (byte == 0xC2 && at + 1 < bytes.count && bytes[at + 1] == 0xA0) {
                blank = true
                at += byte <= 0x20 ? 1 : 2
                continue
            }
            let start = at
            var token = Token(kind: .sign, start: at, end: at)
            token.hasBlankBefore = blank
            blank = false
            if byte >= 0x30 && byte <= 0x39 {
                token.kind = .number
                while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 {
                    if at - start < 9 { token.value = token.value * 10 + Int(bytes[at] - 0x30) }
                    at += 1
                }
                token.digits = at - start
            } else if byte >= 0xD9, ForeignDigits.digit(bytes.span, at, bytes.count) != nil {
                token.kind = .number
                while let (value, length) = ForeignDigits.digit(bytes.span, at, bytes.count) {
                    if token.digits < 9 { token.value = token.value * 10 + Int(value) }
                    token.digits += 1
                    at += length
                }
            } else if isLetter(byte) {
                token.kind = .word
                // Ideographs are words of one sign each: 年, 月, 日.
                let isWide = byte >= 0xE3 && byte <= 0xED
                while at < bytes.count, isLetter(bytes[at]) {
                    if bytes[at] == 0xC2 && at + 1 < bytes.count && bytes[at + 1] == 0xA0 { break }
                    if isWide && at - start >= 3 { break }
                    if !isWide && bytes[at] >= 0xE3 && bytes[at] <= 0xED { break }
                    if bytes[at] >= 0xD9, ForeignDigits.digit(bytes.span, at, bytes.count) != nil { break }
                    at += DateWords.joinsStop(bytes.span, at, bytes.count) ? 2 : 1
                }
                // The longest month, Bengali's February, takes 33 bytes.
                if at - start <= 36 {
                    token.word = String(decoding: bytes[start..<at], as: UTF8.self).lowered
                }
            } else {
                token.sign = byte
                at += 1
            }
            token.end = at
            tokens.append(token)
        }
        return tokens
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A)
    }

    private func scan() -> [Found] {
        var found: [Found] = []
        var at = 0
        while at < tokens.count {
            if let (hit, next) = date(at) {
                found.append(hit)
                at = next
            } else {
                at += 1
            }
        }
        return found
    }

    private func number(_ at: Int, digits: ClosedRange<Int>) -> Int? {
        guard tokens.indices.contains(at), tokens[at].kind == .number, digits.contains(tokens[at].digits)
        else {
            return nil
        }
        return tokens[at].value
    }

    private func sign(_ at: Int, _ sign: Character) -> Bool {
        tokens.indices.contains(at) && tokens[at].kind == .sign && tokens[at].sign == sign.asciiValue
    }

    private func month(_ at: Int) -> Int? {
        guard tokens.indices.contains(at), tokens[at].kind == .word, tokens[at].word.utf8.count >= 3 else {
            return nil
        }
        if case .month(let month) = DateWords.meaning(of: tokens[at].word) { return month }
        return nil
    }

    private func year(_ at: Int) -> Int? {
        guard let year = number(at, digits: 4...4), year >= 1990, year <= 2100 else { return nil }
        return year
    }

    /// A date that begins with one token, and the token behind it.
    private func date(_ at: Int) -> (Found, Int)? {
        let token = tokens[at]
        // A number glued to a letter or sign is part of a name or version: `v1.2.2020`, `#2020`.
        if at > 0, !token.hasBlankBefore, token.kind == .number, tokens[at - 1].kind == .sign,
            [UInt8(ascii: "."), UInt8(ascii: "$"), UInt8(ascii: "%")].contains(tokens[at - 1].sign)
        {
            return nil
        }
        if at > 0, !token.hasBlankBefore, token.kind == .number, tokens[at - 1].kind == .word,
            let first = tokens[at - 1].word.utf8.first, first < 0x80, tokens[at - 1].word.utf8.count < 3
        {
            return nil
        }
        switch token.kind {
        case .number:
            if let year = year(at) { return yearFirst(at, year) }
            return dayFirst(at)
        case .word: return monthFirst(at) ?? era(at)
        case .sign: return nil
        }
    }

    /// `2020-04-03`, `2020/4/3`, `2020.04.03`, `2020年4月3日`, `2020. 4. 3.`.
    private func yearFirst(_ at: Int, _ year: Int) -> (Found, Int)? {
        guard tokens.indices.contains(at + 3) else { return nil }
        if tokens[at + 1].kind == .word, ["年", "년"].contains(tokens[at + 1].word),
            let month = number(at + 2, digits: 1...2), ["月", "월"].contains(tokens[at + 3].word),
            let day = number(at + 4, digits: 1...2)
        {
            let end =
                tokens.indices.contains(at + 5) && ["日", "일", "号"].contains(tokens[at + 5].word) ? 6 : 5
            return made(year, month, day, at, at + end)
        }
        for mark: Character in ["-", "/", "."] where sign(at + 1, mark) && sign(at + 3, mark) {
            if let month = number(at + 2, digits: 1...2), let day = number(at + 4, digits: 1...2) {
                return made(year, month, day, at, at + 5)
            }
            if let month = month(at + 2), let day = number(at + 4, digits: 1...2) {
                return made(year, month, day, at, at + 5)
            }
        }
        if let month = month(at + 1), let day = number(at + 2, digits: 1...2) {
            return made(year, month, day, at, at + 3)
        }
        return nil
    }

    /// `令和2年4月3日`, `民國109年4月3日`.
    private func era(_ at: Int) -> (Found, Int)? {
        let base = LooseDate.yearsBefore(token(at) + token(at + 1))
        guard tokens.indices.contains(at + 5), base > 0,
            let year = number(at + 2, digits: 1...3) ?? (token(at + 2) == "元" ? 1 : nil),
            token(at + 3) == "年",
            let month = number(at + 4, digits: 1...2), token(at + 5) == "月",
            let day = number(at + 6, digits: 1...2)
        else { return nil }
        return made(base + year, month, day, at, token(at + 7) == "日" ? at + 8 : at + 7)
    }

    /// `۲ تیر ۱۳۹۹`.
    private func persian(_ at: Int, _ day: Int, _ next: Int) -> (Found, Int)? {
        guard let month = OtherCalendar.persianMonth(token(next)), let year = number(next + 1, digits: 4...4),
            let date = OtherCalendar.gregorian(persianYear: year, month: month, day: day)
        else { return nil }
        return made(date.year, date.month, date.day, at, next + 2)
    }

    /// `3 tháng 4 năm 2020`, `3 tháng 4, 2020`.
    private func vietnamese(_ at: Int, _ day: Int) -> (Found, Int)? {
        guard token(at + 1) == "tháng", let month = number(at + 2, digits: 1...2),
            token(at + 3) == "năm" || sign(at + 3, ",") || sign(at + 3, "/"), let year = year(at + 4)
        else { return nil }
        return made(year, month, day, at, at + 5)
    }

    /// A word's text; nothing for other tokens.
    private func token(_ at: Int) -> String { tokens.indices.contains(at) ? tokens[at].word : "" }

    /// `3 April 2020`, `3. April 2020`, `3rd of April, 2020`, `3 de abril de 2020`, `03.04.2020`, `3/4/20`.
    private func dayFirst(_ at: Int) -> (Found, Int)? {
        guard let day = number(at, digits: 1...2), day >= 1, day <= 31 else { return nil }
        for mark: Character in ["/", ".", "-", "|"] where sign(at + 1, mark) {
            guard let second = number(at + 2, digits: 1...2) else {
                // `3-Apr-2020`, `3. April 2020`.
                break
            }
            guard sign(at + 3, mark), !tokens[at + 3].hasBlankBefore || mark == "." || mark == "|"
            else { return nil }
            // `7 | 8 | 9` are pages of a list.
            let short =
                mark == "|" ? nil : number(at + 4, digits: 2...2).flatMap { $0 >= 90 ? 1900 + $0 : 2000 + $0 }
            guard let year = year(at + 4) ?? short else { return nil }
            if year < 1990 { return nil }
            if second > 12, day <= 12 { return made(year, day, second, at, at + 5) }
            if mark == "/", prefersMonthFirst, day <= 12 {
                return made(year, day, second, at, at + 5, isCertain: day == second)
            }
            return made(year, second, day, at, at + 5, isCertain: mark != "/" || day > 12 || day == second)
        }
        var next = at + 1
        while tokens.indices.contains(next), next <= at + 3, month(next) == nil {
            let token = tokens[next]
            let isFiller =
                token.kind == .sign && [0x2E, 0x2D, 0x2F, 0x2C].contains(token.sign)
                || token.kind == .word
                    && ["st", "nd", "rd", "th", "of", "de", "er", "º", "ª", "d", "ter"].contains(token.word)
            guard isFiller else { return persian(at, day, next) ?? vietnamese(at, day) }
            next += 1
        }
        guard let month = month(next) else { return nil }
        let isThai = DateWords.isThai(token(next))
        next += 1
        var skipped = 0
        while tokens.indices.contains(next), skipped < 3, year(next) == nil {
            let token = tokens[next]
            // `24 نيسان / أبريل 2020` names the month twice.
            if self.month(next) == month {
                next += 1
                continue
            }
            let isFiller =
                token.kind == .sign && [0x2E, 0x2D, 0x2F, 0x2C, 0x27].contains(token.sign)
                || token.kind == .word && ["de", "del", "of", "à", "г"].contains(token.word)
            guard isFiller else { break }
            next += 1
            skipped += 1
        }
        // Thailand counts from the Buddha.
        let buddhist =
            isThai
            ? number(next, digits: 4...4).map { $0 - 543 } ?? number(next, digits: 2...2).map { $0 + 1957 }
            : nil
        guard let year = year(next) ?? buddhist else { return nil }
        return made(year, month, day, at, next + 1)
    }

    /// `April 3, 2020`, `Apr. 3rd 2020`, `April 3 2020`.
    private func monthFirst(_ at: Int) -> (Found, Int)? {
        guard let month = month(at) else { return nil }
        var next = at + 1
        if sign(next, ".") { next += 1 }
        if sign(next, "-") || sign(next, "/") { next += 1 }
        guard let day = number(next, digits: 1...2), day >= 1, day <= 31 else { return nil }
        next += 1
        var skipped = 0
        while tokens.indices.contains(next), skipped < 3, year(next) == nil {
            let token = tokens[next]
            let isFiller =
                token.kind == .sign && [0x2E, 0x2C, 0x2D, 0x2F].contains(token.sign)
                || token.kind == .word && ["st", "nd", "rd", "th", "of", "at"].contains(token.word)
            guard isFiller else { break }
            next += 1
            skipped += 1
        }
        guard let year = year(next) else { return nil }
        return made(year, month, day, at, next + 1)
    }

    private func made(
        _ year: Int, _ month: Int, _ day: Int, _ from: Int, _ to: Int, isCertain: Bool = true
    ) -> (Found, Int)? {
        guard (1...12).contains(month), day >= 1, day <= StatedDateParts.days(inMonth: month, of: year) else {
            return nil
        }
        var parts = StatedDateParts(year: year, month: month, day: day)
        var end = to
        if let (hour, minute, next) = time(after: to) {
            parts.hour = hour
            parts.minute = minute
            parts.hasTime = true
            end = next
        }
        guard let date = parts.stated(defaultOffset: 0) else { return nil }
        let found = Found(
            date: date, year: year, month: month, day: day, range: tokens[from].start..<tokens[end - 1].end,
            isCertain: isCertain)
        return (found, end)
    }

    /// `, 10:32`, ` at 7:10 p.m.`, ` à 10h32`, `T10:32`, ` | 10.32 Uhr` behind a date.
    private func time(after at: Int) -> (Int, Int, Int)? {
        var next = at
        while tokens.indices.contains(next), next < at + 4, tokens[next].kind != .number {
            let token = tokens[next]
            let isFiller =
                token.kind == .sign && token.sign != UInt8(ascii: "(")
                || token.kind == .word
                    && [
                        "t", "at", "um", "à", "a", "las", "alle", "ore", "kl", "as", "às", "в", "o", "–", "—",
                        "·", "|", "om",
                    ]
                    .contains(token.word)
            guard isFiller else { return nil }
            next += 1
        }
        guard let hour = number(next, digits: 1...2), hour < 25, tokens.indices.contains(next + 1) else {
            return nil
        }
        var minute = 0
        var end = next + 1
        if sign(next + 1, ":") || sign(next + 1, "."), let value = number(next + 2, digits: 2...2), value < 60
        {
            minute = value
            end = next + 3
        } else if ["h", "時", "时", "시", "uhr"].contains(tokens[next + 1].word) {
            end = next + 2
            if let value = number(next + 2, digits: 2...2), value < 60, tokens[next + 1].word != "uhr" {
                minute = value
                end = next + 3
                if tokens.indices.contains(end), ["分", "분"].contains(tokens[end].word) { end += 1 }
            }
        } else if !(tokens[next + 1].word == "am" || tokens[next + 1].word == "pm") {
            return nil
        }
        if sign(end, ":"), number(end + 1, digits: 2...2) != nil { end += 2 }
        var hour24 = hour
        if tokens.indices.contains(end) {
            let word = tokens[end].word
            let isPM = word == "pm" || word == "p" && sign(end + 1, ".")
            let isAM = word == "am" || word == "a" && sign(end + 1, ".")
            if isPM, hour < 12 { hour24 += 12 }
            if isAM, hour == 12 { hour24 = 0 }
            if isPM || isAM { end += 1 }
        }
        guard hour24 < 24 else { return nil }
        return (hour24, minute, end)
    }
}
