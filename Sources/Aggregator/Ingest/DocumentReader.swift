import FeedParse
import Foundation

extension ParsedFeed {
    /// The items of a list page in the shape of a feed, so that one way leads on from both.
    init(_ reading: ListReading) {
        self.init(format: .listPage)
        title = reading.title
        items = reading.items
        warnings = reading.warnings
        aliveFields = reading.aliveFields
        deadSelectors = reading.deadSelectors
    }
}

/// Reads what a source answered as what the source is: feed, sitemap or list page.
///
/// Pure: follow-up addresses are named, not fetched.
struct DocumentReader: Sendable {
    let source: Source

    /// What an answer turned out to be.
    enum Reading: Sendable {
        /// Items.
        case items(ParsedFeed, as: SourceType)
        /// A page that announces feeds; the best one first.
        case announcement([String])
        /// An index of further sitemaps, the newest first.
        case index([ParsedItem])
    }

    /// - Parameter detected: what `auto` turned out to be at an earlier poll.
    func read(
        _ body: [UInt8], url: String, contentType: String?, detected: SourceType?
    ) throws(FeedParseError) -> Reading {
        switch source.type == .auto ? detected ?? .auto : source.type {
        case .page:
            return .items(try list(body, url: url, contentType: contentType), as: .page)
        case .auto where source.rules.items != nil:
            return .items(try list(body, url: url, contentType: contentType), as: .page)
        case .auto, .feed, .sitemap:
            return try feed(body, url: url, contentType: contentType)
        }
    }

    private func feed(
        _ body: [UInt8], url: String, contentType: String?
    ) throws(FeedParseError) -> Reading {
        let parsed: ParsedFeed
        do {
            parsed = try FeedParser.parse(body, baseURL: url, contentType: contentType)
        } catch
            where error.code == .htmlPage && !error.announcedFeeds.isEmpty && source.type != .sitemap
        {
            return .announcement(error.announcedFeeds)
        }
        switch parsed.format {
        case .sitemapIndex:
            let children = parsed.items.filter { $0.link != nil }
                .sorted { ($0.updated ?? .distantPast) > ($1.updated ?? .distantPast) }
            return .index(children)
        case .sitemap, .newsSitemap:
            return .items(parsed, as: .sitemap)
        case .opml, .opml10, .opml11, .opml20:
            throw FeedParseError(
                .notAFeed, "it is a list of subscriptions (OPML), not a feed; \"aggd import\" reads it")
        default:
            return .items(parsed, as: .feed)
        }
    }

    private func list(
        _ body: [UInt8], url: String, contentType: String?
    ) throws(FeedParseError) -> ParsedFeed {
        let reading = try ListReader(rules: source.rules).read(body, url: url, contentType: contentType)
        return ParsedFeed(reading)
    }
}
