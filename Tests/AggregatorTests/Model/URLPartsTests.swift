import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("The parts of an address")
struct URLPartsTests {
    private func text(_ bytes: ArraySlice<UInt8>?) -> String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("are host, port, path, query and fragment")
    func parts() throws {
        let parts = try #require(URLParts(" HTTPS://user:pw@WWW.Tank.Example.:8443/a/b;c?x=1&y=2#part-3\n"))
        #expect(parts.host == "tank.example")
        #expect(parts.port == 8443)
        #expect(text(parts.path) == "/a/b;c")
        #expect(text(parts.query) == "x=1&y=2")
        #expect(text(parts.fragment) == "part-3")
    }

    @Test(
        "have no port when it is the scheme's own or empty",
        arguments: ["http://a.example:80/", "https://a.example:443/", "https://a.example:/"])
    func ownPort(address: String) throws {
        let parts = try #require(URLParts(address))
        #expect(parts.port == nil)
        #expect(parts.host == "a.example")
    }

    @Test("keep the port and the brackets of a numeric host")
    func numericHost() throws {
        let parts = try #require(URLParts("http://[2001:DB8::1]:8080/x"))
        #expect(parts.host == "[2001:db8::1]")
        #expect(parts.port == 8080)
        let plain = try #require(URLParts("http://[2001:db8::1]/x"))
        #expect(plain.host == "[2001:db8::1]")
        #expect(plain.port == nil)
    }

    @Test(
        "lose what stands before a host of its own, not what is one",
        arguments: [
            ("https://www.example.org/", "example.org"), ("https://m.example.org/", "example.org"),
            ("https://amp.www.example.org/", "example.org"), ("https://mobile.example.org/", "example.org"),
            ("https://www.uk/", "www.uk"), ("https://m.co/", "m.co"),
            ("https://media.example.org/", "media.example.org"),
        ])
    func hostPrefixes(address: String, host: String) throws {
        #expect(try #require(URLParts(address)).host == host)
    }

    @Test("of a name in another script are in small letters too")
    func otherScripts() throws {
        #expect(try #require(URLParts("https://BÜRO.example/")).host == "büro.example")
        #expect(try #require(URLParts("https://НОВОСТИ.пример/")).host == "новости.пример")
    }

    @Test(
        "are read through ampersands that were escaped once, twice or as a number",
        arguments: [
            "https://a.example/?x=1&amp;y=2", "https://a.example/?x=1&amp;amp;y=2",
            "https://a.example/?x=1&#38;y=2", "https://a.example/?x=1&#38;amp;y=2",
        ])
    func ampersands(address: String) throws {
        #expect(text(try #require(URLParts(address)).query) == "x=1&y=2")
    }

    @Test("are found between spaces that never break")
    func hardSpaces() throws {
        #expect(try #require(URLParts("\u{A0}\thttps://a.example/x\u{A0}")).host == "a.example")
    }

    @Test(
        "are none without scheme, host or a port that is a number",
        arguments: [
            "", " ", "https", "https:", "https:/a.example", "https://", "https:///x", "https://?x",
            "ftp://a/",
            "//a.example/x", "https://a.example:x1/", "https://a b.example/", "https://.../",
            "feed:https://a/",
        ])
    func none(address: String) {
        #expect(URLParts(address) == nil)
        #expect(CanonicalURL.normalise(address) == nil)
    }

    @Test("of any bytes end in an address that no longer changes", arguments: [1, 2, 3, 4] as [UInt64])
    func anything(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let pieces = [
            "https://", "http://", "www.", "a", "B", ".example", ":", "80", "/", "//", "..", ".", "?", "&",
            "=",
            "#", "%", "%2", "%2F", "%41", "%e4", "&amp;", "amp", "utm_source=x", "index.html", " ", "é",
            "\u{0}",
            "@", "[", "]", "ref=rss", "!",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 0...14, using: &random)
            let address =
                "https://a.example"
                + (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let once = CanonicalURL.normalise(address) else { continue }
            #expect(once.hasPrefix("https://"))
            #expect(CanonicalURL.normalise(once) == once, "\(address.debugDescription)")
        }
    }
}

@Suite("The address that identifies an item")
struct CanonicalIdentityTests {
    @Test("has the fragment that names a part of a page with many items")
    func part() {
        #expect(
            CanonicalURL.identity("http://www.tank.example/news#v2") == "https://tank.example/news#v2")
        #expect(CanonicalURL.normalise("http://www.tank.example/news#v2") == "https://tank.example/news")
    }

    @Test(
        "has none that only tells where the reader came from or lands",
        arguments: [
            "", "!", "comments", "respond", "top", "content", "utm_source=rss", "xtor=RSS-1", ":~:text=war",
            "at_medium=rss", "ref=feed", "main-content",
        ])
    func noPart(fragment: String) {
        #expect(CanonicalURL.identity("https://tank.example/news#\(fragment)") == "https://tank.example/news")
    }

    @Test(
        "is no home page, which many items share",
        arguments: [
            ("https://tank.example/", true), ("https://tank.example", true),
            ("https://tank.example/a", false),
            ("https://tank.example/?p=7", false), ("https://tank.example/#v2", false),
            ("tank.example", false),
        ])
    func home(address: String, isHome: Bool) {
        #expect(CanonicalURL.isHome(address) == isHome)
    }
}
