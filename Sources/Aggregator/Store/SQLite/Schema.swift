internal import GRDB

/// The tables of the SQLite store, as a list of migrations that is only ever appended to.
///
/// `docs/schema.md` describes every column. Times are milliseconds since 1970; lists of names are one a line.
enum Schema {
    /// Marks a file as a store of ours (`PRAGMA application_id`): the letters `aggd`.
    static let applicationID = 0x6167_6764

    /// All migrations in order.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        // Foreign keys are deferred and checked by `check`; a migration doesn't walk through the whole store.
        migrator = migrator.disablingDeferredForeignKeyChecks()
        migrator.registerMigration("1 items") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: first)
        }
        migrator.registerMigration("1 fingerprints") { db in
            try SQLiteFingerprintIndex.migrate(db)
        }
        migrator.registerMigration("2 words about stories") { db in
            try db.execute(sql: StoryWords.schema)
        }
        migrator.registerMigration("2 changes") { db in
            try db.execute(sql: "CREATE INDEX item_changed ON item(changed) WHERE changed IS NOT NULL")
        }
        migrator.registerMigration("3 leads of stories") { db in
            try db.execute(sql: SQLiteFingerprintIndex.byLead)
        }
        migrator.registerMigration("4 events of versions") { db in
            try db.execute(sql: "ALTER TABLE version ADD COLUMN event TEXT")
        }
        migrator.registerMigration("5 packed answers") { db in
            try db.execute(sql: "ALTER TABLE answer ADD COLUMN codings TEXT NOT NULL DEFAULT ''")
        }
        migrator.registerMigration("6 pages that are due") { db in
            try db.execute(sql: DuePageRows.schema)
        }
        migrator.registerMigration("7 pages that are left") { db in
            try db.execute(sql: DuePageRows.asked)
        }
        migrator.registerMigration("8 pages that rest") { db in
            try db.execute(sql: DuePageRows.had)
        }
        return migrator
    }

    /// The full-text index, with its parts merged eight at a time: a quarter less work an item than with four.
    ///
    /// Made anew when ``SearchText/version`` rises.
    static let search = """
        CREATE VIRTUAL TABLE search USING fts5(
            title, text, author, org, content='', tokenize='ascii'
        );
        INSERT INTO search (search, rank) VALUES ('automerge', 8);
        """

    private static let first = """
        CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            title TEXT,
            rank INTEGER NOT NULL DEFAULT 50,
            org TEXT NOT NULL DEFAULT '',
            org_words TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '',
            archived INTEGER NOT NULL DEFAULT 0,
            poll TEXT
        );
        CREATE TABLE source_tag (
            tag TEXT NOT NULL,
            source INTEGER NOT NULL REFERENCES source(id),
            PRIMARY KEY (tag, source)
        ) WITHOUT ROWID;

        CREATE TABLE story (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            lead INTEGER NOT NULL
        );
        CREATE TABLE united (
            story INTEGER PRIMARY KEY,
            into_story INTEGER NOT NULL
        );
        CREATE INDEX united_into ON united(into_story);

        CREATE TABLE item (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source INTEGER NOT NULL REFERENCES source(id),
            story INTEGER NOT NULL REFERENCES story(id) DEFERRABLE INITIALLY DEFERRED,
            lead INTEGER NOT NULL,
            relation TEXT NOT NULL,
            score REAL NOT NULL DEFAULT 1,
            overlap REAL,
            placed INTEGER NOT NULL DEFAULT 0,
            seen INTEGER NOT NULL,
            date INTEGER NOT NULL,
            starts INTEGER,
            ends INTEGER,
            changed INTEGER,
            version INTEGER NOT NULL DEFAULT 1,
            words INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            sent_hash INTEGER NOT NULL,
            hidden_by TEXT,
            kept INTEGER NOT NULL DEFAULT 0,
            read INTEGER NOT NULL DEFAULT 0,
            kind TEXT NOT NULL,
            completeness TEXT NOT NULL,
            text_from TEXT NOT NULL,
            language TEXT,
            guid TEXT,
            title TEXT NOT NULL,
            url TEXT,
            canonical_url TEXT,
            original_url TEXT,
            org TEXT,
            authors TEXT NOT NULL DEFAULT '',
            published INTEGER,
            published_from TEXT NOT NULL,
            modified INTEGER,
            issued INTEGER,
            tags TEXT NOT NULL DEFAULT '',
            tags_added TEXT NOT NULL DEFAULT '',
            tags_removed TEXT NOT NULL DEFAULT '',
            image TEXT,
            enclosures TEXT,
            event TEXT
        );
        CREATE INDEX item_date ON item(date);
        CREATE INDEX item_story ON item(story);
        CREATE INDEX item_source ON item(source, date);
        CREATE INDEX item_seen ON item(seen);
        CREATE INDEX item_copy ON item(source) WHERE lead = 0;
        CREATE INDEX item_starts ON item(starts) WHERE starts IS NOT NULL;
        CREATE INDEX item_kept ON item(id) WHERE kept = 1;

        CREATE TABLE body (
            item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            html TEXT,
            summary TEXT
        );
        CREATE TABLE version (
            item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            replaced INTEGER NOT NULL,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (item, number)
        ) WITHOUT ROWID;
        CREATE TABLE tag (
            tag TEXT NOT NULL,
            item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
            removed INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (tag, item)
        ) WITHOUT ROWID;
        CREATE INDEX tag_item ON tag(item);
        CREATE TABLE log (
            item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            at INTEGER NOT NULL,
            topic TEXT NOT NULL,
            message TEXT NOT NULL,
            decision TEXT,
            PRIMARY KEY (item, number)
        ) WITHOUT ROWID;
        CREATE TABLE identity (
            source INTEGER NOT NULL,
            key INTEGER NOT NULL,
            item INTEGER NOT NULL,
            PRIMARY KEY (source, key, item)
        ) WITHOUT ROWID;

        CREATE TABLE issue (
            digest TEXT NOT NULL,
            number INTEGER NOT NULL,
            made INTEGER NOT NULL,
            after INTEGER NOT NULL,
            up_to INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (digest, number)
        );
        CREATE TABLE issue_story (
            digest TEXT NOT NULL,
            number INTEGER NOT NULL,
            position INTEGER NOT NULL,
            story INTEGER NOT NULL,
            PRIMARY KEY (digest, number, position),
            FOREIGN KEY (digest, number) REFERENCES issue(digest, number)
        ) WITHOUT ROWID;
        CREATE INDEX issue_story_story ON issue_story(story);
        CREATE TABLE delivery (
            digest TEXT NOT NULL,
            number INTEGER NOT NULL,
            recipient TEXT NOT NULL,
            message_id TEXT NOT NULL,
            sent INTEGER,
            not_before INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            error TEXT,
            failed INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (digest, number, recipient),
            FOREIGN KEY (digest, number) REFERENCES issue(digest, number)
        ) WITHOUT ROWID;
        CREATE INDEX delivery_pending ON delivery(digest, number) WHERE sent IS NULL AND failed = 0;

        CREATE TABLE answer (
            source INTEGER PRIMARY KEY REFERENCES source(id),
            url TEXT NOT NULL,
            at INTEGER NOT NULL,
            content_type TEXT,
            body BLOB NOT NULL
        );
        CREATE TABLE value (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO value VALUES ('search-text-version', '\(SearchText.version)');
        \(search)
        """
}
