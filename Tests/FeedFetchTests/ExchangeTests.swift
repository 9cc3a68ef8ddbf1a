import Testing

@testable import FeedFetch

@Suite("A request with its redirects") struct ExchangeTests {
    private func exchange(
        _ url: String = "https://a.example/feed", _ change: (inout FetchRequest) -> Void = { _ in }
    ) throws -> Exchange {
        var request = FetchRequest(url: url)
        change(&request)
        return try Exchange(request)
    }

    private func answer(_ status: Int, _ headers: (String, String)...) -> FetchResponse {
        FetchResponse(url: "", status: status, headers: headers.map { HTTPHeader($0.0, $0.1) })
    }

    private func redirect(_ exchange: inout Exchange, _ status: Int = 302, to location: String) -> FetchError?
    {
        if case .failed(let error) = exchange.receive(answer(status, ("Location", location)), now: 0) {
            error
        } else {
            nil
        }
    }

    private func value(_ name: String, _ exchange: Exchange) -> String? {
        exchange.hop.headers.firstValue(name)
    }

    @Test("sends secrets on the way to its own host, also when that becomes safer") func ownHost() throws {
        var exchange = try exchange("http://a.example/feed") {
            $0.credential = "me:pass:word"
            $0.headers = [HTTPHeader("X-Key", "1")]
            $0.validators = Validators(etag: "\"e\"")
        }
        #expect(exchange.hop.user == "me")
        #expect(exchange.hop.password == "pass:word")
        #expect(redirect(&exchange, to: "https://a.example/feed") == nil)
        #expect(exchange.hop.user == "me")
        #expect(value("x-key", exchange) == "1")
        #expect(value("if-none-match", exchange) == "\"e\"")
        #expect(exchange.hop.isConditional)
    }

    @Test(
        "keeps secrets from every other host, port and less safe scheme",
        arguments: [
            "https://b.example/feed", "https://a.example:8443/feed", "http://a.example/feed",
            "https://a.example.b.example/", "https://sub.a.example/",
        ])
    func otherHosts(_ target: String) throws {
        var exchange = try exchange {
            $0.credential = "me:pw"
            $0.headers = [HTTPHeader("Cookie", "1")]
            $0.validators = Validators(etag: "\"e\"", lastModified: "yesterday")
        }
        #expect(redirect(&exchange, to: target) == nil)
        #expect(exchange.hop.user == nil)
        #expect(exchange.hop.password == nil)
        #expect(value("cookie", exchange) == nil)
        #expect(value("if-none-match", exchange) == nil)
        #expect(value("if-modified-since", exchange) == nil)
        #expect(!exchange.hop.isConditional)
    }

    @Test(
        "keeps secrets from an address that is not at the host they are for",
        arguments: ["https://b.example/page", "https://a.example:8443/page", "http://a.example/page"])
    func foreign(_ url: String) throws {
        let exchange = try exchange(url) {
            $0.home = "https://us:pw@a.example/feed"
            $0.credential = "me:pw"
            $0.headers = [HTTPHeader("X-Key", "1")]
            $0.validators = Validators(etag: "\"e\"")
        }
        #expect(exchange.hop.user == nil)
        #expect(exchange.hop.password == nil)
        #expect(value("x-key", exchange) == nil)
        // The version is that of the address itself.
        #expect(value("if-none-match", exchange) == "\"e\"")
    }

    @Test("sends the secrets of its home to other addresses there") func sameHome() throws {
        let exchange = try exchange("https://a.example/page") { $0.home = "http://us:pw@a.example/feed" }
        #expect(exchange.hop.user == "us")
        #expect(exchange.hop.password == "pw")
    }

    @Test("never sends validators that came in damaged, and takes no 304 for them") func damagedValidators()
        throws
    {
        var exchange = try exchange {
            $0.validators = Validators(etag: "\"caf\u{fffd}\"", lastModified: "\u{fffd}")
        }
        #expect(!exchange.hop.isConditional)
        #expect(value("if-none-match", exchange) == nil)
        #expect(value("if-modified-since", exchange) == nil)
        guard case .failed(let error) = exchange.receive(answer(304), now: 0) else {
            Issue.record("not an error")
            return
        }
        #expect(error.status == 304)
        #expect(try self.exchange { $0.validators = Validators(etag: "\"caf\u{e9}\"") }.hop.isConditional)
    }

    @Test("takes a 304 for what it knows") func notModified() throws {
        var exchange = try exchange { $0.validators = Validators(lastModified: "yesterday") }
        guard case .finished(let response) = exchange.receive(answer(304), now: 0) else {
            Issue.record("not finished")
            return
        }
        #expect(response.isNotModified)
    }

    @Test("has its secrets back when the way leads home") func home() throws {
        var exchange = try exchange { $0.credential = "me:pw" }
        #expect(redirect(&exchange, to: "https://b.example/") == nil)
        #expect(redirect(&exchange, to: "https://a.example/other") == nil)
        #expect(exchange.hop.user == "me")
    }

    @Test("shows no password in addresses and sentences") func shown() throws {
        let exchange = try exchange("https://me:secret@a.example/feed")
        #expect(exchange.hop.user == "me")
        #expect(exchange.fail(.dns, "x").url == "https://a.example/feed")
        guard case .failed(let error) = Exchange.step(exchange, answer(500)) else {
            Issue.record("not an error")
            return
        }
        #expect(!"\(error) \(error.url)".contains("secret"))
    }

    @Test("takes a good answer as the end") func finished() throws {
        var exchange = try exchange()
        #expect(redirect(&exchange, 301, to: "/new") == nil)
        guard case .finished(let response) = exchange.receive(answer(200), now: 0) else {
            Issue.record("not finished")
            return
        }
        #expect(response.url == "https://a.example/new")
        #expect(
            response.redirects == [
                Redirect(status: 301, from: "https://a.example/feed", to: "https://a.example/new")
            ])
    }

    @Test(
        "says in one sentence why it ended",
        arguments: [
            (404, "a.example does not have it (HTTP 404)."),
            (410, "a.example says that it is gone for good (HTTP 410)."),
            (503, "a.example is overloaded or being serviced (HTTP 503)."),
            (418, "a.example answered with HTTP 418."),
            (304, "a.example said \"not modified\" although nothing was known of it."),
            (301, "a.example redirects (HTTP 301) without saying where."),
        ]) func sentences(_ status: Int, _ sentence: String) throws
    {
        guard case .failed(let error) = Exchange.step(try exchange(), answer(status)) else {
            Issue.record("not an error")
            return
        }
        #expect(error.detail == sentence)
        #expect("\(error)" == sentence)
    }

    @Test("takes the time to stay away from any error") func retryAfter() throws {
        for status in [403, 429, 500, 503] {
            guard
                case .failed(let error) = Exchange.step(try exchange(), answer(status, ("Retry-After", "60")))
            else {
                Issue.record("not an error")
                return
            }
            #expect(error.retryAfter == 60)
        }
    }

    @Test("keeps control characters out of its sentences") func control() throws {
        var exchange = try exchange()
        let error = try #require(
            redirect(&exchange, to: "foo://\u{1b}[31m/" + String(repeating: "x", count: 9999)))
        #expect(!error.detail.unicodeScalars.contains { $0.value < 0x20 })
        #expect(error.detail.count < 400)
    }
}

extension Exchange {
    /// What an answer leads to, for a test that needs nothing afterwards.
    fileprivate static func step(_ exchange: Exchange, _ answer: FetchResponse) -> Step {
        var exchange = exchange
        return exchange.receive(answer, now: 0)
    }
}

@Suite("An error of libcurl") struct CurlFailureTests {
    private func failure(
        _ code: UInt32, _ text: String, isConnected: Bool = true, isAnswering: Bool = false
    ) -> CurlFailure {
        var limits = FetchLimits()
        limits.total = .seconds(30)
        return CurlFailure(
            number: code, text: text, host: "a.example", limits: limits, isConnected: isConnected,
            isAnswering: isAnswering)
    }

    @Test("is told in the words of a person") func words() {
        let cases: [(UInt32, String, FetchError.Code, String)] = [
            (6, "Could not resolve host: a.example", .dns, "The name a.example does not resolve."),
            (
                7, "Failed to connect to a.example port 80 after 1 ms: Couldn't connect to server", .connect,
                "Nobody answers at a.example: couldn't connect to server."
            ),
            (
                28, "Operation timed out after 30001 milliseconds with 0 bytes received", .timeout,
                "a.example did not answer within 30 seconds."
            ),
            (
                28, "Operation too slow. Less than 100 bytes/sec transferred the last 15 seconds", .timeout,
                "a.example sent less than 100 bytes a second for 15 seconds."
            ),
            (
                60, "SSL certificate problem: certificate has expired", .tls,
                "The certificate of a.example is not valid: certificate has expired."
            ),
            (
                18, "transfer closed with 3 bytes remaining to read", .incomplete,
                "The answer of a.example is not whole: transfer closed with 3 bytes remaining to read."
            ),
        ]
        for (code, text, expected, sentence) in cases {
            let failure = failure(code, text)
            #expect(failure.code == expected)
            #expect(failure.detail == sentence)
        }
    }

    @Test("tells a limit of time that was reached without a connection from an answer that is late")
    func withoutConnection() {
        let connecting = failure(28, "Connection timed out after 10001 milliseconds", isConnected: false)
        #expect(connecting.code == .connect)
        #expect(connecting.detail == "a.example did not accept the connection in time.")
        let resolving = failure(28, "Resolving timed out after 10000 milliseconds", isConnected: false)
        #expect(resolving.code == .dns)
        #expect(resolving.detail == "The name a.example was not resolved in time.")
        let handshake = failure(28, "Connection timed out after 10001 milliseconds")
        #expect(handshake.code == .timeout)
    }

    @Test("tells a header that libcurl doesn't take, as each version says it, from want of memory")
    func largeHeader() {
        #expect(failure(100, "", isAnswering: true).code == .tooLarge)
        #expect(failure(27, "", isAnswering: true).code == .tooLarge)
        #expect(failure(27, "").code == .system)
    }

    @Test("always has words, also for codes of later versions") func unknown() {
        for code in UInt32(1)...110 {
            #expect(failure(code, "").detail.count > 10)
            #expect(failure(code, "").detail.hasSuffix("."))
        }
    }
}
