/// Reads the date in an address: `/2020/04/03/`, `/2020-04-03-`, `/20200403/`, `/2020/apr/03/`.
enum AddressDate {
    /// The first date in the path; nil when it holds none.
    static func read(_ url: String?) -> StatedDate? {
        guard let url, let start = url.range(of: "://") else { return nil }
        let path = Array(url[start.upperBound...].utf8.drop { $0 != 0x2F })
        var at = 0
        func digits(_ from: Int, _ count: Int) -> Int? {
            guard from + count <= path.count else { return nil }
            var value = 0
            for byte in path[from..<from + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        func isDigit(_ at: Int) -> Bool { at >= 0 && at < path.count && path[at] >= 0x30 && path[at] <= 0x39 }
        while at + 8 <= path.count {
            if !isDigit(at - 1), let year = digits(at, 4), (1995...2100).contains(year) {
                let mark = at + 4 < path.count ? path[at + 4] : 0
                if mark == 0x2F, let date = withMonthName(path, at, year) { return date }
                if mark == 0x2F || mark == 0x2D || mark == 0x5F {
                    for width in [2, 1] {
                        guard let month = digits(at + 5, width), at + 5 + width < path.count,
                            path[at + 5 + width] == mark
                        else { continue }
                        for dayWidth in [2, 1] {
                            let dayAt = at + 6 + width
                            guard let day = digits(dayAt, dayWidth), !isDigit(dayAt + dayWidth) else {
                                continue
                            }
                            if let date = StatedDateParts(year: year, month: month, day: day).stated(
                                defaultOffset: 0)
                            {
                                return date
                            }
                        }
                    }
                } else if let month = digits(at + 4, 2), let day = digits(at + 6, 2), !isDigit(at + 8),
                    let date = StatedDateParts(year: year, month: month, day: day).stated(defaultOffset: 0)
                {
                    return date
                }
            }
            at += 1
        }
        return nil
    }

    /// `/2020/apr/03/`, `/2020/april/03/`.
    private static func withMonthName(_ path: [UInt8], _ at: Int, _ year: Int) -> StatedDate? {
        let parts = path[(at + 5)...].split(separator: UInt8(ascii: "/"), maxSplits: 2)
        guard parts.count > 1, (3...9).contains(parts[0].count), parts[1].count <= 2,
            case .month(let month) = DateWords.meaning(of: String(decoding: parts[0], as: UTF8.self).lowered),
            let day = Int(String(decoding: parts[1], as: UTF8.self))
        else { return nil }
        return StatedDateParts(year: year, month: month, day: day).stated(defaultOffset: 0)
    }
}
