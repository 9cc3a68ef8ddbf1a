import FeedFetch
import TestSupport
import Testing

@Suite("Many fetches at a time") struct ManyFetchesTests {
    @Test("share few connections to one host") func oneHost() async throws {
        let server = try LoopbackServer.start { .init(body: $0.path) }
        defer { server.stop() }
        let bodies = try await withFetcher { fetcher in
            try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        String(
                            decoding: try await fetcher.fetch(localRequest(server.url("/\(number)"))).body,
                            as: UTF8.self)
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
        }
        #expect(bodies.count == 200)
        #expect(server.connectionCount <= 2)
    }

    @Test("to a host that hangs do not hold up others") func hanging() async throws {
        let slow = try LoopbackServer.start { _ in .init(steps: [.stall]) }
        defer { slow.stop() }
        let quick = try LoopbackServer.start(address: "127.0.0.2") { _ in .init(body: "x") }
        defer { quick.stop() }
        var configuration = FetcherConfiguration()
        configuration.parallel = 4
        try await withFetcher(configuration) { fetcher in
            let waiting = (0..<50).map { number in
                Task { await failure(fetcher, localRequest(slow.url("/\(number)"))) }
            }
            #expect(await slow.waitForStalled(2))
            for number in 0..<20 { _ = try await fetcher.fetch(localRequest(quick.url("/\(number)"))) }
            #expect(slow.requests.count == 2)
            for task in waiting { task.cancel() }
            for task in waiting { #expect(await task.value?.code == .cancelled) }
        }
    }

    @Test("stay within the budget of memory and all end") func budget() async throws {
        let body = [UInt8](repeating: 65, count: 300_000)
        let server = try LoopbackServer.start { _ in .init(body: body) }
        defer { server.stop() }
        var configuration = FetcherConfiguration()
        configuration.perHost = 20
        configuration.bytesInFlight = 100_000
        let sizes = try await withFetcher(configuration) { fetcher in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<60 {
                    group.addTask { try await fetcher.fetch(localRequest(server.url("/"))).body.count }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(sizes.count == 60)
        #expect(sizes.allSatisfy { $0 == 300_000 })
    }

    @Test("are cancelled one by one") func cancelled() async throws {
        let server = try LoopbackServer.start {
            $0.path == "/slow" ? .init(steps: [.stall]) : .init(body: "x")
        }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let task = Task { await failure(fetcher, localRequest(server.url("/slow"))) }
            #expect(await server.waitForStalled(1))
            task.cancel()
            #expect(await task.value?.code == .cancelled)
            #expect(await failure(fetcher, localRequest(server.url("/"))) == nil)
        }
    }

    @Test("are not begun when already cancelled") func cancelledBefore() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer { server.stop() }
        try await withFetcher { fetcher in
            let task = Task { () -> FetchError? in
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return await failure(fetcher, localRequest(server.url("/")))
            }
            #expect(await task.value?.code == .cancelled)
        }
        #expect(server.requests.isEmpty)
    }

    @Test("end when the fetcher is closed, and none begins afterwards") func closed() async throws {
        let server = try LoopbackServer.start { _ in .init(steps: [.stall]) }
        defer { server.stop() }
        let fetcher = Fetcher()
        let tasks = (0..<10).map { number in
            Task { await failure(fetcher, localRequest(server.url("/\(number)"))) }
        }
        #expect(await server.waitForStalled(2))
        await fetcher.close()
        for task in tasks { #expect(await task.value?.code == .cancelled) }
        #expect(await failure(fetcher, localRequest(server.url("/late")))?.code == .cancelled)
        await fetcher.close()
    }

    @Test("go on after a pause in which everything was freed") func afterPause() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer { server.stop() }
        var configuration = FetcherConfiguration()
        configuration.idleTime = .zero
        try await withFetcher(configuration) { fetcher in
            for _ in 0..<20 { #expect(await failure(fetcher, localRequest(server.url("/"))) == nil) }
        }
    }

    @Test("keep the asked distance to a host") func spacing() async throws {
        let server = try LoopbackServer.start { _ in .init(body: "x") }
        defer { server.stop() }
        let clock = ContinuousClock()
        let start = clock.now
        try await withFetcher { fetcher in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var request = localRequest(server.url("/"))
                        request.spacing = .milliseconds(40)
                        _ = try await fetcher.fetch(request)
                    }
                }
                try await group.waitForAll()
            }
        }
        #expect(clock.now - start >= .milliseconds(120))
    }
}
