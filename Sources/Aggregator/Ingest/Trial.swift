internal import FeedFetch
public import FeedParse
public import Foundation

/// A poll that stores nothing: what a source would bring, and how it should be written down.
public struct Trial: Sendable {
    private let configuration: Configuration
    private let clock: @Sendable () -> Date

    /// What came of a trial.
    public struct Report: Sendable {
        /// The source as it should be configured: type, address and what was learnt.
        public var source: Source
        /// What the address turned out to be, in one sentence.
        public var finding: String
        /// The title that the document gives itself.
        public var title: String?
        /// The items that would be taken, newest first.
        public var items: [NewItem]
        /// How the blocks of a list page were found, for a page without selectors.
        public var explanation: String?
        /// Feeds that the page announces.
        public var announced: [String]
        /// Sitemaps that the site's robots.txt names, for a page.
        public var sitemaps: [String] = []
        /// What had to be repaired.
        public var warnings: [String]
        /// That the selector of a field finds nothing any more in a list that was kept, in a sentence.
        public var deadSelector: String?
    }

    /// Prepares trials under a configuration: its limits and its address policy.
    public init(configuration: Configuration, clock: @escaping @Sendable () -> Date = { Date() }) {
        self.configuration = configuration
        self.clock = clock
    }

    /// Fetches a source's address once and reads it.
    /// - Parameter pages: how many items' own pages are read for their full text.
    /// - Throws: `FetchError` or `FeedParseError` of the answer.
    public func run(_ source: Source, pages: Int = 3) async throws -> Report {
        try await withPoller { try await run(source, pages: pages, poller: $0) }
    }

    /// Fetches one page as a poll would, robots.txt obeyed, and reads it.
    /// - Throws: `FetchError` or `FeedParseError` of the answer.
    public func article(at url: String, of source: Source) async throws -> Article {
        try await withPoller { poller in
            let request = try await poller.robots.admit(
                poller.requests.request(for: source, url: url, accept: .page))
            let response = try await poller.fetcher.fetch(request)
            return try ArticleReader(rules: source.rules).read(
                response.body, url: response.url, contentType: response.header("content-type"))
        }
    }

    /// Works with a poller whose store is forgotten.
    private func withPoller<Answer: Sendable>(
        _ work: (Poller) async throws -> Answer
    ) async throws -> Answer {
        var settings = FetcherConfiguration()
        settings.caFile = configuration.fetch.caFile
        let fetcher = Fetcher(configuration: settings)
        do {
            let store = try SQLiteStore()
            let poller = Poller(
                store: store, seed: 0, fetcher: fetcher, configuration: configuration, clock: clock)
            let answer = try await work(poller)
            await fetcher.close()
            return answer
        } catch {
            await fetcher.close()
            throw error
        }
    }

    /// Reads an answer that was kept, as the source is configured now.
    /// - Parameter state: what is known of the source.
    public func replay(
        _ answer: StoredAnswer, of source: Source, state: PollState = PollState()
    ) throws -> Report {
        let reading = try DocumentReader(source: source).read(
            answer.document(limit: configuration.fetch.maxBody), url: answer.url,
            contentType: answer.contentType, detected: nil)
        guard case .items(let feed, as: let type) = reading else {
            throw FeedParseError(.notAFeed, "the kept answer has no items of its own")
        }
        var report = report(source, feed: feed, type: type, explanation: nil)
        report.deadSelector = state.deadField(of: feed)
        return report
    }

    private func run(_ source: Source, pages: Int, poller: Poller) async throws -> Report {
        guard let url = source.urls.first else {
            throw FetchError(.badURL, url: "", detail: "the source has no address")
        }
        let isPage = source.type == .page
        let request = poller.requests.request(for: source, url: url, accept: isPage ? .page : .feed)
        let response = try await poller.fetcher.fetch(request)
        let follower = Follower(poller: poller, source: source, state: PollState())
        let announced = Self.announcedFeeds(response)
        let sitemaps =
            announced == nil ? [] : await sitemaps(of: source, near: response.url, poller: poller)
        var result: Report
        do {
            var place = await Workbench.Place(at: poller.bench, 0)
            defer { place.leave() }
            let followed = try await follower.items(of: response, at: &place)
            var found = source
            if let discovered = followed.discoveredURL { found.urls = [discovered] }
            var feed = followed.feed
            feed.items += followed.backlog
            result = report(found, feed: feed, type: followed.type, explanation: nil)
            if let remark = followed.remark { result.warnings.append(remark) }
            if followed.discoveredURL != nil {
                let what =
                    followed.type == .sitemap ? "a site that names a sitemap" : "a page that announces a feed"
                result.finding = what + ": " + result.finding
            }
        } catch let fault as SitemapWalk.Fault {
            throw fault.error
        } catch let error as FeedParseError {
            guard error.code == .htmlPage, source.type == .auto else {
                throw Self.naming(announced ?? [], sitemaps, after: error)
            }
            do {
                result = try learnt(source, response: response)
            } catch let error as FeedParseError {
                throw Self.naming(announced ?? [], sitemaps, after: error)
            }
        }
        result.announced = announced ?? []
        result.sitemaps = sitemaps
        await readPages(of: &result, count: pages, poller: poller)
        return result
    }

    /// The sitemaps that the robots.txt of a page's site names; none when it can't be had.
    private func sitemaps(of source: Source, near url: String, poller: Poller) async -> [String] {
        let request = poller.requests.request(for: source, url: url, accept: .page)
        return (try? await poller.robots.sitemaps(for: request).addresses) ?? []
    }

    /// The feeds that an answer announces, absolute; nil when it is no page.
    private static func announcedFeeds(_ response: FetchResponse) -> [String]? {
        do {
            _ = try FeedParser.parse(
                response.body, baseURL: response.url, contentType: response.header("content-type"))
            return nil
        } catch {
            guard error.code == .htmlPage || error.code == .loginPage else { return nil }
            let base = WebAddress(response.url)
            return error.announcedFeeds.map { base?.resolving($0)?.text ?? $0 }
        }
    }

    /// An error of a page with what the page has to offer instead.
    private static func naming(
        _ feeds: [String], _ sitemaps: [String], after error: FeedParseError
    ) -> FeedParseError {
        var sentence = error.message
        if sentence.hasSuffix(".") { sentence.removeLast() }
        let unnamed = feeds.filter { !sentence.contains($0) }
        if !unnamed.isEmpty {
            sentence += "; the page announces " + unnamed.prefix(5).joined(separator: ", ")
        }
        if !sitemaps.isEmpty {
            sentence += "; its site has sitemaps: " + sitemaps.prefix(5).joined(separator: ", ")
        }
        guard !unnamed.isEmpty || !sitemaps.isEmpty else { return error }
        return FeedParseError(error.code, sentence + ".", line: error.line, announcedFeeds: feeds)
    }

    /// A page without a feed: its repeated blocks.
    private func learnt(_ source: Source, response: FetchResponse) throws -> Report {
        var page = source
        page.type = .page
        let reading = try ListReader(rules: source.rules).read(
            response.body, url: response.url, contentType: response.header("content-type"))
        if page.rules.items == nil {
            page.rules.items = reading.itemsSelector
            page.rules.item = reading.itemSelectors
        }
        return report(page, feed: ParsedFeed(reading), type: .page, explanation: reading.explanation)
    }

    private func report(
        _ source: Source, feed: ParsedFeed, type: SourceType, explanation: String?
    ) -> Report {
        let maker = ItemMaker(source: source, now: clock())
        let drafts = feed.items.compactMap {
            maker.draft(of: $0, in: feed, from: type == .page ? .list : .feed)
        }
        var found = source
        found.type = type == .feed ? .auto : type
        let name =
            switch type {
            case .page: "a page with a list"
            case .sitemap: "a sitemap (\(feed.format.rawValue))"
            default: "a feed (\(feed.format.rawValue))"
            }
        let count = drafts.count == 1 ? "1 item" : "\(drafts.count) items"
        return Report(
            source: found, finding: "\(name) with \(count)", title: feed.title, items: drafts.map(\.item),
            explanation: explanation, announced: [], warnings: feed.warnings)
    }

    /// Reads the pages of the first items as a poll would.
    private func readPages(of report: inout Report, count: Int, poller: Poller) async {
        let full = FullText(source: report.source, now: clock())
        let pages = PageFetcher(poller: poller, source: report.source)
        var left = count
        for index in report.items.indices where left > 0 {
            guard full.wantsPage(of: report.items[index]), let url = report.items[index].url else { continue }
            left -= 1
            var draft = Draft(item: report.items[index])
            switch await pages.article(at: url) {
            case .success((let article, let address)):
                full.merge(article, from: address, into: &draft)
                report.warnings += article.warnings.map { "\(url): \($0)" }
            case .failure(let failure):
                full.failed(failure, draft: &draft)
                report.warnings.append("\(url): \(failure.reason)")
            }
            report.items[index] = draft.item
        }
    }
}
