/// The hosts whose connection may stay open when nothing waits for it: few, chosen anew each minute.
///
/// libcurl walks all its connections to close the oldest when there are too many: with thousands of hosts that is a
/// third of its work. So most are closed at their end, and its limit is hardly ever reached.
struct KeptConnections {
    private let most: Int
    private var hosts: Set<String> = []
    private var until: ContinuousClock.Instant?

    private static let lifetime = Duration.seconds(60)

    /// - Parameter most: connections that stay open.
    init(most: Int) {
        self.most = most
    }

    /// Whether the connection to a host is one of them.
    mutating func keeps(_ host: String, now: ContinuousClock.Instant) -> Bool {
        if until.map({ now >= $0 }) ?? true {
            hosts.removeAll(keepingCapacity: true)
            until = now + Self.lifetime
        }
        if hosts.contains(host) { return true }
        guard hosts.count < most else { return false }
        hosts.insert(host)
        return true
    }

    /// Chooses anew.
    mutating func forgetAll() { hosts.removeAll() }
}
