import FeedParse
import Foundation
import Testing

/// The processor time of this thread that some work takes, seconds; what other processes do doesn't count.
private func work(_ body: () -> Void) -> Double {
    func now() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    body()
    return now() - start
}

/// How much more work eight times the input is; the best of three, since the first run fills tables.
private func growth(_ body: (_ times: Int) -> Void, from times: Int) -> Double {
    var best = Double.infinity
    for _ in 0..<3 {
        let small = work { body(times) }
        let large = work { body(times * 8) }
        best = min(best, large / max(small, 0.0005))
        if best < 12 { break }
    }
    return best
}

/// Eight times the input may be eight times the work, with some play; the square would be 64.
private let bound = 24.0

@Suite("A flood in a document") struct FloodTests {
    private static let pieces = [
        "<", "<a", "<a ", "<a b=\"", "<a b='x\"", "</", "</a>", "<x></y>", "<x>", "<!--", "<!-- >",
        "<![CDATA[",
        "<x><![CDATA[</x>", "<x><![CDATA[]]></x>", "&", "&#", "&a", "&amp", "&#1;", "]]>", "<item>",
        "<item><title>", "<!DOCTYPE [",
        "<?",
        "<? >", "a&nbsp;b", "<br>", "\u{1}", "<title>", "<category>x", "<link/>", "<x xml:base='a/'>",
    ]

    @Test("takes time in proportion to its length", arguments: pieces)
    func document(_ piece: String) {
        let ratio = growth(
            { times in
                let flood = String(repeating: piece, count: times)
                _ = try? FeedParser.parse(Array("<rss><channel><item>\(flood)</item></channel></rss>".utf8))
            }, from: 3000)
        #expect(ratio < bound)
    }

    @Test(
        "of HTML in a title takes time in proportion", arguments: pieces + ["<script>", "<!--x", "<style>"])
    func title(_ piece: String) {
        let ratio = growth(
            { times in
                let flood = String(repeating: piece.replacing("]]>", with: "]]"), count: times)
                _ = try? FeedParser.parse(
                    Array(
                        "<rss><channel><item><title><![CDATA[\(flood)]]></title></item></channel></rss>".utf8)
                )
            }, from: 3000)
        #expect(ratio < bound)
    }

    @Test(
        "of HTML in an author's name takes time in proportion",
        arguments: ["<!--", "<!--x", "<b>", "<", "<a b='"])
    func author(_ piece: String) {
        let ratio = growth(
            { times in
                let flood = String(repeating: piece, count: times)
                _ = try? FeedParser.parse(
                    Array(
                        "<rss><channel><item><author><![CDATA[\(flood)]]></author></item></channel></rss>"
                            .utf8)
                )
            }, from: 3000)
        #expect(ratio < bound)
    }

    @Test(
        "of foreign HTML takes time in proportion",
        arguments: pieces + [
            "<script>", "<svg>", "<style>", "<b>", "</b>", "<table>", "<p>", "<b></i>", "<a b='",
        ])
    func html(_ piece: String) {
        let ratio = growth(
            { times in
                _ = HTMLSanitizer.sanitize(
                    String(repeating: piece, count: times), baseURL: "https://a.example/")
            }, from: 3000)
        #expect(ratio < bound)
    }

    @Test(
        "of JSON takes time in proportion",
        arguments: ["[", "[],", "{\"a\":", "\"", "\\", "\"\\u", "1,", "{}", ":"])
    func json(_ piece: String) {
        let ratio = growth(
            { times in
                let flood = String(repeating: piece, count: times)
                _ = try? FeedParser.parse(
                    Array("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[\(flood)".utf8))
            }, from: 6000)
        #expect(ratio < bound)
    }

    @Test("of date words takes time in proportion", arguments: ["1", "1 ", "a ", "-", ":", "1:", "年", "+1"])
    func date(_ piece: String) {
        let ratio = growth(
            { times in
                _ = DateParser.parse(String(repeating: piece, count: times))
            }, from: 3000)
        #expect(ratio < bound)
    }
}

@Suite("A flood in a page") struct PageFloodTests {
    @Test(
        "takes time in proportion, though headings that were never closed each hold it",
        arguments: ["<h1>x</h1>|<h2><div>", "|<h1><div>"])
    func headings(_ pieces: String) {
        let parts = pieces.split(separator: "|", omittingEmptySubsequences: false)
        let ratio = growth(
            { times in
                let page =
                    "<meta property=\"og:title\" content=\"A late dredging divides the town\">\(parts[0])"
                    + String(repeating: String(parts[1]), count: times)
                    + String(
                        repeating: "The council voted to dredge the eastern channel. ", count: times * 100)
                _ = try? ArticleReader().read(Array(page.utf8), url: nil, contentType: nil)
            }, from: 24)
        #expect(ratio < bound)
    }
}

@Suite("Very many of one thing") struct VeryManyTests {
    private func growthOfItem(_ piece: @escaping (Int) -> String) -> Double {
        growth(
            { times in
                let inside = (0..<times).map(piece).joined()
                _ = try? FeedParser.parse(Array("<rss><channel><item>\(inside)</item></channel></rss>".utf8))
            }, from: 1500)
    }

    @Test("take time in proportion to their number")
    func proportion() {
        #expect(growthOfItem { "<category>c\($0)</category>" } < bound)
        #expect(growthOfItem { "<author>a\($0)@b.example</author>" } < bound)
        #expect(growthOfItem { "<enclosure url='https://a.example/\($0)' type='image/png'/>" } < bound)
        #expect(
            growthOfItem {
                "<thumbnail xmlns='http://search.yahoo.com/mrss/' url='https://a.example/\($0)'/>"
            } < bound)
        #expect(growthOfItem { "<x\($0)/>" } < bound)
        #expect(growthOfItem { "<x\($0)>" } < bound)
    }

    @Test("attributes of one tag are not compared each with all")
    func attributes() {
        let ratio = growth(
            { times in
                let inside = (0..<times).map { " a\($0)='x'" }.joined()
                _ = try? FeedParser.parse(
                    Array("<rss><channel><item><x\(inside)/></item></channel></rss>".utf8))
            }, from: 4000)
        // libxml2 itself compares them up to the size at which it is stopped.
        #expect(ratio < bound)
    }

    @Test("nested folders of an outline don't each copy the whole way")
    func folders() throws {
        let deep = (0..<20000).map { "<outline text='\($0)'><outline xmlUrl='https://a.example/\($0)'/>" }
            .joined()
        let feed = try FeedParser.parse(Array("<opml><body>\(deep)</body></opml>".utf8))
        #expect(feed.subscriptions.count == 20000)
        #expect(feed.subscriptions.map(\.path.count).max() == 64)
    }

    @Test("nested bases don't grow without end")
    func bases() throws {
        let deep = String(
            repeating: "<x xml:base='aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/'>", count: 3000)
        let document =
            "<rss xml:base='https://a.example/'><channel>\(deep)<item><link>b</link></item></channel></rss>"
        let feed = try FeedParser.parse(Array(document.utf8))
        #expect((feed.items.first?.link?.utf8.count ?? 0) < 3000)
    }
}

@Suite("A document that wants to grow") struct GrowingDocumentTests {
    private func bomb(_ levels: Int) -> [UInt8] {
        let entities = (1...levels).map {
            "<!ENTITY e\($0) \"" + String(repeating: "&e\($0 - 1);", count: 10) + "\">"
        }
        return Array(
            ("<!DOCTYPE rss [<!ENTITY e0 \"0123456789\">" + entities.joined()
                + "]><rss><channel><item><title>a&e\(levels);b</title></item></channel></rss>").utf8)
    }

    @Test("by entities is held to a mebibyte and told")
    func entities() throws {
        let feed = try FeedParser.parse(bomb(7))
        #expect((feed.items.first?.title?.utf8.count ?? 0) <= 1 << 20)
        #expect(feed.warnings.contains { $0.contains("declared entities grow too large") })
    }

    @Test("by small entities is read")
    func smallEntities() throws {
        #expect(try FeedParser.parse(bomb(2)).items.first?.title?.utf8.count == 1002)
    }

    @Test("by addresses against a long base is held to one field")
    func addresses() throws {
        let base = "https://a.example/" + String(repeating: "b", count: 2000) + "/"
        let links = String(repeating: "<a href=c>", count: 60000)
        let feed = try FeedParser.parse(
            Array(
                "<rss><channel><item><description><![CDATA[\(links)]]></description></item></channel></rss>"
                    .utf8),
            baseURL: base)
        #expect((feed.items.first?.summary?.utf8.count ?? 0) < 20 << 20)
    }

    @Test("by 200,000 nested elements of HTML is sanitized")
    func deepHTML() {
        let clean = HTMLSanitizer.sanitize(String(repeating: "<b>", count: 200_000) + "text", baseURL: nil)
        #expect(clean.contains("text"))
    }

    @Test("by 200,000 nested elements is refused, well-formed or not", arguments: ["</a>", ""])
    func deepXML(_ end: String) {
        let nest = String(repeating: "<a>", count: 200_000) + String(repeating: end, count: 200_000)
        #expect(
            performing: { try FeedParser.parse(Array("<rss><channel>\(nest)</channel></rss>".utf8)) },
            throws: { ($0 as? FeedParseError)?.code == .limit })
    }

    @Test("by an external entity reads no file")
    func external() throws {
        let document =
            "<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/hostname\"><!ENTITY % p SYSTEM \"file:///etc/hostname\">%p;]>"
            + "<rss><channel><item><title>a&f;b</title></item></channel></rss>"
        let feed = try FeedParser.parse(Array(document.utf8))
        #expect(feed.items.first?.title == "ab")
        #expect(feed.warnings.contains { $0.contains("external entity was not loaded") })
    }
}
