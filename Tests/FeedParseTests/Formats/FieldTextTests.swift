import Testing

@testable import FeedParse

private func plain(_ text: String, _ mode: FieldText.Mode, hasMarkup: Bool = false) -> String? {
    FieldText.plain(text.utf8.span, mode, hasMarkup: hasMarkup)
}

private func html(
    _ text: String, _ mode: FieldText.Mode, hasMarkup: Bool = false, base: String? = nil
) -> String? {
    FieldText.html(text.utf8.span, mode, hasMarkup: hasMarkup, base: base)
}

@Suite("The text of a field") struct FieldTextTests {
    @Test("declared as text keeps its tags and references")
    func text() {
        #expect(plain("a <b>c</b> &amp; &lt;d&gt;", .text) == "a <b>c</b> &amp; &lt;d&gt;")
        #expect(plain("Bo&#8217;s&nbsp;caf&eacute;", .text) == "Bo’s café")
        #expect(html("How the <blink> tag came", .text) == "How the &lt;blink&gt; tag came")
        #expect(html("1 < 2 & 3 > 2", .text) == "1 &lt; 2 &amp; 3 &gt; 2")
    }

    @Test("declared as text but full of end tags or references is HTML all the same")
    func textThatIsHTML() {
        #expect(html("<p>One</p>", .text) == "<p>One</p>")
        #expect(html("caf&eacute;", .text) == "caf&eacute;")
    }

    @Test("declared as HTML is read as HTML")
    func markup() {
        #expect(plain("a <b>c</b> &amp; d", .html) == "a c & d")
        #expect(html(" <b>c</b> &amp; d ", .html) == "<b>c</b> &amp; d")
    }

    @Test("of no clear type is HTML when it looks like it")
    func guess() {
        #expect(html("a <b>c", .guess) == "a <b>c")
        #expect(html("a &lt; b", .guess) == "a &lt; b")
        #expect(html("a < b", .guess) == "a &lt; b")
        #expect(html("AT&T", .guess) == "AT&amp;T")
    }

    @Test("with elements inside is markup whatever its type says")
    func elementsInside() {
        #expect(plain("a <b>c</b>", .text, hasMarkup: true) == "a c")
        #expect(html("a <b>c</b>", .inline, hasMarkup: true) == "a <b>c</b>")
    }

    @Test("in base64 is decoded")
    func base64() {
        #expect(plain("UG9ydCBuZXdz", .base64(isMarkup: false)) == "Port news")
        #expect(plain("PGI+UG9ydDwvYj4gbmV3cw==", .base64(isMarkup: true)) == "Port news")
        #expect(html("PGI+UG9ydDwvYj4gbmV3cw==", .base64(isMarkup: nil)) == "<b>Port</b> news")
        #expect(html("PGI+UG9ydDwvYj4gbmV3cw==", .base64(isMarkup: false)) == "&lt;b&gt;Port&lt;/b&gt; news")
        #expect(html("UG9ydCBu\r\n ZXdz", .base64(isMarkup: nil)) == "Port news")
    }

    @Test("that only claims to be base64 stays as it is")
    func noBase64() {
        #expect(plain("test", .base64(isMarkup: nil)) == "test")
        #expect(html("not base64!", .base64(isMarkup: nil)) == "not base64!")
    }

    @Test(
        "is nothing when it is blank",
        arguments: [FieldText.Mode.text, .html, .xhtml, .guess, .inline, .base64(isMarkup: nil)])
    func blank(_ mode: FieldText.Mode) {
        #expect(plain(" \n\t ", mode) == nil)
        #expect(html(" \n\t ", mode) == nil)
    }

    @Test("has its addresses resolved")
    func addresses() {
        let base = "https://harbour.example/news/"
        #expect(
            html("<a href=\"1.html\">x</a>", .html, base: base)
                == "<a href=\"https://harbour.example/news/1.html\">x</a>")
        #expect(html("<a href=\"#top\">x</a>", .html, base: base) == "<a href=\"#top\">x</a>")
        #expect(html("a < b", .text, base: base) == "a &lt; b")
    }

    @Test("says how a title was declared")
    func textType() {
        #expect(FieldText.Mode.text.textType == .text)
        #expect(FieldText.Mode.inline.textType == .text)
        #expect(FieldText.Mode.html.textType == .html)
        #expect(FieldText.Mode.guess.textType == .html)
        #expect(FieldText.Mode.xhtml.textType == .xhtml)
    }
}

@Suite("The type of an Atom text") struct AtomTextTypeTests {
    @Test(
        "of Atom 1.0 is its type",
        arguments: [
            (nil, FieldText.Mode.text), ("text", .text), ("html", .html), ("xhtml", .xhtml), ("HTML", .html),
            ("text/html", .html), ("text/plain", .text), ("application/xhtml+xml", .xhtml),
            ("image/svg+xml", .xhtml),
            ("text/markdown", .text), ("application/octet-stream", .base64(isMarkup: nil)), ("odd", .guess),
        ] as [(String?, FieldText.Mode)])
    func atom10(_ type: String?, _ mode: FieldText.Mode) {
        #expect(AtomFormat.textMode(type: type, mode: nil, is03: false) == mode)
    }

    @Test(
        "of Atom 0.3 is its type and its mode",
        arguments: [
            (nil, nil, FieldText.Mode.inline), ("text/plain", nil, .text), ("text/html", nil, .html),
            ("text/html", "escaped", .html), (nil, "escaped", .guess), ("text/plain", "escaped", .guess),
            ("application/xhtml+xml", "xml", .xhtml), ("text/html", "base64", .base64(isMarkup: true)),
            (nil, "base64", .base64(isMarkup: false)), ("text/plain", "BASE64", .base64(isMarkup: false)),
            ("application/octet-stream", nil, .base64(isMarkup: nil)),
        ] as [(String?, String?, FieldText.Mode)])
    func atom03(_ type: String?, _ mode: String?, _ expected: FieldText.Mode) {
        #expect(AtomFormat.textMode(type: type, mode: mode, is03: true) == expected)
    }
}

@Suite("Base64 in a feed") struct Base64TextTests {
    private func decode(_ text: String) -> String? {
        Base64Text.decode(text.utf8.span).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "is decoded whatever its padding",
        arguments: [
            ("QQ==", "A"), ("QQ", "A"), ("QUI=", "AB"), ("QUJD", "ABC"), (" Q U J D\n", "ABC"), ("w7w=", "ü"),
            ("fn5-", "~~~"), ("Pz8_", "???"), ("fn5+", "~~~"), ("Pz8/", "???"),
        ])
    func isDecoded(_ text: String, _ expected: String) {
        #expect(decode(text) == expected)
    }

    @Test(
        "is none with other signs, without letters or when it holds no text",
        arguments: ["a.b", "", "==", "/w=="])
    func isNone(_ text: String) {
        #expect(decode(text) == nil)
    }
}
