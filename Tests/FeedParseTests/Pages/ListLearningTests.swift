import Foundation
import Testing

@testable import FeedParse

private func learnt(_ blocks: String, before: String = "", after: String = "", rules: PageRules = PageRules())
    throws -> ListReading
{
    let page =
        "<html lang=\"en\"><head><title>Analysis | The Institute</title></head><body><header><nav><a href=\"/\">Home</a> <a href=\"/about\">About</a></nav></header>"
        + "\(before)<main>\(blocks)</main>\(after)<footer><a href=\"/privacy\">Privacy</a> <a href=\"/terms\">Terms</a></footer></body></html>"
    return try ListReader(rules: rules).read(
        Array(page.utf8), url: "https://institute.example/analysis", contentType: nil)
}

private let titles = [
    "What dams cost the towns below", "How harbours pay for their sand", "Why ferries take the long way",
]

private func blocks(_ form: String) -> String {
    titles.enumerated().map { number, title in
        form.replacing("TITLE", with: title).replacing("LINK", with: "/a/\(number + 1)").replacing(
            "DAY", with: "\(number + 3)")
    }.joined(separator: "\n")
}

@Suite("A list without selectors") struct ListLearningTests {
    @Test(
        "is found in any repeated form",
        arguments: [
            "<article><h2><a href=\"LINK\">TITLE</a></h2><p>A few words about it, so that people read on.</p></article>",
            "<div class=\"row\"><div><a href=\"LINK\"><h3>TITLE</h3></a><span>DAY May 2026</span></div></div>",
            "<section class=\"entry\"><time datetime=\"2026-05-0DAY\">DAY May</time><h4><a href=\"LINK\">TITLE</a></h4></section>",
            "<div class=\"post\"><img src=\"/p.jpg\"><a class=\"title\" href=\"LINK\">TITLE</a><p>A few words about it, so that people read on.</p></div>",
        ])
    func forms(_ form: String) throws {
        let reading = try learnt(blocks(form))
        #expect(reading.items.map(\.title) == titles, "\(form)")
        #expect(reading.items.map(\.link) == (1...3).map { "https://institute.example/a/\($0)" }, "\(form)")
        #expect(!reading.explanation.isEmpty)
        #expect(reading.itemsSelector.map { !$0.isEmpty } ?? false)
    }

    @Test("is read the same by the selectors that were learnt")
    func again() throws {
        let form =
            "<article class=\"item\"><h2><a href=\"LINK\">TITLE</a></h2><time datetime=\"2026-05-0DAY\">DAY May</time></article>"
        let first = try learnt(blocks(form))
        var rules = PageRules()
        rules.items = first.itemsSelector
        rules.item = first.itemSelectors
        let second = try learnt(blocks(form), rules: rules)
        #expect(second.items.map(\.title) == first.items.map(\.title))
        #expect(second.items.map(\.link) == first.items.map(\.link))
        #expect(second.items.map(\.published) == first.items.map(\.published))
    }

    @Test("is not the menu, the footer or the column beside it")
    func others() throws {
        let menu =
            "<nav><ul>"
            + (1...9).map { "<li><a href=\"/m/\($0)\">A menu with many entries \($0)</a></li>" }.joined()
            + "</ul></nav>"
        let form =
            "<article class=\"item\"><h2><a href=\"LINK\">TITLE</a></h2><p>A few words about it, so that people read on.</p></article>"
        let reading = try learnt(blocks(form), before: menu, after: "<aside>\(menu)</aside>")
        #expect(reading.items.map(\.title) == titles)
    }

    @Test("brings the dates along")
    func dates() throws {
        let reading = try learnt(
            blocks(
                "<article class=\"item\"><h2><a href=\"LINK\">TITLE</a></h2><time datetime=\"2026-05-0DAY\">DAY May</time></article>"
            ))
        #expect(
            reading.items.map(\.published)
                == ["2026-05-03", "2026-05-04", "2026-05-05"].map { DateParser.parse($0)?.date })
    }

    @Test("brings summary and author along where most blocks have them, and says where they are")
    func details() throws {
        let form =
            "<article class=\"item\"><h2><a href=\"LINK\">TITLE</a></h2><p class=\"meta\">DAY May 2026 in the harbour</p>"
            + "<span class=\"by\">By Ada Quill and Ben Stroud</span><p class=\"excerpt\">A few words about it.</p></article>"
        let reading = try learnt(blocks(form))
        #expect(reading.itemSelectors.summary == "p.excerpt")
        #expect(reading.itemSelectors.author == "span.by")
        #expect(reading.items.allSatisfy { $0.summary == "A few words about it." })
        #expect(reading.items.allSatisfy { $0.authors.map(\.name) == ["Ada Quill", "Ben Stroud"] })
        #expect(reading.explanation.hasSuffix("3 have a date, 3 a summary, 3 an author."))
        var rules = PageRules()
        rules.items = reading.itemsSelector
        rules.item = reading.itemSelectors
        let again = try learnt(blocks(form), rules: rules)
        #expect(again.items.map(\.summary) == reading.items.map(\.summary))
        #expect(again.items.map(\.authors) == reading.items.map(\.authors))
    }

    @Test("takes a plain paragraph for the summary, and no line of date or author")
    func plainParagraph() throws {
        let form =
            "<div class=\"row\"><h3><a href=\"LINK\">TITLE</a></h3><p>DAY May 2026, the harbour</p>"
            + "<p class=\"who\">By Ada Quill</p><p class=\"what\">What it is about, in short.</p></div>"
        let reading = try learnt(blocks(form))
        #expect(reading.itemSelectors.summary == "p.what")
        #expect(reading.itemSelectors.author == "p.who")
        #expect(reading.items.allSatisfy { $0.authors.map(\.name) == ["Ada Quill"] })
    }

    @Test("takes nobody for an author, and nothing for a summary, where there are none")
    func noDetails() throws {
        let reading = try learnt(
            blocks(
                "<article class=\"item\"><h2><a href=\"LINK\">TITLE</a></h2><time>DAY May 2026</time></article>"
            ))
        #expect(reading.itemSelectors.author == nil)
        #expect(reading.itemSelectors.summary == nil)
        #expect(reading.items.allSatisfy { $0.authors.isEmpty && $0.summary == nil })
    }

    @Test("is an error on a page that has none, which names the key to set")
    func none() {
        let error = #expect(throws: FeedParseError.self) {
            try learnt("<p>There is nothing here but this one sentence about the harbour.</p>")
        }
        #expect(error?.message.contains("`items`") == true)
    }
}

@Suite("A list by selectors") struct ListSelectionTests {
    private let form =
        "<li class=\"e\" id=\"n-DAY\"><b>TITLE</b> <i>DAY.05.2026</i> <a href=\"LINK\">more</a><span class=\"by\">Ada Quill</span><span class=\"pl\">Hall DAY</span><em>Words.</em></li>"

    private var rules: PageRules {
        var rules = PageRules()
        rules.items = "li.e"
        rules.item.title = "b"
        rules.item.link = "a"
        rules.item.date = "i"
        rules.item.author = ".by"
        rules.item.place = ".pl"
        rules.item.summary = "em"
        return rules
    }

    @Test("reads every field that is named")
    func fields() throws {
        let item = try #require(try learnt("<ul>\(blocks(form))</ul>", rules: rules).items.first)
        #expect(item.title == titles[0])
        #expect(item.link == "https://institute.example/a/1")
        #expect(item.published == DateParser.parse("2026-05-03")?.date)
        #expect(item.summary == "Words.")
        #expect(item.authors.map(\.name) == ["Ada Quill"])
    }

    @Test("is an error when the title, link or id is found in no block", arguments: ["title", "link", "id"])
    func vital(_ field: String) {
        var rules = rules
        switch field {
        case "title": rules.item.title = ".none"
        case "link": rules.item.link = ".none@href"
        default: rules.item.id = ".none"
        }
        let error = #expect(throws: FeedParseError.self) {
            try learnt("<ul>\(blocks(form))</ul>", rules: rules)
        }
        #expect(error?.code == .selector)
        #expect(error?.message.contains("`item.\(field)`") == true)
    }

    @Test("reads dates in the source's zone")
    func zone() throws {
        var rules = rules
        rules.timeZone = "Asia/Tokyo"
        #expect(
            try learnt("<ul>\(blocks(form))</ul>", rules: rules).items[0].published
                == DateParser.parse("2026-05-02T15:00:00Z")?.date)
    }

    @Test("leaves a field out that its selector doesn't find")
    func missing() throws {
        var rules = rules
        rules.item.summary = ".none"
        rules.item.date = ".none"
        let item = try #require(try learnt("<ul>\(blocks(form))</ul>", rules: rules).items.first)
        #expect(item.summary == nil)
        #expect(item.title == titles[0])
    }

    @Test("tells of a field that is found in no block")
    func dead() throws {
        var rules = rules
        rules.item.author = ".none"
        let few = try learnt("<ul>\(blocks(form))</ul>", rules: rules)
        #expect(few.deadSelectors.isEmpty, "a few blocks may well have no author")
        #expect(few.warnings.contains { $0.contains("\".none\" of `item.author`") })
        #expect(few.items.count == 3)
        let many = try learnt("<ul>\(blocks(form))\(blocks(form))</ul>", rules: rules)
        #expect(many.deadSelectors.map(\.field) == ["author"])
        #expect(many.deadSelectors.first?.sentence.contains("\".none\" of `item.author`") == true)
        #expect(!many.aliveFields.contains("author"))
        #expect(many.aliveFields.contains("title"))
        rules.item.date = ".none"
        #expect(try learnt("<ul>\(blocks(form))</ul>", rules: rules).deadSelectors.map(\.field) == ["date"])
        #expect(try learnt("<ul>\(blocks(form))</ul>", rules: self.rules).deadSelectors.isEmpty)
    }

    @Test("says which blocks hold nothing")
    func empty() throws {
        let reading = try learnt("<ul>\(blocks(form))<li class=\"e\"></li></ul>", rules: rules)
        #expect(reading.items.count == 3)
        #expect(reading.warnings == ["1 blocks hold neither a title nor a link."])
    }

    @Test("is an error when nothing matches, so that the source is known as broken")
    func broken() {
        var rules = rules
        rules.items = "tr.gone"
        let error = #expect(throws: FeedParseError.self) {
            try learnt("<ul>\(blocks(form))</ul>", rules: rules)
        }
        #expect(error?.code == .selector)
        #expect(error?.message.contains("tr.gone") == true)
    }
}
