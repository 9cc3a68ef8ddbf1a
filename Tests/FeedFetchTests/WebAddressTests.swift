import FeedFetch
import Testing

@Suite("A web address") struct WebAddressTests {
    @Test("is taken apart") func parts() throws {
        let address = try #require(WebAddress("HTTPS://us%40er:p%3Ass@Example.ORG:8443/a/../b%20c?q=1#top"))
        #expect(address.scheme == "https")
        #expect(address.host == "example.org")
        #expect(address.port == 8443)
        #expect(address.path == "/b%20c")
        #expect(address.query == "q=1")
        #expect(address.user == "us@er")
        #expect(address.password == "p:ss")
        #expect(address.origin == "https://example.org:8443")
        #expect(address.withoutCredentials == "https://example.org:8443/b%20c?q=1")
    }

    @Test("is normalised") func normalised() {
        #expect(WebAddress("http://EXAMPLE.org:80")?.text == "http://example.org/")
        #expect(WebAddress("https://example.org:443/x#y")?.text == "https://example.org/x")
        #expect(WebAddress("  http://example.org/a b/ü ")?.text == "http://example.org/a%20b/%c3%bc")
        #expect(WebAddress("http://bücher.example/")?.host == "xn--bcher-kva.example")
        #expect(WebAddress("http://faß.Ελλάδα.xn--p1ai/")?.host == "xn--fa-hia.xn--hxakic4aa.xn--p1ai")
        #expect(WebAddress("http://u:p@日本。jp:81/ä")?.text == "http://u:p@xn--wgv71a.jp:81/%c3%a4")
        #expect(WebAddress("http://a/")?.resolving("//é.fr/x")?.host == "xn--9ca.fr")
        #expect(WebAddress("http://[::1]:81/")?.host == "[::1]")
        #expect(WebAddress("http://example.org?x=1")?.target == "/?x=1")
    }

    @Test(
        "resolves references",
        arguments: [
            ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("/g", "http://a/g"), ("//g", "http://g/"),
            ("?y", "http://a/b/c/d?y"), ("../g", "http://a/b/g"), ("../../../g", "http://a/g"),
            ("https://x/y", "https://x/y"), ("", "http://a/b/c/d?q"),
        ]) func references(_ reference: String, _ expected: String)
    {
        #expect(WebAddress("http://a/b/c/d?q")?.resolving(reference)?.text == expected)
    }

    @Test(
        "is none without a scheme and a host",
        arguments: [
            "", "example.org", "http://", "http://a b/", "//x/y", "http://a\nb/", "mailto:a@b",
            "http://a:99999/",
        ]) func none(_ text: String)
    {
        #expect(WebAddress(text) == nil)
    }

    @Test("tells the web from the rest") func web() {
        #expect(WebAddress("http://a/")?.isWeb == true)
        #expect(WebAddress("ftp://a/")?.isWeb == false)
    }
}
