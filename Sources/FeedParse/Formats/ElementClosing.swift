extension FeedDocumentBuilder {
    /// Handles an end tag; the context is already the one around the element.
    func close(_ frame: Frame) {
        switch frame.element {
        case .item, .sitemap, .sitemapURL: if frame.isItem, isInItem { finishItem() }
        case .author, .creator, .editor, .contributor, .owner: finishPerson(frame)
        case .source:
            if context == .item { item.source = item.source ?? (source == SourceReference() ? nil : source) }
        case .publication: if context == .item { item.source = item.source ?? source }
        case .image: finishImage(frame)
        case .mediaContent: finishMedia()
        case .outline: closeOutline()
        default: break
        }
    }

    private func finishPerson(_ frame: Frame) {
        guard person != Person() else { return }
        if context == .source {
            sourceAuthors.append(person)
            person = Person()
            return
        }
        guard context == .feed || context == .item || context == .document else { return }
        let isContributor = frame.element == .contributor
        // An author of a module is often the network; the format's own word comes first.
        let isModule = frame.namespace == .itunes || frame.namespace == .googlePlay
        let isFallback = isModule || frame.element == .editor
        defer { person = Person() }
        if isInItem {
            if isContributor {
                Self.add(person, to: &item.contributors)
            } else if isFallback {
                Self.add(person, to: &itemRanks.fallbackAuthors)
            } else {
                Self.add(person, to: &item.authors)
            }
        } else if frame.element == .owner {
            // Whoever answers the mail: told only when nobody else is.
            feedRanks.owner = feedRanks.owner ?? person
        } else if isContributor {
            Self.add(person, to: &feed.contributors)
        } else if isFallback {
            Self.add(person, to: &feedRanks.fallbackAuthors)
        } else {
            Self.add(person, to: &feed.authors)
        }
    }

    /// Adds a person unless the list has one of that name or address already, which is then completed.
    private static func add(_ person: Person, to list: inout [Person]) {
        for index in list.indices.suffix(Limits.comparisons) {
            let known = list[index]
            let isSame =
                known.name != nil && known.name == person.name
                || known.email != nil && known.email == person.email
                    && (known.name == nil || person.name == nil)
            guard isSame, known.email == nil || person.email == nil || known.email == person.email,
                known.uri == nil || person.uri == nil || known.uri == person.uri
            else { continue }
            list[index].name = known.name ?? person.name
            list[index].email = known.email ?? person.email
            list[index].uri = known.uri ?? person.uri
            return
        }
        list.append(person)
    }

    private func finishImage(_ frame: Frame) {
        guard let url = imageAddress else { return }
        imageAddress = nil
        if isInItem {
            if frame.outer == .item { itemRanks.furtherImages.append(url) }
        } else if frame.outer == .feed || frame.outer == .document {
            FieldRanks.set(url, 8, &feed.logo, &feedRanks.logo)
        }
    }

    private func finishMedia() {
        guard context == .item, media != Media() else { return }
        item.media.append(media)
        if item.durationSeconds == nil { item.durationSeconds = media.durationSeconds }
        if let url = media.url, media.medium == "image" || media.type?.hasPrefix("image/") == true {
            itemRanks.furtherImages.append(url)
        }
        media = Media()
    }

    /// Completes an item and keeps it.
    func finishItem() {
        isInItem = false
        if let original = itemRanks.originalLink, original != feed.link || item.link == nil {
            item.link = original
        }
        if item.link == nil { item.link = itemRanks.permalink ?? addressInIdentifier }
        if item.authors.isEmpty { item.authors = itemRanks.fallbackAuthors }
        // RFC 4287 section 4.2.1: the authors of atom:source apply to an entry without its own.
        if item.authors.isEmpty { item.authors = sourceAuthors }
        sourceAuthors = []
        item.media += itemRanks.players
        for image in itemRanks.furtherImages { addImage(image) }
        if item.images.isEmpty, let text = item.contentHTML ?? item.summary,
            let image = MarkupText.firstImage(of: text.utf8.span)
        {
            item.images.append(URLReference.resolve(image, against: base))
        }
        if item.language == nil { item.language = feed.language }
        if item.published != nil || item.updated != nil { item.unreadDate = nil }
        keep(item)
        item = ParsedItem()
        itemRanks = FieldRanks()
    }

    /// An Atom entry without any link: its identifier, when that is a web address.
    private var addressInIdentifier: String? {
        guard isAtom, item.links.isEmpty, let id = item.id, URLReference.hasAuthority(id),
            let scheme = URLReference.scheme(of: id)?.lowercased()
        else { return nil }
        return scheme == "http" || scheme == "https" ? id : nil
    }

    /// Completes the feed at the document's end.
    func finishFeed() {
        if feed.link == nil, let permalink = feedRanks.permalink { feed.link = permalink }
        if feed.link == nil, isAtom { feed.link = feed.selfLink }
        if feed.authors.isEmpty { feed.authors = feedRanks.fallbackAuthors }
        if feed.authors.isEmpty, let owner = feedRanks.owner { feed.authors = [owner] }
        if let period {
            feed.updatePeriodMinutes = period / max(1, frequency ?? 1)
        } else if let frequency, frequency > 0 {
            // The module's default period is a day.
            feed.updatePeriodMinutes = 1440 / frequency
        }
    }
}
