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

    /// Puts site name, language and picture into an article, with where they came from.
    func readFields(_ article: inout Article) {
        // The publisher is the house, often under the name of a firm; what the site calls itself is its name.
        let publisher = linked?["publisher"].map { page.linkedData.resolved($0) }?.text
        if article.siteName == nil,
            let (name, from) = first(publisher.map { PlainText.line(ofHTML: $0) }, microdata?.publisher)
        {
            article.siteName = name
            article.provenance["siteName"] = from
        }
        if let (tag, from) = first(linked?["inLanguage"].flatMap(language), microdata?.language.flatMap(tag))
        {
            article.language = tag
            article.provenance["language"] = from
        }
        if let (address, from) = first(linked.flatMap(image), microdata?.image) {
            article.image = address
            article.provenance["image"] = from
        }
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
        // What an `h2` prints is the title where the headline is an `h1` for search engines.
        if shown.from == "h2", headings.contains(own) { return shown }
        let isAddition = own.contains(other) && shown.from == "h1"
        return isAddition || other.contains(own) ? shown : (headline, from)
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

    /// The address of the data's first image.
    private func image(_ linked: [String: LooseJSON]) -> String? {
        let images = (linked["image"]?.list ?? []) + (linked["thumbnailUrl"]?.list ?? [])
        for image in images.map({ page.linkedData.resolved($0) }) {
            let stated = image.members.isEmpty ? image : image["url"] ?? image["contentUrl"]
            guard let text = stated?.text.map({ PlainText.line(ofHTML: $0) }), !Self.isDrawing(text) else {
                continue
            }
            if let address = page.absolute(text) { return address }
        }
        return nil
    }
}
