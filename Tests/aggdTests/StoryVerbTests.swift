import Foundation
import TestSupport
import Testing

@Suite("Somebody who knows better than the rules") struct StoryVerbTests {
    private let aggd: BuiltBinary
    private let server: LoopbackServer

    private static let text = (0..<6).map { paragraph in
        (0..<24).map { "w\(paragraph)x\($0 * 7 % 24)" }.joined(separator: " ") + "."
    }

    init() throws {
        aggd = try BuiltBinary()
        server = try LoopbackServer.start { request in
            let texts: [String]
            switch request.path {
            case "/one.xml": texts = Self.text
            case "/two.xml": texts = Array(Self.text[0..<2]) + ["(end of excerpt)"]
            case "/three.xml":
                texts = ["quite another text that has nothing in common with what the first two tell"]
            default: return .init(status: 404)
            }
            let body = texts.joined(separator: "\n\n")
            return .init(
                headers: [("Content-Type", "application/rss+xml")],
                body: """
                    <?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title><link>http://x.example/</link>
                    <item><title>Report of \(request.path)</title><guid isPermaLink="false">\(request.path)</guid>
                    <description>\(body)</description></item></channel></rss>
                    """)
        }
        try aggd.write(
            configuration: """
                [fetch]
                allow-private = true
                \(["one", "two", "three"].map {
                    """
                    [[source]]
                    name = "\($0)"
                    url  = "\(server.url("/\($0).xml"))"
                    """
                }.joined(separator: "\n"))
                """)
    }

    private func end() {
        server.stop()
        aggd.remove()
    }

    /// The id of each source's item, and the story it is in.
    private func items() throws -> [String: (id: String, story: String)] {
        var items: [String: (id: String, story: String)] = [:]
        for object in try aggd("items", "--json", "--copies").objects {
            if let source = object["source"] as? String, let id = object["id"] as? String,
                let story = try aggd("why", id, "--json").objects.first?["story"] as? [String: Any]
            {
                items[source] = (id, story["story"] as? String ?? "")
            }
        }
        return items
    }

    private func poll() throws {
        for source in ["one", "two", "three"] { #expect(try aggd("poll", source).status == 0) }
    }

    @Test("splits a story, joins two, and finds both as said after reindexing")
    func words() throws {
        defer { end() }
        try poll()
        var items = try items()
        let one = try #require(items["one"])
        let two = try #require(items["two"])
        let three = try #require(items["three"])
        #expect(one.story == two.story)
        let split = try aggd("split", two.id)
        #expect(split.status == 0)
        #expect(split.errors.split(separator: "\n").count == 1)
        let joined = try aggd("join", three.id, two.id, "--json")
        #expect(try joined.objects.first?["story"] as? String == three.story)
        items = try self.items()
        #expect(items["one"]?.story != items["two"]?.story)
        #expect(items["two"]?.story == items["three"]?.story)
        let reindex = try aggd("reindex")
        #expect(reindex.status == 0)
        #expect(reindex.errors.contains("3 items"))
        items = try self.items()
        #expect(items["one"]?.story != items["two"]?.story)
        #expect(items["two"]?.story == items["three"]?.story)
        #expect(try aggd("check", "--store").status == 0)
    }

    @Test("is told why in words, and in figures only when asked")
    func why() throws {
        defer { end() }
        try poll()
        let two = try #require(try items()["two"])
        let plain = try aggd("why", two.id)
        #expect(plain.output.contains("% of the shorter text is in the longer one"))
        #expect(plain.output.contains("% of the lead"))
        #expect(!plain.output.contains("[containment"))
        #expect(plain.output.contains("in common word for word: 48 words from \"w0x0 w0x7"))
        let object = try #require(try aggd("why", two.id, "--json").objects.first?["story"] as? [String: Any])
        let reasons = try #require(object["reasons"] as? [[String: Any]])
        let passages = reasons.compactMap { $0["passages"] as? [[String: Any]] }.joined()
        #expect(passages.contains { $0["words"] as? Int == 48 })
        #expect(!plain.output.contains("of_longer"))
        #expect(try aggd("why", two.id, "-v").output.contains("of_longer"))
    }

    @Test("can neither split what is alone nor join an item with itself")
    func mistakes() throws {
        defer { end() }
        try poll()
        let three = try #require(try items()["three"])
        let split = try aggd("split", three.id)
        #expect(split.status == 1)
        #expect(split.errors.split(separator: "\n").count == 1)
        #expect(try aggd("join", three.id, three.id).status == 64)
        #expect(try aggd("split", "zzzzzz").status == 1)
    }

    @Test("interrupts a reindexing and goes on later")
    func resume() throws {
        defer { end() }
        try poll()
        let part = try aggd("reindex", "--limit", "1")
        #expect(part.status == 0)
        #expect(part.errors.contains("goes on"))
        #expect(
            try aggd("check", "--store").output.contains("reindex")
                || aggd("check", "--store").errors.contains("reindex"))
        #expect(try aggd("reindex").errors.contains("3 items"))
        #expect(try aggd("check", "--store").status == 0)
        let report = try #require(try aggd("reindex", "--json").objects.last)
        #expect(report["items"] as? Int == 3)
        #expect(report["moved"] as? Int == 0)
        #expect(report["stories_after"] as? Int == report["stories_before"] as? Int)
        #expect(report["finished"] as? Bool == true)
    }
}
