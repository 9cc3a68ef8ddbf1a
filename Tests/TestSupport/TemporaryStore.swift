public import Aggregator
public import Foundation

/// A store for one test: in memory, or a file in a folder of its own that is removed at the end.
public final class TemporaryStore: Sendable {
    /// The kinds of store that the conformance suite runs on.
    public enum Kind: String, Sendable, CaseIterable {
        /// SQLite in memory.
        case memory
        /// SQLite in a file.
        case file

    }

    /// The store.
    public let store: any Store
    /// The folder of a store in a file.
    public let folder: URL?

    /// Opens an empty store with some sources.
    public init(_ kind: Kind = .memory, sources: [Source] = []) async throws {
        switch kind {
        case .memory:
            folder = nil
            store = try SQLiteStore()
        case .file:
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "aggd-store-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            self.folder = folder
            store = try SQLiteStore(
                path: folder.appendingPathComponent("store.sqlite").path, access: .readWrite)
        }
        try await store.write { try $0.register(sources) }
    }

    deinit {
        if let folder { try? FileManager.default.removeItem(at: folder) }
    }

    /// The path of the file.
    public var path: String { folder?.appendingPathComponent("store.sqlite").path ?? ":memory:" }

    /// Stores an item as a story of its own, or in the story that a decision names.
    @discardableResult
    public func add(
        _ item: NewItem, seen: Date = .reference, decision: Decision? = nil, hiddenBy: String? = nil
    )
        async throws -> ItemID
    {
        let decision = decision ?? Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: [])
        return try await store.write {
            try $0.insert(item, seen: seen, decision: decision, hiddenBy: hiddenBy)
        }
    }

    /// The items that a query finds, as listings show them.
    public func find(_ query: String, _ change: @Sendable (inout ItemSelection) -> Void = { _ in })
        async throws
        -> [Item]
    {
        var selection = ItemSelection()
        selection.query = try Query.parse(query, context: QueryContext(now: .reference))
        change(&selection)
        let final = selection
        return try await store.read { try $0.items(final) }
    }

    /// The titles that a query finds.
    public func titles(_ query: String, _ change: @Sendable (inout ItemSelection) -> Void = { _ in })
        async throws
        -> [String]
    {
        try await find(query, change).map(\.content.title)
    }
}

extension NewItem {
    /// An item for a test.
    public static func sample(
        _ title: String, source: String = "wire", text: String = "", guid: String? = nil, url: String? = nil,
        published: Date? = nil, _ change: (inout NewItem) -> Void = { _ in }
    ) -> NewItem {
        var item = NewItem(source: source)
        item.title = title
        item.text = text
        item.guid = guid
        item.url = url
        item.canonicalURL = url.flatMap(CanonicalURL.normalise)
        item.published = published
        change(&item)
        return item
    }
}

extension Date {
    /// 2026-11-22 06:00 UTC, a Sunday: the time at which tests take place.
    public static let reference = Date(timeIntervalSince1970: 1_795_327_200)

    /// So many hours after the reference.
    public static func hours(_ count: Double) -> Date { reference.addingTimeInterval(count * 3600) }
}
