import FeedFetch
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A password that is to be found first") struct CredentialFetchTests {
    private static let basic = "Basic \(Data("us:pw".utf8).base64EncodedString())"

    /// A request whose password is found by this.
    private static func request(
        _ url: String, home: String? = nil,
        _ find: @escaping @Sendable () async throws(FetchError) -> String
    ) -> FetchRequest {
        var request = localRequest(url)
        request.home = home
        request.findCredential = find
        return request
    }

    private static func authorizations(_ server: LoopbackServer) -> [String?] {
        server.requests.map { $0.header("authorization") }
    }

    @Test("is looked for once, and sent with each hop at its host") func hops() async throws {
        let server = try LoopbackServer.start {
            $0.path == "/a" ? .redirect(301, to: "/b") : .init(body: "x")
        }
        defer { server.stop() }
        let count = Atomic<Int>(0)
        try await withFetcher { fetcher in
            _ = try await fetcher.fetch(
                Self.request(server.url("/a")) { () async throws(FetchError) in
                    count.add(1, ordering: .relaxed)
                    return "us:pw"
                })
        }
        #expect(count.load(ordering: .relaxed) == 1)
        #expect(Self.authorizations(server) == [Self.basic, Self.basic])
    }

    @Test("isn't looked for elsewhere, but when another host leads home") func elsewhere() async throws {
        let home = try LoopbackServer.start { _ in .init(body: "x") }
        let back = home.url("/home")
        let other = try LoopbackServer.start(address: "127.0.0.2") {
            $0.path == "/back" ? .redirect(302, to: back) : .init(body: "x")
        }
        defer {
            home.stop()
            other.stop()
        }
        let count = Atomic<Int>(0)
        try await withFetcher { fetcher in
            for path in ["/page", "/back"] {
                #expect(count.load(ordering: .relaxed) == 0)
                _ = try await fetcher.fetch(
                    Self.request(other.url(path), home: back) { () async throws(FetchError) in
                        count.add(1, ordering: .relaxed)
                        return "us:pw"
                    })
            }
        }
        #expect(count.load(ordering: .relaxed) == 1)
        #expect(Self.authorizations(other) == [nil, nil])
        #expect(Self.authorizations(home) == [Self.basic])
    }

    @Test("keeps nobody else waiting, not even at its host") func others() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer { server.stop() }
        let (found, told) = AsyncStream.makeStream(of: String.self)
        var configuration = FetcherConfiguration()
        configuration.parallel = 1
        try await withFetcher(configuration) { fetcher in
            let waiting = Task {
                await failure(
                    fetcher,
                    Self.request(server.url("/secret")) { () async throws(FetchError) in
                        await found.first { _ in true } ?? ""
                    })
            }
            for _ in 0..<3 { _ = try await fetcher.fetch(localRequest(server.url("/open"))) }
            #expect(server.requests(to: "/secret").isEmpty)
            told.yield("us:pw")
            #expect(await waiting.value == nil)
        }
        #expect(server.requests(to: "/secret").map { $0.header("authorization") } == [Self.basic])
    }

    @Test("that can't be found ends the request before anything is sent") func missing() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let error = await failure(
                fetcher,
                Self.request(server.url("/")) { () async throws(FetchError) in
                    throw FetchError(.secret, url: "", detail: "There is none.")
                })
            #expect(error?.code == .secret)
            #expect(error?.detail == "There is none.")
        }
        #expect(server.requests.isEmpty)
    }

    @Test(
        "isn't waited for by a request that is cancelled, or whose fetcher is closed",
        arguments: [true, false])
    func stopped(isClosed: Bool) async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer { server.stop() }
        let (looking, began) = AsyncStream.makeStream(of: Void.self)
        let (found, told) = AsyncStream.makeStream(of: String.self)
        let fetcher = Fetcher()
        let waiting = Task {
            await failure(
                fetcher,
                Self.request(server.url("/")) { () async throws(FetchError) in
                    began.yield()
                    return await found.first { _ in true } ?? ""
                })
        }
        _ = await looking.first { true }
        if isClosed { await fetcher.close() } else { waiting.cancel() }
        #expect(await waiting.value?.code == .cancelled)
        told.yield("us:pw")
        await fetcher.close()
        #expect(server.requests.isEmpty)
    }
}
