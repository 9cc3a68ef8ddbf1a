internal import Foundation
internal import GRDB

/// One transaction of a SQLite store.
final class SQLiteTransaction: SQLiteReading, StoreWriter {
    let db: Database
    let path: String?
    let states: PollStateMemory
    private let memory: FingerprintMemory
    private var opened: SQLiteFingerprintIndex?
    /// Changes to the full-text index that transactions before this one in the same commit have left to its end.
    private var earlier: [[SearchIndex.Change]]
    private var changes: [SearchIndex.Change] = []
    /// Bytes of text in ``changes``.
    private var size = 0
    /// The item that was stored last in this transaction.
    var newestItem: Int64?
    /// The source whose item was stored last in it.
    private var latestSource: (name: String, number: Int64)?

    /// Texts that wait for the full-text index before it takes them: memory stays bounded when a store is pruned.
    private static let waitingBytes = 8 << 20

    init(
        db: Database, path: String?, memory: FingerprintMemory, states: PollStateMemory,
        earlier: [[SearchIndex.Change]] = []
    ) {
        self.db = db
        self.path = path
        self.states = states
        self.memory = memory
        self.earlier = earlier
    }

    /// What the full-text index has yet to be told when the transaction has run.
    var pendingChanges: [[SearchIndex.Change]] { changes.isEmpty ? earlier : earlier + [changes] }

    /// Leaves a change of the full-text index to the end of the commit.
    ///
    /// SQLite makes it write what it has gathered whenever a statement begins that may fail half-way: telling it
    /// everything at once is several times cheaper than telling it item by item.
    func change(_ change: SearchIndex.Change) throws {
        changes.append(change)
        size += change.size
        if size > Self.waitingBytes { try settleSearch() }
    }

    /// Tells the full-text index what waits for it: before it is asked something, and when too much waits.
    func settleSearch() throws {
        try SearchIndex.apply(pendingChanges, db)
        earlier = []
        changes = []
        size = 0
    }

    /// The number of the source of an item that is stored; most come from the same as the one before.
    func numberOfSource(_ name: String) throws -> Int64 {
        if let latestSource, latestSource.name == name { return latestSource.number }
        let number = try sourceNumber(name)
        latestSource = (name, number)
        return number
    }

    /// The fingerprint index, opened when a transaction first needs it: most marks and notes don't.
    func fingerprints() throws -> SQLiteFingerprintIndex {
        if let opened { return opened }
        let index = try SQLiteFingerprintIndex(db, memory: memory)
        opened = index
        return index
    }
}

/// The deduplicator's memory, in the same transaction.
extension SQLiteTransaction {
    var seed: UInt64 {
        if let opened { return opened.seed }
        // A round without news needs nothing else of the index, which takes longer to open than a hundred polls.
        // One that can't be read says so at the next question, which may throw.
        return (try? SQLiteFingerprintIndex.seed(db)) ?? 0
    }

    func postings(of list: [UInt64], cap: Int) throws -> [Postings] {
        try fingerprints().postings(of: list, cap: cap)
    }

    func isBoilerplate(_ list: [UInt64]) throws -> [Bool] {
        try fingerprints().isBoilerplate(list)
    }

    func items(withKeys keys: [UInt64]) throws -> [[ItemID]] {
        try fingerprints().items(withKeys: keys)
    }

    func document(of item: ItemID) throws -> IndexedDocument? {
        var row = try FastStatement(
            db,
            """
            SELECT s.name, i.title, b.text, i.date, i.story, s.org, i.org, i.guid, i.canonical_url,
                i.original_url, i.issued, i.completeness, s.rank, s.title, i.event
            FROM item i CROSS JOIN source s ON s.id = i.source LEFT JOIN body b ON b.item = i.id
            WHERE i.id = ?
            """)
        row.bind(item.number)
        guard try row.step() else { return nil }
        var document = IndexedDocument(
            source: row.text(0) ?? "", title: row.text(1) ?? "", text: row.text(2) ?? "",
            date: StoredTime.date(row.number(3) ?? 0))
        document.story = row.number(4).map(StoryID.init)
        document.org = StoredList.list(row.text(5)) + [row.text(13)].compactMap(\.self)
        document.origin = row.text(6)
        document.guid = row.text(7)
        document.canonicalURL = row.text(8)
        document.originalURL = row.text(9).flatMap(CanonicalURL.normalise)
        document.issued = StoredTime.date(row.number(10))
        document.completeness = row.text(11) ?? ""
        document.rank = Int(row.number(12) ?? 0)
        document.starts = EventStart(try StoredJSON.value(Event.self, from: row.text(14)))
        return document
    }

    func recall(_ item: ItemID) throws -> RecalledItem? {
        try fingerprints().reading(of: item) {
            try document(of: item).map { RecalledItem($0, seed: seed) }
        }
    }

    func story(of item: ItemID) throws -> StoryID? {
        try fingerprints().story(of: item)
    }

    func printCount(of item: ItemID) throws -> Int? {
        try fingerprints().printCount(of: item)
    }

    func outline(of item: ItemID) throws -> ItemOutline? {
        try fingerprints().outline(of: item)
    }

    func outlines(of story: StoryID, limit: Int) throws -> [ItemOutline] {
        try fingerprints().outlines(of: story, limit: limit)
    }

    func isApart(_ item: ItemID, from story: StoryID) throws -> Bool {
        try fingerprints().isApart(item, from: story)
    }

    func areApart(_ story: StoryID, _ other: StoryID) throws -> Bool {
        try fingerprints().areApart(story, other)
    }

    func insert(_ entry: IndexEntry) throws {
        try fingerprints().insert(entry)
    }

    func unite(_ story: StoryID, into other: StoryID) throws {
        try fingerprints().unite(story, into: other)
    }

    func move(_ item: ItemID, to story: StoryID) throws {
        try fingerprints().move(item, to: story)
    }

    func setLead(_ item: ItemID, of story: StoryID) throws {
        try fingerprints().setLead(item, of: story)
    }

    func expire(before time: Date) throws {
        // Most often nothing has, and an index that nothing else needs isn't opened for it.
        guard let floor = try SQLiteFingerprintIndex.floor(before: time, db) else { return }
        try fingerprints().expire(below: floor)
    }
}
