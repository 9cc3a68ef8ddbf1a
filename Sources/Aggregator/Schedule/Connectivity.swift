import FeedFetch

/// Tells an outage of this machine's own network from the troubles of sources.
///
/// When hosts that answered until now cannot be reached one after the other, and nobody answers in between, it is not
/// they who are down. Their failures must not count then: two hundred sources would be reported in the morning, and
/// be left alone for hours after the network has come back.
struct Connectivity: Sendable, Equatable {
    /// Hosts that must be out of reach in a row.
    static let evidence = 5
    /// The same of hosts that never answered, while nobody has: some of them are slips of the pen, and dead names of
    /// an old list fail sooner than others answer.
    static let firstEvidence = 25
    /// Of fewer hosts than that, how many of them: one may be slow to fail.
    static let firstShare = 0.75
    /// More hosts than this are as good as so many.
    static let mostHosts = 34
    /// Of fewer hosts than this nothing can be concluded.
    static let fewest = 3
    /// When hosts that had worked could not be reached, one after the other.
    struct Outage: Sendable, Equatable {
        /// When the first of them was asked.
        let from: ContinuousClock.Instant
        /// Until when nobody is known to have been in reach.
        var until: ContinuousClock.Instant?

        /// An answer has come: who was asked meanwhile was in reach by then.
        ///
        /// Who was asked before may have answered on a connection that stood, while no other could be made.
        mutating func note(_ answer: FetchSpan) {
            guard from <= answer.ended else { return }
            let end = answer.begun < from ? answer.ended : answer.begun
            until = min(until ?? end, end)
        }

        /// True when a failure falls into it.
        func covers(_ span: FetchSpan) -> Bool {
            from <= span.begun && until.map { span.ended <= $0 } ?? true
        }
    }

    /// So many outages are remembered, the last ones: more than the polls that wait to be decided can have shown.
    private static let mostOutages = 64

    /// When sources are asked again during an outage, seconds.
    static let pause = 300.0

    /// True while the network is away.
    private(set) var isCutOff = false
    private let needed: Int
    private let neededAtFirst: Int
    /// When somebody answered last.
    private(set) var lastAnswer: ContinuousClock.Instant?
    /// The hosts out of reach, with when they were asked last.
    private var silent: [String: ContinuousClock.Instant] = [:]
    private var silentAtFirst: Set<String> = []
    /// The outages that hosts have shown that had worked, the last one at the end.
    private var outages: [Outage] = []

    /// Creates the judgement for the hosts of a configuration.
    /// - Parameters:
    ///   - hosts: how many different hosts are polled.
    ///   - parallel: how many of them are asked at a time: of those that were never asked more don't fail before the
    ///     first of them must be judged.
    init(hosts: Int, parallel: Int = .max) {
        needed = hosts < Self.fewest ? .max : min(hosts, Self.evidence)
        let share = Int(Double(hosts) * Self.firstShare)
        let most = min(hosts, max(Self.evidence, min(share, parallel)), Self.firstEvidence)
        neededAtFirst = hosts < Self.fewest ? .max : most
    }

    /// True when a host is among those that would prove an outage together.
    func isSuspect(_ host: String) -> Bool { silent[host] != nil || silentAtFirst.contains(host) }

    /// A host has answered, whatever it said; true when that ends an outage.
    ///
    /// Those who were asked only after that have failed all the same: answers aren't told in the order of their times.
    mutating func answered(_ span: FetchSpan) -> Bool {
        let time = span.ended
        lastAnswer = max(lastAnswer ?? time, time)
        if !silent.isEmpty { silent = silent.filter { $0.value > time } }
        silentAtFirst.removeAll()
        let wasCutOff = isCutOff
        isCutOff = isCutOff && silent.count >= needed
        for index in outages.indices { outages[index].note(span) }
        return wasCutOff && !isCutOff
    }

    /// True when a failure falls into an outage, be it the last one or one before.
    func isCovered(_ span: FetchSpan) -> Bool { outages.contains { $0.covers(span) } }

    /// No connection could be made to a host; true when that shows an outage.
    /// - Parameters:
    ///   - worked: whether its last poll was answered. One that is in trouble already proves nothing.
    ///   - isNew: whether it was never asked before. Such hosts prove something until the first answer of any.
    ///   - begun: when it was asked. Who was asked before somebody answered proves nothing: hosts that are down run
    ///     into their limit of time together, long after all others have answered.
    mutating func unreachable(
        _ host: String, worked: Bool, isNew: Bool = false, begun: ContinuousClock.Instant
    ) -> Bool {
        guard needed < .max else { return false }
        if let lastAnswer, begun < lastAnswer { return false }
        let wasCutOff = isCutOff
        // Also of an outage that was shown by hosts that never answered it is known since when it keeps those away that
        // had.
        if worked, !wasCutOff || silent.count < needed {
            silent[host] = max(silent[host] ?? begun, begun)
            if silent.count >= needed, let from = silent.values.min() {
                outages = outages.suffix(Self.mostOutages - 1) + [Outage(from: from)]
            }
        }
        guard !wasCutOff else { return false }
        if worked || isNew, lastAnswer == nil { silentAtFirst.insert(host) }
        isCutOff = silent.count >= needed || silentAtFirst.count >= neededAtFirst
        return isCutOff
    }
}
