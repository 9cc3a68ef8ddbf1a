internal import FoundationEssentials

/// Writes what a document says as one neutral JSON object, the output of `aggd parse`.
public struct ParsedFeedJSON {
    private var json = JSONWriter()

    /// Creates a writer.
    public init() {}

    /// The object of a document that was read; `file` names it where several are written.
    public mutating func bytes(of feed: ParsedFeed, file: String? = nil) -> [UInt8] {
        json.reset()
        json.beginObject()
        json.field("file", file)
        json.key("feed")
        write(feed)
        json.key("items")
        json.beginArray()
        for item in feed.items { write(item) }
        json.endArray()
        if !feed.subscriptions.isEmpty || feed.format.isOutline {
            json.key("subscriptions")
            json.beginArray()
            for subscription in feed.subscriptions { write(subscription) }
            json.endArray()
        }
        json.endObject()
        return json.bytes
    }

    /// The object of a document that is no feed.
    public mutating func bytes(of error: FeedParseError, file: String? = nil) -> [UInt8] {
        failure(error.description, code: error.code.rawValue, feeds: error.announcedFeeds, file: file)
    }

    /// The object of a document that could not be had at all.
    public mutating func bytes(ofFailure message: String, file: String?) -> [UInt8] {
        failure(message, code: nil, feeds: [], file: file)
    }

    private mutating func failure(_ message: String, code: String?, feeds: [String], file: String?) -> [UInt8]
    {
        json.reset()
        json.beginObject()
        json.field("file", file)
        json.field("error", message)
        json.field("code", code)
        strings("announcedFeeds", feeds)
        json.endObject()
        return json.bytes
    }

    private mutating func write(_ feed: ParsedFeed) {
        json.beginObject()
        json.field("format", feed.format.rawValue)
        json.field("id", feed.id)
        json.field("title", feed.title)
        json.field("description", feed.description)
        json.field("copyright", feed.copyright)
        json.field("license", feed.license)
        json.field("link", feed.link)
        json.field("selfLink", feed.selfLink)
        json.field("nextPage", feed.nextPage)
        strings("hubs", feed.hubs)
        json.field("newLocation", feed.newLocation)
        json.field("language", feed.language)
        json.field("updated", feed.updated.map { InstantText.text(of: $0) })
        json.field("published", feed.published.map { InstantText.text(of: $0) })
        json.field("ttlMinutes", feed.ttlMinutes)
        json.field("updatePeriodMinutes", feed.updatePeriodMinutes)
        if !feed.skipHours.isEmpty {
            json.key("skipHours")
            json.beginArray()
            for hour in feed.skipHours { json.value(hour) }
            json.endArray()
        }
        strings("skipDays", feed.skipDays)
        json.field("icon", feed.icon)
        json.field("logo", feed.logo)
        persons("authors", feed.authors)
        persons("contributors", feed.contributors)
        categories(feed.categories)
        json.field("generator", feed.generator)
        links(feed.links)
        strings("warnings", feed.warnings)
        json.field("encoding", feed.encoding)
        json.endObject()
    }

    private mutating func write(_ item: ParsedItem) {
        json.beginObject()
        json.field("id", item.id)
        json.field("link", item.link)
        json.field("title", item.title)
        json.field("titleType", item.titleType?.rawValue)
        json.field("summary", item.summary)
        json.field("contentHTML", item.contentHTML)
        persons("authors", item.authors)
        persons("contributors", item.contributors)
        json.field("license", item.license)
        json.field("published", item.published.map { InstantText.text(of: $0) })
        json.field("updated", item.updated.map { InstantText.text(of: $0) })
        json.field("unreadDate", item.unreadDate)
        categories(item.categories)
        write(item.enclosures)
        strings("images", item.images)
        write(item.media)
        json.field("durationSeconds", item.durationSeconds)
        json.field("commentsURL", item.commentsURL)
        json.field("commentsFeedURL", item.commentsFeedURL)
        json.field("commentsCount", item.commentsCount)
        if let source = item.source {
            json.key("source")
            json.beginObject()
            json.field("title", source.title)
            json.field("link", source.link)
            json.field("id", source.id)
            json.field("updated", source.updated.map { InstantText.text(of: $0) })
            json.endObject()
        }
        json.field("language", item.language)
        links(item.links)
        json.endObject()
    }

    private mutating func write(_ enclosures: [Enclosure]) {
        guard !enclosures.isEmpty else { return }
        json.key("enclosures")
        json.beginArray()
        for enclosure in enclosures {
            json.beginObject()
            json.field("url", enclosure.url)
            json.field("type", enclosure.type)
            json.field("length", enclosure.length)
            json.field("title", enclosure.title)
            json.field("durationSeconds", enclosure.durationSeconds)
            json.endObject()
        }
        json.endArray()
    }

    private mutating func write(_ media: [Media]) {
        guard !media.isEmpty else { return }
        json.key("media")
        json.beginArray()
        for entry in media {
            json.beginObject()
            json.field("url", entry.url)
            json.field("type", entry.type)
            json.field("medium", entry.medium)
            json.field("width", entry.width)
            json.field("height", entry.height)
            json.field("durationSeconds", entry.durationSeconds)
            json.endObject()
        }
        json.endArray()
    }

    private mutating func write(_ subscription: Subscription) {
        json.beginObject()
        json.field("title", subscription.title)
        json.field("xmlUrl", subscription.xmlUrl)
        json.field("htmlUrl", subscription.htmlUrl)
        json.field("description", subscription.description)
        json.field("language", subscription.language)
        strings("path", subscription.path)
        strings("categories", subscription.categories)
        json.endObject()
    }

    private mutating func strings(_ name: String, _ values: [String]) {
        guard !values.isEmpty else { return }
        json.key(name)
        json.beginArray()
        for value in values { json.value(value) }
        json.endArray()
    }

    private mutating func persons(_ name: String, _ persons: [Person]) {
        guard !persons.isEmpty else { return }
        json.key(name)
        json.beginArray()
        for person in persons {
            json.beginObject()
            json.field("name", person.name)
            json.field("email", person.email)
            json.field("uri", person.uri)
            json.endObject()
        }
        json.endArray()
    }

    private mutating func categories(_ categories: [Category]) {
        guard !categories.isEmpty else { return }
        json.key("categories")
        json.beginArray()
        for category in categories {
            json.beginObject()
            json.field("term", category.term)
            json.field("label", category.label)
            json.field("scheme", category.scheme)
            json.endObject()
        }
        json.endArray()
    }

    private mutating func links(_ links: [Link]) {
        guard !links.isEmpty else { return }
        json.key("links")
        json.beginArray()
        for link in links {
            json.beginObject()
            json.field("rel", link.rel)
            json.field("href", link.href)
            json.field("type", link.type)
            json.field("title", link.title)
            json.endObject()
        }
        json.endArray()
    }
}
