/// Fields that elements state in their text.
extension FeedDocumentBuilder {
    /// Handles the collected text of an element that ends.
    func finish(_ frame: Frame, _ b: Span<UInt8>) {
        switch context {
        case .item, .media: finishItemText(frame, b)
        case .feed, .document: finishFeedText(frame, b)
        case .person: finishPersonText(frame, b)
        case .source: finishSourceText(frame, b)
        case .image: finishImageText(frame, b)
        case .textInput, .outline, .other: break
        }
    }

    private func plain(_ frame: Frame, _ b: Span<UInt8>) -> String? {
        FieldText.plain(b, attributesOfText.mode, hasMarkup: frame.hasMarkup)
    }

    private func html(_ frame: Frame, _ b: Span<UInt8>) -> String? {
        FieldText.html(b, attributesOfText.mode, hasMarkup: frame.hasMarkup, base: base)
    }

    private func text(_ b: Span<UInt8>) -> String? { MarkupText.trimmed(b) }

    private func finishItemText(_ frame: Frame, _ b: Span<UInt8>) {
        let rank = FieldRanks.rank(of: frame.namespace)
        switch frame.element {
        case .title:
            // A title of media:content names the medium.
            guard context == .item, rank > itemRanks.title else { return }
            if let title = plain(frame, b) {
                item.title = title
                item.titleType = attributesOfText.mode.textType
                itemRanks.title = rank
            }
        case .link: takeItemLinkText(b)
        case .guid, .id: takeIdentifier(b, frame)
        case .identifier: FieldRanks.set(text(b), 2, &item.id, &itemRanks.id)
        case .description, .summary, .subtitle:
            guard rank > itemRanks.summary else { return }
            FieldRanks.set(html(frame, b), rank, &item.summary, &itemRanks.summary)
        case .subordinate: FieldRanks.set(html(frame, b), 1, &item.summary, &itemRanks.summary)
        case .content, .encoded, .body:
            if item.language == nil { item.language = language }
            guard rank > itemRanks.content else { return }
            FieldRanks.set(html(frame, b), rank, &item.contentHTML, &itemRanks.content)
        case .published, .issued, .created, .updated, .built, .date: takeItemDate(frame, b)
        case .category, .subject: takeCategory(frame, b)
        case .keywords: takeKeywords(b)
        case .comments: if item.commentsURL == nil { item.commentsURL = address(text(b)) }
        case .license: takeLicense(address(text(b)))
        case .commentsFeed: if item.commentsFeedURL == nil { item.commentsFeedURL = address(text(b)) }
        case .originalEnclosure:
            if let url = address(text(b)), !item.enclosures.isEmpty {
                item.enclosures[item.enclosures.count - 1].url = url
            }
        case .commentsCount: if let count = text(b).flatMap({ Int($0) }) { item.commentsCount = count }
        case .originalLink: itemRanks.originalLink = itemRanks.originalLink ?? address(text(b))
        case .location:
            FieldRanks.set(address(text(b)), 9, &item.link, &itemRanks.link)
            if let link = item.link, item.links.isEmpty { item.links.append(Link(href: link)) }
        case .picture, .thumbnail, .sitemapURL: if let url = address(text(b)) { addImage(url) }
        case .duration:
            if item.durationSeconds == nil {
                item.durationSeconds = text(b).flatMap(ITunesModule.seconds(of:))
            }
        case .language: FieldRanks.set(text(b), 2, &item.language, &itemRanks.language)
        default: break
        }
    }

    private func takeItemLinkText(_ b: Span<UInt8>) {
        guard context == .item, let url = address(text(b)) else { return }
        takeItemLink(linkOfText(url), rank: 7)
    }

    /// A link whose address is its element's text.
    private func linkOfText(_ url: String) -> Link {
        Link(rel: relation(attributesOfText.term), href: url, type: attributesOfText.scheme)
    }

    private func takeIdentifier(_ b: Span<UInt8>, _ frame: Frame) {
        guard context == .item, let id = text(b) else { return }
        FieldRanks.set(id, frame.element == .guid ? 9 : 8, &item.id, &itemRanks.id)
        if frame.element == .guid, attributesOfText.isPermalink {
            // Without the attribute a guid is a link only when it looks like one.
            let isStated = attributesOfText.term != nil
            if URLReference.hasAuthority(id) || isStated {
                itemRanks.permalink = address(id)
            }
        }
    }

    private func takeItemDate(_ frame: Frame, _ b: Span<UInt8>) {
        let date = DateParser.parse(b)
        if date == nil, let written = text(b) {
            item.unreadDate = item.unreadDate ?? written
            return
        }
        takeDate(date, frame.element, FieldRanks.rank(of: frame.namespace))
    }

    /// Puts a date where its element says; the first of the most trustworthy kind wins.
    func takeDate(_ stated: StatedDate?, _ element: FeedElement, _ rank: UInt8) {
        guard let date = stated?.date else { return }
        let isItem = isInItem
        switch element {
        case .published, .issued:
            // Atom 0.3's issued stands behind published.
            let rank = element == .issued ? rank * 4 - 1 : rank * 4
            if isItem {
                FieldRanks.set(date, rank, &item.published, &itemRanks.published)
            } else {
                FieldRanks.set(date, rank, &feed.published, &feedRanks.published)
            }
        case .created:
            if isItem {
                FieldRanks.set(date, 3, &item.published, &itemRanks.published)
            } else {
                FieldRanks.set(date, 3, &feed.published, &feedRanks.published)
            }
        case .date:
            if isItem {
                FieldRanks.set(date, 4, &item.published, &itemRanks.published)
                FieldRanks.set(date, 4, &item.updated, &itemRanks.updated)
            } else {
                FieldRanks.set(date, 4, &feed.updated, &feedRanks.updated)
            }
        default:
            if isItem {
                // Of two statements the later one in the document counts.
                if rank * 4 == itemRanks.updated { itemRanks.updated -= 1 }
                FieldRanks.set(date, rank * 4, &item.updated, &itemRanks.updated)
            } else {
                FieldRanks.set(date, rank * 4, &feed.updated, &feedRanks.updated)
            }
        }
    }

    private func takeCategory(_ frame: Frame, _ b: Span<UInt8>) {
        var category = Category(
            term: attributesOfText.term, label: attributesOfText.label, scheme: attributesOfText.scheme)
        if category.term == nil { category.term = MarkupText.words(b) }
        addCategory(category)
    }

    private func takeKeywords(_ b: Span<UInt8>) {
        guard let text = MarkupText.words(b) else { return }
        let separator: Character = text.contains(",") ? "," : text.contains(";") ? ";" : ","
        for word in text.split(separator: separator) {
            if let term = MarkupText.plain(ofText: String(word).utf8.span) {
                addCategory(Category(term: term))
            }
        }
    }

    private func finishFeedText(_ frame: Frame, _ b: Span<UInt8>) {
        let rank = FieldRanks.rank(of: frame.namespace)
        switch frame.element {
        case .title: FieldRanks.set(plain(frame, b), rank, &feed.title, &feedRanks.title)
        case .link:
            guard let url = address(text(b)) else { return }
            takeFeedLink(linkOfText(url), rank: 7)
        case .id: FieldRanks.set(text(b), 8, &feed.id, &feedRanks.id)
        case .description, .subtitle, .summary:
            FieldRanks.set(plain(frame, b), rank, &feed.description, &feedRanks.summary)
        case .subordinate: FieldRanks.set(plain(frame, b), 1, &feed.description, &feedRanks.summary)
        case .rights: FieldRanks.set(plain(frame, b), rank, &feed.copyright, &feedRanks.rights)
        case .generator: if feed.generator == nil { feed.generator = MarkupText.words(b) }
        case .language: FieldRanks.set(text(b), rank, &feed.language, &feedRanks.language)
        case .published, .issued, .created, .updated, .built, .date:
            takeDate(DateParser.parse(b), frame.element, rank)
        case .ttl: feed.ttlMinutes = text(b).flatMap { Int($0) } ?? feed.ttlMinutes
        case .hour: takeHour(b)
        case .day: if let day = text(b) { feed.skipDays.append(day) }
        case .updatePeriod: period = text(b).flatMap(SyndicationModule.minutes(ofPeriod:)) ?? period
        case .updateFrequency: frequency = text(b).flatMap { Int($0) } ?? frequency
        case .icon: FieldRanks.set(address(text(b)), rank, &feed.icon, &feedRanks.icon)
        case .logo: FieldRanks.set(address(text(b)), rank, &feed.logo, &feedRanks.logo)
        case .category, .subject: takeCategory(frame, b)
        case .keywords: takeKeywords(b)
        case .license: takeLicense(address(text(b)))
        case .newLocation: if feed.newLocation == nil { feed.newLocation = address(text(b)) }
        default: break
        }
    }

    private func takeHour(_ b: Span<UInt8>) {
        guard let hour = text(b).flatMap({ Int($0) }), (0...24).contains(hour) else { return }
        // RSS 0.91 counted from 1 to 24.
        let normal = hour == 24 ? 0 : hour
        if !feed.skipHours.contains(normal) { feed.skipHours.append(normal) }
    }

    private func finishPersonText(_ frame: Frame, _ b: Span<UInt8>) {
        switch frame.element {
        case .name: person.name = person.name ?? MarkupText.words(b)
        case .email: person.email = person.email ?? text(b)
        case .uri, .sitemapURL, .link: person.uri = person.uri ?? address(text(b))
        case .author, .contributor, .creator, .editor, .owner:
            let text = frame.hasMarkup ? MarkupText.plain(ofHTML: b) : MarkupText.words(b)
            guard person == Person(), let written = text else { return }
            person = PersonText.person(written) ?? person
        default: break
        }
    }

    private func finishSourceText(_ frame: Frame, _ b: Span<UInt8>) {
        switch frame.element {
        case .title, .name: source.title = source.title ?? plain(frame, b)
        case .source: source.title = source.title ?? MarkupText.plain(ofHTML: b)
        case .id: source.id = source.id ?? text(b)
        case .link: source.link = source.link ?? address(text(b))
        case .updated: source.updated = source.updated ?? DateParser.parse(b)?.date
        case .language where frame.namespace == .news:
            FieldRanks.set(text(b), 9, &item.language, &itemRanks.language)
        default: break
        }
    }

    private func finishImageText(_ frame: Frame, _ b: Span<UInt8>) {
        switch frame.element {
        case .sitemapURL, .image, .uri: imageAddress = imageAddress ?? address(text(b))
        default: break
        }
    }
}
