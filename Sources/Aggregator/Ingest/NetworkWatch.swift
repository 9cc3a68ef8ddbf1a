import FeedFetch
import Foundation
import Synchronization

/// Whether this machine has a network, as the polls of one process see it.
final class NetworkWatch: Sendable {
    /// What an excused failure is called.
    static let sentence = "Nothing can be reached; this machine seems to have no network."

    /// What the answers of a source tell of the network.
    struct Finding: Sendable {
        /// The failure is this machine's, and doesn't count.
        var isExcused = false
        /// True when the failure may yet turn out to be this machine's: others are still being asked.
        var isOpen = false
        /// True when this shows that the network is away, false when it shows that it is back; nil for no news.
        var isAway: Bool?
        /// When those out of reach were asked, the last of them, and when that had failed.
        var span: FetchSpan?
        /// True when the source worked until now: an outage explains its failure, though it is over by now.
        var worked = false
        /// When somebody had answered last.
        var lastAnswer: ContinuousClock.Instant?

        /// True when the failure is this machine's, or may be.
        var isDoubtful: Bool { isExcused || isOpen }
    }

    /// How long an open finding waits for others when nobody else is in the same round.
    static let patience: Duration = .seconds(10)
    /// How often it is looked at meanwhile.
    private static let step: Duration = .milliseconds(100)

    private let connectivity: Mutex<Connectivity>
    private let patience: Duration
    private let isEnding = Mutex(false)

    /// True while the network is away.
    var isCutOff: Bool { connectivity.withLock(\.isCutOff) }

    /// When somebody answered last.
    var lastAnswer: ContinuousClock.Instant? { connectivity.withLock(\.lastAnswer) }

    init(sources: [Source], parallel: Int = .max, patience: Duration = NetworkWatch.patience) {
        self.patience = patience
        var hosts: Set<String> = []
        // More of them than change anything are not counted.
        for url in sources.lazy.flatMap(\.urls) {
            guard hosts.count < Connectivity.mostHosts else { break }
            if let host = WebAddress(url)?.host { hosts.insert(host) }
        }
        connectivity = Mutex(Connectivity(hosts: hosts.count, parallel: parallel))
    }

    /// Takes note of what came of asking a source.
    /// - Parameter state: the source's state before.
    func judge(_ answers: [TimedAnswer], state: PollState) -> Finding {
        let errors = answers.compactMap { one -> (error: FetchError, span: FetchSpan)? in
            if case .failure(let error) = one.answer { (error, one.span) } else { nil }
        }
        if let last = answers.last(where: \.answer.isSign) {
            return Finding(isAway: connectivity.withLock { $0.answered(last.span) } ? false : nil)
        }
        // Asking that was stopped says nothing, and leaves no trace.
        guard !errors.isEmpty, !errors.contains(where: { $0.error.code == .cancelled }) else {
            return Finding()
        }
        // One that is failing only by one of its addresses works.
        let isRead = state.lastSuccess == state.lastPoll
        let isWell = state.health != .failing || state.partFailures > 1 && isRead
        let worked = state.lastSuccess != nil && state.failures < 2 && isWell
        let isNew = state.lastPoll == nil
        return connectivity.withLock { connectivity in
            var finding = Finding(worked: worked)
            for (error, span) in errors where error.code == .dns || error.code == .connect {
                let host = WebAddress(error.url)?.host ?? error.url
                if connectivity.unreachable(host, worked: worked, isNew: isNew, begun: span.begun) {
                    finding.isAway = true
                }
                if connectivity.isSuspect(host) { finding.isOpen = true }
                if finding.span.map({ $0.begun <= span.begun }) ?? true { finding.span = span }
            }
            let isCovered = worked && finding.span.map(connectivity.isCovered) ?? false
            finding.isExcused = isCovered || connectivity.isCutOff && (worked || isNew)
            finding.isOpen = finding.isOpen && !finding.isExcused
            finding.lastAnswer = connectivity.lastAnswer
            return finding
        }
    }

    /// A finding as it stands by now: when somebody has answered since, the failure is the source's own, unless that
    /// worked until an outage and nobody has answered what was asked before the failure was there.
    func reconsidered(_ finding: Finding) -> Finding {
        guard finding.isDoubtful else { return finding }
        var finding = finding
        let connectivity = connectivity.withLock(\.self)
        if finding.worked, let span = finding.span, connectivity.isCovered(span) {
            (finding.isExcused, finding.isOpen) = (true, false)
        } else if let last = connectivity.lastAnswer, last != finding.lastAnswer,
            finding.span.map({ $0.begun <= last }) ?? true
        {
            (finding.isExcused, finding.isOpen) = (false, false)
            if finding.isAway == true { finding.isAway = nil }
        } else if connectivity.isCutOff {
            (finding.isExcused, finding.isOpen) = (true, false)
        }
        return finding
    }

    /// Findings as they stand when others have been asked too: an open one waits for them, though not for long.
    /// - Returns: nil when waiting was ended: the poll is to leave no trace.
    func decided(_ findings: [Finding]) async -> [Finding]? {
        let end = ContinuousClock.now + patience
        while true {
            let now = findings.map(reconsidered)
            guard now.contains(where: \.isOpen), ContinuousClock.now < end else { return now }
            guard !isEnding.withLock({ $0 }) else { return nil }
            do {
                try await Task.sleep(for: Self.step)
            } catch {
                return nil
            }
        }
    }

    /// Lets no finding wait any more.
    func end() { isEnding.withLock { $0 = true } }
}

extension Answer {
    /// Whether it shows that there is a network: somebody out there has said something.
    fileprivate var isSign: Bool {
        switch self {
        case .success: true
        case .held: false
        case .failure(let error):
            switch error.code {
            case .dns, .connect, .timeout, .robots, .held, .secret, .cancelled, .badURL, .refusedAddress,
                .system:
                false
            default: true
            }
        }
    }
}
