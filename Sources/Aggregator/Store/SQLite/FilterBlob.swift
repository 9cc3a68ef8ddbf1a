internal import GRDB
internal import GRDBSQLite

/// The filter of a segment in its row, as little-endian words, read and written in place.
///
/// A filter of half a million items has forty megabytes: as a value of a statement it would be in memory four times,
/// as SQLite's row, as its copy, as bytes and as words.
enum FilterBlob {
    /// Reads a segment's filter.
    static func read(ofSegment id: Int64, _ db: Database) throws -> [UInt64] {
        let blob = unsafe try open(id, db, isWriting: false)
        defer { unsafe sqlite3_blob_close(blob) }
        var words = [UInt64](repeating: 0, count: Int(unsafe sqlite3_blob_bytes(blob)) / 8)
        guard !words.isEmpty else { return [] }
        let code = unsafe words.withUnsafeMutableBytes { buffer in
            unsafe sqlite3_blob_read(blob, buffer.baseAddress, Int32(buffer.count), 0)
        }
        try check(code, db)
        if UInt64(littleEndian: 1) != 1 { words = words.map { UInt64(littleEndian: $0) } }
        return words
    }

    /// Writes a segment's filter.
    static func write(_ words: [UInt64], ofSegment id: Int64, _ db: Database) throws {
        guard !words.isEmpty else { return }
        var statement = try FastStatement(db, "UPDATE story_segment SET filter = zeroblob(?) WHERE id = ?")
        statement.bind(Int64(words.count * 8))
        statement.bind(id)
        try statement.run()
        let blob = unsafe try open(id, db, isWriting: true)
        defer { unsafe sqlite3_blob_close(blob) }
        let ordered = UInt64(littleEndian: 1) == 1 ? words : words.map(\.littleEndian)
        let code = unsafe ordered.withUnsafeBytes { buffer in
            unsafe sqlite3_blob_write(blob, buffer.baseAddress, Int32(buffer.count), 0)
        }
        try check(code, db)
    }

    private static func open(_ id: Int64, _ db: Database, isWriting: Bool) throws -> OpaquePointer? {
        var blob: OpaquePointer?
        let code = unsafe sqlite3_blob_open(
            db.sqliteConnection, "main", "story_segment", "filter", id, isWriting ? 1 : 0, &blob)
        try check(code, db)
        return unsafe blob
    }

    private static func check(_ code: Int32, _ db: Database) throws {
        guard code == SQLITE_OK else {
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage)
        }
    }
}
