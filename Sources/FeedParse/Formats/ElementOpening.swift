extension FeedDocumentBuilder {
    /// Whether the document is Atom, where texts are plain unless they say otherwise.
    private var isAtomDocument: Bool { feed.format == .atom10 || feed.format == .atom03 }

    /// Handles a start tag: sets the context inside of it and what is collected.
    func open(_ name: XMLName, _ attributes: XMLAttributes, _ frame: inout Frame) {
        switch name.element {
        case .rss, .rdf, .feed, .channel, .urlset, .sitemapIndex, .opml, .html, .redirect:
            openDocument(name, attributes)
        case .item, .sitemap: openItem(attributes, name, &frame)
        case .sitemapURL: openURL(attributes, name, &frame)
        case .items: context = context == .item ? .other : context
        case .head: context = feed.format.isOutline ? .feed : .other
        case .body: openBody(&frame)
        case .outline: openOutline(attributes)
        case .image where name.namespace == .itunes || name.namespace == .googlePlay:
            takePicture(address(attributes["href"] ?? attributes["url"]), &frame)
        case .image: openImage(attributes, &frame)
        case .textInput: context = .textInput
        case .source where context == .item: openSource(attributes, &frame)
        case .owner where context == .item: context = .other
        case .author, .owner, .contributor, .creator, .editor: openPerson(name, &frame)
        case .group: context = context == .item ? .item : .other
        case .mediaContent: openMedia(attributes)
        case .newsGroup:
            if feed.format == .sitemap { feed.format = .newsSitemap }
        case .publication: if context == .item { context = .source; source = SourceReference() }
        case .imageGroup, .videoGroup: context = context == .item ? .item : .other
        case .anchor: openAnchor(attributes)
        case .link: openLink(attributes, name, &frame)
        case .enclosure: takeEnclosure(attributes)
        case .license where attributes["resource"] != nil: takeLicense(address(attributes["resource"]))
        case .thumbnail: openThumbnail(attributes, &frame)
        case .player: takePlayer(attributes)
        case .category, .subject: openCategory(attributes, name, &frame)
        case .programCategory: takeProgramCategory(attributes)
        case .logo where attributes["href"] != nil: takeCDFLogo(attributes)
        case .unknown: context = .other
        default: openText(name, attributes, &frame)
        }
    }

    private func openText(_ name: XMLName, _ attributes: XMLAttributes, _ frame: inout Frame) {
        guard context != .other, context != .document || name.element == .updatePeriod || isRecognised else {
            return
        }
        frame.collects = true
        frame.isText = true
        attributesOfText = TextAttributes()
        let isAtom =
            name.namespace == .atom10 || name.namespace == .atom03
            || (isAtomDocument && name.namespace == .core)
        switch name.element {
        case .title, .subtitle, .summary, .content, .rights, .description:
            if isAtom {
                attributesOfText.mode = AtomFormat.textMode(
                    type: attributes["type"], mode: attributes["mode"],
                    is03: name.namespace == .atom03 || (name.namespace == .core && feed.format == .atom03))
                attributesOfText.isEscapedMarkup = attributesOfText.mode == .html
            } else if name.namespace == .media {
                attributesOfText.mode = attributes["type"]?.lowercased() == "plain" ? .text : .guess
            } else if name.element == .content || attributes["type"]?.lowercased() == "xhtml" {
                attributesOfText.mode =
                    attributes["type"] == nil
                    ? .html
                    : AtomFormat.textMode(
                        type: attributes["type"], mode: attributes["mode"], is03: false)
            }
            if name.element == .content, let source = attributes["src"] {
                takeContentSource(source, attributes)
            }
        case .encoded where name.namespace == .xhtml: attributesOfText.mode = .xhtml
        case .guid:
            let value = attributes["isPermaLink"]?.lowercased()
            attributesOfText.isPermalink = value != "false" && value != "0" && value != "no"
            attributesOfText.term = value
        case .keywords: attributesOfText.scheme = nil
        default: break
        }
    }

    private func openBody(_ frame: inout Frame) {
        guard !feed.format.isOutline else { return }
        guard context == .item else { return context = .other }
        frame.collects = true
        frame.isText = true
        attributesOfText = TextAttributes(mode: .xhtml)
    }

    private func openDocument(_ name: XMLName, _ attributes: XMLAttributes) {
        guard !isInItem else { return context = .other }
        if name.element == .html {
            if !isRecognised { isHTML = true }
            context = .other
            return
        }
        if !isRecognised { recognise(name, attributes) }
        context = name.element == .rss || name.element == .rdf ? .document : .feed
        if feed.language == nil, let language { feed.language = language }
        if name.element == .channel { openCDFChannel(attributes) }
    }

    private func recognise(_ name: XMLName, _ attributes: XMLAttributes) {
        isRecognised = true
        switch name.element {
        case .rss: feed.format = RSSFormat.format(version: attributes["version"])
        case .rdf: feed.format = isRSS090 ? .rss090 : .rss10
        case .feed:
            let version = attributes["version"]
            let isOld =
                name.namespace == .atom03 || (name.namespace == .core && version?.hasPrefix("0") == true)
            feed.format = isOld ? .atom03 : .atom10
        case .urlset: feed.format = .sitemap
        case .sitemapIndex: feed.format = .sitemapIndex
        case .opml: feed.format = OPMLFormat.format(version: attributes["version"])
        case .channel:
            let isCDF =
                attributes["href"] != nil || attributes["self"] != nil || attributes["base"] != nil
                || attributes["lastmod"] != nil || name.local == "CHANNEL"
            feed.format = isCDF ? .cdf : .rss
        default: break
        }
    }

    private func openItem(_ attributes: XMLAttributes, _ name: XMLName, _ frame: inout Frame) {
        guard !isInItem else { return context = .other }
        if !isRecognised {
            isRecognised = true
            feed.format = name.namespace == .atom10 ? .atom10 : name.namespace == .atom03 ? .atom03 : .rss
        }
        if name.namespace == .rss090, feed.format == .rss10 { feed.format = .rss090 }
        item = ParsedItem()
        itemRanks = FieldRanks()
        isInItem = true
        frame.isItem = true
        context = .item
        item.language = language
        guard attributes.count > 0 else { return }
        if let about = attributes["about"] {
            FieldRanks.set(about, 3, &item.id, &itemRanks.id)
            if URLReference.isAbsolute(about) { itemRanks.permalink = about }
        }
        if let href = address(attributes["href"]) {
            FieldRanks.set(href, 5, &item.link, &itemRanks.link)
            item.links.append(Link(href: href))
        }
        if let text = attributes["lastmod"] { takeDate(DateParser.parse(text), .updated, 5) }
    }

    /// `url` is a page in a sitemap, a picture's address in an image and a person's page in Atom 0.3.
    private func openURL(_ attributes: XMLAttributes, _ name: XMLName, _ frame: inout Frame) {
        if !isInItem, context == .feed, feed.format == .sitemap || feed.format == .newsSitemap {
            return openItem(attributes, name, &frame)
        }
        if context == .document, !isRecognised {
            isRecognised = true
            feed.format = .sitemap
            return openItem(attributes, name, &frame)
        }
        guard context != .other else { return }
        frame.collects = true
        frame.isText = true
        attributesOfText = TextAttributes()
    }

    private func openImage(_ attributes: XMLAttributes, _ frame: inout Frame) {
        imageAddress = address(attributes["href"] ?? attributes["url"] ?? attributes["resource"])
        // RDF puts the image beside the channel.
        if context == .document || context == .feed {
            if let imageAddress { FieldRanks.set(imageAddress, 8, &feed.logo, &feedRanks.logo) }
        }
        context = context == .item || context == .feed || context == .document ? .image : .other
        frame.collects = context == .image
    }

    private func openSource(_ attributes: XMLAttributes, _ frame: inout Frame) {
        source = SourceReference()
        source.link = address(attributes["url"])
        context = .source
        frame.collects = true
    }

    private func openPerson(_ name: XMLName, _ frame: inout Frame) {
        let isKnown = context == .feed || context == .item || context == .source
        guard isKnown || (context == .document && isRecognised) else {
            return context = .other
        }
        person = Person()
        context = .person
        frame.collects = true
    }
}

extension FeedFormat {
    /// Whether the format is OPML.
    var isOutline: Bool {
        switch self {
        case .opml, .opml10, .opml11, .opml20: true
        default: false
        }
    }
}
