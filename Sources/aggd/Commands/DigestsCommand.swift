import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd digests`.
struct DigestsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digests",
        abstract: "List the digests and alerts with their next time and their last issue.",
        discussion: "Example: aggd digests --json")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let session = try Session(common)
        let store = try session.openForReading()
        let configuration = session.configuration
        let definitions =
            configuration.digests
            + configuration.alerts.map { DigestDefinition($0, timeZone: configuration.timeZone) }
        guard !definitions.isEmpty else {
            throw Failure(.nothingFound, "There is no digest in \(session.configurationPath).")
        }
        let (last, waiting) = try await store.read { reader in
            (
                try definitions.map { try reader.lastIssue(of: $0.name) }, try reader.pendingDeliveries()
            )
        }
        try await store.close()
        let printer = Printer(terminal: session.terminal, paged: false)
        let columns = definitions.map { DisplayWidth.of($0.name) }.max() ?? 0
        for (definition, issue) in zip(definitions, last) {
            let pending = waiting.filter { $0.digest == definition.name }
            if session.printsObjects {
                try session.print(object(definition, issue, pending, session), to: printer)
            } else {
                printer.line(line(definition, issue, pending, columns, session))
            }
        }
        printer.finish()
    }

    private func line(
        _ definition: DigestDefinition, _ issue: StoredIssue?, _ pending: [Delivery], _ columns: Int,
        _ session: Session
    ) -> String {
        var parts: [String] = []
        if let next = DigestSchedule(definition)?.next(after: session.now) {
            let zone = CivilTime.zone(named: definition.timeZone) ?? session.zone
            let time = CivilTime(next, in: session.options.utc ? .gmt : zone)
            parts.append(
                "next \(time.weekdayName) \(time.date), \(time.clock) \(session.options.utc ? "UTC" : definition.timeZone)"
            )
        } else {
            parts.append(definition.startsNow ? "as it comes" : "only when asked for")
        }
        if let issue {
            let time = CivilTime(issue.made, in: session.zone)
            parts.append("last No. \(issue.number), \(time.date) \(time.clock)")
        } else {
            parts.append("no issue yet")
        }
        parts.append(Counted.text(definition.to.count, "recipient"))
        if !pending.isEmpty { parts.append(session.terminal.warning("\(pending.count) waiting to be sent")) }
        let name = session.terminal.bold(DisplayWidth.pad(definition.name, to: columns))
        return "\(name)  \(parts.joined(separator: " · "))"
    }

    private func object(
        _ definition: DigestDefinition, _ issue: StoredIssue?, _ pending: [Delivery], _ session: Session
    ) -> JSONValue {
        .object([
            ("name", .string(definition.name)),
            ("title", .string(definition.title)),
            ("next", JSONLines.time(DigestSchedule(definition)?.next(after: session.now), in: session.zone)),
            ("time_zone", .string(definition.timeZone)),
            ("last_issue", .int(orNull: issue?.number)),
            ("last_made", JSONLines.time(issue?.made, in: session.zone)),
            ("last_stories", .int(orNull: issue?.stories.count)),
            ("recipients", .strings(definition.to)),
            ("waiting", .int(Int64(pending.count))),
        ])
    }
}
