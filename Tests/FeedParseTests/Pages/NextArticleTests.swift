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
}
