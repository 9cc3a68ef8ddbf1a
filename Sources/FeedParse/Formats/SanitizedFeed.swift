extension ParsedFeed {
    /// The same feed with the HTML of its items cleaned.
    public func sanitized(baseURL: String?) -> ParsedFeed {
        var feed = self
        for index in feed.items.indices {
            let base = baseURL ?? feed.items[index].link ?? feed.link
            feed.items[index].summary = feed.items[index].summary.map {
                HTMLSanitizer.sanitize($0, baseURL: base)
            }
            feed.items[index].contentHTML = feed.items[index].contentHTML.map {
                HTMLSanitizer.sanitize($0, baseURL: base)
            }
        }
        return feed
    }
}
