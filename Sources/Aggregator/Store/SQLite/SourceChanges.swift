internal import Foundation
internal import GRDB

/// Changes to sources and remembered values.
extension SQLiteTransaction {
    func register(_ sources: [Source]) throws {
        // A poll mostly finds the sources as they were: comparing them takes a twentieth of its time, writing them half.
        let mark = Self.mark(of: sources)
        guard try value(of: Self.markKey) != mark else { return }
        guard try !isRegistered(sources) else { return try set(mark, of: Self.markKey) }
        try db.execute(sql: "UPDATE source SET archived = 1")
        try db.execute(sql: "DELETE FROM source_tag WHERE source IN (SELECT id FROM source)")
        for source in sources {
            try db.cachedStatement(
                sql: """
                    INSERT INTO source (name, title, rank, org, org_words, tags, archived) VALUES (?, ?, ?, ?, ?, ?, 0)
                    ON CONFLICT (name) DO UPDATE SET title = excluded.title, rank = excluded.rank, org = excluded.org,
                    org_words = excluded.org_words, tags = excluded.tags, archived = 0
                    """
            ).execute(
                arguments: [
                    source.name, source.title, source.rank, StoredList.text(source.org),
                    Self.words(of: source.org), StoredList.text(source.tags),
                ])
        }
        for value in SourceValue.allCases {
            try db.execute(
                sql: "DELETE FROM value WHERE key IN (SELECT ? || name FROM source WHERE archived = 1)",
                arguments: [value.prefix])
        }
        // Archived sources keep the tags that they had: their items are still found by them.
        let rows = try Row.fetchAll(db, sql: "SELECT id, tags FROM source")
        for row in rows {
            for tag in StoredList.list(row[1]) {
                try db.cachedStatement(sql: "INSERT OR IGNORE INTO source_tag (tag, source) VALUES (?, ?)")
                    .execute(arguments: [tag.lowercased(), row[0] as Int64])
            }
        }
        try set(mark, of: Self.markKey)
    }

    /// Where it stands of which sources the table was written.
    private static let markKey = "registered"

    /// What differs as soon as anything that is written of the sources does.
    private static func mark(of sources: [Source]) -> String {
        var text = Array("\(SearchText.version)".utf8)
        func add(_ field: String) {
            text.append(contentsOf: field.utf8)
            text.append(0)
        }
        for source in sources {
            add(source.name)
            add(source.title ?? "\u{2}")
            add(String(source.rank))
            for name in source.org { add(name) }
            add("\u{1}")
            for tag in source.tags { add(tag) }
            add("\u{3}")
        }
        return SHA256.hexadecimal(String(decoding: text, as: UTF8.self))
    }

    /// Whether the table says just this of just these sources.
    private func isRegistered(_ sources: [Source]) throws -> Bool {
        let wanted = Dictionary(sources.indices.map { (sources[$0].name, $0) }, uniquingKeysWith: { $1 })
        var count = 0
        let row = try FastStatement(
            db, "SELECT name, title, rank, org, org_words, tags FROM source WHERE archived = 0")
        while try row.step() {
            guard let place = row.text(0).flatMap({ wanted[$0] }) else { return false }
            let source = sources[place]
            guard row.text(1) == source.title,
                row.number(2) == Int64(source.rank), row.text(3) == StoredList.text(source.org),
                row.text(4) == Self.words(of: source.org), row.text(5) == StoredList.text(source.tags)
            else { return false }
            count += 1
        }
        return count == wanted.count
    }

    /// Names of an organisation as they are searched for.
    private static func words(of names: [String]) -> String {
        names.map { " \(SearchText.fold($0)) " }.joined(separator: SearchText.gap)
    }

    func save(_ state: PollState, of source: String) throws {
        let text = PollStateText.write(state, instead: states.forget(source))
        if try update(text, of: source) { return }
        _ = try sourceNumber(source)
        _ = try update(text, of: source)
    }

    /// Replaces the poll state of a source; false when there is no such source.
    private func update(_ text: [UInt8], of source: String) throws -> Bool {
        var statement = try FastStatement(db, "UPDATE source SET poll = ? WHERE name = ?")
        statement.bind(text: text)
        statement.bind(source)
        try statement.run()
        return db.changesCount > 0
    }

    func save(_ answer: StoredAnswer, of source: String) throws {
        let number = try sourceNumber(source)
        var statement = try FastStatement(
            db,
            """
            INSERT OR REPLACE INTO answer (source, url, at, content_type, body, codings)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        statement.bind(number)
        statement.bind(answer.url)
        statement.bind(StoredTime.number(answer.at) as Int64)
        statement.bind(answer.contentType)
        statement.bind(answer.body)
        statement.bind(StoredList.text(answer.codings))
        try statement.run()
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
        try set(nil, of: Self.markKey)
        try db.cachedStatement(sql: "INSERT INTO source (name) VALUES (?)").execute(arguments: [name])
        return db.lastInsertedRowID
    }
}
