/// Chooses the title of a page among what its head, its data and its headings say.
struct TitleReader {
    private let page: Page
    private let site: SiteNames
    /// The page's headings of the first rank, without what is no title in them.
    private let headings: [String]
    /// What the site's own signs say.
    private let signs: Set<String>

    /// Looks at a page.
    init(page: Page, site: SiteNames) {
        self.page = page
        self.site = site
        let text = HeadingText(page: page)
        headings = text.firstRank()
        signs = Set(text.signs().map(BodyPruner.normal))
    }

    /// The title and where it came from.
    func read() -> (text: String, from: String)? {
        guard let (text, from) = chosen() else { return nil }
        // Soft hyphens are for the line breaks of a heading.
        let title = text.filter { $0 != "\u{AD}" }.trimmedBlanks
        return title.isEmpty ? nil : (title, from)
    }

    private func chosen() -> (String, String)? {
        let og = page.meta(["og:title"]).map { ($0.value, "meta og:title") }
        let twitter = page.meta(["twitter:title"]).map { ($0.value, "meta twitter:title") }
        let document = page.documentTitle.map { ($0, "title") }
        let stated = [og, document, twitter].compactMap { $0 }
        if let printed = printedBelow(og.map { [$0.0] } ?? []) { return (printed, "h2") }
        // Where the head and the data agree, a heading that says something else is a part of it or another one's.
        if let (text, from) = agreed(og) { return (text, from) }
        if let heading = confirmed(stated.map(\.0)) { return (heading, "h1") }
        if let (text, from) = agreed(document) { return (text, from) }
        // The head often carries a shorter title for search engines; the only heading is the printed one.
        let only = headings.filter { heading in
            heading.split(separator: " ").count >= 4 && !site.contains(heading)
        }
        if headings.count == 1, let heading = only.first { return (heading, "h1") }
        if let (text, from) = og ?? document ?? twitter {
            let short = withoutSite(text)
            if let heading = lesserHeading([short] + stated.map { withoutSite($0.0) }) {
                return (heading.text, heading.from)
            }
            if from == "title", let headline = headline(besides: short) {
                return (headline, "json-ld")
            }
            if !short.isEmpty { return (short, from) }
        }
        if let first = headings.first { return (first, "h1") }
        if let headline = headline(besides: "") { return (headline, "json-ld") }
        for index in page.tree.indices where page.tree.nodes[index].tag == .h2 && !page.features.isJunk[index]
        {
            let line = page.tree.line(index)
            if !line.isEmpty { return (line, "h2") }
        }
        return nil
    }

    /// The headline of the data at the page's address, where no heading and little of the head's title says it.
    private func headline(besides stated: String) -> String? {
        guard headings.isEmpty else { return nil }
        let place = PageIdentity(title: stated, addresses: page.addresses)
        for object in page.linkedData.objects(where: LinkedData.isArticle)
        where place.address(PageIdentity.addresses(object)) == .same {
            guard let text = object["headline"]?.text else { continue }
            let agreement = place.name([text])
            return agreement == .other || agreement == .unstated ? PlainText.line(ofHTML: text) : nil
        }
        return nil
    }

    /// The title that a heading of the second rank prints, where the first rank's says something else.
    ///
    /// Some pages end their trail of breadcrumbs with a title for search engines, which is the only `h1`; the head or
    /// the data have the one that is printed below.
    private func printedBelow(_ stated: [String]) -> String? {
        let tree = page.tree
        let ranked = tree.indices.filter { tree.nodes[$0].tag == .h1 }
        guard let first = ranked.first else { return nil }
        let data = page.linkedData.objects(where: LinkedData.isArticle).first?["headline"]?.text
        // What isn't shown prints nothing; a heading that was never closed holds the whole page.
        let printed = Set(
            ranked.filter { !page.features.isHidden[$0] && page.features.text[$0] < 300 }
                .map { BodyPruner.normal(tree.line($0)) })
        let wanted = (stated + [data].compactMap { $0 }.map { PlainText.line(ofHTML: $0) })
            .map { (text: $0, normal: BodyPruner.normal($0)) }
            .filter { $0.normal.count >= 12 && !printed.contains($0.normal) && !site.contains($0.text) }
        guard !wanted.isEmpty else { return nil }
        for index in first..<min(first + 400, tree.nodes.count)
        where tree.nodes[index].tag == .h2 && page.features.text[index] < 300 && !page.features.isJunk[index]
        {
            let normal = BodyPruner.normal(tree.line(index))
            // A kicker may stand in front of the title.
            if let hit = wanted.first(where: {
                normal.hasSuffix($0.normal) && $0.normal.count * 2 >= normal.count
            }) {
                return hit.text
            }
        }
        return nil
    }

    /// The head's title, when an article's headline in the data is the same and no heading's is.
    private func agreed(_ stated: (String, String)?) -> (String, String)? {
        guard let (text, from) = stated else { return nil }
        let short = withoutSite(text)
        let normals = (whole: BodyPruner.normal(text), short: BodyPruner.normal(short))
        guard normals.short.count >= 3, !site.contains(short) else { return nil }
        let headlines = Set(
            page.linkedData.objects(where: LinkedData.isArticle).prefix(10).compactMap {
                $0["headline"]?.text.map { BodyPruner.normal(PlainText.line(ofHTML: $0)) }
            })
        guard headlines.contains(normals.whole) || headlines.contains(normals.short),
            !headings.contains(where: { heading in
                let normal = BodyPruner.normal(heading)
                return normal == normals.whole || normal == normals.short || headlines.contains(normal)
            })
        else { return nil }
        return (headlines.contains(normals.whole) && !endsWithSite(text) ? text : short, from)
    }

    /// True for `Story | Site`.
    func endsWithSite(_ title: String) -> Bool {
        Self.separators.contains { separator in
            title.split(separator: separator).last.map { isSite(String($0).trimmedBlanks) } ?? false
        }
    }

    /// The heading that the head of the page confirms.
    private func confirmed(_ stated: [String]) -> String? {
        let normals = stated.map(BodyPruner.normal)
        var best: String?
        for heading in headings {
            let normal = BodyPruner.normal(heading)
            guard normal.count >= 3 else { continue }
            if let equal = normals.firstIndex(of: normal) {
                // Two elements of a heading without a blank between them.
                let words = stated[equal].split(separator: " ").count
                return words > heading.split(separator: " ").count ? stated[equal] : heading
            }
            // The site's own name is often a heading too.
            if site.contains(heading) { continue }
            if normals.contains(where: {
                $0.hasPrefix(normal) || $0.hasSuffix(normal) || ($0.count >= 12 && normal.contains($0))
            }),
                normal.count > (best.map { BodyPruner.normal($0).count } ?? 5)
            {
                best = heading
            }
        }
        return best
    }

    /// A heading of a lower rank, when it says what the head's title says without its additions.
    private func lesserHeading(_ stated: [String]) -> (text: String, from: String)? {
        let tree = page.tree
        let wanted = stated.map(BodyPruner.normal).filter { $0.count >= 8 }
        guard !wanted.isEmpty else { return nil }
        var best: (text: String, from: String, length: Int)?
        for index in tree.indices {
            let tag = tree.nodes[index].tag
            guard tag == .h2 || tag == .h3 || tag == .h4 || tag == .h5 || tag == .h6,
                page.features.text[index] >= 8, page.features.text[index] < 300,
                !page.features.isJunk[index]
            else { continue }
            let line = tree.line(index)
            let normal = BodyPruner.normal(line)
            guard normal.count >= 8, !site.resembles(line) else { continue }
            if wanted.contains(where: { $0.hasSuffix(normal) || $0.hasPrefix(normal) }),
                normal.count > best?.length ?? 0
            {
                best = (line, tag.name, normal.count)
            }
        }
        // A part of the title must be the greater part of it.
        guard let best, let longest = wanted.map(\.count).max(), best.length * 2 >= longest else {
            return nil
        }
        return (best.text, best.from)
    }

    private static let separators = [
        " | ", " – ", " — ", " - ", " :: ", " » ", " · ", " / ", " • ", " < ", " « ", "｜", " _ ", " ~ ", "ㅣ",
    ]

    /// The longest title that is searched for a site's name, in bytes: each part that is cut is a search of the rest.
    private static let longest = 600

    /// Cuts the site's name from a title such as `Story | Site` or `Site: Story`.
    func withoutSite(_ title: String) -> String {
        guard title.utf8.count <= Self.longest else { return title }
        for separator in Self.separators {
            var parts = title.split(separator: separator).map { String($0).trimmedBlanks }.filter {
                !$0.isEmpty
            }
            guard parts.count > 1 else { continue }
            if let last = parts.last, isSite(last) {
                parts.removeLast()
                return withoutSite(parts.joined(separator: separator))
            }
            if let first = parts.first,
                site.contains(first) || site.resembles(first) && Self.words(first) <= 4
            {
                parts.removeFirst()
                return withoutSite(parts.joined(separator: separator))
            }
            guard let longest = parts.max(by: { Self.words($0) < Self.words($1) }) else { continue }
            // A short tail behind a long head is a site or a section.
            if longest == parts[0], Self.words(longest) >= 3,
                parts.dropFirst().allSatisfy({ Self.words($0) <= 4 })
            {
                return separator == " - " || separator == " – " || separator == " — "
                    ? withoutSite(parts.dropLast().joined(separator: separator)) : parts[0]
            }
            if let last = parts.last, Self.words(longest) >= 2, longest != last, site.resembles(last) {
                parts.removeLast()
                return withoutSite(parts.joined(separator: separator))
            }
        }
        return withoutGluedSite(title)
    }

    /// Where words aren't spaced, marks aren't either: `标题-网站`, `제목-정치`.
    private func withoutGluedSite(_ title: String) -> String {
        guard title.unicodeScalars.contains(where: { $0.value >= 0x3000 }),
            let mark = title.lastIndex(where: { "-_|–—".contains($0) })
        else { return title }
        let head = String(title[..<mark]).trimmedBlanks
        let tail = String(title[title.index(after: mark)...]).trimmedBlanks
        guard head.count >= 8, tail.count <= 8 || site.contains(tail), tail.count * 2 < head.count else {
            return title
        }
        return withoutGluedSite(head)
    }

    private func isSite(_ text: String) -> Bool {
        site.contains(text) || signs.contains(BodyPruner.normal(text))
    }

    private static func words(_ text: String) -> Int { text.split(separator: " ").count }
}
