/// Reads an article, event or other page.
///
/// Fields are taken in the order of trust: the source's own selectors, schema.org data whose name or address
/// matches the page, meta elements, the page's structure, the density of its text. The site's name is what the site
/// calls itself, before the house that publishes it. ``Article/provenance`` says where each came from.
public struct ArticleReader: Sendable {
    private let rules: PageRules

    /// Creates a reader for one source's pages.
    public init(rules: PageRules = PageRules()) {
        self.rules = rules
    }

    /// Reads one page.
    ///
    /// - Parameters:
    ///   - bytes: the page as it was received, decompressed.
    ///   - url: where it was read; relative addresses need it.
    ///   - contentType: the HTTP header's value, for its charset.
    public func read(
        _ bytes: [UInt8], url: String?, contentType: String?
    ) throws(FeedParseError) -> Article {
        let page = try Page(bytes, url: url, contentType: contentType)
        var article = Article()
        article.url = url
        article.warnings = page.warnings
        readHead(page, &article)
        let site = SiteNames(page)
        let titles = TitleReader(page: page, site: site)
        let shown = titles.read()
        let identity = PageIdentity(page: page, title: shown?.text)
        let linked = page.linkedData.article(of: identity)
        let data = ArticleData(page: page, linked: linked, identity: identity)
        data.readFields(&article)
        let title = data.title(shown: shown, titles: titles, site: site)
        article.title = title?.text
        article.provenance["title"] = title?.from
        let isNews = linked.map { LinkedData.types($0).contains { $0.hasSuffix("NewsArticle") } } ?? false
        let event =
            isNews && !rules.isEvent
            ? nil
            : EventReader(page: page, title: title?.text, rules: rules).read(
                urls: [url, article.canonical].compactMap { $0 })
        let body = try BodyReader(page: page, rules: rules, title: title?.text, linked: linked, event: event)
            .read()
        let scopes = ArticleScopes(page: page, identity: identity, body: body.roots)
        readDates(page, linked, body, scopes, &article)
        let authors = AuthorReader(
            page: page, article: linked, body: body.roots, signed: body.copy.authors, site: site,
            scopes: scopes
        ).read()
        if let authors {
            article.authors = authors.names
            article.provenance["authors"] = authors.from
        }
        article.text = body.text
        article.html = body.html
        article.provenance["text"] = body.how
        data.readLanguage(&article)
        article.warnings += body.warnings
        article.origin = body.copy.origin
        article.issued = body.copy.issued
        if body.copy.origin != nil { article.provenance["origin"] = "copy" }
        article.originalURL = page.absolute(body.copy.originalHref)
        article.completeness =
            body.copy.isExcerpt
            ? .excerpt
            : CompletenessRule.verdict(
                text: body.text, isPaywalled: CompletenessRule.isPaywalled(page, article: linked))
        readKind(page, linked, body, event, &article)
        if article.siteName == nil { readSiteName(page, &article) }
        if article.image == nil, let image = LeadImage(page: page, body: body.roots).read() {
            article.image = image.address
            article.provenance["image"] = image.from
        }
        if article.language == nil {
            article.language = rules.language ?? Language.detect(body.text)
            if article.language != nil {
                article.provenance["language"] = rules.language == nil ? "text" : "source"
            }
        }
        return article
    }

    /// What follows the title in the `title` element.
    private func readSiteName(_ page: Page, _ article: inout Article) {
        guard let whole = page.documentTitle, let title = article.title, whole.count > title.count,
            whole.hasPrefix(title)
        else { return }
        let rest = String(whole.dropFirst(title.count)).trimmedBlanks
        guard let mark = rest.first, "|-–—·:•»".contains(mark) else { return }
        let name = String(rest.dropFirst()).trimmedBlanks
        guard !name.isEmpty, name.count < 60 else { return }
        article.siteName = name
        article.provenance["siteName"] = "title"
    }

    /// Tells events, articles and lists apart.
    private func readKind(
        _ page: Page, _ linked: [String: LooseJSON]?, _ body: BodyReader.Body,
        _ event: EventReader.Found?, _ article: inout Article
    ) {
        if let found = event {
            article.event = found.event
            article.kind = .event
            article.provenance["event"] = found.from
            return
        }
        let type = page.meta("og:type")?.lowered
        if body.how == "page" || body.text.isEmpty {
            article.kind = page.features.linkDensity(0) > 0.5 ? .listing : .other
        } else if linked != nil || type == "article" || page.meta("article:published_time") != nil
            || body.text.utf8.count > 250
        {
            article.kind = .article
        }
    }

    private func readDates(
        _ page: Page, _ linked: [String: LooseJSON]?, _ body: BodyReader.Body, _ scopes: ArticleScopes,
        _ article: inout Article
    ) {
        let dates = PageDateReader(
            page: page, article: linked, body: body.roots, rules: rules, scopes: scopes)
        if let published = dates.published() {
            article.published = published.date
            article.provenance["published"] = published.from
        }
        // A source line's date is the copy's; what else the page shows may be anybody's.
        if let issued = body.copy.sourceLineDate,
            ["text", "shown date", "line", nil].contains(article.provenance["published"])
        {
            article.published = issued
            article.provenance["published"] = "source line"
        }
        if let modified = dates.modified() {
            article.modified = modified.date
            article.provenance["modified"] = modified.from
        }
    }

    private func readHead(_ page: Page, _ article: inout Article) {
        for (rel, node) in page.links {
            let words = rel.split(separator: " ")
            guard let href = page.absolute(page.tree.nonEmpty(.href, node)) else { continue }
            if words.contains("canonical"), article.canonical == nil { article.canonical = href }
        }
        article.announcedFeeds = page.announcedFeeds
        if article.canonical == nil { article.canonical = page.absolute(page.meta("og:url")) }
        if let (name, value) = page.meta(["og:site_name", "application-name", "dc.publisher", "publisher"]) {
            article.siteName = value
            article.provenance["siteName"] = "meta " + name
        }
        if let (name, value) = page.meta([
            "og:image:secure_url", "og:image", "twitter:image", "twitter:image:src", "image",
        ]) {
            article.image = page.absolute(value)
            if article.image != nil { article.provenance["image"] = "meta " + name }
        }
        if let (name, value) = page.meta(["og:description", "description", "twitter:description"]) {
            article.summary = value
            article.provenance["summary"] = "meta " + name
        }
        let language =
            page.statedLanguage ?? page.meta("og:locale") ?? page.meta("content-language")
            ?? page.meta("language")
        if let language, language.count >= 2, language.count <= 12 {
            article.language = language.replacing("_", with: "-")
            article.provenance["language"] = page.statedLanguage == nil ? "meta" : "html lang"
        }
    }
}
