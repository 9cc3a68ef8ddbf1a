import Aggregator
import TestSupport
import Testing

@Suite("A source that somebody else has found gone") struct GoneElsewhereTests {
    @Test("is let go: it is not asked, and has no next time") func letGo() async throws {
        let server = try LoopbackServer.start { _ in .init(status: 410) }
        defer { server.stop() }
        let desk = try await PollingDesk([feedSource("wire", server.url("/feed"))])
        let pipeline = try await desk.pipeline()
        try await desk.poll()
        let asked = server.requests.count
        let report = try #require(await pipeline.poll(group: desk.configuration.sources).first)
        #expect(report.result == .notAsked)
        #expect(report.health == .gone)
        #expect(report.isStored && report.error == nil && report.nextPoll == nil)
        #expect(server.requests.count == asked)
        await pipeline.close()
    }
}
