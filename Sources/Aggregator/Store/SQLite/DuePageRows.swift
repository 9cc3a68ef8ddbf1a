internal import Foundation
internal import GRDB

/// The pages that could not be had yet, and those that were had for a change of their items, or rest after it.
///
/// An item that has its text of its page, and has not changed since, has no row.
enum DuePageRows {
    static let schema = """
        CREATE TABLE due_page (
            item INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
            source INTEGER NOT NULL REFERENCES source(id),
            host TEXT NOT NULL,
            since INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            attempts INTEGER NOT NULL
        );
        CREATE INDEX due_page_next ON due_page(source, not_before);
        """

    /// The index without the pages that are left.
    static let asked = """
        DROP INDEX due_page_next;
        CREATE INDEX due_page_next ON due_page(source, not_before) WHERE attempts < 6;
        """

    /// What is remembered of a page that was had for a change of its item.
    static let had = """
        ALTER TABLE due_page ADD COLUMN had INTEGER;
        ALTER TABLE due_page ADD COLUMN times_had INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE due_page ADD COLUMN etag TEXT;
        ALTER TABLE due_page ADD COLUMN last_modified TEXT;
        """
    static let isAsked = "attempts < \(DuePage.mostAttempts)"
    fileprivate static let columns =
        "p.item, p.host, p.since, p.not_before, p.attempts, p.had, p.times_had, p.etag, p.last_modified"
}

extension DuePage {
    /// The page of a row with the columns of ``DuePageRows``.
    fileprivate init(_ row: borrowing FastStatement) {
        self.init(
            item: ItemID(row.number(0) ?? 0), host: row.text(1) ?? "",
            since: StoredTime.date(row.number(2) ?? 0),
            notBefore: StoredTime.date(row.number(3) ?? 0), attempts: Int(row.number(4) ?? 0))
        had = StoredTime.date(row.number(5))
        timesHad = Int(row.number(6) ?? 0)
        (etag, lastModified) = (row.text(7), row.text(8))
    }
}

extension SQLiteReading {
    func duePages(of source: String, by time: Date, sparing hosts: Set<String>, limit: Int) throws
        -> [DuePage]
    {
        guard let number = try knownNumber(ofSource: source) else { return [] }
        var statement = try FastStatement(
            db,
            """
            SELECT \(DuePageRows.columns), row_number() OVER (
                PARTITION BY p.host
                ORDER BY p.had IS NOT NULL OR p.times_had > 0 OR i.text_from != 'feed', p.attempts, p.item DESC
            ) AS turn
            FROM due_page p JOIN item i ON i.id = p.item
            WHERE p.source = ?1 AND (p.not_before <= ?2 OR p.not_before > max(?3, 2 * ?2 - p.since))
            AND p.\(DuePageRows.isAsked)
            ORDER BY turn, p.host
            """)
        statement.bind(number)
        statement.bind(StoredTime.number(time) as Int64)
        statement.bind(StoredTime.number(time.addingTimeInterval(DuePage.longestWait)) as Int64)
        var pages: [DuePage] = []
        while pages.count < limit, try statement.step() {
            let page = DuePage(statement)
            if !hosts.contains(page.host) { pages.append(page) }
        }
        return pages
    }

    func duePage(of id: ItemID) throws -> DuePage? {
        var statement = try FastStatement(
            db, "SELECT \(DuePageRows.columns) FROM due_page p WHERE item = ?")
        statement.bind(id.number)
        return try statement.step() ? DuePage(statement) : nil
    }

    func nextDuePage(of source: String, at time: Date) throws -> Date? {
        var statement = try FastStatement(
            db,
            """
            SELECT min(iif(not_before > max(?1, 2 * ?2 - since), ?2, min(not_before, ?1))) FROM due_page
            WHERE source = (SELECT id FROM source WHERE name = ?3) AND \(DuePageRows.isAsked)
            """)
        statement.bind(StoredTime.number(time.addingTimeInterval(DuePage.longestWait)) as Int64)
        statement.bind(StoredTime.number(time) as Int64)
        statement.bind(source)
        return try statement.step() ? StoredTime.date(statement.number(0)) : nil
    }
}

extension SQLiteTransaction {
    func save(_ page: DuePage) throws {
        var statement = try FastStatement(
            db,
            """
            INSERT OR REPLACE INTO due_page
            (item, source, host, since, not_before, attempts, had, times_had, etag, last_modified)
            SELECT id, source, ?, ?, ?, ?, ?, ?, ?, ? FROM item WHERE id = ?
            """)
        statement.bind(page.host)
        statement.bind(StoredTime.number(page.since) as Int64)
        statement.bind(StoredTime.number(page.notBefore) as Int64)
        statement.bind(Int64(page.attempts))
        statement.bind(page.had.map { StoredTime.number($0) as Int64 })
        statement.bind(Int64(page.timesHad))
        statement.bind(page.etag)
        statement.bind(page.lastModified)
        statement.bind(page.item.number)
        try statement.run()
    }

    func settlePage(of id: ItemID) throws {
        var statement = try FastStatement(db, "DELETE FROM due_page WHERE item = ?")
        statement.bind(id.number)
        try statement.run()
    }

    func postponePages(of source: String, until times: [String: Date]) throws {
        guard !times.isEmpty, let number = try knownNumber(ofSource: source) else { return }
        let hosts = try String.fetchAll(
            db.cachedStatement(
                sql: "SELECT DISTINCT host FROM due_page WHERE source = ? AND \(DuePageRows.isAsked)"),
            arguments: [number])
        for host in hosts {
            guard let time = times[host].map(StoredTime.number) else { continue }
            try db.cachedStatement(
                sql: """
                    UPDATE due_page SET not_before = ?1
                    WHERE source = ?2 AND host = ?3 AND not_before < ?1 AND \(DuePageRows.isAsked)
                    """
            ).execute(arguments: [time as Int64, number, host])
        }
    }
}
