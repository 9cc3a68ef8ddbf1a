/// The hours of an event as one line states them: `2:00 PM—3:30 PM HKT (UTC + 8)`, `de 17h30 à 19h (heure de Paris)`.
struct EventTime: Equatable {
    /// Minutes after midnight.
    var start: Int
    /// Minutes after midnight, nil when only a beginning is stated.
    var end: Int?
    /// The zone that the line names.
    var zone: ZoneWords.Zone?

    private struct Clock {
        var minutes: Int
        /// True for p.m., false for a.m., nil when neither is said.
        var isAfternoon: Bool?
        var range: Range<Int>
        var isCertain: Bool
    }

    /// Reads the first time or range of times; nil when the line states none.
    static func read(_ line: String) -> EventTime? {
        let text = Array(line)
        let clocks = scan(text)
        guard var first = clocks.first else { return nil }
        var second = clocks.dropFirst().first
        var tailStart = first.range.upperBound
        if let next = second {
            let between = String(text[first.range.upperBound..<next.range.lowerBound]).lowered
                .trimmedBlanks
            if isRange(between) {
                tailStart = next.range.upperBound
                // `10:00 – 11:30 a.m.`: the mark counts for both, unless the range crosses noon.
                if first.isAfternoon == nil, let afternoon = next.isAfternoon {
                    let crosses = afternoon && first.minutes % 720 > next.minutes % 720
                    first.isAfternoon = crosses ? false : afternoon
                }
            } else {
                second = nil
            }
        }
        guard first.isCertain || second?.isCertain ?? false else { return nil }
        // A zone stands directly behind: what follows a slash or a bar is another zone or the place.
        let tail = text[tailStart...].prefix { !"/|;".contains($0) }
        let zone = ZoneWords.find(in: String(tail.prefix(48)))
        return EventTime(start: minutes(first), end: second.map(minutes), zone: zone)
    }

    private static func minutes(_ clock: Clock) -> Int {
        switch clock.isAfternoon {
        case true?: clock.minutes < 720 ? clock.minutes + 720 : clock.minutes
        case false?: clock.minutes >= 720 ? clock.minutes - 720 : clock.minutes
        case nil: clock.minutes
        }
    }

    private static func isRange(_ between: String) -> Bool {
        [
            "-", "–", "—", "−", "to", "bis", "à", "a", "alle", "a las", "às", "до", "until", "till", "-​",
            "uhr –", "uhr bis",
            "uhr -", "h –", "h -", "h à", "do", "tot", "til", "till kl.", "~", "至", "and", "y las", "uhr–",
            ".–", "et", "по",
        ].contains(between)
    }

    /// All clock times in a text.
    private static func scan(_ text: [Character]) -> [Clock] {
        var clocks: [Clock] = []
        var at = 0
        while at < text.count {
            guard text[at].isASCII, text[at].isNumber,
                at == 0
                    || !(text[at - 1].isNumber || text[at - 1] == "." || text[at - 1] == ":"
                        || text[at - 1] == "/")
            else {
                at += 1
                continue
            }
            let start = at
            guard let hour = number(text, &at, most: 2), hour < 25 else {
                while at < text.count, text[at].isNumber { at += 1 }
                continue
            }
            var minute = 0
            var isCertain = false
            var isClock = false
            if at + 2 < text.count, text[at] == ":" || text[at] == "." || text[at] == "h" || text[at] == "H",
                text[at + 1].isNumber, text[at + 2].isNumber
            {
                let mark = text[at]
                var next = at + 1
                if let value = number(text, &next, most: 2), value < 60 {
                    // `12.05.2026` is a date.
                    let isDate =
                        mark == "." && next < text.count && text[next] == "." && next + 1 < text.count
                        && text[next + 1].isNumber
                    if !isDate {
                        minute = value
                        isClock = true
                        isCertain = mark != "."
                        at = next
                    }
                }
            } else if at < text.count, text[at] == "h" || text[at] == "H",
                at + 1 == text.count || !text[at + 1].isLetter
            {
                isClock = true
                isCertain = true
                at += 1
            }
            if isClock, at < text.count, text[at] == ":" {
                var next = at + 1
                if number(text, &next, most: 2) != nil { at = next }
            }
            let mark = dayHalf(text, at)
            if let mark {
                isClock = isClock || mark.isReal
                isCertain = isCertain || mark.isReal
                at = mark.end
            }
            if isClock || mark != nil, hour <= 24 {
                clocks.append(
                    Clock(
                        minutes: hour * 60 + minute, isAfternoon: mark?.isAfternoon, range: start..<at,
                        isCertain: isCertain))
            } else if hour <= 24, let last = clocks.last,
                String(text[last.range.upperBound..<start]).trimmedBlanks.count <= 3
            {
                clocks.append(
                    Clock(minutes: hour * 60, isAfternoon: nil, range: start..<at, isCertain: false))
            } else if hour <= 12, followedByRange(text, at) {
                // `2 – 3:30 pm`.
                clocks.append(
                    Clock(minutes: hour * 60, isAfternoon: nil, range: start..<at, isCertain: false))
            }
        }
        // A number in front that no range joins to a certain time is a date's.
        while clocks.count > 1, !clocks[0].isCertain {
            let between = String(text[clocks[0].range.upperBound..<clocks[1].range.lowerBound]).trimmedBlanks
                .lowered
            if isRange(between), clocks[1].isCertain { break }
            clocks.removeFirst()
        }
        return clocks
    }

    private static func followedByRange(_ text: [Character], _ at: Int) -> Bool {
        var next = at
        while next < text.count, text[next] == " " { next += 1 }
        guard next < text.count, "-–—".contains(text[next]) else { return false }
        next += 1
        while next < text.count, text[next] == " " { next += 1 }
        return next < text.count && text[next].isNumber
    }

    private static func number(_ text: [Character], _ at: inout Int, most: Int) -> Int? {
        var value = 0
        let start = at
        while at < text.count, text[at].isASCII, let digit = text[at].wholeNumberValue {
            guard at - start < most else { return nil }
            value = value * 10 + digit
            at += 1
        }
        return at > start ? value : nil
    }

    /// `PM`, `a.m.`, `noon`, `Uhr`, `horas` behind a number.
    private static func dayHalf(_ text: [Character], _ from: Int) -> (
        isAfternoon: Bool?, end: Int, isReal: Bool
    )? {
        var at = from
        while at < text.count, text[at] == " " || text[at] == "\u{A0}" { at += 1 }
        let word = String(text[at...].prefix(9)).lowered
        for (mark, afternoon) in [
            ("p.m.", true), ("a.m.", false), ("pm", true), ("am", false), ("p.m", true), ("a.m", false),
        ] where word.hasPrefix(mark) {
            let after = at + mark.count
            if after < text.count, text[after].isLetter { continue }
            return (afternoon, after, true)
        }
        if word.hasPrefix("noon") { return (true, at + 4, true) }
        if word.hasPrefix("midnight") { return (false, at + 8, true) }
        for mark in ["uhr", "horas", "hrs", "heures", "ore", "godz"] where word.hasPrefix(mark) {
            return (nil, at + mark.count, true)
        }
        return nil
    }
}
