import FeedFetch
import Foundation
import TestSupport
import Testing

@Suite("The connections of a fetcher") struct ConnectionTests {
    @Test("resume the TLS session of an earlier one that another transfer opened") func session() async throws
    {
        let server = try TLSServer()
        let slow = try LoopbackServer.start(address: "127.0.0.2") { _ in .init(steps: [.stall]) }
        defer {
            server.stop()
            slow.stop()
        }
        var configuration = FetcherConfiguration()
        configuration.caFile = server.certificate
        // Until then nothing is forgotten, however slow the machine is.
        configuration.idleTime = .seconds(3600)
        try await withFetcher(configuration) { fetcher in
            let first = try await fetcher.fetch(localRequest(server.url("/")))
            #expect(String(decoding: first.body, as: UTF8.self).contains("New, TLS"))
            // It takes the handle that knows the session from its own transfer.
            let waiting = Task { await failure(fetcher, localRequest(slow.url("/"))) }
            #expect(await slow.waitForStalled(1))
            let second = try await fetcher.fetch(localRequest(server.url("/")))
            #expect(String(decoding: second.body, as: UTF8.self).contains("Reused, TLS"))
            waiting.cancel()
            #expect(await waiting.value?.code == .cancelled)
        }
    }

    @Test("stay open for few hosts when nothing waits for them") func idle() async throws {
        let servers = try (1...24).map { number in
            try LoopbackServer.start(address: "127.0.2.\(number)") { _ in .init(body: "x") }
        }
        defer { for server in servers { server.stop() } }
        var configuration = FetcherConfiguration()
        configuration.idleConnections = 4
        configuration.idleTime = .seconds(3600)
        try await withFetcher(configuration) { fetcher in
            for _ in 0..<2 {
                for server in servers { _ = try await fetcher.fetch(localRequest(server.url("/"))) }
            }
        }
        // Once a minute they are chosen anew, which a slow machine may come to.
        let kept = servers.count { $0.connectionCount == 1 }
        #expect((4...12).contains(kept))
    }

    @Test("are opened a limited number at a time, whoever waits") func opening() async throws {
        // Of two to one host the second would wait for what the first one's connection can carry.
        let mutes = try [MuteListener(address: "127.0.0.3"), MuteListener(address: "127.0.0.5")]
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer {
            for mute in mutes { mute.stop() }
            server.stop()
        }
        var configuration = FetcherConfiguration()
        configuration.connecting = 2
        try await withFetcher(configuration) { fetcher in
            fetcher.leaveAlone(["127.0.0.4": .seconds(3600)])
            let shaking = mutes.map { mute in
                var request = localRequest("https://\(mute.address):\(mute.port)/")
                request.limits.total = .seconds(3600)
                request.limits.connect = .seconds(3600)
                let asked = request
                return Task { await failure(fetcher, asked) }
            }
            for mute in mutes { #expect(await mute.waitForConnection()) }
            let third = Task { await failure(fetcher, localRequest(server.url("/"))) }
            // Each of these is a turn of the loop, which had begun the third one long ago if it might.
            for _ in 0..<100 {
                #expect(await failure(fetcher, localRequest("http://127.0.0.4/"))?.code == .held)
            }
            #expect(server.connectionCount == 0)
            shaking[0].cancel()
            #expect(await third.value == nil)
            shaking[1].cancel()
            for task in shaking { #expect(await task.value?.code == .cancelled) }
        }
    }
}
