import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

/// A store whose writer a test holds back.
private actor HeldStore: Store {
    private let store: any Store
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var isHeld = false
    /// Transactions since the writer was held first.
    private(set) var written = 0
    /// The most answers that waited for the writer.
    private(set) var most = 0
    private let asked: @Sendable () -> Int

    /// - Parameter asked: how many sources were asked so far.
    init(_ store: any Store, asked: @escaping @Sendable () -> Int) {
        self.store = store
        self.asked = asked
    }

    func hold() {
        isHeld = true
        (written, most) = (0, 0)
    }

    func release() {
        isHeld = false
        for one in waiting { one.resume() }
        waiting = []
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreWriter) throws -> Value
    ) async throws -> Value {
        if isHeld { await withCheckedContinuation { waiting.append($0) } }
        // What was asked beyond what is stored is what lies in memory.
        most = max(most, asked() - written)
        let value = try await store.write(body)
        written += 1
        return value
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value { try await store.read(body) }
    func backup(to path: String) async throws { try await store.backup(to: path) }
    func check() async throws -> [String] { try await store.check() }
    func rest() async { await store.rest() }
    func close() async throws { try await store.close() }
}

@Suite("A store that is slow")
struct SlowStoreTests {
    @Test("keeps sources from being asked: never more than two polls are under way for each transfer")
    func backPressure() async throws {
        let server = try LoopbackServer.start { request in
            .init(headers: [("Content-Type", "application/rss+xml")], body: rss(["On \(request.path)"]))
        }
        defer { server.stop() }
        let sources = (0..<40).map { feedSource("s\($0)", server.url("/\($0)")) }
        let store = try await TemporaryStore(.memory, sources: sources)
        let held = HeldStore(store.store) { server.requests.count }
        var configuration = Configuration()
        configuration.sources = sources
        configuration.fetch.allowPrivate = ["127.0.0.0/8"]
        configuration.fetch.parallel = 2
        configuration.fetch.perHost = 2
        let pipeline = try await Pipeline(store: held, configuration: configuration) { .reference }
        await held.hold()
        async let reports = pipeline.poll(sources).reduce(into: 0) { count, _ in count += 1 }
        #expect(await server.waitForRequests(4))
        await held.release()
        #expect(await reports == 40)
        #expect(await held.written == 40)
        #expect(await held.most == 4, "four wait while the writer is held, and never more")
        #expect(server.requests.count == 40)
        await pipeline.close()
    }
}
