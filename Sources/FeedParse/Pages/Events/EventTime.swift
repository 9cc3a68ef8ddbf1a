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
        /// True for an hour alone, which only what stands beside it makes a time.
        var isBare = false
        /// True when a word behind it says that it is a time.
        var hasUnit = false
        /// True when the half of the day stands in front: `下午2:00`.
        var hasLead = false
    }

    /// Reads the first time or range of times; nil when the line states none.
    static func read(_ line: String) -> EventTime? {
        let text = Array(line)
        let clocks = scan(text)
        guard var first = clocks.first else { return nil }
        var second = clocks.dropFirst().first
        var tailStart = first.range.upperBound
        if let next = second {
            if isRange(between(text, first, next)) {
                tailStart = next.range.upperBound
                // `10:00 – 11:30 a.m.`: the mark counts for both, unless the range crosses noon.
                if first.isAfternoon == nil, !next.hasLead, let afternoon = next.isAfternoon {
                    let crosses = afternoon && first.minutes % 720 > next.minutes % 720
                    first.isAfternoon = crosses ? false : afternoon
                } else if next.isAfternoon == nil, next.minutes < 720, let afternoon = first.isAfternoon {
                    // `下午2:00-3:30`: the end lies in the same half of the day, or in the next one.
                    let isLater = next.minutes + 720 > minutes(first)
                    let isBefore = next.minutes < minutes(first)
                    second?.isAfternoon = (afternoon ? isLater : isBefore) ? true : nil
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

    private static func between(_ text: [Character], _ first: Clock, _ next: Clock) -> String {
        String(text[first.range.upperBound..<next.range.lowerBound]).lowered.trimmedBlanks
    }

    private static func isRange(_ between: String) -> Bool {
        ranges.contains(between) || ranges.contains(ClockWords.withoutLead(between))
    }

    private static let ranges: Set<String> = [
        "-", "–", "—", "−", "to", "bis", "à", "a", "alle", "a las", "às", "до", "until", "till", "-​",
        "uhr –", "uhr bis",
        "uhr -", "h –", "h -", "h à", "do", "tot", "til", "till kl.", "~", "～", "〜", "至", "到", "and",
        "y las", "uhr–",
        ".–", ". a", ". -", ". –", "et", "по",
    ]

    /// All clock times in a text.
    private static func scan(_ text: [Character]) -> [Clock] {
        var clocks: [Clock] = []
        var at = 0
        while at < text.count {
            guard text[at].isASCII, text[at].isNumber, begins(text, at) else {
                at += 1
                continue
            }
            let start = at
            guard let hour = number(text, &at, most: 2), hour < 25 else {
                while at < text.count, text[at].isNumber { at += 1 }
                continue
            }
            let lead = ClockWords.lead(text, before: start)
            var clock = Clock(
                minutes: hour * 60, isAfternoon: lead?.half(of: hour), range: start..<at, isCertain: false)
            clock.hasLead = clock.isAfternoon != nil
            var isClock = readMinutes(text, &at, hour, lead, &clock)
            if isClock, at < text.count, text[at] == ":" {
                var next = at + 1
                if number(text, &next, most: 2) != nil { at = next }
            }
            if let mark = ClockWords.mark(text, at, hasMinutes: isClock) {
                if !clock.hasLead { clock.isAfternoon = mark.isAfternoon }
                clock.hasUnit = true
                clock.isCertain = true
                isClock = true
                at = mark.end
            }
            if !isClock, let lead, lead.makesHours, at == text.count || !text[at].isLetter {
                isClock = true
                clock.isCertain = true
            }
            clock.range = start..<at
            if !isClock {
                // `2 – 3:30 pm`, `18 bis 19.30 Uhr`.
                clock.isBare = true
                let joined = clocks.last.map { between(text, $0, clock) }
                guard joined.map({ $0.count <= 3 || isRange($0) }) ?? false || isFollowedByRange(text, at)
                else { continue }
            }
            clocks.append(clock)
        }
        // A number in front that no range joins to a certain time is a date's.
        while clocks.count > 1, !clocks[0].isCertain {
            let joint = between(text, clocks[0], clocks[1])
            // `Tuesday 14 – 18:00` is a day and an hour.
            let isDay =
                clocks[0].isBare && clocks[0].minutes > 720 && !clocks[1].hasUnit
                && ["-", "–", "—"].contains(joint)
            if isRange(joint), clocks[1].isCertain, !isDay { break }
            clocks.removeFirst()
        }
        return clocks
    }

    /// False for a number that goes on with an earlier one: `12.05.2026`, `1/2`.
    private static func begins(_ text: [Character], _ at: Int) -> Bool {
        guard at > 0 else { return true }
        if text[at - 1] == "." { return ClockWords.lead(text, before: at) != nil }
        return !(text[at - 1].isNumber || ":：/".contains(text[at - 1]))
    }

    /// `:30`, `.30`, `h30`, ` h 30`, `点半`, `点30分` behind an hour; true when it is a clock's.
    private static func readMinutes(
        _ text: [Character], _ at: inout Int, _ hour: Int, _ lead: ClockWords.Lead?, _ clock: inout Clock
    ) -> Bool {
        guard at < text.count else { return false }
        if at + 2 < text.count, ":：.hH".contains(text[at]), text[at + 1].isNumber, text[at + 2].isNumber {
            let mark = text[at]
            var next = at + 1
            guard let value = number(text, &next, most: 2), value < 60 else { return false }
            // `12.05.2026` is a date.
            let isDate =
                mark == "." && next < text.count && text[next] == "." && next + 1 < text.count
                && text[next + 1].isNumber
            if isDate { return false }
            clock.minutes = hour * 60 + value
            clock.isCertain = mark != "." || lead != nil
            at = next
            return true
        }
        if "点點时時시".contains(text[at]), at + 1 == text.count || !"间間".contains(text[at + 1]) {
            let behind: Character = at + 1 < text.count ? text[at + 1] : " "
            clock.isCertain = lead != nil || !behind.isLetter || "半整至到".contains(behind)
            clock.hasUnit = true
            at += 1
            var next = at
            if behind == "半" {
                clock.minutes += 30
                at += 1
            } else if let value = number(text, &next, most: 2), next == at + 2, value < 60 {
                clock.minutes += value
                at = next
                if at < text.count, "分분".contains(text[at]) { at += 1 }
            }
            return true
        }
        guard let sign = ClockWords.hourSign(text, at) else { return false }
        clock.isCertain = true
        clock.hasUnit = true
        at = sign
        // `18 h 30`, but not `18 h 19 h 30`.
        var next = ClockWords.skipBlanks(text, at)
        let from = next
        if next > at, let value = number(text, &next, most: 2), next == from + 2, value < 60,
            next == text.count || !(text[next].isNumber || ":.h".contains(text[next])),
            ClockWords.hourSign(text, next) == nil
        {
            clock.minutes += value
            at = next
        }
        return true
    }

    private static func isFollowedByRange(_ text: [Character], _ at: Int) -> Bool {
        var next = ClockWords.skipBlanks(text, at)
        guard next < text.count else { return false }
        if "-–—~～〜至到".contains(text[next]) {
            next += 1
        } else {
            let from = next
            while next < text.count, text[next].isLetter { next += 1 }
            let words: Set<String> = [
                "to", "bis", "à", "a", "alle", "às", "до", "do", "tot", "til", "till", "until",
            ]
            guard next > from, from > at, words.contains(String(text[from..<next]).lowered) else {
                return false
            }
        }
        next = ClockWords.skipBlanks(text, next)
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
}
