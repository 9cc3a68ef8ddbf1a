import Aggregator
import Testing

/// Every key of `[[source]]`, wrong in its own ways: the whole sentence is what a person reads.
@Suite("A source with one key that is wrong") struct SourceMistakeTests {
    @Test(
        "whose name can not be one is told so",
        arguments: [
            (
                #"name = """#,
                #"3:8: "" is not a name of letters, digits, "-", "_" and "."; write e.g. name = "rand-commentary" (name of source "")"#
            ),
            (
                #"name = "two words""#,
                #"3:8: "two words" is not a name of letters, digits, "-", "_" and "."; write e.g. name = "rand-commentary" (name of source "two words")"#
            ),
            (
                #"name = "-a""#,
                #"3:8: "-a" is not a name of letters, digits, "-", "_" and "."; write e.g. name = "rand-commentary" (name of source "-a")"#
            ),
            (
                #"name = "a/b""#,
                #"3:8: "a/b" is not a name of letters, digits, "-", "_" and "."; write e.g. name = "rand-commentary" (name of source "a/b")"#
            ),
            (
                #"name = ["a"]"#,
                #"3:8: name must be a name of letters, digits, "-", "_" and ".", not a list; write e.g. name = "rand-commentary" (name of source)"#
            ),
            (
                "name = 5",
                #"3:8: name = 5 is not a name of letters, digits, "-", "_" and "."; write e.g. name = "rand-commentary" (name of source)"#
            ),
        ] as [(String, String)])
    func names(line: String, sentence: String) {
        #expect(
            load("[[source]]\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "whose address is none is told which",
        arguments: [
            (
                #"url = "example.org""#,
                #"3:7: "example.org" is not an http or https address; write e.g. url = "https://www.rand.org/pubs/commentary.xml" (url of source "a")"#
            ),
            (
                #"url = "ftp://example.org/""#,
                #"3:7: "ftp://example.org/" is not an http or https address; write e.g. url = "https://www.rand.org/pubs/commentary.xml" (url of source "a")"#
            ),
            (
                #"url = "https://""#,
                #"3:7: "https://" is not an http or https address; write e.g. url = "https://www.rand.org/pubs/commentary.xml" (url of source "a")"#
            ),
            (
                #"url = "https://a b/""#,
                #"3:7: "https://a b/" is not an http or https address; write e.g. url = "https://www.rand.org/pubs/commentary.xml" (url of source "a")"#
            ),
            (
                "url = []",
                #"3:7: url is an empty list; it must be an http or https address or a list of them; write e.g. url = "https://www.rand.org/pubs/commentary.xml" (url of source "a")"#
            ),
            (
                #"url = ["https://a.example.org/", 5]"#,
                #"3:34: url = 5 is not an http or https address; write e.g. url = "https://www.rand.org/pubs/commentary.xml" (url of source "a")"#
            ),
            (
                #"url = ["https://a.example.org/", "b"]"#,
                #"3:34: "b" is not an http or https address; write e.g. url = "https://www.rand.org/pubs/commentary.xml" (url of source "a")"#
            ),
            (
                "url = 5",
                #"3:7: url = 5 is not an http or https address; write e.g. url = "https://www.rand.org/pubs/commentary.xml" (url of source "a")"#
            ),
            (
                #"url = { a = "https://a.example.org/" }"#,
                #"3:7: url must be an http or https address or a list of them, not a table; write e.g. url = "https://www.rand.org/pubs/commentary.xml" (url of source "a")"#
            ),
        ] as [(String, String)])
    func addresses(line: String, sentence: String) {
        #expect(load("[[source]]\nname = \"a\"\n\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "is told of texts that say nothing or are none",
        arguments: [
            (
                #"title = """#,
                #"4:9: "" is not a text of one line that says something; write e.g. title = "RAND Commentary" (title of source "a")"#
            ),
            (
                "title = 5",
                #"4:9: title = 5 is not a text of one line that says something; write e.g. title = "RAND Commentary" (title of source "a")"#
            ),
            (
                #"title = ["a"]"#,
                #"4:9: title must be a text in quotes, not a list; write e.g. title = "RAND Commentary" (title of source "a")"#
            ),
            (
                #"org = """#,
                #"4:7: "" is not a text of one line that says something; write e.g. org = ["RAND Corporation", "Rand. Corp."] (org of source "a")"#
            ),
            (
                #"org = ["RAND", " "]"#,
                #"4:16: " " is not a text of one line that says something; write e.g. org = ["RAND Corporation", "Rand. Corp."] (org of source "a")"#
            ),
            (
                #"org = { a = "b" }"#,
                #"4:7: org must be a text or a list of texts, not a table; write e.g. org = ["RAND Corporation", "Rand. Corp."] (org of source "a")"#
            ),
            (
                #"tags = [""]"#,
                #"4:9: "" is not a text of one line that says something; write e.g. tags = ["think-tank", "us"] (tags of source "a")"#
            ),
            (
                "tags = true",
                #"4:8: tags must be a text or a list of texts, not true or false; write e.g. tags = ["think-tank", "us"] (tags of source "a")"#
            ),
            (
                #"date-format = """#,
                #"4:15: "" is not a text of one line that says something; write e.g. date-format = "dd.MM.yyyy" (date-format of source "a")"#
            ),
            (
                #"date-format = ["yyyy"]"#,
                #"4:15: date-format must be a text in quotes, not a list; write e.g. date-format = "dd.MM.yyyy" (date-format of source "a")"#
            ),
            (
                #"excerpt-end = """#,
                #"4:15: "" is not a text of one line that says something; write e.g. excerpt-end = ["(end of excerpt)"] (excerpt-end of source "a")"#
            ),
            (
                #"excerpt-end = ["(more)", ""]"#,
                #"4:26: "" is not a text of one line that says something; write e.g. excerpt-end = ["(end of excerpt)"] (excerpt-end of source "a")"#
            ),
            (
                "excerpt-end = 1",
                #"4:15: excerpt-end = 1 is not a text of one line that says something; write e.g. excerpt-end = ["(end of excerpt)"] (excerpt-end of source "a")"#
            ),
            (
                #"user-agent = """#,
                #"4:14: "" is not a text of one line that says something; write e.g. user-agent = "aggd/1.0 (+https://monitor.example.org/about)" (user-agent of source "a")"#
            ),
            (
                #"user-agent = "a\nb""#,
                #"4:14: "a\nb" is not a text of one line that says something; write e.g. user-agent = "aggd/1.0 (+https://monitor.example.org/about)" (user-agent of source "a")"#
            ),
            (
                "user-agent = 1",
                #"4:14: user-agent = 1 is not a text of one line that says something; write e.g. user-agent = "aggd/1.0 (+https://monitor.example.org/about)" (user-agent of source "a")"#
            ),
        ] as [(String, String)])
    func texts(line: String, sentence: String) {
        #expect(
            load("[[source]]\nname = \"a\"\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "is told the words that may stand there, and the nearest",
        arguments: [
            (
                "paused = 1",
                #"4:10: paused = 1 is not true or false; write e.g. paused = true (paused of source "a")"#
            ),
            (
                #"paused = "no""#,
                #"4:10: "no" is not true or false; write e.g. paused = true (paused of source "a")"#
            ),
            (
                #"full-text = "sometimes""#,
                #"4:13: "sometimes" is not one of "auto", "always", "never"; write e.g. full-text = "auto" (full-text of source "a")"#
            ),
            (
                #"full-text = "allways""#,
                #"4:13: "allways" is not one of "auto", "always", "never"; did you mean "always"? (full-text of source "a")"#
            ),
            (
                "full-text = true",
                #"4:13: full-text must be one of "auto", "always", "never", not true or false; write e.g. full-text = "auto" (full-text of source "a")"#
            ),
            (
                #"archive = "warc""#,
                #"4:11: WARC archives are not built into this aggd; write e.g. archive = "none" (archive of source "a")"#
            ),
            (
                #"archive = "all""#,
                #"4:11: "all" is not one of "none", "text"; write e.g. archive = "none" (archive of source "a")"#
            ),
            (
                "archive = false",
                #"4:11: archive must be one of "none", "text", not true or false; write e.g. archive = "none" (archive of source "a")"#
            ),
            (
                #"type = "maildir""#,
                #"4:8: Maildir sources are not built into this aggd; write e.g. type = "page" (type of source "a")"#
            ),
            (
                #"type = "sitemp""#,
                #"4:8: "sitemp" is not one of "auto", "feed", "page", "sitemap"; did you mean "sitemap"? (type of source "a")"#
            ),
            (
                #"type = "rss""#,
                #"4:8: "rss" is not one of "auto", "feed", "page", "sitemap"; write e.g. type = "page" (type of source "a")"#
            ),
            (
                "type = 1",
                #"4:8: type = 1 is not one of "auto", "feed", "page", "sitemap"; write e.g. type = "page" (type of source "a")"#
            ),
            (
                #"kind = "Event""#,
                #"4:8: "Event" is not one of "article", "event", "report"; did you mean "event"? (kind of source "a")"#
            ),
            (
                #"kind = ["event"]"#,
                #"4:8: kind must be one of "article", "event", "report", not a list; write e.g. kind = "event" (kind of source "a")"#
            ),
        ] as [(String, String)])
    func words(line: String, sentence: String) {
        #expect(
            load("[[source]]\nname = \"a\"\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "is told the bounds of numbers and times",
        arguments: [
            (
                #"language = "english please""#,
                #"4:12: "english please" is not the code of a language such as "en" or "zh-Hant"; write e.g. language = "en" (language of source "a")"#
            ),
            (
                #"language = "e""#,
                #"4:12: "e" is not the code of a language such as "en" or "zh-Hant"; write e.g. language = "en" (language of source "a")"#
            ),
            (
                #"language = "zh_Hant""#,
                #"4:12: "zh_Hant" is not the code of a language such as "en" or "zh-Hant"; write e.g. language = "en" (language of source "a")"#
            ),
            (
                "rank = -1",
                #"4:8: rank = -1 is not a whole number from 0 to 100; write e.g. rank = 90 (rank of source "a")"#
            ),
            (
                "rank = 101",
                #"4:8: rank = 101 is not a whole number from 0 to 100; write e.g. rank = 90 (rank of source "a")"#
            ),
            (
                "rank = 50.0",
                #"4:8: rank must be a whole number from 0 to 100, not a number with a point; write e.g. rank = 90 (rank of source "a")"#
            ),
            (
                #"rank = "50""#,
                #"4:8: "50" is not a whole number from 0 to 100; write e.g. rank = 90 (rank of source "a")"#
            ),
            (
                #"every = "24h..15m""#,
                #"4:9: "24h..15m" is not a duration or bounds such as "15m..24h"; write e.g. every = "2h..24h" (every of source "a")"#
            ),
            (
                #"every = "30s""#,
                #"4:9: "30s" is not a duration or bounds such as "15m..24h": nothing is asked more often than once a minute; write e.g. every = "2h..24h" (every of source "a")"#
            ),
            (
                #"every = ["1h"]"#,
                #"4:9: every must be a duration or bounds such as "15m..24h", not a list; write e.g. every = "2h..24h" (every of source "a")"#
            ),
            (
                #"every = "1h..2h..3h""#,
                #"4:9: "1h..2h..3h" is not a duration or bounds such as "15m..24h"; write e.g. every = "2h..24h" (every of source "a")"#
            ),
            (
                "every = 3600",
                #"4:9: every = 3600 is not a duration or bounds such as "15m..24h"; write e.g. every = "2h..24h" (every of source "a")"#
            ),
            (
                #"quiet-after = "21""#,
                #"4:15: "21" is not a duration or "auto", "never"; write e.g. quiet-after = "21d" (quiet-after of source "a")"#
            ),
            (
                #"quiet-after = "0s""#,
                #"4:15: "0s" is not a duration or "auto", "never": it is no time at all; write e.g. quiet-after = "21d" (quiet-after of source "a")"#
            ),
            (
                "quiet-after = true",
                #"4:15: quiet-after must be a duration or "auto", "never", not true or false; write e.g. quiet-after = "21d" (quiet-after of source "a")"#
            ),
            (
                #"time-zone = "+02:00""#,
                #"4:13: "+02:00" is not an IANA time zone; write e.g. time-zone = "Europe/London" (time-zone of source "a")"#
            ),
            (
                #"time-zone = "Europe/london""#,
                #"4:13: "Europe/london" is not an IANA time zone; write e.g. time-zone = "Europe/London" (time-zone of source "a")"#
            ),
            (
                #"time-zone = """#,
                #"4:13: "" is not an IANA time zone; write e.g. time-zone = "Europe/London" (time-zone of source "a")"#
            ),
            (
                "time-zone = 2",
                #"4:13: time-zone = 2 is not an IANA time zone; write e.g. time-zone = "Europe/London" (time-zone of source "a")"#
            ),
            (
                #"max-age = "0s""#,
                #"4:11: "0s" is not a duration of s, m, h, d or w: it is no time at all; write e.g. max-age = "30d" (max-age of source "a")"#
            ),
            (
                #"max-age = "-1d""#,
                #"4:11: "-1d" is not a duration of s, m, h, d or w; write e.g. max-age = "30d" (max-age of source "a")"#
            ),
            (
                #"max-age = "a month""#,
                #"4:11: "a month" is not a duration of s, m, h, d or w; write e.g. max-age = "30d" (max-age of source "a")"#
            ),
            (
                "max-age = 30",
                #"4:11: max-age = 30 is not a duration of s, m, h, d or w; write e.g. max-age = "30d" (max-age of source "a")"#
            ),
            (
                "flood = 0",
                #"4:9: flood = 0 is not a whole number from 1 to 100000; write e.g. flood = 50 (flood of source "a")"#
            ),
            (
                "flood = 100001",
                #"4:9: flood = 100001 is not a whole number from 1 to 100000; write e.g. flood = 50 (flood of source "a")"#
            ),
            (
                #"flood = "many""#,
                #"4:9: "many" is not a whole number from 1 to 100000; write e.g. flood = 50 (flood of source "a")"#
            ),
        ] as [(String, String)])
    func numbers(line: String, sentence: String) {
        #expect(
            load("[[source]]\nname = \"a\"\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }
}
