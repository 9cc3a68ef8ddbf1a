import Foundation
import Testing

@testable import FeedParse

private let copy =
    "The harbour council voted on Tuesday to dredge the eastern channel, which has silted up since the dam above the town was closed for repairs."
private let more =
    "Fishermen say that the work comes two seasons late; the council answers that it had to wait for the province to pay its share of the costs."

/// When a page was published, as its own clock says, `2026-04-03`; nil when it tells nothing.
private func published(
    _ top: String, body: String = "<p>\(copy)</p><p>\(more)</p>", after: String = "", head: String = "",
    url: String? = "https://post.example/dredging", language: String = "en-GB"
) throws -> String? {
    let page =
        "<html lang=\"\(language)\"><head><title>Council to dredge</title>\(head)</head><body><article><h1>Council to dredge</h1>"
        + "\(top)<div class=\"article-body\">\(body)</div></article>\(after)</body></html>"
    let article = try ArticleReader().read(Array(page.utf8), url: url, contentType: nil)
    guard let date = article.published else { return nil }
    let local = date.date.addingTimeInterval(Double(date.offset ?? 0))
    return String(local.formatted(.iso8601).prefix(10))
}

@Suite("The date below a headline") struct ShownDateTests {
    @Test(
        "is read whatever its element is called",
        arguments: [
            "<div>April 3, 2026</div>", "<div class=\"x1\"><span>3 April 2026</span></div>",
            "<p><small>Stand: 03.04.2026 18:00 Uhr</small></p>",
            "<div><b>By Ada Quill, 3 April 2026</b></div>",
            "<div class=\"zz\">Datum: 03.04.2026</div>", "<ul><li>Westport</li><li>3 April 2026</li></ul>",
            "<table><tr><td>03 | 04 | 2026</td><td>Ports</td></tr></table>", "<h1></h1><div>2026年4月3日</div>",
        ])
    func anyElement(_ top: String) throws {
        #expect(try published(top) == "2026-04-03", "\(top)")
    }

    @Test(
        "is not that of a related story, though the page shows no other",
        arguments: [
            "<aside><div><h3><a href=\"/cats\">Cats win the regatta</a></h3><time datetime=\"1999-01-01\">1 Jan.</time></div></aside>",
            "<div><a href=\"/cats\"><h4>Cats win the regatta</h4></a><time>1 January 1999</time></div>",
            "<ul class=\"related\"><li><a href=\"/cats\">Cats win the regatta for the third time in a row</a><time datetime=\"1999-01-01\">1 Jan.</time></li></ul>",
            "<div itemscope itemtype=\"https://schema.org/NewsArticle\"><a itemprop=\"headline\" href=\"/cats\">Cats</a><time itemprop=\"datePublished\" datetime=\"1999-01-01\">1 Jan.</time></div>",
            "<div itemscope itemtype=\"https://schema.org/Event\"><b itemprop=\"name\">Another evening</b><time itemprop=\"startDate\" datetime=\"1999-01-01\">1 Jan.</time></div>",
        ])
    func related(_ box: String) throws {
        #expect(try published("", after: "<aside>\(box)</aside>") == nil, "\(box)")
    }

    @Test("wins over the dates of other stories, even where those are marked up better")
    func others() throws {
        let after =
            "<section><div class=\"card\"><a href=\"/a\"><time datetime=\"2026-05-09\">9 May 2026</time> Storm</a></div>"
            + "<div class=\"card\"><a href=\"/b\"><time datetime=\"2026-05-08\">8 May 2026</time> Tide</a></div></section>"
        #expect(try published("<div>3 April 2026</div>", after: after) == "2026-04-03")
    }

    @Test("is not the time at which the page was asked for")
    func clock() throws {
        for words in [
            "Aktuelle Zeit: 14.10.2026, 12:18", "It is currently 14 October 2026, 12:18",
            "Today is October 14, 2026",
            "Nous sommes le 14 octobre 2026", "Сегодня 14 октября 2026", "Hoy es 14 de octubre de 2026",
        ] {
            let after = "<p class=\"time\">\(words)</p>"
            #expect(
                try published("<p class=\"date\">3 April 2026</p>", after: after) == "2026-04-03", "\(words)")
            #expect(try published("", after: after) == nil, "\(words)")
        }
    }

    @Test("is not the day on which a member joined")
    func joined() throws {
        let member = "<aside><span class=\"join-date\" title=\"20 Mar 2007\">Joined March 2007</span></aside>"
        #expect(
            try published(member + "<div class=\"post-date\">3 April 2026</div>") == "2026-04-03")
        #expect(try published(member) == nil)
    }

    @Test("is taken from the stamp that a script counts from")
    func machineStamp() throws {
        let top =
            "<small class=\"time\"><span class=\"timestamp\" data-time=\"1775200000\">Apr 3</span></small>"
        #expect(try published(top) == "2026-04-03")
    }

    @Test("is what a script of one call writes")
    func writtenByScript() throws {
        #expect(try published("<td><script>showDate(\"2026/04/03 01:43:09\")</script></td>") == "2026-04-03")
        #expect(try published("<script>load(\"2026/04/03 01:43:09\", \"x\")</script>") == nil)
        #expect(try published("<script>if (seen(\"2026/04/03\")) { go() }</script>") == nil)
    }

    @Test("may open the text in brackets or before a dash")
    func opening() throws {
        for start in [
            "Westport, (3.4.2026). ", "(3 April 2026) ", "Westport, 3 April 2026 – ", "3 April 2026: ",
        ] {
            let body =
                "<p>\(start)\(copy)</p><p>In 2020 the channel was closed on 1 May 2020 already. \(more)</p>"
            #expect(try published("", body: body) == "2026-04-03", "\(start)")
        }
    }

    @Test("is no line that tells of long ago, where the address or the head names a day")
    func history() throws {
        let url = "https://post.example/2026/04/03/dredging"
        let head = "<meta name=\"date\" content=\"2026-04-03\">"
        for top in ["<p>4 May 1999: flood in Westport</p>", "<div>Am 4. Mai 1999 brach der Damm</div>"] {
            #expect(try published(top, url: url) == "2026-04-03", "\(top)")
            #expect(try published(top, head: head) == "2026-04-03", "\(top)")
        }
        // The day before the one in the address may well be the day of the print edition.
        #expect(try published("<div>2 April 2026</div>", url: url) == "2026-04-02")
    }

    @Test("is no sentence about what happened on a day")
    func sentence() throws {
        let url = "https://post.example/2000/04/20/dredging"
        for top in [
            "<p>On 4 May 2000 the dam above the town broke twice.</p>",
            "<p>4 May 2000 remains the worst day this town ever saw.</p>",
        ] {
            #expect(try published(top, url: url) == "2000-04-20", "\(top)")
        }
    }

    @Test("is not in a long opening that no place and dash begin")
    func longOpening() throws {
        let long = copy + " " + more + " " + copy
        #expect(try published("", body: "<p>On 1 May 2020 it all began. \(long)</p>") == nil)
        #expect(try published("", body: "<p>Westport, 3 April 2026 – \(long)</p>") == "2026-04-03")
    }

    @Test("corrects data that was dated anew with the page")
    func datedAnew() throws {
        let head = "<meta property=\"article:published_time\" content=\"2026-06-24\">"
        #expect(
            try published("<div class=\"text__date\">August 25, 2024</div>", head: head) == "2024-08-25")
        #expect(try published("<div class=\"text__date\">July 1, 2026</div>", head: head) == "2026-06-24")
        #expect(try published("<p>4 May 1999: flood in Westport</p>", head: head) == "2026-06-24")
    }

    @Test("corrects it from between a standfirst and the body")
    func belowStandfirst() throws {
        let head = "<meta property=\"article:published_time\" content=\"2026-06-24\">"
        let top =
            "<p class=\"lead\">The channel has silted up, and nobody but the council is content with that.</p>"
            + "<div class=\"text__date\">August 25, 2024</div>"
        #expect(try published(top, head: head) == "2024-08-25")
    }

    @Test("outdoes a stated clock only where it is named as the publication's")
    func statedClock() throws {
        let head =
            "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Council to dredge\","
            + "\"datePublished\":\"2026-06-24T09:00Z\"}</script>"
        for name in ["release-date", "event-date", "birth-date", "data", "time"] {
            #expect(
                try published("<p class=\"\(name)\">May 4, 2020</p>", head: head) == "2026-06-24", "\(name)")
        }
        for name in ["published", "post-date", "pub-date", "blogpost-date", "c-article-date"] {
            #expect(
                try published("<p class=\"\(name)\">May 4, 2020</p>", head: head) == "2020-05-04", "\(name)")
        }
    }

    @Test("keeps its clock when the address settles its order")
    func clockStays() throws {
        let page =
            "<html lang=\"en-US\"><body><h1>Council to dredge</h1><div class=\"date\">03/04/2026 10:32</div>"
            + "<p>\(copy)</p><p>\(more)</p></body></html>"
        let article = try ArticleReader().read(
            Array(page.utf8), url: "https://post.example/2026/04/03/dredging", contentType: nil)
        #expect(article.published?.hasTime == true)
        #expect(article.published?.date == DateParser.parse("2026-04-03T10:32:00Z")?.date)
    }

    @Test("that two orders allow is settled by the address")
    func ambiguous() throws {
        let url = "https://post.example/blog/2026/april/03/dredging"
        let top = "<div class=\"date\">03/04/2026</div>"
        #expect(try published(top, url: url, language: "en-US") == "2026-04-03")
        #expect(try published(top, language: "en-US") == "2026-03-04")
        #expect(try published(top, language: "en-GB") == "2026-04-03")
    }

    @Test("corrects a date of the head that says not what it is of")
    func vague() throws {
        let head = "<meta name=\"date\" content=\"2026-04-12\">"
        #expect(try published("<div>3 April 2026</div>", head: head) == "2026-04-03")
        #expect(try published("<div>3 May 2026</div>", head: head) == "2026-04-12")
        #expect(try published("", head: head) == "2026-04-12")
    }

    @Test("yields to a date that the head states plainly")
    func stated() throws {
        let head = "<meta property=\"article:published_time\" content=\"2026-04-01T08:00:00+02:00\">"
        #expect(try published("<div>Updated 3 April 2026</div>", head: head) == "2026-04-01")
    }

    @Test("is in the data that a framework put into an element of the head")
    func dataInMeta() throws {
        let head =
            "<meta name=\"script:ld+json\" content=\"{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;Council to dredge&quot;,"
            + "&quot;datePublished&quot;:&quot;2026-04-03T09:00:00-05:00&quot;}\">"
        #expect(try published("", head: head) == "2026-04-03")
    }
}
