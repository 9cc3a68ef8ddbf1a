internal import FeedParse
internal import Foundation
internal import GRDB

/// Changes to items.
extension SQLiteTransaction {
    private static let insertItem = """
        INSERT INTO item (source, story, lead, relation, score, overlap, seen, hidden_by, \(ItemFields.columns))
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, \(ItemFields.marks))
        """

    func insert(
        _ item: NewItem, columns: PreparedColumns, identity: ItemIdentity, seen: Date, decision: Decision,
        hiddenBy: String?
    ) throws -> StoredPlace {
        let source = try numberOfSource(item.source)
        let fields = ItemFields(item, columns: columns, sha256: identity.sha256, seen: seen)
        let begun = decision.story == nil ? try beginStory() : nil
        let story = try begun?.story ?? decision.story.map { try united($0) } ?? 0
        let isAlone = begun != nil
        let leads = isAlone || decision.lead == nil
        var statement = try FastStatement(db, Self.insertItem)
        statement.bind(source)
        statement.bind(story)
        statement.bind(isAlone)
        statement.bind(decision.relation.rawValue)
        statement.bind(decision.score)
        statement.bind(leads ? nil : decision.overlap)
        statement.bind(StoredTime.number(seen))
        statement.bind(hiddenBy)
        fields.bind(to: &statement)
        try statement.run()
        let number = db.lastInsertedRowID
        newestItem = number
        var body = try FastStatement(db, "INSERT INTO body (item, text, html, summary) VALUES (?, ?, ?, ?)")
        body.bind(number)
        body.bind(item.text)
        body.bind(item.html)
        body.bind(item.summary)
        try body.run()
        try change(.insert(number, columns.search))
        try remember(identity, number, source)
        for tag in item.tags { try insertTag(tag, number) }

        for other in decision.unites { try unite(other, into: story, at: seen) }
        if let begun {
            if begun.lead != number {
                try db.cachedStatement(sql: "UPDATE story SET lead = ? WHERE id = ?")
                    .execute(arguments: [number, story])
            }
        } else {
            try lead(
                by: leads ? number : decision.lead?.number ?? number, of: story, newcomer: number, decision)
        }
        let first = LogEntry(
            at: seen, topic: "story", message: Self.sentence(decision, story), decision: decision)
        var log = try FastStatement(
            db, "INSERT INTO log (item, number, at, topic, message, decision) VALUES (?, 1, ?, ?, ?, ?)")
        log.bind(number)
        Self.bind(first, to: &log)
        try log.run()
        return StoredPlace(item: ItemID(number), story: StoryID(story))
    }

    func update(_ id: ItemID, with item: NewItem, at time: Date, isRealChange: Bool) throws {
        let old = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT i.source, i.seen, i.title, i.authors, i.org, i.version, b.text, i.event
                    FROM item i LEFT JOIN body b ON b.item = i.id WHERE i.id = ?
                    """), arguments: [id.number])
        guard let old else { return }
        let identity = ItemIdentity(item)
        let columns = PreparedColumns(item)
        let fields = ItemFields(
            item, columns: columns, sha256: identity.sha256, seen: StoredTime.date(old[1] as Int64))
        let before = SearchIndex.Words(
            title: old[2], text: old[6] ?? "", authors: StoredList.list(old[3]), org: old[4])
        if isRealChange {
            try db.cachedStatement(
                sql:
                    "INSERT INTO version (item, number, replaced, title, text, event) VALUES (?, ?, ?, ?, ?, ?)"
            ).execute(arguments: [
                id.number, old[5] as Int, StoredTime.number(time), old[2] as String, old[6] as String?,
                old[7] as String?,
            ])
        }
        var statement = try FastStatement(
            db,
            """
            UPDATE item SET \(ItemFields.assignments), version = version + ?, changed = coalesce(?, changed)
            WHERE id = ?
            """)
        fields.bind(to: &statement)
        statement.bind(isRealChange)
        statement.bind(isRealChange ? StoredTime.number(time) : nil)
        statement.bind(id.number)
        try statement.run()
        try fingerprints().forgetReading(of: id)
        try db.cachedStatement(sql: "UPDATE body SET text = ?, html = ?, summary = ? WHERE item = ?")
            .execute(arguments: [item.text, item.html, item.summary, id.number])
        if before != columns.search {
            try change(.delete(id.number, before))
            try change(.insert(id.number, columns.search))
        }
        try remember(identity, id.number, old[0])
        try renewTags(id.number)
    }

    func hide(_ id: ItemID, by rule: String?) throws {
        try db.cachedStatement(sql: "UPDATE item SET hidden_by = ? WHERE id = ?")
            .execute(arguments: [rule, id.number])
    }

    func append(_ entry: LogEntry, to id: ItemID) throws {
        var statement = try FastStatement(
            db,
            """
            INSERT INTO log (item, number, at, topic, message, decision)
            SELECT ?1, (SELECT coalesce(max(number), 0) + 1 FROM log WHERE item = ?1), ?2, ?3, ?4, ?5
            WHERE EXISTS (SELECT 1 FROM item WHERE id = ?1)
            """)
        statement.bind(id.number)
        Self.bind(entry, to: &statement)
        try statement.run()
    }

    private static func bind(_ entry: LogEntry, to statement: inout FastStatement) {
        statement.bind(StoredTime.number(entry.at))
        statement.bind(entry.topic)
        statement.bind(entry.message)
        guard let decision = entry.decision else { return }
        statement.bind(text: StoredJSON.bytes(decision))
    }

    func mark(_ id: ItemID, kept: Bool?, read: Bool?, addTags: [String], removeTags: [String]) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT tags_added, tags_removed FROM item WHERE id = ?"),
            arguments: [id.number])
        guard let row else { return }
        let adding = Set(addTags.map { $0.lowercased() })
        let removing = Set(removeTags.map { $0.lowercased() })
        var added = StoredList.list(row[0]).filter { !removing.contains($0.lowercased()) }
        var removed = StoredList.list(row[1]).filter { !adding.contains($0.lowercased()) }
        added = ItemRows.tags(of: added + addTags, without: [])
        removed = ItemRows.tags(of: removed + removeTags, without: [])
        try db.cachedStatement(
            sql: """
                UPDATE item SET kept = coalesce(?, kept), read = coalesce(?, read), tags_added = ?, tags_removed = ?
                WHERE id = ?
                """
        ).execute(arguments: [kept, read, StoredList.text(added), StoredList.text(removed), id.number])
        if !addTags.isEmpty || !removeTags.isEmpty { try renewTags(id.number) }
    }

    /// Keeps the keys of an identity for ever; those it had stay.
    private func remember(_ identity: ItemIdentity, _ number: Int64, _ source: Int64) throws {
        for key in identity.keys {
            var statement = try FastStatement(
                db, "INSERT OR IGNORE INTO identity (source, key, item) VALUES (?, ?, ?)")
            statement.bind(source)
            statement.bind(key)
            statement.bind(number)
            try statement.run()
        }
    }

    private func insertTag(_ tag: String, _ number: Int64) throws {
        var statement = try FastStatement(db, "INSERT OR IGNORE INTO tag (tag, item) VALUES (?, ?)")
        statement.bind(tag.lowercased())
        statement.bind(number)
        try statement.run()
    }

    /// Makes the index of tags agree with the item's three lists.
    private func renewTags(_ number: Int64) throws {
        try db.cachedStatement(sql: "DELETE FROM tag WHERE item = ?").execute(arguments: [number])
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT tags, tags_added, tags_removed FROM item WHERE id = ?"),
            arguments: [number])
        guard let row else { return }
        for tag in StoredList.list(row[2]) {
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO tag (tag, item, removed) VALUES (?, ?, 1)")
                .execute(arguments: [tag.lowercased(), number])
        }
        for tag in StoredList.list(row[0]) + StoredList.list(row[1]) { try insertTag(tag, number) }
    }

    private static func sentence(_ decision: Decision, _ story: Int64) -> String {
        let reason = decision.reasons.first.map { ": \($0.detail)" } ?? ""
        switch decision.relation {
        case .new:
            return decision.story == nil
                ? "begins story S\(story)\(reason)" : "leads story S\(story)\(reason)"
        case .same: return "same text in story S\(story)\(reason)"
        case .excerptOf: return "excerpt in story S\(story)\(reason)"
        case .fuller: return "fuller than what led story S\(story) before\(reason)"
        case .versionOf: return "another version in story S\(story)\(reason)"
        }
    }
}
