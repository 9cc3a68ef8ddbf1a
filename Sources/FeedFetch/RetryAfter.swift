/// How long a server asks to be left alone (RFC 9110 section 10.2.3).
public struct RetryAfter: Sendable, Equatable {
    /// Seconds from the moment of the answer, never negative.
    public let seconds: Int

    /// Reads a number of seconds or an HTTP date; nil when it is neither.
    /// - Parameters:
    ///   - text: the value of the `Retry-After` field.
    ///   - now: seconds since 1970 when the answer came; the server's own `Date` is the better clock.
    public init?(_ text: String, now: Int) {
        let text = text.trimmingBlanks
        if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
            seconds = min(Int(text) ?? .max, Self.longest)
        } else if let date = HTTPDate(text) {
            seconds = min(max(date.seconds - now, 0), Self.longest)
        } else {
            return nil
        }
    }

    /// Reads the field of an answer, measured by the clock of the server that sent it.
    init?(headers: [HTTPHeader], now: Int) {
        guard let text = headers.firstValue("retry-after") else { return nil }
        let serverNow = headers.firstValue("date").flatMap { HTTPDate($0)?.seconds }
        self.init(text, now: serverNow ?? now)
    }

    /// A year: what is longer is a misconfiguration.
    private static let longest = 365 * 86_400
}
