import Aggregator
import ArgumentParser
import Foundation
import Logging

/// The verb `aggd digest`.
struct DigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Print what a digest would tell now, print an issue again, or send it.",
        discussion: """
            Examples:
              aggd digest daily
              aggd digest daily --issue 214 --format html > 214.html
              aggd digest daily --issue 214 --format epub > 214.epub
              aggd digest daily --send --to mara@example.org
              aggd digest --due          for cron: make and send what is due

            Without --send nothing is stored: the next issue stays as it is.
            """)

    /// The forms in which an issue is printed.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text, html, markdown, epub, json

        var format: DigestFormat { DigestFormat(rawValue: rawValue) ?? .text }
    }

    @OptionGroup var common: PlainOptions
    @Option(help: "How to print it.") var format: Form?
    @Option(help: "Print the issue of this number, as it was made.") var issue: Int?
    @Flag(help: "Make the next issue, store it and send it.") var send = false
    @Flag(help: "Make and send every digest and alert that is due, and what waits to be sent.") var due =
        false
    @Option(
        help: ArgumentHelp("Send to this address, maildir:/path or file:/path instead.", valueName: "address")
    )
    var to: [String] = []
    @Flag(name: .customLong("dry-run"), help: "Tell what --send or --due would do, and do nothing.")
    var dryRun = false
    @Argument(help: "The digest's name.") var name: String?

    func validate() throws {
        if due, name != nil || send || issue != nil {
            throw ValidationError("--due looks at all digests; leave out the name, --send and --issue.")
        }
        if !due, name == nil {
            throw ValidationError("Name a digest, or say --due; \"aggd digests\" lists them.")
        }
        if send, issue != nil {
            throw ValidationError("--issue prints an issue that was made; leave out --send.")
        }
        if !to.isEmpty, !send { throw ValidationError("--to says where to send; add --send.") }
    }

    func run() async throws {
        let session = try Session(common.common, need: send || due ? .strict : .lenient)
        if due { return try await runDue(session) }
        let definition = try definition(in: session)
        if let issue {
            try await printIssue(issue, of: definition, session)
        } else if send, !dryRun {
            try await sendIssue(of: definition, session)
        } else {
            try await printDraft(of: definition, session)
        }
    }

    private func definition(in session: Session) throws -> DigestDefinition {
        let name = name ?? ""
        if let digest = session.configuration.digests.first(where: { $0.name == name }) { return digest }
        if let alert = session.configuration.alerts.first(where: { $0.digestName == name || $0.name == name })
        {
            return DigestDefinition(alert, timeZone: session.configuration.timeZone)
        }
        // An issue that is kept can be printed when its digest is configured no more.
        if issue != nil { return DigestDefinition(name: name, title: name) }
        let known = session.configuration.digests.map(\.name) + session.configuration.alerts.map(\.name)
        guard !known.isEmpty else {
            throw Failure(
                .usage,
                "There is no digest in \(session.configurationPath); feeds.conf(5) shows how to write one.")
        }
        let hint =
            NearestWord.find(name, among: known).map { "did you mean \"\($0)\"?" }
            ?? "there is \(known.joined(separator: ", "))."
        throw Failure(.usage, "There is no digest \"\(name)\"; \(hint)")
    }

    private func print(_ issue: DigestIssue, _ session: Session) throws {
        let format = format?.format ?? (session.options.json ? .json : .text)
        guard format != .epub || !session.terminal.isInteractive else {
            throw Failure(
                .usage,
                "EPUB is for a file; write aggd digest \(issue.digest) --format epub > \(issue.digest).epub")
        }
        let printer = Printer(
            terminal: session.terminal, paged: format == .text && !session.options.noPager)
        printer.write(format.bytes(of: issue))
        printer.finish()
    }

    private func printIssue(_ number: Int, of definition: DigestDefinition, _ session: Session) async throws {
        let store = try session.openForReading()
        let (stored, last) = try await store.read { reader in
            (try reader.issue(number, of: definition.name), try reader.lastIssue(of: definition.name)?.number)
        }
        try await store.close()
        guard let stored else {
            let some = last.map { "its last issue is \($0)" } ?? "it has no issue yet"
            throw Failure(.nothingFound, "Digest \(definition.name) has no issue \(number); \(some).")
        }
        try print(stored.content(), session)
    }

    private func printDraft(of definition: DigestDefinition, _ session: Session) async throws {
        let store = try session.openForReading()
        let builder = DigestBuilder(definition, configuration: session.configuration, now: session.now)
        let draft = try await store.read { try builder.build(from: $0) }
        try await store.close()
        try print(draft.issue, session)
        if dryRun, !session.options.quiet {
            let recipients = to.isEmpty ? definition.to : to
            StandardError.say(
                draft.isEmpty && !definition.sendEmpty
                    ? "There is nothing to tell; nothing would be sent."
                    : "Issue \(draft.issue.number) would go to \(Self.list(recipients)).")
        }
        if draft.isEmpty { throw Failure(.nothingFound) }
    }

    private func sendIssue(of definition: DigestDefinition, _ session: Session) async throws {
        let recipients = to.isEmpty ? definition.to : to
        guard !recipients.isEmpty else {
            throw Failure(
                .configuration,
                "Digest \(definition.name) has no recipients; write to = [\"you@example.org\"] or say --to.")
        }
        let store = try session.openForWriting()
        let sender = DigestSending.sender(
            store: store, configuration: session.configuration, logger: Self.logger(session))
        let issue = try await sender.makeIssue(of: definition, at: session.now, to: recipients)
        // What an earlier attempt has left goes out as well.
        let deliveries = try await sender.deliver(at: session.now)
        try await store.close()
        if let issue {
            if !session.options.quiet {
                StandardError.say(
                    "Digest \(definition.name), issue \(issue.number): \(issue.counts).")
            }
        } else if deliveries.isEmpty {
            throw Failure(.nothingFound, "There is nothing to tell; nothing was sent.")
        }
        try Self.report(deliveries, session)
    }

    private func runDue(_ session: Session) async throws {
        if dryRun { return try await tellDue(session) }
        let store = try session.openForWriting()
        let sender = DigestSending.sender(
            store: store, configuration: session.configuration, logger: Self.logger(session))
        let rounds = DigestRounds(store: store, configuration: session.configuration, sender: sender)
        var failed = 0
        let issues = try await rounds.run(at: session.now) { digest, error in
            failed += 1
            StandardError.say("Digest \(digest) can't be made: \(error)")
        }
        let deliveries = try await sender.deliver(at: session.now)
        try await store.close()
        if !session.options.quiet {
            for issue in issues {
                StandardError.say(
                    "Digest \(issue.digest), issue \(issue.number): \(issue.counts).")
            }
        }
        try Self.report(deliveries, session)
        if failed > 0 { throw Failure(.temporary) }
    }

    private func tellDue(_ session: Session) async throws {
        let store = try session.openForReading()
        let sender = DigestSending.sender(
            store: store, configuration: session.configuration, logger: Self.logger(session))
        let due = try await DigestRounds(store: store, configuration: session.configuration, sender: sender)
            .due(at: session.now) { StandardError.say("Digest \($0) can't be made: \($1)") }
        let waiting = try await store.read { try $0.pendingDeliveries() }
        try await store.close()
        let printer = Printer(terminal: session.terminal, paged: false)
        for name in due { printer.line("\(name): due now") }
        for digest in session.configuration.digests where !due.contains(digest.name) {
            guard let next = DigestSchedule(digest)?.next(after: session.now) else { continue }
            let time = CivilTime(next, in: CivilTime.zone(named: digest.timeZone) ?? session.zone)
            printer.line(
                "\(digest.name): next \(time.weekdayName) \(time.date), \(time.clock) \(digest.timeZone)")
        }
        let tried = waiting.filter { ($0.notBefore ?? session.now) <= session.now }
        for delivery in tried {
            printer.line(
                "\(delivery.digest), issue \(delivery.issue): waits to be sent to \(delivery.recipient)")
        }
        printer.finish()
    }

    /// Tells how the deliveries went; those that failed for now make the exit status 75.
    private static func report(_ deliveries: [Delivery], _ session: Session) throws {
        let failed = deliveries.filter { $0.sent == nil }
        for delivery in failed {
            let next = delivery.failed ? "given up" : "will be tried again"
            StandardError.say("\(delivery.recipient): \(delivery.error ?? "not sent") (\(next)).")
        }
        let sent = deliveries.count - failed.count
        if sent > 0, !session.options.quiet {
            StandardError.say("Sent to \(Counted.text(sent, "recipient")).")
        }
        if !failed.isEmpty { throw Failure(.temporary) }
    }

    // The command says itself what went wrong.
    private static func logger(_ session: Session) -> Logger {
        var logger = Logger(label: "aggd") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        return logger
    }

    private static func list(_ recipients: [String]) -> String {
        recipients.isEmpty ? "nobody" : recipients.joined(separator: ", ")
    }
}
