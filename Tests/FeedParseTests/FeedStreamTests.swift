import Testing

@testable import FeedParse

private let head =
    "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Harbour Watch</title>"

/// A feed of more bytes than a stream needs before it judges.
private func document(items: Int, title: String = "Entry") -> String {
    let list = (0..<items).map {
        "<item><title>\(title) \($0)</title><link>https://harbour.example/\($0)</link>"
            + "<description>\(String(repeating: "words ", count: 40))</description></item>"
    }
    return head + list.joined() + "</channel></rss>"
}

/// What a stream makes of bytes that come in pieces of one size.
private func read(
    _ bytes: [UInt8], pieces: Int, baseURL: String? = nil
) throws(FeedParseError) -> (items: [ParsedItem], feed: ParsedFeed?, needsWhole: Bool) {
    var items: [ParsedItem] = []
    let stream = FeedStream(baseURL: baseURL) { items.append($0) }
    var at = 0
    while at < bytes.count {
        let end = min(bytes.count, at + pieces)
        if stream.feed(bytes.span.extracting(at..<end)) == .needsWhole { return (items, nil, true) }
        at = end
    }
    let feed = try stream.finish()
    return (items, feed, feed == nil)
}

@Suite("A feed that comes in pieces") struct FeedStreamTests {
    @Test(
        "brings each item once, whatever the size of the pieces",
        arguments: [1, 2, 3, 100, 1023, 1024, 1025, 65536])
    func pieces(_ size: Int) throws {
        let bytes = Array(document(items: 20, title: "Köln – 港").utf8)
        let whole = try FeedParser.parse(bytes)
        let (items, feed, _) = try read(bytes, pieces: size)
        #expect(items == whole.items)
        #expect(feed?.title == "Harbour Watch")
        #expect(feed?.items.isEmpty == true)
        #expect(feed?.encoding == "UTF-8")
    }

    @Test("hands an item on as soon as it is complete")
    func early() {
        let bytes = Array(document(items: 20).utf8)
        var count = 0
        let stream = FeedStream { _ in count += 1 }
        _ = stream.feed(bytes.span.extracting(0..<bytes.count / 2))
        #expect(count >= 8)
    }

    @Test("resolves addresses against its own")
    func base() throws {
        let text = document(items: 8).replacing("https://harbour.example/", with: "/news/")
        let (items, _, _) = try read(Array(text.utf8), pieces: 100, baseURL: "https://harbour.example/feed")
        #expect(items.first?.link == "https://harbour.example/news/0")
    }

    @Test("must be read whole when it needs repair or is in another charset")
    func needsWhole() throws {
        #expect(try read(Array((head + document(items: 9)).utf8), pieces: 4096).needsWhole)
        #expect(
            try read(Array(document(items: 9).replacing("words", with: "a & b").utf8), pieces: 4096)
                .needsWhole)
        #expect(
            try read(Array(document(items: 9).replacing("utf-8", with: "koi8-r").utf8), pieces: 4096)
                .needsWhole)
        #expect(try read(document(items: 9).utf8.flatMap { [$0, 0] }, pieces: 4096).needsWhole)
        #expect(try read(Array(document(items: 9).utf8.dropLast(7)), pieces: 4096).needsWhole)
    }

    @Test("of bytes that are no UTF-8 must be read whole")
    func notUTF8() throws {
        var bytes = Array(document(items: 9).utf8)
        bytes[bytes.count / 2] = 0xFF
        #expect(try read(bytes, pieces: 4096).needsWhole)
        #expect(try read(bytes, pieces: 7).needsWhole)
    }

    @Test("too short to judge must be read whole")
    func short() throws {
        #expect(try read(Array("<rss><channel/></rss>".utf8), pieces: 10).needsWhole)
    }

    @Test("may begin with a mark")
    func mark() throws {
        let bytes = [0xEF, 0xBB, 0xBF] + Array(document(items: 9).utf8)
        #expect(try read(bytes, pieces: 2000).items.count == 9)
    }

    @Test("with a field beyond the limit comes to no end, and whole it is refused")
    func limit() throws {
        let text = document(items: 3).replacing(
            "words words", with: String(repeating: "0123456789abcdef", count: (16 << 20) / 16 + 1),
            maxReplacements: 1)
        let bytes = Array(text.utf8)
        #expect(try read(bytes, pieces: 1 << 16).needsWhole)
        #expect(
            performing: { try FeedParser.parse(bytes) },
            throws: { ($0 as? FeedParseError)?.code == .limit })
    }

    @Test("that is no feed must be read whole, so that somebody says what it is")
    func page() throws {
        let page = "<html><body>" + String(repeating: "<p>words</p>", count: 200) + "</body></html>"
        #expect(try read(Array(page.utf8), pieces: 500).needsWhole)
    }
}
