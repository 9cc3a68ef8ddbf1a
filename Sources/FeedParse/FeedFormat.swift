/// The formats that ``FeedParser`` recognises, named as `aggd parse` prints them.
public enum FeedFormat: String, Sendable, Codable, CaseIterable {
    /// RSS 0.90.
    case rss090 = "rss0.90"
    /// RSS 0.91, both Netscape's and UserLand's.
    case rss091 = "rss0.91"
    /// RSS 0.92.
    case rss092 = "rss0.92"
    /// RSS 0.93.
    case rss093 = "rss0.93"
    /// RSS 0.94.
    case rss094 = "rss0.94"
    /// RSS 1.0 (RDF).
    case rss10 = "rss1.0"
    /// RSS 2.0.
    case rss20 = "rss2.0"
    /// RSS of no stated or an unknown version.
    case rss
    /// Atom 0.3.
    case atom03 = "atom0.3"
    /// Atom 1.0 (RFC 4287).
    case atom10 = "atom1.0"
    /// Channel Definition Format.
    case cdf
    /// JSON Feed 1.0.
    case jsonFeed10 = "jsonfeed1.0"
    /// JSON Feed 1.1.
    case jsonFeed11 = "jsonfeed1.1"
    /// RSS written as JSON.
    case rssInJSON = "rss-in-json"
    /// A sitemap's `urlset`.
    case sitemap
    /// A `urlset` with Google News elements.
    case newsSitemap = "newssitemap"
    /// An index of sitemaps.
    case sitemapIndex = "sitemapindex"
    /// OPML 1.0.
    case opml10 = "opml1.0"
    /// OPML 1.1.
    case opml11 = "opml1.1"
    /// OPML 2.0.
    case opml20 = "opml2.0"
    /// OPML of no stated version.
    case opml
    /// No feed: the items of a list page, read by ``ListReader``.
    case listPage = "page"
}
