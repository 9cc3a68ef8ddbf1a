import Aggregator
import FeedParse
import Foundation
import Testing

/// Reads a text as feeds.conf.
func load(_ text: String) -> (configuration: Configuration, errors: [String]) {
    let (configuration, errors) = FeedsConf.load(text: text)
    return (configuration, errors.map(\.description))
}

@Suite("A configuration without mistakes")
struct ConfigurationWithoutMistakesTests {
    @Test("gives a source every key that it says")
    func fullSource() throws {
        let (configuration, errors) = load(
            #"""
            [defaults]
            every = "30m..12h"
            user-agent = "aggd/9 (+https://example.org)"
            tags = ["all"]

            [[source]]
            name = "institute"
            url = ["https://example.org/a.xml", "http://example.org/b.xml"]
            type = "page"
            kind = "report"
            title = "The Institute"
            org = "Inst."
            tags = ["think-tank", "uk"]
            language = "en"
            rank = 90
            every = "2h..1d"
            quiet-after = "21d"
            paused = true
            full-text = "always"
            article = "div.text, article"
            drop = [".share"]
            items = "li"
            item.title = "h3"
            item.link = "a@href"
            time-zone = "Europe/London"
            date-format = "dd.MM.yyyy"
            keep = "missile"
            hide = "vacancy"
            excerpt-end = ["(more)"]
            origin = '\(Source: (?<org>[^;]+)\)'
            original-link = "a.full@href"
            max-age = "30d"
            flood = 7
            header = { "X-Key" = "v", Accept-Language = "en" }
            proxy = "socks5h://localhost:9050"
            credential = { file = "/run/secret" }
            allow-private = ["10.0.0.0/8", "::1"]
            archive = "none"
            """#)
        #expect(errors == [])
        let source = try #require(configuration.source(named: "institute"))
        var expected = Source(
            name: "institute", urls: ["https://example.org/a.xml", "http://example.org/b.xml"])
        expected.type = .page
        expected.kind = .report
        expected.title = "The Institute"
        expected.org = ["Inst."]
        expected.tags = ["think-tank", "uk"]
        expected.language = "en"
        expected.rank = 90
        expected.every = .seconds(7200)...Duration.seconds(86400)
        expected.quietAfter = .after(.seconds(21 * 86400))
        expected.paused = true
        expected.fullText = .always
        expected.rules.article = "div.text, article"
        expected.rules.drop = [".share"]
        expected.rules.items = "li"
        expected.rules.item.title = "h3"
        expected.rules.item.link = "a@href"
        expected.rules.timeZone = "Europe/London"
        expected.rules.dateFormat = "dd.MM.yyyy"
        expected.rules.language = "en"
        expected.rules.excerptEnd = ["(more)"]
        expected.rules.origin = #"\(Source: (?<org>[^;]+)\)"#
        expected.rules.originalLink = "a.full@href"
        expected.keep = "missile"
        expected.hide = "vacancy"
        expected.maxAge = .seconds(30 * 86400)
        expected.flood = 7
        expected.userAgent = "aggd/9 (+https://example.org)"
        expected.headers = [
            HeaderField(name: "X-Key", value: "v"), HeaderField(name: "Accept-Language", value: "en"),
        ]
        expected.proxy = "socks5h://localhost:9050"
        expected.credential = .file("/run/secret")
        expected.allowPrivate = ["10.0.0.0/8", "::1"]
        expected.archive = .none
        expected.position = ConfigPosition(file: "feeds.conf", line: 6, column: 1)
        expected.credentialPosition = ConfigPosition(file: "feeds.conf", line: 36, column: 1)
        #expect(source == expected)
    }

    @Test("lets [defaults] hold for a source that says nothing")
    func defaults() throws {
        let (configuration, errors) = load(
            """
            [defaults]
            every = "1h"
            full-text = "never"
            time-zone = "Asia/Tokyo"
            flood = 3

            [[source]]
            name = "a"
            url = "https://example.org/a.xml"
            """)
        #expect(errors == [])
        let source = try #require(configuration.source(named: "a"))
        #expect(source.every == .seconds(3600)...Duration.seconds(3600))
        #expect(source.fullText == .never)
        #expect(source.rules.timeZone == "Asia/Tokyo")
        #expect(source.flood == 3)
        #expect(configuration.timeZone == "Asia/Tokyo")
    }

    @Test("tells the reader of pages which sources are of events")
    func events() throws {
        let (configuration, errors) = load(
            """
            [[source]]
            name = "a"
            kind = "event"
            url = "https://example.org/a"

            [[source]]
            name = "b"
            url = "https://example.org/b"
            """)
        #expect(errors == [])
        #expect(configuration.source(named: "a")?.rules.isEvent == true)
        #expect(configuration.source(named: "b")?.rules.isEvent == false)
    }

    @Test("reads topics, digests and alerts")
    func digests() throws {
        let (configuration, errors) = load(
            """
            [[topic]]
            name = "missiles"
            query = "missile"

            [[digest]]
            name = "daily"
            title = "Daily"
            days = "Mon..Wed, Sat"
            at = "06:30"
            time-zone = "Europe/London"
            from = "aggd <digest@example.org>"
            to = ["Desk <desk@example.org>", "maildir:/tmp/box"]
            order = ["date"]
            empty = "send"
            section = [{ title = "All", query = "*", limit = 5 }, { title = "Rest" }]

            [[alert]]
            name = "launch"
            query = "launch"
            to = ["maildir:/tmp/box"]
            at-most = "1h"
            """)
        #expect(errors == [])
        #expect(configuration.topics == [Topic(name: "missiles", title: "missiles", query: "missile")])
        let digest = try #require(configuration.digests.first)
        #expect(digest.days == [1, 2, 3, 6])
        #expect(digest.at == 390)
        #expect(digest.timeZone == "Europe/London")
        #expect(digest.to == ["Desk <desk@example.org>", "maildir:/tmp/box"])
        #expect(digest.order == [.date])
        #expect(digest.sendEmpty)
        #expect(
            digest.sections == [
                .init(title: "All", query: "*", limit: 5), .init(title: "Rest", query: "*", limit: 20),
            ])
        #expect(configuration.alerts.first?.atMost == .seconds(3600))
    }

    @Test("reads the machine's half and remembers where each key was set")
    func machine() {
        let (configuration, errors) = load(
            """
            [store]
            url = "sqlite:///tmp/x.sqlite"
            [fetch]
            parallel = 8
            per-host = 1
            timeout = "10s"
            max-body = "2MiB"
            requests-per-hour = 500
            allow-private = true
            ca-file = "/tmp/ca.pem"
            [mail]
            server = "smtps://mail.example.org"
            user = "u"
            password = { credential = "smtp-password" }
            from = "aggd <digest@example.org>"
            [keep]
            items = "90d"
            raw = "forever"
            """)
        #expect(errors == [])
        #expect(configuration.storeURL == "sqlite:///tmp/x.sqlite")
        #expect(configuration.fetch.parallel == 8)
        #expect(configuration.fetch.perHost == 1)
        #expect(configuration.fetch.timeout == .seconds(10))
        #expect(configuration.fetch.maxBody == 2 << 20)
        #expect(configuration.fetch.requestsPerHour == 500)
        #expect(configuration.fetch.allowPrivate == ["*"])
        #expect(configuration.fetch.caFile == "/tmp/ca.pem")
        #expect(configuration.mail.password == .credential("smtp-password"))
        #expect(configuration.keep.items == .seconds(90 * 86400))
        #expect(configuration.keep.raw == nil)
        #expect(configuration.settingPlaces["fetch.timeout"]?.line == 6)
    }

    @Test("names the program and a contact to servers when [defaults] doesn't")
    func userAgent() {
        let (configuration, _) = load(
            """
            [mail]
            from = "Desk <desk@example.org>"
            [[source]]
            name = "a"
            url = "https://example.org/a.xml"
            """)
        #expect(configuration.sources.first?.userAgent == "aggd/\(ProductVersion.current) (desk@example.org)")
    }

    @Test("is an empty file too")
    func empty() {
        let (configuration, errors) = load("# nothing yet\n")
        #expect(errors == [])
        #expect(configuration.sources == [])
    }
}
