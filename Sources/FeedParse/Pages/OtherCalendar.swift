/// Calendars beside the Gregorian one that news pages write their dates in.
enum OtherCalendar {
    /// The number of a month of the Persian calendar.
    static func persianMonth(_ word: String) -> Int? { persianMonths[word] }

    private static let persianMonths: [String: Int] = {
        var months: [String: Int] = [:]
        let names = [
            "فروردین فروردين", "اردیبهشت ارديبهشت", "خرداد", "تیر تير", "مرداد امرداد", "شهریور شهريور",
            "مهر", "آبان",
            "آذر", "دی دي", "بهمن", "اسفند",
        ]
        for (index, spellings) in names.enumerated() {
            for name in spellings.split(separator: " ") { months[String(name)] = index + 1 }
        }
        return months
    }()

    /// The Gregorian date of a day of the Persian calendar, by the 33-year cycle, which is right from 1799 to 2256.
    static func gregorian(persianYear year: Int, month: Int, day: Int) -> (year: Int, month: Int, day: Int)? {
        guard (1200...1600).contains(year), (1...12).contains(month), day >= 1,
            day <= (month <= 6 ? 31 : 30)
        else { return nil }
        let shifted = year + 1595
        var days = -355_668 + 365 * shifted + shifted / 33 * 8 + (shifted % 33 + 3) / 4 + day
        days += month < 7 ? (month - 1) * 31 : (month - 7) * 30 + 186
        // The count begins with the year 0 of the Gregorian calendar.
        return ZoneClock.civil(days + StatedDateParts.daysSince1970(year: 0, month: 1, day: 1))
    }
}
