import Aggregator
import Testing

/// A source to put a wrong line into: the line is the fourth one.
private func source(_ line: String) -> [String] {
    load("[[source]]\nname = \"a\"\nurl = \"https://example.org/a.xml\"\n\(line)\n").errors
}

@Suite("A configuration with mistakes")
struct ConfigurationWithMistakesTests {
    @Test(
        "names place, value and a way out",
        arguments: [
            ("iten = {}", #"feeds.conf:4:1: unknown key "iten" in source "a"; did you mean "item"?"#),
            (
                "parallel = 3",
                #"feeds.conf:4:1: unknown key "parallel" in source "a"; it belongs into [fetch]"#
            ),
            (
                "rank = 101",
                "feeds.conf:4:8: rank = 101 is not a whole number from 0 to 100; write e.g. rank = 90 "
                    + #"(rank of source "a")"#
            ),
            (
                "every = \"fast\"",
                #"feeds.conf:4:9: "fast" is not a duration or bounds such as "15m..24h"; "#
                    + #"write e.g. every = "2h..24h" (every of source "a")"#
            ),
            (
                "type = \"pgae\"",
                #"feeds.conf:4:8: "pgae" is not one of "auto", "feed", "page", "sitemap"; "#
                    + #"did you mean "page"? (type of source "a")"#
            ),
            (
                "paused = \"yes\"",
                #"feeds.conf:4:10: "yes" is not true or false; write e.g. paused = true (paused of source "a")"#
            ),
            (
                "tags = [\"a\", 1]",
                "feeds.conf:4:14: tags = 1 is not a text of one line that says something; "
                    + #"write e.g. tags = ["think-tank", "us"] (tags of source "a")"#
            ),
            (
                "item = { titel = \"h3\" }",
                #"feeds.conf:4:10: unknown key "titel" in item of source "a"; did you mean "title"?"#
            ),
            (
                "time-zone = \"Europe/Londn\"",
                #"feeds.conf:4:13: "Europe/Londn" is not an IANA time zone; "#
                    + #"write e.g. time-zone = "Europe/London" (time-zone of source "a")"#
            ),
        ])
    func singleMistake(line: String, message: String) {
        #expect(source(line) == [message])
    }

    @Test(
        "refuses values that would do harm later",
        arguments: [
            "every = \"1s\"", "url.x = 1", "origin = '('", "origin = 'Source: (.*)'",
            "allow-private = [\"10.0.0.0/99\"]",
            "credential = \"secret\"", "credential = { pasword = \"x\" }",
            "header = { \"X\" = \"a\\r\\nb\" }",
            "flood = 0", "max-age = 30", "user-agent = \"\"", "kind = 1979-05-27", "full-text = true",
            "drop = 5",
            "quiet-after = \"soon\"", "item = \"h3\"",
        ])
    func harmful(line: String) {
        #expect(!source(line).isEmpty)
    }

    @Test("are all reported at once, in the order of the file")
    func allAtOnce() {
        let (_, errors) = load(
            """
            [defaults]
            evry = "1h"
            [[source]]
            url = "ftp://example.org"
            [[digest]]
            name = "daily"
            at = "6.30"
            days = "Mon..Fry"
            [fetch]
            timeout = 30
            [stor]
            """)
        #expect(
            errors.map { $0.prefix { $0 != " " } } == [
                "feeds.conf:2:1:", "feeds.conf:3:1:", "feeds.conf:4:7:", "feeds.conf:7:6:", "feeds.conf:8:8:",
                "feeds.conf:10:11:", "feeds.conf:11:2:",
            ])
        #expect(errors.last == #"feeds.conf:11:2: unknown key "stor" in the file; did you mean "store"?"#)
    }

    @Test("include names that are used twice, with the first place")
    func doubledNames() {
        let (configuration, errors) = load(
            """
            [[source]]
            name = "a"
            url = "https://example.org/a.xml"
            [[source]]
            name = "a"
            url = "https://example.org/b.xml"
            """)
        #expect(errors == [#"feeds.conf:5:8: source "a" is defined twice; the first is at feeds.conf:2"#])
        #expect(configuration.sources.map(\.urls) == [["https://example.org/a.xml"]])
    }

    @Test("include a mailed digest without a sender")
    func noSender() {
        let (_, errors) = load("[[digest]]\nname = \"daily\"\nto = [\"desk@example.org\"]\n")
        #expect(errors.count == 1)
        #expect(
            errors.first?.hasPrefix("feeds.conf:1:1: digest \"daily\" is mailed but has no sender") == true)
    }

    @Test("include text that is not TOML, with its place")
    func syntax() {
        let (_, errors) = load("[defaults]\nevery = 1h\n")
        #expect(errors.count == 1)
        #expect(errors.first?.hasPrefix("feeds.conf:2:") == true)
        #expect(errors.first?.hasSuffix("a text stands in quotes; write every = \"…\"") == true)
    }

    @Test("are all told, though some lines are no TOML")
    func pastSyntax() {
        let (_, errors) = load(
            """
            [fetch]
            paralel = 3
            [[source]]
            name = "a"
            url = https://example.org/a.xml
            every =
            every = "soon"
            [[source]]
            name = "b"
            name = "c"
            url = "https://example.org/b.xml"
            iten = 3
            """)
        let lines = errors.map { $0.split(separator: ":")[1] }
        #expect(lines.sorted() == ["10", "12", "2", "5", "6", "7"])
        #expect(errors.contains { $0.hasSuffix("name stands here twice; take one out") })
        #expect(errors.contains { $0.hasSuffix("every has no value") })
        #expect(errors.contains { $0.contains("unknown key \"iten\"") })
    }

    @Test("behind the header of a table that is no TOML are not guessed at")
    func brokenHeader() {
        let (_, errors) = load("[[source]\nname = \"a\"\n[fetch]\nparalel = 3\n")
        #expect(errors.count == 1)
        #expect(errors.first?.hasPrefix("feeds.conf:1:") == true)
    }

    @Test("in a secret don't repeat it")
    func secretInLine() {
        let (_, errors) = load("[mail]\npassword = hunter2\n")
        #expect(errors.count == 1)
        #expect(!errors.joined().contains("hunter2"))
    }

    @Test("include a table written in the wrong form")
    func wrongForm() {
        #expect(
            load("[source]\nname = \"a\"\n").errors == [
                "feeds.conf:1:2: every source is a table of its own; write [[source]]"
            ])
        #expect(
            load("[[fetch]]\nparallel = 3\n").errors == ["feeds.conf:1:3: fetch is one table; write [fetch]"])
    }

    @Test("point into a query, also when the topic that it names stands below")
    func query() {
        let (_, errors) = load(
            """
            [[source]]
            name = "a"
            url = "https://example.org/a.xml"
            keep = 'topic:late (missile'
            hide = "topic:nowhere"
            [[topic]]
            name = "late"
            query = "x"
            """)
        #expect(errors.count == 2)
        #expect(errors.first?.hasPrefix("feeds.conf:4:") == true)
        #expect(errors.first?.contains("keep of source \"a\"") == true)
        #expect(errors.last?.hasPrefix("feeds.conf:5:") == true)
        #expect(errors.last?.contains("nowhere") == true)
    }

    @Test("include selectors that can't be understood")
    func selector() {
        let (_, errors) = load(
            """
            [[source]]
            name = "a"
            url = "https://example.org/a.xml"
            items = "//li["
            drop = [".ok", "div["]
            """)
        #expect(errors.map { $0.prefix(17) } == ["feeds.conf:4:9: \"", "feeds.conf:5:16: "])
    }
}
