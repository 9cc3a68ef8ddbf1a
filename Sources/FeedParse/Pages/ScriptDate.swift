internal import FoundationEssentials

/// Reads the dates in the scripts of a page.
struct ScriptDate {
    let page: Page

    /// A date that a script hands to the page: `"published_at":"2019-03-02T06:22:28"`, with or without backslashes.
    func inData() -> StatedDate? {
        for script in page.dataScripts where script.count < 4_000_000 {
            var at = script.startIndex
            while at < script.endIndex {
                guard let quote = script[at...].firstIndex(of: UInt8(ascii: "\"")) else { break }
                at = quote + 1
                guard at < script.endIndex, Self.initials.contains(script[at]) else { continue }
                let tail = Array(script[at...].prefix(72))
                guard let length = Self.keys.prefix(of: tail) else { continue }
                let rest = tail[length...].drop { $0 == 0x5C || $0 == 0x22 || $0 == 0x3A || $0 <= 0x20 }
                    .prefix {
                        $0 != 0x22 && $0 != 0x5C
                    }
                let text = String(decoding: rest, as: UTF8.self)
                if text.utf8.count >= 10, text.first?.isNumber == true, text.contains("-"),
                    let date = PageDateReader.believable(DateParser.parse(text))
                {
                    return date
                }
            }
        }
        return nil
    }

    /// A date that a script of one call writes where it stands: `showDate("2026/04/17 01:43:09")`.
    func written() -> StatedDate? {
        for script in page.shortScripts {
            let text = String(decoding: script, as: UTF8.self).trimmedBlanks
            guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close,
                text[..<open].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "$" }
                ),
                text[text.index(after: close)...].allSatisfy({ $0 == ";" || $0 == " " })
            else { continue }
            let argument = String(text[text.index(after: open)..<close]).trimmedBlanks
            guard let mark = argument.first, mark == "\"" || mark == "'", argument.last == mark,
                argument.utf8.count < 60
            else { continue }
            let inner = String(argument.dropFirst().dropLast())
            guard !inner.contains(mark), let found = DateScanner.first(in: inner), found.isCertain,
                found.range.lowerBound == 0, let date = PageDateReader.believable(found.date)
            else { continue }
            return date
        }
        return nil
    }

    /// The offset in a stamp of the page's data such as `Fri, 01 May 2026 23:00:00 -0400` or `23:00:00-04:00`.
    ///
    /// - Parameter limit: how many bytes of scripts are searched.
    func offset(near stamp: StatedDate, limit: Int = 300_000) -> Int? {
        var left = limit
        for script in page.dataScripts where left > 0 {
            let end = min(script.endIndex, script.startIndex + left)
            left -= script.count
            var at = script.startIndex + 20
            while at + 6 < end {
                let sign = script[at]
                guard sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"), isClock(script, before: at)
                else {
                    at += 1
                    continue
                }
                if let date = stampAround(script, at), let offset = date.offset, offset != 0,
                    abs(date.date.timeIntervalSince(stamp.date)) < 14 * 86400
                {
                    return offset
                }
                at += 1
            }
        }
        return nil
    }

    /// True behind `:00` and perhaps a blank.
    private func isClock(_ script: ArraySlice<UInt8>, before at: Int) -> Bool {
        let last = script[at - 1] == 0x20 ? at - 2 : at - 1
        return script[last].isDigit && script[last - 1].isDigit && script[last - 2] == UInt8(ascii: ":")
    }

    /// The whole quoted text around a place, when it is a date.
    private func stampAround(_ script: ArraySlice<UInt8>, _ at: Int) -> StatedDate? {
        let quotes: (UInt8) -> Bool = { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") || $0 == 0x5C }
        let head = script[max(script.startIndex, at - 40)..<at]
        let tail = script[at..<min(script.endIndex, at + 8)]
        guard let start = head.lastIndex(where: quotes), let end = tail.firstIndex(where: quotes) else {
            return nil
        }
        return DateParser.parse(String(decoding: script[start + 1..<end], as: UTF8.self))
    }

    private static let initials = Set("dpuf".utf8)

    private static let keys = PhraseSet(
        [
            "datePublished", "published_at", "publishedAt", "publishDate", "publicationDate", "pubDate",
            "published", "publishedDate", "publish_date", "firstPublished", "dateCreated", "uploadDate",
            "post_date", "date_published", "first_publish_date", "display_date", "publication_date",
        ].flatMap { [$0 + "\"", $0 + "\\\""] })
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}
