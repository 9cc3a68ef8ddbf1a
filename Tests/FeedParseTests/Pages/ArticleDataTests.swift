import Testing

@testable import FeedParse

private let address = "https://post.example/ports/dredging"
private let copy =
    "<p>The harbour council voted on Tuesday to dredge the eastern channel, which has silted up since the dam was closed.</p>"
    + "<p>Fishermen say that the work comes two seasons late; the council answers that it had to wait for the province.</p>"

private func read(_ head: String, _ body: String, root: String = "<html lang=\"en\">") throws -> Article {
    let page = "<!DOCTYPE html>\(root)<head>\(head)</head><body>\(body)</body></html>"
    return try ArticleReader().read(Array(page.utf8), url: address, contentType: nil)
}

private func script(_ members: String) -> String {
    "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\(members)}</script>"
}

private let meta =
    "<title>Late dredging</title><meta property=\"og:title\" content=\"Late dredging\"><meta property=\"og:image\" content=\"/og.jpg\">"

@Suite("What the data of a page states about its article") struct ArticleDataTests {
    @Test("is believed before the head and the headings")
    func linked() throws {
        let data = script(
            "\"headline\":\"Council votes for a late dredging\",\"url\":\"\(address)\",\"inLanguage\":\"de_AT\",\"image\":\"/ld.jpg\""
        )
        let article = try read(
            meta + "<meta property=\"og:locale\" content=\"en_US\">" + data,
            "<article><h1>Dredging begins</h1>\(copy)</article>", root: "<html>")
        #expect(article.title == "Council votes for a late dredging")
        #expect(article.language == "de-AT")
        #expect(article.image == "https://post.example/ld.jpg")
        for field in ["title", "language", "image"] {
            #expect(article.provenance[field] == "json-ld", "\(field)")
        }
    }

    @Test("is not believed at another address under another name")
    func other() throws {
        let data = script(
            "\"headline\":\"Cats win the regatta\",\"url\":\"https://post.example/cats\",\"inLanguage\":\"de\",\"image\":\"/cats.jpg\""
        )
        let article = try read(meta + data, "<article><h1>Late dredging</h1>\(copy)</article>")
        #expect(article.title == "Late dredging")
        #expect(article.language == "en")
        #expect(article.image == "https://post.example/og.jpg")
        #expect(article.provenance["title"] == "h1")
    }

    @Test("leaves a title that is shown with more, or without the site's name")
    func cut() throws {
        func title(_ headline: String) throws -> String? {
            let data = script("\"headline\":\"\(headline)\",\"url\":\"\(address)\"")
            return try read(
                "<meta property=\"og:site_name\" content=\"Quay Post\">" + data,
                "<article><h1>Late dredging divides the town</h1>\(copy)</article>"
            ).title
        }
        #expect(try title("Late dredging divides") == "Late dredging divides the town")
        #expect(try title("LATE DREDGING DIVIDES THE TOWN") == "Late dredging divides the town")
        #expect(try title("Town fights over its channel | Quay Post") == "Town fights over its channel")
        #expect(try title("Quay Post") == "Late dredging divides the town")
    }

    @Test("names the page where the headline is only a description")
    func described() throws {
        let data = script(
            "\"name\":\"Late dredging\",\"headline\":\"kind of work in a harbour\",\"url\":\"\(address)\"")
        #expect(try read(data, "<article><h1>Late dredging</h1>\(copy)</article>").title == "Late dredging")
    }

    @Test(
        "tells one language and no more",
        arguments: [
            ("\"fi\"", "fi"), ("\"pt-BR\"", "pt-BR"), ("[\"sv\"]", "sv"), ("[\"sv\",\"en\"]", "en"),
            ("\"English language\"", "en"), ("\"\"", "en"),
            ("{\"@type\":\"Language\",\"name\":\"Spanish\",\"alternateName\":\"es\"}", "es"),
        ])
    func language(_ value: String, _ tag: String) throws {
        let data = script("\"headline\":\"Late dredging\",\"inLanguage\":\(value)")
        let body = "<article><h1>Late dredging</h1>\(copy)</article>"
        #expect(try read(data, body, root: "<html>").language == tag, "\(value)")
    }

    @Test("is not believed about the language where neither the root nor the text agrees")
    func contradicted() throws {
        let french =
            "<article><h1>Le pont ouvre</h1><p>Le conseil du port a décidé mardi que le pont sera ouvert aux camions au printemps, après les travaux.</p>"
            + "<p>Les pêcheurs disent que cela vient deux saisons trop tard; le conseil répond que la province ne voulait pas payer.</p></article>"
        func language(_ tag: String, root: String) throws -> [String?] {
            let data = script("\"headline\":\"Le pont ouvre\",\"inLanguage\":\"\(tag)\"")
            let article = try read(
                data + "<meta property=\"og:locale\" content=\"fr_FR\">", french, root: root)
            return [article.language, article.provenance["language"]]
        }
        #expect(try language("en-US", root: "<html lang=\"fr\">") == ["fr", "html lang"])
        #expect(try language("fr-CA", root: "<html lang=\"fr\">") == ["fr-CA", "json-ld"])
        #expect(try language("fr", root: "<html lang=\"en\">") == ["fr", "json-ld"])
        #expect(try language("en-US", root: "<html lang=\"en\">") == ["en-US", "json-ld"])
    }

    @Test("gives no publisher's logo for a picture")
    func logo() throws {
        func image(_ head: String, _ members: String) throws -> String? {
            try read(
                head + script("\"headline\":\"Late dredging\",\(members)"),
                "<article><h1>Late dredging</h1>\(copy)</article>"
            ).image
        }
        let og = "https://post.example/og.jpg"
        let house =
            "\"publisher\":{\"@type\":\"Organization\",\"logo\":{\"@type\":\"ImageObject\",\"url\":\"/sign.png\"}}"
        #expect(try image(meta, "\"image\":\"/img/post-logo.png\"") == og)
        #expect(try image("", "\"image\":\"/img/post-logo.png\"") == "https://post.example/img/post-logo.png")
        #expect(try image(meta, "\"image\":\"/sign.png\",\(house)") == og)
        #expect(try image("", "\"image\":\"/sign.png\",\(house)") == nil)
        #expect(
            try image(meta, "\"image\":[\"/sign.png\",\"/ld.jpg\"],\(house)") == "https://post.example/ld.jpg"
        )
        #expect(
            try image(meta, "\"image\":\"/logos/dredger.jpg\"") == "https://post.example/logos/dredger.jpg")
    }

    @Test("leaves the title that heading and head show where the data's is another")
    func searchHeadline() throws {
        func title(_ headline: String, head: String = "Dredger stuck in the eastern channel | Quay Post")
            throws
            -> String?
        {
            let data = script("\"headline\":\"\(headline)\",\"url\":\"\(address)\"")
            return try read(
                "<title>\(head)</title>" + data,
                "<article><h1>Dredger stuck in the eastern channel</h1>\(copy)</article>"
            ).title
        }
        let shown = "Dredger stuck in the eastern channel"
        #expect(try title("Harbour works 2027: all that you need to know on the channel") == shown)
        let akin = "Dredger is stuck since Tuesday in the channel"
        #expect(try title(akin) == akin)
        let other = "Harbour works 2027: all that you need to know"
        #expect(try title(other, head: "Quay Post") == other)
    }

    private func scope(_ headline: String, type: String = "NewsArticle", text: String = copy) -> String {
        """
        <div itemscope itemtype="https://schema.org/\(type)"><h2 itemprop="headline">\(headline)</h2>
        <span itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" content="Quay Press"></span>
        <meta itemprop="inLanguage" content="de"><link itemprop="image" href="/micro.jpg"><div itemprop="articleBody">\(text)</div></div>
        """
    }

    @Test("may be microdata that holds the text")
    func microdata() throws {
        let article = try read(
            "<title>Untitled</title>", scope("Late dredging divides the town"), root: "<html>")
        #expect(article.title == "Late dredging divides the town")
        #expect(article.siteName == "Quay Press")
        #expect(article.language == "de")
        #expect(article.image == "https://post.example/micro.jpg")
        for field in ["title", "siteName", "language", "image"] {
            #expect(article.provenance[field] == "microdata", "\(field)")
        }
        let both = try read(
            meta + script("\"headline\":\"A late dredging\",\"url\":\"\(address)\",\"image\":\"/ld.jpg\""),
            scope("Late dredging divides the town"), root: "<html>")
        #expect(both.image == "https://post.example/ld.jpg")
        #expect(both.title == "A late dredging")
        #expect(both.provenance["language"] == "microdata")
    }

    @Test("gives no title that only machines see, where a heading prints one")
    func hiddenHeadline() throws {
        func title(_ heading: String) throws -> String? {
            try read(
                "",
                "<article itemscope itemtype=\"https://schema.org/Article\"><meta itemprop=\"headline\" content=\"Ten facts on dredging\"><link itemprop=\"url\" href=\"\(address)\">\(heading)\(copy)</article>"
            ).title
        }
        #expect(try title("<h1>Late dredging</h1>") == "Late dredging")
        #expect(try title("") == "Ten facts on dredging")
    }

    @Test("is not the microdata of another story")
    func otherMicrodata() throws {
        let article = try read(
            "<title>Late dredging</title>",
            "<article><h1>Late dredging</h1>\(copy)\(copy)</article><aside>\(scope("Cats win the regatta", text: ""))</aside>"
        )
        #expect(article.title == "Late dredging")
        #expect(article.language == "en")
        #expect(article.siteName == nil)
        #expect(article.image == nil)
    }

    @Test("dates a page before its head does, which may add the hour")
    func dates() throws {
        func published(_ micro: String, _ head: String) throws -> [String?] {
            let article = try read(
                "<title>Late dredging</title><meta property=\"article:published_time\" content=\"\(head)\">",
                "<article itemscope itemtype=\"https://schema.org/Article\"><h1>Late dredging</h1><meta itemprop=\"datePublished\" content=\"\(micro)\">\(copy)</article>"
            )
            return [article.provenance["published"], article.published.map { $0.hasTime ? "hour" : "day" }]
        }
        #expect(
            try published("2026-03-02T10:00:00+01:00", "2026-03-03T10:00:00+01:00") == [
                "microdata datepublished", "hour",
            ])
        #expect(
            try published("2026-03-02", "2026-03-02T10:00:00+01:00") == [
                "meta article:published_time", "hour",
            ])
        #expect(
            try published("2026-03-02", "2026-03-03T10:00:00+01:00") == ["microdata datepublished", "day"])
    }
}

@Suite("The picture that an article opens with") struct LeadImageTests {
    private func image(_ figure: String, behind: String = "") throws -> [String?] {
        let article = try read(
            "<title>Late dredging</title>",
            "<article><h1>Late dredging</h1>\(figure)\(copy)\(behind)</article>")
        return [article.image, article.provenance["image"]]
    }

    @Test(
        "is found where neither data nor head names one",
        arguments: [
            ("<figure><img src=\"/1.jpg\"><figcaption>The channel</figcaption></figure>", "figure"),
            ("<figure><img src=\"data:image/gif;base64,R0\" data-src=\"/1.jpg\"></figure>", "figure"),
            ("<picture><source srcset=\"/1.webp\"><img src=\"/1.jpg\"></picture>", "body"),
            ("<p><img src=\"/1.jpg\" width=\"900\" height=\"600\"></p>", "body"),
            ("<p><img srcset=\"/1.jpg 800w, /2.jpg 400w\"></p>", "body"),
        ])
    func found(_ figure: String, _ from: String) throws {
        #expect(try image(figure) == ["https://post.example/1.jpg", from], "\(figure)")
        #expect(try image("", behind: figure + copy) == ["https://post.example/1.jpg", from], "\(figure)")
    }

    @Test(
        "is no sign, portrait or picture of something else",
        arguments: [
            "<img src=\"/1.jpg\">", "<img src=\"/1.jpg\" width=\"80\" height=\"80\">",
            "<figure><img src=\"/1.svg\"></figure>", "<figure><img src=\"/1.jpg\" width=\"120\"></figure>",
            "<figure><img src=\"/1.jpg\" width=\"1\" height=\"1\"></figure>",
            "<figure hidden><img src=\"/1.jpg\"></figure>",
            "<div class=\"related\"><figure><img src=\"/1.jpg\"></figure></div>",
            "<div class=\"author\"><picture><img src=\"/1.jpg\"></picture> By Ada Quill</div>",
            "<div class=\"byline\"><span><figure><img src=\"/1.jpg\"></figure></span><a href=\"/ada\">Ada Quill</a></div>",
        ])
    func others(_ figure: String) throws {
        #expect(try image(figure) == [nil, nil], "\(figure)")
    }
}
