public import FoundationEssentials

/// Writes an instant as RFC 3339 in UTC with whole seconds.
public enum InstantText {
    /// The text of an instant, such as `2024-05-06T07:08:09Z`.
    public static func text(of date: Date) -> String {
        let seconds = Int(date.timeIntervalSince1970.rounded(.down))
        let days = Int((Double(seconds) / 86400).rounded(.down))
        let inDay = seconds - days * 86400
        // The civil date of a day number: the inverse of `StatedDateParts.daysSince1970`.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return unsafe String(unsafeUninitializedCapacity: 20) { buffer in
            var at = 0
            func put(_ value: Int, _ width: Int, _ after: UInt8) {
                var divisor = width == 4 ? 1000 : 10
                while divisor > 0 {
                    unsafe buffer[at] = UInt8(0x30 + value / divisor % 10)
                    divisor /= 10
                    at += 1
                }
                unsafe buffer[at] = after
                at += 1
            }
            put(max(0, year), 4, 0x2D)
            put(month, 2, 0x2D)
            put(day, 2, 0x54)
            put(inDay / 3600, 2, 0x3A)
            put(inDay / 60 % 60, 2, 0x3A)
            put(inDay % 60, 2, 0x5A)
            return at
        }
    }
}
