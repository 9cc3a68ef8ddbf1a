internal import FeedParse
internal import Foundation
internal import GRDB

/// Changes to stories.
extension SQLiteTransaction {
    func move(_ id: ItemID, to story: StoryID?, reason: Decision.Reason, at time: Date) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT story, lead FROM item WHERE id = ?"), arguments: [id.number])
        guard let row else { return }
        let old: Int64 = row[0]
        let target = try story.map { try united($0) } ?? beginStory().story
        guard target != old else { return }
        let statement = try db.cachedStatement(
            sql:
                "UPDATE item SET story = ?, lead = 0, placed = 1, relation = ?, overlap = NULL, score = 1 WHERE id = ?"
        )
        let relation: Relation = story == nil ? .new : .same
        try statement.execute(arguments: [target, relation.rawValue, id.number])
        try fingerprints().move(id, to: StoryID(target))
        try chooseLead(of: old, elseUniteWith: target)
        if story == nil {
            try setLead(id.number, of: target)
        } else {
            try chooseLead(of: target, elseUniteWith: nil)
        }
        let decision = Decision(
            story: StoryID(target), relation: relation, lead: nil, score: 1, reasons: [reason])
        try append(
            LogEntry(
                at: time, topic: "story", message: "moved to story S\(target): \(reason.detail)",
                decision: decision),
            to: id)
    }

    func apply(_ decision: Decision, to id: ItemID, at time: Date) throws {
        let before = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT story FROM item WHERE id = ?"), arguments: [id.number])
        guard let before else { return }
        let target = try decision.story.map { try united($0) } ?? before
        try db.cachedStatement(
            sql: "UPDATE item SET story = ?, relation = ?, score = ?, overlap = ? WHERE id = ?"
        ).execute(
            arguments: [target, decision.relation.rawValue, decision.score, decision.overlap, id.number])
        if target != before {
            try db.cachedStatement(sql: "UPDATE item SET lead = 0 WHERE id = ?").execute(arguments: [
                id.number
            ])
            try fingerprints().move(id, to: StoryID(target))
            try chooseLead(of: before, elseUniteWith: target)
        }
        for other in decision.unites { try unite(other, into: target, at: time) }
        try lead(
            by: decision.lead?.number ?? id.number, of: target, newcomer: id.number, decision)
        let reason = decision.reasons.first.map { ": \($0.detail)" } ?? ""
        try append(
            LogEntry(
                at: time, topic: "story",
                message:
                    "looked at again after a change, \(decision.relation.rawValue) in story S\(target)\(reason)",
                decision: decision),
            to: id)
    }

    /// Begins a story that the next new item leads.
    ///
    /// The two refer to each other; the lead is the number that the item is going to have, since items are
    /// numbered in their order.
    func beginStory() throws -> (story: Int64, lead: Int64) {
        let lead = 1 + (try newestItem ?? highestNumber())
        var statement = try FastStatement(db, "INSERT INTO story (lead) VALUES (?)")
        statement.bind(lead)
        try statement.run()
        return (db.lastInsertedRowID, lead)
    }

    /// The highest number that an item ever had; 0 when there was none.
    private func highestNumber() throws -> Int64 {
        let last = try FastStatement(db, "SELECT seq FROM sqlite_sequence WHERE name = 'item'")
        return try last.step() ? last.number(0) ?? 0 : 0
    }

    /// Makes an item the lead of its story.
    func setLead(_ item: Int64, of story: Int64) throws {
        try db.cachedStatement(sql: "UPDATE item SET lead = 0 WHERE story = ? AND lead = 1 AND id <> ?")
            .execute(arguments: [story, item])
        try db.cachedStatement(sql: "UPDATE item SET lead = 1 WHERE id = ?").execute(arguments: [item])
        try db.cachedStatement(sql: "UPDATE story SET lead = ? WHERE id = ?").execute(arguments: [
            item, story,
        ])
        try fingerprints().setLead(ItemID(item), of: StoryID(story))
    }

    /// Gives a story the lead that was decided when a newcomer joined it.
    func lead(by item: Int64, of story: Int64, newcomer: Int64, _ decision: Decision) throws {
        let belongs = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT story FROM item WHERE id = ?"), arguments: [item])
        // A lead that was pruned or moved in between leaves the choice to what is there.
        guard belongs == story else { return try chooseLead(of: story, elseUniteWith: nil) }
        let before = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT lead FROM story WHERE id = ?"), arguments: [story])
        try setLead(item, of: story)
        if item != newcomer, item != before {
            // An older item leads now: what it was to the lead before it is no longer true.
            try db.cachedStatement(sql: "UPDATE item SET relation = ?, overlap = NULL WHERE id = ?")
                .execute(arguments: [Relation.fuller.rawValue, item])
        }
        try revise(decision.revised, in: story)
        guard let before, before != item, !decision.revised.contains(where: { $0.item.number == before })
        else { return }
        // Without a comparison, what led until now relates to the newcomer as the newcomer related to it, seen from the other side.
        let relation: Relation =
            switch decision.relation {
            case .fuller: .excerptOf
            case .versionOf: .versionOf
            default: .same
            }
        try db.cachedStatement(sql: "UPDATE item SET relation = ?, score = ?, overlap = ? WHERE id = ?")
            .execute(
                arguments: [
                    relation.rawValue, decision.score, item == newcomer ? decision.overlap : nil, before,
                ])
    }

    /// Makes a story part of another.
    func unite(_ story: StoryID, into target: Int64, at time: Date) throws {
        let number = try united(story)
        guard number != target else { return }
        let members = try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT id FROM item WHERE story = ?"), arguments: [number])
        try db.cachedStatement(
            sql: """
                UPDATE item SET story = ?, lead = 0, relation = CASE WHEN relation IN ('new', 'fuller')
                THEN 'same' ELSE relation END WHERE story = ?
                """
        ).execute(arguments: [target, number])
        try fingerprints().unite(StoryID(number), into: StoryID(target))
        try retire(number, into: target)
        for member in members {
            try append(
                LogEntry(at: time, topic: "story", message: "story S\(number) is united with S\(target)"),
                to: ItemID(member))
        }
    }

    /// Chooses the fullest item of a story as its lead; a story without items becomes part of another or ends.
    func chooseLead(of story: Int64, elseUniteWith other: Int64?) throws {
        let fullest = try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT id FROM item WHERE story = ?
                    ORDER BY completeness = 'full' DESC, lead DESC, words DESC, id LIMIT 1
                    """), arguments: [story])
        if let fullest {
            try setLead(fullest, of: story)
            try db.cachedStatement(
                sql: "UPDATE item SET relation = 'new', overlap = NULL WHERE id = ? AND relation <> 'fuller'"
            )
            .execute(arguments: [fullest])
        } else {
            try retire(story, into: other)
        }
    }

    /// Ends a story that has no items any more.
    ///
    /// What digests told of it counts for the one it went into.
    private func retire(_ story: Int64, into target: Int64?) throws {
        if let target {
            try db.cachedStatement(sql: "UPDATE united SET into_story = ? WHERE into_story = ?")
                .execute(arguments: [target, story])
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO united (story, into_story) VALUES (?, ?)")
                .execute(arguments: [story, target])
            try db.cachedStatement(sql: "UPDATE issue_story SET story = ? WHERE story = ?")
                .execute(arguments: [target, story])
        }
        try db.cachedStatement(sql: "DELETE FROM story WHERE id = ?").execute(arguments: [story])
    }
}
