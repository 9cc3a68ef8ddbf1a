import Aggregator
import Testing

/// Tables in the wrong form, names used twice, keys at the wrong place.
@Suite("A file with one table that is wrong") struct FileMistakeTests {
    @Test(
        "is told how files are included",
        arguments: [
            (
                "include = 5",
                #"1:11: include = 5 is not a text of one line that says something; write e.g. include = ["feeds.d/*.conf"] (include of the file)"#
            ),
            (
                "include = [5]",
                #"1:12: include = 5 is not a text of one line that says something; write e.g. include = ["feeds.d/*.conf"] (include of the file)"#
            ),
            (
                #"include = { a = "b" }"#,
                #"1:11: include must be a text or a list of texts, not a table; write e.g. include = ["feeds.d/*.conf"] (include of the file)"#
            ),
        ] as [(String, String)])
    func includes(line: String, sentence: String) {
        #expect(load("\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "is told the form of its tables",
        arguments: [
            ("source = [1]", "1:11: every source is a table; write [[source]]"),
            (#"source = "x""#, "1:1: every source is a table of its own; write [[source]]"),
            ("[source]", "1:2: every source is a table of its own; write [[source]]"),
            ("[[defaults]]", "1:3: defaults is one table; write [defaults]"),
            ("[[store]]", "1:3: store is one table; write [store]"),
            ("[alert]", "1:2: every alert is a table of its own; write [[alert]]"),
            ("[digest]", "1:2: every digest is a table of its own; write [[digest]]"),
            ("topic = 1", "1:1: every topic is a table of its own; write [[topic]]"),
            ("fetch = 1", "1:1: fetch is one table; write [fetch]"),
        ] as [(String, String)])
    func forms(line: String, sentence: String) {
        #expect(load("\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "is told what a table lacks, what refers to itself and what is there twice",
        arguments: [
            ("[[digest]]", #"1:1: digest has no name; write e.g. name = "daily""#),
            (
                #"[[digest]]\#nname = "d"\#nto = "a@example.org""#,
                #"1:1: digest "d" is mailed but has no sender; write from = "aggd <digest@your.domain>" here or in [mail]"#
            ),
            (
                #"[[alert]]\#nname = "a"\#nquery = "x"\#nto = "a@example.org""#,
                #"1:1: alert "a" is mailed but has no sender; write from = "aggd <digest@your.domain>" here or in [mail]"#
            ),
            (
                #"[[topic]]\#nname = "t"\#nquery = "topic:t""#,
                #"3:16: query of topic "t": in topic "t", character 7: the topic refers to itself: t → t"#
            ),
            (
                #"[[topic]]\#nname = "t"\#nquery = "a"\#n[[topic]]\#nname = "t"\#nquery = "b""#,
                #"5:8: topic "t" is defined twice; the first is at feeds.conf:2"#
            ),
            (
                #"[[digest]]\#nname = "d"\#n[[digest]]\#nname = "d""#,
                #"4:8: digest "d" is defined twice; the first is at feeds.conf:2"#
            ),
        ] as [(String, String)])
    func tables(line: String, sentence: String) {
        #expect(load("\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "is told where a key belongs that stands at the top",
        arguments: [
            ("rank = 5", #"1:1: unknown key "rank" in the file; it belongs into [source]"#),
            ("at = 1", #"1:1: unknown key "at" in the file; it belongs into [digest]"#),
            ("[nonsense]", #"1:2: unknown key "nonsense" in the file"#),
            ("[sorce]", #"1:2: unknown key "sorce" in the file; did you mean "source"?"#),
            ("[x]", #"1:2: unknown key "x" in the file"#),
        ] as [(String, String)])
    func top(line: String, sentence: String) {
        #expect(load("\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "is told what may not stand in [defaults], and what is wrong there",
        arguments: [
            (#"name = "x""#, #"2:1: unknown key "name" in [defaults]; it belongs into [source]"#),
            (
                #"url = "https://example.org/""#,
                #"2:1: unknown key "url" in [defaults]; it belongs into [source]"#
            ),
            (
                "rank = 1000",
                "2:8: rank = 1000 is not a whole number from 0 to 100; write e.g. rank = 90 (rank of [defaults])"
            ),
            (#"hide = "a OR""#, "2:11: hide of [defaults]: after OR something must follow"),
            ("zzzzzzzz = 1", #"2:1: unknown key "zzzzzzzz" in [defaults]"#),
            (#"tgas = ["x"]"#, #"2:1: unknown key "tgas" in [defaults]; did you mean "tags"?"#),
            (
                #"time-zone = "Londn""#,
                #"2:13: "Londn" is not an IANA time zone; write e.g. time-zone = "Europe/London" (time-zone of [defaults])"#
            ),
            (
                #"archive = "txt""#,
                #"2:11: "txt" is not one of "none", "text"; did you mean "text"? (archive of [defaults])"#
            ),
        ] as [(String, String)])
    func defaults(line: String, sentence: String) {
        #expect(load("[defaults]\n\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }
}
