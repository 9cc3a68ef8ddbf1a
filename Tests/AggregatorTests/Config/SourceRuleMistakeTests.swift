import Aggregator
import Testing

/// Selectors, queries and patterns of `[[source]]`, what concerns the network, and keys of other tables.
@Suite("A source with one rule that is wrong") struct SourceRuleMistakeTests {
    @Test(
        "is told what is wrong with a selector, and where in the table it stands",
        arguments: [
            (
                #"article = """#,
                #"4:11: "" is not a selector (article of source "a"): The selector is empty."#
            ),
            (
                #"article = "div[""#,
                #"4:11: "div[" is not a selector (article of source "a"): The selector "div[" is broken: an attribute's name must follow "["."#
            ),
            (
                #"article = "//div[""#,
                #"4:11: "//div[" is not a selector (article of source "a"): "//div[" is not a valid XPath 1.0 expression."#
            ),
            (
                #"article = ["a"]"#,
                #"4:11: article must be a CSS or XPath selector, not a list; write e.g. article = "div.body-text, article.blog" (article of source "a")"#
            ),
            (#"drop = """#, #"4:8: "" is not a selector (drop of source "a"): The selector is empty."#),
            (
                #"drop = [".ok", "div["]"#,
                #"4:16: "div[" is not a selector (drop of source "a"): The selector "div[" is broken: an attribute's name must follow "["."#
            ),
            (
                "drop = [1]",
                #"4:9: drop = 1 is not a selector or a list of selectors; write e.g. drop = [".related", ".share"] (drop of source "a")"#
            ),
            (
                #"items = "::""#,
                #"4:9: "::" is not a selector (items of source "a"): "::" in the selector "::" is not supported; use XPath for it."#
            ),
            (
                "items = 1",
                #"4:9: items = 1 is not a CSS or XPath selector; write e.g. items = "article.teaser" (items of source "a")"#
            ),
            (
                #"item = "h3""#,
                #"4:8: "h3" is not a table; write e.g. item = { title = "h3", link = "h3 a@href", date = "time@datetime" } (item of source "a")"#
            ),
            (
                #"item = [{ title = "h3" }]"#,
                #"4:8: item must be a table, not a list; write e.g. item = { title = "h3", link = "h3 a@href", date = "time@datetime" } (item of source "a")"#
            ),
            (
                #"item = { title = "" }"#,
                #"4:18: "" is not a selector (title of item of source "a"): The selector is empty."#
            ),
            (
                #"item = { titel = "h3" }"#,
                #"4:10: unknown key "titel" in item of source "a"; did you mean "title"?"#
            ),
            (
                #"item = { link = "a@" }"#,
                #"4:17: "a@" is not a selector (link of item of source "a"): The selector "a@" is broken: an attribute's name must follow "@"."#
            ),
            (
                "item = { date = 5 }",
                #"4:17: date = 5 is not a CSS or XPath selector; write e.g. date = "time@datetime" (date of item of source "a")"#
            ),
            (
                #"original-link = "a@""#,
                #"4:17: "a@" is not a selector (original-link of source "a"): The selector "a@" is broken: an attribute's name must follow "@"."#
            ),
            (
                "original-link = 1",
                #"4:17: original-link = 1 is not a CSS or XPath selector; write e.g. original-link = "a.full-story@href" (original-link of source "a")"#
            ),
        ] as [(String, String)])
    func selectors(line: String, sentence: String) {
        #expect(
            load("[[source]]\nname = \"a\"\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "is told what is wrong with a rule",
        arguments: [
            (
                #"keep = "topic:x""#,
                #"4:15: keep of source "a": there is no topic "x"; topics are the [[topic]] blocks of feeds.conf"#
            ),
            (#"keep = "a OR""#, #"4:11: keep of source "a": after OR something must follow"#),
            (
                #"keep = ["a"]"#,
                #"4:8: keep must be a query, not a list; write e.g. keep = 'url:"/world/"' (keep of source "a")"#
            ),
            (
                "hide = 5",
                #"4:8: hide = 5 is not a query; write e.g. hide = 'title:vacancy' (hide of source "a")"#
            ),
            (
                #"hide = "is:hiden""#,
                #"4:12: hide of source "a": there is no state "hiden"; did you mean is:hidden?"#
            ),
            (
                #"origin = """#,
                #"4:10: "" is not a regular expression; write e.g. origin = '\(Source: (?<org>[^;]+); issued (?<date>[^)]+)\)' (origin of source "a")"#
            ),
            (
                "origin = '(?<org>.*'",
                #"4:10: "(?<org>.*" is not a regular expression: expected ')'; write e.g. origin = '\(Source: (?<org>[^;]+); issued (?<date>[^)]+)\)' (origin of source "a")"#
            ),
            (
                "origin = 'Source: (.*)'",
                #"4:10: "Source: (.*)" is not a regular expression: it has no group (?<org>…); write e.g. origin = '\(Source: (?<org>[^;]+); issued (?<date>[^)]+)\)' (origin of source "a")"#
            ),
            (
                "origin = ['(?<org>.*)']",
                #"4:10: origin must be a regular expression, not a list; write e.g. origin = '\(Source: (?<org>[^;]+); issued (?<date>[^)]+)\)' (origin of source "a")"#
            ),
        ] as [(String, String)])
    func rules(line: String, sentence: String) {
        #expect(
            load("[[source]]\nname = \"a\"\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "is told how the network may be named",
        arguments: [
            (
                #"proxy = "localhost:9050""#,
                #"4:9: "localhost:9050" is not the address of a proxy: http://, https:// or socks5h:// and a host; write e.g. proxy = "socks5h://localhost:9050" (proxy of source "a")"#
            ),
            (
                #"proxy = "ftp://proxy.example.org""#,
                #"4:9: "ftp://proxy.example.org" is not the address of a proxy: http://, https:// or socks5h:// and a host; write e.g. proxy = "socks5h://localhost:9050" (proxy of source "a")"#
            ),
            (
                #"proxy = "socks5h://""#,
                #"4:9: "socks5h://" is not the address of a proxy: http://, https:// or socks5h:// and a host; write e.g. proxy = "socks5h://localhost:9050" (proxy of source "a")"#
            ),
            (
                #"proxy = "socks5h://localhost:port""#,
                #"4:9: "socks5h://localhost:port" is not the address of a proxy: http://, https:// or socks5h:// and a host; write e.g. proxy = "socks5h://localhost:9050" (proxy of source "a")"#
            ),
            (
                #"proxy = "http://user:pw@""#,
                #"4:9: proxy must be the address of a proxy: http://, https:// or socks5h:// and a host, not a text; write e.g. proxy = "socks5h://localhost:9050" (proxy of source "a")"#
            ),
            (
                "proxy = 9050",
                #"4:9: proxy = 9050 is not the address of a proxy: http://, https:// or socks5h:// and a host; write e.g. proxy = "socks5h://localhost:9050" (proxy of source "a")"#
            ),
            (
                #"allow-private = "yes""#,
                #"4:17: "yes" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = true (allow-private of source "a")"#
            ),
            (
                "allow-private = 1",
                #"4:17: allow-private = 1 is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = true (allow-private of source "a")"#
            ),
            (
                #"allow-private = [":::"]"#,
                #"4:18: ":::" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = true (allow-private of source "a")"#
            ),
            (
                #"allow-private = ["1:2"]"#,
                #"4:18: "1:2" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = true (allow-private of source "a")"#
            ),
            (
                #"allow-private = ["+1.2.3.4"]"#,
                #"4:18: "+1.2.3.4" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = true (allow-private of source "a")"#
            ),
            (
                #"allow-private = ["10.0.0.0/"]"#,
                #"4:18: "10.0.0.0/" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = true (allow-private of source "a")"#
            ),
            (
                #"allow-private = ["10.0.0.0/33"]"#,
                #"4:18: "10.0.0.0/33" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = true (allow-private of source "a")"#
            ),
            (
                #"allow-private = ["::1/129"]"#,
                #"4:18: "::1/129" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = true (allow-private of source "a")"#
            ),
            (
                #"allow-private = ["localhost"]"#,
                #"4:18: "localhost" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = true (allow-private of source "a")"#
            ),
        ] as [(String, String)])
    func network(line: String, sentence: String) {
        #expect(
            load("[[source]]\nname = \"a\"\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "is never told a secret back",
        arguments: [
            (
                #"header = "X-Key: sesame""#,
                #"4:10: header must be a table of header fields, not a text; write e.g. header = { "X-Api-Key" = "abc" } (header of source "a")"#
            ),
            (
                #"header = { "" = "x" }"#,
                #"4:10: header is not a table of header fields; write e.g. header = { "X-Api-Key" = "abc" } (header of source "a")"#
            ),
            (
                #"header = { "A:" = "sesame" }"#,
                #"4:10: header is not a table of header fields; write e.g. header = { "X-Api-Key" = "abc" } (header of source "a")"#
            ),
            (
                #"header = { "A" = "" }"#,
                #"4:10: header is not a table of header fields; write e.g. header = { "X-Api-Key" = "abc" } (header of source "a")"#
            ),
            (
                #"header = { "A" = 1 }"#,
                #"4:10: header is not a table of header fields; write e.g. header = { "X-Api-Key" = "abc" } (header of source "a")"#
            ),
            (
                #"header = ["A"]"#,
                #"4:10: header must be a table of header fields, not a list; write e.g. header = { "X-Api-Key" = "abc" } (header of source "a")"#
            ),
            (
                #"credential = "user:sesame""#,
                #"4:14: credential must be a table with one of credential, file or command, not a text; write e.g. credential = { file = "/etc/aggd/janes.secret" } (credential of source "a")"#
            ),
            (
                #"credential = { file = "" }"#,
                #"4:14: credential is not a table with one of credential, file or command; write e.g. credential = { file = "/etc/aggd/janes.secret" } (credential of source "a")"#
            ),
            (
                #"credential = { file = "/a", command = "b" }"#,
                #"4:14: credential is not a table with one of credential, file or command; write e.g. credential = { file = "/etc/aggd/janes.secret" } (credential of source "a")"#
            ),
            (
                #"credential = { pasword = "sesame" }"#,
                #"4:14: credential is not a table with one of credential, file or command; write e.g. credential = { file = "/etc/aggd/janes.secret" } (credential of source "a")"#
            ),
            (
                "credential = { file = 1 }",
                #"4:14: credential is not a table with one of credential, file or command; write e.g. credential = { file = "/etc/aggd/janes.secret" } (credential of source "a")"#
            ),
            (
                "credential = {}",
                #"4:14: credential is not a table with one of credential, file or command; write e.g. credential = { file = "/etc/aggd/janes.secret" } (credential of source "a")"#
            ),
        ] as [(String, String)])
    func secrets(line: String, sentence: String) {
        #expect(
            load("[[source]]\nname = \"a\"\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "with a key that does not belong there is told where it does",
        arguments: [
            ("parallel = 3", #"4:1: unknown key "parallel" in source "a"; it belongs into [fetch]"#),
            ("section = 1", #"4:1: unknown key "section" in source "a"; it belongs into [digest]"#),
            ("Rank = 5", #"4:1: unknown key "Rank" in source "a"; did you mean "rank"?"#),
            (
                #"full_text = "auto""#,
                #"4:1: unknown key "full_text" in source "a"; did you mean "full-text"?"#
            ),
            (#"timezone = "UTC""#, #"4:1: unknown key "timezone" in source "a"; did you mean "time-zone"?"#),
            ("zzzzzzzz = 1", #"4:1: unknown key "zzzzzzzz" in source "a""#),
        ] as [(String, String)])
    func strangers(line: String, sentence: String) {
        #expect(
            load("[[source]]\nname = \"a\"\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }
}
