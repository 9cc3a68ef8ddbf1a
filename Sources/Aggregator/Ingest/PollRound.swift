import FeedFetch

/// Polls many sources, a limited number at a time.
///
/// A poll waits as a value before it is asked, while it is and until it is settled: a task takes memory for its deepest
/// call until it ends, so none begins before it has something to do. Asking one address needs none at all.
struct PollRound: Sendable {
    let poller: Poller
    /// Transfers at a time.
    let parallel: Int
    /// Transfers at a time to one host.
    let perHost: Int

    /// Polls under way for each transfer: an answer that waits for the store is packed, and takes nobody's turn.
    fileprivate static let waitingForEach = 2
    /// Polls that are prepared together: a look at the store costs more than the states that it finds.
    private static let together = 64
    /// The same at most, when the first are under way and there is time to look as far ahead as there are transfers.
    private static let togetherAtMost = 256

    /// A poll that begins as soon as there is a place.
    private struct Prepared: Sendable {
        let group: [Source]
        /// The states, unless the store could not be read.
        let states: [PollState]?

        /// The same without sources that are not asked any more.
        var alive: Prepared {
            guard let states, states.contains(where: \.disabled) else { return self }
            let alive = zip(group, states).filter { !$1.disabled }
            return Prepared(group: alive.map { $0.0 }, states: alive.map { $0.1 })
        }
    }

    /// The answer to the one request of a poll: behind one pointer, since it passes through several hands.
    private final class Received: Sendable {
        let transfer: UInt64
        let result: Result<PackedResponse, FetchError>
        let span: FetchSpan

        init(transfer: UInt64, result: Result<PackedResponse, FetchError>, span: FetchSpan) {
            self.transfer = transfer
            self.result = result
            self.span = span
        }
    }

    /// A poll that is being asked by one request.
    private struct Asking {
        let group: [Source]
        let states: [PollState]
    }

    /// What has come to pass.
    private enum Step: Sendable {
        case received(Received)
        case asked(AskedGroup)
        case notAsked(NotAsked, [Source])
        case settled([PollReport])
        case settledUnmodified([PollReport])
    }

    /// Where the polls of a round are.
    private struct Standing {
        var coming: PollLine
        var doubtful: DoubtfulPolls
        var prepared: ArraySlice<Prepared> = []
        /// Polls that are being asked or stand ready at the fetcher, with those in ``transfers``.
        var asking = 0
        var transfers: [UInt64: Asking] = [:]
        var asked: [AskedGroup] = []
        var unmodified: [AskedGroup] = []
        var settling = 0
        var isSettlingUnmodified = false

        /// Whether nothing more is looked up.
        var isExhausted: Bool { prepared.isEmpty && coming.isExhausted }
        var isDone: Bool { asking == 0 && settling == 0 && !isSettlingUnmodified }
        var underWay: Int { asking + asked.count + unmodified.count + settling }

        /// Whether as many polls are under way as may be beside so many transfers.
        func isFull(_ parallel: Int) -> Bool { underWay >= parallel * PollRound.waitingForEach }

        mutating func take(_ one: AskedGroup) {
            asking -= 1
            coming.isDone(one.sources)
            if one.isUnmodified {
                unmodified.append(one)
            } else if !doubtful.take(one) {
                asked.append(one)
            }
        }
    }

    /// Polls groups of sources that share an address, and reports each source.
    /// - Parameter groups: the places of those who share one.
    func run(_ groups: [[Int]], of sources: [Source], report: @Sendable (PollReport) -> Void) async {
        let steps = Arrivals<Step>()
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { running in
                // Beyond what is fetched at a time two stand ready, lest the host wait for us.
                var now = Standing(
                    coming: PollLine(groups, of: sources, perHost: perHost + 2),
                    doubtful: DoubtfulPolls(poller.network))
                while true {
                    await begin(&now, in: &running, steps)
                    // Of a round that is ended nobody else will answer: what is in doubt leaves no trace.
                    if !Task.isCancelled {
                        now.asked += now.doubtful.decided(isEnd: now.underWay == 0)
                    }
                    settle(&now, in: &running, steps)
                    guard !now.isDone else { return }
                    for step in await steps.take() { take(step, &now, report) }
                    guard Task.isCancelled else { continue }
                    for transfer in now.transfers.keys { poller.fetcher.cancel(transfer) }
                }
            }
        } onCancel: {
            steps.wake()
        }
    }

    /// Asks as many as there are places for, and lets a few stand ready at the fetcher: a place is filled as soon as it
    /// is free, so slow hosts hold up nobody else.
    private func begin(
        _ now: inout Standing, in running: inout DiscardingTaskGroup, _ steps: Arrivals<Step>
    ) async {
        while !Task.isCancelled, now.asking < parallel + min(parallel, Self.together), !now.isFull(parallel) {
            if now.prepared.isEmpty {
                // The first are asked before the others are looked up.
                let ahead = min(max(parallel, Self.together), Self.togetherAtMost)
                let most = now.asking == 0 ? Self.together : ahead
                now.prepared = await prepare(now.coming.next(most))[...]
            }
            guard let all = now.prepared.popFirst() else { return }
            let one = all.alive
            guard !one.group.isEmpty else {
                now.coming.isDone(all.group)
                continue
            }
            now.asking += 1
            guard let states = one.states, let request = poller.onlyRequest(of: one.group, states: states)
            else {
                running.addTask { steps.post(await ask(one)) }
                continue
            }
            let transfer = poller.fetcher.receive(request) { transfer, result, span in
                steps.post(.received(Received(transfer: transfer, result: result, span: span)))
            }
            now.transfers[transfer] = Asking(group: one.group, states: states)
        }
    }

    private func settle(
        _ now: inout Standing, in running: inout DiscardingTaskGroup, _ steps: Arrivals<Step>
    ) {
        // The last to come is the first to be settled; all are before the round ends.
        while now.settling < parallel, let one = now.asked.popLast() {
            running.addTask { steps.post(.settled(await poller.settle(one))) }
            now.settling += 1
        }
        // As many as are asked at a time, or those that have come when nobody else is to be asked, or half of what stands
        // ready when nobody may be: they don't wait for hosts that hang. While some are on their way into the store the
        // next come together.
        let some = max(1, min(parallel, Self.together) / 2)
        let isWorthIt =
            now.unmodified.count >= parallel || now.isFull(parallel) && now.unmodified.count >= some
            || now.isExhausted || now.asking == 0
        if !now.isSettlingUnmodified, !now.unmodified.isEmpty, isWorthIt {
            let some = now.unmodified
            now.unmodified = []
            running.addTask { steps.post(.settledUnmodified(await poller.unmodified.settle(some))) }
            now.isSettlingUnmodified = true
        }
    }

    private func take(_ step: Step, _ now: inout Standing, _ report: (PollReport) -> Void) {
        switch step {
        case .received(let answer):
            guard let one = now.transfers.removeValue(forKey: answer.transfer) else { return }
            now.take(poller.asked(one.group, one.states, answer.result, answer.span))
        case .asked(let one): now.take(one)
        case .notAsked(let failure, let sources):
            now.asking -= 1
            now.coming.isDone(sources)
            for one in failure.reports { report(one) }
        case .settled(let reports):
            now.settling -= 1
            for one in reports { report(one) }
        case .settledUnmodified(let reports):
            now.isSettlingUnmodified = false
            for one in reports { report(one) }
        }
    }

    private func prepare(_ groups: [[Source]]) async -> [Prepared] {
        guard !groups.isEmpty else { return [] }
        let states = await poller.states(of: groups)
        return groups.enumerated().map { index, group in Prepared(group: group, states: states?[index]) }
    }

    private func ask(_ one: Prepared) async -> Step {
        switch await poller.ask(one.group, states: one.states) {
        case .success(let asked): .asked(asked)
        case .failure(let failure): .notAsked(failure, one.group)
        }
    }
}
