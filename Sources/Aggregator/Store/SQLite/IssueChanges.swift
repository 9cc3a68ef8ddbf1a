internal import Foundation
internal import GRDB

/// Changes to digest issues and deliveries.
extension SQLiteTransaction {
    func append(_ issue: StoredIssue, deliveries: [Delivery]) throws {
        let last = try lastIssue(of: issue.digest)
        guard issue.number == (last?.number ?? 0) + 1 else {
            throw StoreError(
                .failed,
                "Issue \(issue.number) of digest \(issue.digest) can't be stored after issue \(last?.number ?? 0); "
                    + "another process has made one, try again.")
        }
        guard issue.after >= last?.upTo ?? ItemID(0), issue.upTo >= issue.after else {
            throw StoreError(
                .failed,
                "Issue \(issue.number) of digest \(issue.digest) would tell items a second time; try again.")
        }
        try db.cachedStatement(
            sql: "INSERT INTO issue (digest, number, made, after, up_to, body) VALUES (?, ?, ?, ?, ?, ?)"
        ).execute(
            arguments: [
                issue.digest, issue.number, StoredTime.number(issue.made), issue.after.number,
                issue.upTo.number,
                issue.body,
            ])
        for (position, story) in issue.stories.enumerated() {
            try db.cachedStatement(
                sql: "INSERT INTO issue_story (digest, number, position, story) VALUES (?, ?, ?, ?)"
            ).execute(arguments: [issue.digest, issue.number, position, try united(story)])
        }
        for delivery in deliveries { try save(delivery) }
    }

    func save(_ delivery: Delivery) throws {
        try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO delivery
                    (digest, number, recipient, message_id, sent, not_before, attempts, error, failed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: [
                delivery.digest, delivery.issue, delivery.recipient, delivery.messageID,
                StoredTime.number(delivery.sent), StoredTime.number(delivery.notBefore), delivery.attempts,
                delivery.error, delivery.failed,
            ])
    }
}
