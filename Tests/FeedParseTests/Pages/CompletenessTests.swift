import Testing

@testable import FeedParse

private let copy =
    "The harbour council voted on Tuesday to dredge the eastern channel, which has silted up since the dam above the town was closed for repairs."

private func read(_ body: String, head: String = "", url: String = "https://post.example/dredging") throws
    -> Article
{
    let page =
        "<html lang=\"en\"><head><title>Council to dredge</title>\(head)</head><body>\(body)</body></html>"
    return try ArticleReader().read(Array(page.utf8), url: url, contentType: nil)
}

@Suite("How whole a text is") struct CompletenessTests {
    @Test(
        "is told by its end",
        arguments: [
            ("\(copy) […]", true), ("\(copy) [...]", true), ("\(copy) (more)", true),
            ("The council voted on the…", true),
            ("The council voted on the...", true), (copy, false), ("He said: \"Wait…\" Then he left.", false),
        ])
    func cut(_ text: String, _ isCut: Bool) {
        #expect(CompletenessRule.isCut(text) == isCut)
    }

    @Test("is a stub below a few lines, whatever else is true")
    func stub() {
        #expect(CompletenessRule.verdict(text: "The council voted.", isPaywalled: true) == .stub)
        #expect(CompletenessRule.verdict(text: copy + copy, isPaywalled: false) == .full)
        #expect(CompletenessRule.verdict(text: copy + copy, isPaywalled: true) == .paywalled)
        #expect(CompletenessRule.verdict(text: copy + copy + " […]", isPaywalled: false) == .excerpt)
    }

    @Test("is stated by the publisher's data, as a truth value or as a word")
    func data() throws {
        for (value, verdict) in [
            ("false", Completeness.paywalled), ("\"False\"", .paywalled), ("true", .full),
            ("\"True\"", .full),
        ] {
            let head =
                "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Council to dredge\",\"isAccessibleForFree\":\(value)}</script>"
            let article = try read(
                "<h1>Council to dredge</h1><article><p>\(copy)</p><p>\(copy)</p></article>", head: head)
            #expect(article.completeness == verdict, "\(value)")
        }
    }

    @Test("is stated by the tier of the content, where no data is")
    func tier() throws {
        let body = "<h1>Council to dredge</h1><article><p>\(copy)</p><p>\(copy)</p></article>"
        #expect(
            try read(body, head: "<meta name=\"article:content_tier\" content=\"locked\">").completeness
                == .paywalled)
        #expect(
            try read(body, head: "<meta name=\"article:content_tier\" content=\"free\">").completeness
                == .full)
    }
}

@Suite("The state that a script hands to the page") struct HydrationReaderTests {
    private func script(_ state: String) -> String {
        "<div id=\"app\"></div><script>\(state)</script>"
    }

    private var html: String {
        "<p>\(copy)</p><p>Fishermen say that the work comes two seasons late; the council had to wait.</p><p>\(copy.uppercased())</p>"
    }

    private var quoted: String { html.replacing("\"", with: "\\\"") }

    @Test(
        "gives the text when the page shows none",
        arguments: [
            "window.__STATE__ = {\"article\": {\"title\": \"Council to dredge\", \"body\": \"BODY\"}};",
            "window.__DATA__={\"page\":{\"headline\":\"Council to dredge\",\"contentHtml\":\"BODY\"}}",
            "hydrate({\"post\": {\"title\": {\"rendered\": \"Council to dredge\"}, \"content\": {\"rendered\": \"BODY\"}}})",
            "var x = [{\"name\": \"Council to dredge\", \"articleBody\": \"BODY\"}];",
        ])
    func shown(_ state: String) throws {
        let article = try read(script(state.replacing("BODY", with: quoted)))
        #expect(article.text.hasPrefix("The harbour council voted"), "\(state)")
        #expect(article.text.contains("Fishermen say"))
        #expect(article.provenance["text"] == "script")
    }

    @Test("prefers the text beside the page's title to a longer one")
    func own() throws {
        let long =
            "<p>" + String(repeating: "Another story about another port altogether. ", count: 40) + "</p>"
        let state =
            "window.S = {\"list\": [{\"title\": \"Other\", \"body\": \"\(long)\"}, {\"title\": \"Council to dredge\", \"body\": \"\(quoted)\"}]}"
        let article = try read(script(state))
        #expect(article.text.contains("eastern channel"))
        #expect(!article.text.contains("another port"))
    }

    @Test("is left alone when the page shows its text")
    func notNeeded() throws {
        let body =
            "<h1>Council to dredge</h1><article><p>\(copy)</p><p>\(copy)</p><p>\(copy)</p><p>\(copy)</p></article>"
        let state =
            "window.S = {\"a\": {\"title\": \"Council to dredge\", \"body\": \"<p>Hidden \(copy)</p>\"}}"
        let article = try read(body + script(state))
        #expect(!article.text.contains("Hidden"))
    }

    @Test(
        "is no text when it is code, broken or short",
        arguments: [
            "function body() { return {\"body\": 1} }", "window.S = {\"body\": \"short\"}",
            "window.S = {\"body\": ", "((((((((",
            "window.S = [[[[[[[[[[[[", "= = = = =",
        ])
    func noText(_ state: String) throws {
        let padded = state + String(repeating: " ", count: 500)
        let article = try read("<h1>Council to dredge</h1>" + script(padded))
        #expect(!article.text.contains("body"))
        #expect(article.provenance["text"] != "script")
    }
}

@Suite("Data that describes something else on the page") struct ForeignDataTests {
    private let body = "<h1>Council to dredge</h1><article><p>\(copy)</p><p>\(copy)</p></article>"

    private func article(_ data: String) throws -> Article {
        try read(body, head: "<script type=\"application/ld+json\">\(data)</script>")
    }

    @Test("isn't believed when name and address are another's")
    func other() throws {
        let article = try article(
            "[{\"@type\":\"NewsArticle\",\"headline\":\"Storm ahead\",\"url\":\"https://post.example/storm\",\"datePublished\":\"2026-01-01\",\"author\":{\"@type\":\"Person\",\"name\":\"Ben Stroud\"}},"
                + "{\"@type\":\"NewsArticle\",\"headline\":\"Tide tables\",\"url\":\"https://post.example/tide\",\"datePublished\":\"2026-02-02\"}]"
        )
        #expect(article.published == nil)
        #expect(article.authors.isEmpty)
    }

    @Test(
        "isn't believed when it is the only object, and another's",
        arguments: [
            "\"headline\":\"Storm ahead\",\"url\":\"https://post.example/storm\"",
            "\"headline\":\"Dredge\",\"url\":\"https://post.example/words\"",
            "\"url\":\"https://post.example/storm\"", "\"headline\":\"Storm ahead\"",
        ])
    func onlyOther(_ stated: String) throws {
        let article = try article(
            "{\"@type\":\"NewsArticle\",\(stated),\"datePublished\":\"2026-01-01\",\"author\":{\"@type\":\"Person\",\"name\":\"Ben Stroud\"}}"
        )
        #expect(article.published == nil)
        #expect(article.authors.isEmpty)
    }

    @Test(
        "is the page's when it is the only object, and says nothing else",
        arguments: [
            "\"description\":\"A channel\"", "\"headline\":\"Dredge\"",
            "\"headline\":\"Harbour council is to dredge at last\"",
            "\"headline\":\"An older headline\",\"url\":\"https://m.post.example/dredging/\"",
            "\"headline\":\"Council to dredge\",\"url\":\"https://old.example/archive/0815\"",
            "\"description\":\"A channel\",\"url\":\"https://post.example/\"",
        ])
    func only(_ stated: String) throws {
        let article = try article(
            "{\"@type\":\"NewsArticle\",\(stated),\"datePublished\":\"2026-01-01\"}")
        #expect(article.published?.date == DateParser.parse("2026-01-01")?.date)
    }

    @Test("isn't believed about authors in the microdata of a related story")
    func relatedMicrodata() throws {
        let scope = "<aside><div itemscope itemtype=\"https://schema.org/NewsArticle\">"
        let inner =
            "<time itemprop=\"datePublished\" datetime=\"2025-01-01\"></time><span itemprop=\"author\" itemscope><span itemprop=\"name\">Ben Stroud</span></span></div></aside>"
        let other = try read(
            body + scope + "<a itemprop=\"headline\" href=\"/storm\">Storm ahead</a>" + inner)
        #expect(other.authors.isEmpty)
        let own = try read(body + scope + "<span itemprop=\"headline\">Council to dredge</span>" + inner)
        #expect(own.published?.date == DateParser.parse("2025-01-01")?.date)
        #expect(own.authors == ["Ben Stroud"])
    }

    @Test("is believed when the name is the page's")
    func named() throws {
        let article = try article(
            "[{\"@type\":\"NewsArticle\",\"headline\":\"Storm ahead\",\"datePublished\":\"2026-01-01\"},"
                + "{\"@type\":\"NewsArticle\",\"headline\":\"Council to dredge\",\"datePublished\":\"2026-04-03\",\"author\":\"Ada Quill\"}]"
        )
        #expect(article.published?.date == DateParser.parse("2026-04-03")?.date)
        #expect(article.authors == ["Ada Quill"])
    }

    @Test("is believed when the address is the page's")
    func addressed() throws {
        let article = try article(
            "[{\"@type\":\"NewsArticle\",\"headline\":\"Storm\",\"url\":\"https://post.example/storm\",\"datePublished\":\"2026-01-01\"},"
                + "{\"@type\":\"NewsArticle\",\"headline\":\"An older headline\",\"mainEntityOfPage\":{\"@id\":\"https://www.post.example/dredging/\"},\"datePublished\":\"2026-04-03\"}]"
        )
        #expect(article.published?.date == DateParser.parse("2026-04-03")?.date)
    }

    @Test("follows a reference to another object")
    func referenced() throws {
        let article = try article(
            "{\"@graph\":[{\"@type\":\"Article\",\"headline\":\"Council to dredge\",\"author\":{\"@id\":\"#ada\"},\"publisher\":{\"@id\":\"#post\"}},"
                + "{\"@type\":\"Person\",\"@id\":\"#ada\",\"name\":\"Ada Quill\"},{\"@type\":\"Organization\",\"@id\":\"#post\",\"name\":\"The Harbour Post\"}]}"
        )
        #expect(article.authors == ["Ada Quill"])
        #expect(article.siteName == "The Harbour Post")
    }

    @Test("is read though it is slightly broken")
    func broken() throws {
        for data in [
            "{\"@type\":\"Article\",\"headline\":\"Council to dredge\",\"datePublished\":\"2026-04-03\",}",
            "{\"@type\":\"Article\",\"headline\":\"Council\nto dredge\",\"datePublished\":\"2026-04-03\"}",
            "/* data */ {\"@type\":\"Article\",\"headline\":\"Council to dredge\",\"datePublished\":\"2026-04-03\"}",
            "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;Council to dredge&quot;,&quot;datePublished&quot;:&quot;2026-04-03&quot;}",
        ] {
            #expect(try article(data).published?.date == DateParser.parse("2026-04-03")?.date, "\(data)")
        }
    }
}
