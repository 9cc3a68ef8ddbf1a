/// What an answer says about how long it stays fresh (RFC 9111 sections 4.2.1, 5.2.2 and 5.3).
public struct CacheDirectives: Sendable, Equatable {
    /// Seconds from the answer for which nothing new is to be expected; nil when nothing is said.
    public let freshness: Int?
    /// True when the answer is not to be used again without asking: `no-cache`, `no-store`, `max-age=0`.
    public let mustRevalidate: Bool

    /// Reads the fields of a 200 or a 304.
    /// - Parameters:
    ///   - headers: the fields of the answer.
    ///   - now: seconds since 1970 when it came, used when it carries no `Date`.
    public init(headers: [HTTPHeader], now: Int) {
        var maxAge: Int?
        var revalidate = false
        for header in headers where header.name.isSameField(as: "cache-control") {
            let value = header.value.utf8.span
            var start = 0
            while start < value.count {
                let end = Self.place(of: UInt8(ascii: ","), in: value, from: start)
                let equals = min(Self.place(of: UInt8(ascii: "="), in: value, from: start), end)
                let name = value.extracting(Self.trimmed(value, start..<equals))
                if Self.isWord(name, "no-cache") || Self.isWord(name, "no-store") {
                    revalidate = true
                } else if maxAge == nil, equals < end, Self.isWord(name, "max-age") {
                    maxAge = Self.seconds(value.extracting(equals + 1..<end))
                }
                start = end + 1
            }
        }
        if let seconds = maxAge {
            let age = headers.firstValue("age").flatMap { Int($0) } ?? 0
            freshness = max(seconds - max(age, 0), 0)
            mustRevalidate = revalidate || seconds == 0
        } else if let expires = headers.firstValue("expires") {
            // A text that is no date means "already expired" (RFC 9111 section 5.3).
            let date = headers.firstValue("date").flatMap { HTTPDate($0)?.seconds } ?? now
            let seconds = HTTPDate(expires).map { max($0.seconds - date, 0) } ?? 0
            freshness = seconds
            mustRevalidate = revalidate || seconds == 0
        } else {
            freshness = nil
            mustRevalidate = revalidate
        }
    }

    /// Where a byte next stands, or the end.
    private static func place(of byte: UInt8, in text: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while at < text.count, text[at] != byte { at += 1 }
        return at
    }

    /// A range without the blanks at its ends.
    private static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, text[start] == 0x20 || text[start] == 0x09 { start += 1 }
        while start < end, text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }

    /// Whether a text is a word of small letters, whatever its case.
    private static func isWord(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
        guard text.count == word.utf8CodeUnitCount else { return false }
        for index in text.indices where text[index] | 0x20 != (unsafe word.utf8Start[index]) { return false }
        return true
    }

    /// The seconds that digits stand for, also in quotes; nil for anything else.
    private static func seconds(_ text: Span<UInt8>) -> Int? {
        var seconds: Int?
        for index in text.indices where text[index] != 0x22 && text[index] != 0x20 && text[index] != 0x09 {
            guard (48...57).contains(text[index]) else { return nil }
            seconds = min((seconds ?? 0) * 10 + Int(text[index] - 48), Int(Int32.max))
        }
        return seconds
    }
}
