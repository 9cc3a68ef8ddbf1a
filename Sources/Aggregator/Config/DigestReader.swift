/// Reads `[[topic]]`, `[[digest]]` and `[[alert]]`.
enum DigestReader {
    /// Reads one `[[topic]]`.
    static func topic(_ node: TOMLNode, report: ConfigReport) -> Topic? {
        let reader = named(node, "topic", report)
        reader.checkKeys()
        let name = reader.text("name") { ConfigChecks.isName($0) ? $0 : nil }
        let title = reader.text("title")
        let query = reader.query("query")
        guard let name, let query else { return nil }
        return Topic(name: name, title: title ?? name, query: query)
    }

    /// Reads one `[[alert]]`.
    static func alert(_ node: TOMLNode, report: ConfigReport) -> AlertDefinition? {
        let reader = named(node, "alert", report)
        reader.checkKeys()
        let name = reader.text("name") { ConfigChecks.isName($0) ? $0 : nil }
        let title = reader.text("title")
        let query = reader.query("query")
        let recipients = reader.recipients("to") ?? []
        reader.refuseEmptyList("to")
        let from = reader.mailAddress("from")
        let atMost = reader.duration("at-most")
        guard let name, let query else { return nil }
        var alert = AlertDefinition(name: name, title: title ?? name, query: query, to: recipients)
        alert.from = from
        alert.atMost = atMost ?? .zero
        alert.position = report.position(node.key)
        return alert
    }

    /// Reads one `[[digest]]`.
    static func digest(_ node: TOMLNode, report: ConfigReport) -> DigestDefinition? {
        let reader = named(node, "digest", report)
        reader.checkKeys()
        let name = reader.text("name") { ConfigChecks.isName($0) ? $0 : nil } ?? ""
        var digest = DigestDefinition(name: name, title: reader.text("title") ?? name)
        digest.position = report.position(node.key)
        digest.days = days(reader) ?? digest.days
        digest.at = reader.text("at", TimeOfDay.parse)
        digest.timeZone = reader.timeZone("time-zone") ?? ""
        digest.from = reader.mailAddress("from")
        digest.to = reader.recipients("to") ?? []
        digest.order =
            reader.texts("order")?.compactMap { found in
                if let sort = ItemSelection.Sort(rawValue: found.text) { return sort }
                reader.mistake("order", in: found.node)
                return nil
            } ?? digest.order
        reader.refuseEmptyList("order")
        digest.sendEmpty = reader.text("empty") { ["skip": false, "send": true][$0] } ?? false
        digest.unsubscribe = reader.text("unsubscribe") {
            $0.hasPrefix("https://") && ConfigChecks.isWebAddress($0) ? $0 : nil
        }
        digest.sections = sections(reader)
        return name.isEmpty ? nil : digest
    }

    private static func sections(_ reader: TableReader) -> [DigestDefinition.Section] {
        guard let found = reader.node["section"] else {
            return [DigestDefinition.Section(title: "Everything", query: "*", limit: 100)]
        }
        let elements: [TOMLNode]
        switch found.value {
        case .array(let list):
            if list.isEmpty {
                reader.report.add(
                    "section is an empty list; leave it out to have one section with everything "
                        + "(section of \(reader.label))", at: found.range.lowerBound)
            }
            elements = list
        case .table: elements = [found]
        default:
            reader.mistake("section", in: found)
            return []
        }
        return elements.compactMap { element in
            guard case .table = element.value else {
                reader.mistake("section", in: element)
                return nil
            }
            let section = TableReader(
                node: element, table: "digest.section", label: "section of \(reader.label)",
                report: reader.report)
            section.checkKeys()
            return DigestDefinition.Section(
                title: section.text("title") ?? "", query: section.query("query") ?? "*",
                limit: section.integer("limit") ?? 20)
        }
    }

    /// One text such as `Mon..Fri`, or a list of days.
    private static func days(_ reader: TableReader) -> Set<Int>? {
        guard let texts = reader.texts("days") else { return nil }
        reader.refuseEmptyList("days")
        var days: Set<Int> = []
        for found in texts {
            if let some = Weekdays.parse(found.text) {
                days.formUnion(some)
            } else {
                reader.mistake("days", in: found.node)
            }
        }
        return days.isEmpty ? nil : days
    }

    private static func named(_ node: TOMLNode, _ table: String, _ report: ConfigReport) -> TableReader {
        var label = table
        if case .string(let name)? = node["name"]?.value { label += " \"\(name)\"" }
        return TableReader(node: node, table: table, label: label, report: report)
    }
}
