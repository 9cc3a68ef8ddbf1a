import Testing

@testable import FeedParse

private let title = "Council weighs the old quay"
private let own = [
    "The harbour council met on Tuesday to weigh what the old quay is worth, and found that nobody had asked since the war.",
    "Two of its members would sell the stones to the highest bidder; the others want a market hall where fish was sold before.",
    "A vote is due in June, when the engineers have looked at the piles below the water and told what can be kept of them.",
]
private let next = [
    "Snow has closed the mountain road between the two valleys, and the drivers of the milk lorries sleep in the school.",
    "The ploughs came as far as the chapel before the wind blew their track full again, says the keeper of the pass.",
]
private let third = [
    "An orchestra of pensioners plays waltzes in the town hall on Sunday, for the first time with a tuba of its own.",
    "The tuba was found in the cellar of the brewery, where it had served as a funnel for longer than anyone remembers.",
]

private func paragraphs(_ texts: [String]) -> String { texts.map { "<p>\($0)</p>" }.joined() }

private func read(_ body: String, title: String = title) throws -> Article {
    let page = "<html><head><title>\(title)</title></head><body><main>\(body)</main></body></html>"
    return try ArticleReader().read(Array(page.utf8), url: "https://post.example/news/quay", contentType: nil)
}

@Suite("A page with several articles") struct NextArticleTests {
    @Test(
        "gives the first, however they follow each other",
        arguments: [
            ("<article>", "</article>"), ("<div class=\"story\">", "</div>"),
            ("<section class=\"post\">", "</section>"), ("", ""),
        ])
    func forms(_ open: String, _ close: String) throws {
        func piece(_ heading: String, _ texts: [String]) -> String {
            "\(open)<h1>\(heading)</h1>\(paragraphs(texts))\(close)"
        }
        let two = piece(title, own) + piece("Snow closes the mountain road", next)
        let three = two + piece("Pensioners play waltzes on Sunday", third)
        let longer = piece(title, own) + piece("Snow closes the mountain road", next + next + next + third)
        for body in [two, three, longer] {
            #expect(try read(body).text == own.joined(separator: "\n\n"), "\(open)")
        }
    }

    @Test("gives the first where the next ones have headings of the second rank")
    func secondRank() throws {
        let body =
            "<article><h1>\(title)</h1>\(paragraphs(own))</article>"
            + "<article><h2>Snow closes the mountain road</h2>\(paragraphs(next + next))</article>"
            + "<article><h2>Pensioners play waltzes on Sunday</h2>\(paragraphs(third))</article>"
        #expect(try read(body).text == own.joined(separator: "\n\n"))
    }

    @Test(
        "gives the first where each has a date or byline of its own, whatever holds them",
        arguments: [
            ("<div>", "</div>"), ("<section>", "</section>"), ("<div><div>", "</div></div>"), ("", ""),
            ("<article><section>", "</section></article>"), ("<div class=\"page a\">", "</div>"),
        ],
        [
            ("<p>3 March 2026</p>", "<p>27 February 2026</p>"),
            ("<p>By Ada Quill</p>", "<p>By Ben Stroud</p>"),
            ("<div><time datetime=\"2026-03-03\">Tuesday</time></div>", "<time>27 Feb.</time>"),
            ("<div class=\"author\">Ada Quill</div>", "<div class=\"author\">Ben Stroud</div>"),
        ])
    func signed(_ box: (String, String), _ sign: (String, String)) throws {
        func piece(_ rank: Int, _ heading: String, _ sign: String, _ texts: [String]) -> String {
            "\(box.0)<h\(rank)>\(heading)</h\(rank)>\(sign)\(paragraphs(texts))\(box.1)"
        }
        for rank in [1, 2] {
            let two = piece(rank, title, sign.0, own) + piece(rank, "Snow on the road", sign.1, next)
            for body in [two, two + piece(rank, "Waltzes", sign.0, third)] {
                let text = try read(body).text
                #expect(text.hasSuffix(own[2]), "\(rank) \(box.0) \(sign.0): \(text)")
                #expect(own.allSatisfy(text.contains), "\(rank) \(box.0) \(sign.0): \(text)")
            }
        }
    }

    @Test("gives the first where the next ones state addresses of their own")
    func addresses() throws {
        func piece(_ heading: String, _ address: String, _ texts: [String]) -> String {
            "<div data-url=\"/news/\(address)\"><h1>\(heading)</h1>\(paragraphs(texts))</div>"
        }
        let text = try read(piece(title, "quay", own) + piece("Snow on the road", "snow", next)).text
        #expect(text == own.joined(separator: "\n\n"))
        let parts = try read(piece(title, "quay", own) + piece("Snow on the road", "quay", next)).text
        #expect(parts.contains(next[0]))
    }

    @Test("gives the first where the data names the others")
    func named() throws {
        let data = [title, "Snow on the road"].map { "{\"@type\":\"NewsArticle\",\"headline\":\"\($0)\"}" }
            .joined(separator: ",")
        let body =
            "<div><h1>\(title)</h1>\(paragraphs(own))</div><div><h1>Snow on the road</h1>\(paragraphs(next))</div>"
        let script = "<script type=\"application/ld+json\">[\(data)]</script>"
        #expect(try read(script + body).text == own.joined(separator: "\n\n"))
        #expect(try read(body).text.contains(next[0]))
    }

    @Test("gives the first where each article has a box around it")
    func wrapped() throws {
        func piece(_ number: Int, _ heading: String, _ texts: [String]) -> String {
            "<div id=\"a\(number)\"><div><article><h1>\(heading)</h1>\(paragraphs(texts))</article></div></div>"
        }
        let body = piece(1, title, own) + piece(2, "Snow on the road", next) + piece(3, "Waltzes", third)
        #expect(try read(body).text == own.joined(separator: "\n\n"))
    }

    @Test(
        "is one text where the table of contents leads to its parts",
        arguments: ["<h1 id=\"b\">HEADING</h1>", "<h1><a name=\"b\"></a>HEADING</h1>"])
    func contents(_ heading: String) throws {
        let part = heading.replacing("HEADING", with: "What the stones of the quay are worth")
        let list = "<ul><li><a href=\"#b\">What the stones of the quay are worth</a></li></ul>"
        let body = "<h1>\(title)</h1>\(list)\(paragraphs(own))\(part)\(paragraphs(next))"
        #expect(try read(body).text.contains(next[1]))
        #expect(!(try read(body.replacing(list, with: "")).text.contains(next[1])))
    }

    @Test("is one text where a manual links each heading to its place")
    func manual() throws {
        func piece(_ heading: String, _ texts: [String]) -> String {
            "<section><h1><a href=\"/manual/\(heading.count)\">\(heading)</a></h1>\(paragraphs(texts))</section>"
        }
        let text = try read(piece(title, own) + piece("What the stones are worth", next)).text
        #expect(text.contains(own[0]) && text.contains(next[1]))
    }

    @Test(
        "is one text where its headings are those of parts",
        arguments: [
            ("The piles", "The hall"), ("1. What the piles are worth", "2. What the hall would cost"),
        ])
    func parts(_ one: String, _ two: String) throws {
        let body =
            "<h1>\(title)</h1>\(paragraphs(own))<h1>\(one)</h1>\(paragraphs(next))<h1>\(two)</h1>\(paragraphs(third))"
        let text = try read(body).text
        for paragraph in own + next + third { #expect(text.contains(paragraph)) }
    }

    @Test(
        "is one text where its parts have long headings in boxes alike",
        arguments: [
            ("<section class=\"part\">", "</section>"),
            ("<div><div>", "</div></div>"), ("<section>", "</section>"),
        ])
    func boxes(_ open: String, _ close: String) throws {
        let body =
            "\(open)<h1>\(title)</h1>\(paragraphs(own))\(close)\(open)<h1>What the stones of the quay are worth</h1>\(paragraphs(next))\(close)"
        let text = try read(body).text
        for paragraph in own + next { #expect(text.contains(paragraph)) }
        let story = try read("<article>" + body.replacing("\"part\"", with: "\"post\"") + "</article>").text
        for paragraph in own + next { #expect(story.contains(paragraph)) }
    }

    @Test("is one text where an article has articles in it")
    func nested() throws {
        let body =
            "<article><h1>\(title)</h1>\(paragraphs(own))<article><h2>The snow</h2>\(paragraphs(next))</article></article>"
        let text = try read(body).text
        for paragraph in own + next { #expect(text.contains(paragraph)) }
    }

    @Test("is left alone where it is a list of teasers")
    func teasers() throws {
        let body = (own + next + third).enumerated().map { index, text in
            "<article><h2><a href=\"/\(index)\">Story number \(index) of the day</a></h2><p>\(text)</p></article>"
        }.joined()
        let text = try read("<h1>News of the harbour</h1>" + body, title: "News of the harbour").text
        for paragraph in own + next + third { #expect(text.contains(paragraph)) }
    }

    /// A headline of the second rank with parts that have headings alike, and signs below each.
    private func parted(_ signs: [String]) -> String {
        zip(
            zip([title, "What the stones are worth", "Who wants the market hall"], signs), [own, next, third]
        )
        .map { "<h2>\($0.0)</h2>\($0.1)\(paragraphs($1))" }.joined()
    }

    @Test(
        "is one text where entries tell the hour at which they came in",
        arguments: [
            ["10:00", "11:00"], ["9.30 Uhr", "10.15 Uhr"], ["10 a.m.", "11:15 a.m. EST"],
            ["Updated 10:00 GMT", "Updated 11:05 GMT"], ["18h30", "19h05"],
        ])
    func hours(_ hours: [String]) throws {
        func stamp(_ text: String) -> String { "<time datetime=\"2026-03-03T10:00:00Z\">\(text)</time>" }
        let text = try read(parted(["<time>3 March 2026</time>"] + hours.map(stamp))).text
        for paragraph in own + next + third { #expect(text.contains(paragraph), "\(hours)") }
        let days = try read(parted(["3 March 2026", "27 Feb., 10:00", "26 February 2026"].map(stamp))).text
        #expect(!days.contains(next[0]))
    }

    @Test(
        "is one text where the parts of one article element have bylines or dates",
        arguments: [
            ["<p class=\"byline\">By Ada Quill and Ben Stroud</p>", "<p class=\"byline\">By Ada Quill</p>"],
            ["<p>3 March 2026</p>", "<p>2 March 2026</p>"],
        ])
    func roundtable(_ signs: [String]) throws {
        let body = parted([signs[0], signs[1], signs[1]])
        let text = try read("<article>\(body)</article>").text
        for paragraph in own + next + third { #expect(text.contains(paragraph), "\(signs)") }
        #expect(!(try read(body).text.contains(next[0])), "\(signs)")
    }

    @Test(
        "is one text where its parts state the address of the whole",
        arguments: ["/news/quay#2", "/news/quay", "#2"])
    func fragments(_ address: String) throws {
        func piece(_ heading: String, _ address: String, _ texts: [String]) -> String {
            "<div data-url=\"\(address)\"><h1>\(heading)</h1><p>3 March 2026</p>\(paragraphs(texts))</div>"
        }
        let rest = piece("What the stones of the quay are worth", address, next)
        let isTold = address.hasPrefix("/")
        let text = try read(piece(title, "/news/quay", own) + rest).text
        #expect(text.contains(next[0]) == isTold)
        #expect(
            try read((piece(title, "/news/quay", own) + rest).replacing("<p>3 March 2026</p>", with: "")).text
                .contains(next[0]))
    }

    @Test("is one text where the data calls the others its parts", arguments: ["hasPart", "liveBlogUpdate"])
    func partsInData(_ key: String) throws {
        let parts = ["Snow on the road", "Waltzes on Sunday"]
            .map { "{\"@type\":\"BlogPosting\",\"headline\":\"\($0)\"}" }.joined(separator: ",")
        let script =
            "<script type=\"application/ld+json\">{\"@type\":\"Article\",\"headline\":\"\(title)\",\"\(key)\":[\(parts)]}</script>"
        let body =
            "<div><h1>\(title)</h1>\(paragraphs(own))</div><div><h1>Snow on the road</h1>\(paragraphs(next))</div>"
            + "<div><h1>Waltzes on Sunday</h1>\(paragraphs(third))</div>"
        let text = try read(script + body).text
        for paragraph in own + next + third { #expect(text.contains(paragraph)) }
    }
}
