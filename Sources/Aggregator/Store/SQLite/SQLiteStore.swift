internal import GRDB

/// The store in one SQLite file, or in memory.
///
/// Write-ahead log: readers work on snapshots and never wait for the writer. `synchronous` is FULL, so that a
/// transaction that was acknowledged survives a kill and a power cut; it costs one `fdatasync` a commit, which transactions that wait at the
/// same time share (``GroupCommit``).
/// GRDB brings the queues: one for the writer, one a reader; nothing blocks the cooperative pool.
public final class SQLiteStore: Store {
    /// The path of the file; nil in memory.
    public let path: String?
    private let reader: any DatabaseReader
    private let writer: (any DatabaseWriter)?
    private let lock: StoreLock?
    private let commits: GroupCommit?
    private let states = PollStateMemory()

    /// Opens a store.
    /// - Parameters:
    ///   - path: the file, created when it doesn't exist (not for ``StoreAccess/readOnly``).
    ///   - access: what it is opened for.
    public init(path: String, access: StoreAccess) throws(StoreError) {
        self.path = path
        do {
            switch access {
            case .readOnly:
                lock = nil
                writer = nil
                reader = try SQLiteFile.openReadOnly(path)
            case .readWrite, .daemon:
                lock = access == .daemon ? try StoreLock(besideStore: path) : nil
                let pool = try SQLiteFile.open(path)
                writer = pool
                reader = pool
            }
        } catch {
            throw StoreError(error, path: path)
        }
        commits = writer.map { [states] in GroupCommit($0, path: path, states: states) }
    }

    /// Opens an empty store in memory.
    public init() throws(StoreError) {
        path = nil
        lock = nil
        do {
            let queue = try DatabaseQueue(configuration: SQLiteFile.configuration())
            try SQLiteFile.migrate(queue, path: nil)
            writer = queue
            reader = queue
            commits = GroupCommit(queue, path: nil, states: states)
        } catch {
            throw StoreError(error, path: nil)
        }
    }

    /// Runs a read on one consistent snapshot.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value {
        let path = path
        let states = states
        do {
            return try await reader.read { db in
                try body(SQLiteSnapshot(db: db, path: path, states: states))
            }
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    /// Runs a transaction; when `body` throws, nothing of it is kept.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreWriter) throws -> Value
    ) async throws -> Value {
        guard let commits else { throw StoreError.readOnly(path) }
        return try await commits.run(body)
    }

    /// Looks for damage and broken invariants.
    public func check() async throws -> [String] {
        do {
            return try await reader.read { db in try StoreCheck(db: db).findings() }
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        }
    }

    /// Writes a consistent copy to a new file, while others read and write.
    public func backup(to target: String) async throws {
        try StoreBackup.prepare(target)
        do {
            try await reader.unsafeRead { db in
                // GRDB keeps readers from writing; the copy is written, the store is not.
                try db.execute(sql: "PRAGMA query_only = 0")
                defer { try? db.execute(sql: "PRAGMA query_only = 1") }
                try db.execute(sql: "VACUUM INTO ?", arguments: [target])
            }
            try StoreBackup.finish(target)
        } catch {
            StoreBackup.discard(target)
            throw StoreError(error, path: target)
        }
    }

    /// Empties SQLite's caches and closes the connections that only read.
    public func rest() async {
        states.forgetAll()
        guard let writer else { return }
        if let pool = writer as? DatabasePool { pool.invalidateReadOnlyConnections() }
        // Waits until it is done, so that what was freed can be given back to the system.
        try? await writer.writeWithoutTransaction { db in db.releaseMemory() }
    }

    /// Finishes what is under way and lets go of the files.
    public func close() async throws {
        do {
            if let pool = writer as? DatabasePool {
                // What the log holds goes into the file, so that it can be copied by itself.
                _ = try? await pool.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
            }
            try reader.close()
        } catch {
            throw StoreError(error, path: path)
        }
        lock?.release()
    }
}
