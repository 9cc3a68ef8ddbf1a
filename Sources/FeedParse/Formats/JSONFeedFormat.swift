/// JSON Feed 1.0 and 1.1.
enum JSONFeedFormat {
    /// What a JSON document says; throws when there is no feed in it.
    static func parse(_ utf8: [UInt8], baseURL: String?) throws(FeedParseError) -> ParsedFeed {
        var reader = JSONReader(utf8)
        guard let root = try reader.read() else {
            throw FeedParseError(.jsonWithoutFeed, "The document looks like JSON but cannot be read.")
        }
        var feed: ParsedFeed
        if let rss = RSSInJSONFormat.feed(in: root, baseURL: baseURL) {
            feed = rss
        } else {
            let version = root["version"]?.text ?? ""
            let isNamed = version.contains("jsonfeed.org")
            guard root.isObject,
                isNamed || root["items"] != nil && (root["title"] != nil || root["feed_url"] != nil)
            else {
                throw FeedParseError(.jsonWithoutFeed, "The document is JSON without a feed in it.")
            }
            feed = Reading(root, baseURL: baseURL, version: version).feed()
        }
        if reader.isDamaged { feed.warnings.append("the JSON is damaged; read as far as it goes") }
        return feed
    }

    private struct Reading {
        let root: JSONValue
        let version: String
        let base: String?

        init(_ root: JSONValue, baseURL: String?, version: String) {
            self.root = root
            self.version = version
            let own = root["home_page_url"]?.text
            base = baseURL ?? (own.flatMap { URLReference.isAbsolute($0) ? $0 : nil })
        }

        func feed() -> ParsedFeed {
            var feed = ParsedFeed(format: version.contains("1.1") ? .jsonFeed11 : .jsonFeed10)
            feed.title = plain(root["title"])
            feed.description = plain(root["description"])
            feed.link = address(root["home_page_url"])
            feed.selfLink = address(root["feed_url"])
            feed.nextPage = address(root["next_url"])
            feed.language = root["language"]?.text
            feed.icon = address(root["favicon"])
            feed.logo = address(root["icon"])
            feed.authors = persons(root)
            if let link = feed.link { feed.links.append(Link(href: link)) }
            if let link = feed.selfLink { feed.links.append(Link(rel: "self", href: link)) }
            for hub in root["hubs"]?.elements ?? [] {
                if let url = address(hub["url"]) { feed.hubs.append(url) }
            }
            for value in root["items"]?.elements ?? [] where value.isObject {
                feed.items.append(item(value, feed))
            }
            // The format has no dates of the feed: its newest item tells when it changed.
            feed.published = feed.items.compactMap(\.published).max()
            feed.updated = feed.items.compactMap { $0.updated ?? $0.published }.max()
            return feed
        }

        private func item(_ value: JSONValue, _ feed: ParsedFeed) -> ParsedItem {
            var item = ParsedItem()
            item.id = value["id"]?.text
            item.link = address(value["url"]) ?? address(value["external_url"])
            if let id = item.id, item.link == nil, id.hasPrefix("http://") || id.hasPrefix("https://") {
                item.link = id
            }
            item.title = plain(value["title"])
            item.titleType = item.title == nil ? nil : .text
            item.summary = escaped(value["summary"])
            if let html = value["content_html"]?.text {
                item.contentHTML = FieldText.html(html.utf8.span, .html, hasMarkup: false, base: base)
            } else {
                item.contentHTML = escaped(value["content_text"])
            }
            item.authors = persons(value)
            for (key, isUpdate) in [("date_published", false), ("date_modified", true)] {
                guard let text = value[key]?.text else { continue }
                let date = DateParser.parse(text)?.date
                if isUpdate { item.updated = date } else { item.published = date }
                if date == nil { item.unreadDate = item.unreadDate ?? text }
            }
            item.categories = (value["tags"]?.elements ?? []).compactMap { tag in
                plain(tag).map { Category(term: $0) }
            }
            for key in ["image", "banner_image"] {
                if let url = address(value[key]) { item.images.append(url) }
            }
            for attachment in value["attachments"]?.elements ?? [] {
                guard let url = address(attachment["url"]) else { continue }
                item.enclosures.append(
                    Enclosure(
                        url: url, type: attachment["mime_type"]?.text,
                        length: attachment["size_in_bytes"]?.integer,
                        title: attachment["title"]?.text,
                        durationSeconds: attachment["duration_in_seconds"]?.integer.map { Int(clamping: $0) })
                )
            }
            item.language = value["language"]?.text ?? feed.language
            if let link = address(value["url"]) { item.links.append(Link(href: link)) }
            if let link = address(value["external_url"]) {
                item.links.append(Link(rel: "related", href: link))
            }
            return item
        }

        /// JSON Feed 1.0 has one `author`, 1.1 a list.
        private func persons(_ value: JSONValue) -> [Person] {
            let list = (value["authors"]?.elements ?? []) + (value["author"].map { [$0] } ?? [])
            var persons: [Person] = []
            for entry in list {
                let person =
                    entry.isObject
                    ? Person(name: plain(entry["name"]), uri: address(entry["url"]))
                    : Person(name: plain(entry))
                if person != Person(), !persons.contains(person) { persons.append(person) }
            }
            return persons
        }

        private func plain(_ value: JSONValue?) -> String? {
            value?.text.flatMap { MarkupText.statedText($0.utf8.span) }
        }

        private func escaped(_ value: JSONValue?) -> String? {
            value?.text.flatMap { FieldText.html($0.utf8.span, .text, hasMarkup: false, base: nil) }
        }

        private func address(_ value: JSONValue?) -> String? {
            guard let text = value?.text else { return nil }
            return URLReference.resolve(text, against: base)
        }
    }
}
