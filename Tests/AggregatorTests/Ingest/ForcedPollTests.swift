import Aggregator
import FeedFetch
import Foundation
import TestSupport
import Testing

@Suite("A poll by force") struct ForcedPollTests {
    /// A desk where all sources but the last are gone.
    private func desk(_ count: Int, url: (Int) -> String) async throws -> PollingDesk {
        let sources = (0..<count).map { feedSource("s\($0)", url($0)) }
        let desk = try await PollingDesk(sources)
        try await desk.store.store.write { writer in
            for source in sources.dropLast() {
                var state = PollState()
                state.configuredURL = source.urls.first
                state.disabled = true
                try writer.save(state, of: source.name)
            }
        }
        return desk
    }

    @Test("goes past sources of a host that are gone, and asks who isn't") func gone() async throws {
        let server = try LoopbackServer.start { _ in .init(body: rss(["One"])) }
        defer { server.stop() }
        let desk = try await desk(12) { server.url("/\($0)") }
        let reports = try await desk.poll()
        #expect(reports.mapValues(\.new) == ["s11": 1])
        #expect(server.requests.map(\.path) == ["/11"])
    }

    @Test("asks for a shared address on behalf of those who aren't gone") func shared() async throws {
        let server = try LoopbackServer.start { _ in .init(body: rss(["One"])) }
        defer { server.stop() }
        let desk = try await desk(3) { _ in server.url("/f") }
        let reports = try await desk.poll()
        #expect(reports.mapValues(\.new) == ["s2": 1])
        #expect(server.requests.count == 1)
    }

    @Test("ends when all that is named is gone") func none() async throws {
        let server = try LoopbackServer.start { _ in .init(body: rss(["One"])) }
        defer { server.stop() }
        let desk = try await desk(2) { server.url("/\($0)") }
        #expect(try await desk.poll("s0").isEmpty)
        #expect(server.requests.isEmpty)
    }
}
