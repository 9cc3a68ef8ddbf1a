import Foundation

/// What of the state that a poll leaves behind is told, and what of it was not told yet.
struct PollConclusion: Sendable {
    let health: Health
    let nextPoll: Date?
    let change: HealthChange?

    /// Settles when a source is asked again, and stores that.
    init(
        of source: Source, _ outcome: PollOutcome, from current: PollState, price: PollPrice, now: Date,
        in writer: any StoreWriter
    ) throws {
        var state = PollMachine(source: source, price: price).next(after: outcome, from: current, now: now)
        change = state.unreportedChange
        state.markReported()
        try writer.save(state, of: source.name)
        health = state.health
        nextPoll = state.nextPoll
    }
}

extension PollReport {
    /// A report of a poll that is not stored yet.
    init(_ source: Source, _ outcome: PollOutcome) {
        self.init(source: source.name, result: .failed)
        status = outcome.status
        milliseconds = outcome.milliseconds
    }

    /// Tells what was stored.
    mutating func tell(_ conclusion: PollConclusion) {
        health = conclusion.health
        change = conclusion.change
        nextPoll = conclusion.nextPoll
    }

    /// Tells what came of the items.
    mutating func tell(_ result: Ingestor.Result) {
        new = result.newItems.count + result.backlog
        updated = result.updated
    }

    /// Tells that the poll could not be stored: no trace of it is left but the items that were stored before.
    mutating func failToStore(_ error: any Error) {
        self.error =
            new + updated == 0
            ? "nothing was stored: \(error)"
            : "what came first is stored, but the poll could not be concluded: \(error)"
        isStored = false
        // It is the store's fault, whatever else was wrong.
        isExcused = false
    }
}
