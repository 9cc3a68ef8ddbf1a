internal import Foundation
internal import GRDB

/// Questions about sources and the store as a whole.
extension SQLiteReading {
    func pollState(of source: String) throws -> PollState? {
        try pollText(of: source).map { states.state(of: source, text: $0) }
    }

    func briefPollState(of source: String) throws -> PollState? {
        try pollText(of: source).map { PollStateText.read($0, isBrief: true) }
    }

    private func pollText(of source: String) throws -> [UInt8]? {
        var statement = try FastStatement(db, "SELECT poll FROM source WHERE name = ?")
        statement.bind(source)
        guard try statement.step() else { return nil }
        let text = statement.bytes(0)
        return text.isEmpty ? nil : text
    }

    func pollStates() throws -> [String: PollState] {
        var found: [String: PollState] = [:]
        let statement = try FastStatement(
            db, "SELECT name, poll FROM source WHERE archived = 0 AND poll IS NOT NULL")
        while try statement.step() {
            guard let name = statement.text(0) else { continue }
            found[name] = states.state(of: name, text: statement.bytes(1))
        }
        return found
    }

    func sourceCounts() throws -> [String: SourceCounts] {
        var counts: [String: SourceCounts] = [:]
        let statement = try db.cachedStatement(
            sql: """
                SELECT s.name, (SELECT count(*) FROM item i WHERE i.source = s.id),
                    (SELECT count(*) FROM item i WHERE i.source = s.id AND i.lead = 0)
                FROM source s
                """)
        for row in try Row.fetchAll(statement) {
            var count = SourceCounts()
            count.items = row[1]
            count.copies = row[2]
            counts[row[0]] = count
        }
        return counts
    }

    func totals() throws -> StoreTotals {
        var totals = StoreTotals()
        totals.items = try Int.fetchOne(db, sql: "SELECT count(*) FROM item") ?? 0
        totals.stories = try Int.fetchOne(db, sql: "SELECT count(*) FROM story") ?? 0
        totals.sources = try Int.fetchOne(db, sql: "SELECT count(*) FROM source WHERE archived = 0") ?? 0
        let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        totals.bytes = pages * size
        totals.schema = try Schema.migrator.appliedMigrations(db).last ?? ""
        return totals
    }

    func value(of key: String) throws -> String? {
        let statement = try db.cachedStatement(sql: "SELECT value FROM value WHERE key = ?")
        return try String.fetchOne(statement, arguments: [key])
    }

    func lastGoodAnswer(of source: String) throws -> StoredAnswer? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT a.url, a.at, a.content_type, a.body, a.codings FROM source s JOIN answer a ON a.source = s.id
                WHERE s.name = ?
                """)
        return try Row.fetchOne(statement, arguments: [source]).map { row in
            StoredAnswer(
                url: row[0], at: StoredTime.date(row[1] as Int64), contentType: row[2],
                body: [UInt8](row[3] as Data), codings: StoredList.list(row[4]))
        }
    }
}
