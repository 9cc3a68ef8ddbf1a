/// Decides which waiting transfer may start: limits in total and per host, spacing, fair among hosts.
///
/// A pure state machine. Hosts take turns, the transfers of one host keep their order, and a host with a
/// thousand waiting transfers holds no more slots than one with two.
struct HostGate {
    typealias Ticket = UInt64

    /// Transfers at a time.
    var total: Int
    /// Transfers at a time to one host.
    var perHost: Int

    private var hosts: [String: Host] = [:]
    private var turns = FIFO<String>()
    private var spaced: [String: ContinuousClock.Instant] = [:]
    /// The hosts that asked to be left alone, and until when.
    private var held: [String: ContinuousClock.Instant] = [:]
    /// Held hosts beyond which those whose time is over are looked for.
    private static let heldBeforeSweep = 1024
    /// Transfers that were admitted and have not finished.
    private(set) var active = 0
    /// Transfers that wait.
    private(set) var waiting = 0

    init(total: Int, perHost: Int) {
        self.total = max(total, 1)
        self.perHost = max(perHost, 1)
    }

    private struct Host {
        /// Those that were admitted before and go on: they are ahead of the line, and have had the turn they kept.
        var returning = FIFO<Ticket>()
        var waiting = FIFO<Entry>()
        var active = 0
        var hasTurn = false
        var notBefore: ContinuousClock.Instant?
        /// The time that those who wait want between requests, all in all.
        var spacing: Duration = .zero

        var isAwaited: Bool { !waiting.isEmpty || !returning.isEmpty }

        /// Whether nothing is to be remembered of it; its name stands in the line of turns as long as it has one.
        var isForgotten: Bool { active == 0 && !isAwaited && notBefore == nil && !hasTurn }

        /// Gives it a turn unless it has one or may have none; true when it did.
        mutating func takesTurn(perHost: Int, isSpaced: Bool) -> Bool {
            guard !hasTurn, active < perHost, !returning.isEmpty || !waiting.isEmpty && !isSpaced else {
                return false
            }
            hasTurn = true
            return true
        }
    }

    private struct Entry {
        let ticket: Ticket
        let spacing: Duration
    }

    /// Puts a transfer at the end of its host's line.
    mutating func enqueue(_ ticket: Ticket, host name: String, spacing: Duration = .zero) {
        change(name) { host in
            host.waiting.append(Entry(ticket: ticket, spacing: spacing))
            host.spacing += spacing
        }
        waiting += 1
    }

    /// Puts a transfer that this host admitted before ahead of its line: a redirect within the host and a second try
    /// belong to a request that has had its turn, which nobody is to wait for again.
    mutating func goOn(_ ticket: Ticket, host name: String) {
        change(name) { $0.returning.append(ticket) }
        waiting += 1
    }

    /// The next transfer that may start now, already counted as active; nil when none may.
    mutating func admit(now: ContinuousClock.Instant) -> Ticket? {
        releaseSpaced(now: now)
        guard active < total else { return nil }
        while let name = turns.popFirst() {
            guard var host = hosts[name] else { continue }
            host.hasTurn = false
            if host.active < perHost, let ticket = host.returning.popFirst() {
                host.active += 1
                active += 1
                waiting -= 1
                giveTurn(name, &host)
                hosts[name] = host
                return ticket
            }
            if let notBefore = host.notBefore, now < notBefore {
                spaced[name] = notBefore
                hosts[name] = host
                continue
            }
            // It is over.
            host.notBefore = nil
            guard host.active < perHost, let entry = host.waiting.popFirst() else {
                hosts[name] = host.isForgotten ? nil : host
                continue
            }
            host.active += 1
            host.spacing -= entry.spacing
            host.notBefore = entry.spacing > .zero ? now + entry.spacing : nil
            active += 1
            waiting -= 1
            giveTurn(name, &host)
            hosts[name] = host
            return entry.ticket
        }
        return nil
    }

    /// Frees the slot of a transfer that was admitted.
    mutating func finish(host name: String, now: ContinuousClock.Instant) {
        guard var host = hosts[name], host.active > 0 else { return }
        host.active -= 1
        active -= 1
        let isResting = host.notBefore.map { now < $0 } ?? false
        if host.active == 0, !host.isAwaited, !isResting, !host.hasTurn {
            hosts[name] = nil
        } else {
            if host.active == 0, host.waiting.isEmpty, let notBefore = host.notBefore {
                spaced[name] = notBefore
            }
            giveTurn(name, &host)
            hosts[name] = host
        }
    }

    /// Takes a waiting transfer out of the line; false when it was not waiting.
    mutating func remove(_ ticket: Ticket, host name: String) -> Bool {
        guard var host = hosts[name] else { return false }
        var spacing = Duration.zero
        let isRemoved =
            host.returning.remove { $0 == ticket }
            || host.waiting.remove { entry in
                guard entry.ticket == ticket else { return false }
                spacing = entry.spacing
                return true
            }
        guard isRemoved else { return false }
        host.spacing -= spacing
        waiting -= 1
        hosts[name] = host.isForgotten ? nil : host
        return true
    }

    /// Leaves a host alone until a time; gives back the transfers that waited for it, in order.
    ///
    /// Those that were admitted go on. This is the one place where a host's wish is kept: nothing passes the
    /// gate while ``rest(of:now:)`` says how long it still holds.
    mutating func hold(host name: String, until time: ContinuousClock.Instant, now: ContinuousClock.Instant)
        -> [Ticket]
    {
        if held.count >= Self.heldBeforeSweep { held = held.filter { $0.value > now } }
        held[name] = max(time, held[name] ?? time)
        guard var host = hosts[name] else { return [] }
        var tickets: [Ticket] = []
        while let ticket = host.returning.popFirst() { tickets.append(ticket) }
        while let entry = host.waiting.popFirst() { tickets.append(entry.ticket) }
        waiting -= tickets.count
        host.spacing = .zero
        hosts[name] = host.isForgotten ? nil : host
        return tickets
    }

    /// How long a host still wants to be left alone; nil when it may be asked.
    mutating func rest(of name: String, now: ContinuousClock.Instant) -> Duration? {
        guard !held.isEmpty, let time = held[name] else { return nil }
        if time > now { return time - now }
        held[name] = nil
        return nil
    }

    /// How long one that comes now waits at least for the time that a host wants between requests.
    func delay(of name: String, now: ContinuousClock.Instant) -> Duration {
        guard let host = hosts[name] else { return .zero }
        return host.spacing + max(host.notBefore.map { $0 - now } ?? .zero, .zero)
    }

    /// True when further transfers to a host wait.
    func isWaiting(host name: String) -> Bool {
        hosts[name]?.isAwaited ?? false
    }

    /// When the first host that only rests may be asked again, always ahead; nil when none rests.
    mutating func nextTurn(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        releaseSpaced(now: now)
        return spaced.values.min()
    }

    /// True when ``admit(now:)`` has something to look at.
    var hasTurns: Bool { active < total && !turns.isEmpty }

    /// Hosts of which anything is remembered.
    var rememberedHosts: Int { hosts.count }

    /// Changes what is remembered of a host in its place, and gives it its turn.
    private mutating func change(_ name: String, _ body: (inout Host) -> Void) {
        body(&hosts[name, default: Host()])
        let isSpaced = spaced[name] != nil
        if hosts[name]?.takesTurn(perHost: perHost, isSpaced: isSpaced) == true { turns.append(name) }
    }

    private mutating func giveTurn(_ name: String, _ host: inout Host) {
        if host.takesTurn(perHost: perHost, isSpaced: spaced[name] != nil) { turns.append(name) }
    }

    private mutating func releaseSpaced(now: ContinuousClock.Instant) {
        guard !spaced.isEmpty else { return }
        for (name, notBefore) in spaced where notBefore <= now {
            spaced[name] = nil
            hosts[name]?.notBefore = nil
            guard let host = hosts[name] else { continue }
            if host.isForgotten {
                hosts[name] = nil
            } else {
                change(name) { _ in }
            }
        }
    }
}
