/// Which sources are at which host, both by number; a host is found by its name without looking through all.
///
/// Each host's name is kept once, as bytes: 8 bytes a source, and 8 a host beside its name.
public struct HostTable: Sendable {
    /// The names of the hosts one after the other, in the order of their names, and where each ends.
    private var text: [UInt8] = []
    private var textEnds: [Int32] = []
    /// The sources of the hosts one after the other, and where those of each end.
    private var members: [Int32]
    private var memberEnds: [Int32] = []
    /// The host of each source; -1 for a number that is no source.
    private var hosts: [Int32]

    /// Makes the table of sources, each of which stands in the entries once.
    public init(_ entries: [Scheduler.Entry]) {
        // Sorted by host, then by source, without a copy of the names.
        members = Array(0..<Int32(entries.count))
        members.sort {
            let (one, other) = (entries[Int($0)], entries[Int($1)])
            return one.host == other.host ? one.source < other.source : one.host < other.host
        }
        hosts = Array(repeating: -1, count: (entries.lazy.map(\.source).max() ?? -1) + 1)
        // Room for just what there is: growing step by step takes half as much again.
        var (count, length) = (0, 0)
        Self.eachHost(of: entries, in: members) { host, _ in
            count += 1
            length += host.utf8.count
        }
        text.reserveCapacity(length)
        textEnds.reserveCapacity(count)
        memberEnds.reserveCapacity(count)
        Self.eachHost(of: entries, in: members) { host, end in
            text.append(contentsOf: host.utf8)
            textEnds.append(Int32(text.count))
            memberEnds.append(Int32(end))
        }
        for host in memberEnds.indices {
            for place in Self.range(host, memberEnds) {
                let source = entries[Int(members[place])].source
                members[place] = Int32(source)
                hosts[source] = Int32(host)
            }
        }
    }

    /// Each host once, and where its entries end in their sorted order.
    private static func eachHost(
        of entries: [Scheduler.Entry], in order: [Int32], _ body: (_ host: String, _ end: Int) -> Void
    ) {
        for (place, index) in order.enumerated() {
            let host = entries[Int(index)].host
            if place + 1 == order.count || entries[Int(order[place + 1])].host != host {
                body(host, place + 1)
            }
        }
    }

    /// How many sources there are.
    public var sourceCount: Int { members.count }

    /// The host of a source; nil for a number that is none.
    public func host(of source: Int) -> Int? {
        guard hosts.indices.contains(source), hosts[source] >= 0 else { return nil }
        return Int(hosts[source])
    }

    /// The host of a name; nil when no source is there.
    public func host(named name: String) -> Int? {
        var range = textEnds.indices
        while let first = range.first {
            let middle = first + range.count / 2
            let found = self.name(of: middle)
            if found == name { return middle }
            range = found < name ? (middle + 1)..<range.upperBound : first..<middle
        }
        return nil
    }

    /// The sources of a host, in the order of their numbers.
    public func sources(at host: Int) -> [Int] {
        members[Self.range(host, memberEnds)].map { Int($0) }
    }

    private func name(of host: Int) -> String {
        String(decoding: text[Self.range(host, textEnds)], as: UTF8.self)
    }

    /// From the end of the one before to its own end.
    private static func range(_ index: Int, _ ends: [Int32]) -> Range<Int> {
        (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
    }
}
