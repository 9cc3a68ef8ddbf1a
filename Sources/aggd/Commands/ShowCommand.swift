import Aggregator
import ArgumentParser
import FeedParse
import Foundation

/// The verb `aggd show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show items as text.",
        discussion: """
            Examples:
              aggd show 7f3kq2 --copies
              aggd show --raw 7f3kq2 | wc -w
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "List the other items of the story.") var copies = false
    @Flag(help: "Tell where the item and its text come from.") var provenance = false
    @Flag(help: "Print the clean HTML.") var html = false
    @Flag(help: "Print the stored text alone: no heading, no wrapping.") var raw = false
    @Flag(help: "Open the item's page in the browser.") var open = false
    @Argument(help: "Ids, or their unique beginnings.") var ids: [String]

    func run() async throws {
        let session = try Session(common)
        let store = try session.openForReading()
        let shown = try await store.read { reader in
            try ids.map { text -> (Item, Story?) in
                let id = try session.item(text, in: reader)
                guard let item = try reader.item(id) else { throw Failure(.nothingFound) }
                return (item, try reader.story(item.story))
            }
        }
        try await store.close()
        let printer = Printer(terminal: session.terminal, paged: !common.noPager && !session.printsObjects)
        for (index, (item, story)) in shown.enumerated() {
            let others = ItemListing.others(of: item, in: story)
            if session.printsObjects {
                try session.print(
                    JSONLines.item(item, copies: item.isLead ? others : [], texts: true, in: session.zone),
                    to: printer)
            } else if html {
                printer.line(Self.withoutControls(item.content.html ?? ""))
            } else if raw {
                printer.line(Self.withoutControls(item.content.text))
            } else {
                if index > 0 { printer.line(String(repeating: "─", count: 72)) }
                print(item, others: others, session: session, printer: printer)
            }
            if open { Self.openPage(of: item) }
        }
        printer.finish()
    }

    /// The text with its line breaks and without what could drive a terminal.
    private static func withoutControls(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { Terminal.safe($0) }
            .joined(separator: "\n")
    }

    private func print(_ item: Item, others: [Item], session: Session, printer: Printer) {
        let content = item.content
        let terminal = session.terminal
        let columns = min(session.terminal.width, 80)
        for line in DisplayWidth.wrap(Terminal.safe(content.title), to: columns) {
            printer.line(terminal.bold(line))
        }
        var facts = [session.title(ofSource: content.source)]
        if !content.authors.isEmpty { facts.append(content.authors.joined(separator: ", ")) }
        facts.append(CivilTime(item.date, in: session.zone).dayAndClock)
        facts.append(
            "\(item.words) words"
                + (content.completeness == .full ? "" : " (\(content.completeness.rawValue))"))
        for line in DisplayWidth.wrap(Terminal.safe(facts.joined(separator: " · ")), to: columns) {
            printer.line(terminal.dim(line))
        }
        if let url = content.url { printer.line(terminal.link(Terminal.safe(url), to: url)) }
        if let original = content.originalURL {
            let origin = content.org.map { " (\($0))" } ?? ""
            printer.line("original: " + Terminal.safe(original + origin))
        } else if let origin = content.org {
            printer.line("origin: " + Terminal.safe(origin))
        }
        if let event = content.event { show(event, session: session, printer: printer) }
        if copies || !others.isEmpty { show(others, of: item, session: session, printer: printer) }
        if provenance { showProvenance(of: item, session: session, printer: printer) }
        printer.line()
        for paragraph in content.text.split(separator: "\n", omittingEmptySubsequences: true) {
            for line in DisplayWidth.wrap(Terminal.safe(paragraph), to: columns) { printer.line(line) }
            printer.line()
        }
    }

    private func show(_ event: Event, session: Session, printer: Printer) {
        if let start = event.start {
            let zone = event.shownZone(for: session.zone)
            printer.line("when: " + EventTime.text(event, start: start, zone: zone))
        }
        if let venue = event.venue { printer.line("where: " + Terminal.safe(venue)) }
        for speaker in event.speakers {
            let affiliation = speaker.affiliation.map { ", " + $0 } ?? ""
            printer.line("speaker: " + Terminal.safe(speaker.name + affiliation))
        }
        if let organiser = event.organiser { printer.line("organiser: " + Terminal.safe(organiser)) }
        if event.status != "scheduled" { printer.line("status: " + event.status) }
        if event.offTheRecord { printer.line("off the record") }
    }

    private func show(_ others: [Item], of item: Item, session: Session, printer: Printer) {
        guard !others.isEmpty else {
            printer.line("carried by nobody else")
            return
        }
        for other in others {
            let role = other.isLead ? " (leads the story)" : StoryListing.difference(of: other)
            printer.line(
                "also: \(other.id.text)  " + Terminal.safe(session.title(ofSource: other.content.source))
                    + role + "  " + CivilTime(other.date, in: session.zone).date)
        }
    }

    private func showProvenance(of item: Item, session: Session, printer: Printer) {
        let content = item.content
        let rows: [(String, String?)] = [
            ("carrier", content.source),
            ("origin", content.org),
            ("guid", content.guid),
            ("canonical URL", content.canonicalURL),
            ("published", content.published.map { CivilTime($0, in: session.zone).exact }),
            ("date from", content.publishedFrom.rawValue),
            ("issued", content.issued.map { CivilTime($0, in: session.zone).date }),
            ("first seen", CivilTime(item.seen, in: session.zone).exact),
            ("text from", content.textFrom),
            ("version", String(item.version)),
            ("SHA-256", item.sha256),
        ]
        for (name, value) in rows {
            guard let value, !value.isEmpty else { continue }
            printer.line(name + ": " + Terminal.safe(value))
        }
    }

    /// Hands the page to the desktop; only http addresses are opened.
    private static func openPage(of item: Item) {
        guard let url = item.content.url, url.hasPrefix("http") else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["xdg-open", url]
        do {
            try process.run()
        } catch {
            StandardError.say("No browser could be started for \(url).")
        }
    }
}
