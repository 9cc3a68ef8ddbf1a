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
        let head: ParsedFeed
        /// The times of all items.
        let itemTimes: [Date?]
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
    /// What was stored is counted in `reading`, also when the rest turns out to be damaged and nil comes back, and
    /// so are the pages that were fetched.
    /// - Parameter place: where the document is worked on.
    func read(
        _ response: FetchResponse, at place: Workbench.Place, into reading: inout SourceReading
    ) async throws -> Parts? {
        guard response.body.count >= Self.giant, source.type != .page, state.detectedType != .page,
            source.rules.items == nil
        else { return nil }
        var flood: FloodGuard.Flood?
        if state.lastSuccess != nil {
            // A flood of old items must be seen as one, whatever its parts are.
            var suspects = 0
            guard
                try await walk(response, { items, head in suspects += try await count(items, of: head) })
                    != nil
            else { return nil }
            flood = FloodGuard(limit: source.flood).flood(of: suspects)
        }
        var times: [Date?] = []
        let head = try await walk(response) { items, head in
            try await store(items, of: head, flood: flood, at: place, into: &reading)
            times += items.map { $0.published ?? $0.updated }
        }
        return head.map { Parts(head: $0, itemTimes: times) }
    }

    /// Hands the items of a document on in parts, each with what its head says; the head of the whole, nil when the
    /// document must be read whole.
    private func walk(
        _ response: FetchResponse, _ take: ([ParsedItem], ParsedFeed) async throws -> Void
    ) async throws -> ParsedFeed? {
        let tray = Tray()
        let stream = FeedStream(baseURL: response.url) { tray.items.append($0) }
        var start = 0
        while start < response.body.count {
            let end = min(start + Self.piece, response.body.count)
            guard case .reading = stream.feed(response.body.span.extracting(start..<end)) else { return nil }
            start = end
            guard tray.items.count >= Self.items else { continue }
            guard Self.isFeed(stream.head) else { return nil }
            try await take(tray.empty(), stream.head)
        }
        guard let head = try stream.finish(), Self.isFeed(head) else { return nil }
        try await take(tray.empty(), head)
        return head
    }

    /// Sitemaps and outlines are followed from a document that was read whole.
    private static func isFeed(_ head: ParsedFeed) -> Bool {
        switch head.format {
        case .sitemapIndex, .sitemap, .newsSitemap, .opml, .opml10, .opml11, .opml20: false
        default: true
        }
    }

    /// How many of the items should have been seen before and were not.
    private func count(_ items: [ParsedItem], of head: ParsedFeed) async throws -> Int {
        var drafts = poller.drafts(of: items, in: head, from: .feed, source: source, now: now)
        let suspects = FloodGuard(limit: source.flood).suspects(
            among: drafts.map(\.item), lastSuccess: state.lastSuccess)
        guard !suspects.isEmpty else { return 0 }
        for index in suspects { drafts[index].identify() }
        let identities = suspects.map { drafts[$0].identity }
        let name = source.name
        return try await poller.store.read { try $0.existing(identities, of: name) }.count { $0 == nil }
    }

    private func store(
        _ items: [ParsedItem], of head: ParsedFeed, flood: FloodGuard.Flood?,
        at place: Workbench.Place, into reading: inout SourceReading
    ) async throws {
        let drafts = poller.drafts(of: items, in: head, from: .feed, source: source, now: now)
        let ready = try await poller.prepare(drafts, of: source, now: now, at: place, pages: &reading.pages)
        let ingestor = poller.ingestor(of: source, now: now)
        let lastSuccess = state.lastSuccess
        let earlier = reading.stored.stored
        reading.stored.add(
            try await poller.store.write {
                try ingestor.ingest(
                    ready, lastSuccess: lastSuccess, after: earlier, flood: flood, into: $0)
            })
    }
}
