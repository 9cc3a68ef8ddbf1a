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
                if isBinary(utf8) {
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

    /// Whether more than one byte in twenty at the beginning is a control character that no text has.
    private static func isBinary(_ utf8: [UInt8]) -> Bool {
        let head = utf8.prefix(1000)
        let controls = head.count { $0 < 0x20 && !(0x09...0x0D).contains($0) && $0 != 0x1B || $0 == 0x7F }
        return controls * 20 > head.count
    }
}
