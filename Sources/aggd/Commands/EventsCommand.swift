import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd events`.
struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List coming events, or write them as a calendar.",
        discussion: """
            Examples:
              aggd events --to +7d
              aggd events --ics > events.ics
            """)

    @OptionGroup var common: CommonOptions
    @Option(parsing: .unconditional, help: "The first day: a date, today or such as -7d.") var from = "today"
    @Option(parsing: .unconditional, help: "The last day: a date or such as +30d.") var to = "+30d"
    @Flag(help: "Print an iCalendar file.") var ics = false
    @Argument(help: "Only events that match; see aggd-query(7).") var query: [String] = []

    func run() async throws {
        let session = try Session(common)
        let range = try days(session)
        let words = try session.query(query)
        var selection = ItemSelection()
        selection.query = .and([.state(.event), range, words])
        let (begun, beginning) = (words, selection)
        let store = try session.openForReading()
        let found = try await store.read { reader in
            let coming = try reader.items(beginning)
            guard case .date(let first?, _) = range else { return coming }
            return try Self.running(reader, at: first, in: session.zone, matching: begun) + coming
        }
        try await store.close()
        let items = found.filter { $0.content.event?.start != nil }
            .sorted {
                ($0.content.event?.start ?? $0.date, $0.id) < ($1.content.event?.start ?? $1.date, $1.id)
            }
        if ics { return printCalendar(items, session) }
        guard !items.isEmpty else {
            if !session.printsObjects, !common.quiet { StandardError.say("No events from \(from) to \(to).") }
            throw Failure(.nothingFound)
        }
        let printer = Printer(terminal: session.terminal, paged: !common.noPager && !session.printsObjects)
        var day = ""
        for item in items {
            if session.printsObjects {
                try session.print(object(item, session), to: printer)
            } else {
                show(item, &day, session, printer)
            }
        }
        printer.finish()
    }

    /// The days that are asked for, as a query.
    private func days(_ session: Session) throws -> Query {
        do {
            return try Query.parse("date:\(from)..\(to)", context: session.queryContext)
        } catch {
            throw Failure(.usage, "--from \(from) --to \(to): \(error.message).")
        }
    }

    /// The events that have begun before an instant and not ended yet.
    private static func running(
        _ reader: any StoreReader, at instant: Date, in zone: TimeZone, matching words: Query
    ) throws -> [Item] {
        // A day that has no clock ends when it ends in the reader's zone, which may be a day and a half later.
        let running = try reader.events(from: instant.addingTimeInterval(-1.5 * 86400), to: instant)
            .filter { $0.content.event.map { lasts($0, at: instant, in: zone) } ?? false }
        guard words != .all, !running.isEmpty else { return running }
        var selection = ItemSelection()
        selection.query = .and([.state(.event), .date(from: nil, to: instant), words])
        selection.withoutText = true
        let matching = Set(try reader.items(selection).map(\.id))
        return running.filter { matching.contains($0.id) }
    }

    private static func lasts(_ event: Event, at instant: Date, in zone: TimeZone) -> Bool {
        guard let start = event.start else { return false }
        if event.hasTime { return event.end ?? start.addingTimeInterval(3 * 3600) > instant }
        let last = CivilTime(event.end ?? start, in: event.shownZone(for: zone))
        return last.dayNumber >= CivilTime(instant, in: zone).dayNumber
    }

    private func printCalendar(_ items: [Item], _ session: Session) {
        let mail = session.configuration.mail
        let domain =
            mail.domain ?? mail.from.flatMap { MailAddress($0)?.domain } ?? "aggd.invalid"
        let printer = Printer(terminal: session.terminal, paged: false)
        printer.write(ICalendar(name: "aggd: events", domain: domain).render(items))
        printer.finish()
    }

    private func show(_ item: Item, _ day: inout String, _ session: Session, _ printer: Printer) {
        guard let event = item.content.event, let start = event.start else { return }
        let terminal = session.terminal
        // A day is the same in every zone.
        let zone = session.options.utc && event.hasTime ? .gmt : event.shownZone(for: session.zone)
        let local = CivilTime(start, in: zone)
        let heading = "\(local.weekdayName) \(local.date)"
        if heading != day {
            if !day.isEmpty { printer.line() }
            printer.line(terminal.bold(heading))
            day = heading
        }
        let marks = [
            "cancelled": "Cancelled: ", "postponed": "Postponed: ", "moved-online": "Moved online: ",
        ]
        let title = (marks[event.status] ?? "") + PlainLine.clean(item.content.title)
        let width = max(40, min(session.terminal.width, 110))
        let clock = event.hasTime ? local.clock : "     "
        let lines = WrappedText(width: width - 17).lines(of: title)
        for (index, line) in lines.enumerated() {
            printer.line(
                index == 0
                    ? "  \(clock)  \(terminal.dim(item.id.text))  \(terminal.link(terminal.bold(line), to: item.content.url))"
                    : String(repeating: " ", count: 17) + terminal.bold(line))
        }
        var details: [String] = []
        let last = event.end.map { CivilTime($0, in: zone) }
        let lastDay = last.flatMap { $0.dayNumber > local.dayNumber ? "\($0.weekdayName) \($0.date)" : nil }
        if !event.hasTime, let lastDay { details.append("until \(lastDay)") }
        if event.hasTime {
            let end = last.map { "until " + (lastDay.map { "\($0), " } ?? "") + "\($0.clock) " } ?? ""
            let name = session.options.utc ? nil : event.timeZone.flatMap { CivilTime.placeName(ofZone: $0) }
            details.append(end + (name.map { "\($0) time (\(local.offsetName))" } ?? local.offsetName))
        }
        if let venue = event.venue { details.append(PlainLine.clean(venue)) }
        details.append(PlainLine.clean(session.title(ofSource: item.content.source)))
        if event.offTheRecord { details.append("off the record") }
        let indent = String(repeating: " ", count: 17)
        for line in WrappedText(width: width, first: indent, rest: indent).lines(
            of: details.joined(separator: " · "))
        {
            printer.line(line)
        }
    }

    private func object(_ item: Item, _ session: Session) -> JSONValue {
        let event = item.content.event ?? Event()
        var fields: [(name: String, value: JSONValue)] = [
            ("id", .string(item.id.text)), ("title", .string(item.content.title)),
            ("url", .string(orNull: item.content.url)), ("source", .string(item.content.source)),
        ]
        if case .object(let more) = JSONLines.event(event, in: session.zone) { fields += more }
        return .object(fields)
    }
}
