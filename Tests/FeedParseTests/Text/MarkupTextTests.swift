import Testing

@testable import FeedParse

@Suite("A short piece of markup") struct MarkupTextTests {
    @Test(
        "becomes plain text: tags dropped, references decoded once, blanks collapsed",
        arguments: [
            ("a <b>c</b>", "a c"), ("a&amp;amp;b", "a&amp;b"), ("AT&T", "AT&T"), ("  a \n b ", "a b"),
            ("a&nbsp;b", "a b"), ("1 < 2", "1 < 2"), ("a<br>b", "a b"), ("<p>a</p><p>b</p>", "a b"),
            ("in<i>di</i>visible", "indivisible"), ("a<!-- b -->c", "ac"), ("a<script>b()</script>c", "ac"),
            ("<style>x{}</style>y", "y"), ("&lt;b&gt;", "<b>"), ("&#8217;&hellip;", "’…"),
            ("x <3 y", "x <3 y"),
            ("<a title=\"x > y\">z</a>", "z"), ("a <b", "a <b"), ("<!DOCTYPE html>a", "a"), ("<?xml?>a", "a"),
            ("a <!-- open", "a <!-- open"), ("<script>open", "open"), ("&copy 2026", "© 2026"),
        ])
    func plain(_ html: String, _ text: String) {
        #expect(MarkupText.plain(ofHTML: html.utf8.span) == text)
    }

    @Test("without text is nothing", arguments: ["", " \n", "<b></b>", "&nbsp;", "<!-- x -->"])
    func nothing(_ html: String) {
        #expect(MarkupText.plain(ofHTML: html.utf8.span) == nil)
    }

    @Test(
        "as a name keeps what looks like tags, also what references would make of them",
        arguments: [
            ("a <b>", "a <b>"), ("a &lt;b&gt;", "a &lt;b&gt;"), ("Loïc &amp; Co", "Loïc & Co"),
            ("Lo&iuml;c", "Loïc"),
            ("a\n\tb", "a b"),
        ])
    func words(_ text: String, _ expected: String) {
        #expect(MarkupText.words(text.utf8.span) == expected)
    }

    @Test(
        "loses only its tags where they alone are unwanted",
        arguments: [
            ("<b>a</b> &lt;c&gt;", "a &lt;c&gt;"), ("a < b", "a < b"), ("<p>a</p><p>b</p>", "a b"),
            ("plain  text", "plain  text"),
        ])
    func withoutTags(_ text: String, _ expected: String) {
        #expect(MarkupText.withoutTags(text.utf8.span) == expected)
    }

    @Test("is escaped so that it shows what it was")
    func escaped() {
        var output: [UInt8] = []
        MarkupText.escaped("a < b & c > d \"e\"".utf8.span, into: &output)
        #expect(String(decoding: output, as: UTF8.self) == "a &lt; b &amp; c &gt; d \"e\"")
    }

    @Test(
        "looks like HTML when it has a tag or a whole reference",
        arguments: [
            ("<b>", true), ("a &eacute; b", true), ("</p>", true), ("a < b", false), ("a & b", false),
            ("a &b c", false),
            ("<3", false), ("&#233;", true), ("<!-- x -->", true),
        ])
    func looksLikeHTML(_ text: String, _ expected: Bool) {
        #expect(MarkupText.looksLikeHTML(text.utf8.span) == expected)
    }

    @Test(
        "declared as text counts as HTML only with an end tag or a reference",
        arguments: [
            ("the <blink> tag", false), ("<b>x</b>", true), ("a &amp; b", true), ("a & b", false),
            ("x </ y", false),
        ])
    func isEscapedHTML(_ text: String, _ expected: Bool) {
        #expect(MarkupText.isEscapedHTML(text.utf8.span) == expected)
    }

    @Test(
        "has a first picture, unless it counts readers",
        arguments: [
            ("<p><img src=\"a.png\"></p>", "a.png"), ("<IMG alt='x' SRC='a.png'/>", "a.png"),
            ("<img src=\"p.gif\" width=\"1\"><img src=\"b.png\">", "b.png"), ("<img src=a.png>", "a.png"),
            ("<img src=\"data:image/gif;base64,R0\"><img src=\"c.png\">", "c.png"),
            ("<img src=\"a.png?x=1&amp;y=2\">", "a.png?x=1&y=2"),
        ])
    func firstImage(_ html: String, _ address: String) {
        #expect(MarkupText.firstImage(of: html.utf8.span) == address)
    }

    @Test(
        "without a picture has none",
        arguments: ["", "<p>x</p>", "<image src='a'>", "<img alt='src'>", "<img src='a'"])
    func noImage(_ html: String) {
        #expect(MarkupText.firstImage(of: html.utf8.span) == nil)
    }
}

@Suite("A character reference") struct HTMLEntitiesTests {
    private func decode(_ text: String) -> (text: String, length: Int)? {
        var output: [UInt8] = []
        let bytes = Array(text.utf8)
        guard let end = HTMLEntities.decode(bytes.span, 0, bytes.count, into: &output) else { return nil }
        return (String(decoding: output, as: UTF8.self), end)
    }

    @Test(
        "is the character that HTML says",
        arguments: [
            ("&amp;", "&"), ("&eacute;", "é"), ("&Eacute;", "É"), ("&rarr;", "→"), ("&NotEqualTilde;", "≂̸"),
            ("&apos;", "'"),
            ("&#65;", "A"), ("&#x41;", "A"), ("&#X41;", "A"), ("&#128;", "€"), ("&#x92;", "’"),
            ("&#0;", "\u{FFFD}"),
            ("&#xD800;", "\u{FFFD}"), ("&#x110000;", "\u{FFFD}"), ("&#99999999999;", "\u{FFFD}"),
            ("&#x1F600;", "😀"),
            ("&lang;", "⟨"), ("&thetasym;", "ϑ"), ("&hArr;", "⇔"), ("&harr;", "↔"),
        ])
    func character(_ reference: String, _ expected: String) {
        #expect(decode(reference)?.text == expected)
        #expect(decode(reference)?.length == reference.utf8.count)
    }

    @Test(
        "of an old name or a number may lack its semicolon",
        arguments: [
            ("&copy x", "©", 5), ("&eacute!", "é", 7), ("&#65 x", "A", 4), ("&#x41g", "A", 5),
            ("&lt", "<", 3),
        ])
    func withoutSemicolon(_ reference: String, _ expected: String, _ length: Int) {
        #expect(decode(reference)?.text == expected)
        #expect(decode(reference)?.length == length)
    }

    @Test(
        "is none when nobody knows it",
        arguments: [
            "&", "& x", "&nosuch;", "&#;", "&#x;", "&copy=1", "&notit", "&rarr x", "&copyright", "&;",
        ])
    func none(_ text: String) {
        #expect(decode(text) == nil)
    }
}
