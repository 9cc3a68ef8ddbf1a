internal import Foundation
internal import GRDB

/// What a person has said about two items: that they are one story, or that they are not.
///
/// Such a word holds against every rule, also when the stories are computed anew.
struct StoryWords {
    let db: Database

    /// The table; part of the store's schema.
    ///
    /// The smaller item number comes first. `same` is 1 when the two are one story by a person's word, 0 when
    /// they are not.
    static let schema = """
        CREATE TABLE IF NOT EXISTS story_word (
            item INTEGER NOT NULL, other INTEGER NOT NULL, same INTEGER NOT NULL,
            PRIMARY KEY (item, other)) WITHOUT ROWID;
        """

    /// Whether there is any word at all.
    func exist() throws -> Bool {
        guard try db.tableExists("story_word") else { return false }
        return try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM story_word)") ?? false
    }

    /// Notes a word about two items; a later one takes the place of an earlier one.
    func note(_ item: ItemID, _ other: ItemID, same: Bool) throws {
        let pair = (min(item.number, other.number), max(item.number, other.number))
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO story_word (item, other, same) VALUES (?, ?, ?)")
            .execute(arguments: [pair.0, pair.1, same])
    }

    /// Takes back every word that says the contrary about the items of two lists.
    func withdraw(same: Bool, between items: [Int64], and others: [Int64]) throws {
        let statement = try db.cachedStatement(
            sql: "DELETE FROM story_word WHERE item = ? AND other = ? AND same = ?")
        for item in items {
            for other in others {
                try statement.execute(arguments: [min(item, other), max(item, other), same])
            }
        }
    }

    /// The items that a person put into one story with an item.
    func companions(of item: ItemID) throws -> [ItemID] {
        try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT CASE WHEN item = ?1 THEN other ELSE item END FROM story_word
                    WHERE same = 1 AND (item = ?1 OR other = ?1)
                    """), arguments: [item.number]
        ).map(ItemID.init)
    }

    /// Whether a person took an item away from one that is in a story now.
    func isApart(_ item: ItemID, from story: StoryID) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (
                        SELECT 1 FROM story_word w
                        JOIN story_item i ON i.item = CASE WHEN w.item = ?1 THEN w.other ELSE w.item END
                        WHERE w.same = 0 AND (w.item = ?1 OR w.other = ?1) AND i.story = ?2)
                    """), arguments: [item.number, story.number]) ?? false
    }

    /// Whether a person keeps items of two stories apart.
    func areApart(_ story: StoryID, _ other: StoryID) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (
                        SELECT 1 FROM story_word w
                        JOIN story_item a ON a.item = w.item JOIN story_item b ON b.item = w.other
                        WHERE w.same = 0
                            AND (a.story = ?1 AND b.story = ?2 OR a.story = ?2 AND b.story = ?1))
                    """), arguments: [story.number, other.number]) ?? false
    }
}

/// Splitting and joining stories by a person's word.
extension SQLiteTransaction {
    func split(_ id: ItemID, at time: Date) throws -> StoryID? {
        guard let story = try storyNumber(of: id) else { return nil }
        let others = try members(of: story).filter { $0 != id.number }
        guard !others.isEmpty else { return nil }
        let words = StoryWords(db: db)
        for other in others { try words.note(id, ItemID(other), same: false) }
        try fingerprints().heedWords()
        try move(
            id, to: nil,
            reason: Decision.Reason(rule: "person", detail: "taken out of story S\(story) by hand"), at: time)
        try survey(story)
        return try storyNumber(of: id).map(StoryID.init)
    }

    func join(_ id: ItemID, with other: ItemID, at time: Date) throws -> StoryID? {
        guard let story = try storyNumber(of: id), let gone = try storyNumber(of: other) else { return nil }
        let words = StoryWords(db: db)
        try words.note(id, other, same: true)
        guard story != gone else { return nil }
        try words.withdraw(same: false, between: members(of: story), and: members(of: gone))
        try words.note(id, other, same: true)
        let moved = try members(of: gone)
        try unite(StoryID(gone), into: story, at: time)
        try chooseLead(of: story, elseUniteWith: nil)
        try survey(story)
        let reason = Decision.Reason(rule: "person", other: id, detail: "put together by hand")
        let decision = Decision(
            story: StoryID(story), relation: .same, lead: nil, score: 1, reasons: [reason])
        let mark = try db.cachedStatement(sql: "UPDATE item SET placed = 1 WHERE id = ?")
        for member in moved {
            try mark.execute(arguments: [member])
            try append(
                LogEntry(
                    at: time, topic: "story", message: "put into story S\(story) by hand", decision: decision),
                to: ItemID(member))
        }
        return StoryID(story)
    }

    /// Gives a story the lead and the relations that its items have to each other now.
    func survey(_ story: Int64) throws {
        guard let survey = try Deduplicator().survey(of: StoryID(story), index: self) else { return }
        try setLead(survey.lead.number, of: story)
        try db.cachedStatement(
            sql: "UPDATE item SET relation = 'new', overlap = NULL WHERE id = ? AND relation <> 'fuller'"
        ).execute(arguments: [survey.lead.number])
        try revise(survey.others, in: story)
    }

    /// Writes how items relate to their story's lead from now on.
    func revise(_ revisions: [Decision.Revision], in story: Int64) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE item SET relation = ?, overlap = ? WHERE id = ? AND story = ? AND lead = 0")
        for revision in revisions {
            try statement.execute(
                arguments: [revision.relation.rawValue, revision.overlap, revision.item.number, story])
        }
    }

    func storyNumber(of id: ItemID) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT story FROM item WHERE id = ?"), arguments: [id.number])
    }

    private func members(of story: Int64) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM item WHERE story = ? ORDER BY id"), arguments: [story])
    }
}
