internal import FeedParse

/// Reads `[[source]]` and `[defaults]` into sources.
enum SourceReader {
    /// Reads what `[defaults]` says, as a source without a name.
    static func defaults(_ node: TOMLNode, report: ConfigReport, over base: Source) -> Source {
        let reader = TableReader(node: node, table: "defaults", label: "[defaults]", report: report)
        reader.checkKeys()
        var source = base
        readCommon(reader, into: &source)
        return source
    }

    /// Reads one `[[source]]`; nil when it has no name or no address.
    static func source(_ node: TOMLNode, report: ConfigReport, defaults: Source) -> Source? {
        var label = "source"
        if case .string(let name)? = node["name"]?.value { label = "source \"\(name)\"" }
        let reader = TableReader(node: node, table: "source", label: label, report: report)
        reader.checkKeys()
        let name = reader.text("name") { ConfigChecks.isName($0) ? $0 : nil }
        let urls = reader.texts("url")?.compactMap { found in
            if ConfigChecks.isAddress(found.text, of: node) { return found.text }
            reader.mistake("url", in: found.node)
            return nil
        }
        var source = defaults
        source.name = name ?? ""
        source.urls = urls ?? []
        source.position = report.position(node.key)
        readRest(reader, into: &source)
        if let urls, urls.isEmpty, let url = node["url"], url.isEmptyArray { reader.mistake("url", in: url) }
        return name == nil || source.urls.isEmpty ? nil : source
    }

    /// What a source says besides its name and address.
    private static func readRest(_ reader: TableReader, into source: inout Source) {
        let node = reader.node
        // Of thousands of sources most say nothing.
        guard node.entries.contains(where: { $0.name != "name" && $0.name != "url" }) else { return }
        readCommon(reader, into: &source)
        source.title = reader.text("title")
        source.type = reader.choice("type") ?? source.type
        source.org = reader.labels("org") ?? source.org
        source.paused = reader.boolean("paused") ?? false
        if let found = node["credential"] {
            source.credential = reader.secret("credential")
            source.credentialPosition = reader.report.position(found.key)
        }
        source.keep = reader.query("keep")
        source.headers = reader.value("header") { headers($0) } ?? []
        readRules(reader, into: &source.rules)
    }

    /// The keys that `[defaults]` and `[[source]]` share.
    private static func readCommon(_ reader: TableReader, into source: inout Source) {
        source.kind = reader.choice("kind") ?? source.kind
        let isEvent = source.kind == .event
        if source.rules.isEvent != isEvent { source.rules.isEvent = isEvent }
        if let tags = reader.labels("tags") { source.tags = tags }
        if let language = reader.text("language", { ConfigChecks.isLanguage($0) ? $0 : nil }) {
            source.language = language
            source.rules.language = language
        }
        source.rank = reader.integer("rank") ?? source.rank
        source.every = every(reader) ?? source.every
        source.quietAfter = quietAfter(reader) ?? source.quietAfter
        source.fullText = reader.choice("full-text") ?? source.fullText
        source.rules.timeZone = reader.timeZone("time-zone") ?? source.rules.timeZone
        source.hide = reader.query("hide") ?? source.hide
        source.maxAge = reader.span("max-age") ?? source.maxAge
        source.flood = reader.integer("flood") ?? source.flood
        source.userAgent = reader.text("user-agent", header) ?? source.userAgent
        source.proxy = reader.text("proxy") { ConfigChecks.isProxy($0) ? $0 : nil } ?? source.proxy
        source.allowPrivate = reader.networks("allow-private") ?? source.allowPrivate
        source.archive = reader.choice("archive") ?? source.archive
    }

    private static func readRules(_ reader: TableReader, into rules: inout PageRules) {
        rules.article = reader.selector("article")
        rules.drop = reader.selectors("drop") ?? []
        rules.items = reader.selector("items")
        rules.excerptEnd = reader.labels("excerpt-end") ?? []
        rules.originalLink = reader.selector("original-link")
        rules.dateFormat = reader.text("date-format")
        if let found = reader.node["origin"] {
            rules.origin = reader.text("origin")
            if let origin = rules.origin, let reason = ConfigChecks.originPattern(origin) {
                reader.mistake("origin", in: found, because: reason)
            }
        }
        guard let found = reader.node["item"] else { return }
        guard case .table = found.value else {
            reader.mistake("item", in: found)
            return
        }
        let item = TableReader(
            node: found, table: "source.item", label: "item of \(reader.label)", report: reader.report)
        item.checkKeys()
        rules.item.title = item.selector("title")
        rules.item.link = item.selector("link")
        rules.item.date = item.selector("date")
        rules.item.summary = item.selector("summary")
        rules.item.author = item.selector("author")
        rules.item.place = item.selector("place")
        rules.item.id = item.selector("id")
    }

    /// Bounds that a server can live with.
    private static func every(_ reader: TableReader) -> ClosedRange<Duration>? {
        guard let bounds = reader.text("every", DurationText.parseBounds), let found = reader.node["every"]
        else { return nil }
        if bounds.lowerBound >= .seconds(60) { return bounds }
        reader.mistake("every", in: found, because: "nothing is asked more often than once a minute")
        return nil
    }

    private static func quietAfter(_ reader: TableReader) -> QuietAfter? {
        switch reader.node["quiet-after"]?.value {
        case .string("auto"): .auto
        case .string("never"): .never
        default: reader.span("quiet-after").map { .after($0) }
        }
    }

    private static func header(_ text: String) -> String? {
        text.isEmpty || text.utf8.contains { $0 < 0x20 || $0 == 0x7F } ? nil : text
    }

    private static func headers(_ node: TOMLNode) -> [HeaderField]? {
        guard case .table(let entries) = node.value else { return nil }
        var fields: [HeaderField] = []
        for entry in entries {
            guard case .string(let text) = entry.node.value, let value = header(text),
                !entry.name.isEmpty, entry.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3A })
            else { return nil }
            fields.append(HeaderField(name: entry.name, value: value))
        }
        return fields
    }
}
