import Aggregator
import ArgumentParser
import Foundation

/// The verb `aggd items`.
struct ItemsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "items",
        abstract: "List stories, newest first, copies folded.",
        discussion: "Example: aggd items 'source:rand* missile -obituary' --since -7d")

    /// The order of a listing.
    enum Order: String, ExpressibleByArgument, CaseIterable {
        case date, rank
    }

    @OptionGroup var common: CommonOptions
    @OptionGroup var listing: ListingOptions
    @Option(help: "The order.") var sort: Order = .date
    @Argument(help: "What to look for; see aggd-query(7).") var query: [String] = []

    func run() async throws {
        let session = try Session(common)
        var selection = ItemSelection()
        selection.query = try session.query(query, since: listing.since)
        selection.copies = listing.copies
        selection.hidden = listing.hidden
        selection.sort = sort == .rank ? .rank : .date
        selection.limit = listing.limit
        try await ItemListing(session: session, withSnippets: false).run(selection)
    }
}

/// The verb `aggd search`.
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "List stories, best match first, with the hit in its context.",
        discussion: "Example: aggd search 'hypersonic NEAR/10 weapon'")

    @OptionGroup var common: CommonOptions
    @OptionGroup var listing: ListingOptions
    @Argument(help: "What to look for; see aggd-query(7).") var query: [String]

    func run() async throws {
        let session = try Session(common)
        var selection = ItemSelection()
        selection.query = try session.query(query, since: listing.since)
        selection.copies = listing.copies
        selection.hidden = listing.hidden
        selection.sort = .relevance
        selection.limit = listing.limit
        try await ItemListing(session: session, withSnippets: true).run(selection)
    }
}

/// What `items` and `search` do alike.
struct ItemListing {
    let session: Session
    let withSnippets: Bool

    func run(_ selection: ItemSelection) async throws {
        let options = session.options
        var selection = selection
        let wantsTexts = session.wantsTexts
        selection.withoutText = !wantsTexts
        let wanted = selection
        let store = try session.openForReading()
        let topicQueries = try wantsTopics ? session.topicQueries() : []
        let withSnippets = withSnippets && !session.printsObjects
        let (items, stories, topics, snippets) = try await store.read { reader in
            let items = try reader.items(wanted)
            return (
                items, try reader.stories(items.map(\.story), withoutText: true),
                try TopicNames.of(items, in: wanted, topics: topicQueries, reader: reader),
                withSnippets
                    ? try items.map { try reader.snippet(of: $0.id, for: wanted.query, words: 24) } : []
            )
        }
        try await store.close()
        guard !items.isEmpty else {
            if !session.printsObjects, !options.quiet { StandardError.say("Nothing found.") }
            throw Failure(.nothingFound)
        }
        let printer = Printer(
            terminal: session.terminal, paged: !options.noPager && !session.printsObjects)
        let listing = StoryListing(session: session, printer: printer)
        for (index, item) in items.enumerated() {
            let copies = Self.others(of: item, in: stories[item.story])
            if session.printsObjects {
                try session.print(
                    JSONLines.item(
                        item, copies: item.isLead ? copies : [], topics: topics[item.id] ?? [],
                        texts: wantsTexts, in: session.zone),
                    to: printer)
            } else {
                listing.line(
                    item, copies: selection.copies ? [] : copies,
                    snippet: withSnippets ? snippets[index] : [])
            }
        }
        printer.finish()
    }

    private var wantsTopics: Bool {
        let isWhole = session.options.format == nil && session.options.fieldNames == nil
        return session.printsObjects && (isWhole || session.asks(for: "topics"))
            && !session.configuration.topics.isEmpty
    }

    /// The other items of an item's story.
    static func others(of item: Item, in story: Story?) -> [Item] {
        guard let story else { return [] }
        return ([story.lead] + story.copies).filter { $0.id != item.id }
    }
}
