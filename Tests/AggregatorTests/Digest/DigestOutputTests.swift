import Aggregator
import Foundation
import Testing

@Suite("An issue as Markdown")
struct DigestMarkdownTests {
    @Test("prints everything that an issue holds")
    func golden() {
        #expect(DigestFormat.markdown.render(DigestSample.issue) == Self.expected)
    }

    @Test("escapes what a title could do to a list")
    func escaping() {
        #expect(MarkdownText.escape("2026. A year") == "2026\\. A year")
        #expect(MarkdownText.escape("# not a heading #") == "\\# not a heading #")
        #expect(MarkdownText.escape("<b>*_`[x](y)") == "\\<b\\>\\*\\_\\`\\[x\\](y)")
    }

    private static let expected = #"""
        # Defence and policy, daily

        No. 214 · Monday 23 November 2026, 06:30 London time\
        2 stories, 1 event · 118 items since Friday 06:30, 77 copies folded

        ## Coming up

        1. **[Early Warning and Stability at Sea](https://meridian.example.org/events/early-warning)**\
           Thu 26 Nov 2026, 14:00–15:30 Hong Kong (UTC+8), 06:00 London\
           Harbour Hall, 7th Floor, Peninsula Conference Centre\
           Meridian Endowment · off the record · m3vq7a\
           Two researchers discuss what early warning at sea means for crises.

        ## Missiles and arms control

        1. **[Bargaining from Strength: Why New Launchers Could Bring a Reluctant Neighbour to the Table](https://www.northgate.example.org/commentary/launchers?a=1&b=2)**\
           Northgate Commentary · Luisa Grund · 06:02 · 1,140 words · 7f3kq2\
           If both governments are serious about talks, the first step is something to trade. Launchers that don’t exist yet are the cheapest chips on the table.\
           Also: [Defence Mirror (excerpt, 31 %)](https://mirror.example.com/a/1) · The Wire (same text)

        2. **Updated: [Allies agree on \*roadmap\* for \<missile\> defence \[update\]](https://wire.example.com/world/roadmap_%282026%29)**\
           The Wire · Fri 17:40 · 410 words · behind a pay wall · b02mxe

        7 more stories match this section and wait for the next issue.

        ## Sources

        - **Harbour News**: a Cloudflare challenge answers instead of the feed
        - As before: old-ministry (failing since 3 Nov 2026)

        ---

        aggd · digest daily, issue 214

        """#
}

@Suite("An issue as JSON")
struct DigestJSONTests {
    private func object(_ issue: DigestIssue) throws -> [String: Any] {
        let text = DigestFormat.json.render(issue)
        #expect(text.hasSuffix("}\n"))
        #expect(text.filter(\.isNewline).count == 1)
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test("names the issue and its time with the offset of its zone")
    func head() throws {
        let json = try object(DigestSample.issue)
        #expect(json["digest"] as? String == "daily")
        #expect(json["issue"] as? Int == 214)
        #expect(json["from"] as? String == "2026-11-20T06:30:00Z")
        #expect(json["until"] as? String == "2026-11-23T06:30:00Z")
        #expect(json["stories"] as? Int == 2)
        #expect(json["events"] as? Int == 1)
    }

    @Test("lists the stories of each section with their other carriers")
    func sections() throws {
        let sections = try #require(try object(DigestSample.issue)["sections"] as? [[String: Any]])
        #expect(sections.map { $0["title"] as? String } == ["Coming up", "Missiles and arms control"])
        #expect(sections[1]["more"] as? Int == 7)
        let story = try #require((sections[1]["stories"] as? [[String: Any]])?.first)
        #expect(story["id"] as? String == "7f3kq2")
        #expect(story["story"] as? String == "S4")
        #expect(story["words"] as? Int == 1140)
        #expect(story["published"] as? String == "2026-11-23T06:02:00Z")
        let also = try #require(story["also"] as? [[String: Any]])
        #expect(also.map { $0["relation"] as? String } == ["excerpt-of", "same"])
        #expect(also[0]["overlap"] as? Double == 0.31)
    }

    @Test("gives the time of an event with the offset of the event's zone")
    func event() throws {
        let sections = try #require(try object(DigestSample.issue)["sections"] as? [[String: Any]])
        let story = try #require((sections[0]["stories"] as? [[String: Any]])?.first)
        let event = try #require(story["event"] as? [String: Any])
        #expect(event["start"] as? String == "2026-11-26T14:00:00+08:00")
        #expect(event["time_zone"] as? String == "Asia/Hong_Kong")
    }

    @Test("tells new problems from known ones")
    func problems() throws {
        let problems = try #require(try object(DigestSample.issue)["problems"] as? [[String: Any]])
        #expect(problems.map { $0["state"] as? String } == ["blocked", "failing"])
        #expect(problems.map { $0["new"] as? Bool } == [true, false])
    }
}

@Suite("An issue as HTML")
struct DigestHTMLTests {
    private let page = DigestFormat.html.render(DigestSample.issue)

    @Test("holds every story with its link, time and carriers")
    func contents() {
        #expect(
            page.contains(
                "<h1 style=\"margin:0;font-size:24px;line-height:1.2;\">Defence and policy, daily</h1>"))
        #expect(page.contains("href=\"https://www.northgate.example.org/commentary/launchers?a=1&amp;b=2\""))
        #expect(page.contains("Thu 26 Nov 2026, 14:00–15:30 Hong Kong (UTC+8), 06:00 London"))
        #expect(page.contains(">Defence Mirror (excerpt, 31 %)</a> · The Wire (same text)</div>"))
        #expect(page.contains("7 more stories match this section and wait for the next issue"))
        #expect(page.contains("<b>Harbour News</b>: a Cloudflare challenge answers instead of the feed"))
    }

    @Test("escapes what strangers wrote")
    func escaping() {
        #expect(page.contains("Allies agree on *roadmap* for &lt;missile&gt; defence [update]"))
        var issue = DigestSample.issue
        issue.sections[1].stories[0].title = "\"\u{301}><script>alert(1)</script>"
        issue.sections[1].stories[0].url = "https://x.example/\" onclick=\"alert(1)"
        issue.sections[1].stories[0].also[0].url = "javascript:alert(1)"
        let text = DigestFormat.html.render(issue)
        #expect(!text.contains("<script"))
        #expect(!text.contains("javascript:"))
        #expect(!text.contains("\" onclick"))
    }

    @Test("loads nothing from elsewhere")
    func nothingRemote() {
        for mark in ["<img", "src=", "@import", "url(", "<link", "<script"] { #expect(!page.contains(mark)) }
    }

    @Test("stays under 90 kB, cuts what ranks lowest and says so")
    func sizeLimit() {
        var issue = DigestSample.issue
        issue.sections = (0..<4).map { section in
            DigestIssue.Section(
                title: "Section \(section)",
                stories: (0..<60).map { number in
                    var entry = DigestSample.commentary
                    entry.title = "Story \(section).\(number)."
                    entry.rank = number % 3 == 0 ? 90 : 20
                    return entry
                })
        }
        let text = DigestFormat.html.render(issue)
        #expect(text.utf8.count <= HTMLDigest.sizeLimit)
        #expect(text.utf8.count > HTMLDigest.sizeLimit - 3000)
        #expect(text.contains("more in the text part"))
        func told(_ text: String) -> Set<Substring> {
            Set(text.split(whereSeparator: { "<>\n ".contains($0) }).filter { $0.hasSuffix(".") })
        }
        let page = told(text)
        #expect(page.isSuperset(of: (0..<80).map { Substring("\($0 / 20).\($0 % 20 * 3).") }))
        #expect(!page.contains("3.59."))
        #expect(told(DigestFormat.text.render(issue)).isSuperset(of: (0..<60).map { Substring("2.\($0).") }))
    }

    @Test("says that there is nothing new")
    func empty() {
        var issue = DigestSample.issue
        issue.sections = []
        #expect(DigestFormat.html.render(issue).contains("<p>Nothing new.</p>"))
    }
}
