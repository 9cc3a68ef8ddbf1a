import FeedFetch
import TestSupport
import Testing

@Suite("A conditional fetch") struct ConditionalFetchTests {
    static let validators = [
        Validators(etag: "\"abc123\""),
        Validators(etag: "W/\"abc\""),
        Validators(etag: "\"a, b c-gzip\""),
        Validators(etag: "bare"),
        Validators(lastModified: "Thu, 01 Oct 2026 10:00:00 GMT"),
        Validators(lastModified: "Thu, 1 Oct 2026 10:00:00 +0000"),
        Validators(etag: "\"é\"", lastModified: "yesterday, more or less"),
    ]

    @Test("returns validators byte for byte", arguments: validators)
    func verbatim(_ validators: Validators) async throws {
        let server = try LoopbackServer.start { _ in .init(status: 304) }
        defer { server.stop() }
        var request = localRequest(server.url("/feed"))
        request.validators = validators
        let asked = request
        let response = try await withFetcher { try await $0.fetch(asked) }
        #expect(response.isNotModified)
        #expect(response.body.isEmpty)
        #expect(server.requests[0].header("if-none-match") == validators.etag)
        #expect(server.requests[0].header("if-modified-since") == validators.lastModified)
    }

    @Test("gives the headers of a 304, so that new validators and freshness count") func headersOf304()
        async throws
    {
        let response = try await fetchOnce {
            var request = localRequest($0.url("/feed"))
            request.validators = Validators(etag: "\"1\"")
            return request
        } handler: { _ in
            .init(status: 304, headers: [("ETag", "\"2\""), ("Cache-Control", "max-age=14400")])
        }.get()
        #expect(response.validators.etag == "\"2\"")
        #expect(CacheDirectives(headers: response.headers, now: 0).freshness == 14400)
    }

    @Test("is an error when 304 answers a request without validators") func unasked() async throws {
        let error = try await fetchOnce { _ in .init(status: 304) }.error
        #expect(error?.code == .status)
        #expect(error?.status == 304)
        #expect(error?.isTransient == true)
    }

    @Test("keeps validators from another host") func otherHost() async throws {
        let target = try LoopbackServer.start(address: "127.0.0.2") { _ in .init(body: "new") }
        defer { target.stop() }
        let source = try LoopbackServer.start { _ in .redirect(301, to: target.url("/feed")) }
        defer { source.stop() }
        var request = localRequest(source.url("/feed"))
        request.validators = Validators(etag: "\"old\"")
        let asked = request
        let response = try await withFetcher { try await $0.fetch(asked) }
        #expect(response.status == 200)
        #expect(source.requests[0].header("if-none-match") == "\"old\"")
        #expect(target.requests[0].header("if-none-match") == nil)
    }

    @Test("sends validators only to the address that gave them, when it is known") func owner() async throws {
        let target = try LoopbackServer.start(address: "127.0.0.2") { _ in .init(status: 304) }
        defer { target.stop() }
        let source = try LoopbackServer.start { _ in .redirect(302, to: target.url("/feed")) }
        defer { source.stop() }
        var request = localRequest(source.url("/feed"))
        request.validators = Validators(etag: "\"theirs\"")
        request.validatorsURL = target.url("/feed")
        let asked = request
        let response = try await withFetcher { try await $0.fetch(asked) }
        #expect(response.isNotModified)
        #expect(source.requests[0].header("if-none-match") == nil)
        #expect(target.requests[0].header("if-none-match") == "\"theirs\"")
    }

    @Test("offers and takes a delta only when asked to") func delta() async throws {
        let answer: LoopbackServer.Handler = { request in
            .init(status: 226, headers: [("IM", "feed")], body: request.header("a-im") ?? "none")
        }
        let wanted = try await fetchOnce {
            var request = localRequest($0.url("/"))
            request.wantsDelta = true
            request.validators = Validators(etag: "\"e\"")
            return request
        } handler: {
            answer($0)
        }
        #expect(try wanted.get().body == Array("feed".utf8))
        let unwanted = try await fetchOnce { answer($0) }
        #expect(unwanted.error?.status == 226)
    }

    @Test("leaves out a validator that did not come in whole") func damaged() async throws {
        let server = try LoopbackServer.start { _ in
            .init(
                steps: [
                    .send(
                        Array("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nETag: \"".utf8) + [
                            0xff, 0x22, 13, 10, 13, 10, 65,
                        ])
                ],
                keepsAlive: true)
        }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let first = try await fetcher.fetch(localRequest(server.url("/")))
            var request = localRequest(server.url("/"))
            request.validators = first.validators
            _ = try await fetcher.fetch(request)
        }
        #expect(server.requests[1].header("if-none-match") == nil)
    }
}
