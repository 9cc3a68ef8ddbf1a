internal import Foundation
internal import GRDB

/// Questions about items.
extension SQLiteReading {
    func items(_ selection: ItemSelection) throws -> [Item] {
        try settleSearch()
        let sql = SelectionSQL(selection)
        let statement = try db.cachedStatement(sql: sql.items)
        return try fetchItems(statement, sql.itemArguments, withText: !selection.withoutText)
    }

    func count(_ selection: ItemSelection) throws -> Int {
        try settleSearch()
        let sql = SelectionSQL(selection)
        return try Int.fetchOne(db, sql: sql.count, arguments: sql.countArguments) ?? 0
    }

    func events(from: Date, to: Date?) throws -> [Item] {
        // One that has no end is taken to last three hours, and a day when only days are known.
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(ItemRows.columns)\(ItemRows.bodyColumns) FROM item i
                CROSS JOIN source s ON s.id = i.source LEFT JOIN body b ON b.item = i.id
                WHERE i.starts IS NOT NULL AND i.starts < ?2
                AND coalesce(i.ends, i.starts + 10800000) >= ?1 AND i.lead = 1 AND i.hidden_by IS NULL
                ORDER BY i.starts, i.id
                """)
        let end = to.map { StoredTime.number($0) } ?? Int64.max
        return try fetchItems(statement, [StoredTime.number(from), end], withText: true)
    }

    func item(_ id: ItemID) throws -> Item? {
        try items(numbers: [id.number], withText: true).first
    }

    func items(withPrefix prefix: String, limit: Int) throws -> [ItemID] {
        let highest = try highestItem()
        if let whole = ItemID(text: prefix), whole.number <= highest, try exists(whole) { return [whole] }
        var found: [ItemID] = []
        for number in ItemID.numbers(withPrefix: prefix, upTo: highest).sorted() {
            if found.count >= limit { break }
            if try exists(ItemID(number)) { found.append(ItemID(number)) }
        }
        return found
    }

    func story(_ id: StoryID) throws -> Story? {
        try stories([id], withoutText: false)[id]
    }

    func stories(_ ids: [StoryID], withoutText: Bool) throws -> [StoryID: Story] {
        var result: [StoryID: Story] = [:]
        let sql = """
            SELECT \(ItemRows.columns)\(withoutText ? "" : ItemRows.bodyColumns) FROM item i
            CROSS JOIN source s ON s.id = i.source
            \(withoutText ? "" : "LEFT JOIN body b ON b.item = i.id")
            WHERE i.story = ? ORDER BY i.lead DESC, i.date, i.id
            """
        for id in Set(ids) {
            let current = try united(id)
            let members = try fetchItems(
                db.cachedStatement(sql: sql), [current], withText: !withoutText)
            guard let lead = members.first else { continue }
            result[id] = Story(id: StoryID(current), lead: lead, copies: Array(members.dropFirst()))
        }
        return result
    }

    func versions(of id: ItemID) throws -> [ItemVersion] {
        let statement = try db.cachedStatement(
            sql: "SELECT number, replaced, title, text, event FROM version WHERE item = ? ORDER BY number")
        return try Row.fetchAll(statement, arguments: [id.number]).map { row in
            ItemVersion(
                number: row[0], replaced: StoredTime.date(row[1] as Int64), title: row[2], text: row[3],
                event: try StoredJSON.value(Event.self, from: row[4]))
        }
    }

    func log(of id: ItemID) throws -> [LogEntry] {
        let statement = try db.cachedStatement(
            sql: "SELECT at, topic, message, decision FROM log WHERE item = ? ORDER BY number")
        return try Row.fetchAll(statement, arguments: [id.number]).map { row in
            LogEntry(
                at: StoredTime.date(row[0] as Int64), topic: row[1], message: row[2],
                decision: try StoredJSON.value(Decision.self, from: row[3]))
        }
    }

    func highestItem() throws -> Int64 {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = 'item'")) ?? 0
    }

    /// The items of some numbers, in the order of arrival.
    func items(numbers: [Int64], withText: Bool) throws -> [Item] {
        var result: [Item] = []
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(ItemRows.columns)\(withText ? ItemRows.bodyColumns : "") FROM item i
                CROSS JOIN source s ON s.id = i.source
                \(withText ? "LEFT JOIN body b ON b.item = i.id" : "") WHERE i.id = ?
                """)
        for number in numbers {
            result += try fetchItems(statement, [number], withText: withText)
        }
        return result
    }

    /// The story that a story has become part of; itself when none.
    func united(_ id: StoryID) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT into_story FROM united WHERE story = ?")
        return try Int64.fetchOne(statement, arguments: [id.number]) ?? id.number
    }

    private func exists(_ id: ItemID) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM item WHERE id = ?")
        return try Int.fetchOne(statement, arguments: [id.number]) != nil
    }

    private func fetchItems(
        _ statement: Statement, _ arguments: StatementArguments, withText: Bool
    ) throws -> [Item] {
        var items: [Item] = []
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() {
            items.append(try ItemRows.item(row, withText: withText))
        }
        return items
    }
}
