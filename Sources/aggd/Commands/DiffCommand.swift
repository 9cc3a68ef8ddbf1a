import Aggregator
import ArgumentParser
import FeedParse
import Foundation

/// The verb `aggd diff`.
struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what changed between the versions of an item, word by word.",
        discussion: "Example: aggd diff 7f3kq2 --stat")

    @OptionGroup var common: CommonOptions
    @Flag(help: "Only how much changed.") var stat = false
    @Argument(help: "An id, or its unique beginning.") var id: String

    func run() async throws {
        let session = try Session(common)
        let store = try session.openForReading()
        let (item, versions) = try await store.read { reader in
            let id = try session.item(id, in: reader)
            return (try reader.item(id), try reader.versions(of: id))
        }
        try await store.close()
        guard let item, !versions.isEmpty else {
            throw Failure(.nothingFound, "The item has one version only; nothing changed.")
        }
        var texts = versions.map {
            (
                number: $0.number, text: Self.text($0.title, $0.event, $0.text, session.zone),
                until: Optional($0.replaced)
            )
        }
        let content = item.content
        texts.append(
            (item.version, Self.text(content.title, content.event, content.text, session.zone), nil))
        let printer = Printer(
            terminal: session.terminal, paged: !common.noPager && !session.printsObjects && !stat)
        for (old, new) in zip(texts, texts.dropFirst()) {
            let diff = WordDiff(from: old.text, to: new.text)
            if session.printsObjects {
                var fields: [(String, JSONValue)] = [
                    ("id", .string(item.id.text)), ("from", .int(Int64(old.number))),
                    ("to", .int(Int64(new.number))), ("at", JSONLines.time(old.until, in: session.zone)),
                    ("removed", .int(Int64(diff.removed))), ("added", .int(Int64(diff.added))),
                ]
                if !stat {
                    let text = diff.text(removed: { "[-\($0)-]" }, added: { "{+\($0)+}" })
                    fields.append(("diff", .string(text)))
                }
                try session.print(.object(fields), to: printer)
                continue
            }
            let time = old.until.map { CivilTime($0, in: session.zone).exact } ?? ""
            printer.line(
                session.terminal.bold("version \(old.number) → \(new.number)")
                    + "  \(time)  \(diff.removed) words removed, \(diff.added) added")
            if stat { continue }
            let terminal = session.terminal
            printer.line(
                diff.text(
                    removed: { terminal.isRich ? terminal.bad($0) : "[-\($0)-]" },
                    added: { terminal.isRich ? terminal.good($0) : "{+\($0)+}" }))
        }
        printer.finish()
    }

    /// A version as it is compared: the title, what an event's data say, the text.
    private static func text(_ title: String, _ event: Event?, _ text: String, _ zone: TimeZone) -> String {
        guard let event else { return title + "\n\n" + text }
        var facts: [String] = []
        if let start = event.start {
            facts.append(EventTime.text(event, start: start, zone: event.shownZone(for: zone)))
        }
        facts += [event.venue, event.organiser].compactMap(\.self)
        facts += event.speakers.map { [$0.name, $0.affiliation].compactMap(\.self).joined(separator: ", ") }
        if event.status != "scheduled" { facts.append(event.status) }
        return ([title, ""] + facts + ["", text]).joined(separator: "\n")
    }
}
