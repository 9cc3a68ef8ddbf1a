import Aggregator
import ArgumentParser
import Foundation

/// What `aggd` alone does: what came in since the person last looked, by topic.
struct NewsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "news",
        abstract: "Show what came in since you last looked, by topic (what \"aggd\" alone does).",
        discussion: "Example: aggd --since -1d")

    /// Stories shown of one topic before "more".
    static let perTopic = 12

    @OptionGroup var common: CommonOptions
    @Option(parsing: .unconditional, help: "Since then instead: a date, or -1d, -12h.") var since: String?

    func run() async throws {
        let session = try Session(common)
        let store = try session.openForReading()
        let mark = LastLook(configuration: session.configuration)
        let from = since == nil ? mark.time ?? session.now.addingTimeInterval(-86400) : nil
        var selection = ItemSelection()
        selection.query = try since.map { try session.query([], since: $0) } ?? .all
        selection.seenSince = from
        selection.withoutText = !session.wantsTexts
        let wanted = selection
        let topics = try session.topicQueries()
        let (items, stories, names, states, all) = try await store.read { reader in
            let items = try reader.items(wanted)
            var every = wanted
            every.copies = true
            return (
                items, try reader.stories(items.map(\.story), withoutText: true),
                try TopicNames.of(items, in: wanted, topics: topics, reader: reader),
                try reader.pollStates(), try reader.count(every)
            )
        }
        try await store.close()
        let printer = Printer(terminal: session.terminal, paged: !common.noPager && !session.printsObjects)
        if session.printsObjects {
            for item in items {
                let copies = ItemListing.others(of: item, in: stories[item.story])
                try session.print(
                    JSONLines.item(
                        item, copies: copies, topics: names[item.id] ?? [], texts: session.wantsTexts,
                        in: session.zone), to: printer)
            }
        } else {
            header(items: items, all: all, from: from, session: session, printer: printer)
            sections(items, stories: stories, names: names, session: session, printer: printer)
            troubles(states, session: session, printer: printer)
        }
        printer.finish()
        if since == nil { mark.save(session.now) }
        if items.isEmpty { throw Failure(.nothingFound) }
    }

    private func header(items: [Item], all: Int, from: Date?, session: Session, printer: Printer) {
        let events = items.count { $0.content.event != nil }
        var parts = [CivilTime(session.now, in: session.zone).dayAndClock]
        let since = from.map { " since " + Self.when($0, now: session.now, zone: session.zone) } ?? ""
        let folded = max(0, all - items.count)
        parts.append(
            Counted.text(items.count, "story", "stories") + since
                + " (\(Counted.text(all, "item")), \(Counted.text(folded, "copy", "copies")) folded)"
        )
        if events > 0 { parts.append(Counted.text(events, "event")) }
        printer.line(session.terminal.bold(parts.joined(separator: " · ")))
    }

    private func sections(
        _ items: [Item], stories: [StoryID: Story], names: [ItemID: [String]], session: Session,
        printer: Printer
    ) {
        let listing = StoryListing(session: session, printer: printer)
        var shown: Set<ItemID> = []
        let topics = session.configuration.topics.map { ($0.name, $0.title) }
        for (name, title) in topics + [("", topics.isEmpty ? "Stories" : "Everything else")] {
            let chosen = items.filter {
                !shown.contains($0.id) && (name.isEmpty || names[$0.id]?.contains(name) == true)
            }
            guard !chosen.isEmpty else { continue }
            shown.formUnion(chosen.map(\.id))
            printer.line()
            let count = String(chosen.count)
            let width = min(session.terminal.width, 110)
            printer.line(
                session.terminal.bold(DisplayWidth.pad(Terminal.safe(title), to: width - count.count)) + count
            )
            for item in chosen.prefix(Self.perTopic) {
                listing.line(item, copies: ItemListing.others(of: item, in: stories[item.story]))
            }
            if chosen.count > Self.perTopic {
                let query = name.isEmpty ? "" : " topic:\(name)"
                printer.line(
                    session.terminal.dim("          \(chosen.count - Self.perTopic) more: aggd items\(query)")
                )
            }
        }
    }

    private func troubles(_ states: [String: PollState], session: Session, printer: Printer) {
        let sentences = session.configuration.sources.compactMap { source -> String? in
            guard let state = states[source.name], state.health != .ok, !source.paused else { return nil }
            return "\(source.name): \(state.reason ?? state.error ?? state.health.rawValue)"
        }
        guard !sentences.isEmpty else { return }
        printer.line()
        for sentence in sentences.prefix(8) {
            printer.line(session.terminal.warning("! " + Terminal.safe(sentence)))
        }
        if sentences.count > 8 {
            printer.line(session.terminal.warning("! \(sentences.count - 8) more: aggd sources --problems"))
        }
    }

    private static func when(_ date: Date, now: Date, zone: TimeZone) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let clock = CivilTime(date, in: zone).clock
        if calendar.isDate(date, inSameDayAs: now) { return clock }
        if calendar.isDate(date, inSameDayAs: now.addingTimeInterval(-86400)) { return "yesterday " + clock }
        return CivilTime(date, in: zone).date + " " + clock
    }
}

/// When the person last looked: kept in the person's own state directory, since readers can't write to the store.
struct LastLook {
    private let file: URL

    init(configuration: Configuration, environment: [String: String] = ProcessInfo.processInfo.environment) {
        // An empty or relative one counts as none (XDG base directories).
        let own = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let state = own ?? (environment["HOME"] ?? "/var/lib") + "/.local/state"
        file = URL(fileURLWithPath: state).appendingPathComponent("aggd")
            .appendingPathComponent("last-look-" + Self.name(of: configuration.storeURL))
    }

    /// One mark for each store.
    private static func name(of storeURL: String) -> String {
        String(storeURL.map { $0.isLetter || $0.isNumber ? $0 : "-" }.suffix(80))
    }

    /// The time; nil when the person never looked.
    var time: Date? {
        guard let text = try? String(contentsOf: file, encoding: .utf8),
            let seconds = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }

    /// Remembers a time; a person without a state directory is shown the last day each time.
    func save(_ time: Date) {
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try? Data("\(time.timeIntervalSince1970)\n".utf8).write(to: file, options: .atomic)
    }
}
