/// Fields that elements state in their attributes.
extension FeedDocumentBuilder {
    func openLink(_ attributes: XMLAttributes, _ name: XMLName, _ frame: inout Frame) {
        guard context != .other, context != .document || isRecognised else { return }
        let href = attributes["href"] ?? (context == .item || context == .feed ? attributes["resource"] : nil)
        guard attributes.count > 0, let href = address(href ?? (attributes.isEmpty("href") ? "" : nil)) else {
            frame.collects = true
            frame.isText = true
            attributesOfText = TextAttributes()
            attributesOfText.term = attributes["rel"]
            attributesOfText.scheme = attributes["type"]
            return
        }
        let rel = relation(attributes["rel"])
        let link = Link(rel: rel, href: href, type: attributes["type"], title: attributes["title"])
        switch context {
        // In RSS a link of no vocabulary with an address is the page's, said more clearly than by text.
        case .feed, .document: takeFeedLink(link, rank: isAtom || name.namespace == .core ? 8 : 4)
        case .item:
            takeItemLink(
                link, rank: isAtom ? 8 : 4, length: attributes["length"].flatMap { Int64($0) },
                count: attributes["count"].flatMap { Int($0) })
        case .source: if rel == "alternate" || source.link == nil { source.link = href }
        default: break
        }
    }

    /// Registered relations may be written as addresses (RFC 4287 section 4.2.7.2).
    func relation(_ rel: String?) -> String {
        guard let rel = rel?.lowercased(), !rel.isEmpty else { return "alternate" }
        let prefix = "http://www.iana.org/assignments/relation/"
        return rel.hasPrefix(prefix) ? String(rel.dropFirst(prefix.count)) : rel
    }

    /// Takes a link of the feed; the rank is that of a page's address.
    func takeFeedLink(_ link: Link, rank: UInt8) {
        feed.links.append(link)
        switch link.rel {
        case "alternate":
            let isPage = Self.isPage(link.type)
            FieldRanks.set(link.href, isPage ? rank : 2, &feed.link, &feedRanks.link)
            if isPage { learnBase(link.href) }
        case "self": if feed.selfLink == nil { feed.selfLink = link.href }
        case "next": feed.nextPage = feed.nextPage ?? link.href
        case "prev-archive": feed.previousArchive = feed.previousArchive ?? link.href
        case "hub":
            if !feed.hubs.suffix(Limits.comparisons).contains(link.href) { feed.hubs.append(link.href) }
        case "license": feed.license = feed.license ?? link.href
        default: break
        }
    }

    /// Takes the address of a licence for what the element stands in; blocks of RDF beside the channel are none.
    func takeLicense(_ url: String?) {
        switch context {
        case .item: item.license = item.license ?? url
        case .feed: feed.license = feed.license ?? url
        default: break
        }
    }

    /// Whether a media type is that of a page, or unknown.
    private static func isPage(_ type: String?) -> Bool {
        guard let type else { return true }
        let bytes = Array(type.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: "html".utf8) }
    }

    var isAtom: Bool { feed.format == .atom10 || feed.format == .atom03 }

    /// Takes a link of an item; the rank is that of a page's address.
    func takeItemLink(_ link: Link, rank: UInt8, length: Int64? = nil, count: Int? = nil) {
        item.links.append(link)
        switch link.rel {
        case "alternate":
            FieldRanks.set(link.href, Self.isPage(link.type) ? rank : 2, &item.link, &itemRanks.link)
        case "enclosure":
            addEnclosure(Enclosure(url: link.href, type: link.type, length: length, title: link.title))
        case "replies":
            if link.type == nil ? item.commentsURL == nil : Self.isPage(link.type) {
                item.commentsURL = item.commentsURL ?? link.href
            } else {
                item.commentsFeedURL = item.commentsFeedURL ?? link.href
            }
            item.commentsCount = item.commentsCount ?? count
        case "license": item.license = item.license ?? link.href
        case "related" where item.link == nil && itemRanks.link == 0:
            itemRanks.permalink = itemRanks.permalink ?? link.href
        default: break
        }
    }

    func takeEnclosure(_ attributes: XMLAttributes) {
        let written = attributes["url"] ?? attributes["href"] ?? attributes["resource"]
        context = context == .item ? .item : .other
        guard context == .item, let url = address(written) else { return }
        addEnclosure(
            Enclosure(url: url, type: attributes["type"], length: attributes["length"].flatMap { Int64($0) }))
    }

    func addEnclosure(_ enclosure: Enclosure) {
        guard itemRanks.enclosureKeys.insert(enclosure.url).inserted else { return }
        item.enclosures.append(enclosure)
        if enclosure.type?.hasPrefix("image/") == true { itemRanks.furtherImages.append(enclosure.url) }
    }

    func openMedia(_ attributes: XMLAttributes) {
        guard context == .item else { return context = .other }
        media = Media()
        media.url = address(attributes["url"])
        media.type = attributes["type"]
        media.medium = attributes["medium"]?.lowercased()
        media.width = attributes["width"].flatMap { Int($0) }
        media.height = attributes["height"].flatMap { Int($0) }
        media.durationSeconds = attributes["duration"].flatMap(ITunesModule.seconds(of:))
        context = .media
    }

    /// `media:player`: a page that plays the medium; its address where the medium has none of its own.
    func takePlayer(_ attributes: XMLAttributes) {
        guard context == .media || context == .item, let url = address(attributes["url"]) else { return }
        if context == .media, media.url == nil {
            media.url = url
        } else {
            var player = Media()
            player.url = url
            itemRanks.players.append(player)
        }
    }

    func openThumbnail(_ attributes: XMLAttributes, _ frame: inout Frame) {
        guard context == .item || context == .media || context == .feed else { return }
        if let url = address(attributes["url"]) {
            if context == .feed { FieldRanks.set(url, 3, &feed.logo, &feedRanks.logo) } else { addImage(url) }
            return
        }
        frame.collects = true
        frame.isText = true
        attributesOfText = TextAttributes()
    }

    func addImage(_ url: String) {
        if !item.images.suffix(Limits.comparisons).contains(url) { item.images.append(url) }
    }

    /// `itunes:image` with its attribute, or with the address as text.
    func takePicture(_ url: String?, _ frame: inout Frame) {
        guard let url else {
            imageAddress = nil
            context = context == .item || context == .feed ? .image : .other
            frame.collects = context == .image
            return
        }
        if context == .item {
            itemRanks.furtherImages.insert(url, at: 0)
        } else if context == .feed {
            FieldRanks.set(url, 7, &feed.logo, &feedRanks.logo)
        }
        context = .other
    }

    func openCategory(_ attributes: XMLAttributes, _ name: XMLName, _ frame: inout Frame) {
        guard context == .feed || context == .item || context == .media else { return }
        frame.collects = true
        frame.isText = true
        attributesOfText = TextAttributes()
        // The default of the media module (section on media:category).
        if name.namespace == .media {
            attributesOfText.scheme = "http://search.yahoo.com/mrss/category_schema"
        }
        guard attributes.count > 0 else { return }
        attributesOfText.scheme = attributes["scheme"] ?? attributes["domain"] ?? attributesOfText.scheme
        attributesOfText.term = attributes["term"]
        attributesOfText.label = attributes["label"]
    }

    func takeProgramCategory(_ attributes: XMLAttributes) {
        guard let name = attributes["text"] else { return }
        addCategory(Category(term: name, scheme: "http://www.itunes.com/"))
    }

    func addCategory(_ category: Category) {
        guard category.term != nil || category.label != nil else { return }
        if isInItem {
            Self.add(category, to: &item.categories)
        } else {
            Self.add(category, to: &feed.categories)
        }
    }

    /// A word that is there already, in a vocabulary or in none, is not told again.
    private static func add(_ category: Category, to list: inout [Category]) {
        for index in list.indices.suffix(Limits.comparisons)
        where list[index].term == category.term
            && (category.label == nil || list[index].label == category.label)
            && (category.scheme == nil || list[index].scheme == category.scheme)
        {
            return
        }
        list.append(category)
    }

    func takeContentSource(_ source: String, _ attributes: XMLAttributes) {
        guard context == .item, let url = address(source) else { return }
        item.links.append(Link(rel: "content", href: url, type: attributes["type"]))
        let type = attributes["type"]?.lowercased() ?? ""
        if type.hasPrefix("audio/") || type.hasPrefix("video/") || type.hasPrefix("image/") {
            addEnclosure(Enclosure(url: url, type: type))
        } else {
            itemRanks.permalink = itemRanks.permalink ?? url
        }
    }

    // MARK: CDF

    func openCDFChannel(_ attributes: XMLAttributes) {
        guard attributes.count > 0 else { return }
        if feed.format == .cdf {
            let base = attributes["base"]
            if let base { learnBase(base) }
            if let href = attributes["href"].map({ URLReference.resolve($0, against: base ?? self.base) }) {
                FieldRanks.set(href, 5, &feed.link, &feedRanks.link)
                if feed.links.isEmpty { feed.links.append(Link(href: href)) }
            }
            if let own = address(attributes["self"]) { feed.selfLink = feed.selfLink ?? own }
            if let text = attributes["lastmod"] { takeDate(DateParser.parse(text), .updated, 5) }
        } else if let about = attributes["about"], URLReference.isAbsolute(about), feed.format != .rss20 {
            feedRanks.permalink = about
        }
    }

    func openAnchor(_ attributes: XMLAttributes) {
        guard feed.format == .cdf, let href = address(attributes["href"]) else { return context = .other }
        if context == .item {
            FieldRanks.set(href, 8, &item.link, &itemRanks.link)
            item.links.append(Link(href: href))
        } else if context == .feed {
            FieldRanks.set(href, 8, &feed.link, &feedRanks.link)
            feed.links.append(Link(href: href))
        }
    }

    func takeCDFLogo(_ attributes: XMLAttributes) {
        guard let href = address(attributes["href"]) else { return }
        if context == .item {
            addImage(href)
        } else if attributes["style"]?.lowercased() == "icon" {
            FieldRanks.set(href, 8, &feed.icon, &feedRanks.icon)
        } else {
            FieldRanks.set(href, 8, &feed.logo, &feedRanks.logo)
        }
    }
}
