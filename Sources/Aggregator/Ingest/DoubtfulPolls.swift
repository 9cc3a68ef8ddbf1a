/// Polls of a round that found hosts out of reach: whether it is they who are down, or this machine that has no
/// network, is seen when the others have been asked.
///
/// Names fail within milliseconds, and answers take longer: who is judged before somebody could answer is judged wrong
/// either way.
struct DoubtfulPolls {
    /// More of them than this are decided at once: in a long round an outage keeps none waiting until its end.
    static let most = 256

    private let network: NetworkWatch
    private var waiting: [AskedGroup] = []
    /// When somebody had answered last when they were looked through.
    private var lastAnswer: ContinuousClock.Instant?
    /// True when so many were out of reach, or everybody, that no answer is waited for.
    private var isOutage = false

    init(_ network: NetworkWatch) { self.network = network }

    /// True when a poll is in doubt, and waits here.
    mutating func take(_ asked: AskedGroup) -> Bool {
        guard asked.findings.contains(where: \.isDoubtful) else { return false }
        isOutage = isOutage && network.isCutOff
        guard !isOutage else { return false }
        waiting.append(asked)
        return true
    }

    /// Those that are to be settled now: all when nobody is left to be asked.
    mutating func decided(isEnd: Bool) -> [AskedGroup] {
        guard !waiting.isEmpty else { return [] }
        let isAll = isEnd || waiting.count >= Self.most
        let last = network.lastAnswer
        guard isAll || last != lastAnswer else { return [] }
        lastAnswer = last
        for index in waiting.indices {
            waiting[index].findings = waiting[index].findings.map(network.reconsidered)
        }
        if isAll { isOutage = network.isCutOff }
        let still = isAll ? [] : waiting.filter { $0.findings.contains(where: \.isDoubtful) }
        defer { waiting = still }
        return isAll ? waiting : waiting.filter { !$0.findings.contains(where: \.isDoubtful) }
    }
}
