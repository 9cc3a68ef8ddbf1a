import FeedFetch
import FeedParse
import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("What the schedule is told of an error") struct ErrorOutcomeTests {
    private func outcome(
        _ code: FetchError.Code, status: Int? = nil, retryAfter: Int? = nil, wall: String? = nil
    ) -> PollOutcome {
        OutcomeMaker.outcome(
            of: FetchError(
                code, url: "https://a.example/f", detail: "It went wrong.", status: status,
                retryAfter: retryAfter, wall: wall))
    }

    @Test("says that 410 is for good, and no other status") func gone() {
        #expect(outcome(.status, status: 410).result == .gone)
        for status in [400, 401, 403, 404, 429, 451, 500, 503] {
            #expect(outcome(.status, status: status).result != .gone, "\(status)")
        }
    }

    @Test("says that 410 is for good only of what the address itself, or its permanent place, answers")
    func goneElsewhere() {
        for (status, result) in [(301, PollOutcome.Result.gone), (302, .failed(transient: false))] {
            let redirect = Redirect(status: status, from: "https://a.example/f", to: "https://b.example/g")
            let error = FetchError(
                .status, url: redirect.to, detail: "It is gone.", status: 410, redirects: [redirect])
            #expect(OutcomeMaker.outcome(of: error).result == result)
        }
    }

    @Test("names the wall, or says that there is one") func wall() {
        #expect(outcome(.blocked, status: 403, wall: "Akamai").result == .blocked(wall: "Akamai"))
        #expect(outcome(.blocked, status: 403).result == .blocked(wall: "a wall against robots"))
    }

    @Test("says that robots.txt forbids it") func robots() {
        #expect(outcome(.robots).result == .robots)
    }

    @Test("carries the sentence, the status and the time to stay away") func carries() {
        let outcome = outcome(.status, status: 503, retryAfter: 120)
        #expect(outcome.message == "It went wrong.")
        #expect(outcome.status == 503)
        #expect(outcome.retryAfter == 120)
    }

    @Test(
        "tells what may pass by itself from what will not",
        arguments: [FetchError.Code.timeout, .incomplete, .tooLarge, .badURL, .refusedAddress])
    func transient(code: FetchError.Code) {
        let error = FetchError(code, url: "https://a.example/f", detail: "It went wrong.")
        #expect(OutcomeMaker.outcome(of: error).result == .failed(transient: error.isTransient))
    }
}

@Suite("What the schedule is told of a document that can't be read") struct UnreadableOutcomeTests {
    private func outcome(_ code: FeedParseError.Code) -> PollOutcome {
        OutcomeMaker.unreadable(
            FetchResponse(url: "https://a.example/f", status: 200),
            error: FeedParseError(code, "it is no feed"),
            state: PollState())
    }

    @Test("is that a login page is a wall") func login() {
        #expect(outcome(.loginPage).result == .blocked(wall: "a login page"))
    }

    @Test("is that an empty answer may be better next time") func empty() {
        #expect(outcome(.empty).result == .failed(transient: true))
    }

    @Test(
        "is that anything else is broken, with the sentence",
        arguments: [FeedParseError.Code.htmlPage, .notAFeed])
    func broken(code: FeedParseError.Code) {
        let outcome = outcome(code)
        #expect(outcome.result == .broken)
        #expect(outcome.status == 200)
        #expect(outcome.message?.contains("it is no feed") == true)
    }
}

@Suite("What the schedule is told of a document") struct ReadOutcomeTests {
    private let now = Date.reference

    private func read(
        _ text: String, status: Int = 200, headers: [(String, String)] = [], redirects: [Redirect] = [],
        discovered: String? = nil
    ) throws -> PollOutcome {
        let response = FetchResponse(
            url: "https://a.example/f", status: status, headers: headers.map { HTTPHeader($0.0, $0.1) },
            body: Array(text.utf8), redirects: redirects)
        let feed = try FeedParser.parse(response.body, baseURL: response.url)
        return OutcomeMaker.read(
            response, Follower.Followed(feed: feed, type: .feed, discoveredURL: discovered), hash: 7,
            state: PollState(), now: now
        )
    }

    private let hinting = rss(
        ["One", "Two", "Three"],
        head: """
            <ttl>90</ttl><skipHours><hour>3</hour><hour>4</hour></skipHours><skipDays><day>Sunday</day></skipDays>
            <atom:link rel="hub" href="https://hub.example/"/>
            """)

    @Test("are its hints, its window and the times of its items") func hints() throws {
        let outcome = try read(hinting, headers: [("Cache-Control", "max-age=600")])
        #expect(outcome.ttlMinutes == 90)
        #expect(outcome.skipHours == [3, 4])
        #expect(outcome.skipDays == ["Sunday"])
        #expect(outcome.freshFor == 600)
        #expect(outcome.window == 3)
        #expect(outcome.itemTimes.count == 3)
        #expect(outcome.hub == "https://hub.example/")
        #expect(outcome.feedTitle == "Wire")
        #expect(outcome.detectedType == .feed)
    }

    @Test("are its validators, of a whole document at its own address only") func validators() throws {
        let fields = [("ETag", "\"1\""), ("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT")]
        let whole = try read(hinting, headers: fields)
        #expect(whole.etag == "\"1\"")
        #expect(whole.lastModified == "Sat, 21 Nov 2026 10:00:00 GMT")
        #expect(whole.bodyHash == 7)
        #expect(whole.validatorsURL == nil)
        let partial = try read(hinting, status: 206, headers: fields)
        #expect(partial.etag == nil && partial.lastModified == nil && partial.bodyHash == nil)
        let announced = try read(hinting, headers: fields, discovered: "https://a.example/other")
        #expect(announced.etag == nil && announced.bodyHash == nil)
    }

    @Test("is no window when only what has changed is shown") func delta() throws {
        let outcome = try read(hinting, status: 226, headers: [("ETag", "\"2\"")])
        #expect(outcome.window == nil)
        #expect(outcome.etag == "\"2\"")
        #expect(outcome.bodyHash == nil)
    }

    @Test("is where permanent redirects led, and who gave the validators") func redirects() throws {
        let moved = Redirect(status: 301, from: "https://old.example/f", to: "https://a.example/f")
        let outcome = try read(hinting, headers: [("ETag", "\"1\"")], redirects: [moved])
        #expect(outcome.permanentURL == "https://a.example/f")
        #expect(outcome.validatorsURL == "https://a.example/f")
        let announced = try read(hinting, redirects: [moved], discovered: "https://a.example/x")
        #expect(announced.permanentURL == nil)
        let temporary = try read(
            hinting,
            redirects: [Redirect(status: 302, from: "https://old.example/f", to: "https://a.example/f")])
        #expect(temporary.permanentURL == nil)
    }
}

@Suite("What the schedule is told of an answer without news") struct NotModifiedOutcomeTests {
    private func outcome(
        _ status: Int, headers: [(String, String)] = [], state: PollState
    ) -> PollOutcome {
        OutcomeMaker.notModified(
            FetchResponse(
                url: "https://a.example/f", status: status, headers: headers.map { HTTPHeader($0.0, $0.1) }),
            hash: 9, state: state, now: .reference)
    }

    private var known: PollState {
        var state = PollState()
        state.etag = "\"1\""
        state.lastModified = "yesterday"
        state.bodyHash = 5
        return state
    }

    @Test("keeps what a 304 doesn't replace") func keeps() {
        let silent = outcome(304, state: known)
        #expect(silent.etag == "\"1\"" && silent.lastModified == "yesterday" && silent.bodyHash == 5)
        let renewed = outcome(304, headers: [("ETag", "\"2\"")], state: known)
        #expect(renewed.etag == "\"2\"" && renewed.lastModified == "yesterday")
    }

    @Test("takes the validators of the same body as they come") func sameBody() {
        let outcome = outcome(200, headers: [("ETag", "\"3\"")], state: known)
        #expect(outcome.etag == "\"3\"" && outcome.lastModified == nil && outcome.bodyHash == 9)
    }

    @Test("carries on what is stored, and says how long it stays fresh") func fresh() {
        let outcome = outcome(304, headers: [("Cache-Control", "max-age=77")], state: known)
        #expect(outcome.carriesOn)
        #expect(outcome.freshFor == 77)
    }
}

@Suite("Sources that ask for the same thing") struct SharedAddressTests {
    private func groups(_ sources: [Source]) -> [[String]] {
        Pipeline.groups(sources).map { $0.map { sources[$0].name } }
    }

    @Test("are asked together, in the order of their first appearance") func together() {
        let sources = [
            feedSource("a", "https://x.example/f"), feedSource("b", "https://y.example/f"),
            feedSource("c", "https://x.example/f"),
        ]
        #expect(groups(sources) == [["a", "c"], ["b"]])
    }

    @Test("are asked apart when the request would differ") func apart() {
        func differing(_ change: (inout Source) -> Void) -> [[String]] {
            groups([feedSource("a", "https://x.example/f"), feedSource("b", "https://x.example/f", change)])
        }
        #expect(differing { $0.title = "Another title" } == [["a", "b"]])
        #expect(differing { $0.userAgent = "other/1.0" } == [["a"], ["b"]])
        #expect(differing { $0.headers = [HeaderField(name: "X-Desk", value: "1")] } == [["a"], ["b"]])
        #expect(differing { $0.type = .page } == [["a"], ["b"]])
        #expect(differing { $0.proxy = "http://proxy.example:8080" } == [["a"], ["b"]])
        #expect(differing { $0.allowPrivate = ["*"] } == [["a"], ["b"]])
        #expect(differing { $0.urls.append("https://x.example/g") } == [["a"], ["b"]])
    }

    @Test("count as one host, whatever the port and the path") func host() {
        var state = PollState()
        let source = feedSource("a", "https://X.example:8443/f")
        #expect(Pipeline.host(of: source, state: state) == "x.example")
        state.adoptedURL = "https://new.example/f"
        #expect(Pipeline.host(of: source, state: state) == "new.example")
        #expect(Pipeline.host(of: feedSource("b", "no address"), state: PollState()) == "")
    }
}

@Suite("The sources of a host that wants rest") struct HostHoldsTests {
    private let sources = [
        feedSource("a", "https://one.example/a"), feedSource("b", "https://ONE.example:8443/b"),
        feedSource("c", "https://two.example/c"), feedSource("d", "nonsense"),
    ]

    private func rest(_ host: String) -> HostRest { HostRest(host, seconds: 7200, now: .reference) }

    @Test("are found by the host of their address, but for the one whose own poll settles that")
    func found() async {
        let inbox = HostRestInbox()
        let holds = HostHolds(sources: sources, inbox: inbox)
        inbox.tell(rest("one.example"))
        inbox.tell(rest("three.example"))
        let news = await holds.news(after: nil, of: sources[1])
        #expect(news.sources["one.example"]?.map(\.name) == ["a", "b"])
        #expect(news.sources["three.example"]?.isEmpty == true)
        #expect(await holds.news(after: nil, of: sources[1]).rests.isEmpty)
        let own = await holds.news(after: rest("one.example"), of: sources[1])
        #expect(own.sources["one.example"]?.map(\.name) == ["a"])
    }

    @Test("are put off, those that were never asked too; each host is remembered by itself")
    func putOff() async throws {
        let store = try await TemporaryStore(.memory, sources: sources)
        let inbox = HostRestInbox()
        let holds = HostHolds(sources: sources, inbox: inbox)
        inbox.tell(rest("three.example"))
        let news = await holds.news(after: rest("one.example"), of: sources[1])
        try await store.store.write { try news.write(in: $0, now: .reference) }
        let until = Date.reference.addingTimeInterval(7200)
        let states = try await store.store.read { try $0.pollStates() }
        #expect(states["a"]?.nextPoll == until)
        #expect(states["b"]?.nextPoll == nil)
        #expect(states["c"]?.nextPoll == nil)
        let known = try await store.store.read { try HostRestNews.known($0, now: .reference) }
        #expect(known == ["one.example": until, "three.example": until])
        #expect(try await store.store.read { try HostRestNews.known($0, now: until) }.isEmpty)
    }

    @Test("wait as long as the longest of its wishes says, told together or one after the other")
    func longest() async throws {
        let store = try await TemporaryStore(.memory, sources: sources)
        let inbox = HostRestInbox()
        let holds = HostHolds(sources: sources, inbox: inbox)
        for seconds in [60, 7200, 600] {
            inbox.tell(HostRest("two.example", seconds: seconds, now: .reference))
        }
        let first = await holds.news(after: nil, of: sources[0])
        try await store.store.write { try first.write(in: $0, now: .reference) }
        inbox.tell(HostRest("two.example", seconds: 60, now: .reference))
        let second = await holds.news(after: nil, of: sources[0])
        try await store.store.write { try second.write(in: $0, now: .reference) }
        let until = Date.reference.addingTimeInterval(7200)
        #expect(
            try await store.store.read { try HostRestNews.known($0, now: .reference) } == [
                "two.example": until
            ])
        #expect(try await store.store.read { try $0.pollStates() }["c"]?.nextPoll == until)
    }

    @Test("don't wait for what can't be read, nor for years; what wasn't stored is told again")
    func damaged() async throws {
        let store = try await TemporaryStore(.memory, sources: sources)
        try await store.store.write { try $0.set("no JSON", of: "host-rests") }
        #expect(try await store.store.read { try HostRestNews.known($0, now: .reference) }.isEmpty)
        let holds = HostHolds(sources: sources)
        await holds.takeBack(
            await holds.news(after: HostRest("x.example", seconds: 9, now: .distantFuture), of: sources[0]))
        let news = await holds.news(after: nil, of: sources[0])
        #expect(news.rests.keys.sorted() == ["x.example"])
        try await store.store.write { try news.write(in: $0, now: .reference) }
        #expect(try await store.store.read { try HostRestNews.known($0, now: .reference) }.isEmpty)
    }

    @Test("are told by an error of the host that asked for it") func rest() {
        let error = FetchError(
            .status, url: "https://one.example/a", detail: "It went wrong.", status: 429, retryAfter: 60)
        #expect(HostRest(error, now: .reference)?.host == "one.example")
        #expect(HostRest(error, now: .reference)?.until == Date.reference.addingTimeInterval(60))
        let other = FetchError(.timeout, url: "https://one.example/a", detail: "It went wrong.")
        #expect(HostRest(other, now: .reference) == nil)
    }
}
