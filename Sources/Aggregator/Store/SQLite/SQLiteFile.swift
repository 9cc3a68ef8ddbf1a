internal import Foundation
internal import GRDB
internal import Glibc

/// Opens SQLite files in the way that the store needs them.
enum SQLiteFile {
    /// How long a transaction waits for another process's, seconds.
    private static let patience: TimeInterval = 10

    /// The configuration of every connection.
    ///
    /// No file is mapped: its pages would count as memory, and for what a listing reads copying them is quicker.
    /// - Parameter readOnly: true for a command that reads once and ends; the readers beside a writer aren't meant.
    static func configuration(readOnly: Bool = false) -> GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "aggd.store"
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(patience)
        configuration.maximumReaderCount = 4
        // GRDB's own choice is that of user interfaces, which asks for threads above those of other programs.
        configuration.qos = .default
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            if readOnly {
                try db.execute(sql: "PRAGMA cache_size = -16000")
            } else if db.configuration.readonly {
                try db.execute(sql: "PRAGMA cache_size = -2000")
            } else {
                try db.execute(
                    sql: """
                        PRAGMA cache_size = -4000;
                        PRAGMA wal_autocheckpoint = 4000;
                        PRAGMA journal_size_limit = 67108864;
                        """)
            }
        }
        return configuration
    }

    /// Opens a file for reading and writing, creates it when it doesn't exist, and brings its schema up to date.
    static func open(_ path: String) throws -> DatabasePool {
        try create(path)
        let pool = try DatabasePool(path: path, configuration: configuration())
        // GRDB has set it to NORMAL when it turned the write-ahead log on.
        try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
        try migrate(pool, path: path)
        return pool
    }

    /// Opens a file for reading only.
    ///
    /// Members of the group may read the store without being allowed to write beside it. SQLite then can't
    /// share a log with the daemon unless the log exists; when there is none, nobody writes, and the file is
    /// read as it stands.
    /// - Parameter mayBeOlder: true for a file whose copy is brought up to date.
    static func openReadOnly(_ path: String, mayBeOlder: Bool = false) throws -> any DatabaseReader {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path) }
        guard FileManager.default.isReadableFile(atPath: path) else { throw StoreError.notPermitted(path) }
        let queue: DatabaseQueue
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration(readOnly: true))
            try queue.read { db in _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN && !hasLog(path) {
            return try verified(
                DatabaseQueue(path: uri(path), configuration: configuration(readOnly: true)), path, mayBeOlder
            )
        }
        return try verified(queue, path, mayBeOlder)
    }

    /// Brings the schema up to date.
    static func migrate(_ writer: some DatabaseWriter, path: String?) throws {
        let migrator = Schema.migrator
        let isDone = try writer.read { db in
            try isOurs(db, path: path)
            if try migrator.hasBeenSuperseded(db) { throw StoreError.newer(path) }
            return try migrator.hasCompletedMigrations(db)
        }
        if !isDone { try migrator.migrate(writer) }
        try writer.read { db in try SearchIndex.isCurrent(db) } ? () : writer.write(SearchIndex.rebuild)
    }

    private static func verified(
        _ queue: DatabaseQueue, _ path: String, _ mayBeOlder: Bool
    ) throws -> DatabaseQueue {
        try queue.read { db in
            try isOurs(db, path: path)
            let migrator = Schema.migrator
            if try migrator.hasBeenSuperseded(db) { throw StoreError.newer(path) }
            if try migrator.hasCompletedMigrations(db) { return }
            guard mayBeOlder else { throw StoreError.older(path) }
            // A file without tables, or of no bytes, is no older store.
            let mark = try Int.fetchOne(db, sql: "PRAGMA application_id")
            guard mark == Schema.applicationID else { throw StoreError.foreign(path) }
        }
        return queue
    }

    private static func isOurs(_ db: Database, path: String?) throws {
        let mark = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        if mark == Schema.applicationID { return }
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        if mark != 0 || tables > 0 { throw StoreError.foreign(path) }
    }

    /// Creates an empty file of mode 0640, whatever the umask; SQLite gives its log the same mode.
    private static func create(_ path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        guard folder.isEmpty || FileManager.default.fileExists(atPath: folder) else {
            throw StoreError.noFolder(of: path)
        }
        let isNew = unsafe access(path, F_OK) != 0
        let descriptor = unsafe Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw StoreError(errno: errno, path: path) }
        defer { Glibc.close(descriptor) }
        if isNew, fchmod(descriptor, 0o640) != 0 { throw StoreError(errno: errno, path: path) }
    }

    private static func hasLog(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "-wal")
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0 > 0
    }

    private static func uri(_ path: String) -> String {
        let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#"))
        let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return
            "file://\(absolute.addingPercentEncoding(withAllowedCharacters: allowed) ?? absolute)?immutable=1"
    }
}
