import Aggregator
import Testing

/// Every key of `[fetch]`, `[mail]`, `[keep]` and `[store]`, wrong in its own ways.
@Suite("The machine's half with one key that is wrong") struct MachineMistakeTests {
    @Test(
        "is told how the network may be used",
        arguments: [
            (
                "parallel = 0",
                "2:12: parallel = 0 is not a whole number from 1 to 10000; write e.g. parallel = 256 (parallel of [fetch])"
            ),
            (
                "parallel = 10001",
                "2:12: parallel = 10001 is not a whole number from 1 to 10000; write e.g. parallel = 256 (parallel of [fetch])"
            ),
            (
                #"parallel = "many""#,
                #"2:12: "many" is not a whole number from 1 to 10000; write e.g. parallel = 256 (parallel of [fetch])"#
            ),
            (
                "per-host = 0",
                "2:12: per-host = 0 is not a whole number from 1 to 16; write e.g. per-host = 2 (per-host of [fetch])"
            ),
            (
                "per-host = 17",
                "2:12: per-host = 17 is not a whole number from 1 to 16; write e.g. per-host = 2 (per-host of [fetch])"
            ),
            (
                #"timeout = "0s""#,
                #"2:11: "0s" is not a duration of s, m, h, d or w: it is no time at all; write e.g. timeout = "30s" (timeout of [fetch])"#
            ),
            (
                #"timeout = "soon""#,
                #"2:11: "soon" is not a duration of s, m, h, d or w; write e.g. timeout = "30s" (timeout of [fetch])"#
            ),
            (
                "timeout = 30",
                #"2:11: timeout = 30 is not a duration of s, m, h, d or w; write e.g. timeout = "30s" (timeout of [fetch])"#
            ),
            (
                "max-body = 0",
                #"2:12: max-body = 0 is not a size such as "16MiB"; write e.g. max-body = "48MiB" (max-body of [fetch])"#
            ),
            (
                #"max-body = "0B""#,
                #"2:12: "0B" is not a size such as "16MiB"; write e.g. max-body = "48MiB" (max-body of [fetch])"#
            ),
            (
                #"max-body = "big""#,
                #"2:12: "big" is not a size such as "16MiB"; write e.g. max-body = "48MiB" (max-body of [fetch])"#
            ),
            (
                "max-body = -5",
                #"2:12: max-body = -5 is not a size such as "16MiB"; write e.g. max-body = "48MiB" (max-body of [fetch])"#
            ),
            (
                #"max-body = ["1MiB"]"#,
                #"2:12: max-body must be a size such as "16MiB", not a list; write e.g. max-body = "48MiB" (max-body of [fetch])"#
            ),
            (
                "requests-per-hour = 0",
                "2:21: requests-per-hour = 0 is not a whole number from 1 to 10000000; write e.g. requests-per-hour = 2000 (requests-per-hour of [fetch])"
            ),
            (
                #"requests-per-hour = "few""#,
                #"2:21: "few" is not a whole number from 1 to 10000000; write e.g. requests-per-hour = 2000 (requests-per-hour of [fetch])"#
            ),
            (
                #"allow-private = "10.0.0.300""#,
                #"2:17: "10.0.0.300" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = ["10.20.0.0/16"] (allow-private of [fetch])"#
            ),
            (
                #"allow-private = ["10.0.0.1", "x"]"#,
                #"2:30: "x" is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = ["10.20.0.0/16"] (allow-private of [fetch])"#
            ),
            (
                "allow-private = 1",
                #"2:17: allow-private = 1 is not true, false or a network such as "10.20.0.0/16"; write e.g. allow-private = ["10.20.0.0/16"] (allow-private of [fetch])"#
            ),
            (
                #"ca-file = """#,
                #"2:11: "" is not the path of a file; write e.g. ca-file = "/etc/ssl/certs/ca-certificates.crt" (ca-file of [fetch])"#
            ),
            (
                "ca-file = 1",
                #"2:11: ca-file = 1 is not the path of a file; write e.g. ca-file = "/etc/ssl/certs/ca-certificates.crt" (ca-file of [fetch])"#
            ),
            (#"user-agent = "x""#, #"2:1: unknown key "user-agent" in [fetch]; it belongs into [source]"#),
            ("paralel = 1", #"2:1: unknown key "paralel" in [fetch]; did you mean "parallel"?"#),
        ] as [(String, String)])
    func fetch(line: String, sentence: String) {
        #expect(load("[fetch]\n\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "is told which mail server and which domain may be named",
        arguments: [
            (
                #"server = "localhost""#,
                #"2:10: "localhost" is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                #"server = "smtp://""#,
                #"2:10: "smtp://" is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                #"server = "smtp://h:99999""#,
                #"2:10: "smtp://h:99999" is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                #"server = "smtp://h:0""#,
                #"2:10: "smtp://h:0" is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                #"server = "smtp://h:x""#,
                #"2:10: "smtp://h:x" is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                #"server = "smtp://u@h""#,
                #"2:10: "smtp://u@h" is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                #"server = "smtp://[::1""#,
                #"2:10: "smtp://[::1" is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                #"server = "smtp://[1.2.3.4]:25""#,
                #"2:10: "smtp://[1.2.3.4]:25" is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                #"server = "https://mail.example.org""#,
                #"2:10: "https://mail.example.org" is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                "server = 25",
                #"2:10: server = 25 is not the address of a mail server; write e.g. server = "smtp://localhost:25" (server of [mail])"#
            ),
            (
                #"domain = "not a domain""#,
                #"2:10: "not a domain" is not the name of a domain; write e.g. domain = "monitor.example.org" (domain of [mail])"#
            ),
            (
                #"domain = """#,
                #"2:10: "" is not the name of a domain; write e.g. domain = "monitor.example.org" (domain of [mail])"#
            ),
            (
                #"domain = "-a.example""#,
                #"2:10: "-a.example" is not the name of a domain; write e.g. domain = "monitor.example.org" (domain of [mail])"#
            ),
            (
                #"domain = "a..b""#,
                #"2:10: "a..b" is not the name of a domain; write e.g. domain = "monitor.example.org" (domain of [mail])"#
            ),
            (
                #"domain = "a>\r\nX-Y: z""#,
                #"2:10: "a>\r\nX-Y: z" is not the name of a domain; write e.g. domain = "monitor.example.org" (domain of [mail])"#
            ),
        ] as [(String, String)])
    func mail(line: String, sentence: String) {
        #expect(load("[mail]\n\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "is told who can not send, and never a password back",
        arguments: [
            (
                #"user = """#,
                #"2:8: "" is not a text of one line that says something; write e.g. user = "digest" (user of [mail])"#
            ),
            (
                "user = 1",
                #"2:8: user = 1 is not a text of one line that says something; write e.g. user = "digest" (user of [mail])"#
            ),
            (
                #"password = "sesame""#,
                #"2:12: password must be a table with one of credential, file or command, not a text; write e.g. password = { credential = "smtp-password" } (password of [mail])"#
            ),
            (
                #"password = { env = "X" }"#,
                #"2:12: password is not a table with one of credential, file or command; write e.g. password = { credential = "smtp-password" } (password of [mail])"#
            ),
            (
                #"password = { credential = "" }"#,
                #"2:12: password is not a table with one of credential, file or command; write e.g. password = { credential = "smtp-password" } (password of [mail])"#
            ),
            (
                #"password = { file = "/a", command = "b" }"#,
                #"2:12: password is not a table with one of credential, file or command; write e.g. password = { credential = "smtp-password" } (password of [mail])"#
            ),
            (
                #"password = ["sesame"]"#,
                #"2:12: password must be a table with one of credential, file or command, not a list; write e.g. password = { credential = "smtp-password" } (password of [mail])"#
            ),
            (
                #"from = "nobody""#,
                #"2:8: "nobody" is not a mail address; write e.g. from = "aggd <digest@monitor.example.org>" (from of [mail])"#
            ),
            (
                #"from = "a@b, c@d""#,
                #"2:8: "a@b, c@d" is not a mail address; write e.g. from = "aggd <digest@monitor.example.org>" (from of [mail])"#
            ),
            (
                #"from = "ü@example.org""#,
                #"2:8: "ü@example.org" is not a mail address; write e.g. from = "aggd <digest@monitor.example.org>" (from of [mail])"#
            ),
            (#"to = "a@example.org""#, #"2:1: unknown key "to" in [mail]; it belongs into [digest]"#),
        ] as [(String, String)])
    func senders(line: String, sentence: String) {
        #expect(load("[mail]\n\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "is told how long things may be kept",
        arguments: [
            (
                #"items = "0s""#,
                #"2:9: "0s" is not a duration or "forever": it is no time at all; write e.g. items = "forever" (items of [keep])"#
            ),
            (
                #"items = "always""#,
                #"2:9: "always" is not a duration or "forever"; write e.g. items = "forever" (items of [keep])"#
            ),
            (
                "items = 30",
                #"2:9: items = 30 is not a duration or "forever"; write e.g. items = "forever" (items of [keep])"#
            ),
            (
                #"items = "30""#,
                #"2:9: "30" is not a duration or "forever"; write e.g. items = "forever" (items of [keep])"#
            ),
            (
                #"raw = "0d""#,
                #"2:7: "0d" is not a duration or "forever": it is no time at all; write e.g. raw = "30d" (raw of [keep])"#
            ),
            (
                "raw = true",
                #"2:7: raw must be a duration or "forever", not true or false; write e.g. raw = "30d" (raw of [keep])"#
            ),
            (#"item = "1d""#, #"2:1: unknown key "item" in [keep]; did you mean "items"?"#),
        ] as [(String, String)])
    func keep(line: String, sentence: String) {
        #expect(load("[keep]\n\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }

    @Test(
        "is told where a store can be",
        arguments: [
            (
                #"url = """#,
                #"2:7: "" is not the address of a store; write e.g. url = "sqlite:///var/lib/aggd/aggd.sqlite" (url of [store])"#
            ),
            (
                #"url = "/var/lib/x""#,
                #"2:7: "/var/lib/x" is not the address of a store; write e.g. url = "sqlite:///var/lib/aggd/aggd.sqlite" (url of [store])"#
            ),
            (
                #"url = "sqlite://x""#,
                #"2:7: "sqlite://x" is not the address of a store; write e.g. url = "sqlite:///var/lib/aggd/aggd.sqlite" (url of [store])"#
            ),
            (
                #"url = "sqlite:///""#,
                #"2:7: "sqlite:///" is not the address of a store; write e.g. url = "sqlite:///var/lib/aggd/aggd.sqlite" (url of [store])"#
            ),
            (
                #"url = "mysql://x""#,
                #"2:7: "mysql://x" is not the address of a store; write e.g. url = "sqlite:///var/lib/aggd/aggd.sqlite" (url of [store])"#
            ),
            (
                #"url = "postgresql://x""#,
                #"2:7: stores in PostgreSQL are not built into this aggd; write e.g. url = "sqlite:///var/lib/aggd/aggd.sqlite""#
            ),
            (
                #"url = "sqlite::memory:""#,
                #"2:7: "sqlite::memory:" is not the address of a store; write e.g. url = "sqlite:///var/lib/aggd/aggd.sqlite" (url of [store])"#
            ),
            (
                "url = 1",
                #"2:7: url = 1 is not the address of a store; write e.g. url = "sqlite:///var/lib/aggd/aggd.sqlite" (url of [store])"#
            ),
            (#"path = "x""#, #"2:1: unknown key "path" in [store]"#),
        ] as [(String, String)])
    func store(line: String, sentence: String) {
        #expect(load("[store]\n\(line)\n").errors == ["feeds.conf:\(sentence)"])
    }
}
