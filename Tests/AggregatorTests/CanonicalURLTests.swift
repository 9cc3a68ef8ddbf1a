import Testing

@testable import Aggregator

@Suite("The canonical spelling of an address") struct CanonicalURLTests {
    @Test(
        "leaves out what doesn't mean another page",
        arguments: [
            (
                "HTTP://WWW.Example.ORG:80/a/../b/./c/?utm_source=rss&id=3&fbclid=x#top",
                "https://example.org/b/c?id=3"
            ),
            ("https://m.example.org/story/amp/", "https://example.org/story"),
            ("https://amp.example.org/amp/news/story", "https://example.org/news/story"),
            ("https://example.org/a&amp;b?x=1&amp;amp;y=2", "https://example.org/a&b?x=1&y=2"),
            ("https://example.org/%7euser/%e4%b8%ad", "https://example.org/~user/%E4%B8%AD"),
            ("https://example.org/中", "https://example.org/%E4%B8%AD"),
            ("https://example.org", "https://example.org/"),
            ("https://example.org/index.html?ref=rss", "https://example.org/"),
            ("https://example.org:8443/x", "https://example.org:8443/x"),
            ("https://user:pw@example.org./x", "https://example.org/x"),
            ("https://example.org/x?ref=A123", "https://example.org/x?ref=A123"),
            ("https://example.org//a//b", "https://example.org/a/b"),
            ("  https://example.org/a b ", "https://example.org/a%20b"),
            ("https://example.org/x?b=2&a=1", "https://example.org/x?b=2&a=1"),
            ("https://m.co/x", "https://m.co/x"),
            ("https://[2001:db8::1]:443/x", "https://[2001:db8::1]/x"),
            ("https://example.org/x?outputType=amp", "https://example.org/x"),
            ("https://example.org/amp", "https://example.org/amp"),
        ])
    func normalised(_ text: String, _ expected: String) {
        #expect(CanonicalURL.normalise(text) == expected)
    }

    @Test(
        "doesn't change when it is applied again",
        arguments: [
            "http://www.www.example.org/a%2520b/%2F?q=%26&utm_id=1", "https://m.www.example.org/amp/amp/amp/",
            "https://example.org/x/index.html/amp/?&&a", "https://example.org/a?amp;b=1",
        ])
    func idempotent(_ text: String) throws {
        let once = try #require(CanonicalURL.normalise(text))
        #expect(CanonicalURL.normalise(once) == once)
    }

    @Test(
        "exists for web addresses only",
        arguments: [
            "", "mailto:a@b.example", "urn:uuid:1", "/relative", "https://", "http:/x", "https://a b/",
            "ftp://x/",
        ])
    func none(_ text: String) {
        #expect(CanonicalURL.normalise(text) == nil)
    }
}

@Suite("SHA-256") struct SHA256Tests {
    @Test(
        "gives the digests of FIPS 180-4's examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func examples(_ text: String, _ digest: String) {
        #expect(SHA256.hexadecimal(text) == digest)
    }

    @Test("of a million letters is right, in pieces too")
    func long() {
        let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(SHA256.hexadecimal(String(repeating: "a", count: 1_000_000)) == digest)
        var hasher = SHA256()
        for _ in 0..<10_000 { hasher.update(String(repeating: "a", count: 100)) }
        #expect(hasher.finish().bytes == SHA256.hash(String(repeating: "a", count: 1_000_000)))
    }
}

@Suite("A number of words") struct WordCountTests {
    @Test(
        "counts what people count",
        arguments: [
            ("", 0), ("one", 1), (" one  two\nthree ", 3), ("The U.S. Navy’s — well-known — ship", 5),
            ("…", 0), ("南海", 2),
            ("été à Łódź", 3), ("a\u{A0}b", 2), ("№ 5", 1),
        ])
    func words(_ text: String, _ count: Int) {
        #expect(WordCount.count(text) == count)
    }
}
