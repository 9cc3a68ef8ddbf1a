import Foundation
import TestSupport
import Testing

@Suite("From feeds to one clean digest") struct EndToEndTests {
    private let aggd: BuiltBinary
    private let server: LoopbackServer

    init() throws {
        aggd = try BuiltBinary()
        let original = Self.original
        server = try LoopbackServer.start { request in
            switch request.path {
            case "/think-tank.xml":
                return .init(
                    headers: [("Content-Type", "application/rss+xml"), ("ETag", "\"v1\"")],
                    body: request.header("If-None-Match") == nil ? Self.thinkTank(request) : "")
            case "/bargaining": return .init(headers: [("Content-Type", "text/html")], body: original)
            case "/repost.xml":
                return .init(headers: [("Content-Type", "application/atom+xml")], body: Self.repost(request))
            case "/gone.xml": return .init(status: 410)
            case "/home":
                return .init(
                    headers: [("Content-Type", "text/html")],
                    body: """
                        <html><head><title>Council</title>
                        <link rel="alternate" type="application/rss+xml" href="/think-tank.xml"></head></html>
                        """)
            default: return .init(status: 404)
            }
        }
        try aggd.write(
            configuration: """
                [fetch]
                allow-private = true

                [[source]]
                name  = "council"
                title = "Harbour Council"
                url   = "\(server.url("/think-tank.xml"))"
                org   = ["Harbour Council"]
                rank  = 90

                [[source]]
                name  = "reposts"
                title = "Coast Daily"
                url   = "\(server.url("/repost.xml"))"
                rank  = 20

                [[source]]
                name = "gone"
                url  = "\(server.url("/gone.xml"))"

                [[digest]]
                name    = "daily"
                title   = "Daily"
                section = [{ title = "All", query = "*" }]
                """)
    }

    @Test("a story that arrives as excerpt and as original is shown once, in its fullest version")
    func oneStory() throws {
        defer {
            server.stop()
            aggd.remove()
        }
        // The repost comes first, the original later.
        #expect(try aggd("poll", "reposts").status == 0)
        #expect(try aggd("poll", "council").status == 0)
        let items = try aggd("items", "--json").objects
        #expect(items.count == 1)
        let lead = try #require(items.first)
        #expect(lead["source"] as? String == "council")
        #expect(lead["completeness"] as? String == "full")
        let copies = try #require(lead["copies"] as? [[String: Any]])
        #expect(copies.first?["source"] as? String == "reposts")
        #expect(copies.first?["relation"] as? String == "excerpt-of")
        let digest = try aggd("digest", "daily")
        #expect(digest.output.components(separatedBy: "Bargaining with missiles").count == 2)
        #expect(digest.output.contains("Coast Daily"))
        let id = try #require(copies.first?["id"] as? String)
        let why = try aggd("why", id)
        #expect(why.status == 0)
        #expect(why.output.contains("excerpt"))
    }

    @Test("a second poll asks conditionally and brings nothing twice")
    func secondPoll() throws {
        defer {
            server.stop()
            aggd.remove()
        }
        _ = try aggd("poll", "council")
        let again = try aggd("poll", "council", "--json").objects
        #expect(again.first?["new"] as? Int == 0)
        #expect(server.requests(to: "/think-tank.xml").last?.header("If-None-Match") == "\"v1\"")
        #expect(try aggd("items", "--json", "--copies").objects.count == 1)
    }

    @Test("a source that is gone is told with the reason, and 75 says that something failed")
    func gone() throws {
        defer {
            server.stop()
            aggd.remove()
        }
        #expect(try aggd("poll").status == 75)
        let sources = try aggd("sources", "--problems", "--json").objects
        #expect(sources.count == 1)
        #expect(sources.first?["state"] as? String == "gone")
        // It isn't asked again.
        _ = try aggd("poll", "--force")
        #expect(server.requests(to: "/gone.xml").count == 1)
    }

    @Test("a page that announces a feed by a relative address is read through that feed")
    func announced() throws {
        defer {
            server.stop()
            aggd.remove()
        }
        try aggd.write(
            configuration: """
                [fetch]
                allow-private = true
                [[source]]
                name = "home"
                url  = "\(server.url("/home"))"
                """)
        #expect(try aggd("poll").status == 0)
        #expect(try aggd("items", "--json").objects.count == 1)
    }

    @Test("an unknown id, an ambiguous one and one by its beginning are told apart")
    func ids() throws {
        defer {
            server.stop()
            aggd.remove()
        }
        _ = try aggd("poll")
        let id = try #require(try aggd("items", "--json").objects.first?["id"] as? String)
        #expect(try aggd("show", String(id.prefix(4)), "--json").objects.first?["id"] as? String == id)
        let unknown = try aggd("show", "zzzzzz")
        #expect(unknown.status == 1)
        #expect(unknown.errors.split(separator: "\n").count == 1)
    }

    // MARK: Sample pages, written for these tests

    private static let paragraphs = [
        """
        If the ministers are serious about talks on coastal missiles, officials could consider building a new
        generation of shore batteries to trade for reductions across the strait.
        """,
        """
        Analysts have urged the cabinet to place the batteries on the outer islands at once, suggesting that this
        would offset the rival systems. Others advise the navy to develop them with its two allies instead.
        """,
        """
        There is no precedent for productive talks between the two capitals, and the cabinet has little to trade.
        It has yet to build a single battery, and lacks concrete plans to base such weapons anywhere.
        """,
        """
        Negotiations are more manageable when both sides can trade weapons of the same class, rather than devise
        formulas to weigh aircraft against missiles. Talks could take years to produce an agreement.
        """,
        """
        In the interim, officials could persuade the northern province to host the batteries, which would enhance
        bargaining leverage and calm the insurers, who have raised premiums in each of the last nine quarters.
        """,
    ]

    private static let original = """
        <!doctype html><html lang="en"><head><title>Bargaining with missiles | Harbour Council</title>
        <meta property="og:title" content="Bargaining with missiles">
        <meta name="author" content="Ada Quill"></head><body><nav><a href="/">Home</a> <a href="/x">Topics</a></nav>
        <article><h1>Bargaining with missiles</h1>
        \(paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n"))
        </article><footer>Sign up to receive emails. © Harbour Council</footer></body></html>
        """

    private static func thinkTank(_ request: LoopbackServer.Request) -> String {
        let host = request.header("Host") ?? ""
        return """
            <?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Council</title>
            <link>http://\(host)/</link><description>Papers</description>
            <item><title>Bargaining with missiles</title><link>http://\(host)/bargaining</link>
            <guid>http://\(host)/bargaining</guid><pubDate>\(Self.rfc822(daysAgo: 2))</pubDate>
            <description>\(paragraphs[0])</description></item></channel></rss>
            """
    }

    private static func repost(_ request: LoopbackServer.Request) -> String {
        let host = request.header("Host") ?? ""
        let body = """
            <p>(Source: Harbour Council; issued April 03, 2026)</p><p>By Ada Quill</p>
            \(paragraphs[0...2].map { "<p>\($0)</p>" }.joined()) <p>(end of excerpt)</p>
            <p><a href="http://\(host)/bargaining">Click here for the full story</a>, on the Harbour Council website.</p>
            """
        return """
            <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Coast Daily</title>
            <id>tag:coast.example,2026:feed</id><updated>\(Self.rfc3339(daysAgo: 1))</updated>
            <entry><title>Bargaining with missiles: a new paper</title><id>tag:coast.example,2026:9</id>
            <link href="http://\(host)/coast/9"/><updated>\(Self.rfc3339(daysAgo: 1))</updated>
            <content type="html">\(body.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))</content></entry></feed>
            """
    }

    private static func rfc3339(daysAgo days: Double) -> String {
        Date(timeIntervalSinceNow: -days * 86400).formatted(.iso8601)
    }

    private static func rfc822(daysAgo days: Double) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = .gmt
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date(timeIntervalSinceNow: -days * 86400))
    }
}
