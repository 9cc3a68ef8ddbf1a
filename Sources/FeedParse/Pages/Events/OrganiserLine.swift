/// The line that says who holds an event: `Organiser: The Institute`, `Hosted by the Council`, `主办：研究所`.
enum OrganiserLine {
    /// Labels that may stand on a line of their own, the name below.
    private static let nouns = PhraseSet([
        "organiser", "organisers", "organizer", "organizers", "veranstalter", "veranstalterin",
        "veranstalterinnen", "ausrichter", "organisateur", "organisateurs", "organisatrice", "organizador",
        "organizadora", "organizadores", "organizadoras", "organizzatore", "organizzatori",
        "organizzatrice", "организатор", "организаторы", "主办", "主办方", "主办单位", "主办机构", "主辦", "主辦方",
        "主辦單位", "organizator", "organizatorzy", "organisator", "organisatoren", "arrangör", "arrangörer",
        "arrangør", "arrangører", "järjestäjä", "järjestäjät",
    ])
    /// Labels that mean something else without a name behind a colon.
    private static let others = PhraseSet([
        "organisation", "organización", "organiza", "organizan", "organização", "organizzazione",
        "realização", "organisatie", "организация", "gastgeber", "gastgeberin",
    ])
    /// Words with the name behind them, with a colon or without.
    private static let verbs = PhraseSet([
        "organised by", "organized by", "hosted by", "jointly organised by", "jointly organized by",
        "veranstaltet von", "organisiert von", "organisé par", "organisée par", "organizado por",
        "organizada por", "organizzato da", "organizzata da", "promosso da", "promovido por",
        "organizowane przez", "organizowany przez", "georganiseerd door", "arrangeras av",
        "arrangeret af", "arrangert av", "arrangeres av", "arrangeres af",
    ])
    /// Articles in front of a name.
    static let articles: Set<Substring> = [
        "the", "der", "die", "das", "dem", "den", "la", "le", "les", "el", "los", "las", "il", "lo", "i",
        "gli", "o", "a", "os", "as", "het", "de",
    ]

    /// The first line that says it, with the lines that it takes.
    static func find(_ lines: [CopyLine]) -> (value: String, lines: Range<Int>)? {
        for (index, line) in lines.enumerated() where !line.lower.isEmpty && line.lower.count < 200 {
            if let value = value(of: line) {
                // `Hosted by Ada Quill` says who leads through it.
                if !SpeakerReader.labelled(line).isEmpty { continue }
                return (value, index..<index + 1)
            }
            guard let length = nouns.prefix(of: line.lower), [":", "：", ""].contains(rest(line, length)),
                index + 1 < lines.count
            else { continue }
            let next = lines[index + 1].text
            if next.utf8.count < 120, !next.hasSuffix("."), !next.hasSuffix(":") {
                return (next, index..<index + 2)
            }
        }
        return nil
    }

    /// The name behind the label in one line.
    static func value(of line: CopyLine) -> String? {
        if let length = nouns.prefix(of: line.lower) ?? others.prefix(of: line.lower) {
            let rest = rest(line, length)
            guard let mark = rest.first, mark == ":" || mark == "：" else { return nil }
            return trimmed(String(rest.dropFirst()))
        }
        guard let length = verbs.prefix(of: line.lower) else { return nil }
        let rest = rest(line, length)
        if let mark = rest.first, mark == ":" || mark == "：" { return trimmed(String(rest.dropFirst())) }
        // A sentence that goes on is none.
        guard let name = trimmed(rest), name.utf8.count < 100, !name.contains(". "),
            let first = name.split(separator: " ").first, line.text.utf8.count > length,
            first.first?.isUppercase ?? false || articles.contains(first) || first.hasPrefix("l'"),
            name.split(separator: " ").count <= 10
        else { return nil }
        return name
    }

    private static func rest(_ line: CopyLine, _ length: Int) -> String {
        String(decoding: Array(line.text.utf8.dropFirst(length)), as: UTF8.self).trimmedBlanks
    }

    private static func trimmed(_ text: String) -> String? {
        var name = text.trimmedBlanks
        if name.hasSuffix(".") { name.removeLast() }
        return name.isEmpty || name.utf8.count > 160 ? nil : name
    }
}
