/// What schema.org's data, JSON-LD before microdata, states about the article that a page is about.
struct ArticleData {
    private let page: Page
    private let linked: [String: LooseJSON]?
    private let microdata: ArticleMicrodata?
    private let identity: PageIdentity

    /// Takes the JSON-LD object that describes the page, and finds the microdata that does.
    init(page: Page, linked: [String: LooseJSON]?, identity: PageIdentity) {
        self.page = page
        self.linked = linked
        self.identity = identity
        microdata = ArticleMicrodata(page: page, identity: identity)
    }

    /// Puts site name and picture into an article, with where they came from.
    func readFields(_ article: inout Article) {
        // The publisher is the house, often under the name of a firm; what the site calls itself is its name.
        let publisher = linked?["publisher"].map { page.linkedData.resolved($0) }?.text
        if article.siteName == nil,
            let (name, from) = first(publisher.map { PlainText.line(ofHTML: $0) }, microdata?.publisher)
        {
            article.siteName = name
            article.provenance["siteName"] = from
        }
        let picture = linked.flatMap { image($0, besides: article.image) }
        if let (address, from) = first(picture, microdata?.image) {
            article.image = address
            article.provenance["image"] = from
        }
    }

    /// Puts the language into an article, with where it came from.
    ///
    /// A system's default, which neither the root nor the text agrees with, is not believed.
    func readLanguage(_ article: inout Article) {
        guard
            let (tag, from) = first(
                linked?["inLanguage"].flatMap(language), microdata?.language.flatMap(tag))
        else { return }
        let plain = Self.primary(tag)
        if let root = page.statedLanguage, Self.primary(root) != plain,
            let detected = Language.detect(article.text), Self.primary(detected) != plain
        {
            return
        }
        article.language = tag
        article.provenance["language"] = from
    }

    /// `pt` of `pt-BR`.
    private static func primary(_ tag: String) -> String {
        String(tag.prefix { $0 != "-" && $0 != "_" }).lowered
    }

    /// The title that the data states, else the one that the page shows.
    ///
    /// A headline that is only a part of the shown title may be cut, and one that adds to what a heading prints has a
    /// kicker or a site's name; the shown one stays.
    func title(
        shown: (text: String, from: String)?, titles: TitleReader, site: SiteNames
    ) -> (text: String, from: String)? {
        // Encyclopaedias name the page and put a description into the headline.
        let isNamed = [.same, .akin].contains(identity.name([linked?["name"]?.text]))
        let stated = isNamed ? nil : linked?["headline"]?.text
        guard let (text, from) = first(stated.map { PlainText.line(ofHTML: $0) }, microdata?.headline) else {
            return shown
        }
        let headline = titles.endsWithSite(text) ? titles.withoutSite(text) : text
        guard let shown else { return headline.isEmpty ? nil : (headline, from) }
        let (own, other) = (BodyPruner.normal(headline), BodyPruner.normal(shown.text))
        guard !own.isEmpty, !site.contains(headline) else { return shown }
        if own == other { return (shown.text, from) }
        // What nobody sees is often written for search engines.
        if shown.from == "h1", from == "microdata", microdata?.printsHeadline == false { return shown }
        // What a heading prints and the head says too is the title, whatever else is said for search engines.
        if shown.from == "h1", !Self.isAkin(headline, shown.text),
            page.documentTitle.map({ BodyPruner.normal(titles.withoutSite($0)) }) == other
        {
            return shown
        }
        // What an `h2` prints is the title where the headline is an `h1` for search engines.
        if shown.from == "h2", headings.contains(own) { return shown }
        let isAddition = own.contains(other) && shown.from == "h1"
        return isAddition || other.contains(own) ? shown : (headline, from)
    }

    /// True when half of the longer words of one title occur in the other.
    private static func isAkin(_ one: String, _ other: String) -> Bool {
        let (one, other) = (telling(one), telling(other))
        return one.intersection(other).count * 2 >= min(one.count, other.count)
    }

    /// The words of a title that aren't short; ideographs are words.
    private static func telling(_ text: String) -> Set<String> {
        Set(
            PageIdentity.words(text).filter { word in
                word.unicodeScalars.count > 3 || word.unicodeScalars.contains { $0.value >= 0x2E80 }
            })
    }

    /// The headings of the first rank, letters and digits only.
    private var headings: [String] {
        page.tree.indices.filter { page.tree.nodes[$0].tag == .h1 && page.features.text[$0] < 300 }
            .map { BodyPruner.normal(page.tree.line($0)) }
    }

    private func first(_ linked: String?, _ microdata: String?) -> (String, String)? {
        if let linked, !linked.isEmpty { return (linked, "json-ld") }
        return microdata.map { ($0, "microdata") }
    }

    /// The tag of one language; a list of several says nothing about the text.
    private func language(_ value: LooseJSON) -> String? {
        guard value.list.count == 1, let value = value.list.first else { return nil }
        return (value["alternateName"]?.text).flatMap(tag) ?? value.text.flatMap(tag)
    }

    /// `pt_BR` as `pt-BR`; nil for what is no language tag.
    private func tag(_ text: String) -> String? {
        let parts = text.replacing("_", with: "-").split(separator: "-", omittingEmptySubsequences: false)
        let isTag = parts.enumerated().allSatisfy { index, part in
            (index == 0 ? 2...3 : 2...8).contains(part.utf8.count)
                && part.utf8.allSatisfy { byte in
                    (0x61...0x7A).contains(byte | 0x20) || index > 0 && (0x30...0x39).contains(byte)
                }
        }
        return isTag && text.utf8.count <= 12 ? parts.joined(separator: "-") : nil
    }

    /// True for signs and placeholders.
    static func isDrawing(_ address: String) -> Bool {
        address.hasPrefix("data:") || address.lowered.prefix { $0 != "?" && $0 != "#" }.hasSuffix(".svg")
    }

    /// True for an address whose last step calls it a logo.
    private static func isNamedLogo(_ address: String) -> Bool {
        let path = address.lowered.prefix { $0 != "?" && $0 != "#" }
        return path.split(separator: "/").last?.split(whereSeparator: { !$0.isLetter }).contains("logo")
            ?? false
    }

    /// The address of the data's first image that isn't its publisher's sign.
    ///
    /// - Parameter head: what the page's head names, which goes before what is called a logo.
    private func image(_ linked: [String: LooseJSON], besides head: String?) -> String? {
        let publisher = linked["publisher"].map { page.linkedData.resolved($0) }
        let logos = (publisher?["logo"]?.list ?? []).compactMap { page.absolute(stated(by: $0)) }
        let images = (linked["image"]?.list ?? []) + (linked["thumbnailUrl"]?.list ?? [])
        for image in images {
            guard let text = stated(by: image), !Self.isDrawing(text), let address = page.absolute(text),
                !logos.contains(address), head == nil || !Self.isNamedLogo(address)
            else { continue }
            return address
        }
        return nil
    }

    /// The address of an image, which may be an object.
    private func stated(by image: LooseJSON) -> String? {
        let image = page.linkedData.resolved(image)
        let address = image.members.isEmpty ? image : image["url"] ?? image["contentUrl"]
        return address?.text.map { PlainText.line(ofHTML: $0) }
    }
}
