import Aggregator
import Foundation

/// What a verb works with: the configuration, the store, the terminal and the time.
struct Session {
    let options: CommonOptions
    let configuration: Configuration
    let terminal: Terminal
    let now: Date
    /// The zone that times are printed in for people.
    let zone: TimeZone
    /// The configuration file in use, whether it exists or not.
    let configurationPath: String

    /// What the configuration must be for a verb.
    enum ConfigurationNeed {
        /// A faulty or missing file is no reason to stop: the verb reads what is stored.
        case lenient
        /// Every mistake is told, and the verb doesn't run.
        case strict
    }

    init(_ options: CommonOptions, need: ConfigurationNeed = .lenient) throws {
        self.options = options
        terminal = Terminal(color: options.color)
        now = Date()
        zone = options.utc ? .gmt : .current
        configurationPath = ConfigLocation().path(explicit: options.config)
        var configuration = Configuration()
        configuration.storeURL = ConfigLocation().defaultStoreURL(for: configurationPath)
        if FileManager.default.fileExists(atPath: configurationPath) {
            try Self.checkReadable(configurationPath)
            let (read, errors) = FeedsConf.load(path: configurationPath)
            configuration = read
            try Self.report(errors, in: configurationPath, need: need)
        } else if need == .strict || options.config != nil {
            throw Failure(
                need == .strict ? .configuration : .noInput,
                "\(configurationPath): no such file; write it, or name another one with --config.")
        }
        if let store = options.store {
            do {
                _ = try StoreURL(store)
            } catch {
                throw Failure(.usage, error.message)
            }
            configuration.storeURL = store
        }
        self.configuration = configuration
    }

    /// Fails when a file is there and may not be read: that is no mistake in it.
    static func checkReadable(_ path: String) throws {
        guard unsafe access(path, F_OK) == 0, unsafe access(path, R_OK) != 0 else { return }
        throw Failure(.permission, "\(path) may not be read by this user; look at its permissions.")
    }

    /// Tells the mistakes of the configuration, one a line when the verb needs it faultless.
    private static func report(_ errors: [ConfigError], in path: String, need: ConfigurationNeed) throws {
        guard !errors.isEmpty else { return }
        switch need {
        case .strict:
            for error in errors { StandardError.write("\(error)\n") }
            throw Failure(.configuration)
        case .lenient:
            let mistakes = errors.count == 1 ? "a mistake" : "\(errors.count) mistakes"
            StandardError.say("\(path) has \(mistakes); \"aggd check\" tells.")
        }
    }

    /// Opens the store to read; a store that isn't there yet is a sentence, not an empty answer.
    func openForReading() throws -> any Store {
        try StoreURL(configuration.storeURL).open(.readOnly)
    }

    /// Opens the store to write, and creates it when it isn't there.
    func openForWriting() throws -> any Store {
        try makeDefaultFolder()
        return try StoreURL(configuration.storeURL).open(.readWrite)
    }

    /// Opens the store as the one process that polls and sends with it, and creates it when it isn't there.
    func openAsDaemon() throws -> any Store {
        try makeDefaultFolder()
        return try StoreURL(configuration.storeURL).open(.daemon)
    }

    /// Makes the folder of the store that nobody named; a folder that somebody named may be a slip of the pen.
    private func makeDefaultFolder() throws {
        let url = configuration.storeURL
        guard url == ConfigLocation().defaultStoreURL(for: configurationPath),
            let path = try StoreURL(url).path
        else {
            return
        }
        // A folder that can't be made is told by the store, which names it.
        try? FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o750])
    }

    /// What the query language needs to know.
    var queryContext: QueryContext {
        var context = QueryContext(configuration, now: now)
        context.timeZone = zone
        return context
    }

    /// The query that the words of a command line make.
    func query(_ words: [String], since: String? = nil) throws -> Query {
        var parts: [Query] = []
        let text = words.joined(separator: " ")
        if !text.isEmpty { parts.append(try Query.parse(text, context: queryContext)) }
        if let since {
            // A bare date stands for an open range.
            let range = since.contains("..") ? since : since + ".."
            do {
                parts.append(try Query.parse("seen:" + range, context: queryContext))
            } catch {
                throw Failure(.usage, "--since \(since): \(error.message).")
            }
        }
        return parts.isEmpty ? .all : parts.count == 1 ? parts[0] : .and(parts)
    }

    /// The topics of the configuration with their queries.
    func topicQueries() throws -> [(name: String, query: Query)] {
        try configuration.topics.map { ($0.name, try Query.parse($0.query, context: queryContext)) }
    }

    /// The title of a source for people.
    func title(ofSource name: String) -> String {
        configuration.source(named: name)?.title ?? name
    }

    /// True when results are printed as objects: as JSON lines, or each by the template of `--format`.
    var printsObjects: Bool { options.json || options.format != nil }

    /// True when a text of an item is asked for: they are read only then, since that costs.
    var wantsTexts: Bool { ["text", "html", "summary"].contains(where: asks(for:)) }

    /// True when a field is named by `--format`, or else by `--fields`.
    func asks(for field: String) -> Bool {
        options.format.map { $0.contains("{\(field)}") } ?? options.fieldNames?.contains(field) ?? false
    }

    /// Prints one result: by the template of `--format`, else as a JSON line with the requested fields only.
    func print(_ value: JSONValue, to printer: Printer) throws(Failure) {
        if let format = options.format {
            printer.line(Template.fill(format, with: value))
            return
        }
        guard let names = options.fieldNames else {
            printer.line(value.line)
            return
        }
        try Self.check(names, of: value)
        printer.line(value.keeping(names).line)
    }

    /// Refuses a field that no result has.
    static func check(_ names: Set<String>, of value: JSONValue) throws(Failure) {
        guard case .object(let fields) = value else { return }
        let known = fields.map(\.name)
        guard let wrong = names.subtracting(known).min() else { return }
        let hint =
            NearestWord.find(wrong, among: known).map { "did you mean \"\($0)\"?" }
            ?? "there are \(known.joined(separator: ", "))."
        throw Failure(.usage, "There is no field \"\(wrong)\"; \(hint)")
    }

    /// The item that a person means by an id or its unique beginning.
    func item(_ text: String, in reader: any StoreReader) throws -> ItemID {
        let prefix = text.lowercased()
        if let id = ItemID(text: prefix), try reader.item(id) != nil { return id }
        guard prefix.utf8.count >= 2 else {
            throw Failure(.usage, "\"\(text)\" is too short for an id; give two characters or more.")
        }
        let found = try reader.items(withPrefix: prefix, limit: 6)
        switch found.count {
        case 1: return found[0]
        case 0:
            throw Failure(
                .nothingFound, "There is no item \"\(text)\"; \"aggd items\" lists them with their ids.")
        default:
            let some = found.prefix(5).map(\.text).joined(separator: ", ")
            let more = found.count > 5 ? ", …" : ""
            throw Failure(.usage, "\"\(text)\" is the beginning of several ids: \(some)\(more).")
        }
    }
}
