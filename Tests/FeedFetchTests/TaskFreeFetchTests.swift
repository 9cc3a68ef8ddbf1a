import TestSupport
import Testing

@testable import FeedFetch

@Suite("A fetch that no task waits for") struct TaskFreeFetchTests {
    private func outcome(
        _ fetcher: Fetcher, _ request: FetchRequest, begun: (UInt64) -> Void = { _ in }
    ) async -> Result<PackedResponse, FetchError> {
        await withCheckedContinuation { continuation in
            begun(fetcher.receive(request) { _, result, _ in continuation.resume(returning: result) })
        }
    }

    @Test("tells what came of it") func answer() async throws {
        let server = try LoopbackServer.start { .init(body: $0.path) }
        defer { server.stop() }
        let answer = try await withFetcher { await outcome($0, localRequest(server.url("/feed"))) }
        #expect(try answer.get().unpacked().body == Array("/feed".utf8))
    }

    @Test("of what is no address tells so") func nonsense() async throws {
        let answer = try await withFetcher { await outcome($0, FetchRequest(url: "no address")) }
        #expect(answer.error?.code == .badURL)
    }

    @Test("is told that it was stopped") func stopped() async throws {
        let server = try LoopbackServer.start { _ in .init(steps: [.stall]) }
        defer { server.stop() }
        let answer = try await withFetcher { fetcher in
            await outcome(fetcher, localRequest(server.url("/"))) { fetcher.cancel($0) }
        }
        #expect(answer.error?.code == .cancelled)
    }

    @Test("says when it began: not before the one whose place it took had ended") func begun() async throws {
        let server = try LoopbackServer.start { .init(body: $0.path) }
        defer { server.stop() }
        var configuration = FetcherConfiguration()
        configuration.perHost = 1
        try await withFetcher(configuration) { fetcher in
            let (stream, told) = AsyncStream.makeStream(
                of: (span: FetchSpan, took: Duration).self)
            for path in ["/first", "/second"] {
                _ = fetcher.receive(localRequest(server.url(path))) { _, result, span in
                    told.yield((span, (try? result.get().duration) ?? .zero))
                }
            }
            var answers: [(span: FetchSpan, took: Duration)] = []
            for await answer in stream.prefix(2) { answers.append(answer) }
            #expect(answers[0].took > .zero)
            #expect(answers[0].span.ended >= answers[0].span.begun + answers[0].took)
            #expect(answers[1].span.begun >= answers[0].span.ended)
        }
    }

    @Test("fails as stopped when the fetcher is closed") func closed() async {
        let fetcher = Fetcher()
        await fetcher.close()
        let answer = await outcome(fetcher, localRequest("http://127.0.0.1:9/"))
        #expect(answer.error?.code == .cancelled)
    }
}
