/// Days of the week as people write them in feeds.conf: `Mon..Fri`, `Mon, Thu`, `daily`.
public enum Weekdays {
    /// Reads days, Monday being 1; nil when they aren't any.
    public static func parse(_ text: String) -> Set<Int>? {
        let text = text.lowercased()
        if text == "daily" || text == "*" { return Set(1...7) }
        var days: Set<Int> = []
        for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            if let dots = part.firstIndex(of: "."), part[dots...].hasPrefix("..") {
                guard let first = day(part[..<dots]), let last = day(part[dots...].dropFirst(2)) else {
                    return nil
                }
                var next = first
                days.insert(next)
                while next != last {
                    next = next % 7 + 1
                    days.insert(next)
                }
            } else {
                guard let one = day(part) else { return nil }
                days.insert(one)
            }
        }
        return days.isEmpty ? nil : days
    }

    /// Writes days in the same form.
    public static func write(_ days: Set<Int>) -> String {
        let sorted = days.sorted()
        if sorted == Array(1...7) { return "daily" }
        if sorted.count > 2, let first = sorted.first, let last = sorted.last,
            last - first + 1 == sorted.count
        {
            return "\(short[first - 1])..\(short[last - 1])"
        }
        return sorted.map { short[$0 - 1] }.joined(separator: ", ")
    }

    private static let short = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let long = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    /// A day by its English name or by the first three letters or more of it.
    private static func day(_ text: Substring) -> Int? {
        guard text.count >= 3 else { return nil }
        return long.firstIndex { $0.hasPrefix(text) }.map { $0 + 1 }
    }
}
