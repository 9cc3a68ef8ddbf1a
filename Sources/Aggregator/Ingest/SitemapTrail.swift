import Foundation

/// What is remembered of the sitemaps that an index leads to: when each was read last, and which version of it.
///
/// An index may have thousands of them, of which a poll reads a few: the trail tells which are next.
struct SitemapTrail: Sendable, Equatable {
    /// Sitemaps that are remembered: as many as one index may name (sitemaps.org).
    static let capacity = 50_000

    /// The last reading of one sitemap.
    struct Visit: Sendable, Equatable {
        /// When it was asked, seconds since 1970.
        var asked: Int
        /// Its date in the index then, seconds since 1970.
        var modified: Int?
        /// True when its date doesn't tell whether it has to be asked again: it failed, or leads to others
        /// that have no date.
        var isOpen = false
    }

    private var visits: [UInt64: Visit] = [:]

    /// The trail that a text stands for; what can't be read of it is forgotten, and read once more.
    init(_ text: String?) {
        for entry in (text ?? "").split(separator: " ") {
            let isOpen = entry.hasSuffix("!")
            let parts = (isOpen ? entry.dropLast() : entry).split(
                separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let key = UInt64(parts[0], radix: 36),
                let asked = Int(parts[1], radix: 36)
            else { continue }
            visits[key] = Visit(asked: asked, modified: Int(parts[2], radix: 36), isOpen: isOpen)
        }
    }

    /// The trail as the poll state keeps it; nil when there is nothing to remember.
    var text: String? {
        guard !visits.isEmpty else { return nil }
        return visits.sorted { $0.key < $1.key }.map { key, visit in
            let modified = visit.modified.map { String($0, radix: 36) } ?? ""
            return String(key, radix: 36) + "." + String(visit.asked, radix: 36) + "." + modified
                + (visit.isOpen ? "!" : "")
        }.joined(separator: " ")
    }

    /// The last reading of a sitemap; nil when there was none.
    subscript(url: String) -> Visit? {
        get { visits[Self.key(url)] }
        set {
            visits[Self.key(url)] = newValue
            guard visits.count > Self.capacity else { return }
            // Those that were asked longest ago are most likely gone from the index.
            for (key, _) in visits.sorted(by: { $0.value.asked < $1.value.asked }).prefix(Self.capacity / 10)
            {
                visits[key] = nil
            }
        }
    }

    private static func key(_ url: String) -> UInt64 {
        var hash = SentHash()
        hash.add(url)
        return hash.value
    }
}
