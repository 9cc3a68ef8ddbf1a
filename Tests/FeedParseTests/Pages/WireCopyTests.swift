import Foundation
import Testing

@testable import FeedParse

private let text =
    "If the ministry wants to talk about pipelines, it could begin with the one that has leaked since spring, experts at the institute argue in a new study."
private let more =
    "The study says that talks are easier when both sides have something to trade, and that so far only one of them has anything at all."

@Suite("A reposted excerpt in a table of the nineties") struct RepostTests {
    private let page = """
        <html><head><title>Pipes as Bargaining Chips - The Reposter</title></head><body><table><tr><td colspan=3><a href="/">Home</a> | <a href="/n">News</a></td></tr>
        <tr><td><a href="/1">Contracts</a><br><a href="/2">Ships</a></td><td><font size=4><b>Pipes as Bargaining Chips</b></font><br><br>
        <font size=1>(Source: Inst. of Pipes; issued April 03, 2020)</font><br>By Lena Griff<br><br>\(text)<br><br>\(more) (end of excerpt)<br><br>
        <a href="https://pipes.example/blog/7">Click here for the full story</a>, on the Institute website.<br><br><a href="/p">prev</a> <a href="/n">next</a></td>
        <td><b>Breaking News from AFP</b> <a href="/s">See all</a><br><a href="/x">Minister visits a place</a></td></tr></table></body></html>
        """

    @Test("tells text, origin, date, author and the address of the original")
    func everything() throws {
        let article = try ArticleReader().read(
            Array(page.utf8), url: "http://repost.example/a.html", contentType: nil)
        #expect(article.title == "Pipes as Bargaining Chips")
        #expect(article.text == text + "\n\n" + more)
        #expect(article.origin == "Inst. of Pipes")
        #expect(article.issued?.date == DateParser.parse("2020-04-03")?.date)
        #expect(article.authors == ["Lena Griff"])
        #expect(article.originalURL == "https://pipes.example/blog/7")
        #expect(article.completeness == .excerpt)
    }

    @Test("tells the same in a feed's item")
    func feedItem() {
        let html =
            "<p>(Source: Inst. of Pipes; issued April 03, 2020)</p><p>By Lena Griff</p><p>\(text)</p><p>\(more) (end of excerpt)</p>"
            + "<p><a href=\"/full\">Click here for the full story</a>, on the Institute website.</p><p>prev next</p><p>Breaking News from AFP See all</p>"
        let copy = WireCopy.read(html: html, baseURL: "https://pipes.example/feed")
        #expect(copy.text == text + "\n\n" + more)
        #expect(copy.origin == "Inst. of Pipes")
        #expect(copy.authors == ["Lena Griff"])
        #expect(copy.originalURL == "https://pipes.example/full")
        #expect(copy.completeness == .excerpt)
        #expect(!copy.html.contains("excerpt"))
    }

    @Test("obeys the source's own marker and pattern")
    func ownRules() {
        var rules = PageRules()
        rules.excerptEnd = ["<<cut>>", "[snip]"]
        rules.origin = #"From (?<org>[^,]+), (?<date>.+)"#
        let copy = WireCopy.read(
            html: "<p>From The Bureau, 3 May 2026</p><p>\(text)</p><p>\(more) [snip]</p><p>junk</p>",
            baseURL: nil, rules: rules)
        #expect(copy.origin == "The Bureau")
        #expect(copy.completeness == .excerpt)
        #expect(copy.text == text + "\n\n" + more)
    }

    @Test("obeys the source's own pattern at the end too", arguments: ["", "<p>(end of excerpt)</p>"])
    func ownOriginAtTheEnd(_ mark: String) {
        var rules = PageRules()
        rules.origin = #"From (?<org>[^,]+), (?<date>.+)"#
        let copy = WireCopy.read(
            html: "<p>\(text)</p><p>\(more)</p>\(mark)<p>From The Bureau, 3 May 2026</p>", baseURL: nil,
            rules: rules)
        #expect(copy.origin == "The Bureau")
        #expect(copy.issued?.date == DateParser.parse("2026-05-03")?.date)
        #expect(copy.text == text + "\n\n" + more)
    }

    @Test(
        "is an excerpt where the way to the whole stands beside its element",
        arguments: [
            (
                "<p><a href=\"https://o.example/1\">Click here for the full story</a>, on the X website.</p>",
                true
            ),
            ("<div><p>Photo: A. Quill</p><a href=\"https://o.example/1\">Lue koko artikkeli</a></div>", true),
            (
                "<div><a href=\"/2\">Cats win the regatta</a> <a href=\"/2\">Read the full story</a></div>",
                false
            ),
            ("<h3>Cats win the regatta</h3><p><a href=\"/2\">Read the full story</a></p>", false),
            ("<p><a href=\"/2\">Continue reading</a></p>", false),
        ])
    func linkBeside(_ line: String, _ isExcerpt: Bool) throws {
        let page =
            "<html><title>Pipes</title><body><main><article><h1>Pipes</h1><div class=\"article-body\"><p>\(text)</p><p>\(more)</p><p>\(text)</p></div>\(line)</article></main></body></html>"
        let article = try ArticleReader().read(
            Array(page.utf8), url: "https://pipes.example/a", contentType: nil)
        #expect((article.completeness == .excerpt) == isExcerpt, "\(line)")
        #expect(article.originalURL == (isExcerpt ? "https://o.example/1" : nil), "\(line)")
    }

    private func page(_ line: String, times: Int) throws -> Article {
        let body = String(repeating: "<p>\(text)</p><p>\(more)</p>", count: times)
        let page =
            "<html><title>Pipes</title><body><main><article><h1>Pipes</h1><div class=\"article-body\">\(body)</div>\(line)</article></main></body></html>"
        return try ArticleReader().read(Array(page.utf8), url: "https://pipes.example/a", contentType: nil)
    }

    @Test(
        "is whole where what stands beside it leads to what it is about",
        arguments: [
            "<a href=\"/report.pdf\">Read the full report</a>", "<a href=\"/r\">Read the full report</a>",
            "<a href=\"/r\">Download the full study</a>", "<a href=\"/r\">Read the full statement</a>",
            "<a href=\"/r\">Lesen Sie den vollständigen Bericht</a>", "<a href=\"/r.PDF?d=1\">Full text</a>",
        ])
    func reportBeside(_ link: String) throws {
        let article = try page("<p>\(link)</p>", times: 2)
        #expect(article.completeness == .full, "\(link)")
        #expect(article.originalURL == nil, "\(link)")
    }

    @Test("is whole where it is long and ends with a sentence, whatever is offered beside it")
    func longBeside() throws {
        let link = "<p><a href=\"https://o.example/1\">Read the full article in the Daily Report</a></p>"
        #expect(try page(link, times: 2).completeness == .excerpt)
        #expect(try page(link, times: 12).completeness == .full)
        #expect(try page(link, times: 12).originalURL == nil)
    }

    @Test("leaves plain copy alone")
    func plain() {
        let copy = WireCopy.read(html: "<p>\(text)</p><p>\(more)</p>", baseURL: nil)
        #expect(copy.text == text + "\n\n" + more)
        #expect(copy.completeness == .full)
        #expect(copy.origin == nil)
    }
}
