import FeedFetch
import Foundation

/// What is remembered of the sitemaps that an index leads to: when each was read last, and which version of it.
///
/// An index may have thousands of them, of which a poll reads a few: the trail tells which are next.
struct SitemapTrail: Sendable, Equatable {
    /// Sitemaps that are remembered, of an index and all that lie within it: as many as one may name (sitemaps.org).
    ///
    /// One more takes the place of the one that was asked longest ago.
    static let capacity = 50_000

    /// The last reading of one sitemap.
    struct Visit: Sendable, Equatable {
        /// When it was asked, seconds since 1970.
        var asked: Int
        /// Its date in the index then, seconds since 1970.
        var modified: Int?
        /// What came of it.
        var state = State.settled
        /// The `ETag` or the `Last-Modified` of one that has no date in the index.
        var validator: String?
        /// True when it could not be had at last, but was read before.
        var wasReadBefore = false

        /// True when it was ever read, be it in part.
        var wasRead: Bool { wasReadBefore || state != .failed && state != .absent }

        /// The validators to ask with.
        var validators: Validators? {
            validator.map { value in
                value.hasPrefix("\"") || value.hasPrefix("W/")
                    ? Validators(etag: value, lastModified: nil) : Validators(etag: nil, lastModified: value)
            }
        }
    }

    /// What came of asking for one sitemap; the mark stands for it in the text.
    enum State: Character, Sendable {
        /// All of it was read, and its date tells of changes to come.
        case settled = "."
        /// It leads to others, all of which were read; its date tells of changes to come.
        case followed = "^"
        /// It leads to others whose changes its own date doesn't tell.
        case open = "!"
        /// It leads to others that are still to be read.
        case unfinished = "+"
        /// A passing fault: it is asked for again when it is its turn.
        case failed = "*"
        /// It isn't there, or is no sitemap.
        case absent = "?"
    }

    /// Stands in the text, before the mark, for one that was read before it could not be had.
    private static let readBefore: Character = "="

    private var visits: [UInt64: Visit] = [:]
    /// Those that the indexes of this poll name.
    private var named: Set<UInt64> = []
    /// True when one was forgotten that an index of this poll names: there are more than can be remembered.
    private(set) var isOverfull = false

    /// True when one more takes another's place.
    var isFull: Bool { visits.count >= Self.capacity }

    /// The trail that a text stands for; what can't be read of it is forgotten, and read once more.
    init(_ text: String?) {
        for entry in (text ?? "").split(separator: " ") {
            let halves = entry.split(separator: "~", maxSplits: 1)
            guard let entry = halves.first else { continue }
            let mark = entry.last.flatMap { $0 == "." ? nil : State(rawValue: $0) }
            let unmarked = mark == nil ? entry : entry.dropLast()
            let wasReadBefore = unmarked.last == Self.readBefore
            let parts = (wasReadBefore ? unmarked.dropLast() : unmarked).split(
                separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let key = UInt64(parts[0], radix: 36),
                let asked = Int(parts[1], radix: 36)
            else { continue }
            visits[key] = Visit(
                asked: asked, modified: Int(parts[2], radix: 36), state: mark ?? .settled,
                validator: halves.count > 1 ? String(halves[1]).removingPercentEncoding : nil,
                wasReadBefore: wasReadBefore)
        }
    }

    /// The trail as the poll state keeps it; nil when there is nothing to remember.
    var text: String? {
        guard !visits.isEmpty else { return nil }
        return visits.sorted { $0.key < $1.key }.map { key, visit in
            let modified = visit.modified.map { String($0, radix: 36) } ?? ""
            return String(key, radix: 36) + "." + String(visit.asked, radix: 36) + "." + modified
                + (visit.wasReadBefore ? String(Self.readBefore) : "")
                + (visit.state == .settled ? "" : String(visit.state.rawValue))
                + (visit.validator.map { "~" + Self.packed($0) } ?? "")
        }.joined(separator: " ")
    }

    private static func packed(_ validator: String) -> String {
        validator.replacingOccurrences(of: "%", with: "%25").replacingOccurrences(of: " ", with: "%20")
    }

    /// Forgets all but these.
    mutating func keep(_ urls: [String]) {
        let keys = Set(urls.map(Self.key))
        visits = visits.filter { keys.contains($0.key) }
    }

    /// When a sitemap was asked for last, seconds since 1970; nil when none ever was.
    var lastAsked: Int? { visits.values.lazy.map(\.asked).max() }

    /// The last reading of a sitemap; nil when there was none.
    subscript(url: String) -> Visit? {
        get { visits[Self.key(url)] }
        set {
            let key = Self.key(url)
            if newValue != nil, visits[key] == nil, isFull { forgetOne() }
            visits[key] = newValue
        }
    }

    /// Notes which sitemaps an index names at this poll.
    mutating func note(named urls: some Sequence<String>) {
        for url in urls { named.insert(Self.key(url)) }
    }

    /// Forgets the one that was asked longest ago and that no index of this poll names; else the one asked longest ago.
    private mutating func forgetOne() {
        func comesFirst(_ one: (key: UInt64, value: Visit), _ other: (key: UInt64, value: Visit)) -> Bool {
            let areNamed = (named.contains(one.key), named.contains(other.key))
            return areNamed.0 == areNamed.1 ? one.value.asked < other.value.asked : !areNamed.0
        }
        guard let gone = visits.min(by: comesFirst) else { return }
        isOverfull = isOverfull || named.contains(gone.key)
        visits[gone.key] = nil
    }

    private static func key(_ url: String) -> UInt64 {
        var hash = SentHash()
        hash.add(url)
        return hash.value
    }
}
