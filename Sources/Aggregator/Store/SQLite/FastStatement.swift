internal import Foundation
internal import GRDB
internal import GRDBSQLite

/// A cached statement whose values are bound one by one and that is stepped without GRDB's lists of arguments.
///
/// A poll runs a dozen statements an item; GRDB's boxes and cursors around them cost as much as SQLite itself. Only
/// statements inside a transaction that is already open belong here: none that begins or ends one, or changes the
/// schema. The first value bound is the first question mark's. It is reset when it goes out of scope.
struct FastStatement: ~Copyable {
    private let db: Database
    private let statement: Statement
    private var bound: Int32 = 0

    /// Prepares a statement, or takes the prepared one.
    init(_ db: Database, _ sql: String) throws {
        self.db = db
        statement = try db.cachedStatement(sql: sql)
    }

    deinit {
        unsafe sqlite3_reset(statement.sqliteStatement)
        unsafe sqlite3_clear_bindings(statement.sqliteStatement)
    }

    /// Binds the next value: a number.
    mutating func bind(_ number: Int64?) {
        bound += 1
        guard let number else { return }
        unsafe sqlite3_bind_int64(statement.sqliteStatement, bound, number)
    }

    /// Binds the next value: yes or no.
    mutating func bind(_ flag: Bool) { bind(Int64(flag ? 1 : 0)) }

    /// Binds the next value: a number.
    mutating func bind(_ number: Double?) {
        bound += 1
        guard let number else { return }
        unsafe sqlite3_bind_double(statement.sqliteStatement, bound, number)
    }

    /// Binds the next value: a text.
    mutating func bind(_ text: String?) {
        bound += 1
        guard var text else { return }
        text.withUTF8 { unsafe Self.bind(text: $0, to: statement, at: bound) }
    }

    /// Binds the next value: a text, as its UTF-8.
    mutating func bind(text: [UInt8]) {
        bound += 1
        unsafe text.withUnsafeBufferPointer { unsafe Self.bind(text: $0, to: statement, at: bound) }
    }

    private static func bind(text: UnsafeBufferPointer<UInt8>, to statement: Statement, at place: Int32) {
        // An empty text may have no address, which would bind NULL.
        guard let start = text.baseAddress, text.count > 0 else {
            unsafe sqlite3_bind_text(statement.sqliteStatement, place, "", 0, copied)
            return
        }
        unsafe start.withMemoryRebound(to: CChar.self, capacity: text.count) { start in
            _ = unsafe sqlite3_bind_text(statement.sqliteStatement, place, start, Int32(text.count), copied)
        }
    }

    /// Binds the next value: bytes.
    mutating func bind(_ bytes: [UInt8]) {
        bound += 1
        unsafe bytes.withUnsafeBytes { buffer in
            if let start = buffer.baseAddress, buffer.count > 0 {
                _ = unsafe sqlite3_bind_blob(
                    statement.sqliteStatement, bound, start, Int32(buffer.count), Self.copied)
            } else {
                _ = unsafe sqlite3_bind_zeroblob(statement.sqliteStatement, bound, 0)
            }
        }
    }

    /// Goes on to the next row; false at the end.
    func step() throws -> Bool {
        switch unsafe sqlite3_step(statement.sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            throw DatabaseError(
                resultCode: ResultCode(rawValue: code), message: db.lastErrorMessage, sql: statement.sql)
        }
    }

    /// Runs a statement that gives no rows.
    consuming func run() throws {
        while try step() {}
    }

    /// The number in a column of the row; nil for NULL.
    func number(_ column: Int32) -> Int64? {
        unsafe sqlite3_column_type(statement.sqliteStatement, column) == SQLITE_NULL
            ? nil : sqlite3_column_int64(statement.sqliteStatement, column)
    }

    /// The text in a column of the row; nil for NULL.
    func text(_ column: Int32) -> String? {
        guard let start = unsafe sqlite3_column_text(statement.sqliteStatement, column) else { return nil }
        let count = unsafe sqlite3_column_bytes(statement.sqliteStatement, column)
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    /// The bytes in a column of the row; none for NULL.
    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(statement.sqliteStatement, column) else { return [] }
        let count = unsafe sqlite3_column_bytes(statement.sqliteStatement, column)
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: Int(count)))
    }

    /// Tells SQLite to copy a value before the call returns (`SQLITE_TRANSIENT`).
    private static let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
