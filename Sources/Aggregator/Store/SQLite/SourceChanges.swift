internal import Foundation
internal import GRDB

/// Changes to sources and remembered values.
extension SQLiteTransaction {
    func register(_ sources: [Source]) throws {
        try db.execute(sql: "UPDATE source SET archived = 1")
        try db.execute(sql: "DELETE FROM source_tag WHERE source IN (SELECT id FROM source)")
        for source in sources {
            let words = source.org.map { " \(SearchText.fold($0)) " }.joined(separator: SearchText.gap)
            try db.cachedStatement(
                sql: """
                    INSERT INTO source (name, title, rank, org, org_words, tags, archived) VALUES (?, ?, ?, ?, ?, ?, 0)
                    ON CONFLICT (name) DO UPDATE SET title = excluded.title, rank = excluded.rank, org = excluded.org,
                    org_words = excluded.org_words, tags = excluded.tags, archived = 0
                    """
            ).execute(
                arguments: [
                    source.name, source.title, source.rank, StoredList.text(source.org), words,
                    StoredList.text(source.tags),
                ])
        }
        // Archived sources keep the tags that they had: their items are still found by them.
        let rows = try Row.fetchAll(db, sql: "SELECT id, tags FROM source")
        for row in rows {
            for tag in StoredList.list(row[1]) {
                try db.cachedStatement(sql: "INSERT OR IGNORE INTO source_tag (tag, source) VALUES (?, ?)")
                    .execute(arguments: [tag.lowercased(), row[0] as Int64])
            }
        }
    }

    func save(_ state: PollState, of source: String) throws {
        let number = try sourceNumber(source)
        var statement = try FastStatement(db, "UPDATE source SET poll = ? WHERE id = ?")
        statement.bind(PollStateText.write(state))
        statement.bind(number)
        try statement.run()
    }

    func save(_ answer: StoredAnswer, of source: String) throws {
        let number = try sourceNumber(source)
        try db.cachedStatement(
            sql: "INSERT OR REPLACE INTO answer (source, url, at, content_type, body) VALUES (?, ?, ?, ?, ?)"
        ).execute(
            arguments: [
                number, answer.url, StoredTime.number(answer.at), answer.contentType, Data(answer.body),
            ])
    }

    func forgetAnswers(before time: Date) throws {
        try db.execute(sql: "DELETE FROM answer WHERE at < ?", arguments: [StoredTime.number(time)])
    }

    func set(_ value: String?, of key: String) throws {
        if let value {
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO value (key, value) VALUES (?, ?)")
                .execute(arguments: [key, value])
        } else {
            try db.cachedStatement(sql: "DELETE FROM value WHERE key = ?").execute(arguments: [key])
        }
    }

    /// The number of a source.
    ///
    /// One that was never registered is taken in: its items aren't lost.
    func sourceNumber(_ name: String) throws -> Int64 {
        if let number = try knownNumber(ofSource: name) { return number }
        try db.cachedStatement(sql: "INSERT INTO source (name) VALUES (?)").execute(arguments: [name])
        return db.lastInsertedRowID
    }
}
