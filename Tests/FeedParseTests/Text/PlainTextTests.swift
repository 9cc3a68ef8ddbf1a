import Testing

@testable import FeedParse

@Suite("HTML as plain text") struct PlainTextTests {
    @Test("keeps paragraphs apart with a blank line")
    func paragraphs() {
        #expect(PlainText.text(ofHTML: "<p>One  two</p>\n<p>Three</p>") == "One two\n\nThree")
        #expect(PlainText.text(ofHTML: "<div>a<div>b</div>c</div>") == "a\n\nb\n\nc")
    }

    @Test("turns one br into a line and two into a paragraph")
    func breaks() {
        #expect(PlainText.text(ofHTML: "a<br>b<br><br>c") == "a\nb\n\nc")
    }

    @Test("marks list items and keeps cells apart")
    func listsAndTables() {
        #expect(PlainText.text(ofHTML: "<ul><li>a</li><li>b</li></ul>") == "• a\n• b")
        #expect(PlainText.text(ofHTML: "<table><tr><td>a<td>b<tr><td>c<td>d</table>") == "a\tb\nc\td")
    }

    @Test("resolves entities and collapses no-break spaces")
    func entities() {
        #expect(
            PlainText.text(ofHTML: "Fish &amp; chips&nbsp;&nbsp;&eacute;&#8212;&#x41;") == "Fish & chips é—A")
        #expect(PlainText.text(ofHTML: "a\u{A0}\u{A0} b") == "a b")
    }

    @Test("says nothing of scripts, styles, comments and drawings")
    func hidden() {
        let html =
            "a<script>if (a<b) {x='</p>'}</script><style>p{}</style><!-- c --><svg><text>d</text></svg>e"
        #expect(PlainText.text(ofHTML: html) == "a e")
    }

    @Test("keeps what stands inside preformatted text")
    func preformatted() {
        #expect(PlainText.text(ofHTML: "<p>x</p><pre>a\n  b</pre>") == "x\n\na\n  b")
    }

    @Test("keeps a lone less-than sign and ampersand")
    func loneMarks() {
        #expect(PlainText.text(ofHTML: "5 < 6 & 7 > 3") == "5 < 6 & 7 > 3")
    }

    @Test("writes one line for titles")
    func line() {
        #expect(PlainText.line(ofHTML: "<b>A</b> &lt;tag&gt;<br>B") == "A <tag> B")
    }
}

@Suite("HTML from strangers") struct HTMLSanitizerTests {
    @Test(
        "loses what can run",
        arguments: [
            "<script>alert(1)</script>", "<p onclick=\"x()\">",
            "<iframe src=\"http://x.example/\">in</iframe>",
            "<a href=\"javascript:alert(1)\">", "<a href=\"java\nscript:alert(1)\">", "<style>*{}</style>",
            "<img src=\"data:image/png;base64,AA\">", "<p style=\"position:fixed\">",
            "<form action=\"/\"><input>",
            "<a href=\" vbscript:x\">", "<object data=\"x.swf\"></object>", "<svg onload=alert(1)>",
        ])
    func dangerous(_ html: String) {
        let clean = HTMLSanitizer.sanitize(html + "text", baseURL: nil)
        for word in ["script", "onclick", "iframe", "style", "data:", "input", "object", "onload"] {
            #expect(!clean.contains(word), "\(clean)")
        }
        #expect(clean.contains("text") || html.contains("iframe") || html.contains("svg"))
    }

    @Test("keeps the text of unknown elements")
    func unknown() {
        #expect(HTMLSanitizer.sanitize("<blink>a <b>b</b></blink>", baseURL: nil) == "a <b>b</b>")
    }

    @Test("makes addresses absolute and drops trackers")
    func addresses() {
        let html =
            "<a href=\"/x?a=1&amp;b=2\">l</a><img src=\"//i.example/p.gif\" width=1 height=1><img src=q.png>"
        let clean = HTMLSanitizer.sanitize(html, baseURL: "https://a.example/d/e.html")
        #expect(
            clean
                == "<a href=\"https://a.example/x?a=1&amp;b=2\">l</a><img src=\"https://a.example/d/q.png\" alt=\"\">"
        )
    }

    @Test("escapes text that looks like markup")
    func escapes() {
        #expect(
            HTMLSanitizer.sanitize("<p>&lt;script&gt; &amp; \"</p>", baseURL: nil)
                == "<p>&lt;script&gt; &amp; \"</p>")
    }

    @Test("undoes lazy loading")
    func lazy() {
        let html = "<img src=\"data:image/gif;base64,R0\" data-src=\"https://a.example/i.jpg\">"
        #expect(HTMLSanitizer.sanitize(html, baseURL: nil).contains("https://a.example/i.jpg"))
    }
}
