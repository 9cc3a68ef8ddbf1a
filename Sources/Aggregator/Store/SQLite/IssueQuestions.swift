internal import Foundation
internal import GRDB

/// Questions about digest issues and their deliveries.
extension SQLiteReading {
    func lastIssue(of digest: String) throws -> StoredIssue? {
        try issues(of: digest, limit: 1).first
    }

    func issue(_ number: Int, of digest: String) throws -> StoredIssue? {
        try fetchIssues("WHERE digest = ? AND number = ?", [digest, number]).first
    }

    func issues(of digest: String, limit: Int) throws -> [StoredIssue] {
        try fetchIssues("WHERE digest = ? ORDER BY number DESC LIMIT ?", [digest, limit])
    }

    func issues(carrying story: StoryID) throws -> [StoredIssue] {
        let current = try united(story)
        return try fetchIssues(
            """
            WHERE (digest, number) IN (SELECT digest, number FROM issue_story WHERE story = ?)
            ORDER BY made, digest, number
            """, [current])
    }

    func told(_ stories: [StoryID], by digest: String) throws -> Set<StoryID> {
        var told: Set<StoryID> = []
        let statement = try db.cachedStatement(
            sql: "SELECT 1 FROM issue_story WHERE story = ? AND digest = ? LIMIT 1")
        for story in stories {
            if try Int.fetchOne(statement, arguments: [united(story), digest]) != nil { told.insert(story) }
        }
        return told
    }

    func pendingDeliveries() throws -> [Delivery] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT digest, number, recipient, message_id, sent, not_before, attempts, error, failed
                FROM delivery WHERE sent IS NULL AND failed = 0 ORDER BY digest, number, recipient
                """)
        return try Row.fetchAll(statement).map { row in
            var delivery = Delivery(digest: row[0], issue: row[1], recipient: row[2], messageID: row[3])
            delivery.sent = StoredTime.date(row[4] as Int64?)
            delivery.notBefore = StoredTime.date(row[5] as Int64?)
            delivery.attempts = row[6]
            delivery.error = row[7]
            delivery.failed = row[8]
            return delivery
        }
    }

    private func fetchIssues(_ condition: String, _ arguments: StatementArguments) throws -> [StoredIssue] {
        let statement = try db.cachedStatement(
            sql: "SELECT digest, number, made, after, up_to, body FROM issue \(condition)")
        let rows = try Row.fetchAll(statement, arguments: arguments)
        let stories = try db.cachedStatement(
            sql: "SELECT story FROM issue_story WHERE digest = ? AND number = ? ORDER BY position")
        return try rows.map { row in
            let digest: String = row[0]
            let number: Int = row[1]
            return StoredIssue(
                digest: digest, number: number, made: StoredTime.date(row[2] as Int64), after: ItemID(row[3]),
                upTo: ItemID(row[4]),
                stories: try Int64.fetchAll(stories, arguments: [digest, number]).map { StoryID($0) },
                body: row[5])
        }
    }
}
