import Testing

@testable import FeedParse

private let copy =
    "<article><p>The harbour council voted on Tuesday to dredge the eastern channel, which has silted up since the dam was closed for repairs.</p>"
    + "<p>Fishermen say that the work comes two seasons late; the council answers that it had to wait for the province to pay.</p>"
    + "<p>Ferries have taken the long way round since the autumn, and the island's shops pay for it with every crate.</p></article>"

private func read(
    _ head: String, body: String = "<h1>Council to dredge</h1>" + copy,
    url: String? = "https://post.example/ports/dredging?x=1",
    root: String = "<html>"
) throws -> Article {
    let page =
        "<!DOCTYPE html>\(root)<head><title>Council to dredge | The Harbour Post</title>\(head)</head><body>\(body)</body></html>"
    return try ArticleReader().read(Array(page.utf8), url: url, contentType: nil)
}

@Suite("What the head of a page states") struct PageHeadTests {
    @Test(
        "gives the canonical address, made absolute",
        arguments: [
            (
                "<link rel=\"canonical\" href=\"https://post.example/dredging\">",
                "https://post.example/dredging"
            ),
            ("<link rel=\"canonical\" href=\"/dredging\">", "https://post.example/dredging"),
            ("<link rel=\"CANONICAL\" href=\"dredging\">", "https://post.example/ports/dredging"),
            ("<link href=\"/a\" rel=\"shortlink canonical\">", "https://post.example/a"),
            ("<meta property=\"og:url\" content=\"https://post.example/og\">", "https://post.example/og"),
            (
                "<link rel=\"canonical\" href=\"/one\"><link rel=\"canonical\" href=\"/two\">",
                "https://post.example/one"
            ),
            (
                "<base href=\"https://cdn.example/x/\"><link rel=\"canonical\" href=\"dredging\">",
                "https://cdn.example/x/dredging"
            ),
            ("<link rel=\"alternate\" href=\"/other\">", nil), ("", nil),
        ] as [(String, String?)])
    func canonical(_ head: String, _ expected: String?) throws {
        #expect(try read(head).canonical == expected)
    }

    @Test(
        "gives the picture, the safe address first",
        arguments: [
            ("<meta property=\"og:image\" content=\"/p/1.jpg\">", "https://post.example/p/1.jpg"),
            (
                "<meta property=\"og:image\" content=\"http://post.example/1.jpg\"><meta property=\"og:image:secure_url\" content=\"https://post.example/1.jpg\">",
                "https://post.example/1.jpg"
            ),
            (
                "<meta name=\"twitter:image\" content=\"https://post.example/t.jpg\">",
                "https://post.example/t.jpg"
            ),
            (
                "<meta property=\"og:image\" content=\"\"><meta name=\"twitter:image\" content=\"/t.jpg\">",
                "https://post.example/t.jpg"
            ),
            ("<meta property=\"og:image\" content=\"  \">", nil),
        ] as [(String, String?)])
    func image(_ head: String, _ expected: String?) throws {
        #expect(try read(head).image == expected)
    }

    @Test(
        "names the site",
        arguments: [
            ("<meta property=\"og:site_name\" content=\"Harbour Post\">", "Harbour Post"),
            ("<meta name=\"application-name\" content=\"Post App\">", "Post App"),
            (
                "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Council to dredge\",\"publisher\":{\"@type\":\"Organization\",\"name\":\"Harbour Press\"}}</script>",
                "Harbour Press"
            ),
            ("", "The Harbour Post"),
        ])
    func site(_ head: String, _ expected: String) throws {
        #expect(try read(head).siteName == expected)
    }

    @Test(
        "tells the language, and the text does when it doesn't",
        arguments: [
            ("<html lang=\"en-GB\">", "", "en-GB"), ("<html xml:lang=\"fr\">", "", "fr"),
            ("<html lang=\" de \">", "", "de"),
            ("<html>", "<meta property=\"og:locale\" content=\"pt_BR\">", "pt-BR"),
            ("<html>", "<meta http-equiv=\"content-language\" content=\"x\">", "en"),
            ("<html lang=\"\">", "", "en"), ("<html>", "", "en"),
        ])
    func language(_ root: String, _ head: String, _ expected: String) throws {
        #expect(try read(head, root: root).language == expected)
    }

    @Test("describes the page, the description for sharing first")
    func summary() throws {
        #expect(
            try read(
                "<meta name=\"description\" content=\"One &amp; all\"><meta property=\"og:description\" content=\" Two  lines \">"
            )
            .summary == "Two lines")
        #expect(try read("<meta name=\"description\" content=\"One &amp; all\">").summary == "One & all")
        #expect(try read("").summary == nil)
    }

    @Test("states the last change beside the publication")
    func modified() throws {
        let article = try read(
            "<meta property=\"article:published_time\" content=\"2026-04-03T08:00:00Z\"><meta property=\"article:modified_time\" content=\"2026-04-05T09:30:00Z\">"
        )
        #expect(article.published?.date == DateParser.parse("2026-04-03T08:00:00Z")?.date)
        #expect(article.modified?.date == DateParser.parse("2026-04-05T09:30:00Z")?.date)
        #expect(article.provenance["modified"] == "meta article:modified_time")
    }

    @Test("isn't believed about years before the web and after this century")
    func absurd() throws {
        for date in ["1970-01-01T00:00:00Z", "0001-01-01", "2190-01-01"] {
            #expect(
                try read("<meta property=\"article:published_time\" content=\"\(date)\">").published == nil,
                "\(date)")
        }
    }

    @Test("announces feeds, and nothing else that is alternate")
    func feeds() throws {
        let article = try read(
            "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"All\" href=\"/rss\"><link rel=\"alternate\" hreflang=\"de\" href=\"/de\">"
                + "<link rel=\"alternate\" type=\"application/feed+json; charset=utf-8\" href=\"https://post.example/feed.json\"><link rel=\"stylesheet\" type=\"application/rss+xml\" href=\"/x\">"
        )
        #expect(
            article.announcedFeeds.map(\.href) == [
                "https://post.example/rss", "https://post.example/feed.json",
            ])
        #expect(article.announcedFeeds.first?.title == "All")
    }

    @Test("says where each field came from")
    func provenance() throws {
        let article = try read(
            "<meta property=\"og:site_name\" content=\"Harbour Post\"><meta property=\"og:image\" content=\"/1.jpg\"><meta name=\"author\" content=\"Ada Quill\">",
            root: "<html lang=\"en\">")
        #expect(article.provenance["siteName"] == "meta og:site_name")
        #expect(article.provenance["image"] == "meta og:image")
        #expect(article.provenance["authors"] == "meta author")
        #expect(article.provenance["title"] == "h1")
        #expect(article.provenance["language"] == "html lang")
        #expect(article.provenance["published"] == nil)
    }

    @Test("may be anything, even nothing")
    func odd() throws {
        for head in [
            "<meta>", "<meta name>", "<meta content=x>", "<link>", "<base>", "<base href=\"::\">",
            "<meta name=\"a b\" content=\"c\">",
        ] {
            #expect(try read(head).text.contains("eastern channel"), "\(head)")
        }
        #expect(try read("", url: nil).text.contains("eastern channel"))
    }
}

@Suite("The kind of a page") struct PageKindTests {
    @Test("is an article when its data, its head or its length say so")
    func article() throws {
        #expect(try read("").kind == .article)
        #expect(
            try read(
                "<meta property=\"og:type\" content=\"article\">",
                body: "<h1>Council to dredge</h1><p>It will be done soon, as all agreed in the end.</p>"
            )
            .kind == .article)
    }

    @Test("is a list when it is all links")
    func list() throws {
        let links = (1...30).map { "<li><a href=\"/\($0)\">A story about port number \($0)</a></li>" }
            .joined()
        #expect(try read("", body: "<main><ul>\(links)</ul></main>").kind == .listing)
    }

    @Test("is an event when it describes one, by name or by address")
    func event() throws {
        let data =
            "{\"@type\":\"Event\",\"name\":\"Council to dredge\",\"startDate\":\"2026-05-12T18:00:00+02:00\",\"location\":{\"name\":\"Harbour Hall\"}}"
        let article = try read("<script type=\"application/ld+json\">\(data)</script>")
        #expect(article.kind == .event)
        #expect(article.event?.venue == "Harbour Hall")
        let other = data.replacing("Council to dredge", with: "Another evening")
        #expect(try read("<script type=\"application/ld+json\">\(other)</script>").kind == .article)
    }
}
