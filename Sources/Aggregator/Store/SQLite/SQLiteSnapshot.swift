internal import Foundation
internal import GRDB

/// What every access to SQLite has: a connection inside a transaction.
///
/// The questions are answered in extensions of this protocol, a file a topic.
protocol SQLiteReading: StoreReader {
    /// The connection, valid while the transaction lasts.
    var db: Database { get }
    /// The path of the file; nil in memory.
    var path: String? { get }
}

/// One consistent snapshot of a SQLite store.
struct SQLiteSnapshot: SQLiteReading {
    let db: Database
    let path: String?
}
