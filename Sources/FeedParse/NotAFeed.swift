/// Says what a document seems to be that is no feed.
enum NotAFeed {
    /// The error for a document of none of the formats.
    ///
    /// The feeds that a page announces are absolute where its own address is known.
    static func error(_ utf8: [UInt8], isHTML: Bool, baseURL: String?) -> FeedParseError {
        let head = String(decoding: utf8.prefix(262_144), as: UTF8.self)
        let lower = head.lowercased()
        guard
            isHTML || lower.contains("<html") || lower.contains("<!doctype html")
                || lower.contains("<body") && !lower.contains("xmlns")
        else {
            let message =
                if BinaryKind.isBinary(utf8) {
                    "The document is binary data, not a feed."
                } else if head.contains("<") {
                    "The document is XML or the like, but no feed, sitemap or outline."
                } else {
                    "The document is plain text, not a feed."
                }
            return FeedParseError(.notAFeed, message)
        }
        let page = try? Page(Array(head.utf8), url: baseURL, contentType: nil)
        let feeds = page?.statedFeeds.map(\.href) ?? []
        if lower.contains("type=\"password\"") || lower.contains("type='password'")
            || lower.contains("type=password")
        {
            return FeedParseError(
                .loginPage, "The document is a page that asks for a login.", announcedFeeds: feeds)
        }
        let message =
            feeds.isEmpty
            ? "The document is an HTML page that announces no feed."
            : "The document is an HTML page; it announces the feed \(feeds[0])."
        return FeedParseError(.htmlPage, message, announcedFeeds: feeds)
    }
}
