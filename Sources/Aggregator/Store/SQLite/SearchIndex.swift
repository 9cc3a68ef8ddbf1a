internal import GRDB

/// The full-text index: FTS5 over texts that ``SearchText`` has folded.
///
/// The table is contentless: it keeps no second copy of the texts, but must be told what it forgets.
enum SearchIndex {
    /// What is indexed of an item.
    struct Words: Equatable, Sendable {
        /// The columns in the order of the table, folded.
        let columns: [[UInt8]]

        /// Folds what an item says.
        ///
        /// Authors are kept apart, so that no phrase spans two.
        init(title: String, text: String, authors: [String], org: String?) {
            var names: [UInt8] = []
            for (place, author) in authors.enumerated() {
                if place > 0 { names += Self.separator }
                names += SearchText(author).bytes
            }
            columns = [SearchText(title).bytes, SearchText(text).bytes, names, SearchText(org ?? "").bytes]
        }

        /// Bytes of all columns.
        var size: Int { columns.reduce(0) { $0 + $1.count } }

        private static let separator = Array(" \(SearchText.gap) ".utf8)
    }

    /// A change that a transaction makes to the index at its end.
    enum Change {
        case insert(Int64, Words)
        case delete(Int64, Words)

        /// Bytes of text that it holds on to.
        var size: Int {
            switch self {
            case .insert(_, let words), .delete(_, let words): words.size
            }
        }
    }

    /// Makes changes of several transactions in their order.
    static func apply(_ changes: [[Change]], _ db: Database) throws {
        for change in changes.joined() {
            switch change {
            case .insert(let number, let words): try insert(number, words, db)
            case .delete(let number, let words): try delete(number, words, db)
            }
        }
    }

    /// Adds an item.
    private static func insert(_ number: Int64, _ words: Words, _ db: Database) throws {
        var statement = try FastStatement(
            db, "INSERT INTO search (rowid, title, text, author, org) VALUES (?, ?, ?, ?, ?)")
        statement.bind(number)
        for column in words.columns { statement.bind(text: column) }
        try statement.run()
    }

    /// Takes out an item that was added with these words.
    private static func delete(_ number: Int64, _ words: Words, _ db: Database) throws {
        var statement = try FastStatement(
            db,
            "INSERT INTO search (search, rowid, title, text, author, org) VALUES ('delete', ?, ?, ?, ?, ?)")
        statement.bind(number)
        for column in words.columns { statement.bind(text: column) }
        try statement.run()
    }

    /// Whether the index was made with the folding of this version.
    static func isCurrent(_ db: Database) throws -> Bool {
        try String.fetchOne(db, sql: "SELECT value FROM value WHERE key = 'search-text-version'")
            == String(SearchText.version)
    }

    /// Makes the index anew from the items.
    static func rebuild(_ db: Database) throws {
        try db.execute(sql: "DROP TABLE IF EXISTS search")
        try db.execute(sql: Schema.search)
        let rows = try Row.fetchCursor(
            db,
            sql:
                "SELECT i.id, i.title, b.text, i.authors, i.org FROM item i LEFT JOIN body b ON b.item = i.id"
        )
        while let row = try rows.next() {
            let words = Words(
                title: row[1], text: row[2] ?? "", authors: StoredList.list(row[3]), org: row[4])
            try insert(row[0], words, db)
        }
        try db.execute(
            sql: "INSERT OR REPLACE INTO value VALUES ('search-text-version', ?)",
            arguments: [String(SearchText.version)])
    }
}
