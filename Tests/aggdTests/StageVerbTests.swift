import Foundation
import TestSupport
import Testing

@Suite("One stage alone, on files") struct StageVerbTests {
    private static let rss = """
        <?xml version="1.0"?><rss version="2.0"><channel><title>Sea News</title><link>https://sea.example.org/</link>
        <description>News</description><item><title>Ships &amp; \u{1B}harbours</title><link>https://sea.example.org/1</link>
        <pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate><guid>1</guid>
        <description>&lt;p&gt;Ten ships.&lt;script&gt;bad()&lt;/script&gt;&lt;/p&gt;</description></item></channel></rss>
        """
    private static let page = """
        <!doctype html><html lang="en"><head><title>The calm sea</title><meta name="author" content="Ola Brandt"></head>
        <body><nav><a href="/">Home</a></nav><article><h1>The calm sea</h1>
        <p class="lede">The sea was calm on Monday, and the ships that had waited for a week left the port before noon.</p>
        <p>Nobody expects the weather to hold, said the master of the harbour, who has seen forty winters there.</p>
        <p>The next storm is due on Thursday; until then the insurers have lowered their premiums by a tenth.</p>
        </article><footer>Sign up</footer></body></html>
        """

    private func inFolder(_ body: (BuiltBinary) throws -> Void) throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(Self.rss, to: "feed.xml")
        try aggd.write(Self.page, to: "page.html")
        try aggd.write("Dear reader, this is a letter.\n", to: "letter.txt")
        try body(aggd)
    }

    @Test("parse prints a feed for people, without control characters")
    func parse() throws {
        try inFolder { aggd in
            let run = try aggd("parse", "feed.xml")
            #expect(run.status == 0)
            #expect(run.lines[0].hasPrefix("feed.xml: rss"))
            #expect(run.output.contains("2026-11-21T10:00:00Z"))
            #expect(run.output.contains("Ships &"))
            #expect(!run.output.contains("\u{1B}"))
        }
    }

    @Test("parse prints one JSON object, from standard input too, and clean HTML with --sanitize")
    func parseJSON() throws {
        try inFolder { aggd in
            let object = try #require(try aggd("parse", "--json", "feed.xml").objects.first)
            #expect((object["feed"] as? [String: Any])?["title"] as? String == "Sea News")
            #expect((object["items"] as? [[String: Any]])?.count == 1)
            let input = try aggd("parse", "--json", "-", input: Self.rss)
            #expect(input.output == (try aggd("parse", "--json", "feed.xml").output))
            #expect(try aggd("parse", "--json", "--sanitize", "feed.xml").output.contains("bad()") == false)
        }
    }

    @Test("parse prints one line a file with --ndjson, in order, also for what is no feed or not there")
    func parseLines() throws {
        try inFolder { aggd in
            let run = try aggd("parse", "--ndjson", "feed.xml", "letter.txt", "none.xml")
            #expect(run.status == 66)
            let objects = try run.objects
            #expect(objects.count == 3)
            #expect(objects.compactMap { $0["file"] as? String } == ["feed.xml", "letter.txt", "none.xml"])
            #expect(objects[0]["error"] == nil || objects[0]["error"] is NSNull)
            #expect(objects[1]["error"] != nil)
            #expect(objects[2]["error"] != nil)
            #expect(try aggd("parse", "--ndjson", "feed.xml", "letter.txt").status == 65)
        }
    }

    @Test("parse tells with status 65 that a file is no feed, with 66 that there is none, and names it")
    func parseFailures() throws {
        try inFolder { aggd in
            let letter = try aggd("parse", "letter.txt")
            #expect(letter.status == 65)
            #expect(letter.output.isEmpty)
            #expect(letter.sentence?.hasPrefix("letter.txt: ") == true)
            let none = try aggd("parse", "none.xml")
            #expect(none.status == 66)
            #expect(none.sentence == "none.xml: no such file or directory.")
            #expect(try aggd("parse").status == 64)
            let page = try aggd("parse", "page.html")
            #expect(page.status == 65)
        }
    }

    @Test("parse answers the requests of a manifest, one line each")
    func manifest() throws {
        try inFolder { aggd in
            let requests = """
                {"file":"feed.xml","baseURL":"https://sea.example.org/feed.xml"}
                {"file":"letter.txt","contentType":"text/plain"}

                """
            let run = try aggd("parse", "--json", "--ndjson", "--manifest", "-", input: requests)
            #expect(run.status == 65)
            #expect(run.lines.count == 2)
            let wrong = try aggd("parse", "--manifest", "-", input: "feed.xml\n")
            #expect(wrong.status == 65)
            #expect(wrong.sentence == "A line of the manifest is no JSON object with a \"file\".")
        }
    }

    @Test("parse counts files and items")
    func count() throws {
        try inFolder { aggd in
            try aggd.write("feed.xml\nfeed.xml\n", to: "list")
            #expect(try aggd("parse", "--count", "--list", "list").output == "{\"files\":2,\"items\":2}\n")
        }
    }

    @Test("extract prints the text of a page for people, without its frame")
    func extract() throws {
        try inFolder { aggd in
            let run = try aggd("extract", "page.html")
            #expect(run.status == 0)
            #expect(run.lines[0] == "The calm sea")
            #expect(run.output.contains("by           Ola Brandt\n"))
            #expect(run.output.contains("until then the insurers"))
            #expect(!run.output.contains("Sign up"))
            #expect(run.lines.allSatisfy { $0.count <= 80 })
        }
    }

    @Test("extract shows the picture and the canonical address of a page that has them")
    func extractAddresses() throws {
        try inFolder { aggd in
            #expect(try !aggd("extract", "page.html").output.contains("\nimage "))
            let head = """
                <link rel="canonical" href="https://sea.example.org/calm">
                <meta property="og:image" content="https://sea.example.org/calm.jpg"><title>
                """
            try aggd.write(Self.page.replacing("<title>", with: head), to: "full.html")
            let lines = try aggd("extract", "full.html").lines
            #expect(lines.contains("image        https://sea.example.org/calm.jpg"))
            #expect(lines.contains("canonical    https://sea.example.org/calm"))
        }
    }

    @Test("extract prints JSON lines in the order of the files, errors included with --ndjson")
    func extractJSON() throws {
        try inFolder { aggd in
            let run = try aggd("extract", "--ndjson", "--jobs", "2", "page.html", "none.html", "page.html")
            let objects = try run.objects
            #expect(objects.compactMap { $0["file"] as? String } == ["page.html", "none.html", "page.html"])
            #expect(objects[0]["title"] as? String == "The calm sea")
            #expect(objects[1]["error"] != nil)
            let one = try aggd("extract", "--json", "--url", "https://sea.example.org/calm", "page.html")
                .objects.first
            #expect(one?["url"] as? String == "https://sea.example.org/calm")
        }
    }

    @Test("extract tells with status 66 that a file isn't there")
    func extractMissing() throws {
        try inFolder { aggd in
            let run = try aggd("extract", "none.html")
            #expect(run.status == 66)
            #expect(run.sentence?.hasPrefix("none.html: ") == true)
            #expect(try aggd("extract").status == 64)
            let list = try aggd("extract", "--urls", "none.tsv", "page.html")
            #expect(list.status == 66)
            #expect(list.sentence?.hasPrefix("none.tsv: ") == true)
        }
    }

    @Test("extract obeys a selector of the text and what to cut, and refuses one that is none")
    func extractSelectors() throws {
        try inFolder { aggd in
            let run = try aggd("extract", "--json", "--article", "article", "--drop", ".lede", "page.html")
            let text = try run.objects.first?["text"] as? String
            #expect(text?.contains("Nobody expects") == true)
            #expect(text?.contains("left the port") == false)
            let wrong = try aggd("extract", "--article", "div[", "page.html")
            #expect(wrong.status == 64)
            #expect(wrong.sentence?.contains("\"div[\"") == true)
        }
    }

    @Test("a page can't drive the terminal through extract")
    func extractSafe() throws {
        try inFolder { aggd in
            try aggd.write(
                Self.page.replacing("The calm sea", with: "The \u{1B}]0;calm\u{7} \u{9B}sea"), to: "evil.html"
            )
            let output = try aggd("extract", "evil.html").output
            #expect(!output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x9B })
        }
    }

    @Test("dedup answers each item with one decision, and tells every item's end with --clusters")
    func dedup() throws {
        try inFolder { aggd in
            let text =
                "Karvia has tested a missile that flew far over the Sable Sea and fell into the water beyond."
            let lines = (1...3).map { number in
                let own =
                    number == 3
                    ? "Grain prices were steady in all ports of the coast this week, traders said." : text
                return """
                    {"id":"n\(number)","url":"https://w\(number).example.org/a","title":"T\(number)","source":"w\(number)",\
                    "published":"2026-11-2\(number)T10:00:00Z","text":"\(own) \(own)"}
                    """
            }
            let run = try aggd(
                "dedup", "--ndjson", "--clusters", "end.ndjson", input: lines.joined(separator: "\n") + "\n")
            #expect(run.status == 0)
            let objects = try run.objects
            #expect(objects.compactMap { $0["id"] as? String } == ["n1", "n2", "n3"])
            #expect(objects[0]["cluster"] as? String == objects[1]["cluster"] as? String)
            #expect(objects[0]["cluster"] as? String != objects[2]["cluster"] as? String)
            #expect(try aggd.text(of: "end.ndjson").split(separator: "\n").count == 3)
            let why = try aggd("dedup", "--ndjson", "--why", input: lines[0] + "\n").objects.first
            #expect(why?["reasons"] is [Any])
        }
    }

    @Test("dedup names the line that is no item")
    func dedupWrong() throws {
        try inFolder { aggd in
            let run = try aggd("dedup", "--ndjson", input: "{\"id\":\"a\",\"text\":\"x\"}\nhello\n")
            #expect(run.status == 65)
            #expect(run.sentence == "Line 2 of the input is not a JSON object with an \"id\".")
            let nowhere = try aggd("dedup", "--clusters", "/nonexistent/x", input: "{\"id\":\"a\"}\n")
            #expect(nowhere.status == 73)
        }
    }

    @Test("parse-dates reads one date a line")
    func dates() throws {
        try inFolder { aggd in
            let run = try aggd("parse-dates", input: "Sat, 07 Sep 2002 00:00:01 GMT\nsoon\n")
            #expect(run.output == "2002-09-07T00:00:01Z\ninvalid\n")
            let open = try aggd("parse-dates", input: "\n2026-01-09\r\n\n9 January 2026")
            #expect(open.output == "invalid\n2026-01-09T00:00:00Z\ninvalid\n2026-01-09T00:00:00Z\n")
            let many = String(repeating: "2026-01-09T12:00:00Z\n", count: 20_000)
            #expect(try aggd("parse-dates", input: many).output == many)
        }
    }

    @Test("version prints one line, or one object")
    func version() throws {
        try inFolder { aggd in
            let run = try aggd("version")
            #expect(run.output.hasPrefix("aggd "))
            let object = try #require(try aggd("version", "--json").objects.first)
            #expect(run.output == "aggd \(object["version"] as? String ?? "")\n")
        }
    }
}
