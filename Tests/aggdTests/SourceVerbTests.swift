import Aggregator
import Foundation
import TestSupport
import Testing

@testable import aggd

@Suite("A person who takes up a source") struct SourceVerbTests {
    /// A site on loopback with a feed, a page that announces it, a list page, and faults.
    private struct Site {
        let server: LoopbackServer
        let aggd: BuiltBinary

        init() throws {
            server = try LoopbackServer.start { request in
                switch request.path {
                case "/feed.xml":
                    return .init(
                        headers: [("Content-Type", "application/rss+xml")], body: SourceVerbTests.feed)
                case "/home":
                    return .init(
                        headers: [("Content-Type", "text/html")],
                        body: """
                            <html><head><title>Home of the sea</title>
                            <link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>…</body></html>
                            """)
                case "/list":
                    return .init(headers: [("Content-Type", "text/html")], body: SourceVerbTests.list)
                case "/sitemap.xml":
                    return .init(
                        headers: [("Content-Type", "application/xml")],
                        body: """
                            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                            <url><loc>http://127.0.0.1:1/ships</loc><lastmod>2026-11-21</lastmod></url></urlset>
                            """)
                case "/letter": return .init(headers: [("Content-Type", "text/plain")], body: "Dear reader,")
                case "/gone": return .init(status: 410)
                default: return .init(status: 404)
                }
            }
            aggd = try BuiltBinary()
            try aggd.write(
                configuration: "# mine\r\n[fetch]   # odd spacing\nallow-private = true\n"
                    + "[defaults]\nfull-text = \"never\"\n")
        }

        func end() {
            server.stop()
            aggd.remove()
        }
    }

    private static let feed = """
        <?xml version="1.0"?><rss version="2.0"><channel><title>Sea News</title><link>https://sea.example.org/</link>
        <description>News of the sea</description>
        <item><title>Ships leave the port</title><link>https://sea.example.org/ships</link><guid>1</guid>
        <pubDate>Sat, 21 Nov 2026 10:00:00 GMT</pubDate><description>Ten ships left the port on Saturday.</description></item>
        <item><title>Storm expected</title><link>https://sea.example.org/storm</link><guid>2</guid>
        <pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><description>A storm is expected on Thursday.</description></item>
        </channel></rss>
        """
    private static let list =
        "<html><head><title>Essays</title></head><body><ul>"
        + (1...5).map { number in
            """
            <li class="card"><h3><a href="/essay/\(number)">Essay number \(number) about the open sea</a></h3>
            <time datetime="2026-11-1\(number)">1\(number) November 2026</time><p>A short standfirst of the essay.</p></li>
            """
        }.joined() + "</ul></body></html>"

    @Test("sees with try what a feed would give and the block that reads it; nothing is stored")
    func tryFeed() throws {
        let site = try Site()
        defer { site.end() }
        let before = try site.aggd.text(of: "feeds.conf")
        let run = try site.aggd("try", site.server.url("/feed.xml"))
        #expect(run.status == 0)
        #expect(run.lines[0].contains("/feed.xml: a feed (rss"))
        #expect(run.lines[0].hasSuffix("with 2 items, \"Sea News\""))
        #expect(run.output.contains("  Ships leave the port\n"))
        #expect(run.output.contains("Sat 21 Nov 2026, 10:00 · "))
        #expect(run.output.contains("\n[[source]]\n"))
        #expect(run.output.contains("title = \"Sea News\"\n"))
        #expect(try site.aggd.text(of: "feeds.conf") == before)
        #expect(!FileManager.default.fileExists(atPath: site.aggd.folder.appending(path: "aggd.sqlite").path))
    }

    @Test("is led from a page to the feed that it announces")
    func announced() throws {
        let site = try Site()
        defer { site.end() }
        let run = try site.aggd("try", site.server.url("/home"))
        #expect(run.lines[0].contains("a page that announces a feed: a feed (rss"))
        #expect(run.output.contains("url   = \"\(site.server.url("/feed.xml"))\"\n"))
    }

    @Test("gets selectors for a list page without a feed, which read it again")
    func listPage() throws {
        let site = try Site()
        defer { site.end() }
        let run = try site.aggd("try", site.server.url("/list"), "--add", "essays", "--tags", "essay,sea")
        #expect(run.status == 0)
        #expect(run.lines[0].contains("a page with a list with 5 items"))
        #expect(try site.aggd("check").status == 0)
        let again = try site.aggd("try", "essays", "--json")
        #expect(try again.objects.count == 5)
        #expect(try again.objects.first?["url"] as? String == site.server.url("/essay/1"))
        #expect(try site.aggd("config", "essays").output.contains("essay, sea"))
    }

    @Test("may give a selector, and is told that it selects nothing or is none")
    func selectors() throws {
        let site = try Site()
        defer { site.end() }
        let run = try site.aggd("try", site.server.url("/list"), "--items", "li.card", "--json")
        #expect(try run.objects.count == 5)
        let none = try site.aggd("try", site.server.url("/list"), "--items", "li.teaser")
        #expect(none.status == 65 || none.status == 1)
        #expect(none.sentence?.contains("li.teaser") == true || none.output.contains("li.teaser"))
        let wrong = try site.aggd("try", site.server.url("/list"), "--items", "li[")
        #expect(wrong.status == 64)
        #expect(wrong.sentence?.contains("\"li[\"") == true)
    }

    @Test("has the block appended, every other byte kept, and the name used once")
    func add() throws {
        let site = try Site()
        defer { site.end() }
        let before = try Data(contentsOf: site.aggd.configuration)
        let run = try site.aggd("add", site.server.url("/home"), "sea", "--tags", "sea,news")
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        let after = try Data(contentsOf: site.aggd.configuration)
        #expect(after.starts(with: before))
        let block = String(decoding: after.dropFirst(before.count), as: UTF8.self)
        #expect(block.hasPrefix("\n[[source]]\nname  = \"sea\"\n"))
        #expect(block.contains("tags  = [\"sea\", \"news\"]\n"))
        #expect(try site.aggd("check").status == 0)
        let again = try site.aggd("add", site.server.url("/home"), "sea")
        #expect(again.status == 64)
        #expect(again.errors.contains("has a source \"sea\" already ("))
        let twin = try site.aggd("add", site.server.url("/feed.xml"), "other")
        #expect(twin.status == 64)
        #expect(twin.errors.contains("already as \"sea\""))
        #expect(try Data(contentsOf: site.aggd.configuration) == after)
    }

    @Test("sees with try the addresses of a sitemap, whose items have no titles")
    func sitemap() throws {
        let site = try Site()
        defer { site.end() }
        let run = try site.aggd("try", site.server.url("/sitemap.xml"))
        #expect(run.lines[0].contains("a sitemap (sitemap) with 1 item"), "\(run.output)")
        #expect(run.lines[1] == "  http://127.0.0.1:1/ships", "\(run.output)")
        #expect(!run.output.contains("    http://127.0.0.1:1/ships\n"), "\(run.output)")
    }

    @Test(
        "is proposed a name made from the host, which feeds.conf takes",
        arguments: [
            ("https://www.sipri.org/feed", "sipri"), ("https://feeds.rusi.org.uk/all", "rusi"),
            ("https://www.gov.uk/search", "gov"), ("https://fmprc.gov.cn/", "fmprc"),
            ("https://hub.example.org/", "example"), ("http://localhost/feed", "localhost"),
            ("http://127.0.0.1:8080/feed", "127.0.0.1"), ("http://[fe80::1]/feed", "fe80--1"),
        ])
    func proposedName(_ url: String, _ name: String) {
        let proposed = AddCommand.suggestedName(for: Source(name: "try", urls: [url]))
        #expect(proposed == name)
        #expect(FeedsConfEditor.isName(proposed))
    }

    @Test("gets a name made from the address, which feeds.conf takes")
    func suggestedName() throws {
        let site = try Site()
        defer { site.end() }
        #expect(try site.aggd("add", site.server.url("/feed.xml")).status == 0)
        #expect(try site.aggd("check").status == 0)
        #expect(try site.aggd("sources", "--json").status == 66)
    }

    @Test("is refused a name that feeds.conf doesn't take, before anything is fetched")
    func wrongName() throws {
        let site = try Site()
        defer { site.end() }
        let before = try site.aggd.text(of: "feeds.conf")
        for words in [
            ["add", site.server.url("/feed.xml"), "two words"],
            ["try", site.server.url("/feed.xml"), "--add", "a/b"],
        ] {
            let run = try site.aggd(words)
            #expect(run.status == 64, "\(words)")
            #expect(run.sentence?.contains("name") == true, "\(words)")
        }
        #expect(try site.aggd.text(of: "feeds.conf") == before)
        #expect(site.server.requests.isEmpty)
    }

    @Test(
        "hears in one sentence why an address gives nothing",
        arguments: [
            ("/letter", Int32(65)), ("/missing", 69), ("/gone", 69),
        ])
    func failures(path: String, status: Int32) throws {
        let site = try Site()
        defer { site.end() }
        for verb in ["try", "add"] {
            let run = try site.aggd(verb, site.server.url(path))
            #expect(run.status == status, "\(verb)")
            #expect(run.sentence != nil, "\(verb): \(run.errors)")
        }
        let nobody = try site.aggd("try", "http://127.0.0.1:1/feed.xml")
        #expect(nobody.status == 69)
        #expect(nobody.sentence?.contains("127.0.0.1") == true)
        let noAddress = try site.aggd("try", "http://")
        #expect(noAddress.status == 64 || noAddress.status == 69)
        #expect(noAddress.sentence != nil)
    }

    @Test("may rehearse a rule on what is stored")
    func rule() async throws {
        let news = try await Newsroom.shared()
        let run = try news.aggd("try", "--rule", "missile")
        #expect(run.status == 0)
        #expect(run.lines[0] == "The rule would hide 2 of 10 items.")
        let one = try news.aggd("try", "courier", "--rule", "missile", "--since", "-1d", "--json")
        #expect(try one.objects.compactMap { $0["id"] as? String } == [news.id("test-copy")])
        #expect(try news.aggd("try", "--rule", "(missile").status == 64)
        #expect(try news.aggd("try", "nobody", "--rule", "x").status == 64)
        #expect(try news.aggd("try").status == 64)
    }

    @Test("may read the last good answer again, and hears when none is kept")
    func replay() throws {
        let site = try Site()
        defer { site.end() }
        #expect(try site.aggd("add", site.server.url("/feed.xml"), "sea").status == 0)
        #expect(try site.aggd("poll").status == 0)
        let requests = site.server.requests.count
        let run = try site.aggd("try", "sea", "--replay", "--json")
        #expect(
            try run.objects.compactMap { $0["title"] as? String } == [
                "Ships leave the port", "Storm expected",
            ])
        #expect(try site.aggd("check", "--replay").lines.contains("sea: 2 items"))
        #expect(site.server.requests.count == requests)
        let other = try Data(contentsOf: site.aggd.configuration)
        try (other + Data("\n[[source]]\nname = \"new\"\nurl = \"\(site.server.url("/list"))\"\n".utf8))
            .write(to: site.aggd.configuration)
        let none = try site.aggd("try", "new", "--replay")
        #expect(none.status == 66)
        #expect(none.sentence?.contains("\"new\"") == true)
    }

    @Test("polls what is due, tells the sum, and a line a source as JSON")
    func poll() throws {
        let site = try Site()
        defer { site.end() }
        _ = try site.aggd("add", site.server.url("/feed.xml"), "sea")
        let run = try site.aggd("poll")
        #expect(run.status == 0)
        #expect(run.output == "1 source polled: 2 new items.\n")
        #expect(run.errors.isEmpty)
        #expect(try site.aggd("poll").output == "No source is due; --force polls all the same.\n")
        let objects = try site.aggd("poll", "--force", "--json").objects
        #expect(objects.count == 2)
        for name in ["source", "result", "http", "new", "ms", "error"] {
            #expect(objects[0][name] != nil, "\(name)")
        }
        #expect(objects[0]["source"] as? String == "sea")
        #expect(objects[0]["error"] is NSNull)
        #expect(objects[1]["sources"] as? Int == 1)
        #expect(objects[1]["failing"] as? Int == 0)
        let watched = try site.aggd.atTerminal("poll", "sea", environment: ["NO_COLOR": "1"])
        #expect(watched.output.contains("1/1 sources, 0 new, 0 failing"))
        #expect(try !site.aggd.atTerminal("poll", "sea", "-q").output.contains("1/1"))
        let named = try site.aggd("poll", "sea", "-v")
        #expect(named.lines[0].hasPrefix("sea: "))
        #expect(try site.aggd("poll", "sea", "-q").output.isEmpty)
        let fields = try site.aggd("poll", "sea", "--json", "--fields", "source,new").objects
        #expect(fields[0].keys.sorted() == ["new", "source"])
        #expect(try site.aggd("poll", "sea", "--format", "{source} {new}").output == "sea 0\n")
    }

    @Test("ends with 75 when a source fails, and the others are read all the same")
    func pollFails() throws {
        let site = try Site()
        defer { site.end() }
        try site.aggd.write(
            configuration: """
                [fetch]
                allow-private = true
                [defaults]
                full-text = "never"
                [[source]]
                name = "sea"
                url = "\(site.server.url("/feed.xml"))"
                [[source]]
                name = "lost"
                url = "\(site.server.url("/missing"))"
                """)
        let run = try site.aggd("poll")
        #expect(run.status == 75)
        #expect(run.output == "2 sources polled: 2 new items, 1 failing (aggd sources --problems).\n")
        #expect(try site.aggd("items", "--json").objects.count == 2)
        let lost = try #require(try site.aggd("sources", "lost", "--json").objects.first)
        #expect(
            (lost["error"] as? String)?.contains("404") == true
                || (lost["reason"] as? String)?.contains("404") == true)
    }
}

@Suite("A person who comes from another reader") struct ImportVerbTests {
    private static let opml = """
        <?xml version="1.0"?><opml version="2.0"><head><title>mine</title></head><body>
        <outline text="Think tanks"><outline type="rss" text="SIPRI" xmlUrl="https://sipri.example.org/rss"/></outline>
        <outline type="rss" text="Wire" xmlUrl="https://wire.example.org/rss"/><outline text="Nothing"/></body></opml>
        """

    @Test("has OPML appended to feeds.conf, folders as tags, and hears what was left out")
    func opml() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "# mine\n")
        let file = try aggd.write(Self.opml, to: "subs.opml")
        let run = try aggd("import", file, "--tags", "moved")
        #expect(run.status == 0)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("added 2 sources."))
        #expect(try aggd.text(of: "feeds.conf").hasPrefix("# mine\n\n[[source]]\n"))
        #expect(try aggd("check").output.hasPrefix("2 sources, "))
        #expect(try aggd("config", "sipri").output.contains("think-tanks, moved"))
        let again = try aggd("import", file)
        #expect(again.status == 1)
        #expect(again.errors.contains("is there already; left out"))
        #expect(again.errors.contains("no new feeds"))
    }

    @Test("sees with --dry-run what would be appended, and as JSON lines with --json")
    func dryRun() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "# mine\n")
        let file = try aggd.write(Self.opml, to: "subs.opml")
        let run = try aggd("import", file, "--dry-run")
        #expect(run.output.components(separatedBy: "[[source]]").count == 3)
        let json = try aggd("import", file, "--dry-run", "--json", "-q")
        #expect(try json.objects.compactMap { $0["name"] as? String } == ["sipri", "wire"])
        #expect(try aggd.text(of: "feeds.conf") == "# mine\n")
    }

    @Test("may give newsboat's urls and rss2email's configuration, also on standard input")
    func others() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "")
        let newsboat = "https://a.example.org/rss tag1 \"two words\" \"~The A\"\n# a comment\nquery:x:y\n"
        #expect(try aggd("import", "-", input: newsboat).status == 0)
        #expect(try aggd("config", "the-a").output.contains("tag1, two-words"))
        let rss2email = "[DEFAULT]\nto = me@example.org\n[feed.bee]\nurl = https://b.example.org/a%%20b\n"
        let file = try aggd.write(rss2email, to: "rss2email.cfg")
        #expect(try aggd("import", file).status == 0)
        #expect(try aggd("config", "bee").output.contains("https://b.example.org/a%20b"))
        #expect(try aggd("check").status == 0)
    }

    @Test("hears that a file isn't there, or is neither")
    func wrong() throws {
        let aggd = try BuiltBinary()
        defer { aggd.remove() }
        try aggd.write(configuration: "")
        let missing = try aggd("import", "/nonexistent.opml")
        #expect(missing.status == 66)
        #expect(missing.sentence == "/nonexistent.opml: no such file.")
        let feed = try aggd.write("<rss version=\"2.0\"><channel/></rss>", to: "feed.xml")
        let run = try aggd("import", feed)
        #expect(run.status == 65)
        #expect(run.sentence?.contains("\"aggd add\" takes one feed") == true)
        let broken = try aggd.write("<opml><body><outline", to: "broken.opml")
        #expect(try aggd("import", broken).status == 65 || aggd("import", broken).status == 1)
        let noFile = try aggd("import")
        #expect(noFile.status == 64)
    }
}
