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
    /// The poll states that were read last.
    var states: PollStateMemory { get }
    /// Makes the full-text index complete before it is asked.
    func settleSearch() throws
}

extension SQLiteReading {
    func settleSearch() {}
}

/// One consistent snapshot of a SQLite store.
struct SQLiteSnapshot: SQLiteReading {
    let db: Database
    let path: String?
    let states: PollStateMemory
}
