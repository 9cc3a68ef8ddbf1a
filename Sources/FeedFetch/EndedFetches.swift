/// Fetches that have ended and whose callers are told of it together.
///
/// Who is told wakes up on another processor and wakes the loop of ``CurlMulti`` with the next request: with each
/// answer that is a tenth of all work. Of few transfers at a time each is told at once, and none waits long.
struct EndedFetches {
    private var ended: [(job: FetchJob, result: Result<PackedResponse, FetchError>)] = []

    /// So many are told of together at most.
    private static let most = 64
    /// How long the first of them waits for another one, milliseconds.
    private static let wait: Int32 = 5

    /// For how long the loop may wait for news of the network, milliseconds, before those that have ended are told of.
    var patience: Int32 { ended.isEmpty ? .max : Self.wait }

    /// Whether those that have ended are many beside those that are under way.
    func areEnough(active: Int) -> Bool { ended.count > min(active / 4, Self.most) }

    mutating func add(_ job: FetchJob, _ result: Result<PackedResponse, FetchError>) {
        ended.append((job, result))
    }

    /// Tells all callers.
    mutating func tell() {
        guard !ended.isEmpty else { return }
        let some = ended
        ended.removeAll(keepingCapacity: true)
        for one in some { one.job.end(one.result) }
    }
}
