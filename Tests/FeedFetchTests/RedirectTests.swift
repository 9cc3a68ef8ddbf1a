import FeedFetch
import TestSupport
import Testing

@Suite("A redirected fetch") struct RedirectTests {
    @Test("is followed and recorded hop by hop", arguments: [301, 302, 303, 307, 308])
    func followed(_ status: Int) async throws {
        let server = try LoopbackServer.start { request in
            request.path == "/a/feed" ? .redirect(status, to: "../b?x=1") : .init(body: "here")
        }
        defer { server.stop() }
        let response = try await withFetcher { try await $0.fetch(localRequest(server.url("/a/feed"))) }
        let target = server.url("/b?x=1")
        #expect(response.body == Array("here".utf8))
        #expect(response.url == target)
        #expect(response.redirects == [Redirect(status: status, from: server.url("/a/feed"), to: target)])
        #expect(response.permanentURL == (status == 301 || status == 308 ? target : nil))
        #expect(server.requests[1].method == "GET")
        #expect(server.requests[1].header("referer") == nil)
    }

    @Test("has a permanent address only up to the first temporary hop") func permanent() async throws {
        let server = try LoopbackServer.start { request in
            switch request.path {
            case "/1": .redirect(301, to: "/2")
            case "/2": .redirect(302, to: "/3")
            case "/3": .redirect(301, to: "/4")
            case "/t": .redirect(302, to: "/1")
            default: .init(body: "x")
            }
        }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let first = try await fetcher.fetch(localRequest(server.url("/1")))
            #expect(first.permanentURL == server.url("/2"))
            #expect(first.redirects.count == 3)
            let second = try await fetcher.fetch(localRequest(server.url("/t")))
            #expect(second.permanentURL == nil)
        }
    }

    @Test("ends when it goes in a circle") func circle() async throws {
        let server = try LoopbackServer.start { .redirect(302, to: $0.path == "/a" ? "/b" : "/a") }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let error = try #require(await failure(fetcher, localRequest(server.url("/a"))))
            #expect(error.code == .redirect)
            #expect(error.redirects.count == 2)
        }
        #expect(server.requests.count == 2)
    }

    @Test("ends after the allowed number of hops") func tooMany() async throws {
        let server = try LoopbackServer.start { .redirect(302, to: $0.path + "x") }
        defer { server.stop() }
        try await withFetcher { fetcher in
            #expect(await failure(fetcher, localRequest(server.url("/")))?.code == .redirect)
        }
        #expect(server.requests.count == 11)
    }

    @Test("is an error without a target") func withoutTarget() async throws {
        let error = try await fetchOnce { _ in .init(status: 301, body: "moved") }.error
        #expect(error?.code == .redirect)
        #expect(error?.status == 301)
    }

    @Test(
        "never leaves http and https",
        arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://h/", "data:,x"])
    func scheme(_ target: String) async throws {
        let error = try await fetchOnce { _ in .redirect(301, to: target) }.error
        #expect(error?.code == .refusedAddress || error?.code == .redirect, "\(String(describing: error))")
        #expect(error?.isTransient == false || error?.code == .redirect)
    }

    @Test("is checked against the address policy at each hop") func policy() async throws {
        let inside = try LoopbackServer.start(address: "127.66.0.1") { _ in .init(body: "secret") }
        defer { inside.stop() }
        let server = try LoopbackServer.start { _ in .redirect(302, to: inside.url("/")) }
        defer { server.stop() }
        var request = FetchRequest(url: server.url("/"))
        request.addresses = AddressPolicy(allowedNetworks: ["127.0.0.1/32"])
        let asked = request
        try await withFetcher { fetcher in
            let error = try #require(await failure(fetcher, asked))
            #expect(error.code == .refusedAddress)
            #expect(error.detail.contains("127.66.0.1"))
            #expect(!error.isTransient)
        }
        #expect(inside.connectionCount == 0)
    }

    @Test("carries credentials and own headers to the first host alone") func secrets() async throws {
        let other = try LoopbackServer.start(address: "127.0.0.2") { _ in .init(body: "x") }
        defer { other.stop() }
        let server = try LoopbackServer.start { request in
            request.path == "/1" ? .redirect(302, to: "/2") : .redirect(302, to: other.url("/"))
        }
        defer { server.stop() }
        let withUser = server.url("/1").replacing("http://", with: "http://user:p%40ss@")
        var request = localRequest(withUser)
        request.headers = [HTTPHeader("X-Key", "secret")]
        let asked = request
        let response = try await withFetcher { try await $0.fetch(asked) }
        #expect(
            server.requests.map { $0.header("authorization") } == [
                "Basic dXNlcjpwQHNz", "Basic dXNlcjpwQHNz",
            ])
        #expect(server.requests.map { $0.header("x-key") } == ["secret", "secret"])
        #expect(other.requests[0].header("authorization") == nil)
        #expect(other.requests[0].header("x-key") == nil)
        #expect(!response.url.contains("user"))
    }

    @Test("does not take credentials from the server") func offeredCredentials() async throws {
        let other = try LoopbackServer.start(address: "127.0.0.2") { _ in .init(body: "x") }
        defer { other.stop() }
        let target = other.url("/").replacing("http://", with: "http://a:b@")
        let response = try await fetchOnce { _ in .redirect(302, to: target) }.get()
        #expect(other.requests[0].header("authorization") == nil)
        #expect(response.url == other.url("/"))
    }

    @Test("does not follow what only offers a choice") func choice() async throws {
        let error = try await fetchOnce { _ in
            .init(status: 300, headers: [("Location", "/x")], body: "a or b")
        }.error
        #expect(error?.status == 300)
    }
}
