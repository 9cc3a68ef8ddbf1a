internal import GRDB
internal import Synchronization

/// Runs the transactions that wait for the writer together, as one of SQLite's.
///
/// A commit costs a flush of the full-text index and a wait for the disk, whatever is in it; while one is under
/// way others queue up, and they share the next. One that throws leaves nothing behind and the others alone: then
/// all are run anew, each in a savepoint, which copies every page it changes. None is acknowledged before all are
/// on the disk.
final class GroupCommit: Sendable {
    /// Transactions in one commit, so that the first doesn't wait long for the last.
    private static let limit = 512

    private let writer: any DatabaseWriter
    private let path: String?
    private let memory = FingerprintMemory()
    private let states: PollStateMemory
    private let queue = Mutex(Queue())

    private struct Queue {
        var jobs: [Job] = []
        var isScheduled = false
    }

    /// One transaction: what it does, and what is called with the outcome once the disk has it.
    private struct Job {
        /// Runs the body; what it returns acknowledges it.
        let run: @Sendable (SQLiteTransaction) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    init(_ writer: any DatabaseWriter, path: String?, states: PollStateMemory) {
        self.writer = writer
        self.path = path
        self.states = states
    }

    /// Runs a transaction; when `body` throws, nothing of it is kept.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (any StoreWriter) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(
                run: { transaction in
                    let value = try body(transaction)
                    return { continuation.resume(returning: value) }
                },
                fail: { continuation.resume(throwing: $0) })
            let mustSchedule = queue.withLock { queue in
                queue.jobs.append(job)
                defer { queue.isScheduled = true }
                return !queue.isScheduled
            }
            if mustSchedule { schedule() }
        }
    }

    private func schedule() {
        writer.asyncWriteWithoutTransaction { [self] db in
            let jobs = queue.withLock { queue in
                let jobs = Array(queue.jobs.prefix(Self.limit))
                queue.jobs.removeFirst(jobs.count)
                return jobs
            }
            commit(jobs, db)
            let isMore = queue.withLock { queue in
                queue.isScheduled = !queue.jobs.isEmpty
                return queue.isScheduled
            }
            if isMore { schedule() }
        }
    }

    /// Commits transactions together.
    /// - Parameter apart: true to draw a line after each, so that one that throws leaves the others alone.
    private func commit(_ jobs: [Job], apart: Bool = false, _ db: Database) {
        var done: [(job: Job, acknowledge: @Sendable () -> Void)] = []
        var settled = 0
        var hasJobFailed = false
        do {
            try db.inTransaction(.immediate) {
                var changes: [[SearchIndex.Change]] = []
                for job in jobs {
                    let transaction = SQLiteTransaction(
                        db: db, path: path, memory: memory, states: states, earlier: changes)
                    do {
                        done.append((job, try Self.run(job, in: transaction, apart: apart)))
                        changes = transaction.pendingChanges
                    } catch {
                        hasJobFailed = true
                        // What the index remembers of the failed one is read anew.
                        memory.forget()
                        // Without a line all are given up; so are they when a full disk made SQLite do it.
                        guard apart, db.isInsideTransaction else { throw error }
                        job.fail(storeError(error))
                    }
                    settled += 1
                }
                try SearchIndex.apply(changes, db)
                return .commit
            }
            for one in done { one.acknowledge() }
        } catch {
            if hasJobFailed, !apart, jobs.count > 1 { return commit(jobs, apart: true, db) }
            for one in done { one.job.fail(storeError(error)) }
            for job in jobs[settled...] { job.fail(storeError(error)) }
        }
    }

    private static func run(
        _ job: Job, in transaction: SQLiteTransaction, apart: Bool
    ) throws -> @Sendable () -> Void {
        guard apart else { return try job.run(transaction) }
        var acknowledge: @Sendable () -> Void = {}
        try transaction.db.inSavepoint {
            acknowledge = try job.run(transaction)
            return .commit
        }
        return acknowledge
    }

    private func storeError(_ error: any Error) -> any Error {
        (error as? DatabaseError).map { StoreError($0, path: path) } ?? error
    }
}
