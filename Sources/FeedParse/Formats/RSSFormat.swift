/// RSS 0.91 to 2.0 and what their relatives share.
enum RSSFormat {
    static let names: FeedVocabulary = [
        (.core, "rss", .rss), (.core, "channel", .channel), (.core, "item", .item),
        (.core, "items skiphours skipdays", .items), (.core, "redirect", .redirect),
        (.core, "image", .image), (.core, "textinput", .textInput), (.core, "source", .source),
        (.core, "author", .author), (.core, "managingeditor", .editor),
        (.core, "webmaster", .owner), (.core, "title", .title),
        (.core, "link", .link), (.core, "description", .description), (.core, "guid", .guid),
        (.core, "pubdate", .published), (.core, "lastbuilddate", .built), (.core, "language", .language),
        (.core, "copyright", .rights), (.core, "generator", .generator), (.core, "ttl", .ttl),
        (.core, "hour", .hour), (.core, "day", .day), (.core, "comments", .comments),
        (.core, "enclosure", .enclosure), (.core, "category keywords", .category), (.core, "html", .html),
        (.core, "fullitem", .encoded), (.core, "newlocation location", .newLocation),
    ]

    /// The version that the root element states.
    static func format(version: String?) -> FeedFormat {
        guard let version else { return .rss }
        switch version {
        case "0.90", "0.9": return .rss090
        case "0.91": return .rss091
        case "0.92": return .rss092
        case "0.93": return .rss093
        case "0.94": return .rss094
        case "1.0", "1": return .rss10
        default: return version.hasPrefix("2") ? .rss20 : .rss
        }
    }
}
