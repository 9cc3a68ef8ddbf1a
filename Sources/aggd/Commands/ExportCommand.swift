import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd export`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the sources as OPML, or items as JSON lines or CSV.",
        discussion: """
            Examples:
              aggd export > sources.opml
              aggd export --format csv 'topic:missiles date:-90d..' > missiles.csv
              aggd export --format jsonl --texts > everything.jsonl
            """)

    /// The forms of an export.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case opml, jsonl, csv
    }

    @OptionGroup var common: PlainOptions
    @Option(help: "The form: OPML when no query is given, else JSON lines.") var format: Form?
    @Flag(help: "With jsonl: text, HTML and summary too.") var texts = false
    @Flag(help: "Copies as lines of their own too.") var copies = false
    @Flag(help: "Items hidden by a rule too.") var hidden = false
    @Argument(help: "Only items that match; see aggd-query(7).") var query: [String] = []

    /// Items read at a time: an export of everything must not need the memory of everything.
    private static let page = 500

    func run() async throws {
        let session = try Session(common.common)
        let printer = Printer(terminal: session.terminal, paged: false)
        let form = format ?? (common.json || !query.isEmpty ? .jsonl : .opml)
        if form == .opml {
            guard query.isEmpty else {
                throw Failure(.usage, "OPML lists sources; say --format csv or jsonl for items.")
            }
            printer.write(OPMLDocument.render(session.configuration.sources, title: "aggd"))
        } else {
            try await printItems(form, session, printer)
        }
        printer.finish()
    }

    private func printItems(_ form: Form, _ session: Session, _ printer: Printer) async throws {
        let store = try session.openForReading()
        let table = ItemTable(zone: session.zone)
        if form == .csv { printer.write(table.head) }
        var selection = ItemSelection()
        selection.query = try session.query(query)
        selection.copies = copies
        selection.hidden = hidden
        selection.sort = .arrival
        selection.limit = Self.page
        selection.withoutText = form == .csv || !texts
        var last = ItemID(0)
        while true {
            selection.after = last
            let wanted = selection
            let (items, stories) = try await store.read { reader in
                let items = try reader.items(wanted)
                return (
                    items,
                    try copies || form == .csv ? [:] : reader.stories(items.map(\.story), withoutText: true)
                )
            }
            for item in items {
                if form == .csv {
                    printer.write(table.row(item))
                } else {
                    let others = stories[item.story].map { story in
                        ([story.lead] + story.copies).filter { $0.id != item.id }
                    }
                    printer.line(
                        JSONLines.item(item, copies: others ?? [], texts: texts, in: session.zone).line)
                }
            }
            guard items.count == Self.page, let end = items.last else { break }
            last = end.id
        }
        try await store.close()
    }
}
