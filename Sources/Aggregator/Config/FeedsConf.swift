internal import FeedParse
public import Foundation

/// Reads feeds.conf and the files that it includes.
public struct FeedsConf {
    private var configuration = Configuration()
    private var errors: [ConfigError] = []
    private var sourcePlaces: [String: ConfigPosition] = [:]
    private var otherPlaces: [String: ConfigPosition] = [:]
    private var settingPlaces: [String: ConfigPosition] = [:]
    private var queries: [ConfigReport.NotedQuery] = []
    private var open: [String] = []

    private init() {}

    /// Reads a file with everything that it includes.
    ///
    /// All mistakes are reported at once; what could be read is in the configuration all the same, so that a
    /// caller may show it, but only one without mistakes should be used.
    public static func load(
        path: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> (Configuration, [ConfigError]) {
        var reader = FeedsConf()
        reader.configuration.storeURL = ConfigLocation(environment: environment).defaultStoreURL(for: path)
        reader.read(path, defaults: Source(name: "", urls: []), includedFrom: nil)
        reader.finish()
        return (reader.configuration, reader.errors)
    }

    /// Reads a text as if it stood in a file; includes are relative to the file's folder.
    public static func load(text: String, file: String = "feeds.conf") -> (Configuration, [ConfigError]) {
        var reader = FeedsConf()
        reader.configuration.files.append(file)
        reader.read(text: text, file: file, defaults: Source(name: "", urls: []))
        reader.finish()
        return (reader.configuration, reader.errors)
    }

    // MARK: - Files

    private mutating func read(_ path: String, defaults: Source, includedFrom origin: ConfigPosition?) {
        let place = origin ?? ConfigPosition(file: path, line: 1, column: 1)
        let key = URL(fileURLWithPath: path).standardizedFileURL.path
        if open.contains(key) {
            errors.append(
                ConfigError(position: place, message: "\(path) includes itself; take one include out"))
            return
        }
        guard !configuration.files.contains(path) else {
            errors.append(ConfigError(position: place, message: "\(path) is included twice; take one out"))
            return
        }
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            errors.append(ConfigError(position: place, message: Self.unreadable(path)))
            return
        }
        configuration.files.append(path)
        guard let text = String(data: data, encoding: .utf8) else {
            errors.append(
                ConfigError(position: Self.firstBadByte(data, path), message: "the file is not UTF-8"))
            return
        }
        open.append(key)
        read(text: text, file: path, defaults: defaults)
        open.removeLast()
    }

    private static func unreadable(_ path: String) -> String {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        if unsafe !files.fileExists(atPath: path, isDirectory: &isFolder) {
            return "there is no file \(path)"
        }
        if isFolder.boolValue { return "\(path) is a folder, not a file" }
        return "\(path) can't be read; look at its permissions"
    }

    private static func firstBadByte(_ data: Data, _ path: String) -> ConfigPosition {
        let good = String(decoding: data, as: UTF8.self).prefix { $0 != "\u{FFFD}" }
        let line = good.reduce(into: 1) { if $1.isNewline { $0 += 1 } }
        let column = good.reversed().prefix { !$0.isNewline }.count + 1
        return ConfigPosition(file: path, line: line, column: column)
    }

    private mutating func read(text: String, file: String, defaults: Source) {
        let report = ConfigReport(file: file, text: text)
        let read = TOMLRecovery(text)
        for mistake in read.mistakes {
            let place = ConfigPosition(file: file, line: mistake.line, column: mistake.column)
            errors.append(ConfigError(position: place, message: mistake.message))
        }
        guard let document = read.document else { return }
        report.spoilt = read.spoilt
        TableReader(node: document, table: "", label: "the file", report: report).checkKeys()
        var defaults = defaults
        if let node = table("defaults", in: document, report) {
            defaults = SourceReader.defaults(node, report: report, over: defaults)
            if open.count <= 1 {
                configuration.timeZone = defaults.rules.timeZone ?? configuration.timeZone
                configuration.defaults = defaults
            }
        }
        readSources(document, report, defaults: defaults)
        readDigests(document, report)
        readMachine(document, report)
        errors += report.errors.sorted {
            ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column)
        }
        queries += report.queries
        readIncludes(document, report, defaults: defaults)
    }

    private mutating func readIncludes(_ document: TOMLNode, _ report: ConfigReport, defaults: Source) {
        let reader = TableReader(node: document, table: "", label: "the file", report: report)
        let before = report.errors.count
        let patterns = reader.texts("include") ?? []
        errors += report.errors[before...]
        let folder =
            report.file.contains("/")
            ? URL(fileURLWithPath: report.file).deletingLastPathComponent().path : "."
        for pattern in patterns {
            for file in IncludePattern(text: pattern.text).files(relativeTo: folder) {
                read(file, defaults: defaults, includedFrom: report.position(pattern.node.range.lowerBound))
            }
        }
    }

    // MARK: - Tables

    /// A table that stands once; anything else under its name is reported.
    private func table(_ name: String, in document: TOMLNode, _ report: ConfigReport) -> TOMLNode? {
        guard let node = document[name] else { return nil }
        if case .table = node.value { return node }
        report.add("\(name) is one table; write [\(name)]", at: node.key)
        return nil
    }

    /// The elements of an array of tables; anything else under its name is reported.
    private func tables(_ name: String, in document: TOMLNode, _ report: ConfigReport) -> [TOMLNode] {
        guard let node = document[name] else { return [] }
        guard case .array(let elements) = node.value else {
            report.add("every \(name) is a table of its own; write [[\(name)]]", at: node.key)
            return []
        }
        return elements.filter { element in
            if case .table = element.value { return true }
            report.add("every \(name) is a table; write [[\(name)]]", at: element.range.lowerBound)
            return false
        }
    }

    private mutating func readSources(_ document: TOMLNode, _ report: ConfigReport, defaults: Source) {
        let nodes = tables("source", in: document, report)
        // Of a large file no more memory is taken than its sources need; small ones are left to grow together.
        if nodes.count > configuration.sources.count {
            configuration.sources.reserveCapacity(configuration.sources.count + nodes.count)
        }
        for node in nodes {
            let source = SourceReader.source(node, report: report, defaults: defaults)
            guard Self.isNew(node, "source", &sourcePlaces, report), let source else { continue }
            configuration.sources.append(source)
        }
    }

    private mutating func readDigests(_ document: TOMLNode, _ report: ConfigReport) {
        for node in tables("topic", in: document, report) {
            let topic = DigestReader.topic(node, report: report)
            guard Self.isNew(node, "topic", &otherPlaces, report), let topic else { continue }
            configuration.topics.append(topic)
        }
        for node in tables("digest", in: document, report) {
            let digest = DigestReader.digest(node, report: report)
            guard Self.isNew(node, "digest", &otherPlaces, report), let digest else { continue }
            configuration.digests.append(digest)
        }
        for node in tables("alert", in: document, report) {
            let alert = DigestReader.alert(node, report: report)
            guard Self.isNew(node, "alert", &otherPlaces, report), let alert else { continue }
            configuration.alerts.append(alert)
        }
    }

    private mutating func readMachine(_ document: TOMLNode, _ report: ConfigReport) {
        for name in ["store", "fetch", "mail", "keep"] {
            guard let node = table(name, in: document, report) else { continue }
            for entry in node.entries {
                let path = "\(name).\(entry.name)"
                let place = report.position(entry.node.key)
                if let first = settingPlaces[path] {
                    report.add("\(path) is set a second time; the first is \(Self.place(first))", at: place)
                } else {
                    settingPlaces[path] = place
                }
            }
            switch name {
            case "store": MachineReader.store(node, report: report, into: &configuration)
            case "fetch": MachineReader.fetch(node, report: report, into: &configuration.fetch)
            case "mail": MachineReader.mail(node, report: report, into: &configuration.mail)
            default: MachineReader.keep(node, report: report, into: &configuration.keep)
            }
        }
    }

    /// False, with a mistake reported, when the name of a table was used before.
    private static func isNew(
        _ node: TOMLNode, _ table: String, _ places: inout [String: ConfigPosition], _ report: ConfigReport
    ) -> Bool {
        guard case .string(let name)? = node["name"]?.value, let offset = node["name"]?.range.lowerBound
        else {
            return true
        }
        let place = report.position(offset)
        if let first = places["\(table) \(name)"] {
            report.add("\(table) \"\(name)\" is defined twice; the first is \(Self.place(first))", at: place)
            return false
        }
        places["\(table) \(name)"] = place
        return true
    }

    private static func place(_ position: ConfigPosition) -> String {
        "at \(position.file):\(position.line)"
    }

    // MARK: - After the last file

    private mutating func finish() {
        configuration.settingPlaces = settingPlaces
        nameTheProgram()
        for index in configuration.digests.indices where configuration.digests[index].timeZone.isEmpty {
            configuration.digests[index].timeZone = configuration.timeZone
        }
        checkQueries()
        checkSenders()
        sortErrors()
    }

    /// Gives sources without `user-agent` the program's name with a contact, when one is known.
    private mutating func nameTheProgram() {
        let standard = UserAgent.standard(contact: configuration.mail.from)
        let plain = Source(name: "", urls: []).userAgent
        for index in configuration.sources.indices where configuration.sources[index].userAgent == plain {
            configuration.sources[index].userAgent = standard
        }
        if configuration.defaults.userAgent == plain { configuration.defaults.userAgent = standard }
    }

    /// Puts the mistakes in the order of the files and then of the lines.
    private mutating func sortErrors() {
        let order = Dictionary(uniqueKeysWithValues: configuration.files.enumerated().map { ($1, $0) })
        let keyed = errors.enumerated().map { index, error in
            [order[error.position.file] ?? .max, error.position.line, error.position.column, index]
        }
        errors = keyed.sorted { $0.lexicographicallyPrecedes($1) }.map { errors[$0[3]] }
    }

    /// Reports queries that can't be understood; the topics that they name are known now.
    private mutating func checkQueries() {
        let context = QueryContext(configuration, now: Date())
        for query in queries {
            do {
                _ = try Query.parse(query.text, context: context)
            } catch {
                var position = query.position
                if query.isVerbatim { position.column += 1 + error.offset }
                errors.append(ConfigError(position: position, message: "\(query.label): \(error.message)"))
            }
        }
    }

    /// Reports digests and alerts that are mailed without a sender.
    private mutating func checkSenders() {
        guard configuration.mail.from == nil else { return }
        let letters =
            configuration.digests.map { ("digest \"\($0.name)\"", $0.from, $0.to, $0.position) }
            + configuration.alerts.map { ("alert \"\($0.name)\"", $0.from, $0.to, $0.position) }
        for (label, from, recipients, position) in letters {
            guard from == nil, let position, recipients.contains(where: ConfigChecks.isMailAddress) else {
                continue
            }
            let message =
                "\(label) is mailed but has no sender; write from = \"aggd <digest@your.domain>\" here or in [mail]"
            errors.append(ConfigError(position: position, message: message))
        }
    }
}
