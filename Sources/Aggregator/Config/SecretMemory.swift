internal import Foundation
import Synchronization

/// Finds passwords when they are first needed, each once for all who need it, and remembers what came of
/// it for some time.
///
/// A command takes its time: it runs on a thread of its own, and a few at a time.
actor SecretMemory {
    private struct Entry {
        let finding: Task<Result<String, SecretReader.Failure>, Never>
        /// When it is looked for again; nil while it is being found, and for one that stays.
        var expires: ContinuousClock.Instant?
        var isFound = false
    }

    private let lifetime: Duration?
    private let now: @Sendable () -> ContinuousClock.Instant
    private let read: Finding
    private nonisolated let hasEnded = Atomic(false)
    private let queue = OperationQueue()
    private var entries: [Secret: Entry] = [:]
    /// How many are looked for at a time.
    private static let together = 8

    /// Finds a secret, and may block until then, or until it is stopped.
    typealias Finding =
        @Sendable (_ secret: Secret, _ isStopped: () -> Bool) -> Result<String, SecretReader.Failure>

    /// - Parameters:
    ///   - lifetime: how long what was found, or could not be, is used; nil for as long as this lives.
    ///   - now: the time.
    ///   - read: finds one.
    init(
        lifetime: Duration? = nil,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        read: @escaping Finding = SecretMemory.reading
    ) {
        self.lifetime = lifetime
        self.now = now
        self.read = read
        queue.maxConcurrentOperationCount = Self.together
    }

    /// The first line of a secret.
    func find(_ secret: Secret) async throws(SecretReader.Failure) -> String {
        let hasEnded = hasEnded.load(ordering: .relaxed)
        if let entry = entries[secret],
            entry.expires.map({ now() < $0 || hasEnded && entry.isFound }) ?? true
        {
            return try await entry.finding.value.get()
        }
        let finding = Task { await self.look(for: secret) }
        entries[secret] = Entry(finding: finding)
        let found = await finding.value
        entries[secret]?.expires = lifetime.map { now() + $0 }
        if case .success = found { entries[secret]?.isFound = true }
        return try found.get()
    }

    /// Ends the commands that run, and runs none any more.
    ///
    /// What they have told is still told, however long ago, but no longer that they failed; what is not told by a
    /// command is still read.
    nonisolated func end() { hasEnded.store(true, ordering: .relaxed) }

    private func look(for secret: Secret) async -> Result<String, SecretReader.Failure> {
        await withCheckedContinuation { continuation in
            queue.addOperation { [self] in
                continuation.resume(returning: read(secret) { hasEnded.load(ordering: .relaxed) })
            }
        }
    }

    private static let reading: Finding = { secret, isStopped in
        Result { () throws(SecretReader.Failure) in try SecretReader().read(secret, unless: isStopped) }
    }
}
