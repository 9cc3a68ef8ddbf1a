import FeedParse
import Testing

@Suite("A reference") struct URLReferenceTests {
    @Test(
        "is resolved as RFC 3986 section 5.4 shows",
        arguments: [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"), ("g#s", "http://a/b/c/g#s"), (";x", "http://a/b/c/;x"),
            ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("..g", "http://a/b/c/..g"), ("./../g", "http://a/b/g"), ("g/../h", "http://a/b/c/h"),
            ("g;x=1/../y", "http://a/b/c/y"), ("g?y/./x", "http://a/b/c/g?y/./x"),
            ("mailto:x@y", "mailto:x@y"),
        ])
    func isResolved(_ reference: String, _ expected: String) {
        #expect(URLReference.resolve(reference, against: "http://a/b/c/d;p?q") == expected)
    }

    @Test("stays as it is without a base")
    func withoutBase() {
        #expect(URLReference.resolve(" /a\n", against: nil) == "/a")
        #expect(URLReference.resolve("/a", against: "not an address") == "/a")
    }

    @Test("has a scheme or none")
    func scheme() {
        #expect(URLReference.scheme(of: "HTTPS://a/") == "HTTPS")
        #expect(URLReference.scheme(of: "/a:b") == nil)
        #expect(!URLReference.isAbsolute("a/b:c"))
    }
}
