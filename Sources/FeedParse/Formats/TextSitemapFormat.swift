/// A sitemap as plain text: one web address a line and nothing else (sitemaps.org, "Text file").
enum TextSitemapFormat {
    /// The sitemap; nil when a line is anything but a web address.
    static func parse(_ utf8: [UInt8]) -> ParsedFeed? {
        var feed = ParsedFeed(format: .sitemap)
        for line in utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let text = Array(line)
            guard let address = MarkupText.trimmed(text.span) else { continue }
            guard isWebAddress(address) else { return nil }
            var item = ParsedItem()
            item.link = address
            item.links.append(Link(href: address))
            feed.items.append(item)
        }
        return feed.items.isEmpty ? nil : feed
    }

    private static func isWebAddress(_ text: String) -> Bool {
        guard URLReference.hasAuthority(text), text.utf8.allSatisfy({ $0 > 0x20 }),
            let scheme = URLReference.scheme(of: text)?.lowercased()
        else { return false }
        return scheme == "http" || scheme == "https"
    }
}
