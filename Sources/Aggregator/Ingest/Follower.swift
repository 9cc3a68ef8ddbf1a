import FeedFetch
import FeedParse
import Foundation

/// Follows what a source's first answer only points to: the feed that a page announces, the sitemaps of a site or an
/// index, the older pages of a paged feed.
struct Follower: Sendable {
    let poller: Poller
    let source: Source
    let state: PollState

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
        /// The address that is asked from now on: the feed that a page announces, the sitemap of a site.
        var discoveredURL: String?
        /// Old items of sitemaps that were read for the first time: they are no news.
        var backlog: [ParsedItem] = []
        /// What is remembered of the sitemaps of an index.
        var sitemaps: String?
        /// What is still to be read, in a clause for a person.
        var remark: String?
        /// True when sitemaps are left that were never read.
        var isUnfinished = false
        /// False when the same document may lead to something new at the next poll.
        var isSettled = true
    }

    /// The items behind an answer.
    func items(of response: FetchResponse, at place: inout Workbench.Place) async throws -> Followed {
        let reader = DocumentReader(source: source)
        let search = SitemapSearch(follower: self)
        if source.type == .sitemap, SitemapSearch.isRobots(response.url) {
            return try await search.sitemaps(of: response, reason: nil, at: &place)
        }
        let reading = Result { () throws(FeedParseError) in
            try reader.read(
                response.body, url: response.url, contentType: response.header("content-type"),
                detected: state.detectedType)
        }
        if case .failure(let error) = reading, source.type == .sitemap, search.isWorthwhile(after: error) {
            return try await search.sitemaps(of: response, reason: error, at: &place)
        }
        switch try reading.get() {
        case .items(var feed, as: let type):
            feed.items += try await olderPages(of: feed, having: feed.items.count, at: &place)
            return Followed(feed: feed, type: type)
        case .announcement(let feeds):
            let base = WebAddress(response.url)
            return try await announced(
                feeds.map { base?.resolving($0)?.text ?? $0 }, reader: reader, at: &place)
        case .index(let children):
            return try await sitemaps(children, of: response.url, at: &place)
        }
    }

    /// The feed that a page announces.
    ///
    /// A source that was read before keeps its address: a page in place of a feed is a fault then, unless the
    /// source has always been such a page.
    private func announced(
        _ feeds: [String], reader: DocumentReader, at place: inout Workbench.Place
    ) async throws -> Followed {
        guard let url = feeds.first, state.lastSuccess == nil || state.discoveredURL != nil else {
            throw FeedParseError(
                .htmlPage,
                "a web page came in place of the feed; it announces "
                    + feeds.prefix(3).joined(separator: ", "),
                announcedFeeds: feeds)
        }
        let reading = try await poller.follow(
            poller.requests.request(for: source, url: url, accept: .feed), at: &place
        ) { response in
            try reader.read(
                response.body, url: response.url, contentType: response.header("content-type"),
                detected: .feed)
        }
        guard case .items(let feed, as: let type) = reading else {
            throw FeedParseError(.notAFeed, "the feed that the page announces (\(url)) is none")
        }
        return Followed(feed: feed, type: type, discoveredURL: url)
    }

    /// The items of some sitemaps of an index.
    /// - Parameter url: the address of the index.
    func sitemaps(
        _ children: [ParsedItem], of url: String, at place: inout Workbench.Place
    ) async throws -> Followed {
        var walk = SitemapWalk(poller: poller, source: source, from: url, state: state)
        try await walk.follow(children, at: &place)
        var merged = ParsedFeed(format: .sitemapIndex)
        merged.items = walk.items
        var followed = Followed(feed: merged, type: .sitemap)
        followed.backlog = walk.backlog
        followed.sitemaps = walk.trail.text
        followed.remark = walk.remark
        followed.isUnfinished = walk.isUnfinished
        followed.isSettled = walk.isSettled
        return followed
    }

    /// The items of the older documents of a paged or archived feed (RFC 5005 sections 3 and 4), at the first poll
    /// only.
    /// - Parameters:
    ///   - feed: the newest document.
    ///   - count: how many items it has.
    func olderPages(
        of feed: ParsedFeed, having count: Int, at place: inout Workbench.Place
    ) async throws -> [ParsedItem] {
        guard state.lastSuccess == nil, var next = feed.nextPage ?? feed.previousArchive else { return [] }
        var result: [ParsedItem] = []
        var seen: Set<String> = [next]
        let oldest = poller.clock().addingTimeInterval(
            -(source.maxAge.map { $0 / .seconds(1) } ?? Self.pagedAge))
        for _ in 1..<Self.pages where count + result.count < Self.pagedItems {
            // An older page that can't be had leaves what there is.
            guard
                let page = try? await poller.follow(
                    poller.requests.request(for: source, url: next, accept: .feed), at: &place,
                    reading: { response in
                        try FeedParser.parse(
                            response.body, baseURL: response.url,
                            contentType: response.header("content-type"))
                    }),
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
