import FeedFetch
import FeedParse
import Foundation

/// Reads a giant feed in parts and stores each part before it reads the next: memory is bounded by a part, not by
/// the document.
///
/// The state of the source is written with the last part only. A process that is killed in between asks again, knows
/// the items that it has stored, and goes on.
struct PartReader: Sendable {
    let poller: Poller
    let source: Source
    let state: PollState
    let now: Date

    /// The size of a document from which on it is read in parts, bytes.
    static let giant = 2 << 20
    /// Bytes that are parsed at a time.
    private static let piece = 128 << 10
    /// Items that are stored at a time.
    private static let items = 100

    /// What was read.
    struct Parts: Sendable {
        /// The feed without its items.
        var head: ParsedFeed
        /// The times of all items.
        var itemTimes: [Date?]
    }

    /// Collects the items of a part.
    private final class Tray {
        var items: [ParsedItem] = []

        func empty() -> [ParsedItem] {
            defer { items = [] }
            return items
        }
    }

    /// Reads and stores a document; nil when it is small, or must be read whole.
    ///
    /// What was stored is counted in `stored`, also when the rest turns out to be damaged and nil comes back.
    func read(_ response: FetchResponse, storing stored: inout Ingestor.Result) async throws -> Parts? {
        // Later a flood of old items must be seen as one, whatever its parts are.
        guard response.body.count >= Self.giant, state.lastSuccess == nil, source.type != .page,
            state.detectedType != .page, source.rules.items == nil
        else { return nil }
        let tray = Tray()
        let stream = FeedStream(baseURL: response.url) { tray.items.append($0) }
        var parts = Parts(head: stream.head, itemTimes: [])
        var start = 0
        while start < response.body.count {
            let end = min(start + Self.piece, response.body.count)
            guard case .reading = stream.feed(response.body.span.extracting(start..<end)) else { return nil }
            start = end
            guard tray.items.count >= Self.items else { continue }
            guard Self.isWhole(stream.head) else { return nil }
            try await store(tray.empty(), of: stream.head, into: &parts, &stored)
        }
        guard let head = try stream.finish(), Self.isWhole(head) else { return nil }
        try await store(tray.empty(), of: head, into: &parts, &stored)
        parts.head = head
        return parts
    }

    /// Whether the items of a feed stand in one document; older pages are followed from a document that was read whole.
    private static func isWhole(_ head: ParsedFeed) -> Bool {
        guard head.nextPage == nil, head.previousArchive == nil else { return false }
        return switch head.format {
        case .sitemapIndex, .sitemap, .newsSitemap, .opml, .opml10, .opml11, .opml20: false
        default: true
        }
    }

    private func store(
        _ items: [ParsedItem], of head: ParsedFeed, into parts: inout Parts, _ stored: inout Ingestor.Result
    ) async throws {
        let drafts = poller.drafts(of: items, in: head, from: .feed, source: source, now: now)
        let ready = try await poller.prepare(drafts, of: source, now: now)
        let ingestor = poller.ingestor(of: source, now: now)
        let lastSuccess = state.lastSuccess
        stored.add(
            try await poller.store.write { try ingestor.ingest(ready, lastSuccess: lastSuccess, into: $0) })
        parts.itemTimes += items.map { $0.published ?? $0.updated }
    }
}
