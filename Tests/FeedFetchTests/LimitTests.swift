import FeedFetch
import TestSupport
import Testing

@Suite("A limit of a fetch") struct LimitTests {
    @Test("ends an endless body, and is named when it can be raised", arguments: [nil, "the-setting"])
    func endlessBody(setting: String?) async throws {
        let error = try await fetchOnce {
            var request = localRequest($0.url("/"))
            request.limits.body = 1 << 20
            request.limits.bodySetting = setting
            return request
        } handler: { _ in
            .init(steps: [
                .send(LoopbackServer.Response.head()), .endless(Array(repeating: 65, count: 1 << 16)),
            ])
        }.error
        #expect(error?.code == .tooLarge)
        let rest = setting == nil ? "." : ", which is what the-setting allows."
        #expect(error?.detail == "The answer of 127.0.0.1 is larger than 1048576 bytes" + rest)
    }

    @Test("ends an endless header") func endlessHeader() async throws {
        let error = try await fetchOnce { _ in
            .init(steps: [
                .send(Array("HTTP/1.1 200 OK\r\n".utf8)),
                .endless(Array("X-n: aaaaaaaaaaaaaaaaaaaaaaaa\r\n".utf8)),
            ])
        }.error
        #expect(error?.code == .tooLarge)
    }

    @Test("ends one endless header line") func endlessLine() async throws {
        let error = try await fetchOnce { _ in
            .init(steps: [
                .send(Array("HTTP/1.1 200 OK\r\nX: ".utf8)), .endless(Array(repeating: 65, count: 1 << 14)),
            ])
        }.error
        #expect(error != nil)
        #expect(error?.code == .tooLarge || error?.code == .system || error?.code == .incomplete)
    }

    @Test("ends a body that grows when it is unpacked") func bomb() async throws {
        let bomb = try Compressed.gzip([UInt8](repeating: 0, count: 8 << 20))
        #expect(bomb.count < 100_000)
        let error = try await fetchOnce {
            var request = localRequest($0.url("/"))
            request.limits.body = 1 << 20
            return request
        } handler: { _ in
            .init(headers: [("Content-Encoding", "gzip")], body: bomb)
        }.error
        #expect(error?.code == .tooLarge)
    }

    @Test("lets a body of just its size through") func justFits() async throws {
        let response = try await fetchOnce {
            var request = localRequest($0.url("/"))
            request.limits.body = 1000
            return request
        } handler: { _ in
            .init(body: [UInt8](repeating: 65, count: 1000))
        }.get()
        #expect(response.body.count == 1000)
    }

    @Test("refuses a header line that libcurl doesn't take, as what the server did") func longLine()
        async throws
    {
        let error = try await fetchOnce { _ in
            .init(headers: [("X-Long", String(repeating: "x", count: 150_000))], body: "x")
        }.error
        #expect(error?.code == .tooLarge)
    }

    @Test("ends a wait for an answer that never comes") func noAnswer() async throws {
        let server = try LoopbackServer.start { _ in .init(steps: [.stall]) }
        defer { server.stop() }
        var request = localRequest(server.url("/"))
        request.limits.total = .milliseconds(150)
        let asked = request
        try await withFetcher { fetcher in
            let error = try #require(await failure(fetcher, asked))
            #expect(error.code == .timeout)
            #expect(error.detail == "127.0.0.1 did not answer within 150 milliseconds.")
        }
    }

    @Test("counts the hops of a redirect together") func totalOfHops() async throws {
        let server = try LoopbackServer.start { request in
            request.path == "/" ? .redirect(302, to: "/next") : .init(steps: [.stall])
        }
        defer { server.stop() }
        var request = localRequest(server.url("/"))
        request.limits.total = .seconds(2)
        let asked = request
        try await withFetcher { fetcher in
            let error = try #require(await failure(fetcher, asked))
            #expect(error.code == .timeout)
            #expect(error.redirects.count == 1)
        }
    }

    @Test("ends a body that comes too slowly") func tooSlow() async throws {
        let server = try LoopbackServer.start { _ in
            .init(steps: [.send(LoopbackServer.Response.head() + [65]), .stall])
        }
        defer { server.stop() }
        var request = localRequest(server.url("/"))
        request.limits.minimumSpeedTime = .seconds(1)
        let asked = request
        try await withFetcher { fetcher in
            let error = try #require(await failure(fetcher, asked))
            #expect(error.code == .timeout)
            #expect(error.detail.contains("bytes a second"))
        }
    }
}
