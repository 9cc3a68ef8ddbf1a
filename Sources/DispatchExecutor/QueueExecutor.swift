public import Dispatch

/// A serial executor that runs an actor's jobs on one serial Dispatch queue.
///
/// Linux has no `DispatchSerialQueue`, so an actor that shares a queue with Dispatch sources or with a C
/// library returns one of these from `unownedExecutor`. `checkIsolated` lets `assumeIsolated` succeed inside
/// a handler that already runs on ``queue``.
public final class QueueExecutor: SerialExecutor {
    /// The serial queue on which every job runs.
    public let queue: DispatchQueue

    /// Creates an executor with a queue of its own.
    /// - Parameters:
    ///   - label: the queue's name, shown by debuggers.
    ///   - target: the queue whose threads do the work; thousands of serial queues should share one.
    public init(label: String, target: DispatchQueue? = nil) {
        queue = DispatchQueue(label: label, target: target)
    }

    /// Runs one job of the actor on ``queue``.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Traps unless the caller runs on ``queue``.
    public func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }
}
