public import Foundation
import GRDB

/// A file (or memory) that holds stories and nothing else: for `aggd dedup` and for measurements.
///
/// The texts are kept beside the index, in a table of their own. One task uses it at a time.
public final class StoryFile {
    private let queue: DatabaseQueue
    private let memory = FingerprintMemory()
    private let deduplicator = Deduplicator()
    private var highest: Int64 = 0

    /// Opens a file, or creates it; nil keeps everything in memory.
    public init(path: String?) throws {
        var configuration = GRDB.Configuration()
        // A transaction stays open while items follow each other.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000;
                    PRAGMA wal_autocheckpoint = 4000;
                    """)
        }
        if let path {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } else {
            queue = try DatabaseQueue(configuration: configuration)
        }
        highest = try queue.write { db in
            if try !db.tableExists("story_item") {
                try SQLiteFingerprintIndex.migrate(db)
                try db.execute(sql: SQLiteFingerprintIndex.byLead)
                try db.execute(sql: StoryWords.schema)
                try db.execute(
                    sql: """
                        CREATE TABLE story_text (
                            item INTEGER PRIMARY KEY, name TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
                            text TEXT NOT NULL, url TEXT, original TEXT, date REAL NOT NULL);
                        """)
            }
            let rules = try Int64.fetchOne(db, sql: "SELECT value FROM story_state WHERE name = 'rules'")
            guard rules == SQLiteFingerprintIndex.rules else {
                throw StoreError(
                    .newer,
                    "\(path ?? "The file") was made by another aggd; name a file that isn't there yet.")
            }
            return try Int64.fetchOne(db, sql: "SELECT max(item) FROM story_item") ?? 0
        }
    }

    /// An address without what makes no difference to the comparison.
    public static func plainAddress(_ url: String) -> String { StoryKeys.plain(url) }

    /// An item of a stream.
    public struct StreamItem: Sendable {
        /// The stream's own id.
        public var name: String
        /// The document.
        public var document: IndexedDocument
        /// When it counts as first seen.
        public var seen: Date

        /// Creates an item.
        public init(name: String, document: IndexedDocument, seen: Date) {
            self.name = name
            self.document = document
            self.seen = seen
        }
    }

    /// What became of an item of a stream.
    public struct Outcome: Sendable {
        /// The number it got.
        public var item: ItemID
        /// The story it is in.
        public var story: StoryID
        /// The stream's id of the lead.
        public var lead: String
        /// The number of the lead.
        public var leadItem: ItemID
        /// The decision.
        public var decision: Decision
    }

    /// Decides about items one after the other, in one transaction.
    ///
    /// - Parameter keepsOpen: the transaction stays open for the items that follow, until ``settle()``: with an item
    ///   or two in each, ending it costs twice as much as deciding.
    public func decide(_ items: [StreamItem], keepsOpen: Bool = false) throws -> [Outcome] {
        try inTransaction(keepsOpen: keepsOpen) { db in
            let index = StreamIndex(index: try SQLiteFingerprintIndex(db, memory: memory), db: db)
            return try items.map { try decide($0, index: index, db) }
        }
    }

    /// Ends the transaction that was kept open: what was decided is in the file then.
    public func settle() throws {
        try queue.writeWithoutTransaction { db in
            if db.isInsideTransaction { try db.commit() }
        }
    }

    private func inTransaction<Value>(keepsOpen: Bool, _ body: (Database) throws -> Value) throws -> Value {
        try queue.writeWithoutTransaction { db in
            let isFirst = !db.isInsideTransaction
            if isFirst { try db.beginTransaction(.immediate) }
            // What was answered before in the same transaction stays when this fails.
            try db.execute(sql: "SAVEPOINT items")
            do {
                let value = try body(db)
                try db.execute(sql: "RELEASE items")
                if !keepsOpen { try db.commit() }
                return value
            } catch {
                // What went wrong first is what is told; SQLite may have ended the transaction itself.
                if db.isInsideTransaction {
                    try? db.execute(sql: isFirst ? "ROLLBACK" : "ROLLBACK TO items; RELEASE items")
                }
                // What is remembered of the file is read from it again.
                memory.forget()
                throw error
            }
        }
    }

    private func decide(_ item: StreamItem, index: StreamIndex, _ db: Database) throws -> Outcome {
        let prepared = PreparedItem(item.document, seed: index.seed)
        let assessment = try deduplicator.assess(prepared, index: index)
        highest += 1
        let id = ItemID(highest)
        let story = assessment.decision.story ?? StoryID(highest)
        try deduplicator.remember(assessment, as: id, story: story, seen: item.seen, index: index)
        try index.keep(item, as: id)
        let lead = assessment.decision.lead ?? id
        return Outcome(
            item: id, story: story, lead: lead == id ? item.name : try index.name(of: lead), leadItem: lead,
            decision: assessment.decision)
    }

    /// Forgets fingerprints of items seen before a time.
    public func expire(before time: Date) throws {
        try inTransaction(keepsOpen: false) { db in
            try SQLiteFingerprintIndex(db, memory: memory).expire(before: time)
        }
    }
}

/// The index of a ``StoryFile`` with its texts.
private struct StreamIndex: FingerprintIndex {
    let index: SQLiteFingerprintIndex
    let db: Database

    var seed: UInt64 { index.seed }

    func postings(of fingerprints: [UInt64], cap: Int) throws -> [Postings] {
        try index.postings(of: fingerprints, cap: cap)
    }

    func isBoilerplate(_ fingerprints: [UInt64]) throws -> [Bool] { index.isBoilerplate(fingerprints) }

    func items(withKeys keys: [UInt64]) throws -> [[ItemID]] { try index.items(withKeys: keys) }

    func document(of item: ItemID) throws -> IndexedDocument? {
        let statement = try db.cachedStatement(
            sql: "SELECT source, title, text, url, original, date FROM story_text WHERE item = ?")
        guard let row = try Row.fetchOne(statement, arguments: [item.number]) else { return nil }
        var document = IndexedDocument(
            source: row[0], title: row[1], text: row[2], date: Date(timeIntervalSince1970: row[5]))
        document.canonicalURL = row[3]
        document.originalURL = row[4]
        return document
    }

    func recall(_ item: ItemID) throws -> RecalledItem? {
        try index.reading(of: item) { try document(of: item).map { RecalledItem($0, seed: seed) } }
    }

    func keep(_ item: StoryFile.StreamItem, as id: ItemID) throws {
        let document = item.document
        var statement = try FastStatement(
            db,
            """
            INSERT INTO story_text (item, name, source, title, text, url, original, date)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        statement.bind(id.number)
        statement.bind(item.name)
        statement.bind(document.source)
        statement.bind(document.title)
        statement.bind(document.text)
        statement.bind(document.canonicalURL)
        statement.bind(document.originalURL)
        statement.bind(document.date.timeIntervalSince1970)
        try statement.run()
    }

    func name(of item: ItemID) throws -> String {
        var row = try FastStatement(db, "SELECT name FROM story_text WHERE item = ?")
        row.bind(item.number)
        return try row.step() ? row.text(0) ?? item.text : item.text
    }

    func story(of item: ItemID) throws -> StoryID? { try index.story(of: item) }
    func printCount(of item: ItemID) throws -> Int? { try index.printCount(of: item) }
    func outline(of item: ItemID) throws -> ItemOutline? { try index.outline(of: item) }
    func outlines(of story: StoryID, limit: Int) throws -> [ItemOutline] {
        try index.outlines(of: story, limit: limit)
    }
    func insert(_ entry: IndexEntry) throws { try index.insert(entry) }
    func unite(_ story: StoryID, into other: StoryID) throws { try index.unite(story, into: other) }
    func move(_ item: ItemID, to story: StoryID) throws { try index.move(item, to: story) }
    func setLead(_ item: ItemID, of story: StoryID) throws { try index.setLead(item, of: story) }
    func expire(before time: Date) throws { try index.expire(before: time) }
}
