import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd sources`.
struct SourcesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources",
        abstract: "Show how the sources are, or one source with its next poll explained.",
        discussion: """
            Example: aggd sources --problems

            A source that has moved for good is asked at its new address; the file is not touched. --accept NAME \
            writes the new address into feeds.conf.
            """)

    /// The order of the table.
    enum Order: String, ExpressibleByArgument, CaseIterable {
        case file, name, state, items, new, next
    }

    /// One source with what is known about it.
    struct Row: Sendable {
        var source: Source
        var state: PollState
        var counts: SourceCounts
        var health: Health { source.paused ? .paused : state.health }
    }

    @OptionGroup var common: CommonOptions
    @Flag(help: "Only sources that need a person.") var problems = false
    @Option(help: "The order.") var sort: Order = .file
    @Flag(help: "Write the new address of a moved source into feeds.conf.") var accept = false
    @Argument(help: "Names; all sources when left out.") var names: [String] = []

    func run() async throws {
        let session = try Session(common)
        let wanted = try chosen(session.configuration)
        if accept { return try await acceptMoves(of: wanted, session: session) }
        let store = try session.openForReading()
        let (states, counts) = try await store.read { (try $0.pollStates(), try $0.sourceCounts()) }
        try await store.close()
        var rows = wanted.map {
            Row(
                source: $0, state: (states[$0.name] ?? PollState()).prepared(for: $0),
                counts: counts[$0.name] ?? SourceCounts())
        }
        if problems { rows.removeAll { $0.health == .ok || $0.health == .paused } }
        sortRows(&rows)
        let printer = Printer(terminal: session.terminal, paged: !common.noPager && !session.printsObjects)
        for row in rows where session.printsObjects {
            try session.print(
                JSONLines.source(row.source, state: row.state, counts: row.counts, in: session.zone),
                to: printer)
        }
        if !session.printsObjects {
            if names.isEmpty {
                SourceTable(session: session, printer: printer).table(rows)
            } else {
                for row in rows { SourceTable(session: session, printer: printer).details(row) }
            }
        }
        printer.finish()
        if rows.isEmpty {
            if !session.printsObjects, !common.quiet {
                StandardError.say(problems ? "No source has a problem." : "feeds.conf names no source.")
            }
            throw Failure(.nothingFound)
        }
    }

    private func chosen(_ configuration: Configuration) throws -> [Source] {
        guard !names.isEmpty else { return configuration.sources }
        return try names.map { name in
            guard let source = configuration.source(named: name) else {
                let near = NearestWord.find(name, among: configuration.sources.map(\.name))
                throw Failure(
                    .usage,
                    "There is no source \"\(name)\" in feeds.conf"
                        + (near.map { "; did you mean \"\($0)\"?" } ?? "."))
            }
            return source
        }
    }

    private func sortRows(_ rows: inout [Row]) {
        switch sort {
        case .file: break
        case .name: rows.sort { $0.source.name < $1.source.name }
        case .state: rows.sort { ($0.health.rawValue, $0.source.name) < ($1.health.rawValue, $1.source.name) }
        case .items: rows.sort { $0.counts.items > $1.counts.items }
        case .new: rows.sort { ($0.state.lastNew ?? .distantPast) > ($1.state.lastNew ?? .distantPast) }
        case .next:
            rows.sort { ($0.state.nextPoll ?? .distantFuture) < ($1.state.nextPoll ?? .distantFuture) }
        }
    }

    private func acceptMoves(of sources: [Source], session: Session) async throws {
        guard !names.isEmpty else {
            throw Failure(.usage, "--accept needs the name of the source that has moved.")
        }
        let store = try session.openForWriting()
        for source in sources {
            let state = try await store.read { try $0.pollState(of: source.name) } ?? PollState()
            guard let adopted = state.adoptedURL, adopted != source.urls.first else {
                throw Failure(.nothingFound, "\"\(source.name)\" has not moved; nothing to accept.")
            }
            do {
                try FeedsConfEditor.acceptMove(source, newURL: adopted)
            } catch {
                throw Failure(.cannotCreate, "\(error)")
            }
            if !common.quiet { StandardError.say("\(source.name): feeds.conf now says \(adopted).") }
        }
        try await store.close()
    }
}

/// Prints sources for people.
struct SourceTable {
    let session: Session
    let printer: Printer

    func table(_ rows: [SourcesCommand.Row]) {
        guard !rows.isEmpty else { return }
        let terminal = session.terminal
        let nameColumns = min(28, max(6, rows.map { DisplayWidth.of($0.source.name) }.max() ?? 6))
        printer.line(
            terminal.dim(
                DisplayWidth.pad("source", to: nameColumns)
                    + "  state     items  last new   next poll  remarks"))
        for row in rows {
            let name = DisplayWidth.pad(DisplayWidth.cut(row.source.name, to: nameColumns), to: nameColumns)
            let remark = row.state.reason ?? row.state.error ?? row.state.remark ?? ""
            let room = max(20, session.terminal.width - nameColumns - 43)
            let items = String(row.counts.items)
            printer.line(
                name + "  " + colour(DisplayWidth.pad(row.health.rawValue, to: 8), row.health)
                    + String(repeating: " ", count: max(0, 7 - items.count)) + items
                    + "  " + DisplayWidth.pad(ago(row.state.lastNew), to: 9)
                    + "  " + DisplayWidth.pad(ahead(row), to: 9)
                    + "  "
                    + DisplayWidth.cut(Terminal.safe(remark), to: session.terminal.isInteractive ? room : 200)
            )
        }
    }

    func details(_ row: SourcesCommand.Row) {
        let state = row.state
        let zone = session.zone
        printer.line(session.terminal.bold(row.source.name) + "  " + colour(row.health.rawValue, row.health))
        func line(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            printer.line("  " + DisplayWidth.pad(name, to: 14) + Terminal.safe(value))
        }
        line("title", row.source.title ?? state.feedTitle)
        line("address", state.adoptedURL ?? row.source.urls.first)
        if let adopted = state.adoptedURL, adopted != row.source.urls.first {
            line("configured", row.source.urls.first)
            line("", "it has moved; \"aggd sources --accept \(row.source.name)\" writes the new address down")
        }
        line("type", (state.detectedType ?? row.source.type).rawValue)
        line("state", state.reason ?? (row.health == .ok ? "everything is well" : nil))
        line("last error", state.error)
        line("to be read", state.remark)
        line(
            "last poll", state.lastPoll.map { describe($0) + (state.lastStatus.map { ", HTTP \($0)" } ?? "") }
        )
        line("last success", state.lastSuccess.map(describe))
        line("last new item", state.lastNew.map(describe))
        if row.source.paused {
            line("next poll", "never: it is paused; take paused = true out of feeds.conf to ask it again")
        } else if state.disabled {
            line("next poll", "never: it is gone; remove it from feeds.conf or give it a new address")
        } else if let next = state.nextPoll {
            let ahead = next.timeIntervalSince(session.now)
            let distance = ahead > 0 ? "in \(TimeSpan.text(ahead))" : "due now"
            line("next poll", "\(CivilTime(next, in: zone).exact), \(distance): \(state.nextPollReason)")
        } else {
            line("next poll", "at once: it was never asked")
        }
        line(
            "items",
            "\(row.counts.items), of which \(row.counts.copies) are copies of a story that another item leads"
        )
        line("hub", state.hub.map { $0 + " (noted; aggd polls)" })
        line("from", row.source.position.map { "\($0.file):\($0.line)" })
    }

    private func describe(_ date: Date) -> String {
        CivilTime(date, in: session.zone).exact + " (" + TimeSpan.text(session.now.timeIntervalSince(date))
            + " ago)"
    }

    private func ago(_ date: Date?) -> String {
        date.map { TimeSpan.text(session.now.timeIntervalSince($0)) } ?? "never"
    }

    private func ahead(_ row: SourcesCommand.Row) -> String {
        if row.state.disabled || row.source.paused { return "–" }
        guard let next = row.state.nextPoll, next > session.now else { return "due" }
        return TimeSpan.text(next.timeIntervalSince(session.now))
    }

    private func colour(_ text: String, _ health: Health) -> String {
        switch health {
        case .ok: session.terminal.good(text)
        case .paused: session.terminal.dim(text)
        case .slow, .quiet, .moved: session.terminal.warning(text)
        case .blocked, .broken, .gone, .failing: session.terminal.bad(text)
        }
    }
}
