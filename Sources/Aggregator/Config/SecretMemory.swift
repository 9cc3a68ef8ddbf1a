internal import Foundation

/// Finds passwords when they are first needed, each once for all who need it, and remembers what came of
/// it for some time.
///
/// A command takes its time: it runs on a thread of its own, and a few at a time.
actor SecretMemory {
    private struct Entry {
        let finding: Task<Result<String, SecretReader.Failure>, Never>
        /// When it is looked for again; nil while it is being found, and for one that stays.
        var expires: ContinuousClock.Instant?
    }

    private let lifetime: Duration?
    private let now: @Sendable () -> ContinuousClock.Instant
    private let read: @Sendable (Secret) -> Result<String, SecretReader.Failure>
    private let queue = OperationQueue()
    private var entries: [Secret: Entry] = [:]
    /// How many are looked for at a time.
    private static let together = 8

    /// - Parameters:
    ///   - lifetime: how long what was found, or could not be, is used; nil for as long as this lives.
    ///   - now: the time.
    ///   - read: finds one; it may block.
    init(
        lifetime: Duration? = nil,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        read: @escaping @Sendable (Secret) -> Result<String, SecretReader.Failure> = SecretMemory.reading
    ) {
        self.lifetime = lifetime
        self.now = now
        self.read = read
        queue.maxConcurrentOperationCount = Self.together
    }

    /// The first line of a secret.
    func find(_ secret: Secret) async throws(SecretReader.Failure) -> String {
        if let entry = entries[secret], entry.expires.map({ now() < $0 }) ?? true {
            return try await entry.finding.value.get()
        }
        let finding = Task { await self.look(for: secret) }
        entries[secret] = Entry(finding: finding)
        let found = await finding.value
        entries[secret]?.expires = lifetime.map { now() + $0 }
        return try found.get()
    }

    private func look(for secret: Secret) async -> Result<String, SecretReader.Failure> {
        await withCheckedContinuation { continuation in
            queue.addOperation { [read] in continuation.resume(returning: read(secret)) }
        }
    }

    private static let reading: @Sendable (Secret) -> Result<String, SecretReader.Failure> = { secret in
        Result { () throws(SecretReader.Failure) in try SecretReader().read(secret) }
    }
}
