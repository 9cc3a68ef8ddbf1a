import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd cite`.
struct CiteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cite",
        abstract: "Print citations of the original, with the institution where no author is named.",
        discussion: """
            Examples:
              aggd cite 7f3kq2 b02mxe --format ris
              aggd cite --query 'topic:missiles date:-30d..' --format bibtex > missiles.bib
              aggd cite --digest daily --issue 214
            """)

    /// The forms of citations.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case bibtex, ris, csl, text

        var format: CitationFormat { CitationFormat(rawValue: rawValue) ?? .text }
    }

    @OptionGroup var common: PlainOptions
    @Option(name: .customLong("format"), help: "The form.") var form: Form?
    @Option(help: "Cite what matches instead; see aggd-query(7).") var query: String?
    @Option(help: "Cite the stories of an issue of this digest.") var digest: String?
    @Option(help: "The issue's number; the last one when left out.") var issue: Int?
    @Option(name: [.customShort("n"), .long], help: "At most this many.") var limit = 500
    @Argument(help: "Ids, or their unique beginnings; or a query.") var ids: [String] = []

    func validate() throws {
        if ids.isEmpty, query == nil, digest == nil {
            throw ValidationError("Name the items to cite, or say --query or --digest.")
        }
        try ListingOptions.check(limit)
        if issue != nil, digest == nil { throw ValidationError("--issue needs --digest.") }
    }

    func run() async throws {
        let session = try Session(common.common)
        let store = try session.openForReading()
        let wanted = try query.map { try session.query([$0]) }
        let (items, titles) = try await store.read { reader -> ([Item], [String: String]) in
            let items: [Item]
            if let digest {
                items = try Self.items(ofIssue: issue, of: digest, reader)
            } else if let wanted {
                items = try Self.items(matching: wanted, limit: limit, reader)
            } else {
                items = try named(session, reader)
            }
            let sources = Set(items.map(\.content.source))
            return (items, try sources.reduce(into: [:]) { $0[$1] = try reader.pollState(of: $1)?.feedTitle })
        }
        try await store.close()
        guard !items.isEmpty else {
            if !common.quiet { StandardError.say("Nothing found.") }
            throw Failure(.nothingFound)
        }
        let citations = items.map { item in
            let source = item.content.source
            return Citation(
                item, source: session.configuration.source(named: source),
                feedTitle: titles[source], zone: session.zone)
        }
        let printer = Printer(terminal: session.terminal, paged: !common.noPager)
        printer.write((form?.format ?? (common.json ? .csl : .text)).render(citations))
        printer.finish()
    }

    // Words that are no ids are a query.
    private func named(_ session: Session, _ reader: any StoreReader) throws -> [Item] {
        if ids.contains(where: { $0.contains(":") || $0.contains(" ") || $0.contains("*") }) {
            return try Self.items(matching: session.query(ids), limit: limit, reader)
        }
        return try ids.compactMap { try reader.item(session.item($0, in: reader)) }
    }

    private static func items(matching query: Query, limit: Int, _ reader: any StoreReader) throws -> [Item] {
        var selection = ItemSelection()
        selection.query = query
        selection.limit = limit
        selection.withoutText = true
        return try reader.items(selection)
    }

    private static func items(
        ofIssue number: Int?, of digest: String, _ reader: any StoreReader
    ) throws -> [Item] {
        let stored = try number.map { try reader.issue($0, of: digest) } ?? reader.lastIssue(of: digest)
        guard let stored else {
            throw Failure(
                .nothingFound, "Digest \(digest) has no \(number.map { "issue \($0)" } ?? "issue yet").")
        }
        let ids = try stored.content().sections.flatMap { $0.stories.map(\.id) }
        return try ids.compactMap { ItemID(text: $0) }.compactMap { try reader.item($0) }
    }
}
