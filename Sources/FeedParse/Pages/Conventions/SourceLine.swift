/// The source line of reposted copy: `(Source: Rand. Corp.; issued April 03, 2020)`.
struct SourceLine: Equatable {
    /// Who issued the text, as named.
    var organisation: String
    /// The date in the line; the first when there are several (`dated …, posted …`).
    var issued: StatedDate?

    private static let labels = [
        "source", "sources", "quelle", "quellen", "fuente", "fuentes", "fonte", "fonti", "bron", "kilde",
        "källa", "lähde",
        "źródło", "zdroj", "источник", "джерело", "来源", "來源", "出典", "kaynak", "sursa", "forrás", "πηγή",
    ]

    /// Words that make a line a picture's credit instead.
    private static let credits = [
        "photo", "image", "picture", "getty", "imago", "bild", "foto", "grafik", "graphic", "illustration",
        "shutterstock",
        "youtube", "twitter", "screenshot", "图片", "фото", "wikimedia", "chart", "data:",
    ]

    /// Reads a whole line; nil when it is none.
    ///
    /// Without brackets or a date the line must be short: an organisation, not a sentence.
    static func read(_ line: String) -> SourceLine? {
        // Every line is asked; most are sentences without a colon, or have it too late.
        guard line.utf8.count < 320, hasColonEarly(line.utf8) else { return nil }
        var text = line.trimmedBlanks
        var isBracketed = false
        for (open, close) in [("(", ")"), ("[", "]"), ("（", "）")]
        where text.hasPrefix(open) && text.hasSuffix(close) {
            text = String(text.dropFirst().dropLast()).trimmedBlanks
            isBracketed = true
        }
        guard let colon = text.firstIndex(where: { $0 == ":" || $0 == "：" }), text.utf8.count < 300 else {
            return nil
        }
        let label = String(text[..<colon]).trimmedBlanks.lowered
        guard labels.contains(label) else { return nil }
        let rest = String(text[text.index(after: colon)...]).trimmedBlanks
        let lower = rest.lowered
        guard !rest.isEmpty, !credits.contains(where: { lower.contains($0) }) else { return nil }
        let parts = rest.split(whereSeparator: { $0 == ";" || $0 == "；" }).map { String($0).trimmedBlanks }
        guard var organisation = parts.first else { return nil }
        var issued: StatedDate?
        for part in parts.dropFirst() where issued == nil { issued = date(in: part) }
        if parts.count == 1 {
            // `Source: X, April 3, 2020`: the date ends the name.
            if let found = DateScanner.first(in: rest) {
                issued = found.date
                let bytes = Array(rest.utf8.prefix(found.range.lowerBound))
                organisation = String(decoding: bytes, as: UTF8.self).trimmedBlanks
                while let last = organisation.last, ",-–—|(".contains(last) || last.isWhitespace {
                    organisation.removeLast()
                }
                for word in ["issued", "dated", "posted", "published"]
                where organisation.lowered.hasSuffix(" " + word) {
                    organisation = String(organisation.dropLast(word.count + 1))
                }
            }
        }
        guard !organisation.isEmpty, organisation.count < 120 else { return nil }
        if !isBracketed && issued == nil
            && (organisation.count > 60 || organisation.hasSuffix(".") && organisation.contains(". "))
        {
            return nil
        }
        return SourceLine(organisation: organisation, issued: issued)
    }

    /// True when a colon, narrow or wide, stands where a label may end.
    private static func hasColonEarly(_ bytes: String.UTF8View) -> Bool {
        bytes.prefix(60).contains { $0 == UInt8(ascii: ":") || $0 == wideColon[0] }
    }

    private static let wideColon = Array("：".utf8)

    /// The first date; `dated Feb. 4, posted Feb. 6, 2026` takes its year from the later one.
    static func date(in text: String) -> StatedDate? {
        let found = DateScanner.scan(text)
        guard let first = found.first else { return nil }
        let head = String(decoding: Array(text.utf8.prefix(first.range.lowerBound)), as: UTF8.self)
        let lower = head.lowered
        if lower.contains("dated") || lower.contains("issued") {
            let withYear = head.trimmedBlanks + " \(first.year)"
            for comma in [", posted", ", issued", ", published", ";"] {
                guard let range = withYear.range(of: comma) else { continue }
                if let earlier = DateScanner.first(
                    in: String(withYear[..<range.lowerBound]) + ", \(first.year)")
                {
                    return earlier.date
                }
            }
        }
        return first.date
    }

    /// Finds a source line by a source's own expression with the groups `org` and `date`.
    static func read(_ line: String, pattern: Regex<AnyRegexOutput>) -> SourceLine? {
        guard let match = line.firstMatch(of: pattern) else { return nil }
        guard let organisation = match.output.first(where: { $0.name == "org" })?.substring else {
            return nil
        }
        let date = match.output.first { $0.name == "date" }?.substring
        return SourceLine(
            organisation: String(organisation).trimmedBlanks,
            issued: date.flatMap { Self.date(in: String($0)) ?? DateParser.parse(String($0)) })
    }
}
