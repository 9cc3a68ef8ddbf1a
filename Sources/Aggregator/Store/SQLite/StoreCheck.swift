internal import Foundation
internal import GRDB

/// Looks for damage and broken invariants in a SQLite store.
struct StoreCheck {
    let db: Database

    /// One sentence per finding.
    func findings() throws -> [String] {
        var findings = try integrity()
        // A damaged file answers anything; what follows would only confuse.
        guard findings.isEmpty else { return findings }
        for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
            findings.append(
                "A row of table \(row[0] as String) refers to one of \(row[2] as String) that is missing.")
        }
        for rule in Self.rules {
            let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(rule.sql))") ?? 0
            if count > 0 { findings.append("\(count) \(rule.sentence)") }
        }
        return findings + (try stories())
    }

    private func stories() throws -> [String] {
        let rules = try Int64.fetchOne(db, sql: "SELECT value FROM story_state WHERE name = 'rules'") ?? 1
        var findings: [String] = []
        if rules != SQLiteFingerprintIndex.rules {
            findings.append(
                "The index of stories was made by another aggd; \"aggd reindex\" makes it anew.")
        }
        if try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM value WHERE key = ?)",
            arguments: [Rebuild.progressKey]) == true
        {
            findings.append("Computing the stories anew was interrupted; \"aggd reindex\" goes on.")
        }
        return findings
    }

    private func integrity() throws -> [String] {
        let lines = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)")
        return lines == ["ok"] ? [] : lines.map { "SQLite: \($0)." }
    }

    private struct Rule {
        let sentence: String
        let sql: String
    }

    private static let rules = [
        Rule(
            sentence: "stories have no lead among their items, or more than one.",
            sql:
                "SELECT s.id FROM story s LEFT JOIN item i ON i.story = s.id AND i.lead = 1 GROUP BY s.id HAVING count(i.id) <> 1"
        ),
        Rule(
            sentence: "stories name a lead that doesn't lead them.",
            sql:
                "SELECT s.id FROM story s LEFT JOIN item i ON i.id = s.lead WHERE i.id IS NULL OR i.story <> s.id OR i.lead <> 1"
        ),
        Rule(
            sentence: "items have no text row.",
            sql: "SELECT i.id FROM item i LEFT JOIN body b ON b.item = i.id WHERE b.item IS NULL"),
        Rule(
            sentence: "items are missing in the full-text index.",
            sql: "SELECT i.id FROM item i LEFT JOIN search_docsize d ON d.id = i.id WHERE d.id IS NULL"),
        Rule(
            sentence: "entries of the full-text index belong to no item.",
            sql: "SELECT d.id FROM search_docsize d LEFT JOIN item i ON i.id = d.id WHERE i.id IS NULL"),
        Rule(
            sentence: "items have no identity.",
            sql: "SELECT id FROM item WHERE id NOT IN (SELECT item FROM identity)"),
        Rule(
            sentence: "stories were united with a story that is gone, and still have items.",
            sql: "SELECT u.story FROM united u JOIN item i ON i.story = u.story"),
        Rule(
            sentence: "digests have gaps in the numbers of their issues.",
            sql: "SELECT digest FROM issue GROUP BY digest HAVING min(number) <> 1 OR max(number) <> count(*)"
        ),
        Rule(
            sentence: "digest issues look at items that an earlier issue has looked at.",
            sql: """
                SELECT b.number FROM issue a JOIN issue b ON b.digest = a.digest AND b.number = a.number + 1
                WHERE b.after < a.up_to
                """),
        Rule(
            sentence: "items have a number of versions that their texts don't bear out.",
            sql: """
                SELECT i.id FROM item i WHERE i.version > 1
                AND i.version - 1 <> (SELECT count(*) FROM version v WHERE v.item = i.id)
                """),
    ]
}
