public import Foundation

/// Computes all stories anew from the stored items, after the rules have changed.
///
/// Items are taken in order of arrival, some hundred a transaction; how far it is stands in the store, so that an
/// interrupted rebuild goes on where it was. In between every story has its lead and every reader a sound view.
public struct Rebuild: Sendable {
    private let store: any Store
    private let deduplicator = Deduplicator()
    private let batch: Int

    /// The value that tells how far an unfinished rebuild is.
    public static let progressKey = "reindex"

    /// A rebuild of a store's stories.
    public init(_ store: any Store, batch: Int = 200) {
        self.store = store
        self.batch = batch
    }

    /// How far a rebuild is, and what it did so far.
    public struct Report: Sendable, Equatable, Codable {
        /// Items that were looked at.
        public var items = 0
        /// The highest number that was looked at.
        public var done: Int64 = 0
        /// The highest number when it began; later items were decided upon by the new rules.
        public var upTo: Int64 = 0
        /// Items that went to another story.
        public var moved = 0
        /// Stories when it began.
        public var storiesBefore = 0
        /// Stories now.
        public var storiesAfter = 0
        /// Whether it took up an interrupted one.
        public var resumed = false
    }

    /// Runs to the end.
    ///
    /// - Parameters:
    ///   - restart: whether to begin anew when an earlier rebuild was interrupted.
    ///   - now: the time that is written to the items' logs.
    ///   - limit: items after which it stops and can be taken up again; nil for all.
    ///   - progress: told after each transaction how far it is, and which items it moved.
    public func run(
        restart: Bool = false, at now: Date, limit: Int? = nil,
        progress: @Sendable (Report, [StoryMove]) -> Void = { _, _ in }
    ) async throws -> Report {
        var report = try await store.write { writer in try Self.begin(writer, restart: restart) }
        var left = limit ?? .max
        while report.done < report.upTo, left > 0 {
            let (before, count) = (report, min(batch, left))
            let (after, moves) = try await store.write { writer in
                try step(before, count: count, at: now, writer)
            }
            left -= after.items - before.items
            report = after
            progress(report, moves)
        }
        return report
    }

    private static func begin(_ writer: any StoreWriter, restart: Bool) throws -> Report {
        if !restart, let text = try writer.value(of: progressKey),
            var known = try? JSONDecoder().decode(Report.self, from: Data(text.utf8))
        {
            known.resumed = true
            return known
        }
        var report = Report()
        report.upTo = try writer.highestItem()
        report.storiesBefore = try writer.totals().stories
        report.storiesAfter = report.storiesBefore
        try writer.beginRebuild()
        try save(report, writer)
        return report
    }

    private static func save(_ report: Report, _ writer: any StoreWriter) throws {
        let isDone = report.done >= report.upTo
        let text = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
        try writer.set(isDone ? nil : text, of: progressKey)
    }

    private func step(
        _ before: Report, count: Int, at now: Date, _ writer: any StoreWriter
    ) throws -> (Report, [StoryMove]) {
        var report = before
        var selection = ItemSelection()
        selection.copies = true
        selection.hidden = true
        selection.sort = .arrival
        selection.withoutText = true
        selection.after = ItemID(report.done)
        selection.upTo = ItemID(report.upTo)
        selection.limit = count
        let items = try writer.items(selection)
        var moves: [StoryMove] = []
        for item in items {
            if let move = try place(item, at: now, writer) { moves.append(move) }
            report.done = max(report.done, item.id.number)
        }
        if let last = items.last {
            try writer.expire(before: last.seen.addingTimeInterval(-StoryThresholds.window))
        }
        if items.count < count { report.done = report.upTo }
        report.items += items.count
        report.moved += moves.count
        report.storiesAfter = try writer.totals().stories
        try Self.save(report, writer)
        return (report, moves)
    }

    /// Decides about one item as if it came now, by the rules and by what a person said.
    private func place(_ item: Item, at now: Date, _ writer: any StoreWriter) throws -> StoryMove? {
        guard let document = try writer.document(of: item.id) else { return nil }
        let prepared = PreparedItem(document, seed: writer.seed)
        var assessment = try deduplicator.assess(prepared, id: item.id, index: writer)
        let companions = try writer.companions(of: item.id).compactMap { try writer.story(of: $0) }
        if let story = companions.first, assessment.decision.story != story {
            let leader = try writer.outlines(of: story, limit: 1).first?.item
            let decision = Decision(
                story: story, relation: .same, lead: leader, score: 1,
                reasons: [Decision.Reason(rule: "person", detail: "put together by hand")])
            assessment = assessment.deciding(decision)
        }
        let decision = assessment.decision
        let move = try writer.reseat(item.id, by: decision, at: now)
        guard let story = try writer.item(item.id)?.story else { return move }
        try deduplicator.remember(assessment, as: item.id, story: story, seen: item.seen, index: writer)
        return move
    }
}

/// An item that went from one story to another.
public struct StoryMove: Sendable, Equatable {
    /// The item.
    public var item: ItemID
    /// The story it left.
    public var from: StoryID
    /// The story it is in now.
    public var to: StoryID

    /// Creates a move.
    public init(item: ItemID, from: StoryID, to: StoryID) {
        self.item = item
        self.from = from
        self.to = to
    }
}
