internal import FoundationEssentials

/// RSS written as JSON: the elements of RSS 2.0 as keys.
enum RSSInJSONFormat {
    /// The feed in a document; nil when it is none of this kind.
    static func feed(in root: JSONValue, baseURL: String?) -> ParsedFeed? {
        let rss = root["rss"] ?? root
        guard let channel = rss["channel"], channel.isObject else { return nil }
        let link = channel["link"]?.text
        let base = baseURL ?? (link.flatMap { URLReference.isAbsolute($0) ? $0 : nil })
        var feed = ParsedFeed(format: .rssInJSON)
        feed.title = plain(channel["title"])
        feed.description = plain(channel["description"])
        feed.link = address(channel["link"], base)
        feed.copyright = plain(channel["copyright"])
        feed.generator = plain(channel["generator"])
        feed.language = channel["language"]?.text
        feed.ttlMinutes = channel["ttl"]?.integer.map { Int(clamping: $0) }
        feed.updated = date(channel["lastBuildDate"])
        feed.published = date(channel["pubDate"])
        feed.logo = address(channel["image"]?["url"], base)
        feed.categories = categories(channel["category"])
        if let author = channel["managingEditor"]?.text.flatMap(PersonText.person) { feed.authors = [author] }
        let items = channel["item"] ?? channel["items"] ?? rss["item"]
        for value in items?.elements ?? [] where value.isObject {
            feed.items.append(item(value, base, feed.language))
        }
        return feed
    }

    private static func item(_ value: JSONValue, _ base: String?, _ language: String?) -> ParsedItem {
        var item = ParsedItem()
        item.title = plain(value["title"])
        item.titleType = item.title == nil ? nil : .html
        let guid = value["guid"]
        item.id = guid?.text ?? text(of: guid)
        item.link = address(value["link"], base)
        var isPermalink = true
        if case .bool(false)? = guid?["isPermaLink"] { isPermalink = false }
        if guid?["isPermaLink"]?.text == "false" { isPermalink = false }
        if item.link == nil, isPermalink, let id = item.id, URLReference.hasAuthority(id) { item.link = id }
        item.summary = (value["description"]?.text).flatMap {
            FieldText.html($0.utf8.span, .html, hasMarkup: false, base: base)
        }
        item.contentHTML = (value["content:encoded"]?.text ?? value["encoded"]?.text).flatMap {
            FieldText.html($0.utf8.span, .html, hasMarkup: false, base: base)
        }
        item.published = date(value["pubDate"])
        if item.published == nil { item.unreadDate = value["pubDate"]?.text }
        let author = value["author"]?.text ?? value["dc:creator"]?.text
        if let person = author.flatMap(PersonText.person) { item.authors = [person] }
        item.categories = categories(value["category"])
        item.commentsURL = address(value["comments"], base)
        for enclosure in value["enclosure"]?.elements ?? [] {
            guard let url = address(enclosure["url"], base) else { continue }
            item.enclosures.append(
                Enclosure(url: url, type: enclosure["type"]?.text, length: enclosure["length"]?.integer))
        }
        item.language = language
        if let link = item.link { item.links.append(Link(href: link)) }
        return item
    }

    /// The text of an element that also has attributes: `#value`, `#text`, `value`, `_`.
    private static func text(of value: JSONValue?) -> String? {
        for key in ["#value", "#text", "value", "_", "$t", "#"] {
            if let text = value?[key]?.text { return text }
        }
        return nil
    }

    private static func categories(_ value: JSONValue?) -> [Category] {
        (value?.elements ?? []).compactMap { entry in
            guard let term = entry.text ?? text(of: entry) else { return nil }
            return Category(term: term, scheme: entry["domain"]?.text)
        }
    }

    private static func plain(_ value: JSONValue?) -> String? {
        (value?.text ?? text(of: value)).flatMap { MarkupText.plain(ofHTML: $0.utf8.span) }
    }

    private static func address(_ value: JSONValue?, _ base: String?) -> String? {
        guard let text = value?.text else { return nil }
        return URLReference.resolve(text, against: base)
    }

    private static func date(_ value: JSONValue?) -> Date? {
        value?.text.flatMap { DateParser.parse($0)?.date }
    }
}
