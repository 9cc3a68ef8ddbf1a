/// Citations as BibTeX entries; BibLaTeX's `@online` is read as `@misc` by BibTeX.
enum BibTeX {
    static func entry(_ citation: Citation) -> String {
        let kind =
            switch citation.kind {
            case .event: "misc"
            case .report: "report"
            case .article: "online"
            }
        var fields: [(String, String?)] = [("title", "{\(escape(citation.title))}")]
        if citation.authors.isEmpty {
            // Double braces keep an institution from being taken apart as a person.
            fields.insert(("author", "{\(escape(citation.institution))}"), at: 0)
        } else {
            fields.insert(("author", citation.authors.map(person).joined(separator: " and ")), at: 0)
            fields.append(
                (citation.kind == .report ? "institution" : "organization", escape(citation.institution)))
        }
        if citation.kind == .report, citation.authors.isEmpty {
            fields.append(("institution", escape(citation.institution)))
        }
        if citation.kind == .report { fields.append(("type", "Report")) }
        fields.append(("date", citation.issued?.isoDate))
        fields.append(("year", citation.issued.map { String($0.year) }))
        fields.append(("venue", citation.venue.map(escape)))
        fields.append(("howpublished", citation.kind == .event ? "Event" : nil))
        fields.append(("url", citation.url.map(address)))
        fields.append(("urldate", citation.accessed.isoDate))
        fields.append(("langid", citation.language.flatMap(languageName)))
        fields.append(("note", citation.readAt.map { "Read at \\url{\(address($0))}" }))
        let lines = fields.compactMap { name, value in value.map { "  \(name) = {\($0)}," } }
        return "@\(kind){\(citation.key),\n\(lines.joined(separator: "\n"))\n}\n"
    }

    private static func person(_ name: String) -> String {
        let given = Citation.given(name)
        let family = escape(Citation.family(name))
        return given.isEmpty ? "{\(family)}" : "\(family), \(escape(given))"
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\textbackslash{}"
            case "{", "}", "&", "%", "$", "#", "_": result += "\\\(character)"
            case "~": result += "\\textasciitilde{}"
            case "^": result += "\\textasciicircum{}"
            default: result.append(character)
            }
        }
        return result
    }

    // Braces would end the field; everything else is verbatim in an address.
    private static func address(_ url: String) -> String {
        PlainLine.clean(url).replacing("{", with: "%7B").replacing("}", with: "%7D").replacing(
            " ", with: "%20")
    }

    private static func languageName(_ tag: String) -> String? {
        let names = [
            "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian",
            "pt": "portuguese", "nl": "dutch", "pl": "polish", "ru": "russian", "uk": "ukrainian",
            "zh": "chinese", "ja": "japanese", "ko": "korean", "ar": "arabic", "tr": "turkish",
        ]
        return names[tag.lowercased().split(separator: "-").first.map(String.init) ?? ""]
    }
}
