/// Reads the dates that keep to no standard: words in any language, numbers in any order.
///
/// The text is cut into numbers, words and signs; the time is found by its colon, the zone behind it, then month,
/// year and day among what is left.
struct LooseDate {
    enum Kind { case number, word, sign }

    struct Token {
        var kind: Kind
        var value = 0
        var digits = 0
        var text = ""
        var sign: UInt8 = 0
        var spaceBefore = false
        var used = false
    }

    private(set) var tokens: [Token] = []
    var parts = StatedDateParts()
    private var impliedOffset: Int?
    /// A word that means nothing known: fewer numbers than a date has then say nothing either.
    private var hasForeignWord = false

    /// Reads bytes from `start` to `end`.
    static func parse(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, defaultOffset: Int) -> StatedDate? {
        var date = LooseDate()
        let ascii = ForeignDigits.ascii(bytes, start, end)
        if let ascii {
            date.tokenise(ascii.span, 0, ascii.count)
        } else {
            date.tokenise(bytes, start, end)
        }
        guard date.read() else { return nil }
        // Thailand counts from 543 before our era; a day of the Persian year has no place in our months.
        if (2440...2643).contains(date.parts.year) { date.parts.year -= 543 }
        if ascii != nil, (1300...1500).contains(date.parts.year) { return nil }
        // The zone that a language implies moves a time; a day alone stays the day that was written.
        let implied = date.parts.hasTime ? date.impliedOffset : nil
        return date.parts.stated(defaultOffset: implied ?? defaultOffset)
    }

    private mutating func tokenise(_ b: Span<UInt8>, _ start: Int, _ end: Int) {
        var at = start
        var space = false
        while at < end {
            let byte = b[at]
            if byte <= 0x20 || (byte == 0xC2 && at + 1 < end && b[at + 1] == 0xA0) {
                space = true
                at += byte <= 0x20 ? 1 : 2
                continue
            }
            var token = Token(kind: .sign)
            token.spaceBefore = space
            space = false
            if byte >= 0x30 && byte <= 0x39 {
                token.kind = .number
                while at < end, b[at] >= 0x30, b[at] <= 0x39 {
                    if token.digits < 18 { token.value = token.value * 10 + Int(b[at] - 0x30) }
                    token.digits += 1
                    at += 1
                }
            } else if byte >= 0x80 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A {
                token.kind = .word
                let from = at
                while at < end,
                    b[at] >= 0x80 || ((b[at] | 0x20) >= 0x61 && (b[at] | 0x20) <= 0x7A)
                        || (b[at] == 0x5F) || (b[at] == 0x27 && at > from)
                {
                    if b[at] == 0xC2 && at + 1 < end && b[at + 1] == 0xA0 { break }
                    at += DateWords.joinsStop(b, at, end) ? 2 : 1
                }
                token.text = String(decoding: (from..<at).map { b[$0] }, as: UTF8.self)
            } else {
                token.sign = byte
                at += 1
            }
            tokens.append(token)
        }
    }

    private func isSign(_ index: Int, _ byte: UInt8) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == .sign && tokens[index].sign == byte
            && !tokens[index].used
    }

    private func isNumber(_ index: Int, digits: ClosedRange<Int>) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == .number && !tokens[index].used
            && digits.contains(tokens[index].digits)
    }

    private mutating func use(_ range: Range<Int>) {
        for index in range where tokens.indices.contains(index) { tokens[index].used = true }
    }

    private mutating func read() -> Bool {
        let afterTime = readTime()
        guard readZone(after: afterTime) else { return false }
        var month: Int?
        var monthIndex = 0
        var halfDay: Bool?
        for index in tokens.indices where tokens[index].kind == .word && !tokens[index].used {
            let word = tokens[index].text.lowercased()
            if let implied = DateWords.impliedOffset(of: word) { impliedOffset = implied }
            switch DateWords.meaning(of: word) {
            case .month(let number):
                if month == nil {
                    month = number
                    monthIndex = index
                }
                tokens[index].used = true
            case .morning: halfDay = false
            case .afternoon: halfDay = true
            case .nothing: break
            case nil: hasForeignWord = hasForeignWord || Self.isForeign(word)
            }
        }
        if halfDay == nil { halfDay = dottedHalfDay() }
        if let afternoon = halfDay {
            guard parts.hasTime || readBareHour() else { return false }
            if afternoon, parts.hour < 12 { parts.hour += 12 }
            if !afternoon, parts.hour == 12 { parts.hour = 0 }
        }
        readNamedZones()
        if let month {
            parts.month = month
            return readDayAndYear(around: monthIndex)
        }
        return readEastAsian() ?? readWeek() ?? readNumeric()
    }

    private static func isForeign(_ word: String) -> Bool {
        word.utf8.count >= 3 && ZoneNames.offset(word) == nil
    }

    /// `p.m.` with its stops: two words of one letter.
    private mutating func dottedHalfDay() -> Bool? {
        for index in tokens.indices.dropLast(2)
        where tokens[index].kind == .word && isSign(index + 1, 0x2E) && tokens[index + 2].kind == .word {
            let letters = tokens[index].text.lowercased() + tokens[index + 2].text.lowercased()
            guard letters == "am" || letters == "pm" else { continue }
            use(index..<index + 3)
            return letters == "pm"
        }
        return nil
    }

    /// `3 pm`: an hour without minutes.
    private mutating func readBareHour() -> Bool {
        for index in tokens.indices.dropLast()
        where isNumber(index, digits: 1...2) && tokens[index + 1].kind == .word {
            let word = tokens[index + 1].text.lowercased()
            guard word == "am" || word == "pm", tokens[index].value <= 12 else { continue }
            parts.hour = tokens[index].value
            parts.hasTime = true
            use(index..<index + 2)
            return true
        }
        return false
    }

    /// Finds `HH:MM[:SS[.fff]]`, `HHhMM`, `HH시 MM분 SS초` or `T` with compact digits; returns the index behind it.
    private mutating func readTime() -> Int? {
        var index = 0
        while index < tokens.count {
            if isNumber(index, digits: 1...2), isSign(index + 1, 0x3A), isNumber(index + 2, digits: 1...2) {
                parts.hour = tokens[index].value
                parts.minute = tokens[index + 2].value
                parts.second = 0
                parts.hasTime = true
                var next = index + 3
                if isSign(next, 0x3A), isNumber(next + 1, digits: 1...2) {
                    parts.second = tokens[next + 1].value
                    next += 2
                    if isSign(next, 0x2E) || isSign(next, 0x2C) || isSign(next, 0x3A),
                        isNumber(next + 1, digits: 1...9), !tokens[next + 1].spaceBefore
                    {
                        next += 2
                    }
                }
                // A second time overrules a first one of midnight: `00:00:00.0 15:04:05.0`.
                use(index..<next)
                let another = tokens.indices.dropFirst(next).first {
                    isNumber($0, digits: 1...2) && isSign($0 + 1, 0x3A) && !isSign($0 - 1, 0x2B)
                        && !isSign($0 - 1, 0x2D)
                }
                guard let another, parts.hour == 0, parts.minute == 0 else { return next }
                index = another
                continue
            }
            if isNumber(index, digits: 1...2), index + 1 < tokens.count, tokens[index + 1].kind == .word {
                let mark = tokens[index + 1].text.lowercased()
                if mark == "h" || mark == "시" || mark == "時" || mark == "时" || mark == "点" {
                    parts.hour = tokens[index].value
                    parts.hasTime = true
                    var next = index + 2
                    if isNumber(next, digits: 1...2) {
                        parts.minute = tokens[next].value
                        next += 1
                        if next < tokens.count, ["분", "分", "min"].contains(tokens[next].text) { next += 1 }
                        if isNumber(next, digits: 1...2), next + 1 < tokens.count,
                            ["초", "秒"].contains(tokens[next + 1].text)
                        {
                            parts.second = tokens[next].value
                            next += 2
                        }
                    }
                    use(index..<next)
                    return next
                }
            }
            if tokens[index].kind == .word, tokens[index].text == "T" || tokens[index].text == "t",
                isNumber(index - 1, digits: 1...8), isNumber(index + 1, digits: 2...6),
                tokens[index + 1].digits % 2 == 0, !isSign(index + 2, 0x3A)
            {
                // Hours, minutes and seconds as far as they are written.
                let digits = tokens[index + 1].digits
                let value = tokens[index + 1].value * (digits == 6 ? 1 : digits == 4 ? 100 : 10000)
                (parts.hour, parts.minute, parts.second) = (value / 10000, value / 100 % 100, value % 100)
                parts.hasTime = true
                use(index..<index + 2)
                return index + 2
            }
            index += 1
        }
        return nil
    }

    /// A numeric offset behind the time or behind GMT; false when it is there but unreadable.
    private mutating func readZone(after afterTime: Int?) -> Bool {
        guard let afterTime else { return true }
        for index in afterTime..<max(afterTime, tokens.count) where isSign(index, 0x2B) || isSign(index, 0x2D)
        {
            let name = index > 0 && tokens[index - 1].kind == .word ? tokens[index - 1].text.uppercased() : ""
            let behindName = name == "GMT" || name == "UTC" || name == "UT"
            // A minus between two numbers after the time is a date such as `10:00 12-05-2020`.
            let glued = tokens.indices.contains(index + 1) && !tokens[index + 1].spaceBefore
            if isSign(index + 1, 0x2D) || isSign(index + 1, 0x2B) { continue }
            // `15:04:05:-0700` and `15:04:05 --0700` have a sign too many.
            let isDoubled = index == afterTime + 1 && (isSign(afterTime, 0x3A) || isSign(afterTime, 0x2D))
            guard behindName || (glued && (index == afterTime || isDoubled || tokens[index].spaceBefore))
            else { continue }
            guard isNumber(index + 1, digits: 1...6) else { return false }
            var seconds: Int
            var next = index + 2
            let number = tokens[index + 1]
            if number.digits <= 2 {
                seconds = number.value * 3600
                if isSign(next, 0x3A) {
                    guard isNumber(next + 1, digits: 2...2), tokens[next + 1].value < 60 else { return false }
                    seconds += tokens[next + 1].value * 60
                    next += 2
                    if isSign(next, 0x3A), isNumber(next + 1, digits: 2...2) { next += 2 }
                }
            } else if number.digits <= 4 {
                guard number.value % 100 < 60 else { return false }
                seconds = number.value / 100 * 3600 + number.value % 100 * 60
            } else {
                return false
            }
            parts.offset = isSign(index, 0x2D) ? -seconds : seconds
            use(index..<next)
            if behindName { tokens[index - 1].used = true }
            return true
        }
        return true
    }

    /// Zone names among the words; a numeric offset already read wins.
    private mutating func readNamedZones() {
        for index in tokens.indices where tokens[index].kind == .word && !tokens[index].used {
            let word = tokens[index].text
            if isSign(index + 1, 0x2F), index + 2 < tokens.count, tokens[index + 2].kind == .word {
                let name = word + "/" + tokens[index + 2].text
                if parts.offset == nil { parts.offset = ianaOffset(name, last: index + 2) }
                use(index..<index + 3)
            } else if parts.offset == nil, parts.hasTime, word.utf8.count >= 2 || word == "Z" || word == "z",
                word.utf8.count <= 5,
                word == word.uppercased() || DateWords.meaning(of: word.lowercased()) == nil,
                let offset = ZoneNames.offset(word)
            {
                parts.offset = offset
                tokens[index].used = true
            }
        }
    }

    private func ianaOffset(_ name: String, last: Int) -> Int? {
        if let short = name.split(separator: "/").last.flatMap({ ZoneNames.offset(String($0)) }) {
            return short
        }
        // The offset depends on the date, which is read with what is known so far.
        var copy = self
        copy.use(0..<last + 1)
        copy.tokens = tokens
        for index in max(0, last - 2)...last { copy.tokens[index].used = true }
        copy.parts.offset = 0
        guard copy.readDate() else { return nil }
        return ZoneNames.offset(ofIANAName: name, at: copy.parts)
    }

    private mutating func readDate() -> Bool {
        for index in tokens.indices where tokens[index].kind == .word {
            if case .month(let month)? = DateWords.meaning(of: tokens[index].text.lowercased()) {
                parts.month = month
                return readDayAndYear(around: index)
            }
        }
        return readEastAsian() ?? readNumeric()
    }

    /// Day and year beside a named month.
    private mutating func readDayAndYear(around monthIndex: Int) -> Bool {
        let numbers = tokens.indices.filter { tokens[$0].kind == .number && !tokens[$0].used }
        guard
            let yearIndex = numbers.first(where: { tokens[$0].digits == 4 || tokens[$0].value > 31 })
                ?? numbers.last(where: { tokens[$0].digits == 2 && numbers.count > 1 })
        else { return false }
        let year = tokens[yearIndex]
        parts.year =
            year.digits == 2 && DateWords.isThai(tokens[monthIndex].text)
            ? 2500 + year.value : StatedDateParts.fullYear(year.value, digits: year.digits)
        let days = numbers.filter { $0 != yearIndex && tokens[$0].digits <= 2 }
        // `2 Jan 06` and `Jan 2 06`: the nearest number in front, else the first behind.
        if let day = days.last(where: { $0 < monthIndex }) ?? days.first {
            parts.day = tokens[day].value
            return true
        }
        parts.day = 1
        return !parts.hasTime && numbers.count == 1
    }

    private mutating func readNumeric() -> Bool {
        let numbers = tokens.indices.filter { tokens[$0].kind == .number && !tokens[$0].used }
        switch numbers.count {
        case 3: return readThree(numbers)
        case 2: return !hasForeignWord && readTwo(numbers)
        case 1 where !hasForeignWord:
            return readLone(tokens[numbers[0]], leadingMinus: numbers[0] > 0 && isSign(numbers[0] - 1, 0x2D))
        default: return false
        }
    }

    private mutating func readThree(_ numbers: [Int]) -> Bool {
        let (a, b, c) = (tokens[numbers[0]], tokens[numbers[1]], tokens[numbers[2]])
        let separator = tokens[numbers[0] + 1].kind == .sign ? tokens[numbers[0] + 1].sign : 0x20
        guard c.digits <= 4, a.digits <= 4, b.digits <= 3 else { return false }
        if a.digits == 4 || a.value > 31 {
            parts.year = StatedDateParts.fullYear(a.value, digits: a.digits)
            (parts.month, parts.day) = b.value > 12 && c.value <= 12 ? (c.value, b.value) : (b.value, c.value)
        } else if c.digits == 4 || c.value > 31 {
            parts.year = StatedDateParts.fullYear(c.value, digits: c.digits)
            let monthFirst = separator == 0x2F ? a.value <= 12 : b.value > 12
            (parts.month, parts.day) = monthFirst ? (a.value, b.value) : (b.value, a.value)
        } else if separator == 0x2D {
            parts.year = StatedDateParts.fullYear(a.value, digits: 2)
            (parts.month, parts.day) = (b.value, c.value)
        } else {
            parts.year = StatedDateParts.fullYear(c.value, digits: 2)
            let monthFirst = separator == 0x2F && a.value <= 12
            (parts.month, parts.day) = monthFirst ? (a.value, b.value) : (b.value, a.value)
        }
        return true
    }

    private mutating func readTwo(_ numbers: [Int]) -> Bool {
        let (a, b) = (tokens[numbers[0]], tokens[numbers[1]])
        let leadingMinus = numbers[0] > 0 && isSign(numbers[0] - 1, 0x2D)
        if b.digits == 3, a.digits == 4 || a.digits == 2 {
            parts.year = StatedDateParts.fullYear(a.value, digits: a.digits)
            return parts.setOrdinal(b.value)
        }
        if a.digits == 4, b.digits <= 2 {
            (parts.year, parts.month) = (a.value, b.value)
            return true
        }
        if b.digits == 4, a.digits <= 2 {
            (parts.year, parts.month) = (b.value, a.value)
            return true
        }
        if leadingMinus, a.digits == 2, b.digits == 2 {
            (parts.year, parts.month) = (StatedDateParts.fullYear(a.value, digits: 2), b.value)
            return true
        }
        return false
    }
}
