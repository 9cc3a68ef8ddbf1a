import Aggregator
import Testing

/// Every key of `[[topic]]`, `[[digest]]`, its sections and `[[alert]]`, wrong in its own ways.
@Suite("A topic, digest or alert with one key that is wrong") struct DigestMistakeTests {
    @Test(
        "a topic without name or query is told what to write",
        arguments: [
            (#"query = "x""#, #"1:1: topic has no name; write e.g. name = "missiles""#),
            (
                #"name = "a b"\#nquery = "x""#,
                #"2:8: "a b" is not a name of letters, digits, "-", "_" and "."; write e.g. name = "missiles" (name of topic "a b")"#
            ),
            (#"name = "t""#, #"1:1: topic "t" has no query; write e.g. query = 'missile OR "arms control"'"#),
        ] as [(String, String)])
    func topicNames(line: String, sentence: String) {
        #expect(load("[[topic]]\n\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "a topic is told what is wrong with its title, and which key it does not have",
        arguments: [
            (
                #"title = """#,
                #"4:9: "" is not a text of one line that says something; write e.g. title = "Missiles and arms control" (title of topic "t")"#
            ),
            (
                #"title = ["a"]"#,
                #"4:9: title must be a text in quotes, not a list; write e.g. title = "Missiles and arms control" (title of topic "t")"#
            ),
            (#"titel = "x""#, #"4:1: unknown key "titel" in topic "t"; did you mean "title"?"#),
            (#"topic = "x""#, #"4:1: unknown key "topic" in topic "t"; it belongs at the top of the file"#),
        ] as [(String, String)])
    func topics(line: String, sentence: String) {
        #expect(
            load("[[topic]]\nname = \"t\"\nquery = \"q\"\n\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "a digest is told when it can not go out",
        arguments: [
            (
                #"days = """#,
                #"5:8: "" is not a day of the week such as "Mon", or days such as "Mon..Fri"; write e.g. days = "Mon..Fri" (days of digest "d")"#
            ),
            (
                "days = []",
                #"5:8: days is an empty list; it must be days of the week; write e.g. days = "Mon..Fri" (days of digest "d")"#
            ),
            (
                #"days = ["Mon", "Funday"]"#,
                #"5:16: "Funday" is not a day of the week such as "Mon", or days such as "Mon..Fri"; write e.g. days = "Mon..Fri" (days of digest "d")"#
            ),
            (
                #"days = "Mon..Fry""#,
                #"5:8: "Mon..Fry" is not a day of the week such as "Mon", or days such as "Mon..Fri"; write e.g. days = "Mon..Fri" (days of digest "d")"#
            ),
            (
                "days = 5",
                #"5:8: days = 5 is not a day of the week such as "Mon", or days such as "Mon..Fri"; write e.g. days = "Mon..Fri" (days of digest "d")"#
            ),
            (
                #"at = "6.30""#,
                #"5:6: "6.30" is not a time of day; write e.g. at = "06:30" (at of digest "d")"#
            ),
            (
                #"at = "24:00""#,
                #"5:6: "24:00" is not a time of day; write e.g. at = "06:30" (at of digest "d")"#
            ),
            (
                #"at = "06:60""#,
                #"5:6: "06:60" is not a time of day; write e.g. at = "06:30" (at of digest "d")"#
            ),
            ("at = 630", #"5:6: at = 630 is not a time of day; write e.g. at = "06:30" (at of digest "d")"#),
            (
                "at = 06:30:00",
                #"5:6: at must be a time of day, not a date or time; write e.g. at = "06:30" (at of digest "d")"#
            ),
            (
                #"time-zone = "London""#,
                #"5:13: "London" is not an IANA time zone; write e.g. time-zone = "Europe/London" (time-zone of digest "d")"#
            ),
        ] as [(String, String)])
    func times(line: String, sentence: String) {
        #expect(
            load("[mail]\nfrom = \"a@example.org\"\n[[digest]]\nname = \"d\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "a digest is told to whom it can not go",
        arguments: [
            (
                #"from = "nobody""#,
                #"5:8: "nobody" is not a mail address; write e.g. from = "aggd <digest@monitor.example.org>" (from of digest "d")"#
            ),
            (
                #"from = ["a@example.org"]"#,
                #"5:8: from must be a mail address, not a list; write e.g. from = "aggd <digest@monitor.example.org>" (from of digest "d")"#
            ),
            (
                #"to = "nobody""#,
                #"5:6: "nobody" is not a mail address, "maildir:/path" or "file:/path"; write e.g. to = ["Newsdesk <newsdesk@example.org>"] (to of digest "d")"#
            ),
            (
                #"to = ["a@example.org", "maildir:box"]"#,
                #"5:24: "maildir:box" is not a mail address, "maildir:/path" or "file:/path"; write e.g. to = ["Newsdesk <newsdesk@example.org>"] (to of digest "d")"#
            ),
            (
                #"to = ["file:relative"]"#,
                #"5:7: "file:relative" is not a mail address, "maildir:/path" or "file:/path"; write e.g. to = ["Newsdesk <newsdesk@example.org>"] (to of digest "d")"#
            ),
            (
                #"to = ["a@example.org\r\nBcc: b@example.org"]"#,
                #"5:7: "a@example.org\r\nBcc: b@example.org" is not a mail address, "maildir:/path" or "file:/path"; write e.g. to = ["Newsdesk <newsdesk@example.org>"] (to of digest "d")"#
            ),
            (
                "to = 5",
                #"5:6: to = 5 is not a mail address, "maildir:/path" or "file:/path"; write e.g. to = ["Newsdesk <newsdesk@example.org>"] (to of digest "d")"#
            ),
            (
                #"to = { a = "b" }"#,
                #"5:6: to must be mail addresses, "maildir:/path" or "file:/path", not a table; write e.g. to = ["Newsdesk <newsdesk@example.org>"] (to of digest "d")"#
            ),
            (
                #"unsubscribe = "http://example.org/off""#,
                #"5:15: "http://example.org/off" is not an https address; write e.g. unsubscribe = "https://monitor.example.org/off" (unsubscribe of digest "d")"#
            ),
            (
                #"unsubscribe = "mailto:x@example.org""#,
                #"5:15: "mailto:x@example.org" is not an https address; write e.g. unsubscribe = "https://monitor.example.org/off" (unsubscribe of digest "d")"#
            ),
            (
                "unsubscribe = 1",
                #"5:15: unsubscribe = 1 is not an https address; write e.g. unsubscribe = "https://monitor.example.org/off" (unsubscribe of digest "d")"#
            ),
        ] as [(String, String)])
    func recipients(line: String, sentence: String) {
        #expect(
            load("[mail]\nfrom = \"a@example.org\"\n[[digest]]\nname = \"d\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "a digest is told how it can not be ordered, and what happens to an empty one",
        arguments: [
            (
                #"title = """#,
                #"5:9: "" is not a text of one line that says something; write e.g. title = "Defence and policy, daily" (title of digest "d")"#
            ),
            (
                "order = []",
                #"5:9: order is an empty list; it must be a list of "rank", "date", "relevance", "arrival"; write e.g. order = ["rank", "date"] (order of digest "d")"#
            ),
            (
                #"order = ["rank", "size"]"#,
                #"5:18: "size" is not one of "rank", "date", "relevance", "arrival"; write e.g. order = ["rank", "date"] (order of digest "d")"#
            ),
            (
                #"order = ["rnk"]"#,
                #"5:10: "rnk" is not one of "rank", "date", "relevance", "arrival"; did you mean "rank"? (order of digest "d")"#
            ),
            (
                "order = 1",
                #"5:9: order = 1 is not one of "rank", "date", "relevance", "arrival"; write e.g. order = ["rank", "date"] (order of digest "d")"#
            ),
            (
                #"empty = "never""#,
                #"5:9: "never" is not one of "skip", "send"; write e.g. empty = "skip" (empty of digest "d")"#
            ),
            (
                #"empty = "snd""#,
                #"5:9: "snd" is not one of "skip", "send"; did you mean "send"? (empty of digest "d")"#
            ),
            (
                "empty = true",
                #"5:9: empty must be one of "skip", "send", not true or false; write e.g. empty = "skip" (empty of digest "d")"#
            ),
        ] as [(String, String)])
    func order(line: String, sentence: String) {
        #expect(
            load("[mail]\nfrom = \"a@example.org\"\n[[digest]]\nname = \"d\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "a digest is told what is wrong with its sections, at their own place",
        arguments: [
            (
                "section = []",
                #"5:11: section is an empty list; leave it out to have one section with everything (section of digest "d")"#
            ),
            (
                #"section = "x""#,
                #"5:11: "x" is not a table; write e.g. section = [{ title = "Official", query = "tag:government", limit = 10 }] (section of digest "d")"#
            ),
            (
                "section = [1]",
                #"5:12: section = 1 is not a table; write e.g. section = [{ title = "Official", query = "tag:government", limit = 10 }] (section of digest "d")"#
            ),
            (
                #"section = [{ query = "x" }]"#,
                #"5:12: section of digest "d" has no title; write e.g. title = "Official""#
            ),
            (
                #"section = [{ title = "", query = "x" }]"#,
                #"5:22: "" is not a text of one line that says something; write e.g. title = "Official" (title of section of digest "d")"#
            ),
            (
                #"section = [{ title = "x", limit = 0 }]"#,
                #"5:35: limit = 0 is not a whole number from 1 to 1000; write e.g. limit = 10 (limit of section of digest "d")"#
            ),
            (
                #"section = [{ title = "x", limit = 1001 }]"#,
                #"5:35: limit = 1001 is not a whole number from 1 to 1000; write e.g. limit = 10 (limit of section of digest "d")"#
            ),
            (
                #"section = [{ title = "x", limit = "5" }]"#,
                #"5:35: "5" is not a whole number from 1 to 1000; write e.g. limit = 10 (limit of section of digest "d")"#
            ),
            (
                #"section = [{ title = "x", query = "topic:nope" }]"#,
                #"5:42: query of section of digest "d": there is no topic "nope"; topics are the [[topic]] blocks of feeds.conf"#
            ),
            (
                #"section = [{ title = "x", query = 5 }]"#,
                #"5:35: query = 5 is not a query; write e.g. query = "tag:government" (query of section of digest "d")"#
            ),
            (
                #"section = [{ title = "x", qery = "y" }]"#,
                #"5:27: unknown key "qery" in section of digest "d"; did you mean "query"?"#
            ),
            (
                #"section = [{ title = "x", to = "y" }]"#,
                #"5:27: unknown key "to" in section of digest "d"; it belongs into [digest]"#
            ),
            ("sections = []", #"5:1: unknown key "sections" in digest "d"; did you mean "section"?"#),
        ] as [(String, String)])
    func sections(line: String, sentence: String) {
        #expect(
            load("[mail]\nfrom = \"a@example.org\"\n[[digest]]\nname = \"d\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "a section of its own table is told the same",
        arguments: [
            (#"query = "a OR""#, #"5:12: query of section of digest "d": after OR something must follow"#),
            (
                #"limit = "5""#,
                #"5:9: "5" is not a whole number from 1 to 1000; write e.g. limit = 10 (limit of section of digest "d")"#
            ),
            (
                "limit = 2.5",
                #"5:9: limit must be a whole number from 1 to 1000, not a number with a point; write e.g. limit = 10 (limit of section of digest "d")"#
            ),
        ] as [(String, String)])
    func ownTables(line: String, sentence: String) {
        #expect(
            load("[[digest]]\nname = \"d\"\n[[digest.section]]\ntitle = \"t\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "an alert without query or recipients is told what to write",
        arguments: [
            (#"query = "q""#, #"3:1: alert "a" has no to; write e.g. to = ["newsdesk@example.org"]"#),
            (
                #"to = "file:/tmp/x"\#nquery = "a b(""#,
                #"6:14: query of alert "a": here a word, a field or "(" must stand"#
            ),
            (
                #"query = "q"\#nto = []"#,
                #"6:6: to is an empty list; it must be mail addresses, "maildir:/path" or "file:/path"; write e.g. to = ["newsdesk@example.org"] (to of alert "a")"#
            ),
            (
                #"query = "q"\#nto = "nobody""#,
                #"6:6: "nobody" is not a mail address, "maildir:/path" or "file:/path"; write e.g. to = ["newsdesk@example.org"] (to of alert "a")"#
            ),
        ] as [(String, String)])
    func alertNames(line: String, sentence: String) {
        #expect(
            load("[mail]\nfrom = \"a@example.org\"\n[[alert]]\nname = \"a\"\n\(line)\n").errors == [
                "feeds.conf:\(sentence)"
            ])
    }

    @Test(
        "an alert is told what is wrong with the rest",
        arguments: [
            (
                #"at-most = "soon""#,
                #"7:11: "soon" is not a duration of s, m, h, d or w; write e.g. at-most = "1h" (at-most of alert "a")"#
            ),
            (
                "at-most = -1",
                #"7:11: at-most = -1 is not a duration of s, m, h, d or w; write e.g. at-most = "1h" (at-most of alert "a")"#
            ),
            (
                "from = 3",
                #"7:8: from = 3 is not a mail address; write e.g. from = "aggd <digest@monitor.example.org>" (from of alert "a")"#
            ),
            (
                #"title = """#,
                #"7:9: "" is not a text of one line that says something; write e.g. title = "Missile launches" (title of alert "a")"#
            ),
            ("section = []", #"7:1: unknown key "section" in alert "a"; it belongs into [digest]"#),
        ] as [(String, String)])
    func alerts(line: String, sentence: String) {
        #expect(
            load(
                "[mail]\nfrom = \"a@example.org\"\n[[alert]]\nname = \"a\"\nquery = \"q\"\nto = \"file:/tmp/x\"\n\(line)\n"
            ).errors == ["feeds.conf:\(sentence)"])
    }
}
