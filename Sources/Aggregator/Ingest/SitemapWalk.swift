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
    /// News: the items of sitemaps that were read before, and what is dated since the source is followed.
    private(set) var items: [ParsedItem] = []
    /// The older items, and those without a date, of sitemaps that were read for the first time.
    private(set) var backlog: [ParsedItem] = []
    /// True when nothing is left and the dates of the index tell of every change to come.
    private(set) var isSettled = true
    private var visited: Set<String> = []
    /// What is dated earlier was there before the source was followed.
    private let followedSince: Int
    private var read = 0
    private var unread = 0
    private var changed = 0
    private var failures: [(url: String, error: any Error)] = []
    /// Those that could not be had at an earlier poll and were not asked for at this one.
    private var absent: [String] = []
    private var tooDeep: String?
    private var mustRest = false

    /// Sitemaps that are asked for in one poll, indexes among them.
    static let most = 8
    /// Items after which no further sitemap is read in one poll.
    static let mostItems = 20_000
    /// How many indexes may lie within each other.
    static let depth = 4
    /// How many of the newest sitemaps of an index are asked for again although their dates tell of no change.
    static let newest = 3
    /// The longest validator that is remembered of a sitemap.
    static let longestValidator = 200
    /// How many sitemaps without a date an index may have for their validators to be remembered.
    static let mostValidators = 500
    /// Seconds after which those are asked for again, and those that weren't there.
    static let patience = 86400

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
        /// True when hardly any of its index has a later date.
        let isAmongNewest: Bool
        /// True when only a validator tells whether it has changed.
        let needsValidator: Bool
        let now: Int

        /// True when there is something in it that was not read yet, as far as the index tells: dates may be put
        /// right, and go back.
        var isNew: Bool {
            guard let visit else { return true }
            return modified.map { $0 != visit.modified } ?? false
        }

        /// True when it was never read wholly.
        var isUnread: Bool { visit.map { $0.state == .unfinished } ?? true }

        /// True when all of it was read.
        var isSettled: Bool { visit?.state == .settled || visit?.state == .followed }

        /// True when none of its items were ever seen.
        var isFirstReading: Bool { visit?.wasRead != true }

        /// True when it may hold something that was not read yet.
        var isDue: Bool {
            guard let visit else { return true }
            let isOld = now - visit.asked >= SitemapWalk.patience
            switch visit.state {
            case .absent: return isOld
            case .open, .unfinished, .failed: return true
            case .settled, .followed:
                guard let modified, !isNew else { return true }
                // A date without a time stands for the whole day; and some dates are never moved on.
                return modified % 86400 == 0 && modified + 86400 > visit.asked || isAmongNewest && isOld
            }
        }
    }

    /// Prepares to follow an index.
    /// - Parameter url: the address of the index itself.
    init(poller: Poller, source: Source, from url: String, state: PollState) {
        self.poller = poller
        self.source = source
        let now = poller.clock()
        self.now = now
        followedSince = Int(
            (state.firstPoll ?? now).addingTimeInterval(-FloodGuard.slack).timeIntervalSince1970)
        trail = SitemapTrail(state.sitemaps)
        visited = [url]
    }

    /// Follows the sitemaps of an index.
    /// - Throws: ``Fault`` when none of them could be had.
    mutating func follow(_ sitemaps: [ParsedItem], at place: inout Workbench.Place) async throws {
        let isKnown = children(sitemaps).contains { !$0.isDue && $0.isSettled }
        try await walk(sitemaps, depth: 1, most: Self.most, at: &place)
        prune(children(sitemaps, evenVisited: true))
        guard read == 0, !isKnown, let failure = failures.first else { return }
        throw Fault(error: failure.error, trail: trail.text)
    }

    /// True when there are sitemaps that were never read, and their host may be asked.
    ///
    /// Where there are more than are remembered this has no end, and makes nobody hurry.
    var isUnfinished: Bool { unread > 0 && !mustRest && !isOverfull }

    /// True when there seem to be more than are remembered.
    ///
    /// A poll sees the sitemaps of a few inner indexes only: what makes room may be another one's, and be read again.
    private var isOverfull: Bool { trail.isOverfull || trail.isFull && unread > 0 }

    /// What is still to be read, in a clause for a person; nil when everything was.
    var remark: String? {
        var clauses: [String] = []
        if unread > 0 {
            clauses.append("\(unread) of its sitemaps are still to be read, \(Self.most) a poll")
        }
        if changed > 0 {
            clauses.append("\(changed) sitemaps with changes are read at the next polls")
        }
        if let url = failures.first?.url ?? absent.first {
            let reason =
                failures.first.map { ": \(($0.error as? FetchError)?.detail ?? "\($0.error)")" } ?? ""
            let count = failures.count + absent.count
            clauses.append(
                count == 1
                    ? "the sitemap \(url) could not be read\(reason)"
                    : "\(count) sitemaps could not be read, such as \(url)\(reason)")
        }
        if let tooDeep {
            clauses.append("\(tooDeep) lies more than \(Self.depth) indexes deep and is not followed")
        }
        if isOverfull {
            // Those that were forgotten come first again when they are the newest.
            clauses.append(
                "\(SitemapTrail.capacity) sitemaps are remembered, as many as can be: "
                    + "some of the others may never be read")
        }
        return clauses.isEmpty ? nil : clauses.joined(separator: "; ")
    }

    private func children(_ sitemaps: [ParsedItem], evenVisited: Bool = false) -> [Child] {
        var seen: Set<String> = []
        let now = Int(now.timeIntervalSince1970)
        let areFew = sitemaps.count <= Self.mostValidators
        let latest = sitemaps.compactMap(\.updated).sorted(by: >).prefix(Self.newest).last
        return sitemaps.compactMap { sitemap in
            guard let url = sitemap.link, evenVisited || !visited.contains(url), seen.insert(url).inserted
            else { return nil }
            let modified = sitemap.updated.map { Int($0.timeIntervalSince1970.rounded(.down)) }
            return Child(
                url: url, modified: modified, visit: trail[url],
                isAmongNewest: sitemap.updated.map { $0 >= latest ?? $0 } ?? false,
                needsValidator: modified == nil && areFew, now: now)
        }
    }

    /// Those that are due: by turns the one that has waited longest, so that each is reached, and the newest.
    private static func order(_ children: [Child]) -> [Child] {
        var due = children.filter(\.isDue)
        // When all there are were missing, the source as a whole is tried again.
        if due.isEmpty, children.allSatisfy({ $0.visit?.state == .absent }) { due = children }
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
        trail.note(named: children.lazy.map(\.url))
        let order = Self.order(children)
        var asked = 0
        for child in order {
            guard asked < most, !mustRest, items.count + backlog.count < Self.mostItems else { break }
            guard !visited.contains(child.url) else { continue }
            visited.insert(child.url)
            asked += 1
            guard let inner = try await ask(child, at: &place) else { continue }
            guard depth < Self.depth else {
                tooDeep = child.url
                note(child, .followed)
                continue
            }
            // One is left for the next of this index, so that nothing new waits for a long inner one.
            let rest = most - asked
            let inside = try await walk(
                inner, depth: depth + 1,
                most: asked == 1 && order.count > 1 ? max(1, rest - 1) : (rest + 1) / 2,
                at: &place)
            asked += inside
            note(child, after: inside, of: self.children(inner, evenVisited: true))
        }
        let left = self.children(sitemaps, evenVisited: true)
        for child in left where !visited.contains(child.url) {
            if child.isUnread {
                unread += 1
            } else if child.visit?.state == .absent {
                absent.append(child.url)
            } else if child.isNew {
                changed += 1
            }
        }
        if left.contains(where: \.isDue) { isSettled = false }
        return asked
    }

    /// Notes an inner index by what its own sitemaps are after so many of them were asked for.
    private mutating func note(_ index: Child, after asked: Int, of left: [Child]) {
        let waiting = left.filter { !visited.contains($0.url) }
        let state: SitemapTrail.State =
            if mustRest || waiting.contains(where: \.isUnread) {
                .unfinished
            } else if left.contains(where: { $0.isNew || $0.modified == nil || !$0.isSettled }) {
                .open
            } else {
                .followed
            }
        note(index, state)
        // One that came away empty goes on waiting, lest it stand behind the same ones for ever.
        if asked == 0, waiting.contains(where: \.isDue) { trail[index.url]?.asked = index.visit?.asked ?? 0 }
    }

    /// Asks for one sitemap and takes its items; the sitemaps that it names when it is an index.
    private mutating func ask(_ child: Child, at place: inout Workbench.Place) async throws -> [ParsedItem]? {
        let reader = DocumentReader(source: source)
        do {
            var request = poller.requests.request(for: source, url: child.url, accept: .feed)
            if child.needsValidator, let known = child.visit?.validators { request.validators = known }
            let (reading, validator) = try await poller.follow(request, at: &place) { response in
                (
                    response.isNotModified
                        ? nil
                        : try reader.read(
                            response.body, url: response.url, contentType: response.header("content-type"),
                            detected: .sitemap),
                    Self.validator(of: response)
                )
            }
            read += 1
            switch reading {
            case nil:
                note(child, validator: child.visit?.validator)
                return nil
            case .index(let inner): return inner
            case .announcement:
                throw FeedParseError(.htmlPage, "a web page came in place of the sitemap")
            case .items(let feed, as: _):
                let wasRead = try await wasForgotten(child, with: feed)
                take(feed.items, of: child, isFirst: child.isFirstReading && !wasRead)
                note(child, validator: child.needsValidator && !feed.isTruncated ? validator : nil)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch let error as StoreError {
            throw error
        } catch {
            failures.append((child.url, error))
            if let fault = error as? FetchError,
                HostRest(fault, now: now) != nil || [.held, .secret, .cancelled].contains(fault.code)
            {
                mustRest = true
            } else {
                note(child, Self.isMissing(error) ? .absent : .failed)
            }
        }
        return nil
    }

    /// Takes the items of a sitemap: as news what came since the source is followed, else as backlog.
    private mutating func take(_ new: [ParsedItem], of child: Child, isFirst: Bool) {
        guard isFirst else {
            items += new
            return
        }
        // The sitemap's date stands for a few items without one, not for an archive whose date is always today.
        let isDatedByIndex = new.count { $0.published == nil && $0.updated == nil } <= source.flood
        for item in new {
            let date = (item.published ?? item.updated).map { Int($0.timeIntervalSince1970.rounded(.down)) }
            if date ?? (isDatedByIndex ? child.modified : nil) ?? .min >= followedSince {
                items.append(item)
            } else {
                backlog.append(item)
            }
        }
    }

    /// True when a sitemap was read before, though that had to be forgotten: most of its items are known.
    private func wasForgotten(_ child: Child, with feed: ParsedFeed) async throws -> Bool {
        guard child.isFirstReading, trail.isFull else { return false }
        let name = source.name
        let identities = poller.drafts(of: feed.items, in: feed, from: .feed, source: source, now: now)
            .map(\.identity)
        let known = try await poller.store.read { try $0.existing(identities, of: name) }
        return 2 * known.count { $0 != nil } > known.count
    }

    /// True when nothing is gained by asking again soon.
    private static func isMissing(_ error: any Error) -> Bool {
        guard let fault = error as? FetchError else { return error is FeedParseError }
        return fault.status.map { (400...499).contains($0) && $0 != 408 && $0 != 429 } ?? false
    }

    /// What tells at the next poll whether a sitemap has changed; nil when it is of another address.
    private static func validator(of response: FetchResponse) -> String? {
        guard response.redirects.isEmpty, response.status == 200 else { return nil }
        let tag = response.validators.etag.flatMap { $0.hasPrefix("\"") || $0.hasPrefix("W/") ? $0 : nil }
        return [tag, response.validators.lastModified].compactMap(\.self)
            .first { !$0.isEmpty && $0.utf8.count <= longestValidator }
    }

    private mutating func note(
        _ child: Child, _ state: SitemapTrail.State = .settled, validator: String? = nil
    ) {
        let couldBeHad = state != .failed && state != .absent
        trail[child.url] = SitemapTrail.Visit(
            asked: Int(now.timeIntervalSince1970), modified: child.modified, state: state,
            validator: validator, wasReadBefore: !couldBeHad && !child.isFirstReading)
    }

    /// Forgets the sitemaps that the index names no more, where it leads to no other index, whose own would be
    /// forgotten with them.
    private mutating func prune(_ children: [Child]) {
        let areLeaves = children.allSatisfy {
            switch $0.visit?.state {
            case .settled, .failed, .absent: true
            case .followed, .open, .unfinished, nil: false
            }
        }
        if areLeaves, source.urls.count == 1 { trail.keep(children.map(\.url)) }
    }
}
