import Foundation

/// Puts sources off that could not be asked: nothing is held against them, but what others of their addresses have said.
struct Postponement: Sendable {
    let store: any Store
    let clock: @Sendable () -> Date

    /// The host asks to be left alone, or for time between requests: the source is put off without being asked.
    /// - Parameters:
    ///   - end: when the first of its hosts may be asked that weren't.
    ///   - failure: how asking those failed, which gives them a pause.
    ///   - stored: what was stored of them before that.
    ///   - news: what their hosts have asked for.
    func hold(
        _ source: Source, until end: Date, isSpacing: Bool, after failure: PollOutcome?,
        having stored: Ingestor.Result, telling news: HostRestNews
    ) async -> PollReport {
        let machine = PollMachine(source: source)
        var report = PollReport(source: source.name, result: .held)
        report.status = failure?.status
        report.error = failure?.message
        report.tell(stored)
        let now = clock()
        return await putOff(source, report, telling: news) { state in
            if let failure {
                machine.heldOff(state, until: end, after: failure, now: now)
            } else {
                machine.heldOff(state, until: end, isSpacing: isSpacing, now: now)
            }
        }
    }

    /// The machine has no network: the failure is not the source's, which is asked again soon.
    /// - Parameter lastAnswer: when somebody answered last.
    func sitOut(
        _ source: Source, _ finding: NetworkWatch.Finding, _ lastAnswer: Date?
    ) async -> PollReport {
        var report = PollReport(source: source.name, result: .failed)
        report.error = NetworkWatch.sentence
        report.isExcused = true
        report.isNetworkAway = finding.isAway
        let now = clock()
        let end = now.addingTimeInterval(Connectivity.pause + .random(in: 0...60))
        return await putOff(source, report) {
            PollMachine(source: source).satOut($0, until: end, lastAnswer: lastAnswer, now: now)
        }
    }

    private func putOff(
        _ source: Source, _ report: PollReport, telling news: HostRestNews = HostRestNews(),
        _ change: (PollState) -> PollState
    ) async -> PollReport {
        var report = report
        do {
            let current = try await store.read { try $0.pollState(of: source.name) } ?? PollState()
            var held = change(current)
            report.change = held.unreportedChange
            held.markReported()
            if held != current || !news.rests.isEmpty {
                let (held, now) = (held, clock())
                try await store.write { writer in
                    try news.write(in: writer, now: now)
                    try writer.save(held, of: source.name)
                }
            }
            report.health = held.health
            report.nextPoll = held.nextPoll
        } catch {
            report.failToStore(error)
        }
        return report
    }
}
