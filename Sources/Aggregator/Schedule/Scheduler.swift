internal import Dispatch
internal import DispatchExecutor
public import Foundation

/// Hands out the sources that are due, one when asked for one.
///
/// Whoever polls asks for the next source when it has room for one; so a slow store slows the polling, and nothing
/// piles up. One heap and one timer serve all sources. Of all sources, and of one host, only so many are handed out
/// at a time; the others of a host wait without holding up the rest.
public actor Scheduler {
    private let executor: QueueExecutor
    /// The actor's executor.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    private let clock: any ScheduleClock
    private let perHost: Int
    private let total: Int
    private var alarm: (any Alarm)?
    private let table: HostTable
    /// The sources with addresses at several hosts.
    private let spread: Set<Int>
    private var heap: DueHeap
    /// The hosts at which something is going on.
    private var hosts: [Int: Host] = [:]
    private var handedOut: Set<Int> = []
    /// The sources that waited for their host and may be handed out.
    private var ready: [Int] = []
    private var askers: [Asker] = []
    private var nextAsker = 0
    private var isStopped = false
    private var lastNow: Date

    /// What is known of one host while something of it is going on.
    private struct Host {
        var running = 0
        var waiting: [Int] = []

        var isIdle: Bool { running == 0 && waiting.isEmpty }
    }

    private struct Asker {
        var id: Int
        var continuation: CheckedContinuation<Int?, Never>
    }

    /// A source for the schedule.
    public struct Entry: Sendable {
        /// The source's place in the list of sources; the schedule knows it by no other name.
        public var source: Int
        /// The host of its address, of several that of the first.
        public var host: String
        /// True when another one of its addresses is at another host: it doesn't wait until the first has rested.
        public var hasOtherHosts: Bool
        /// When it is due; nil: at once.
        public var due: Date?

        /// Creates an entry.
        public init(source: Int, host: String, hasOtherHosts: Bool = false, due: Date?) {
            self.source = source
            self.host = host
            self.hasOtherHosts = hasOtherHosts
            self.due = due
        }
    }

    /// Creates a schedule.
    /// - Parameters:
    ///   - entries: the sources, each once.
    ///   - total: how many sources are handed out at a time.
    ///   - perHost: how many of one host are.
    ///   - clock: the time.
    public init(
        _ entries: [Entry], total: Int = .max, perHost: Int = 2, clock: any ScheduleClock = SystemClock()
    ) {
        self.total = max(1, total)
        self.perHost = max(1, perHost)
        self.clock = clock
        executor = QueueExecutor(label: "aggd.scheduler")
        let now = clock.now
        lastNow = now
        let latest = Self.latest(from: now)
        table = HostTable(entries)
        spread = Set(entries.lazy.filter(\.hasOtherHosts).map(\.source))
        var heap = DueHeap(count: (entries.lazy.map(\.source).max() ?? -1) + 1)
        for entry in entries { heap.set(entry.source, due: min(entry.due ?? now, latest)) }
        self.heap = heap
    }

    /// Nothing lies further ahead than a week and a little; a clock that was wrong may have left such times.
    private static func latest(from now: Date) -> Date {
        now.addingTimeInterval(PollInterval.longestHint * 1.2)
    }

    /// How many sources are known, and how many are under way.
    public var counts: (sources: Int, underWay: Int) { (table.sourceCount, handedOut.count) }

    // MARK: - Polling

    /// The next source that is due; waits until there is one.
    ///
    /// Nil when the schedule has stopped.
    ///
    /// Each source that is handed out must come back through ``finish(_:due:)``.
    public func next() async -> Int? {
        let id = nextAsker
        nextAsker += 1
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard !isStopped, !Task.isCancelled else {
                    continuation.resume(returning: nil)
                    return
                }
                askers.append(Asker(id: id, continuation: continuation))
                serve()
            }
        } onCancel: {
            Task { await self.cancel(id) }
        }
    }

    /// A source that was handed out is done; `due` is when it is next, nil for never.
    public func finish(_ source: Int, due: Date?) {
        guard handedOut.remove(source) != nil, let host = table.host(of: source) else { return }
        hosts[host]?.running -= 1
        release(host)
        if let due { heap.set(source, due: min(due, Self.latest(from: clock.now))) }
        serve()
    }

    /// Moves the sources of a host that would be due before a time to that time, because it wants to be left alone.
    ///
    /// The fetcher keeps the host's wish; this saves handing out what it would not ask. Who has another host to ask stays.
    /// - Returns: the sources that were moved, in their order.
    @discardableResult
    public func putOff(_ name: String, until: Date) -> [Int] {
        guard let host = table.host(named: name) else { return [] }
        // What waits for its host or for an asker has left the heap already.
        let spread = spread
        var held = ready.filter { table.host(of: $0) == host && !spread.contains($0) }
        ready.removeAll { table.host(of: $0) == host && !spread.contains($0) }
        if var state = hosts[host] {
            held += state.waiting.filter { !spread.contains($0) }
            state.waiting.removeAll { !spread.contains($0) }
            hosts[host] = state.isIdle ? nil : state
        }
        held += table.sources(at: host).filter { source in
            !spread.contains(source) && heap.due(source).map { $0 < until } ?? false
        }
        for source in held { heap.set(source, due: until) }
        serve()
        return held.sorted()
    }

    /// Hands out nothing any more; whoever waits gets nil.
    ///
    /// Sources under way may still finish.
    public func stop() {
        isStopped = true
        alarm?.cancel()
        alarm = nil
        let done = askers
        askers.removeAll()
        for asker in done { asker.continuation.resume(returning: nil) }
    }

    // MARK: - Inside

    private func cancel(_ id: Int) {
        guard let index = askers.firstIndex(where: { $0.id == id }) else { return }
        askers.remove(at: index).continuation.resume(returning: nil)
    }

    /// Gives askers what is due and sets the alarm for what comes next.
    private func serve() {
        guard !isStopped else { return }
        let now = clock.now
        noticeJump(now)
        while !askers.isEmpty, handedOut.count < total, let source = takeReady(now) {
            handedOut.insert(source)
            askers.removeFirst().continuation.resume(returning: source)
        }
        guard !askers.isEmpty, handedOut.count < total else {
            // There is no room: the next question, or the next source to come back, looks at the clock.
            alarm?.set(nil)
            return
        }
        // A minute at most, so that a clock that is set is noticed.
        let latest = now.addingTimeInterval(60)
        setAlarm(min(heap.first?.due ?? latest, latest))
    }

    private func setAlarm(_ time: Date) {
        if alarm == nil {
            alarm = clock.alarm(on: executor) { [weak self] in
                self?.assumeIsolated { $0.serve() }
            }
        }
        alarm?.set(time)
    }

    /// The next source that is due and whose host has room.
    private func takeReady(_ now: Date) -> Int? {
        while !ready.isEmpty {
            let source = ready.removeFirst()
            if admit(source) { return source }
        }
        while let source = heap.popDue(by: now) {
            if admit(source) { return source }
        }
        return nil
    }

    /// True when the host of a source has room; else the source waits for its host.
    private func admit(_ source: Int) -> Bool {
        guard let host = table.host(of: source) else { return false }
        var state = hosts[host] ?? Host()
        let hasRoom = state.running < perHost
        if hasRoom {
            state.running += 1
        } else {
            state.waiting.append(source)
        }
        hosts[host] = state
        return hasRoom
    }

    /// A source of a host has finished: one that waits for the host is ready.
    private func release(_ host: Int) {
        guard var state = hosts[host] else { return }
        if !state.waiting.isEmpty, state.running < perHost {
            ready.append(state.waiting.removeFirst())
        }
        hosts[host] = state.isIdle ? nil : state
    }

    /// A clock that was set back would leave every source too late by as much: all times move with it.
    private func noticeJump(_ now: Date) {
        let step = now.timeIntervalSince(lastNow)
        if step < -120 {
            heap.shift(by: step)
        }
        lastNow = now
    }
}
