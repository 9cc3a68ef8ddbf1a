import FeedFetch
import FeedParse
import Foundation

/// Reads the sitemaps that an index leads to, a few at a poll: those that were never read, or have changed since.
///
/// An index may name further ones. What is left is remembered and read at the next polls, so that every sitemap is
/// reached, however many there are.
struct SitemapWalk: Sendable {
    let poller: Poller
    let source: Source
    let now: Date
    /// What was read at which time; it goes on from poll to poll.
    private(set) var trail: SitemapTrail
    /// The items of sitemaps that were read before.
    private(set) var items: [ParsedItem] = []
    /// The items of sitemaps that were read for the first time.
    private(set) var backlog: [ParsedItem] = []
    /// True when nothing is left and the dates of the index tell of every change to come.
    private(set) var isSettled = true
    private var visited: Set<String> = []
    private var read = 0
    private var unread = 0
    private var changed = 0
    private var failures: [(url: String, error: any Error)] = []
    private var tooDeep: String?
    private var mustRest = false

    /// Sitemaps that are asked for in one poll, indexes among them.
    static let most = 8
    /// Items after which no further sitemap is read in one poll.
    static let mostItems = 20_000
    /// How many indexes may lie within each other.
    static let depth = 4

    /// Why nothing could be read, with what is to be remembered all the same.
    struct Fault: Error {
        let error: any Error
        let trail: String?
    }

    /// One sitemap that an index names.
    private struct Child {
        let url: String
        let modified: Int?
        let visit: SitemapTrail.Visit?

        /// True when there is something in it that was not read yet, as far as the index tells.
        var isNew: Bool {
            guard let visit else { return true }
            return modified.map { $0 > visit.modified ?? .min } ?? false
        }

        /// True when it may hold something that was not read yet.
        var isDue: Bool {
            guard let visit, !visit.isOpen, let modified else { return true }
            // A date without a time stands for the whole day.
            return isNew || modified % 86400 == 0 && modified + 86400 > visit.asked
        }
    }

    /// Prepares to follow an index.
    /// - Parameter url: the address of the index itself.
    init(poller: Poller, source: Source, from url: String, state: PollState) {
        self.poller = poller
        self.source = source
        now = poller.clock()
        trail = SitemapTrail(state.sitemaps)
        visited = [url]
    }

    /// Follows the sitemaps of an index.
    /// - Throws: ``Fault`` when none of them could be had.
    mutating func follow(_ sitemaps: [ParsedItem], at place: inout Workbench.Place) async throws {
        let isKnown = children(sitemaps).contains { !$0.isDue }
        try await walk(sitemaps, depth: 1, most: Self.most, at: &place)
        guard read == 0, !isKnown, let failure = failures.first else { return }
        throw Fault(error: failure.error, trail: trail.text)
    }

    /// What is still to be read, in a clause for a person; nil when everything was.
    var remark: String? {
        var clauses: [String] = []
        if unread > 0 {
            clauses.append("\(unread) of its sitemaps are still to be read, \(Self.most) a poll")
        }
        if changed > 0 {
            clauses.append("\(changed) sitemaps with changes are read at the next polls")
        }
        if let failure = failures.first {
            let reason = (failure.error as? FetchError)?.detail ?? "\(failure.error)"
            clauses.append(
                failures.count == 1
                    ? "the sitemap \(failure.url) could not be read: \(reason)"
                    : "\(failures.count) sitemaps could not be read, such as \(failure.url): \(reason)")
        }
        if let tooDeep {
            clauses.append("\(tooDeep) lies more than \(Self.depth) indexes deep and is not followed")
        }
        return clauses.isEmpty ? nil : clauses.joined(separator: "; ")
    }

    private func children(_ sitemaps: [ParsedItem], evenVisited: Bool = false) -> [Child] {
        var seen: Set<String> = []
        return sitemaps.compactMap { sitemap in
            guard let url = sitemap.link, evenVisited || !visited.contains(url), seen.insert(url).inserted
            else { return nil }
            let modified = sitemap.updated.map { Int($0.timeIntervalSince1970.rounded(.down)) }
            return Child(url: url, modified: modified, visit: trail[url])
        }
    }

    /// Those that are due: by turns the one that has waited longest, so that each is reached, and the newest.
    private static func order(_ children: [Child]) -> [Child] {
        let due = children.filter(\.isDue)
        let waiting = due.enumerated().sorted { one, other in
            let times = (one.element.visit?.asked ?? .min, other.element.visit?.asked ?? .min)
            if times.0 != times.1 { return times.0 < times.1 }
            let dates = (one.element.modified ?? .min, other.element.modified ?? .min)
            return dates.0 != dates.1 ? dates.0 > dates.1 : one.offset < other.offset
        }.map(\.element)
        let newest = due.filter { $0.modified != nil }.sorted { ($0.modified ?? 0) > ($1.modified ?? 0) }
        var taken: Set<String> = []
        var order: [Child] = []
        for index in waiting.indices {
            for child in [waiting[index]] + (index < newest.count ? [newest[index]] : [])
            where taken.insert(child.url).inserted {
                order.append(child)
            }
        }
        return order
    }

    /// Reads at most so many of the sitemaps of an index, and gives the number of those that were asked for.
    @discardableResult
    private mutating func walk(
        _ sitemaps: [ParsedItem], depth: Int, most: Int, at place: inout Workbench.Place
    ) async throws -> Int {
        let children = children(sitemaps)
        let order = Self.order(children)
        var asked = 0
        for child in order {
            guard asked < most, !mustRest, items.count + backlog.count < Self.mostItems else { break }
            guard visited.insert(child.url).inserted else { continue }
            asked += 1
            guard let inner = try await ask(child, at: &place) else { continue }
            guard depth < Self.depth else {
                tooDeep = child.url
                note(child)
                continue
            }
            // One is left for the next of this index, so that nothing new waits for a long inner one.
            let rest = most - asked
            asked += try await walk(
                inner, depth: depth + 1,
                most: asked == 1 && order.count > 1 ? max(1, rest - 1) : (rest + 1) / 2,
                at: &place)
            let left = self.children(inner, evenVisited: true)
            if left.contains(where: \.isNew) {
                trail[child.url] = nil
            } else {
                note(child, isOpen: left.contains { $0.modified == nil || $0.visit?.isOpen == true })
            }
        }
        let left = self.children(sitemaps, evenVisited: true)
        unread += left.count { $0.visit == nil && !visited.contains($0.url) }
        changed += left.count { $0.visit != nil && $0.isNew && !visited.contains($0.url) }
        if left.contains(where: \.isDue) { isSettled = false }
        return asked
    }

    /// Asks for one sitemap and takes its items; the sitemaps that it names when it is an index.
    private mutating func ask(_ child: Child, at place: inout Workbench.Place) async throws -> [ParsedItem]? {
        let reader = DocumentReader(source: source)
        do {
            let request = poller.requests.request(for: source, url: child.url, accept: .feed)
            let reading = try await poller.follow(request, at: &place) { response in
                try reader.read(
                    response.body, url: response.url, contentType: response.header("content-type"),
                    detected: .sitemap)
            }
            read += 1
            switch reading {
            case .index(let inner): return inner
            case .announcement:
                throw FeedParseError(.htmlPage, "a web page came in place of the sitemap")
            case .items(let feed, as: _):
                if child.visit.map(\.isOpen) ?? true { backlog += feed.items } else { items += feed.items }
            }
            note(child)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            failures.append((child.url, error))
            if let fault = error as? FetchError,
                HostRest(fault, now: now) != nil || [.held, .cancelled].contains(fault.code)
            {
                mustRest = true
            } else {
                // It is tried again when it is its turn.
                note(child, isOpen: true)
            }
        }
        return nil
    }

    private mutating func note(_ child: Child, isOpen: Bool = false) {
        trail[child.url] = SitemapTrail.Visit(
            asked: Int(now.timeIntervalSince1970), modified: child.modified, isOpen: isOpen)
    }
}
