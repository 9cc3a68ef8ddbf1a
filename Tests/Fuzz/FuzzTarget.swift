import FeedParse

/// One function that must survive any input, and what its answer has to hold.
struct FuzzTarget: Sendable {
    /// The name on the command line.
    var name: String
    /// The folder of the documents that are mutated, below the package.
    var corpus: String
    /// The endings of the files to take from it; none takes every file.
    var endings: [String] = []
    /// Pieces that are put in here and there, beside those that every target gets.
    var words: [String] = []
    /// Runs one input; a complaint when the answer is wrong.
    var run: @Sendable (_ input: [UInt8], _ random: inout SeededRandom) -> String?

    /// Every target; a new one is one line here.
    static let all: [FuzzTarget] = [
        FuzzTarget(
            name: "xml", corpus: "Tests/FeedParseTests/Fixtures", endings: ["xml", "opml"], words: markup,
            run: FeedChecks.document),
        FuzzTarget(
            name: "stream", corpus: "Tests/FeedParseTests/Fixtures", endings: ["xml", "opml"], words: markup,
            run: FeedChecks.stream),
        FuzzTarget(
            name: "json", corpus: "Tests/FeedParseTests/Fixtures/json", endings: ["json"],
            words: ["{", "}", "[", "]", "\"", "\\u", "\\ud800", ":", ",", "null", "-1e9", "\"items\":"],
            run: FeedChecks.document),
        FuzzTarget(
            name: "html", corpus: "Tests/FeedParseTests/Fixtures/sanitizer", endings: ["html"],
            words: markup + html, run: FeedChecks.sanitizer),
        FuzzTarget(
            name: "dates", corpus: "Tests/FeedParseTests/Fixtures/dates",
            words: [
                "-", ":", "T", "Z", "+", "GMT", " ", "Mar", "2026", "W", "W10", "年", "월", "pm", "99", "/",
            ],
            run: FeedChecks.date),
        FuzzTarget(
            name: "charset", corpus: "Tests/FeedParseTests/Fixtures/charset",
            words: [
                "utf-16", "gb18030", "iso-2022-jp", "\u{1B}$B", "\u{FEFF}", "encoding=\"", "big5", "x-sjis",
            ],
            run: FeedChecks.charset),
        FuzzTarget(
            name: "page", corpus: "Tests/FeedParseTests/Pages/Fixtures", endings: ["html"],
            words: markup + html + pageWords, run: PageChecks.page),
        FuzzTarget(
            name: "event", corpus: "Tests/FeedParseTests/Pages/Fixtures/event", endings: ["html"],
            words: eventWords, run: PageChecks.page),
        FuzzTarget(
            name: "list", corpus: "Tests/FeedParseTests/Pages/Fixtures/list", endings: ["html"],
            words: markup + html, run: PageChecks.list),
        FuzzTarget(
            name: "selector", corpus: "Tests/FeedParseTests/Pages/Fixtures/selector", endings: ["txt"],
            words: [
                "div", ".", "#", "[", "]", "=", "~=", "^=", "$=", "*=", "|=", "\"", "'", ">", "+", "~", ",",
                ":not(",
                ":has(", ":nth-child(", "2n+1", "odd", ")", ":first-child", ":last-child", "@href", "*", "\\",
                "::before", " ", "//", "'\"", "é", "-", "_",
            ],
            run: PageChecks.selector),
    ]

    private static let pageWords = [
        "<article>", "<main>", "<h1>", "<h2>", "<time datetime=\"", "<noscript>", "<button>", "<figure>",
        "<nav>",
        "itemprop=\"author\"", "itemscope", "rel=\"author\"", "class=\"article-body\"", "class=\"byline\"",
        "<meta property=\"og:title\" content=\"", "<script type=\"application/ld+json\">", "{\"@type\":\"",
        "\"headline\":", "(Source: ", "(end of excerpt)", "By ", " and ", "Read more:", "###",
        "<script>window.x={\"body\":\"",
    ]

    private static let eventWords = [
        "2:00 PM", "—", "–", " - ", "HKT", "(UTC + 8)", "UTC-99", "EST", "25:61", "May 4", "4–6", "2026",
        "12 noon",
        "18h30", "Uhr", "MEZ", "13.13.2026", "When:", "Where:", "Speakers", "<h3>", "<p>", "</p>", "00:00",
        "24:00",
        "\"startDate\":\"", "2026-05-12T18:00:00+02:00", "2026-02-30", "T99:99", "Z", "年", "月", "日",
    ]

    private static let markup = [
        "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE x [", "<!ENTITY a \"&a;\">",
        "<?xml ?>",
        "&", "&amp;", "&nbsp;", "&#", "&#x0;", "&#55296;", "<item>", "</item>", "<entry>", "<title>",
        "</title>",
        "<link/>", "xml:base=\"", "xmlns:a=\"b\"", "<rss>", "<channel>", "</channel>", "type=\"xhtml\"",
        "mode=\"base64\"", "<source>", "<author>", "<media:content ", "<enclosure url=\"", "<outline ",
    ]

    private static let html = [
        "<script>", "</script>", "<style>", "<svg>", "<iframe>", "<object>", "<p>", "<table>", "<td>",
        "<a href=",
        "javascript:", "onload=", "style=\"", "<img src=x>", "<title>", "<textarea>", "<select>", "<pre>",
        "data:",
        "<math>", "<frameset>", "<plaintext>", "srcset=\"", "&#106;avascript:", "java\tscript:",
    ]
}
