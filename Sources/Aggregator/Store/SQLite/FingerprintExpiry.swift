import Foundation
import GRDB

/// Letting go of what is too old to be compared with.
extension SQLiteFingerprintIndex {
    /// The item below which all have expired by a time; nil when none has since the index was asked last.
    static func floor(before time: Date, _ db: Database) throws -> Int64? {
        let known = try state("floor", db)
        let cut = Int64(clamping: Int(time.timeIntervalSince1970))
        let next = try Int64.fetchOne(
            db, sql: "SELECT item FROM story_item WHERE item >= ? AND seen >= ? ORDER BY item LIMIT 1",
            arguments: [known, cut])
        let highest = try Int64.fetchOne(db, sql: "SELECT max(item) FROM story_item") ?? 0
        let floor = next ?? highest + 1
        return floor > known ? floor : nil
    }

    /// See ``FingerprintIndex/expire(before:)``.
    func expire(before time: Date) throws {
        if let floor = try Self.floor(before: time, db) { try expire(below: floor) }
    }

    /// Lets go of the items below a number (see ``floor(before:_:)``).
    func expire(below floor: Int64) throws {
        memory.floor = floor
        try db.execute(sql: "UPDATE story_state SET value = ? WHERE name = 'floor'", arguments: [floor])
        try memory.prints.drop(below: floor, db)
        memory.common = HashTable()
        // The rest reads all that is kept, so it waits until a sixteenth of that has expired.
        guard floor - memory.firstStory >= max(2048, Int64(memory.stories.count) / 16) else { return }
        // What still is boilerplate shows itself again with the next item that has it.
        try db.execute(sql: "DELETE FROM story_boilerplate WHERE item < ?", arguments: [floor])
        if db.changesCount > 0 { try loadBoilerplate() }
        let gone = min(memory.stories.count, max(0, Int(floor - memory.firstStory)))
        memory.stories.removeFirst(gone)
        memory.printCounts.removeFirst(gone)
        memory.firstStory += Int64(gone)
    }
}
