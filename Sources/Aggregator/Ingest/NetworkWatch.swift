import FeedFetch
import Foundation
import Synchronization

/// Whether this machine has a network, as the polls of one process see it.
final class NetworkWatch: Sendable {
    /// What an excused failure is called.
    static let sentence = "Nothing can be reached; this machine seems to have no network."

    /// What the answers of a source tell of the network.
    struct Finding: Sendable, Equatable {
        /// The failure is this machine's, and doesn't count.
        var isExcused = false
        /// True when the failure may yet turn out to be this machine's: others are still being asked.
        var isOpen = false
        /// True when this shows that the network is away, false when it shows that it is back; nil for no news.
        var isAway: Bool?
    }

    private let connectivity: Mutex<Connectivity>

    /// True while the network is away.
    var isCutOff: Bool { connectivity.withLock(\.isCutOff) }

    init(sources: [Source]) {
        var hosts: Set<String> = []
        // More of them than change anything are not counted.
        for url in sources.lazy.flatMap(\.urls) {
            guard hosts.count < Connectivity.mostHosts else { break }
            if let host = WebAddress(url)?.host { hosts.insert(host) }
        }
        connectivity = Mutex(Connectivity(hosts: hosts.count))
    }

    /// Takes note of what came of asking a source.
    /// - Parameter state: the source's state before.
    func judge(_ answers: [TimedAnswer], state: PollState) -> Finding {
        let errors = answers.compactMap { one -> (error: FetchError, begun: ContinuousClock.Instant)? in
            if case .failure(let error) = one.answer { (error, one.span.begun) } else { nil }
        }
        if let last = answers.last(where: \.answer.isSign) {
            return Finding(isAway: connectivity.withLock { $0.answered(at: last.span.ended) } ? false : nil)
        }
        guard !errors.isEmpty else { return Finding() }
        // One that is failing only by one of its addresses works.
        let isWell = state.health != .failing || state.partFailures > 1
        let worked = state.lastSuccess != nil && state.failures < 2 && isWell
        let isNew = state.lastPoll == nil
        return connectivity.withLock { connectivity in
            var finding = Finding()
            for (error, begun) in errors where error.code == .dns || error.code == .connect {
                let host = WebAddress(error.url)?.host ?? error.url
                if connectivity.unreachable(host, worked: worked, isNew: isNew, begun: begun) {
                    finding.isAway = true
                }
                if connectivity.isSuspect(host) { finding.isOpen = true }
            }
            finding.isExcused = connectivity.isCutOff && (worked || isNew)
            return finding
        }
    }
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
