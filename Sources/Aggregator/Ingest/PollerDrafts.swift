import FeedParse
import Foundation

/// How items become drafts, and what stores them.
extension Poller {
    /// The drafts of parsed items, the oldest first.
    func drafts(
        of items: [ParsedItem], in feed: ParsedFeed, from place: DateOrigin, source: Source, now: Date
    ) -> [Draft] {
        let maker = ItemMaker(source: source, now: now)
        var drafts = items.reversed().compactMap { maker.draft(of: $0, in: feed, from: place) }
        if let age = source.maxAge {
            let limit = now.addingTimeInterval(-(age / .seconds(1)))
            drafts.removeAll { ($0.item.published ?? now) < limit }
        }
        return drafts
    }

    /// The drafts with all that can be known of them outside of the store's transaction.
    /// - Parameters:
    ///   - place: where they are worked on.
    ///   - pages: the pages that are fetched after this poll.
    func prepare(
        _ drafts: [Draft], of source: Source, now: Date, at place: Workbench.Place, pages: inout PageCount
    ) async throws -> [Draft] {
        var drafts = try await ItemPages(poller: self, source: source).join(drafts, at: place, &pages)
        for index in drafts.indices {
            drafts[index].identify()
            guard drafts[index].isFresh else { continue }
            drafts[index].prepared = PreparedItem(
                Ingestor.document(of: drafts[index], source: source, now: now), seed: seed)
            drafts[index].columns = PreparedColumns(drafts[index].item)
        }
        return drafts
    }

    /// What puts drafts of a source into the store.
    func ingestor(of source: Source, now: Date) -> Ingestor {
        Ingestor(
            source: source, rules: SourceRules(source, context: QueryContext(configuration, now: now)),
            deduplicator: Deduplicator(), now: now)
    }
}
