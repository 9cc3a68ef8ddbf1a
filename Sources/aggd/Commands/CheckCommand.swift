import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the configuration and say every mistake.",
        discussion: """
            Ends with status 78 when there is a mistake. The store is only touched with --store and --replay.

            Examples:
              aggd check && systemctl reload aggd
              aggd check --explain source.every
              aggd check --replay
              aggd check --mail mara@example.org
              aggd check --store
            """)

    // Not CommonOptions: there --store takes an address, here it asks for a check and may do without.
    @Option(name: [.short, .customLong("config")], help: "The configuration file.")
    var config: String?

    @Option(
        defaultAsFlag: "",
        help: ArgumentHelp(
            "Check the store for damage too: the configuration's, or the one at this address.",
            valueName: "store"))
    var store: String?

    @Flag(help: "Print JSON lines.")
    var json = false

    @Option(help: ArgumentHelp("When to use colour.", valueName: "auto|always|never"))
    var color: Terminal.ColorChoice = .auto

    @Flag(name: [.short, .long], help: "Say only what is wrong.")
    var quiet = false

    @Flag(help: "Don't use a pager.")
    var noPager = false

    @Option(help: ArgumentHelp("Explain a key, a table or all keys of a name.", valueName: "key"))
    var explain: String?

    @Flag(
        help:
            "Read the last good answer of every source with this configuration, and tell those that give nothing."
    )
    var replay = false

    @Option(
        help: ArgumentHelp("Hand a test message for this address to the mail server.", valueName: "address"))
    var mail: String?

    func run() async throws {
        let printer = Printer(terminal: Terminal(color: color), paged: explain != nil && !noPager)
        defer { printer.finish() }
        if let explain {
            try Self.explain(explain, json: json, printer)
            return
        }
        let path = ConfigLocation().path(explicit: config)
        try Session.checkReadable(path)
        let (configuration, errors) = FeedsConf.load(path: path)
        if json {
            for error in errors { printer.line(Self.json(error)) }
            if errors.isEmpty { printer.line(Self.json(configuration)) }
        } else {
            for error in errors { printer.line("\(error)") }
            if !quiet || !errors.isEmpty { printer.line(Self.summary(configuration, errors)) }
        }
        printer.flush()
        guard errors.isEmpty else { throw Failure(.configuration) }
        let url = store.flatMap { $0.isEmpty ? nil : $0 } ?? configuration.storeURL
        if replay {
            try await AnswerReplay(configuration: configuration, store: url, json: json, quiet: quiet)
                .run(printer)
        }
        if store != nil { try await StoreExamination(url: url, json: json, quiet: quiet).run(printer) }
        if let mail { try await sendTest(to: mail, configuration) }
    }

    private func sendTest(to address: String, _ configuration: Aggregator.Configuration) async throws {
        guard let recipient = MailAddress(address) else {
            throw Failure(.usage, "--mail \(address): write a mail address such as mara@example.org.")
        }
        guard let from = configuration.mail.from else {
            throw Failure(.configuration, "[mail] has no from; write from = \"aggd <digest@your.domain>\".")
        }
        let password = try configuration.mail.password.map { try SecretReader().read($0) }
        let message = OutgoingMail(
            from: from, to: address, subject: "aggd: test message", date: Date(),
            messageID:
                "<aggd-test.\(UUID().uuidString.lowercased())@\(configuration.mail.domain ?? MailAddress(from)?.domain ?? "localhost")>",
            headers: [HeaderField(name: "Auto-Submitted", value: "auto-generated")],
            text: "This message shows that the mail settings of aggd work.\n",
            html: "<p>This message shows that the mail settings of aggd work.</p>\n")
        let server = configuration.mail.server
        switch await SMTPMail(configuration.mail, password: password, caFile: configuration.fetch.caFile)
            .send(message)
        {
        case .accepted:
            if !quiet { StandardError.say("\(server) took the message for \(recipient.address).") }
        case .temporary(let words):
            throw Failure(.temporary, "\(server) didn't take the message for now: \(words).")
        case .permanent(let words):
            throw Failure(.unavailable, "\(server) refuses the message: \(words).")
        case .stopped:
            throw Failure(.temporary, "Sending was stopped before \(server) had the message.")
        }
    }

    /// `62 sources, 3 topics, 2 digests: 2 errors`.
    static func summary(_ configuration: Aggregator.Configuration, _ errors: [ConfigError]) -> String {
        var parts = [
            Counted.text(configuration.sources.count, "source"),
            Counted.text(configuration.topics.count, "topic"),
            Counted.text(configuration.digests.count, "digest"),
        ]
        if !configuration.alerts.isEmpty { parts.append(Counted.text(configuration.alerts.count, "alert")) }
        let result = errors.isEmpty ? "no errors" : Counted.text(errors.count, "error")
        return parts.joined(separator: ", ") + ": " + result
    }

    private static func json(_ configuration: Aggregator.Configuration) -> String {
        JSONValue.object([
            ("sources", .int(Int64(configuration.sources.count))),
            ("topics", .int(Int64(configuration.topics.count))),
            ("digests", .int(Int64(configuration.digests.count))),
            ("alerts", .int(Int64(configuration.alerts.count))), ("errors", .int(0)),
        ]).line
    }

    private static func json(_ key: ConfigKey) -> String {
        JSONValue.object([
            ("key", .string(key.path)), ("help", .string(key.help)), ("value", .string(key.kind.words)),
            ("default", .string(orNull: key.required ? nil : key.defaultValue)),
            ("required", .bool(key.required)), ("in_defaults", .bool(key.inDefaults)),
            ("example", .string(key.example)),
        ]).line
    }

    private static func json(_ error: ConfigError) -> String {
        JSONValue.object([
            ("file", .string(error.position.file)), ("line", .int(Int64(error.position.line))),
            ("column", .int(Int64(error.position.column))), ("message", .string(error.message)),
        ]).line
    }

    private static func explain(_ path: String, json: Bool, _ printer: Printer) throws {
        let keys = ConfigKeys.find(path)
        guard !keys.isEmpty else {
            let hint = ConfigKeys.nearest(to: path).map { "; did you mean \"\($0)\"?" } ?? "."
            throw Failure(.usage, "There is no key \"\(path)\" in feeds.conf\(hint)")
        }
        for (index, key) in keys.enumerated() {
            if json {
                printer.line(Self.json(key))
                continue
            }
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
