/// OPML 1.0 to 2.0: lists of subscriptions.
enum OPMLFormat {
    static let names: FeedVocabulary = [
        (.core, "opml", .opml), (.core, "outline", .outline), (.core, "datecreated", .created),
        (.core, "datemodified", .updated), (.core, "ownername", .name), (.core, "owneremail", .email),
        (.core, "ownerid", .uri),
    ]

    static func format(version: String?) -> FeedFormat {
        switch version {
        case "1.0", "1": .opml10
        case "1.1": .opml11
        case "2.0", "2": .opml20
        default: .opml
        }
    }
}

extension FeedDocumentBuilder {
    func openOutline(_ attributes: XMLAttributes) {
        guard feed.format.isOutline else {
            subscription.append(nil)
            return context = .other
        }
        context = .outline
        var entry = Subscription()
        for index in 0..<attributes.count {
            guard let value = attributes.text(index) else { continue }
            let name = attributes.qualifiedName(index)
            switch name.lowercased() {
            case "title": entry.title = MarkupText.plain(ofText: value.utf8.span)
            case "text": if entry.title == nil { entry.title = MarkupText.plain(ofText: value.utf8.span) }
            case "xmlurl": entry.xmlUrl = address(value)
            case "htmlurl": entry.htmlUrl = address(value)
            case "description": entry.description = value
            case "language": entry.language = value
            case "category":
                entry.categories = value.split(separator: ",").compactMap {
                    MarkupText.trimmed(String($0).utf8.span)
                }
            default: entry.attributes[name] = value
            }
        }
        if entry.xmlUrl == nil, let url = entry.attributes["url"], Self.isFeedType(entry.attributes["type"]) {
            entry.xmlUrl = address(url)
            entry.attributes["url"] = nil
        }
        entry.path = Array(folders.prefix(Limits.comparisons))
        if entry.xmlUrl != nil, Self.isSubscription(entry.attributes["type"]) {
            if feed.subscriptions.last != entry {
                feed.subscriptions.append(entry)
                itemCount += 1
            }
            subscription.append(entry)
        } else {
            subscription.append(nil)
            folders.append(entry.title ?? "")
        }
    }

    func closeOutline() {
        guard let entry = subscription.popLast() else { return }
        if entry == nil, !folders.isEmpty { folders.removeLast() }
    }

    private static func isFeedType(_ type: String?) -> Bool {
        switch type?.lowercased() {
        case "rss", "atom", "pie", "rss1", "rss2", "feed": true
        default: false
        }
    }

    /// Outlines of other types with an address are links and includes, not subscriptions.
    private static func isSubscription(_ type: String?) -> Bool {
        switch type?.lowercased() {
        case "include", "source", "song", "category": false
        default: true
        }
    }
}
