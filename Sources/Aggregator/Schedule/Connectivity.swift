/// Tells an outage of this machine's own network from the troubles of sources.
///
/// When hosts that answered until now cannot be reached one after the other, and nobody answers in between, it is not
/// they who are down. Their failures must not count then: two hundred sources would be reported in the morning, and
/// be left alone for hours after the network has come back.
struct Connectivity: Sendable, Equatable {
    /// Hosts that must be out of reach in a row.
    static let evidence = 5
    /// Of fewer hosts than this nothing can be concluded.
    static let fewest = 3
    /// When sources are asked again during an outage, seconds.
    static let pause = 300.0

    /// True while the network is away.
    private(set) var isCutOff = false
    private let needed: Int
    private var silent: Set<String> = []

    /// Creates the judgement for the hosts of a configuration.
    /// - Parameter hosts: how many different hosts are polled.
    init(hosts: Int) {
        needed = hosts < Self.fewest ? .max : min(hosts, Self.evidence)
    }

    /// A host has answered, whatever it said; true when that ends an outage.
    mutating func answered() -> Bool {
        silent.removeAll()
        defer { isCutOff = false }
        return isCutOff
    }

    /// No connection could be made to a host; true when that shows an outage.
    /// - Parameter worked: whether its last poll was answered. One that is in trouble already proves nothing.
    mutating func unreachable(_ host: String, worked: Bool) -> Bool {
        guard worked, !isCutOff else { return false }
        silent.insert(host)
        isCutOff = silent.count >= needed
        return isCutOff
    }
}
