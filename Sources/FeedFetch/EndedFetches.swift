/// Fetches that have ended and whose callers are told of it together.
///
/// Who is told wakes up on another processor and wakes the loop of ``CurlMulti`` with the next request: with each
/// answer that is a tenth of all work. Of few transfers at a time each is told at once.
struct EndedFetches {
    private struct Ended {
        let job: FetchJob
        let result: Result<PackedResponse, FetchError>
        let time: ContinuousClock.Instant
    }

    private var ended: [Ended] = []
    /// When the first of them is told at the latest.
    private var due: ContinuousClock.Instant?

    /// More than so many are enough, however many are under way.
    private static let enough = 64
    /// How long the first of them waits for others.
    private static let wait = Duration.milliseconds(5)

    /// Whether they are told now: many beside those under way, or the first has waited for long enough.
    func areDue(active: Int, now: @autoclosure () -> ContinuousClock.Instant) -> Bool {
        guard let due else { return false }
        return ended.count > min(active / 4, Self.enough) || due <= now()
    }

    /// For how long the loop may wait for the network until they are due, milliseconds.
    func patience(now: @autoclosure () -> ContinuousClock.Instant) -> Int32 {
        due.map { Int32(max(($0 - now()).milliseconds, 1)) } ?? .max
    }

    mutating func add(
        _ job: FetchJob, _ result: Result<PackedResponse, FetchError>, now: ContinuousClock.Instant
    ) {
        ended.append(Ended(job: job, result: result, time: now))
        due = due ?? now + Self.wait
    }

    /// Tells all callers.
    mutating func tell() {
        let some = ended
        ended.removeAll(keepingCapacity: true)
        due = nil
        for one in some { one.job.end(one.result, at: one.time) }
    }
}
