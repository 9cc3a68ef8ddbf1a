/// Reads `[store]`, `[fetch]`, `[mail]` and `[keep]`.
enum MachineReader {
    /// Reads `[store]`.
    static func store(_ node: TOMLNode, report: ConfigReport, into configuration: inout Configuration) {
        let reader = TableReader(node: node, table: "store", label: "[store]", report: report)
        reader.checkKeys()
        guard let found = node["url"] else { return }
        if case .string(let text) = found.value, text.hasPrefix("postgres") {
            report.add(
                "stores in PostgreSQL are not built into this aggd; write e.g. "
                    + #"url = "sqlite:///var/lib/aggd/aggd.sqlite""#, at: found.range.lowerBound)
            return
        }
        if let url = reader.text("url", { ConfigChecks.isStoreURL($0) ? $0 : nil }) {
            configuration.storeURL = url
        }
    }

    /// Reads `[fetch]`.
    static func fetch(_ node: TOMLNode, report: ConfigReport, into fetch: inout FetchSettings) {
        let reader = TableReader(node: node, table: "fetch", label: "[fetch]", report: report)
        reader.checkKeys()
        fetch.parallel = reader.integer("parallel") ?? fetch.parallel
        fetch.perHost = reader.integer("per-host") ?? fetch.perHost
        fetch.timeout = reader.span("timeout") ?? fetch.timeout
        fetch.maxBody =
            reader.value("max-body") { node in
                switch node.value {
                case .integer(let bytes) where bytes > 0: bytes
                case .string(let text): ByteSize.parse(text).flatMap { $0 > 0 ? $0 : nil }
                default: nil
                }
            } ?? fetch.maxBody
        fetch.requestsPerHour = reader.integer("requests-per-hour") ?? fetch.requestsPerHour
        fetch.allowPrivate = reader.networks("allow-private") ?? fetch.allowPrivate
        fetch.caFile = reader.text("ca-file") ?? fetch.caFile
    }

    /// Reads `[mail]`.
    static func mail(_ node: TOMLNode, report: ConfigReport, into mail: inout MailSettings) {
        let reader = TableReader(node: node, table: "mail", label: "[mail]", report: report)
        reader.checkKeys()
        mail.server = reader.text("server") { ConfigChecks.isMailServer($0) ? $0 : nil } ?? mail.server
        mail.user = reader.text("user") ?? mail.user
        mail.password = reader.secret("password") ?? mail.password
        mail.from = reader.mailAddress("from") ?? mail.from
        mail.domain = reader.text("domain") { ConfigChecks.isDomain($0) ? $0 : nil } ?? mail.domain
    }

    /// Reads `[keep]`.
    static func keep(_ node: TOMLNode, report: ConfigReport, into keep: inout KeepSettings) {
        let reader = TableReader(node: node, table: "keep", label: "[keep]", report: report)
        reader.checkKeys()
        keep.items = age("items", reader, else: keep.items)
        keep.raw = age("raw", reader, else: keep.raw)
    }

    /// A duration, or nil for ever.
    private static func age(_ name: String, _ reader: TableReader, else known: Duration?) -> Duration? {
        if case .string("forever")? = reader.node[name]?.value { return nil }
        return reader.span(name) ?? known
    }
}
