import Foundation
import GRDB

/// The fingerprint index in a SQLite file, for the length of one transaction.
///
/// The store passes its calls on to it and answers ``document(of:)`` itself, with the texts that it has.
struct SQLiteFingerprintIndex {
    let db: Database
    let memory: FingerprintMemory

    /// The tables; part of the store's schema.
    ///
    /// story_item: an item's story, outline and whether it leads. story_recent: the fingerprints and keys, five
    /// bytes each, of the items that are in no segment yet. story_boilerplate: fingerprints that three stories
    /// have, with the item that showed it. story_segment, story_page: see ``FingerprintLog``.
    static let schema =
        """
        CREATE TABLE story_item (
            item INTEGER PRIMARY KEY, story INTEGER NOT NULL, seen INTEGER NOT NULL, lead INTEGER NOT NULL,
            prints INTEGER NOT NULL, outline BLOB NOT NULL);
        CREATE INDEX story_item_by_story ON story_item (story);
        CREATE TABLE story_recent (
            sequence INTEGER PRIMARY KEY, item INTEGER NOT NULL, prints BLOB NOT NULL, keys BLOB NOT NULL);
        CREATE TABLE story_boilerplate (print INTEGER PRIMARY KEY, item INTEGER NOT NULL);
        CREATE TABLE story_state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

        """ + FingerprintLog.schema

    /// An index that finds a story's lead and its first items without reading all of them.
    static let byLead =
        "DROP INDEX story_item_by_story; CREATE INDEX story_item_by_lead ON story_item (story, lead DESC);"

    /// The version of how texts become fingerprints: those of another version can't be compared with.
    ///
    /// 2: words are hashed eight bytes at a time.
    static let rules: Int64 = 2

    /// Creates the tables and draws the seed.
    static func migrate(_ db: Database, seed: UInt64 = .random(in: .min ... .max)) throws {
        try db.execute(sql: schema)
        try db.execute(
            sql: "INSERT INTO story_state (name, value) VALUES ('seed', ?), ('floor', 0), ('rules', ?)",
            arguments: [Int64(bitPattern: seed), rules])
    }

    /// Opens the index inside a transaction.
    init(_ db: Database, memory: FingerprintMemory) throws {
        self.db = db
        self.memory = memory
        let version = try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
        if !memory.isValid || memory.version != version {
            try load()
            memory.version = version
            memory.isValid = true
        }
        if !memory.isWatching {
            memory.isWatching = true
            db.afterNextTransaction(
                onCommit: { [memory] _ in memory.isWatching = false },
                onRollback: { [memory] _ in
                    memory.isWatching = false
                    memory.isValid = false
                })
        }
    }

    private func load() throws {
        memory.seed = try Self.seed(db)
        memory.floor = try Self.state("floor", db)
        memory.hasWords = try StoryWords(db: db).exist()
        memory.common = HashTable()
        try memory.prints.load(db)
        try memory.keys.load(db)
        memory.recentItems = 0
        let rows = try Row.fetchCursor(
            db, sql: "SELECT item, prints, keys FROM story_recent ORDER BY sequence")
        while let row = try rows.next() {
            memory.prints.remember(PackedPrints.numbers(row[1]), of: row[0])
            memory.keys.remember(PackedPrints.numbers(row[2]), of: row[0])
            memory.recentItems += 1
        }
        memory.readings = ReadingCache()
        // However short the runs of a process are, what has expired goes.
        try db.execute(sql: "DELETE FROM story_boilerplate WHERE item < ?", arguments: [memory.floor])
        try loadBoilerplate()
        (memory.firstStory, memory.stories, memory.printCounts) = (memory.floor, [], [])
        var known = try FastStatement(
            db, "SELECT item, story, prints FROM story_item WHERE item >= ? ORDER BY item")
        known.bind(memory.floor)
        while try known.step() {
            note(known.number(1) ?? 0, prints: Int(known.number(2) ?? 0), of: known.number(0) ?? 0)
        }
    }

    func loadBoilerplate() throws {
        memory.boilerplate = HashTable()
        let prints = try Row.fetchCursor(db, sql: "SELECT print FROM story_boilerplate")
        while let row = try prints.next() { memory.boilerplate.update(UInt64(row[0] as Int64), to: 1) }
    }

    /// The store's seed, without opening the index.
    static func seed(_ db: Database) throws -> UInt64 { UInt64(bitPattern: try state("seed", db)) }

    /// A number that stands beside the index.
    static func state(_ name: String, _ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT value FROM story_state WHERE name = ?")
        return try Int64.fetchOne(statement, arguments: [name]) ?? 0
    }

    private func note(_ story: Int64, prints: Int? = nil, of item: Int64) {
        let place = Int(item - memory.firstStory)
        // A number far ahead of all others would cost memory for nothing; the file answers for it.
        guard place >= 0, place < memory.stories.count + 1_000_000 else { return }
        while memory.stories.count <= place {
            memory.stories.append(0)
            memory.printCounts.append(0)
        }
        if let prints { memory.printCounts[place] = UInt8(clamping: prints) }
        memory.stories[place] = UInt32(clamping: story)
    }

    /// The 40 bits of a fingerprint that count.
    private static func short(_ print: UInt64) -> UInt64 { print >> 24 }
}

extension SQLiteFingerprintIndex {
    /// The store's seed.
    var seed: UInt64 { memory.seed }

    /// See ``FingerprintIndex/postings(of:cap:)``.
    func postings(of fingerprints: [UInt64], cap: Int) throws -> [Postings] {
        var found: [Int64] = []
        let floor = memory.floor
        let common = memory.common
        let (prints, stories, firstStory) = (memory.prints, memory.stories, memory.firstStory)
        var answers: [Postings] = []
        answers.reserveCapacity(fingerprints.count)
        let wanted = fingerprints.map(Self.short)
        let places = prints.places(of: wanted)
        for (print, place) in zip(wanted, places) {
            if place.isNowhere {
                answers.append(Postings(items: [], storyCount: 0))
                continue
            }
            if let count = common[print] {
                answers.append(Postings(items: [], storyCount: Int(count)))
                continue
            }
            found.removeAll(keepingCapacity: true)
            try prints.collect(print, at: place, into: &found, limit: cap + 1, db)
            if found.isEmpty {
                answers.append(Postings(items: [], storyCount: 0))
                continue
            }
            found.removeAll { $0 < floor }
            var seen: [Int64] = []
            var latest: Int64 = 0
            for item in found {
                // Neighbours are often copies of one story.
                let place = Int(item - firstStory)
                let isNear = place >= 0 && place < stories.count && stories[place] != 0
                guard let story = isNear ? Int64(stories[place]) : try storyNumber(of: item),
                    story != latest
                else { continue }
                latest = story
                if !seen.contains(story) { seen.append(story) }
            }
            if found.count > cap {
                // Three stories make a fingerprint boilerplate; only then can its number no longer matter.
                if seen.count >= StoryThresholds.boilerplateStories {
                    memory.common.update(print, to: Int32(seen.count))
                    found.removeAll(keepingCapacity: true)
                } else {
                    found.removeLast(found.count - cap)
                }
            }
            answers.append(Postings(items: found.map(ItemID.init), storyCount: seen.count))
        }
        return answers
    }

    /// See ``FingerprintIndex/isBoilerplate(_:)``.
    func isBoilerplate(_ fingerprints: [UInt64]) -> [Bool] {
        let boilerplate = memory.boilerplate
        return fingerprints.map { boilerplate.contains(Self.short($0)) }
    }

    private func storyNumber(of item: Int64) throws -> Int64? {
        if let story = memory.story(of: item) { return story }
        return try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT story FROM story_item WHERE item = ?"), arguments: [item])
    }

    /// See ``FingerprintIndex/items(withKeys:)``.
    func items(withKeys keys: [UInt64]) throws -> [[ItemID]] {
        let wanted = keys.map(Self.short)
        return try zip(wanted, memory.keys.places(of: wanted)).map { key, place in
            var found: [Int64] = []
            try memory.keys.collect(key, at: place, into: &found, limit: 4, db)
            return found.map(ItemID.init)
        }
    }

    /// See ``FingerprintIndex/story(of:)``.
    func story(of item: ItemID) throws -> StoryID? {
        try storyNumber(of: item.number).map(StoryID.init)
    }

    /// See ``FingerprintIndex/printCount(of:)``.
    func printCount(of item: ItemID) throws -> Int? {
        let place = Int(item.number - memory.firstStory)
        if memory.stories.indices.contains(place), memory.stories[place] != 0 {
            return Int(memory.printCounts[place])
        }
        return try Int.fetchOne(
            db.cachedStatement(sql: "SELECT prints FROM story_item WHERE item = ?"), arguments: [item.number])
    }

    /// See ``FingerprintIndex/outline(of:)``.
    func outline(of item: ItemID) throws -> ItemOutline? {
        var row = try FastStatement(db, "SELECT lead, outline FROM story_item WHERE item = ?")
        row.bind(item.number)
        guard try row.step() else { return nil }
        return ItemOutline(item: item, isLead: row.number(0) == 1, encoded: row.bytes(1))
    }

    /// See ``FingerprintIndex/outlines(of:limit:)``.
    func outlines(of story: StoryID, limit: Int) throws -> [ItemOutline] {
        var rows = try FastStatement(
            db,
            "SELECT item, lead, outline FROM story_item WHERE story = ? ORDER BY lead DESC, item LIMIT ?")
        rows.bind(story.number)
        rows.bind(Int64(limit))
        var outlines: [ItemOutline] = []
        while try rows.step() {
            let item = ItemID(rows.number(0) ?? 0)
            if let outline = ItemOutline(item: item, isLead: rows.number(1) == 1, encoded: rows.bytes(2)) {
                outlines.append(outline)
            }
        }
        return outlines
    }

    /// See ``FingerprintIndex/insert(_:)``.
    func insert(_ entry: IndexEntry) throws {
        let item = entry.outline.item.number
        let prints = entry.fingerprints.map(Self.short)
        let keys = entry.keys.map(Self.short)
        var place = try FastStatement(
            db,
            """
            INSERT OR REPLACE INTO story_item (item, story, seen, lead, prints, outline)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        place.bind(item)
        place.bind(entry.story.number)
        place.bind(Int64(clamping: Int(entry.seen.timeIntervalSince1970)))
        place.bind(entry.outline.isLead)
        place.bind(Int64(prints.count))
        place.bind(entry.outline.encoded)
        try place.run()
        var recent = try FastStatement(db, "INSERT INTO story_recent (item, prints, keys) VALUES (?, ?, ?)")
        recent.bind(item)
        recent.bind(PackedPrints.bytes(prints))
        recent.bind(PackedPrints.bytes(keys))
        try recent.run()
        for print in entry.boilerplate where memory.boilerplate.update(Self.short(print), to: 1) == nil {
            var statement = try FastStatement(
                db, "INSERT OR REPLACE INTO story_boilerplate (print, item) VALUES (?, ?)")
            statement.bind(Int64(Self.short(print)))
            statement.bind(item)
            try statement.run()
        }
        note(entry.story.number, prints: prints.count, of: item)
        if let reading = entry.reading {
            memory.readings.keep(reading, of: item)
        } else {
            memory.readings.forget(item)
        }
        memory.prints.remember(prints, of: item)
        memory.keys.remember(keys, of: item)
        memory.recentItems += 1
        if memory.recentItems >= FingerprintLog.segmentItems { try flush() }
    }

    private func flush() throws {
        try memory.prints.flush(floor: memory.floor, db)
        try memory.keys.flush(floor: 0, db)
        try db.execute(sql: "DELETE FROM story_recent")
        memory.recentItems = 0
    }

    /// See ``FingerprintIndex/unite(_:into:)``.
    func unite(_ story: StoryID, into other: StoryID) throws {
        let items = try Int64.fetchAll(
            db, sql: "SELECT item FROM story_item WHERE story = ?", arguments: [story.number])
        try db.execute(
            sql: "UPDATE story_item SET story = ?, lead = 0 WHERE story = ?",
            arguments: [other.number, story.number])
        for item in items { note(other.number, of: item) }
        // What three stories had may be one story's now.
        memory.common = HashTable()
    }

    /// See ``FingerprintIndex/move(_:to:)``.
    func move(_ item: ItemID, to story: StoryID) throws {
        try db.execute(
            sql: "UPDATE story_item SET story = ?, lead = 0 WHERE item = ?",
            arguments: [story.number, item.number])
        note(story.number, of: item.number)
        memory.common = HashTable()
    }

    /// See ``FingerprintIndex/setLead(_:of:)``.
    func setLead(_ item: ItemID, of story: StoryID) throws {
        var others = try FastStatement(
            db, "UPDATE story_item SET lead = 0 WHERE story = ? AND lead = 1 AND item <> ?")
        others.bind(story.number)
        others.bind(item.number)
        try others.run()
        var one = try FastStatement(db, "UPDATE story_item SET lead = 1 WHERE item = ? AND lead = 0")
        one.bind(item.number)
        try one.run()
    }

    /// Forgets that an item belongs to a story, when it was pruned; its keys stay and lead nowhere.
    func forget(_ item: ItemID) throws {
        try db.cachedStatement(sql: "DELETE FROM story_item WHERE item = ?").execute(arguments: [item.number])
        note(0, of: item.number)
        memory.readings.forget(item.number)
    }

    /// A reading of an item that is still at hand; else one made by a body, which is kept.
    func reading(of item: ItemID, orMake make: () throws -> RecalledItem?) rethrows -> RecalledItem? {
        if let known = memory.readings.reading(of: item.number) { return known }
        guard let made = try make() else { return nil }
        memory.readings.keep(made, of: item.number)
        return made
    }

    /// Lets go of the reading of an item whose content was replaced.
    func forgetReading(of item: ItemID) { memory.readings.forget(item.number) }

    /// See ``FingerprintIndex/isApart(_:from:)``.
    func isApart(_ item: ItemID, from story: StoryID) throws -> Bool {
        try memory.hasWords && StoryWords(db: db).isApart(item, from: story)
    }

    /// See ``FingerprintIndex/areApart(_:_:)``.
    func areApart(_ story: StoryID, _ other: StoryID) throws -> Bool {
        try memory.hasWords && StoryWords(db: db).areApart(story, other)
    }

    /// Whether a person has said anything.
    var hasWords: Bool { memory.hasWords }

    /// From now on a person's words are asked for.
    func heedWords() { memory.hasWords = true }

    /// Whether any item of a story is known.
    func hasItems(_ story: StoryID) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM story_item WHERE story = ?)"),
            arguments: [story.number]) ?? false
    }

    /// Forgets all items, their fingerprints and keys; the seed and a person's words stay.
    func clear() throws {
        for table in ["story_item", "story_recent", "story_boilerplate", "story_segment", "story_page"] {
            try db.execute(sql: "DELETE FROM \(table)")
        }
        try db.execute(
            sql: "INSERT OR REPLACE INTO story_state (name, value) VALUES ('floor', 0), ('rules', ?)",
            arguments: [Self.rules])
        try load()
    }
}
