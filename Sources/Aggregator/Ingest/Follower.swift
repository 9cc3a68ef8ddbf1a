import FeedFetch
import FeedParse
import Foundation

/// Follows what a source's first answer only points to: the feed that a page announces, the sitemaps of an
/// index, the older pages of a paged feed.
struct Follower: Sendable {
    let poller: Poller
    let source: Source
    let state: PollState

    /// Sitemaps of an index that are read in one poll.
    static let sitemaps = 8
    /// Pages of a paged feed (RFC 5005) that are read at the first poll.
    static let pages = 20
    /// Items after which a paged feed is not followed further.
    static let pagedItems = 1000
    /// The age of items beyond which older pages are left alone, when the source names none.
    static let pagedAge = 365.0 * 86400

    /// What a poll read in the end.
    struct Followed: Sendable {
        var feed: ParsedFeed
        var type: SourceType
        /// The address of the feed that a page announces.
        var discoveredURL: String?
    }

    /// The items behind an answer.
    func items(of response: FetchResponse) async throws -> Followed {
        let reader = DocumentReader(source: source)
        let reading = try reader.read(
            response.body, url: response.url, contentType: response.header("content-type"),
            detected: state.detectedType)
        switch reading {
        case .items(var feed, as: let type):
            feed.items += try await olderPages(of: feed, having: feed.items.count)
            return Followed(feed: feed, type: type)
        case .announcement(let feeds):
            let base = WebAddress(response.url)
            return try await announced(feeds.map { base?.resolving($0)?.text ?? $0 }, reader: reader)
        case .index(let children):
            return try await sitemaps(children, reader: reader)
        }
    }

    /// The feed that a page announces.
    ///
    /// A source that was read before keeps its address: a page in place of a feed is a fault then, unless the
    /// source has always been such a page.
    private func announced(_ feeds: [String], reader: DocumentReader) async throws -> Followed {
        guard let url = feeds.first, state.lastSuccess == nil || state.discoveredURL != nil else {
            throw FeedParseError(
                .htmlPage,
                "a web page came in place of the feed; it announces "
                    + feeds.prefix(3).joined(separator: ", "),
                announcedFeeds: feeds)
        }
        let response = try await poller.follow(
            poller.requests.request(for: source, url: url, accept: .feed))
        let reading = try reader.read(
            response.body, url: response.url, contentType: response.header("content-type"), detected: .feed)
        guard case .items(let feed, as: let type) = reading else {
            throw FeedParseError(.notAFeed, "the feed that the page announces (\(url)) is none")
        }
        return Followed(feed: feed, type: type, discoveredURL: url)
    }

    /// The items of the newest sitemaps of an index.
    private func sitemaps(_ children: [ParsedItem], reader: DocumentReader) async throws -> Followed {
        var merged = ParsedFeed(format: .sitemapIndex)
        var lastError: (any Error)?
        // A sitemap that hasn't changed since the last good poll brings nothing.
        let fresh = children.filter { child in
            guard let updated = child.updated, let last = state.lastSuccess else { return true }
            return updated > last.addingTimeInterval(-3600)
        }
        for child in fresh.prefix(Self.sitemaps) {
            guard let url = child.link else { continue }
            do {
                let response = try await poller.follow(
                    poller.requests.request(for: source, url: url, accept: .feed))
                let reading = try reader.read(
                    response.body, url: response.url, contentType: response.header("content-type"),
                    detected: .sitemap)
                if case .items(let feed, as: _) = reading { merged.items += feed.items }
            } catch {
                lastError = error
            }
        }
        if merged.items.isEmpty, let lastError { throw lastError }
        return Followed(feed: merged, type: .sitemap)
    }

    /// The items of the older documents of a paged or archived feed (RFC 5005 sections 3 and 4), at the first poll
    /// only.
    /// - Parameters:
    ///   - feed: the newest document.
    ///   - count: how many items it has.
    func olderPages(of feed: ParsedFeed, having count: Int) async throws -> [ParsedItem] {
        guard state.lastSuccess == nil, var next = feed.nextPage ?? feed.previousArchive else { return [] }
        var result: [ParsedItem] = []
        var seen: Set<String> = [next]
        let oldest = poller.clock().addingTimeInterval(
            -(source.maxAge.map { $0 / .seconds(1) } ?? Self.pagedAge))
        for _ in 1..<Self.pages where count + result.count < Self.pagedItems {
            // An older page that can't be had leaves what there is.
            guard
                let response = try? await poller.follow(
                    poller.requests.request(for: source, url: next, accept: .feed)),
                let page = try? FeedParser.parse(
                    response.body, baseURL: response.url, contentType: response.header("content-type")),
                !page.items.isEmpty
            else { break }
            result += page.items
            let newest = page.items.compactMap { $0.published ?? $0.updated }.max()
            if let newest, newest < oldest { break }
            guard let following = page.nextPage ?? page.previousArchive, seen.insert(following).inserted
            else { break }
            next = following
        }
        return result
    }
}
