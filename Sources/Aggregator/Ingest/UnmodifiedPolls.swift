import FeedFetch
import Foundation

/// Settles polls that were answered with 304: many in one transaction, since there is nothing to read.
struct UnmodifiedPolls: Sendable {
    let store: any Store
    let clock: @Sendable () -> Date
    let price: SteeredPrice

    /// What the answers of a source come to.
    private struct Poll: Sendable {
        let source: Source
        let outcome: PollOutcome
        let isNetworkAway: Bool?
    }

    /// Stores when to ask again.
    func settle(_ groups: [AskedGroup]) async -> [PollReport] {
        let now = clock()
        let polls = groups.flatMap { asked in
            asked.sources.indices.compactMap { index in
                outcome(of: asked, state: asked.states[index], now: now).map {
                    Poll(
                        source: asked.sources[index], outcome: $0,
                        isNetworkAway: asked.findings[index].isAway)
                }
            }
        }
        var reports = polls.map { poll in
            var report = PollReport(poll.source, poll.outcome)
            report.isNetworkAway = poll.isNetworkAway
            return report
        }
        let price = price.current
        do {
            let conclusions = try await store.write { writer in
                try polls.map { poll in
                    let current = try writer.pollState(of: poll.source.name) ?? PollState()
                    return try PollConclusion(
                        of: poll.source, poll.outcome, from: current, price: price, now: now, in: writer)
                }
            }
            for (index, conclusion) in conclusions.enumerated() {
                reports[index].tell(conclusion)
                reports[index].result = .notModified
            }
        } catch {
            for index in reports.indices { reports[index].failToStore(error) }
        }
        return reports
    }

    private func outcome(of asked: AskedGroup, state: PollState, now: Date) -> PollOutcome? {
        guard let response = asked.answers.last?.notModified else { return nil }
        var outcome = OutcomeMaker.notModified(response, hash: 0, state: state, now: now)
        outcome.milliseconds = Int(asked.serverTime / .milliseconds(1))
        outcome.askedURL = asked.url
        return outcome
    }
}
