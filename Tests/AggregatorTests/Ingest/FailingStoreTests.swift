import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

/// A store whose disk is full from when it holds one item more.
actor FillingStore: Store {
    private let store: any Store
    private var full: Int64?

    init(_ store: any Store) { self.store = store }

    func hold(items: Int64) { full = items }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreWriter) throws -> Value
    ) async throws -> Value {
        if let full, try await store.read({ try $0.highestItem() }) > full {
            throw StoreError(.full, "The disk is full.")
        }
        return try await store.write(body)
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value { try await store.read(body) }
    func backup(to path: String) async throws { try await store.backup(to: path) }
    func check() async throws -> [String] { try await store.check() }
    func rest() async { await store.rest() }
    func close() async throws { try await store.close() }
}

@Suite("A store that fails in the middle of a poll") struct FailingStoreTests {
    private func report(_ desk: PollingDesk, _ store: any Store) async throws -> PollReport? {
        let pipeline = try await Pipeline(store: store, configuration: desk.configuration) { desk.now }
        let report = await desk.reports(of: desk.configuration.sources, pipeline)["wire"]
        await pipeline.close()
        return report
    }

    @Test("is told with what was stored until then, and the source is asked again") func halfway()
        async throws
    {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk(failing: .broken)
        press.titles.withLock { $0 = ["Two", "One"] }
        desk.advance(hours: 2)
        let store = FillingStore(desk.store.store)
        await store.hold(items: try await desk.store.store.read { try $0.highestItem() })
        let report = try await report(desk, store)
        #expect(try await desk.titles("wire") == ["One", "Two"])
        #expect(report?.new == 1)
        #expect(report?.isStored == false)
        #expect(
            report?.error
                == "what came first is stored, but the poll could not be concluded: The disk is full.")
    }

    @Test("is told as such when nothing was stored") func atOnce() async throws {
        let press = try Press(["One"])
        defer { press.stop() }
        let desk = try await press.desk()
        try await desk.poll()
        let before = try await desk.state("wire")
        press.titles.withLock { $0 = ["Two", "One"] }
        let store = FillingStore(desk.store.store)
        let pipeline = try await Pipeline(store: store, configuration: desk.configuration) { desk.now }
        await store.hold(items: 0)
        let report = await desk.reports(of: desk.configuration.sources, pipeline)["wire"]
        await pipeline.close()
        #expect(report?.new == 0)
        #expect(report?.error == "nothing was stored: The disk is full.")
        #expect(try await desk.state("wire") == before)
    }
}
