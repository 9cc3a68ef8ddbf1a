import FeedFetch

/// Polls many sources, a limited number at a time.
///
/// A poll is asked in one task and settled in another. Between the two, and before both, it waits as a value: a task
/// takes memory for its deepest call until it ends, so none begins before it has something to do.
struct PollRound: Sendable {
    let poller: Poller
    /// Transfers at a time.
    let parallel: Int
    /// Transfers at a time to one host.
    let perHost: Int

    /// Polls under way for each transfer: an answer that waits for the store is packed, and takes nobody's turn.
    private static let waitingForEach = 4
    /// Polls that are prepared together: a look at the store costs more than the states that it finds.
    private static let together = 64
    /// Polls without news that are settled together.
    private static let unmodified = 128

    /// A poll that begins as soon as there is a place.
    private struct Prepared: Sendable {
        let group: [Source]
        /// The states, unless the store could not be read.
        let states: [PollState]?
    }

    /// What a task came to.
    private enum Step: Sendable {
        case asked(AskedGroup)
        case notAsked(NotAsked, [Source])
        case settled([PollReport])
        case settledUnmodified([PollReport])
    }

    /// Polls groups of sources that share an address, and reports each source.
    /// - Parameter groups: the places of those who share one.
    func run(_ groups: [[Int]], of sources: [Source], report: @Sendable (PollReport) -> Void) async {
        await withTaskGroup(of: Step.self) { running in
            // Beyond what is fetched at a time two stand ready, lest the host wait for us.
            var coming = PollLine(groups, of: sources, perHost: perHost + 2)
            var prepared: ArraySlice<Prepared> = []
            var asking = 0
            var asked: [AskedGroup] = []
            var unmodified: [AskedGroup] = []
            var settling = 0
            var isSettlingUnmodified = false
            while true {
                // A place is filled as soon as it is free: slow hosts hold up nobody else.
                while !Task.isCancelled, asking < parallel,
                    asking + asked.count + unmodified.count + settling < parallel * Self.waitingForEach
                {
                    if prepared.isEmpty {
                        prepared = await prepare(coming.next(max(parallel - asking, Self.together)))[...]
                    }
                    guard let one = prepared.popFirst() else { break }
                    running.addTask { await ask(one) }
                    asking += 1
                }
                // The last to come is the first to be settled; all are before the round ends.
                while settling < parallel, let one = asked.popLast() {
                    running.addTask { .settled(await poller.settle(one)) }
                    settling += 1
                }
                // While some are on their way into the store the next come together.
                if !isSettlingUnmodified, !unmodified.isEmpty {
                    let some = Array(unmodified.suffix(Self.unmodified))
                    unmodified.removeLast(some.count)
                    running.addTask { .settledUnmodified(await poller.unmodified.settle(some)) }
                    isSettlingUnmodified = true
                }
                switch await running.next() {
                case .asked(let one):
                    asking -= 1
                    coming.isDone(one.sources)
                    if one.isUnmodified { unmodified.append(one) } else { asked.append(one) }
                case .notAsked(let failure, let sources):
                    asking -= 1
                    coming.isDone(sources)
                    for one in failure.reports { report(one) }
                case .settled(let reports):
                    settling -= 1
                    for one in reports { report(one) }
                case .settledUnmodified(let reports):
                    isSettlingUnmodified = false
                    for one in reports { report(one) }
                case nil: return
                }
            }
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
