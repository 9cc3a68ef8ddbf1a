/// Durations as people write them in feeds.conf: `90s`, `15m`, `1h30m`, `21d`, `2w`.
public enum DurationText {
    /// Reads a duration; nil when it isn't one.
    public static func parse(_ text: String) -> Duration? {
        var seconds: Int64 = 0
        var digits = ""
        var found = false
        for character in text {
            if character.isASCII, character.isNumber {
                digits.append(character)
                continue
            }
            guard let unit = units[character], let count = Int64(digits), digits.count <= 9 else {
                return nil
            }
            seconds += count * unit
            digits = ""
            found = true
        }
        guard found, digits.isEmpty else { return nil }
        return .seconds(seconds)
    }

    /// Reads a duration that isn't zero; nil when it is none.
    public static func parseSpan(_ text: String) -> Duration? {
        parse(text).flatMap { $0 > .zero ? $0 : nil }
    }

    /// Reads bounds such as `15m..24h`, one duration standing for both ends; nil when they aren't any.
    public static func parseBounds(_ text: String) -> ClosedRange<Duration>? {
        guard let dots = text.firstRange(of: "..") else {
            return parse(text).map { $0...$0 }
        }
        guard let lower = parse(String(text[..<dots.lowerBound])),
            let upper = parse(String(text[dots.upperBound...])), lower <= upper
        else { return nil }
        return lower...upper
    }

    /// Writes a duration in the same form, in its largest whole units.
    public static func write(_ duration: Duration) -> String {
        var rest = duration.components.seconds
        if rest == 0 { return "0s" }
        var text = ""
        for (name, unit) in [("d", Int64(86400)), ("h", 3600), ("m", 60), ("s", 1)] where rest >= unit {
            text += "\(rest / unit)\(name)"
            rest %= unit
        }
        return text
    }

    /// Writes bounds in the form that ``parseBounds(_:)`` reads.
    public static func write(_ bounds: ClosedRange<Duration>) -> String {
        bounds.lowerBound == bounds.upperBound
            ? write(bounds.lowerBound) : write(bounds.lowerBound) + ".." + write(bounds.upperBound)
    }

    private static let units: [Character: Int64] = [
        "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400, "y": 365 * 86400,
    ]
}
