/// Says what a document seems to be that is no feed.
enum NotAFeed {
    /// The error for a document of none of the formats.
    static func error(_ utf8: [UInt8], isHTML: Bool) -> FeedParseError {
        let head = String(decoding: utf8.prefix(262_144), as: UTF8.self)
        let lower = head.lowercased()
        guard
            isHTML || lower.contains("<html") || lower.contains("<!doctype html")
                || lower.contains("<body") && !lower.contains("xmlns")
        else {
            let isMarkup = head.contains("<")
            return FeedParseError(
                .notAFeed,
                isMarkup
                    ? "The document is XML or the like, but no feed, sitemap or outline."
                    : "The document is plain text, not a feed.")
        }
        let feeds = announcedFeeds(head)
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

    /// The addresses in `link rel=alternate` of a feed's type.
    private static func announcedFeeds(_ html: String) -> [String] {
        var feeds: [String] = []
        var rest = html[...]
        while let start = rest.firstRange(of: "<link")?.upperBound ?? rest.firstRange(of: "<LINK")?.upperBound
        {
            rest = rest[start...]
            let tag = rest.prefix { $0 != ">" }
            let lower = tag.lowercased()
            guard lower.contains("alternate") else { continue }
            guard
                [
                    "application/rss+xml", "application/atom+xml", "application/feed+json",
                    "application/rdf+xml",
                ]
                .contains(where: { lower.contains($0) })
            else { continue }
            guard let name = tag.firstRange(of: "href") ?? tag.firstRange(of: "HREF") else { continue }
            var value = tag[name.upperBound...].drop { $0.isWhitespace || $0 == "=" }
            if let quote = value.first, quote == "\"" || quote == "'" {
                value = value.dropFirst().prefix { $0 != quote }
            } else {
                value = value.prefix { !$0.isWhitespace }
            }
            if let address = MarkupText.plain(ofHTML: String(value).utf8.span) { feeds.append(address) }
        }
        return feeds
    }
}
