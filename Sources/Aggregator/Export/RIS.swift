/// Citations as RIS records.
enum RIS {
    static func record(_ citation: Citation) -> String {
        let type =
            switch citation.kind {
            case .event: "GEN"
            case .report: "RPRT"
            case .article: "ELEC"
            }
        var lines = ["TY  - \(type)"]
        func add(_ tag: String, _ value: String?) {
            if let value, !value.isEmpty { lines.append("\(tag)  - \(PlainLine.clean(value))") }
        }
        if citation.authors.isEmpty { add("AU", citation.institution) }
        for author in citation.authors {
            let given = Citation.given(author)
            add("AU", given.isEmpty ? author : "\(Citation.family(author)), \(given)")
        }
        add("TI", citation.title)
        add("PB", citation.institution)
        if let issued = citation.issued {
            add("PY", String(issued.year))
            add("DA", issued.isoDate.replacing("-", with: "/"))
        }
        add("CY", citation.venue)
        add("UR", citation.url)
        add("LA", citation.language)
        add("Y2", citation.accessed.isoDate.replacing("-", with: "/"))
        add("N1", citation.readAt.map { "Read at \($0)" })
        add("ID", citation.key)
        lines.append("ER  - ")
        // The format's lines end with CR LF.
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }
}
