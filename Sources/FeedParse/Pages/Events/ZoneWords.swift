/// The names of time zones as event pages write them.
enum ZoneWords {
    /// A zone that a text names.
    struct Zone: Equatable {
        /// The IANA name, nil when only an offset is stated.
        var name: String?
        /// Seconds east of UTC, nil when it depends on the date.
        var offset: Int?
    }

    /// Finds the zone in the text around a time; an explicit offset wins over an abbreviation.
    static func find(in text: String) -> Zone? {
        let explicit = offset(in: text)
        var named: Zone?
        for word in text.split(whereSeparator: { !$0.isLetter && $0 != "." }) {
            if let zone = abbreviations[String(word).replacing(".", with: "")] {
                named = zone
                break
            }
        }
        if named == nil {
            let lower = text.lowered
            if let city = cities.first(where: { lower.contains($0.0) }) {
                named = Zone(name: city.1, offset: nil)
            }
        }
        guard let explicit else { return named }
        if var named {
            // The abbreviation gives the place, the offset the clock.
            if named.offset != nil && named.offset != explicit { named.name = nil }
            return Zone(name: named.name, offset: explicit)
        }
        return Zone(name: nil, offset: explicit)
    }

    /// `UTC + 8`, `GMT+02:00`, `UTC−5`.
    private static func offset(in text: String) -> Int? {
        for name in ["UTC", "GMT"] {
            var rest = text[...]
            while let range = rest.firstRange(of: name) {
                rest = rest[range.upperBound...]
                let tail = rest.drop { $0 == " " }
                guard let sign = tail.first, "+-−–".contains(sign) else { continue }
                let digits = tail.dropFirst().drop { $0 == " " }.prefix { $0.isNumber || $0 == ":" }
                let parts = digits.split(separator: ":")
                guard let first = parts.first, let hours = Int(first), hours <= 1400 else { continue }
                var seconds = hours > 24 ? hours / 100 * 3600 + hours % 100 * 60 : hours * 3600
                if parts.count > 1, let minutes = Int(parts[1]), minutes < 60 { seconds += minutes * 60 }
                return sign == "+" ? seconds : -seconds
            }
        }
        return nil
    }

    private static let abbreviations: [String: Zone] = {
        var table: [String: Zone] = [:]
        func add(_ names: String, _ zone: String?, _ hours: Double?) {
            for name in names.split(separator: " ") {
                table[String(name)] = Zone(name: zone, offset: hours.map { Int($0 * 3600) })
            }
        }
        add("UTC GMT", "UTC", 0)
        add("EST", "America/New_York", -5)
        add("EDT", "America/New_York", -4)
        add("ET", "America/New_York", nil)
        add("CST", "America/Chicago", -6)
        add("CDT", "America/Chicago", -5)
        add("CT", "America/Chicago", nil)
        add("MST", "America/Denver", -7)
        add("MDT", "America/Denver", -6)
        add("MT", "America/Denver", nil)
        add("PST", "America/Los_Angeles", -8)
        add("PDT", "America/Los_Angeles", -7)
        add("PT", "America/Los_Angeles", nil)
        add("BST", "Europe/London", 1)
        add("WET", "Europe/Lisbon", 0)
        add("WEST", "Europe/Lisbon", 1)
        add("CET MEZ HNEC", "Europe/Berlin", 1)
        add("CEST MESZ HAEC", "Europe/Berlin", 2)
        add("EET OEZ", "Europe/Athens", 2)
        add("EEST OESZ", "Europe/Athens", 3)
        add("MSK МСК мск", "Europe/Moscow", 3)
        add("HKT", "Asia/Hong_Kong", 8)
        add("SGT", "Asia/Singapore", 8)
        add("JST", "Asia/Tokyo", 9)
        add("KST", "Asia/Seoul", 9)
        add("IST", "Asia/Kolkata", 5.5)
        add("PKT", "Asia/Karachi", 5)
        add("GST", "Asia/Dubai", 4)
        add("AEST", "Australia/Sydney", 10)
        add("AEDT", "Australia/Sydney", 11)
        add("NZST", "Pacific/Auckland", 12)
        add("NZDT", "Pacific/Auckland", 13)
        add("SAST", "Africa/Johannesburg", 2)
        add("EAT", "Africa/Nairobi", 3)
        add("TRT", "Europe/Istanbul", 3)
        add("BRT", "America/Sao_Paulo", -3)
        add("ART", "America/Argentina/Buenos_Aires", -3)
        add("AST", "America/Halifax", -4)
        add("ADT", "America/Halifax", -3)
        return table
    }()

    private static let cities: [(String, String)] = [
        ("eastern time", "America/New_York"), ("central time", "America/Chicago"),
        ("mountain time", "America/Denver"), ("pacific time", "America/Los_Angeles"),
        ("new york", "America/New_York"), ("washington", "America/New_York"), ("paris", "Europe/Paris"),
        ("berlin", "Europe/Berlin"), ("bruxelles", "Europe/Brussels"), ("brussels", "Europe/Brussels"),
        ("london", "Europe/London"), ("madrid", "Europe/Madrid"), ("roma", "Europe/Rome"),
        ("rome", "Europe/Rome"), ("genève", "Europe/Zurich"), ("geneva", "Europe/Zurich"),
        ("vienna", "Europe/Vienna"), ("wien", "Europe/Vienna"), ("lisboa", "Europe/Lisbon"),
        ("moscow", "Europe/Moscow"), ("москв", "Europe/Moscow"), ("московск", "Europe/Moscow"),
        ("warsz", "Europe/Warsaw"), ("warsaw", "Europe/Warsaw"), ("kyiv", "Europe/Kyiv"),
        ("київ", "Europe/Kyiv"), ("beijing", "Asia/Shanghai"), ("北京时间", "Asia/Shanghai"),
        ("tokyo", "Asia/Tokyo"), ("singapore", "Asia/Singapore"), ("hong kong", "Asia/Hong_Kong"),
        ("delhi", "Asia/Kolkata"), ("stockholm", "Europe/Stockholm"), ("oslo", "Europe/Oslo"),
        ("københavn", "Europe/Copenhagen"), ("copenhagen", "Europe/Copenhagen"),
        ("helsinki", "Europe/Helsinki"), ("den haag", "Europe/Amsterdam"), ("amsterdam", "Europe/Amsterdam"),
    ]

    /// The name for people and calendars: IANA, else `UTC+08:00`.
    static func label(name: String?, offset: Int?) -> String? {
        if let name { return name }
        guard let offset else { return nil }
        let minutes = abs(offset) / 60
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "UTC" + (offset < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }
}
