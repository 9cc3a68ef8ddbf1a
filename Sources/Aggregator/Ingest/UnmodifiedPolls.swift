import FeedFetch
import Foundation

/// Settles polls that were answered with 304: many in one transaction, since there is nothing to read.
struct UnmodifiedPolls: Sendable {
    let store: any Store
    let clock: @Sendable () -> Date
    let price: SteeredPrice

    /// Stores when to ask again.
    func settle(_ groups: [AskedGroup]) async -> [PollReport] {
        let now = clock()
        let price = price.current
        do {
            return try await store.write { writer in
                try reports(of: groups, now: now) { source, outcome, report in
                    let current = try writer.pollState(of: source.name) ?? PollState()
                    let conclusion = try PollConclusion(
                        of: source, outcome, from: current, price: price, now: now, in: writer)
                    report.tell(conclusion)
                    report.result = .notModified
                }
            }
        } catch {
            return reports(of: groups, now: now) { _, _, report in report.failToStore(error) }
        }
    }

    /// What is reported of the sources: what their answers come to, and what is told of that.
    private func reports<Failure: Error>(
        of groups: [AskedGroup], now: Date,
        telling tell: (Source, PollOutcome, inout PollReport) throws(Failure) -> Void
    ) throws(Failure) -> [PollReport] {
        var reports: [PollReport] = []
        reports.reserveCapacity(groups.count)
        for asked in groups {
            guard let response = asked.answers.last?.notModified else { continue }
            for (index, source) in asked.sources.enumerated() {
                var outcome = OutcomeMaker.notModified(
                    response, hash: 0, state: asked.states[index], now: now)
                outcome.milliseconds = Int(asked.serverTime / .milliseconds(1))
                outcome.askedURL = asked.url
                var report = PollReport(source, outcome)
                report.isNetworkAway = asked.findings[index].isAway
                try tell(source, outcome, &report)
                reports.append(report)
            }
        }
        return reports
    }
}
