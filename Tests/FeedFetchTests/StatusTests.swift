import FeedFetch
import TestSupport
import Testing

@Suite("An answer that is an error") struct StatusTests {
    @Test(
        "is told with its status in words",
        arguments: [204, 206, 400, 401, 403, 404, 410, 429, 451, 500, 502, 503, 599])
    func status(_ status: Int) async throws {
        let error = try await fetchOnce { _ in
            .init(status: status, headers: [("ETag", "\"no\"")], body: "sorry")
        }.error
        #expect(error?.code == .status)
        #expect(error?.status == status)
        #expect(error?.detail.contains("127.0.0.1") == true)
        #expect(error?.detail.contains("HTTP \(status)") == true)
        #expect(error?.isTransient == (status != 410))
    }

    @Test("says how long to stay away, in seconds") func retrySeconds() async throws {
        let error = try await fetchOnce { _ in .init(status: 429, headers: [("Retry-After", "10800")]) }.error
        #expect(error?.retryAfter == 10800)
    }

    @Test("says how long to stay away, by the server's clock") func retryDate() async throws {
        let error = try await fetchOnce { _ in
            .init(
                status: 503,
                headers: [
                    ("Date", "Sat, 01 Jan 2000 00:00:00 GMT"),
                    ("Retry-After", "Sat, 01 Jan 2000 03:00:00 GMT"),
                ])
        }.error
        #expect(error?.retryAfter == 10800)
    }

    @Test("is told as a wall when one answered") func wall() async throws {
        let error = try await fetchOnce { _ in
            .init(
                status: 403, headers: [("Server", "cloudflare"), ("cf-mitigated", "challenge")],
                body: "<html>")
        }.error
        #expect(error?.code == .blocked)
        #expect(error?.wall == "Cloudflare")
        #expect(error?.status == 403)
        #expect(error?.isTransient == true)
    }
}

@Suite("A source that cannot be reached") struct UnreachableTests {
    @Test("because nobody listens") func refused() async throws {
        let server = try LoopbackServer.start { _ in .init() }
        let url = server.url("/")
        server.stop()
        try await withFetcher { fetcher in
            // The listening socket is closed by its own thread; until then it accepts and closes at once.
            let error = try #require(await failure(fetcher, localRequest(url)))
            #expect(error.code == .connect || error.code == .incomplete)
        }
    }

    @Test("because the name does not resolve") func unresolved() async throws {
        try await withFetcher { fetcher in
            let error = try #require(await failure(fetcher, FetchRequest(url: "http://nothing.invalid/feed")))
            #expect(error.code == .dns)
            #expect(error.detail == "The name nothing.invalid does not resolve.")
        }
    }

    @Test("because its address is not public") func refusedAddress() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "secret") }
        defer { server.stop() }
        try await withFetcher { fetcher in
            for url in [
                server.url("/"), "http://localhost:\(server.port)/",
                "http://[::ffff:127.0.0.1]:\(server.port)/",
            ] {
                #expect(await failure(fetcher, FetchRequest(url: url))?.code == .refusedAddress, "\(url)")
            }
        }
        #expect(server.connectionCount == 0)
    }

    @Test("although another source keeps a connection open there") func keptConnection() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "secret") }
        defer { server.stop() }
        try await withFetcher { fetcher in
            _ = try await fetcher.fetch(localRequest(server.url("/")))
            #expect(await failure(fetcher, FetchRequest(url: server.url("/")))?.code == .refusedAddress)
        }
        #expect(server.requests.count == 1)
    }

    @Test(
        "because the address is none",
        arguments: [
            "", "example.org/feed", "ftp://example.org/", "http://", "http://a b/", "file:///etc/passwd",
        ])
    func badAddress(_ url: String) async throws {
        try await withFetcher { fetcher in
            let error = try #require(await failure(fetcher, FetchRequest(url: url)))
            #expect(error.code == .badURL)
            #expect(!error.isTransient)
        }
    }

    @Test("because the other side speaks no HTTP") func noHTTP() async throws {
        let error = try await fetchOnce { _ in .init(steps: [.send(Array("SSH-2.0-OpenSSH\r\n".utf8))]) }
            .error
        #expect(error?.code == .incomplete || error?.code == .badURL, "\(String(describing: error))")
    }

    @Test("because TLS is spoken to a server without it") func noTLS() async throws {
        let server = try LoopbackServer.start { _ in .init() }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let url = server.url("/").replacing("http:", with: "https:")
            #expect(await failure(fetcher, localRequest(url))?.code == .tls)
        }
    }
}
