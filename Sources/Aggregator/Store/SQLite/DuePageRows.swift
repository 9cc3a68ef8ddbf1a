internal import Foundation
internal import GRDB

/// The pages that could not be had yet: a small table, empty where all is well.
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
    static let isAsked = "attempts < \(DuePage.mostAttempts)"
}

extension SQLiteReading {
    func duePages(of source: String, by time: Date, sparing hosts: Set<String>, limit: Int) throws
        -> [DuePage]
    {
        guard let number = try knownNumber(ofSource: source) else { return [] }
        var statement = try FastStatement(
            db,
            """
            SELECT p.item, p.host, p.since, p.not_before, p.attempts, row_number() OVER (
                PARTITION BY p.host ORDER BY i.text_from != 'feed', p.attempts, p.item DESC) AS turn
            FROM due_page p JOIN item i ON i.id = p.item
            WHERE p.source = ? AND p.not_before <= ? AND p.\(DuePageRows.isAsked) ORDER BY turn, p.host
            """)
        statement.bind(number)
        statement.bind(StoredTime.number(time) as Int64)
        var pages: [DuePage] = []
        while pages.count < limit, try statement.step() {
            guard let item = statement.number(0), let host = statement.text(1), !hosts.contains(host) else {
                continue
            }
            pages.append(
                DuePage(
                    item: ItemID(item), host: host, since: StoredTime.date(statement.number(2) ?? 0),
                    notBefore: StoredTime.date(statement.number(3) ?? 0),
                    attempts: Int(statement.number(4) ?? 0)))
        }
        return pages
    }

    func duePage(of id: ItemID) throws -> DuePage? {
        var statement = try FastStatement(
            db, "SELECT host, since, not_before, attempts FROM due_page WHERE item = ?")
        statement.bind(id.number)
        guard try statement.step() else { return nil }
        return DuePage(
            item: id, host: statement.text(0) ?? "", since: StoredTime.date(statement.number(1) ?? 0),
            notBefore: StoredTime.date(statement.number(2) ?? 0), attempts: Int(statement.number(3) ?? 0))
    }

    func nextDuePage(of source: String) throws -> Date? {
        var statement = try FastStatement(
            db,
            """
            SELECT min(not_before) FROM due_page
            WHERE source = (SELECT id FROM source WHERE name = ?) AND \(DuePageRows.isAsked)
            """)
        statement.bind(source)
        return try statement.step() ? StoredTime.date(statement.number(0)) : nil
    }
}

extension SQLiteTransaction {
    func save(_ page: DuePage) throws {
        var statement = try FastStatement(
            db,
            """
            INSERT OR REPLACE INTO due_page (item, source, host, since, not_before, attempts)
            SELECT id, source, ?, ?, ?, ? FROM item WHERE id = ?
            """)
        statement.bind(page.host)
        statement.bind(StoredTime.number(page.since) as Int64)
        statement.bind(StoredTime.number(page.notBefore) as Int64)
        statement.bind(Int64(page.attempts))
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
            db.cachedStatement(sql: "SELECT DISTINCT host FROM due_page WHERE source = ?"),
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
