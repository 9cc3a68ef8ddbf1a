import Testing

@testable import FeedParse

private let copy =
    "<p>The harbour council voted on Tuesday to dredge the eastern channel, which has silted up since the dam was closed.</p>"
    + "<p>Fishermen say that the work comes two seasons late; the council answers that it had to wait for the province.</p>"

private func title(
    _ heading: String, document: String, og: String? = nil, headline: String? = nil,
    site: String? = nil, url: String = "https://www.harbourpost.example/dredging"
) throws -> String? {
    var head = "<title>\(document)</title>"
    if let og { head += "<meta property=\"og:title\" content=\"\(og)\">" }
    if let site { head += "<meta property=\"og:site_name\" content=\"\(site)\">" }
    if let headline {
        head +=
            "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"\(headline)\"}</script>"
    }
    let page = "<html><head>\(head)</head><body><article>\(heading)\(copy)</article></body></html>"
    return try ArticleReader().read(Array(page.utf8), url: url, contentType: nil).title
}

@Suite("The title of a page") struct TitleReaderTests {
    @Test("is the whole of what head and data agree on, where the heading prints a part")
    func agreed() throws {
        #expect(
            try title(
                "<h1>A late dredging</h1>", document: "Harbour budget: A late dredging, Harbour Post",
                og: "Harbour budget: A late dredging", headline: "Harbour budget: A late dredging")
                == "Harbour budget: A late dredging")
    }

    @Test("is the headline of the data at the page's address, whatever head and headings say")
    func data() throws {
        func read(_ document: String, _ heading: String, _ address: String) throws -> String? {
            let page =
                "<html><head><title>\(document)</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"A late dredging\",\"url\":\"\(address)\"}</script></head><body><article>\(heading)\(copy)</article></body></html>"
            return try ArticleReader().read(
                Array(page.utf8), url: "https://post.example/news/dredging", contentType: nil
            ).title
        }
        let own = "https://www.post.example/news/dredging"
        #expect(try read("", "", own) == "A late dredging")
        #expect(try read("Harbour Post", "", own) == "A late dredging")
        #expect(try read("Harbour Post", "", "https://post.example/news/other") == "Harbour Post")
        #expect(try read("Late dredging of the channel", "", own) == "A late dredging")
        #expect(try read("Harbour Post", "<h1>Dredging begins in June</h1>", own) == "A late dredging")
        let other = "https://post.example/news/other"
        #expect(
            try read("Harbour Post", "<h1>Dredging begins in June</h1>", other) == "Dredging begins in June")
    }

    @Test("is the heading where only one of head and data says something else")
    func disagreed() throws {
        #expect(
            try title(
                "<h1>A late dredging</h1>", document: "A late dredging | Harbour Post",
                og: "You won't believe what the council did", headline: "A late dredging")
                == "A late dredging")
        #expect(
            try title(
                "<h1>A late dredging</h1>", document: "A late dredging | Harbour Post", og: "A late dredging",
                headline: "Dredging, at last") == "A late dredging")
    }

    @Test("loses the site's name though the data repeats it")
    func siteInData() throws {
        let whole = "Channel: Who pays for the dredging? - harbourpost.example"
        #expect(
            try title(
                "<h1><span class=\"kicker\">Channel</span> <span>Who pays for the dredging?</span></h1>",
                document: whole, og: whole, headline: whole) == "Channel: Who pays for the dredging?")
    }

    @Test("keeps a tail that is not the site's, where head and data both have it")
    func tail() throws {
        let whole = "Who pays for the dredging? - live updates"
        #expect(try title("<h1>Harbour live</h1>", document: whole, og: whole, headline: whole) == whole)
    }

    @Test("is what the second rank prints, where the first ends a trail of breadcrumbs")
    func searchTitle() throws {
        let trail =
            "<ul><li><a href=\"/ports\">Ports</a></li><li><h1>Dredging: what it costs, who pays</h1></li></ul>"
        #expect(
            try title(
                trail + "<h2><span>Westport</span> A late dredging divides the town</h2>",
                document: "Dredging: what it costs, who pays | Harbour Post",
                og: "A late dredging divides the town", headline: "Dredging: what it costs, who pays")
                == "A late dredging divides the town")
        #expect(
            try title(
                trail + "<h2>A late dredging divides the town</h2>",
                document: "Dredging: what it costs, who pays | Harbour Post",
                og: "Dredging: what it costs, who pays", headline: "A late dredging divides the town")
                == "A late dredging divides the town")
        #expect(
            try title(
                trail + "<h2>What the fishermen say</h2>",
                document: "Dredging: what it costs, who pays | Harbour Post",
                og: "Dredging: what it costs, who pays", headline: "A late dredging divides the town")
                == "Dredging: what it costs, who pays")
    }

    @Test("is not the site's name, though the head states it and a lesser heading prints it")
    func siteBelow() throws {
        for headline in [nil, "Westport Harbour Post"] {
            #expect(
                try title(
                    "<h1>Council to dredge</h1><p>Ports</p><div><h2>Westport Harbour Post</h2></div>",
                    document: "Council to dredge | Westport Harbour Post", og: "Westport Harbour Post",
                    headline: headline, site: "Westport Harbour Post") == "Council to dredge")
        }
    }

    @Test("is in the data of a script whatever that script is called")
    func scriptNames() throws {
        for names in ["id=\"jsonld-article\"", "class=\"json\" data-json", "data-schema=\"json-article\""] {
            let page =
                "<html><head><title>Dredging</title><script \(names) type=\"application/ld+json\">"
                + "{\"@type\":\"NewsArticle\",\"headline\":\"Dredging\",\"datePublished\":\"2026-04-03\"}</script>"
                + "</head><body><h1>Dredging</h1>\(copy)</body></html>"
            let article = try ArticleReader().read(Array(page.utf8), url: nil, contentType: nil)
            #expect(article.provenance["published"] == "json-ld", "\(names)")
        }
    }

    @Test("is not the heading of a trail of breadcrumbs")
    func breadcrumb() throws {
        #expect(
            try title(
                "<nav class=\"breadcrumb\"><a href=\"/\">Home</a><h1>Channel</h1></nav><h2>Who pays for the dredging?</h2>",
                document: "Who pays for the dredging? | Harbour Post") == "Who pays for the dredging?")
    }

    @Test(
        "is told from the site's name by any usual mark",
        arguments: [
            "Who pays for the dredging? | Harbour Post", "Who pays for the dredging? - Harbour Post",
            "Who pays for the dredging? – Harbour Post", "Who pays for the dredging? — Harbour Post",
            "Who pays for the dredging? :: Harbour Post", "Who pays for the dredging? » Harbour Post",
            "Who pays for the dredging? · Harbour Post", "Who pays for the dredging? • Harbour Post",
            "Harbour Post | Who pays for the dredging?", "Who pays for the dredging? | News | Harbour Post",
        ])
    func marks(_ document: String) throws {
        #expect(try title("", document: document) == "Who pays for the dredging?", "\(document)")
    }

    @Test("keeps hyphens of its own")
    func hyphens() throws {
        #expect(
            try title("", document: "Mid-sized ports - and what becomes of them | Harbour Post")
                == "Mid-sized ports - and what becomes of them")
    }

    @Test("loses the site's name unless it is longer than any title")
    func length() throws {
        let short = String(repeating: "Ports and piers ", count: 30) + "| Harbour Post"
        #expect(try title("", document: short)?.hasSuffix("piers") == true)
        let long = String(repeating: "Ports and piers ", count: 60) + "| Harbour Post"
        #expect(try title("", document: long) == long)
        // Each of these marks might end a title; thousands of them end it at once or never.
        let marks = String(repeating: " - a", count: 50_000)
        #expect(try title("", document: "Ports" + marks) == "Ports" + marks)
    }

    @Test("isn't made of what can't be seen")
    func invisible() throws {
        #expect(try title("", document: "&shy;&shy;") == nil)
        #expect(try title("", document: "&shy; Dredging", og: nil) == "Dredging")
    }
}
