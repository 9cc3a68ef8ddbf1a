import Testing

@testable import FeedParse

/// A page of teasers, as the front page of a site has them.
private func front(teasers: Int, head: String = "", prose: String = "", heading: String = "") -> String {
    var cards = ""
    for number in 1...teasers {
        cards +=
            "<div class=\"block\"><h3><a href=\"/story/\(number)\">Story number \(number) about the harbour and its many visitors</a></h3>"
            + "<span>Ada Quill</span></div>"
    }
    return
        "<html><head><title>The Harbour Post</title>\(head)</head><body><main>\(heading)<div class=\"stories\">\(cards)</div>"
        + "<div class=\"about\">\(prose)</div></main></body></html>"
}

private let about =
    "<p>The Harbour Post is an independent paper for everyone who lives by the water, printed on Fridays since the year of the flood.</p>"
    + "<p>It belongs to its readers, who elect the board every other year, and takes no money from ports, fleets or yards.</p>"

private func read(_ page: String, url: String) throws -> Article {
    try ArticleReader().read(Array(page.utf8), url: url, contentType: nil)
}

@Suite("A page that leads to others") struct ListingTests {
    @Test("is a list though it holds a paragraph about the site")
    func frontPage() throws {
        let article = try read(front(teasers: 12, prose: about), url: "https://post.example/")
        #expect(article.kind == .listing)
        #expect(article.text.contains("Story number 1 about"))
        #expect(article.text.contains("Story number 12 about"))
        #expect(article.text.contains("Ada Quill"))
    }

    @Test("is one at any address when no heading shows its title")
    func section() throws {
        let article = try read(front(teasers: 12, prose: about), url: "https://post.example/ports")
        #expect(article.text.contains("Story number 7 about"))
    }

    @Test("is none when its head calls it an article")
    func article() throws {
        let head = "<meta property=\"og:type\" content=\"article\">"
        let article = try read(
            front(teasers: 12, head: head, prose: about), url: "https://post.example/ports")
        #expect(article.kind == .article)
        #expect(!article.text.contains("Story number 1 about"))
        #expect(article.text.contains("independent paper"))
    }

    @Test("is none when a heading shows the title of a text in it")
    func titled() throws {
        let article = try read(
            front(teasers: 12, prose: about, heading: "<h1>The Harbour Post</h1>"),
            url: "https://post.example/about")
        #expect(article.text.contains("independent paper"))
        #expect(!article.text.contains("Story number 1 about"))
    }

    @Test("is none when a long text stands among the many links of a table layout")
    func tableLayout() throws {
        var links = ""
        for number in 1...30 {
            links += "<a href=\"/\(number)\">Harbours of the coast, part \(number)</a><br>"
        }
        let text = (1...12).map { "<p>Chapter \($0). \(about)</p>" }.joined()
        let page =
            "<html><head><title>The flood</title></head><body><table><tr><td>\(links)</td><td>\(text)</td>"
            + "<td>\(links)\(links)\(links)</td></tr></table></body></html>"
        let article = try read(page, url: "https://post.example/flood")
        #expect(article.text.contains("Chapter 12"))
        #expect(!article.text.contains("Harbours of the coast"))
    }

    @Test("is none when links are few")
    func fewLinks() throws {
        let article = try read(front(teasers: 1, prose: about), url: "https://post.example/about")
        #expect(article.text.contains("independent paper"))
    }
}

@Suite("A page that is no article") struct OtherPageTests {
    private let goods =
        "<div><b>Rope, tarred</b><br>20 m<br>$12</div><div><b>Anchor</b><br>9 kg<br>$80</div><div><b>Lamp</b><br>$31</div>"
    private let notices =
        "<p>Orders that leave the country may be taxed on arrival, and whoever receives them pays for it at the door.</p>"
        + "<p>Nothing is sent on Sundays, on feast days and in weeks when the ferry lies in the yard to be painted.</p>"

    private func text(_ body: String, head: String = "") throws -> String {
        try read(
            "<html><head><title>Ship's stores</title>\(head)</head><body>\(body)</body></html>",
            url: "https://chandler.example/stores"
        ).text
    }

    @Test("is what its main element says, not the notices around it")
    func main() throws {
        for top in ["<h1>Ship's stores</h1>", "<h1>Stores</h1>", ""] {
            for element in ["<main>GOODS</main>", "<div role=\"main\">GOODS</div>"] {
                let main = element.replacing("GOODS", with: top + goods)
                let text = try text("\(main)<div>\(notices)</div>")
                #expect(text.contains("Anchor") && text.contains("9 kg"), "\(main): \(text)")
                #expect(!text.contains("Nothing is sent"), "\(main): \(text)")
            }
        }
    }

    @Test("is no forum for the questions that it answers itself")
    func questions() throws {
        for (type, isForum) in [("FAQPage", false), ("QAPage", true)] {
            let head =
                "<script type=\"application/ld+json\">{\"@type\":\"\(type)\",\"mainEntity\":[{\"@type\":\"Question\","
                + "\"name\":\"When is nothing sent?\"}]}</script>"
            let text = try text(
                "<main><h1>Ship's stores</h1>\(goods)</main><div>\(notices)</div>", head: head)
            #expect(text.contains("Anchor") == !isForum, "\(type): \(text)")
            #expect(text.contains("Nothing is sent") == isForum, "\(type): \(text)")
        }
    }

    @Test("is not its main element where the headline stands elsewhere")
    func strayMain() throws {
        let text = try text(
            "<div><h1>Ship's stores</h1><main>Drawing: A. Quill</main><div>\(notices)</div></div>")
        #expect(text.contains("Nothing is sent"), "\(text)")
    }

    @Test("begins below its headline where more stands there than in the running text at its end")
    func headline() throws {
        let list = String(repeating: goods, count: 12)
        let text = try text("<div><h1>Ship's stores</h1><div>\(list)</div><div>\(notices)</div></div>")
        #expect(text.contains("Anchor") && text.contains("Nothing is sent"), "\(text)")
    }

    @Test("is read as an article when its head calls it one")
    func article() throws {
        let text = try text(
            "<main><h1>Ship's stores</h1>\(goods)</main><div>\(notices)</div>",
            head: "<meta property=\"og:type\" content=\"article\">")
        #expect(text.contains("Nothing is sent"), "\(text)")
        #expect(!text.contains("Anchor"), "\(text)")
    }
}

@Suite("The first paragraph apart from the body") struct StandfirstTests {
    private let body =
        "<div class=\"article-body\"><p>Fishermen say that the work comes two seasons late; the council answers that it had to wait for the province.</p>"
        + "<p>The channel has been marked with buoys since the storm of last autumn, and ferries take the long way round.</p></div>"

    private func text(_ lead: String) throws -> String {
        let page =
            "<html><head><title>Council to dredge</title></head><body><div><h1>Council to dredge</h1>\(lead)</div>\(body)</body></html>"
        return try read(page, url: "https://post.example/dredging").text
    }

    private let lead =
        "The harbour council voted on Tuesday to dredge the eastern channel, which has silted up since the dam was closed."

    @Test(
        "belongs to the text",
        arguments: [
            "<p>LEAD</p>", "<p class=\"subtitle\">LEAD</p>",
            "<h2 class=\"excerpt\">LEAD</h2>",
            "<p class=\"article-teaser\">LEAD</p>", "<div class=\"teaser-text\"><p>LEAD</p></div>",
            "<div class=\"intro-text\"><p>LEAD</p></div>", "<div class=\"standfirst\">LEAD</div>",
        ])
    func belongs(_ markup: String) throws {
        let text = try text(markup.replacing("LEAD", with: lead))
        #expect(text.hasPrefix(lead), "\(markup): \(text)")
        #expect(text.contains("Fishermen say"))
    }

    @Test(
        "is no caption, byline, promotion or teaser of another story",
        arguments: [
            "<figure><figcaption>LEAD</figcaption></figure>", "<div class=\"author\">LEAD</div>",
            "<div class=\"newsletter\"><p>LEAD</p></div>",
            "<div class=\"teaser\"><p><a href=\"/x\">LEAD</a></p></div>",
            "<aside><p>LEAD</p></aside>", "<ul><li>LEAD</li></ul>", "<p style=\"display: none\">LEAD</p>",
            "<p style=\"DISPLAY : NONE;\">LEAD</p>", "<p style=\"color: red; visibility:hidden\">LEAD</p>",
        ])
    func others(_ markup: String) throws {
        #expect(try !text(markup.replacing("LEAD", with: lead)).contains("voted on Tuesday"), "\(markup)")
    }

    @Test("isn't said twice when the body repeats it")
    func twice() throws {
        let page =
            "<html><head><title>Council to dredge</title></head><body><h1>Council to dredge</h1><p class=\"lead\">\(lead)</p>"
            + "<div class=\"article-body\"><p>\(lead)</p><p>Ferries take the long way round until the buoys are gone again.</p></div></body></html>"
        let text = try read(page, url: nil ?? "https://post.example/x").text
        #expect(text.ranges(of: "voted on Tuesday").count == 1)
    }
}
