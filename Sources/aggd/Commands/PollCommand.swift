import Aggregator
import ArgumentParser
import FeedFetch
import Foundation

/// The verb `aggd poll`.
struct PollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poll",
        abstract: "Poll the sources that are due, or the named ones, once.",
        discussion: """
            Example: aggd poll rand-commentary

            A daemon that runs on the same store polls by itself; the two don't disturb each other.
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Poll once and end (the default; says it in scripts).") var once = false
    @Flag(help: "Sources that aren't due too; those that are gone stay alone.") var force = false
    @Argument(help: "Names; all that are due when left out.") var names: [String] = []

    func run() async throws {
        let session = try Session(common, need: .strict)
        for name in names where session.configuration.source(named: name) == nil {
            let near = NearestWord.find(name, among: session.configuration.sources.map(\.name))
            throw Failure(
                .usage,
                "There is no source \"\(name)\" in feeds.conf"
                    + (near.map { "; did you mean \"\($0)\"?" } ?? "."))
        }
        // Beside the store's opening; whatever fails waits for it.
        async let isReady: Void = Fetcher.prepare()
        let store = try session.openForWriting()
        let progress = PollProgress(isQuiet: common.quiet || session.printsObjects)
        // Only who sees how far it is has to know how many there are.
        let areCounted = progress.isShown
        async let asked = Pipeline.sources(
            named: names, isForced: force || !names.isEmpty, areCounted: areCounted,
            of: session.configuration, in: store)
        await isReady
        let pipeline = try await Pipeline(store: store, configuration: session.configuration)
        let due = try await asked
        progress.total = due.count
        let printer = Printer(terminal: session.terminal, paged: false)
        let isJSON = session.printsObjects
        var total = PollTotals()
        for await report in pipeline.poll(due) {
            progress.add(report)
            total.add(report)
            if isJSON {
                try session.print(PollLines.json(report), to: printer)
                printer.flush()
            } else if common.verbose {
                progress.finish()
                printer.line(PollLines.words(report))
                printer.flush()
            }
        }
        progress.finish()
        async let closed: Void = pipeline.close()
        try await store.close()
        await closed
        if isJSON {
            // The last object is the sum: it has other fields, and no place in a template.
            if common.format == nil {
                let sum = PollLines.json(total)
                printer.line((common.fieldNames.map(sum.keeping) ?? sum).line)
            }
        } else if !common.quiet {
            printer.line(PollLines.words(total))
        }
        printer.finish()
        if total.failing + total.unreached > 0 { throw Failure(.temporary, pipeline.networkTrouble) }
    }
}

/// Sums over the reports of a poll.
struct PollTotals {
    var sources = 0
    var new = 0
    var updated = 0
    var unchanged = 0
    var failing = 0
    /// Those that this machine could not reach since it had no network.
    var unreached = 0
    private let started = ContinuousClock.now

    var milliseconds: Int { Int((ContinuousClock.now - started) / .milliseconds(1)) }

    mutating func add(_ report: PollReport) {
        sources += 1
        new += report.new
        updated += report.updated
        if report.isExcused {
            unreached += 1
        } else if report.error != nil {
            failing += 1
        } else if report.new == 0 {
            unchanged += 1
        }
    }
}

/// How polls are told.
enum PollLines {
    static func json(_ report: PollReport) -> JSONValue {
        .object([
            ("source", .string(report.source)),
            ("result", .string(report.result.rawValue)),
            ("http", .int(orNull: report.status)),
            ("new", .int(Int64(report.new))),
            ("updated", .int(Int64(report.updated))),
            ("ms", .int(Int64(report.milliseconds))),
            ("error", .string(orNull: report.error)),
        ])
    }

    static func json(_ total: PollTotals) -> JSONValue {
        .object([
            ("sources", .int(Int64(total.sources))),
            ("new", .int(Int64(total.new))),
            ("updated", .int(Int64(total.updated))),
            ("unchanged", .int(Int64(total.unchanged))),
            ("failing", .int(Int64(total.failing))),
            ("unreached", .int(Int64(total.unreached))),
            ("ms", .int(Int64(total.milliseconds))),
        ])
    }

    static func words(_ report: PollReport) -> String {
        let what = report.error ?? "\(report.new) new, \(report.updated) updated"
        return "\(report.source): \(report.result.rawValue), \(what) (\(report.milliseconds) ms)"
    }

    static func words(_ total: PollTotals) -> String {
        guard total.sources > 0 else { return "No source is due; --force polls all the same." }
        let sources = Counted.text(total.sources, "source")
        var text = "\(sources) polled: \(Counted.text(total.new, "new item"))"
        if total.updated > 0 { text += ", \(total.updated) updated" }
        if total.failing > 0 { text += ", \(total.failing) failing (aggd sources --problems)" }
        if total.unreached > 0 { text += ", \(total.unreached) not reached: this machine had no network" }
        return text + "."
    }
}
