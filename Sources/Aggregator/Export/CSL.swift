/// Citations as CSL JSON (schema 1.0.2).
enum CSL {
    static func item(_ citation: Citation) -> JSONValue {
        let type =
            switch citation.kind {
            case .event: "event"
            case .report: "report"
            case .article: "webpage"
            }
        var fields: [(name: String, value: JSONValue)] = [
            ("id", .string(citation.key)), ("type", .string(type)), ("title", .string(citation.title)),
            ("author", .array(authors(citation))),
            (citation.kind == .article ? "container-title" : "publisher", .string(citation.institution)),
        ]
        if let issued = citation.issued { fields.append(("issued", date(issued))) }
        fields.append(("accessed", date(citation.accessed)))
        if let url = citation.url { fields.append(("URL", .string(url))) }
        if let language = citation.language { fields.append(("language", .string(language))) }
        if let venue = citation.venue { fields.append(("event-place", .string(venue))) }
        if let readAt = citation.readAt { fields.append(("note", .string("Read at \(readAt)"))) }
        return .object(fields)
    }

    private static func authors(_ citation: Citation) -> [JSONValue] {
        guard !citation.authors.isEmpty else {
            return [.object([("literal", .string(citation.institution))])]
        }
        return citation.authors.map { name in
            let given = Citation.given(name)
            guard !given.isEmpty else { return .object([("literal", .string(name))]) }
            return .object([("family", .string(Citation.family(name))), ("given", .string(given))])
        }
    }

    private static func date(_ time: CivilTime) -> JSONValue {
        let parts = [time.year, time.month, time.day].map { JSONValue.int(Int64($0)) }
        return .object([("date-parts", .array([.array(parts)]))])
    }
}

/// A citation as a line of text, after the Chicago manual's bibliography.
enum CitationText {
    static func line(_ citation: Citation) -> String {
        var parts: [String] = []
        if citation.authors.isEmpty {
            parts.append(citation.institution)
        } else {
            parts.append(names(citation.authors))
        }
        let ending = citation.title.last.map { ".?!…".contains($0) } ?? false
        parts.append("“\(citation.title)\(ending ? "" : ".")”")
        var text = parts.map { $0.hasSuffix(".") || $0.hasSuffix("”") ? $0 : $0 + "." }.joined(separator: " ")
        var tail: [String] = []
        if !citation.authors.isEmpty { tail.append(citation.institution) }
        if let venue = citation.venue { tail.append(venue) }
        if let issued = citation.issued { tail.append(issued.fullDate) }
        if !tail.isEmpty { text += " " + tail.joined(separator: ", ") + "." }
        if let url = citation.url { text += " \(url)" }
        if let readAt = citation.readAt { text += " (read at \(readAt))" }
        return text + " (accessed \(citation.accessed.fullDate))."
    }

    private static func names(_ authors: [String]) -> String {
        let first = authors[0]
        let given = Citation.given(first)
        let head = given.isEmpty ? first : "\(Citation.family(first)), \(given)"
        switch authors.count {
        case 1: return head
        case 2: return "\(head) and \(authors[1])"
        case 3: return "\(head), \(authors[1]) and \(authors[2])"
        default: return "\(head) et al."
        }
    }
}
