import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd feed`.
struct FeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feed",
        abstract: "Print a topic or a query as an Atom or JSON feed, each story once.",
        discussion: """
            Examples:
              aggd feed missiles > missiles.atom
              aggd feed 'tag:government -is:excerpt' --format json
            """)

    /// The forms of a feed.
    enum Form: String, ExpressibleByArgument, CaseIterable {
        case atom, json
    }

    @OptionGroup var common: PlainOptions
    @Option(help: "The form.") var format: Form?
    @Option(name: [.customShort("n"), .long], help: "At most this many stories.") var limit = 100
    @Option(help: "The address at which the feed will be found.") var url: String?
    @Option(help: "The title.") var title: String?
    @Argument(help: "A topic's name, or a query; see aggd-query(7).") var query: [String] = []

    func validate() throws { try ListingOptions.check(limit) }

    func run() async throws {
        let session = try Session(common.common)
        let text = query.joined(separator: " ")
        let topic = session.configuration.topics.first { $0.name == text }
        var selection = ItemSelection()
        selection.query = try session.query([topic?.query ?? text])
        selection.limit = limit
        let wanted = selection
        let store = try session.openForReading()
        let stories = try await store.read { reader in
            let items = try reader.items(wanted)
            let stories = try reader.stories(items.map(\.story), withoutText: false)
            return items.compactMap { stories[$0.story] }
        }
        let states = try await store.read { try $0.pollStates() }
        try await store.close()
        let titles = Dictionary(
            session.configuration.sources.map {
                ($0.name, $0.title ?? states[$0.name]?.feedTitle ?? $0.name)
            }, uniquingKeysWith: { first, _ in first })
        let head = FeedHead(
            title: title ?? topic?.title ?? (text.isEmpty ? "aggd" : text), name: topic?.name ?? text,
            url: url)
        let printer = Printer(terminal: session.terminal, paged: false)
        switch format ?? (common.json ? .json : .atom) {
        case .atom: printer.write(AtomFeed(head, titles: titles).render(stories))
        case .json: printer.write(JSONFeed(head, titles: titles).render(stories))
        }
        printer.finish()
    }
}
