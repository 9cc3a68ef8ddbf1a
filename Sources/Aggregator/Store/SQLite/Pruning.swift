internal import Foundation
internal import GRDB

/// Forgetting old items.
extension SQLiteTransaction {
    func prune(before time: Date, dryRun: Bool) throws -> Int {
        let bound = StoredTime.number(time)
        if dryRun {
            return try Int.fetchOne(
                db, sql: "SELECT count(*) FROM item WHERE seen < ? AND kept = 0", arguments: [bound]) ?? 0
        }
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT i.id, i.source, i.story, i.title, b.text, i.authors, i.org
                FROM item i LEFT JOIN body b ON b.item = i.id WHERE i.seen < ? AND i.kept = 0
                """, arguments: [bound])
        var stories: Set<Int64> = []
        var numbers: [Int64] = []
        while let row = try rows.next() {
            let number: Int64 = row[0]
            numbers.append(number)
            stories.insert(row[2])
            let words = SearchIndex.Words(
                title: row[3], text: row[4] ?? "", authors: StoredList.list(row[5]), org: row[6])
            try change(.delete(number, words))
            // With the title's key a pruned item is still told from another one that reuses its GUID.
            var item = NewItem(source: "")
            item.title = row[3]
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO identity (source, key, item) VALUES (?, ?, ?)")
                .execute(arguments: [row[1] as Int64, ItemIdentity(item).titleKey, number])
        }
        let delete = try db.cachedStatement(sql: "DELETE FROM item WHERE id = ?")
        for number in numbers {
            try delete.execute(arguments: [number])
            try fingerprints().forget(ItemID(number))
        }
        for story in stories {
            let leads = try Int.fetchOne(
                db.cachedStatement(sql: "SELECT 1 FROM item WHERE story = ? AND lead = 1"), arguments: [story]
            )
            if leads == nil { try chooseLead(of: story, elseUniteWith: nil) }
        }
        return numbers.count
    }
}
