internal import FoundationEssentials

/// Reads dates as feeds and pages write them.
///
/// RFC 822 and its later forms, RFC 3339 and ISO 8601, asctime, month and day names in many languages, zone names.
/// The two usual forms take a fast path over the bytes; the rest goes through ``LooseDate``.
public enum DateParser {
    /// Reads a date out of text; nil when it is none or out of range.
    ///
    /// - Parameter defaultOffset: seconds east of UTC, for dates that state no zone.
    public static func parse(_ text: String, defaultOffset: Int = 0) -> StatedDate? {
        let utf8 = text.utf8
        return parse(utf8.span, defaultOffset: defaultOffset)
    }

    /// Reads a date out of UTF-8 bytes; nil when it is none or out of range.
    public static func parse(_ bytes: Span<UInt8>, defaultOffset: Int = 0) -> StatedDate? {
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] <= 0x20 { start += 1 }
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        // Nothing that says a date is this long; a page's text given by mistake must not cost time.
        guard end - start >= 2, end - start <= 200 else { return nil }
        if let parts = internetDate(bytes, start, end) ?? mailDate(bytes, start, end) {
            return parts.stated(defaultOffset: defaultOffset)
        }
        return LooseDate.parse(bytes, start, end, defaultOffset: defaultOffset)
    }

    /// RFC 3339 section 5.6, with a blank for the `T`, without seconds, or without a time.
    private static func internetDate(_ b: Span<UInt8>, _ start: Int, _ end: Int) -> StatedDateParts? {
        guard end - start >= 10, let year = digits(b, start, 4, end), b[start + 4] == 0x2D,
            let month = digits(b, start + 5, 2, end), b[start + 7] == 0x2D,
            let day = digits(b, start + 8, 2, end)
        else { return nil }
        var parts = StatedDateParts(year: year, month: month, day: day)
        if end - start == 10 { return parts }
        var at = start + 10
        guard b[at] == 0x54 || b[at] == 0x74 || b[at] == 0x20 else { return nil }
        at += 1
        guard time(b, &at, end, &parts) else { return nil }
        return zone(b, at, end, &parts) ? parts : nil
    }

    /// RFC 822 section 5 as changed by RFC 1123 and RFC 5322: `Sat, 07 Sep 2002 00:00:01 GMT`.
    private static func mailDate(_ b: Span<UInt8>, _ start: Int, _ end: Int) -> StatedDateParts? {
        var at = start
        if isLetter(b[at]) {
            while at < end, isLetter(b[at]) { at += 1 }
            guard at < end, b[at] == 0x2C else { return nil }
            at += 1
            while at < end, b[at] == 0x20 { at += 1 }
        }
        guard let (day, _) = number(b, &at, end, most: 2), at < end, b[at] == 0x20 else { return nil }
        at += 1
        guard at + 3 < end, let month = englishMonth(b, at) else { return nil }
        at += 3
        guard b[at] == 0x20 else { return nil }
        at += 1
        guard let (year, width) = number(b, &at, end, most: 4), width == 4, at < end, b[at] == 0x20 else {
            return nil
        }
        at += 1
        var parts = StatedDateParts(year: year, month: month, day: day)
        guard time(b, &at, end, &parts) else { return nil }
        return zone(b, at, end, &parts) ? parts : nil
    }

    /// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fraction`.
    private static func time(
        _ b: Span<UInt8>, _ at: inout Int, _ end: Int, _ parts: inout StatedDateParts
    ) -> Bool {
        guard let (hour, _) = number(b, &at, end, most: 2), at < end, b[at] == 0x3A else { return false }
        at += 1
        guard let (minute, width) = number(b, &at, end, most: 2), width == 2 else { return false }
        parts.hour = hour
        parts.minute = minute
        parts.hasTime = true
        guard at < end, b[at] == 0x3A else { return true }
        at += 1
        guard let (second, _) = number(b, &at, end, most: 2) else { return false }
        parts.second = second
        if at + 1 < end, b[at] == 0x2E, isDigit(b[at + 1]) {
            at += 1
            var scale = 0.1
            while at < end, isDigit(b[at]) {
                // What is finer than a microsecond would round the second up.
                if scale > 5e-7 { parts.fraction += Double(b[at] - 0x30) * scale }
                scale /= 10
                at += 1
            }
        }
        return true
    }

    /// The rest of the text must be a zone or nothing.
    private static func zone(
        _ b: Span<UInt8>, _ from: Int, _ end: Int, _ parts: inout StatedDateParts
    ) -> Bool {
        var at = from
        while at < end, b[at] == 0x20 { at += 1 }
        if at == end { return true }
        let sign = b[at]
        if sign == 0x2B || sign == 0x2D {
            at += 1
            guard let hours = digits(b, at, 2, end) else { return false }
            at += 2
            if at < end, b[at] == 0x3A { at += 1 }
            guard let minutes = digits(b, at, 2, end), at + 2 == end, minutes < 60 else { return false }
            let seconds = hours * 3600 + minutes * 60
            parts.offset = sign == 0x2D ? -seconds : seconds
            return true
        }
        guard end - at <= 5, let offset = ZoneNames.offset(b, at, end) else { return false }
        parts.offset = offset
        return true
    }

    private static func englishMonth(_ b: Span<UInt8>, _ at: Int) -> Int? {
        switch UInt32(b[at] | 0x20) << 16 | UInt32(b[at + 1] | 0x20) << 8 | UInt32(b[at + 2] | 0x20) {
        case 0x6A616E: 1
        case 0x666562: 2
        case 0x6D6172: 3
        case 0x617072: 4
        case 0x6D6179: 5
        case 0x6A756E: 6
        case 0x6A756C: 7
        case 0x617567: 8
        case 0x736570: 9
        case 0x6F6374: 10
        case 0x6E6F76: 11
        case 0x646563: 12
        default: nil
        }
    }

    private static func digits(_ b: Span<UInt8>, _ at: Int, _ count: Int, _ end: Int) -> Int? {
        guard at + count <= end else { return nil }
        var value = 0
        for index in at..<at + count {
            guard isDigit(b[index]) else { return nil }
            value = value * 10 + Int(b[index] - 0x30)
        }
        return value
    }

    private static func number(
        _ b: Span<UInt8>, _ at: inout Int, _ end: Int, most: Int
    ) -> (value: Int, digits: Int)? {
        var value = 0
        let start = at
        while at < end, isDigit(b[at]) {
            guard at - start < most else { return nil }
            value = value * 10 + Int(b[at] - 0x30)
            at += 1
        }
        return at > start ? (value, at - start) : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
}
