import CCurl

/// A moment as HTTP writes it (RFC 9110 section 5.6.7), in seconds since 1970.
public struct HTTPDate: Sendable, Equatable, Comparable {
    /// Seconds since 1970-01-01 00:00 UTC.
    public let seconds: Int

    /// Creates a date from seconds since 1970.
    public init(seconds: Int) {
        self.seconds = seconds
    }

    /// Reads any of the three formats that servers send, and their usual damages; nil when it is no date.
    public init?(_ text: String) {
        // A lone number is no HTTP date, yet libcurl would read `20260101` as one.
        guard text.utf8.contains(UInt8(ascii: ":")), text.utf8.count < 64 else { return nil }
        let time = unsafe curl_getdate(text, nil)
        guard time > 0 else { return nil }
        seconds = time
    }

    /// The earlier of two dates comes first.
    public static func < (left: HTTPDate, right: HTTPDate) -> Bool { left.seconds < right.seconds }
}
