import Testing

@testable import FeedParse

private let one =
    "The harbour council voted on Tuesday to dredge the eastern channel, which has silted up since the dam was closed."
private let two =
    "Fishermen say that the work comes two seasons late; the council answers that it had to wait for the province."
private let three =
    "Ferries have taken the long way round since the autumn, and the island's shops pay for it with every crate."

private func text(_ body: String, head: String = "", url: String = "https://post.example/dredging") throws
    -> String
{
    let page = "<html><head><title>Council to dredge</title>\(head)</head><body>\(body)</body></html>"
    return try ArticleReader().read(Array(page.utf8), url: url, contentType: nil).text
}

@Suite("The text of a page") struct BodyShapeTests {
    @Test(
        "is found in any construction",
        arguments: [
            "<article><h1>Council to dredge</h1><p>ONE</p><p>TWO</p><p>THREE</p></article>",
            "<h1>Council to dredge</h1><div class=\"article-body\"><p>ONE</p><p>TWO</p><p>THREE</p></div>",
            "<div><div><div><h1>Council to dredge</h1><div>ONE</div><div>TWO</div><div>THREE</div></div></div></div>",
            "<table><tr><td><h1>Council to dredge</h1>ONE<br><br>TWO<br><br>THREE</td></tr></table>",
            "<h1>Council to dredge</h1><section><p>ONE</p></section><section><p>TWO</p></section><section><p>THREE</p></section>",
            "<main><h1>Council to dredge</h1><blockquote>ONE</blockquote><p>TWO</p><p>THREE</p></main>",
            "<form><h1>Council to dredge</h1><p>ONE</p><p>TWO</p><p>THREE</p></form>",
            "<h1>Council to dredge</h1><ul><li>ONE</li><li>TWO</li><li>THREE</li></ul>",
            "<center><font><h1>Council to dredge</h1><p>ONE<p>TWO<p>THREE</font></center>",
        ])
    func constructions(_ shape: String) throws {
        let body = shape.replacing("ONE", with: one).replacing("TWO", with: two).replacing(
            "THREE", with: three)
        let text = try text(body)
        for paragraph in [one, two, three] { #expect(text.contains(paragraph), "\(shape): \(text)") }
    }

    @Test("ends where the next article begins")
    func next() throws {
        let body =
            "<article><h1>Council to dredge</h1><p>\(one)</p><p>\(two)</p><p>\(three)</p></article>"
            + "<article><h1>Storm ahead</h1><p>A storm is on its way from the west and will reach the coast in the night, the weather office says.</p></article>"
        let text = try text(body)
        #expect(text.contains(three))
        #expect(!text.contains("A storm is on its way"))
    }

    @Test(
        "lacks what stands around it",
        arguments: [
            "<nav><a href=\"/\">Marker</a></nav>",
            "<aside><p>Marker, which nobody asked for but which is long enough to be read.</p></aside>",
            "<div class=\"comments\"><p>Marker says a reader who has read all of it, and more than once, with a pencil.</p></div>",
            "<div class=\"newsletter\"><p>Marker: get our best stories by mail, every morning, free of any charge.</p></div>",
            "<div class=\"related\"><h3>Marker</h3><ul><li><a href=\"/1\">One</a></li><li><a href=\"/2\">Two</a></li></ul></div>",
            "<div id=\"cookie-consent\"><p>Marker: we and our partners store things on your device, and read them.</p></div>",
            "<div style=\"display:none\"><p>Marker that nobody sees, however long it may go on about itself.</p></div>",
            "<div hidden><p>Marker that nobody sees, however long it may go on about itself.</p></div>",
            "<div aria-hidden=\"true\"><p>Marker that nobody sees, however long it may go on.</p></div>",
            "<footer><p>Marker. All rights reserved. Printed on paper that was a sail once.</p></footer>",
            "<script>var Marker = 1</script>", "<style>.Marker { color: red }</style>", "<!-- Marker -->",
            "<template><p>Marker in a template that no script ever takes out of it.</p></template>",
            "<button>Marker</button>",
            "<span role=\"tooltip\">Marker, which shows when a mouse comes near.</span>",
            "<button aria-controls=\"menu\">More</button><div id=\"menu\" hidden><p>Marker that a button shows, and which belongs to no heading.</p></div>",
            "<select><option>Marker</option></select>",
        ])
    func around(_ junk: String) throws {
        let article =
            "<h1>Council to dredge</h1><div class=\"article-body\"><p>\(one)</p><p>\(two)</p><p>\(three)</p></div>"
        for body in [
            junk + article, article + junk, article.replacing("<p>" + two, with: junk + "<p>" + two),
        ] {
            let text = try text(body)
            #expect(!text.contains("Marker"), "\(junk)")
            #expect(text.contains(one) && text.contains(three), "\(junk)")
        }
    }

    @Test(
        "keeps what belongs to it",
        arguments: [
            "<blockquote>Marker, said the harbour master.</blockquote>", "<h2>Marker</h2>",
            "<ul><li>Marker</li><li>Other</li></ul>",
            "<ol><li>Marker</li></ol>", "<pre>Marker  12</pre>",
            "<table><tr><th>Year</th><td>Marker</td></tr></table>",
            "<p>Short Marker.</p>",
            "<p><a href=\"/x\">Marker</a> is a word that leads elsewhere in a sentence.</p>",
            "<p><b>Marker</b></p><p>That was all he said.</p>",
            "<div>Marker without a paragraph of its own, in a plain box.</div>",
        ])
    func kept(_ part: String) throws {
        let text = try text(
            "<h1>Council to dredge</h1><div class=\"article-body\"><p>\(one)</p>\(part)<p>\(two)</p><p>\(three)</p></div>"
        )
        #expect(text.contains("Marker"), "\(part): \(text)")
    }

    @Test(
        "has what its headings and tabs unfold",
        arguments: [
            "<h3><button aria-expanded=\"false\" aria-controls=\"a1\">QUESTION</button></h3><div id=\"a1\" aria-hidden=\"true\"><p>ANSWER</p></div>",
            "<h3><a href=\"#a1\" aria-controls=\"a1\"><span>QUESTION</span></a></h3><div id=\"a1\" hidden><p>ANSWER</p></div>",
            "<h4><span><button aria-controls=\"a1\">QUESTION</button></span></h4><div id=\"a1\" style=\"display: none\">ANSWER</div>",
            "<div><span role=\"tab\" aria-controls=\"a1\">QUESTION</span></div><div id=\"a1\" role=\"tabpanel\" hidden>ANSWER</div>",
        ])
    func unfolded(_ shape: String) throws {
        let answer = "From the bank that lies off the western pier, where it has lain since the flood."
        let part = shape.replacing("QUESTION", with: "Where does the sand come from?").replacing(
            "ANSWER", with: answer)
        let page =
            "<h1>Council to dredge</h1><div class=\"article-body\"><p>\(one)</p><p>\(two)</p>\(part)<p>\(three)</p></div>"
        let article = try ArticleReader().read(Array(page.utf8), url: nil, contentType: nil)
        for text in [article.text, article.html] {
            #expect(text.contains("Where does the sand come from?"), "\(shape): \(text)")
            #expect(text.contains(answer), "\(shape): \(text)")
        }
    }

    @Test("is written in order, paragraphs apart")
    func order() throws {
        let text = try text(
            "<h1>Council to dredge</h1><article><p>\(one)</p>\n\n<p>\(two)</p><p>\(three)</p></article>")
        #expect(text == [one, two, three].joined(separator: "\n\n"))
    }

    @Test("keeps accents, signs and entities")
    func characters() throws {
        let text = try text(
            "<h1>Council to dredge</h1><article><p>\(one) Caf&eacute; &amp; Stra&szlig;e &#8212; 5&nbsp;&lt; 6, \u{201C}na\u{EF}ve\u{201D} \u{1F6A2}</p><p>\(two)</p></article>"
        )
        #expect(text.contains("Café & Straße — 5 < 6, “naïve” 🚢"))
    }
}

@Suite("A page with the source's own selectors") struct OwnSelectorTests {
    private let body =
        "<h1>Council to dredge</h1><div class=\"a\"><p>\(one)</p></div><div class=\"b\"><p>\(two)</p><div class=\"extra\">Buy sails.</div></div>"

    private func article(_ selector: String?, drop: [String] = [], link: String? = nil) throws -> Article {
        var rules = PageRules()
        rules.article = selector
        rules.drop = drop
        rules.originalLink = link
        let page =
            "<html><head><title>Council to dredge</title></head><body>\(body)<a class=\"src\" href=\"/o\">Original</a></body></html>"
        return try ArticleReader(rules: rules).read(
            Array(page.utf8), url: "https://post.example/x", contentType: nil)
    }

    @Test(
        "is read there and nowhere else",
        arguments: [".b", "div.b", "//div[@class='b']", ".none, .b", "h1 ~ div.b"])
    func selected(_ selector: String) throws {
        let article = try article(selector)
        #expect(article.text.contains("two seasons late"), "\(selector)")
        #expect(!article.text.contains("eastern channel"), "\(selector)")
        #expect(article.provenance["text"] == "selector")
    }

    @Test("loses what the source drops")
    func dropped() throws {
        #expect(try article(".b").text.contains("Buy sails"))
        #expect(try !article(".b", drop: [".extra"]).text.contains("Buy sails"))
        #expect(try !article(".b", drop: ["//div[@class='extra']"]).text.contains("Buy sails"))
    }

    @Test("says so when nothing matches, and is read without them")
    func missing() throws {
        let article = try article(".gone")
        #expect(article.warnings.contains { $0.contains("\".gone\"") })
        #expect(article.text.contains("eastern channel"))
    }

    @Test("names the original", arguments: ["a.src", "a.src@href", "//a[@class='src']/@href"])
    func original(_ selector: String) throws {
        let article = try article(nil, link: selector)
        #expect(article.originalURL == "https://post.example/o")
        #expect(article.completeness == .excerpt)
    }

    @Test("is refused when a selector is broken")
    func broken() {
        #expect(throws: FeedParseError.self) { try article("div[") }
        #expect(throws: FeedParseError.self) { try article(nil, drop: ["p::after"]) }
    }
}
