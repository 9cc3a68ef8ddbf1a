import Aggregator
import FeedParse
import Testing

/// The mistakes of a file in which one source has one more line.
private func mistakes(_ line: String) -> [String] {
    load("[[source]]\nname = \"s\"\nurl = \"https://example.org/\"\n\(line)\n").errors
}

@Suite("What feeds.conf takes for a single value") struct ConfigCheckTests {
    @Test(
        "a proxy is a scheme that libcurl speaks and a host, with a user and a port when it has them",
        arguments: [
            "http://proxy.example.org", "https://proxy.example.org:3128/", "socks5h://localhost:9050",
            "socks5://10.0.0.1:1080", "socks4a://p:1", "HTTP://PROXY:8080", "http://user:p%40ss@proxy:8080",
            "socks5h://[::1]:9050",
        ])
    func proxies(text: String) { #expect(mistakes("proxy = \"\(text)\"") == []) }

    @Test(
        "what is no proxy is refused before a poll fails with it",
        arguments: [
            "proxy", "proxy:8080", "gopher://proxy", "http:/proxy", "http://", "http://:8080", "http://p:0",
            "http://p:65536", "http://p:+80", "http://p:８０", "http://a b", "socks5h://[::1",
            "socks5h://[::1]9050",
            "socks5h://[proxy]:1",
        ])
    func noProxies(text: String) { #expect(mistakes("proxy = \"\(text)\"").count == 1) }

    @Test(
        "a language is a code of BCP 47",
        arguments: [
            ("en", true), ("de-CH", true), ("zh-Hant-TW", true), ("sr-Latn", true), ("x", false), ("", false),
            ("en_GB", false), ("en-", false), ("-en", false), ("deutsch", true), ("en GB", false),
            ("日本", false), ("en-toolongpart", false),
        ])
    func languages(text: String, isRight: Bool) {
        #expect(mistakes("language = \"\(text)\"").isEmpty == isRight)
    }

    @Test(
        "a domain is what may stand behind the @ of a Message-ID",
        arguments: [
            ("example.org", true), ("localhost", true), ("monitor-2.example.org", true), ("a.b.c.d", true),
            ("exa mple.org", false), (".org", false), ("example.org.", false), ("a@b", false), ("a_b", false),
            ("münchen.de", false), ("-a.org", false), ("a-.org", false), ("a>", false),
        ])
    func domains(text: String, isRight: Bool) {
        #expect(load("[mail]\ndomain = \"\(text)\"\n").errors.isEmpty == isRight)
    }

    @Test("no part of a domain is longer than 63 characters")
    func longDomain() {
        let part = String(repeating: "a", count: 63)
        #expect(load("[mail]\ndomain = \"\(part).example\"\n").errors == [])
        #expect(load("[mail]\ndomain = \"\(part)a.example\"\n").errors.count == 1)
    }

    @Test(
        "a mail server has a host, and a port from 1 to 65535 when it has one",
        arguments: [
            ("smtp://h", true), ("smtp://h:1", true), ("smtp://h:65535", true), ("smtps://[::1]:465", true),
            ("smtp://10.0.0.1:2525", true), ("smtp://h/", true), ("smtp://h:", false),
            ("smtp://h:65536", false),
            ("smtp://h:-1", false), ("smtp://h:25:25", false), ("smtp://h/path", false),
            ("smtp://h?x", false),
            ("smtp://[::1]x", false), ("smtp://[]", false), ("SMTP://h", false), ("smtp:h", false),
        ])
    func mailServers(text: String, isRight: Bool) {
        #expect(load("[mail]\nserver = \"\(text)\"\n").errors.isEmpty == isRight)
    }

    @Test(
        "networks are read as the fetcher reads them: what it would pass over is refused here",
        arguments: [
            ("10.0.0.0/8", true), ("10.1.2.3", true), ("::1", true), ("fd00::/8", true), ("fe80::1/64", true),
            ("*", true), ("2001:db8::ffff:1.2.3.4", true), ("1:2", false), (":::", false), ("::1::2", false),
            ("12345::", false), ("10.0.0.256", false), ("10.0.0", false), ("10.0.0.0/33", false),
            ("::/129", false),
            ("example.org", false), ("", false),
        ])
    func networks(text: String, isRight: Bool) {
        #expect(load("[fetch]\nallow-private = [\"\(text)\"]\n").errors.isEmpty == isRight)
    }

    @Test(
        "a time that is none is refused where it would hide or forget everything",
        arguments: ["0s", "0d", "0h0m"])
    func noTime(text: String) {
        for line in ["max-age", "quiet-after"] {
            #expect(
                mistakes("\(line) = \"\(text)\"").first?.contains("it is no time at all") == true, "\(line)")
        }
        for line in ["[fetch]\ntimeout", "[keep]\nitems", "[keep]\nraw"] {
            #expect(load("\(line) = \"\(text)\"\n").errors.count == 1, "\(line)")
        }
        // An alert that may be sent at any time.
        let alert = "[[alert]]\nname = \"a\"\nquery = \"q\"\nto = \"file:/tmp/a\"\nat-most = \"\(text)\"\n"
        #expect(load(alert).errors == [])
    }

    @Test("a faster rhythm than once a minute is refused with the reason")
    func everyMinute() {
        for text in ["59s", "1s..1h", "0s"] {
            let message = mistakes("every = \"\(text)\"").first
            #expect(
                message?.contains(": nothing is asked more often than once a minute; ") == true, "\(text)")
        }
        #expect(mistakes("every = \"1m..1h\"") == [])
    }

    @Test("texts of one blank are none, whatever the blank", arguments: [" ", "\\t", "\\u00A0", "\\u3000"])
    func blanks(text: String) {
        for key in ["org", "tags", "excerpt-end"] {
            #expect(mistakes("\(key) = [\"x\", \"\(text)\"]").count == 1, "\(key)")
        }
    }

    @Test("an empty list of labels says that there are none")
    func noLabels() {
        let (configuration, errors) = load(
            "[defaults]\ntags = [\"all\"]\n[[source]]\nname = \"s\"\nurl = \"https://example.org/\"\ntags = []\n"
        )
        #expect(errors == [])
        #expect(configuration.sources.first?.tags == [])
    }
}

@Suite("A mistake that is told") struct ToldMistakeTests {
    @Test("stands on one line, whatever the value holds")
    func oneLine() {
        for value in [#""a\nb""#, #""a\r\nb""#, #""\u001B[31mred""#, "'''\nx\ny'''", #""\u0007""#] {
            for line in [
                "type = \(value)", "language = \(value)", "every = \(value)", "user-agent = \(value)",
            ] {
                let errors = mistakes(line)
                #expect(errors.count == 1, "\(line)")
                let hasControl = errors.joined().unicodeScalars.contains {
                    $0.value < 0x20 || $0.value == 0x7F
                }
                #expect(!hasControl, "\(line)")
            }
        }
    }

    @Test("is cut when the value is a whole page")
    func long() {
        let message = mistakes("type = \"\(String(repeating: "x", count: 5000))\"").first
        #expect(message?.contains(String(repeating: "x", count: 80) + "…\" is not one of ") == true)
        #expect(message?.count ?? 0 < 300)
    }

    @Test(
        "never repeats what stands in the place of a secret",
        arguments: [
            "credential = \"user:sesame\"", "credential = [\"sesame\"]", "credential = { pw = \"sesame\" }",
            "credential = { file = \"/a\", command = \"sesame\" }", "header = \"X-Key: sesame\"",
            "header = { \"X Key\" = \"sesame\" }", "header = { \"X-Key\" = \"sesame\\n\" }",
            "header = [\"sesame\"]",
            "proxy = \"socks9://user:sesame@proxy\"", "proxy = \"user:sesame@proxy\"",
        ])
    func secrets(line: String) {
        let errors = mistakes(line)
        #expect(errors.count == 1)
        #expect(!errors.joined().contains("sesame"))
        let password = load("[mail]\npassword = \"sesame\"\n").errors
        #expect(password.count == 1)
        #expect(!password.joined().contains("sesame"))
    }

    @Test(
        "of an unknown key at the top is told without a guess when nothing is near",
        arguments: ["x", "q", "zz"])
    func noGuess(key: String) {
        #expect(load("\(key) = 1\n").errors == ["feeds.conf:1:1: unknown key \"\(key)\" in the file"])
        #expect(ConfigKeys.nearest(to: key) != "")
    }

    @Test("guesses the same word in every run")
    func sameGuess() {
        #expect(ConfigKeys.nearest(to: "fetc") == "fetch")
        #expect(ConfigKeys.nearest(to: "kep") == "keep")
        #expect(ConfigKeys.nearest(to: "source.tag") == "source.tags")
    }
}

@Suite("A proxy with a password in it") struct ProxySecretTests {
    private func shown(_ proxy: String) throws -> String? {
        let (configuration, errors) = load(
            "[[source]]\nname = \"s\"\nurl = \"https://example.org/\"\nproxy = \"\(proxy)\"\n")
        #expect(errors == [])
        let source = try #require(configuration.sources.first)
        // What is used has the password, what is shown hasn't.
        #expect(source.proxy == proxy)
        return EffectiveSettings.source(source, in: configuration).first { $0.path == "source.proxy" }?.value
    }

    @Test("is shown without it among the settings in force")
    func hidden() throws {
        #expect(try shown("http://mara:sesame@proxy.example.org:3128") == "http://***@proxy.example.org:3128")
        #expect(try shown("socks5h://mara:a@b@proxy:1") == "socks5h://***@proxy:1")
        #expect(try shown("socks5h://localhost:9050") == "socks5h://localhost:9050")
    }
}

@Suite("A digest that could never tell anything") struct UselessDigestTests {
    private func errors(_ line: String) -> [String] {
        load("[mail]\nfrom = \"a@example.org\"\n[[digest]]\nname = \"d\"\n\(line)\n").errors
    }

    @Test(
        "is refused: an empty list is no way to say nothing",
        arguments: ["days = []", "order = []", "section = []"])
    func emptyLists(line: String) {
        #expect(errors(line).count == 1)
        #expect(errors(line).first?.contains("is an empty list") == true)
    }

    @Test("but one without recipients is for printing")
    func noRecipients() { #expect(errors("to = []") == []) }

    @Test("an alert without recipients is refused, since it is for nobody")
    func alert() {
        let text = "[[alert]]\nname = \"a\"\nquery = \"q\"\nto = []\n"
        #expect(load(text).errors.first?.contains("to is an empty list") == true)
    }

    @Test("days may be one text or a list, and they add up")
    func days() {
        #expect(errors("days = [\"Mon..Wed\", \"sat\"]") == [])
        let (configuration, _) = load("[[digest]]\nname = \"d\"\ndays = [\"Mon..Wed\", \"sat\"]\n")
        #expect(configuration.digests.first?.days == [1, 2, 3, 6])
    }

    @Test("unsubscribing takes https only, since mail programs do it unasked (RFC 8058)")
    func unsubscribe() {
        #expect(errors("unsubscribe = \"https://example.org/off\"") == [])
        #expect(
            errors("unsubscribe = \"http://example.org/off\"").first?.contains("is not an https address")
                == true)
    }
}

@Suite("The zone of a digest") struct DigestZoneKeyTests {
    private func zone(_ defaults: String, _ digest: String) -> String? {
        let (configuration, errors) = load(
            "\(defaults)\n[[digest]]\nname = \"d\"\nat = \"06:30\"\n\(digest)\n")
        #expect(errors == [])
        return configuration.digests.first?.timeZone
    }

    @Test("is its own, else that of [defaults], else UTC")
    func order() {
        let tokyo = "[defaults]\ntime-zone = \"Asia/Tokyo\""
        #expect(zone(tokyo, "time-zone = \"Europe/London\"") == "Europe/London")
        #expect(zone(tokyo, "") == "Asia/Tokyo")
        #expect(zone("", "time-zone = \"Europe/London\"") == "Europe/London")
        #expect(zone("", "") == "UTC")
    }

    @Test("is that of [defaults] also when these stand below it, in the file that is read first")
    func below() throws {
        let folder = try ConfigFolder()
        try folder.write(
            "more.conf", "[defaults]\ntime-zone = \"America/Lima\"\n[[digest]]\nname = \"second\"\n")
        let file = try folder.write(
            "feeds.conf",
            "include = \"more.conf\"\n[[digest]]\nname = \"first\"\n[defaults]\ntime-zone = \"Asia/Tokyo\"\n")
        let (configuration, errors) = FeedsConf.load(path: file)
        #expect(errors.map(\.description) == [])
        #expect(configuration.digests.map(\.timeZone) == ["Asia/Tokyo", "Asia/Tokyo"])
    }

    @Test("decides when it goes out")
    func schedule() throws {
        let text = "[defaults]\ntime-zone = \"Asia/Tokyo\"\n[[digest]]\nname = \"d\"\nat = \"06:30\"\n"
        let digest = try #require(load(text).configuration.digests.first)
        let next = DigestSchedule(digest)?.next(after: DigestSample.date("2026-11-23 00:00"))
        #expect(next == DigestSample.date("2026-11-23 21:30"))
    }
}
