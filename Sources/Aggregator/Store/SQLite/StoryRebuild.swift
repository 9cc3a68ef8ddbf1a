internal import Foundation
internal import GRDB

/// Computing the stories anew, item by item, while every story keeps one lead all the time.
extension SQLiteTransaction {
    func beginRebuild() throws {
        try fingerprints().clear()
    }

    func reseat(_ id: ItemID, by decision: Decision, at time: Date) throws -> StoryMove? {
        guard let before = try storyNumber(of: id) else { return nil }
        var target = before
        if let story = decision.story {
            target = try united(story)
        } else if try fingerprints().hasItems(StoryID(before)) {
            // An item that was placed already has kept the story's number.
            target = try beginStory().story
        }
        try db.cachedStatement(
            sql: "UPDATE item SET story = ?, relation = ?, score = ?, overlap = ? WHERE id = ?"
        ).execute(
            arguments: [target, decision.relation.rawValue, decision.score, decision.overlap, id.number])
        if target != before {
            try db.cachedStatement(sql: "UPDATE item SET lead = 0 WHERE id = ?").execute(
                arguments: [id.number])
        }
        for other in decision.unites { try unite(other, into: target, at: time) }
        try lead(by: decision.lead?.number ?? id.number, of: target, newcomer: id.number, decision)
        guard target != before else { return nil }
        try chooseLead(of: before, elseUniteWith: target)
        try append(
            LogEntry(
                at: time, topic: "story",
                message: "computed anew: from story S\(before) to S\(target)", decision: decision),
            to: id)
        return StoryMove(item: id, from: StoryID(before), to: StoryID(target))
    }

    func companions(of id: ItemID) throws -> [ItemID] {
        try fingerprints().hasWords ? StoryWords(db: db).companions(of: id) : []
    }
}
