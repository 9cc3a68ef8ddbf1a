import Dispatch
import TestSupport
import Testing

@testable import FeedFetch

@Suite("The memory that answers take") struct MemoryBudgetTests {
    private static func configuration(room: Int) -> FetcherConfiguration {
        var configuration = FetcherConfiguration()
        configuration.perHost = 20
        configuration.bytesInFlight = room
        return configuration
    }

    private static func fetch(_ fetcher: Fetcher, _ url: String, total: Duration? = nil) -> Task<
        Result<Int, FetchError>, Never
    > {
        Task {
            var request = localRequest(url)
            if let total {
                request.limits.total = total
                request.limits.minimumSpeedTime = total * 2
            }
            do throws(FetchError) {
                return .success(try await fetcher.fetch(request).body.count)
            } catch {
                return .failure(error)
            }
        }
    }

    @Test("counts until nobody reads them any more, and then others are asked") func lease() async throws {
        let server = try LoopbackServer.start { request in
            switch request.path {
            case "/big": .init(body: [UInt8](repeating: 65, count: 300_000))
            case "/hangs": .init(steps: [.stall])
            default: .init(body: "x")
            }
        }
        defer { server.stop() }
        try await withFetcher(Self.configuration(room: 100_000)) { fetcher in
            var held: [FetchResponse] = []
            for _ in 0..<2 { held.append(try await fetcher.fetch(localRequest(server.url("/big")))) }
            #expect(held.allSatisfy { $0.body.count == 300_000 })
            // One may always go, lest everybody waits for somebody who waits for this answer.
            let hanging = Self.fetch(fetcher, server.url("/hangs"))
            #expect(await server.waitForStalled(1))
            let third = Self.fetch(fetcher, server.url("/third"))
            let fourth = Self.fetch(fetcher, server.url("/fourth"))
            fourth.cancel()
            let fourthResult = await fourth.value
            #expect(fourthResult.error?.code == .cancelled)
            #expect(server.requests(to: "/third").isEmpty)
            withExtendedLifetime(held) {}
            held = []
            let thirdResult = await third.value
            #expect(thirdResult == .success(1))
            server.release()
            hanging.cancel()
            _ = await hanging.value
        }
    }

    @Test("of a giant is half of the room at most: the others are asked beside it") func giant() async throws
    {
        let server = try LoopbackServer.start { request in
            request.path == "/big"
                ? .init(body: [UInt8](repeating: 65, count: 300_000)) : .init(steps: [.stall])
        }
        defer { server.stop() }
        try await withFetcher(Self.configuration(room: 100_000)) { fetcher in
            let held = try await fetcher.fetch(localRequest(server.url("/big")))
            let others = (0..<3).map { Self.fetch(fetcher, server.url("/\($0)")) }
            #expect(await server.waitForStalled(3))
            #expect(held.body.count == 300_000)
            for other in others { other.cancel() }
            for other in others { _ = await other.value }
        }
    }

    @Test("is that of the packed bytes until somebody reads them") func packed() async throws {
        let text = Compressed.text
        let packed = try Compressed.gzip(text)
        let server = try LoopbackServer.start { _ in
            .init(headers: [("Content-Encoding", "gzip")], body: packed)
        }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let answer = try await fetcher.receive(localRequest(server.url("/")))
            #expect(answer.bytes == packed.count)
            #expect(answer.expectedBytes == text.count)
            #expect(try answer.unpacked().body == text)
        }
    }

    @Test("is told before of a feed that is a packed file, which is unpacked within that") func packedFile()
        async throws
    {
        let packed = try Compressed.gzip(Compressed.text)
        let server = try LoopbackServer.start { _ in .init(body: packed) }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let answer = try await fetcher.receive(localRequest(server.url("/feed.xml.gz")))
            #expect(answer.expectedBytes == Compressed.text.count)
            #expect(try answer.unpackedAsExpected()?.body == Compressed.text)
            var request = localRequest(server.url("/page"))
            request.accept = .page
            #expect(try await fetcher.receive(request).expectedBytes == packed.count)
        }
    }

    @Test(
        "is no more than was expected unless that is allowed, however much a few bytes unpack to",
        arguments: ["br", "gzip", "zstd", nil])
    func bomb(coding: String?) async throws {
        let packed =
            switch coding {
            case "br": Compressed.brotliBomb
            case "zstd": Compressed.zstdBomb(blocks: 32)
            default: try Compressed.gzipBomb()
            }
        let server = try LoopbackServer.start { _ in
            .init(headers: coding.map { [("Content-Encoding", $0)] } ?? [], body: packed)
        }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let answer = try await fetcher.receive(localRequest(server.url("/")))
            #expect(answer.expectedBytes <= 1 << 20)
            #expect(answer.mostBytes == FetchLimits().body)
            #expect(try answer.unpackedAsExpected() == nil)
            #expect(try answer.unpacked().body.count >= 4 << 20)
        }
    }

    @Test("counts once, however many copies of an answer there are") func copies() async throws {
        let inbox = FetchInbox(room: 1000)
        var first: FetchResponse? = FetchResponse(url: "http://a.example/", status: 200, body: [1, 2, 3])
        first?.lease = BodyLease(bytes: 3, inbox: inbox)
        var second = first
        #expect(inbox.take(isIdle: true, wakeable: nil, bytesComing: 0).bytesOut == 3)
        first = nil
        #expect(inbox.take(isIdle: true, wakeable: nil, bytesComing: 0).bytesOut == 3)
        #expect(second?.body.count == 3)
        second = nil
        #expect(inbox.take(isIdle: true, wakeable: nil, bytesComing: 0).bytesOut == 0)
    }

    @Test("lets waiting answers in one after the other when all of them are large") func oneByOne()
        async throws
    {
        let server = try LoopbackServer.start { _ in .init(body: [UInt8](repeating: 66, count: 500_000)) }
        defer { server.stop() }
        try await withFetcher(Self.configuration(room: 1)) { fetcher in
            let tasks = (0..<12).map { Self.fetch(fetcher, server.url("/\($0)")) }
            for task in tasks {
                let result = await task.value
                #expect(result == .success(500_000))
            }
        }
    }

    @Test("makes nobody late: the time in which a transfer is held back isn't counted") func heldBack()
        async throws
    {
        // One that is held back for longer than it may take can't end well if that counts. On a machine that is too
        // busy for the little else that it has to do in that time it may take longer.
        var isLate = true
        for limit in [Duration.seconds(2), .seconds(10), .seconds(50)] where isLate {
            isLate = try await self.isLate(limit)
        }
        #expect(!isLate)
    }

    /// Whether a transfer that may take so long, and is held back for longer, is late.
    private func isLate(_ limit: Duration) async throws -> Bool {
        let hasStalled = DispatchSemaphore(value: 0)
        let isAsked = DispatchSemaphore(value: 0)
        let server = try LoopbackServer.start { request in
            if request.path == "/first" {
                // Both are under way before the first byte comes.
                isAsked.wait()
                return .init(
                    steps: [
                        .send(LoopbackServer.Response.head(headers: [("Content-Length", "9")])),
                        .send([65, 65]), .stall,
                    ])
            }
            isAsked.signal()
            hasStalled.wait()
            return .init(body: [UInt8](repeating: 67, count: 200_000))
        }
        defer { server.stop() }
        return try await withFetcher(Self.configuration(room: 1)) { fetcher in
            let first = Self.fetch(fetcher, server.url("/first"), total: limit * 2)
            // The first of them goes on whatever happens; it has the lower number only when it comes first.
            #expect(await server.waitForRequests(1))
            let second = Self.fetch(fetcher, server.url("/second"), total: limit)
            let (events, told) = AsyncStream.makeStream(of: Void.self)
            Task {
                _ = await server.waitForStalled(1)
                told.yield()
            }
            Task {
                _ = await second.value
                told.yield()
            }
            for await _ in events.prefix(1) {}
            for semaphore in [hasStalled, isAsked] { semaphore.signal() }
            let firstResult = await first.value
            #expect(firstResult.error != nil)
            return await second.value != .success(200_000)
        }
    }
}

@Suite("What the loop of the fetcher is told") struct FetchInboxTests {
    private let inbox = FetchInbox(room: 1000)

    @Test("starts the loop once, until it has ended") func starts() {
        #expect(inbox.post(.cancel(1)) == .startsLoop)
        #expect(inbox.post(.cancel(2)) == .taken)
        #expect(inbox.take(isIdle: true, wakeable: nil, bytesComing: 0).commands?.count == 2)
        #expect(inbox.post(.cancel(3)) == .taken)
        #expect(inbox.take(isIdle: true, wakeable: nil, bytesComing: 0).commands?.count == 1)
        #expect(inbox.take(isIdle: true, wakeable: nil, bytesComing: 0).commands == nil)
        #expect(inbox.post(.cancel(4)) == .startsLoop)
    }

    @Test("is nothing at all while something is going on, which doesn't end the loop") func busy() {
        #expect(inbox.post(.cancel(1)) == .startsLoop)
        _ = inbox.take(isIdle: true, wakeable: nil, bytesComing: 0)
        let turn = inbox.take(isIdle: false, wakeable: nil, bytesComing: 0)
        #expect(turn.commands?.isEmpty == true)
    }

    @Test("is refused after the fetcher was closed") func closed() {
        #expect(inbox.post(.close {}) == .startsLoop)
        #expect(inbox.post(.cancel(1)) == .refused)
        #expect(inbox.post(.close {}) == .refused)
        #expect(inbox.take(isIdle: true, wakeable: nil, bytesComing: 0).commands?.count == 1)
    }

    @Test("says how many bytes are still in use") func bytes() {
        _ = inbox.post(.cancel(1))
        inbox.handOut(400)
        inbox.handOut(300)
        #expect(inbox.take(isIdle: true, wakeable: nil, bytesComing: 0).bytesOut == 700)
        inbox.takeBack(400)
        #expect(inbox.take(isIdle: false, wakeable: nil, bytesComing: 0).bytesOut == 300)
    }
}
