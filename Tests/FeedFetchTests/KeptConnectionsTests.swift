import Testing

@testable import FeedFetch

@Suite("Connections that stay open") struct KeptConnectionsTests {
    private let now = ContinuousClock.now

    /// Which of some hosts, asked one after the other at some seconds, keep theirs.
    private func kept(_ asked: [(host: String, second: Int)], by kept: inout KeptConnections) -> [Bool] {
        asked.map { kept.keeps($0.host, now: now + .seconds($0.second)) }
    }

    @Test("are those of the first hosts, as many as may") func first() {
        var connections = KeptConnections(most: 2)
        let found = kept([("a", 0), ("b", 0), ("c", 0), ("a", 0)], by: &connections)
        #expect(found == [true, true, false, true])
    }

    @Test("are chosen anew after a minute, and when all are closed") func anew() {
        var connections = KeptConnections(most: 1)
        let found = kept([("a", 0), ("b", 59), ("b", 61), ("a", 62)], by: &connections)
        #expect(found == [true, false, true, false])
        connections.forgetAll()
        #expect(kept([("a", 63)], by: &connections) == [true])
    }
}
