import FeedFetch
import TestSupport
import Testing

@Suite("A plain fetch") struct PlainFetchTests {
    @Test("brings status, headers and body") func body() async throws {
        let response = try await fetchOnce { _ in
            .init(headers: [("Content-Type", "application/rss+xml"), ("ETag", "\"a\"")], body: "<rss/>")
        }.get()
        #expect(response.status == 200)
        #expect(response.body == Array("<rss/>".utf8))
        #expect(response.header("CONTENT-type") == "application/rss+xml")
        #expect(response.validators == Validators(etag: "\"a\""))
        #expect(response.redirects.isEmpty)
        #expect(response.wireBytes == 6)
        #expect(response.httpVersion == "1.1")
    }

    @Test("is one GET with nothing invented in it") func request() async throws {
        let server = try LoopbackServer.start { _ in .init(headers: [("Set-Cookie", "a=b")], body: "x") }
        defer { server.stop() }
        var request = localRequest(server.url("/feed?x=1"))
        request.userAgent = "aggd/1.0 (+https://example.org; desk@example.org)"
        let asked = request
        var configuration = FetcherConfiguration()
        configuration.idleTime = .seconds(3600)  // other tests may keep the machine busy in between
        try await withFetcher(configuration) { fetcher in
            _ = try await fetcher.fetch(asked)
            _ = try await fetcher.fetch(asked)
        }
        #expect(server.requests.count == 2)
        for sent in server.requests {
            #expect(sent.method == "GET")
            #expect(sent.target == "/feed?x=1")
            #expect(sent.header("user-agent") == "aggd/1.0 (+https://example.org; desk@example.org)")
            #expect(sent.header("accept")?.hasPrefix("application/rss+xml") == true)
            #expect(sent.header("accept-encoding") == "gzip, deflate, br, zstd")
            for name in ["cookie", "referer", "if-none-match", "if-modified-since", "authorization", "a-im"] {
                #expect(sent.header(name) == nil, "\(name) was sent")
            }
        }
        #expect(Set(server.requests.map(\.connection)) == [1])
    }

    @Test("asks for HTML first when a page is wanted") func page() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer { server.stop() }
        var request = localRequest(server.url("/"))
        request.accept = .page
        let asked = request
        _ = try await withFetcher { try await $0.fetch(asked) }
        #expect(server.requests[0].header("accept")?.hasPrefix("text/html") == true)
    }

    @Test("sends the source's own headers in place of the usual ones") func ownHeaders() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer { server.stop() }
        var request = localRequest(server.url("/"))
        request.headers = [
            HTTPHeader("X-Key", "abc"), HTTPHeader("accept", "text/plain"), HTTPHeader("X-Empty", ""),
        ]
        let asked = request
        _ = try await withFetcher { try await $0.fetch(asked) }
        let sent = try #require(server.requests.first)
        #expect(sent.header("x-key") == "abc")
        #expect(sent.header("x-empty") == "")
        #expect(sent.headers.filter { $0.name.lowercased() == "accept" }.map(\.value) == ["text/plain"])
    }

    @Test("refuses a header that would smuggle another one") func smuggling() async throws {
        try await withFetcher { fetcher in
            var request = localRequest("http://127.0.0.1:9/")
            request.headers = [HTTPHeader("X", "a\r\nY: b")]
            #expect(await failure(fetcher, request)?.code == .badURL)
        }
    }

    @Test("takes an answer in chunks, without what follows the body") func chunks() async throws {
        let response = try await fetchOnce { _ in
            .init(
                steps: [
                    .send(LoopbackServer.Response.head(headers: [("Transfer-Encoding", "chunked")])),
                    .send(Array("3\r\nabc\r\n2\r\nde\r\n0\r\nETag: \"late\"\r\n\r\n".utf8)),
                ], keepsAlive: true)
        }.get()
        #expect(response.body == Array("abcde".utf8))
        #expect(response.header("etag") == nil)
    }

    @Test("forgets what an interim answer said") func interim() async throws {
        let response = try await fetchOnce { _ in
            var bytes = Array("HTTP/1.1 103 Early Hints\r\nETag: \"early\"\r\n\r\n".utf8)
            bytes += LoopbackServer.Response.head(headers: [("Content-Length", "1")]) + [65]
            return .init(steps: [.send(bytes)])
        }.get()
        #expect(response.status == 200)
        #expect(response.header("etag") == nil)
    }

    @Test("takes an empty body as an answer") func empty() async throws {
        let response = try await fetchOnce { _ in .init(body: "") }.get()
        #expect(response.body.isEmpty)
    }

    @Test("repeats the request when a kept connection turns out to be dead") func deadConnection()
        async throws
    {
        let server = try LoopbackServer.start { request in
            if request.path == "/second", request.connection == 1 { return .init(steps: [.close]) }
            return .init(body: request.path)
        }
        defer { server.stop() }
        var configuration = FetcherConfiguration()
        configuration.idleTime = .seconds(3600)
        let response = try await withFetcher(configuration) { fetcher in
            _ = try await fetcher.fetch(localRequest(server.url("/first")))
            return try await fetcher.fetch(localRequest(server.url("/second")))
        }
        #expect(response.body == Array("/second".utf8))
        #expect(server.requests.map(\.path) == ["/first", "/second", "/second"])
    }

    @Test("does not repeat a request that a new connection did not answer") func noAnswer() async throws {
        let server = try LoopbackServer.start { _ in .init(steps: [.close]) }
        defer { server.stop() }
        try await withFetcher { fetcher in
            #expect(await failure(fetcher, localRequest(server.url("/")))?.code == .incomplete)
        }
        #expect(server.requests.count == 1)
    }
}
