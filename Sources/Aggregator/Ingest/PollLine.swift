/// Who is asked next in a round: in their order, but only a few of one host at a time.
///
/// A host that wants time between requests would otherwise have all places, and everybody else would wait for it.
struct PollLine {
    private let sources: [Source]
    private let perHost: Int
    private var coming: ArraySlice<[Int]>
    /// Those whose host had room again after they had waited for it.
    private var ready: [[Int]] = []
    private var waiting: [String: [[Int]]] = [:]
    private var running: [String: Int] = [:]
    /// The hosts of the addresses that are being asked.
    private var hosts: [String: String] = [:]

    /// - Parameter groups: the places of sources that are asked together.
    init(_ groups: [[Int]], of sources: [Source], perHost: Int) {
        coming = groups[...]
        self.sources = sources
        self.perHost = perHost
    }

    /// Whether none may be asked before one that is being asked is done.
    var isExhausted: Bool { coming.isEmpty && ready.isEmpty }

    /// The next to be asked, at most as many as wanted.
    mutating func next(_ most: Int) -> [[Source]] {
        var next: [[Source]] = []
        while next.count < most, let places = ready.popLast() ?? coming.popFirst() {
            let group = places.map { sources[$0] }
            let url = group.first?.urls.first ?? ""
            let host = hosts[url] ?? Self.host(of: url)
            guard running[host, default: 0] < perHost else {
                waiting[host, default: []].append(places)
                continue
            }
            running[host, default: 0] += 1
            hosts[url] = host
            next.append(group)
        }
        return next
    }

    /// The host of an address; `www.` and the like are one with what they stand before.
    ///
    /// The fetcher counts by the host as libcurl reads it. That takes six times as long, and here it is only about
    /// who goes first.
    private static func host(of url: String) -> String { URLParts(url)?.host ?? "" }

    /// A group has been asked: one that waits for its host is ready.
    mutating func isDone(_ group: [Source]) {
        let url = group.first?.urls.first ?? ""
        let host = hosts.removeValue(forKey: url) ?? Self.host(of: url)
        let count = (running[host] ?? 1) - 1
        running[host] = count == 0 ? nil : count
        if let other = waiting[host]?.removeFirst() {
            ready.append(other)
            if waiting[host]?.isEmpty ?? true { waiting[host] = nil }
        }
    }
}
