import Aggregator
import FeedFetch
import TestSupport
import Testing

@Suite("A source that has nothing new") struct UnmodifiedPollTests {
    /// The first report of a round in which some hosts hang until it has come.
    private func firstReport(_ names: [String], parallel: Int) async throws -> PollReport? {
        let server = try LoopbackServer.start { request in
            if request.header("if-none-match") == nil {
                return .init(headers: [("ETag", "\"1\"")], body: rss(["On \(request.path)"]))
            }
            let answer = LoopbackServer.Response(status: 304)
            return request.path.hasPrefix("/hangs")
                ? .init(steps: [.stall] + answer.steps, keepsAlive: true) : answer
        }
        defer { server.stop() }
        let desk = try await PollingDesk(names.map { feedSource($0, server.url("/\($0)")) }) {
            $0.fetch.parallel = parallel
            $0.fetch.perHost = parallel
        }
        try await desk.poll()
        let pipeline = try await desk.pipeline()
        var first: PollReport?
        for await report in pipeline.poll(desk.configuration.sources) {
            first = first ?? report
            server.release()
        }
        await pipeline.close()
        return first
    }

    @Test("doesn't wait for hosts that hang while others may not be asked")
    func full() async throws {
        let names = ["quiet", "hangs-1", "hangs-2", "a", "b", "c", "d"]
        let first = try await firstReport(names, parallel: 2)
        #expect(first?.source == "quiet")
        #expect(first?.result == .notModified)
    }

    @Test("doesn't wait for hosts that hang when all others have been looked up")
    func exhausted() async throws {
        let names = ["quiet"] + (1...6).map { "hangs-\($0)" }
        let first = try await firstReport(names, parallel: 5)
        #expect(first?.source == "quiet")
        #expect(first?.result == .notModified)
    }
}
