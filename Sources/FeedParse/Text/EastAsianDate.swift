/// Dates with the marks of year, month and day: `2024年5月6日`, `2004년 05월 28일`, `令和8年1月9日`.
extension LooseDate {
    /// Reads such a date; nil when the text has no such marks.
    mutating func readEastAsian() -> Bool? {
        var found = false
        for index in tokens.indices.dropLast() where tokens[index].kind == .number {
            guard let mark = tokens[index + 1].text.first, tokens[index + 1].kind == .word else { continue }
            switch mark {
            case "年", "년":
                let era = index > 0 && tokens[index - 1].kind == .word ? tokens[index - 1].text : ""
                parts.year = tokens[index].value + Self.yearsBefore(era)
                found = true
            case "月", "월": parts.month = tokens[index].value
            case "日", "일", "号": parts.day = tokens[index].value
            default: break
            }
        }
        return found ? true : nil
    }

    /// The year of the common calendar before the first one of an era.
    static func yearsBefore(_ era: String) -> Int {
        switch era {
        case "令和": 2018
        case "平成": 1988
        case "昭和": 1925
        case "民國", "民国": 1911
        default: 0
        }
    }
}
