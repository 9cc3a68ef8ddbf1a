import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd status`.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell how the daemon, the sources and the digests are.",
        discussion: """
            Example: aggd status --check || systemctl status aggd

            With --check the exit status is 0 when all is well, 75 when sources or deliveries fail, and 69 when no \
            daemon runs.
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print nothing but problems; the exit status tells.") var check = false

    func run() async throws {
        let session = try Session(common)
        let store = try session.openForReading()
        let (states, totals, deliveries) = try await store.read {
            (try $0.pollStates(), try $0.totals(), try $0.pendingDeliveries())
        }
        try await store.close()
        let daemon = try StoreURL(session.configuration.storeURL).daemon
        let sources = session.configuration.sources
        var byHealth: [Health: [String]] = [:]
        for source in sources {
            let state = (states[source.name] ?? PollState()).prepared(for: source)
            let health = source.paused ? .paused : state.health
            byHealth[health, default: []].append(source.name)
        }
        let failed = deliveries.filter { $0.attempts > 0 }
        let troubled = [Health.blocked, .broken, .gone, .failing].flatMap { byHealth[$0] ?? [] }
        if session.printsObjects {
            try printJSON(session, daemon: daemon, byHealth: byHealth, totals: totals, deliveries: deliveries)
        } else if !check {
            printWords(session, daemon: daemon, byHealth: byHealth, totals: totals, deliveries: deliveries)
        }
        if check {
            for name in troubled {
                StandardError.say("\(name): \(states[name]?.reason ?? states[name]?.error ?? "failing")")
            }
            if daemon == nil {
                throw Failure(.unavailable, "No daemon runs on \(session.configuration.storeURL).")
            }
            if !troubled.isEmpty || !failed.isEmpty { throw Failure(.temporary) }
        }
    }

    private func printWords(
        _ session: Session, daemon: Int32?, byHealth: [Health: [String]], totals: StoreTotals,
        deliveries: [Delivery]
    ) {
        let printer = Printer(terminal: session.terminal, paged: false)
        printer.line(
            "daemon    " + (daemon.map { "runs (process \($0))" } ?? "does not run; \"aggd serve\" starts it")
        )
        let count = session.configuration.sources.count
        let parts = Health.allCases.compactMap { health in
            byHealth[health].map { "\($0.count) \(health.rawValue)" }
        }
        printer.line("sources   \(count)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")))
        for health in [Health.blocked, .broken, .gone, .failing, .quiet] {
            guard let names = byHealth[health] else { continue }
            printer.line(
                "          \(health.rawValue): " + names.prefix(8).joined(separator: ", ")
                    + (names.count > 8 ? " and \(names.count - 8) more" : ""))
        }
        printer.line(
            "store     \(Counted.text(totals.items, "item")) in \(Counted.text(totals.stories, "story", "stories")), "
                + ByteCount.text(totals.bytes) + ", " + session.configuration.storeURL)
        for digest in session.configuration.digests {
            guard let next = DigestSchedule(digest)?.next(after: session.now) else { continue }
            printer.line(
                "digest    \(digest.name): next at " + CivilTime(next, in: session.zone).dayAndClock)
        }
        for delivery in deliveries {
            printer.line(
                "waiting   \(delivery.digest) #\(delivery.issue) to \(delivery.recipient)"
                    + (delivery.error.map { ": " + Terminal.safe($0) } ?? ""))
        }
        printer.finish()
    }

    private func printJSON(
        _ session: Session, daemon: Int32?, byHealth: [Health: [String]], totals: StoreTotals,
        deliveries: [Delivery]
    ) throws {
        let printer = Printer(terminal: session.terminal, paged: false)
        try session.print(
            .object([
                ("daemon", .int(orNull: daemon.map(Int.init))),
                ("sources", .int(Int64(session.configuration.sources.count))),
                (
                    "states",
                    .object(Health.allCases.map { ($0.rawValue, .int(Int64(byHealth[$0]?.count ?? 0))) })
                ),
                ("items", .int(Int64(totals.items))),
                ("stories", .int(Int64(totals.stories))),
                ("bytes", .int(totals.bytes)),
                ("deliveries_waiting", .int(Int64(deliveries.count))),
                (
                    "next_digests",
                    .array(
                        session.configuration.digests.map {
                            .object([
                                ("digest", .string($0.name)),
                                (
                                    "next",
                                    JSONLines.time(
                                        DigestSchedule($0)?.next(after: session.now), in: session.zone)
                                ),
                            ])
                        })
                ),
            ]), to: printer)
        printer.finish()
    }
}

/// Sizes for people.
enum ByteCount {
    /// Such as `48 kB` or `1.2 GB`, in powers of 1000.
    static func text(_ bytes: Int64) -> String {
        var value = Double(bytes)
        for unit in ["bytes", "kB", "MB", "GB"] {
            if value < 1000 {
                return value < 10 && unit != "bytes"
                    ? String(format: "%.1f %@", value, unit) : "\(Int(value)) \(unit)"
            }
            value /= 1000
        }
        return String(format: "%.1f TB", value)
    }
}
