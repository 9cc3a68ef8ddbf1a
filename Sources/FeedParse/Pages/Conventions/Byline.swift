/// The byline at the head of copy: `By Ada Quill and Ben Stroud`, `Von …`, `(记者 林远)`.
enum Byline {
    private static let words = [
        "by", "written by", "von", "par", "por", "di", "door", "av", "af", "przez", "автор", "автор:",
        "author:", "text:", "autor:",
        "auteur:", "autore:", "texte :", "by:", "tekst:", "от", "story by", "文/", "作者:", "作者：",
        "commentary by", "opinion by", "teksti:", "kirjoittaja:", "kirjoittanut", "kirjoittaneet",
    ]

    /// The words as lines begin with them: a space follows, unless a colon or a stroke ends them.
    private static let openings = words.map { word in
        let isClosed = word.hasSuffix(":") || word.hasSuffix("：") || word.hasSuffix("/")
        return (word: word, bytes: Array((isClosed ? word : word + " ").utf8))
    }

    /// Reads a whole line; empty when it is none.
    static func read(_ line: String) -> [String] {
        guard line.utf8.count < 160 else { return [] }
        // A line of its own may stand in brackets: `（记者 林远）`.
        if line.count < 40, "（(".contains(line.first ?? "a"), "）)".contains(line.last ?? "a") {
            return reporters(inStartOf: line)
        }
        let lower = line.loweredBytes
        guard let word = openings.first(where: { lower.starts(with: $0.bytes) })?.word else { return [] }
        // A sentence may begin with "By" too.
        if line.hasSuffix(".") && line.split(separator: " ").count > 8 { return [] }
        var rest = String(line.dropFirst(word.count)).trimmedBlanks
        for agency in agencies {
            if let range = rest.range(of: agency) {
                let head = String(rest[..<range.lowerBound]).trimmedBlanks
                if !head.isEmpty { rest = head }
            }
        }
        return PersonNames.split(rest)
    }

    private static let agencies = [
        "Associated Press", "Reuters", "AFP", "Agence France-Presse", "The Canadian Press", "UPI",
        "Bloomberg",
    ]

    /// Reporters named in brackets at the start of Chinese copy: `新华社港城3月5日电(记者 林远)`.
    static func reporters(inStartOf text: String) -> [String] {
        // Chinese characters: their first byte is E3 or greater.
        guard text.utf8.prefix(240).contains(where: { $0 >= 0xE3 }) else { return [] }
        let head = String(text.prefix(80))
        for mark in ["记者", "記者", "作者", "通讯员"] {
            guard let range = head.range(of: mark) else { continue }
            let rest = head[range.upperBound...].prefix { !")）,，.。;；".contains($0) }
            let names = rest.split(whereSeparator: {
                $0 == " " || $0 == "、" || $0 == "　" || $0 == ":" || $0 == "："
            }).map(String.init)
            let good = names.filter {
                (2...4).contains($0.count) && $0.unicodeScalars.allSatisfy { $0.value >= 0x3400 }
            }
            if !good.isEmpty { return good }
        }
        return []
    }
}
