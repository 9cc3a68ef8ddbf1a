import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the configuration and say every mistake.",
        discussion: """
            Ends with status 78 when there is a mistake. The store is only touched with --store.

            Examples:
              aggd check && systemctl reload aggd
              aggd check --explain source.every
              aggd check --store
            """)

    // Not CommonOptions: there --store takes an address, here it asks for a check.
    @Option(name: [.short, .customLong("config")], help: "The configuration file.")
    var config: String?

    @Flag(help: "Print JSON lines.")
    var json = false

    @Flag(name: [.short, .long], help: "Say only what is wrong.")
    var quiet = false

    @Flag(help: "Don't use a pager.")
    var noPager = false

    @Option(help: ArgumentHelp("Explain a key, a table or all keys of a name.", valueName: "key"))
    var explain: String?

    @Flag(help: "Check the store for damage too.")
    var store = false

    func run() async throws {
        let printer = Printer(terminal: Terminal(color: .auto), paged: explain != nil && !noPager)
        defer { printer.finish() }
        if let explain {
            try Self.explain(explain, printer)
            return
        }
        let path = ConfigLocation().path(explicit: config)
        let (configuration, errors) = FeedsConf.load(path: path)
        if json {
            for error in errors { printer.line(Self.json(error)) }
        } else {
            for error in errors { printer.line("\(error)") }
            if !quiet || !errors.isEmpty { printer.line(Self.summary(configuration, errors)) }
        }
        printer.flush()
        guard errors.isEmpty else { throw Failure(.configuration) }
        if store { try await checkStore(configuration, printer) }
    }

    private func checkStore(_ configuration: Aggregator.Configuration, _ printer: Printer) async throws {
        let url = configuration.storeURL
        let store = try StoreURL(url).open(.readOnly)
        let findings = try await store.check()
        try await store.close()
        for finding in findings { printer.line(finding) }
        // Stories that are half computed anew are no damage; a backup would not be better.
        if !findings.isEmpty, findings.allSatisfy({ $0.contains("aggd reindex") }) {
            throw Failure(.temporary, "The store \(url) is sound, but its stories are not up to date.")
        }
        guard findings.isEmpty else {
            throw Failure(.badData, "The store \(url) is damaged; restore a backup with `aggd restore FILE`.")
        }
        if !quiet { printer.line("\(url): no damage") }
    }

    /// `62 sources, 3 topics, 2 digests: 2 errors`.
    static func summary(_ configuration: Aggregator.Configuration, _ errors: [ConfigError]) -> String {
        var parts = [
            count(configuration.sources.count, "source"), count(configuration.topics.count, "topic"),
            count(configuration.digests.count, "digest"),
        ]
        if !configuration.alerts.isEmpty { parts.append(count(configuration.alerts.count, "alert")) }
        let result = errors.isEmpty ? "no errors" : count(errors.count, "error")
        return parts.joined(separator: ", ") + ": " + result
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    private static func json(_ error: ConfigError) -> String {
        struct Line: Encodable {
            var file: String
            var line: Int
            var column: Int
            var message: String
        }
        let line = Line(
            file: error.position.file, line: error.position.line, column: error.position.column,
            message: error.message)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        // A value of texts and numbers always has a JSON form.
        return (try? encoder.encode(line)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private static func explain(_ path: String, _ printer: Printer) throws {
        let keys = ConfigKeys.find(path)
        guard !keys.isEmpty else {
            let hint = ConfigKeys.nearest(to: path).map { "; did you mean \"\($0)\"?" } ?? "."
            throw Failure(.usage, "There is no key \"\(path)\" in feeds.conf\(hint)")
        }
        for (index, key) in keys.enumerated() {
            if index > 0 { printer.line() }
            printer.line(key.path)
            printer.line("  \(key.help)")
            if key.kind != .table {
                printer.line("  value    \(key.kind.words)")
                printer.line("  default  \(key.required ? "none; it must be given" : key.defaultValue)")
            }
            printer.line("  example  \(key.example)")
            if key.inDefaults { printer.line("  [defaults] may set it for all sources.") }
        }
    }
}
