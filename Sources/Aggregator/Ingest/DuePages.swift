import FeedFetch
import FeedParse
import Foundation

/// Asks for the pages that could not be had when their items came, so that these get their full text later, and for
/// those whose items have changed while the page rested (``PageRest``).
///
/// A page is due after a fault that may pass: its host asks to be left alone or is down, robots.txt can't be had, an
/// error of the server, a page that isn't there yet. The store knows which are due, so that the source's own document
/// needs no second reading. A page that is asked in vain is asked some times more within days, then left; one that
/// nobody could ask for a month is left too, unless it has its last attempt still: that comes the later, the older the
/// page is. A page that is left is asked again only when its item changes, and each time the rest before that is longer;
/// a change during the rest has it asked once when the rest is over.
struct DuePages: Sendable {
    let poller: Poller
    let source: Source
    let now: Date

    /// Times that a page is asked in vain before it is left.
    static let attempts = DuePage.mostAttempts
    /// The same of one that isn't there.
    static let attemptsAtMissing = 3
    /// How long a page is due at most.
    static let patience = 30.0 * 86400
    /// The longest time between two attempts.
    fileprivate static let longestPause = 2.0 * 86400

    /// The time before a page is asked again: an hour, and each time four times as long.
    static func pause(after attempts: Int) -> TimeInterval {
        min(3600 * pow(4, Double(attempts - 1)), longestPause)
    }

    /// Pages that are asked in one poll.
    private var most: Int { source.fullText == .always ? 100 : FullText.autoPages }

    /// What came of asking.
    struct Visits: Sendable {
        fileprivate var drafts: [(id: ItemID, draft: Draft)] = []
        fileprivate var left: [DuePage] = []
        fileprivate var lost: [(page: DuePage, entry: LogEntry)] = []
        fileprivate var rests: [String: Date] = [:]
        fileprivate var down: [String: PageFailure] = [:]
        fileprivate var needless: [ItemID] = []
        fileprivate var unchanged: [(id: ItemID, sentHash: Int64, version: Validators)] = []
        /// The items whose pages were asked.
        fileprivate(set) var asked: Set<ItemID> = []
    }

    /// Asks for the pages whose time has come; nil when there are none, or the source itself wasn't read.
    /// - Parameters:
    ///   - count: the pages of this poll; what was asked already is not asked again.
    ///   - place: where the answer is worked on.
    func visits(
        after outcome: PollOutcome, _ count: inout PageCount, at place: Workbench.Place
    ) async throws -> Visits? {
        guard outcome.isRead, source.fullText != .never else { return nil }
        let (name, now, most) = (source.name, now, most)
        let asked = count.asked
        var visits = Visits()
        let (all, rests) = try await poller.store.read { reader in
            let rests = try HostRestNews.known(reader, now: now)
            let pages = try reader.duePages(of: name, by: now, sparing: Set(rests.keys), limit: most)
            let due = try pages.filter { !asked.contains($0.item) }.compactMap { page in
                try reader.item(page.item).map { (page: page, item: $0.content) }
            }
            return (due, rests)
        }
        // The feed itself may tell all by now; the age counts from when the page was wanted.
        let (due, needless) = split(all)
        visits.needless = needless
        visits.rests = rests
        visits.asked = Set(due.map(\.page.item))
        let pages = PageFetcher(poller: poller, source: source)
        let readings = await place.aside {
            await pages.answers(
                of: due.indices.map { index in
                    let (page, item) = due[index]
                    return PageFetcher.Question(
                        place: index, url: item.url ?? "",
                        known: page.had != nil && item.textFrom != "feed" ? page.validators : nil)
                })
        }
        let full = FullText(source: source, now: now)
        for reading in readings.sorted(by: { $0.place < $1.place }) {
            let (page, item) = due[reading.place]
            switch reading.result {
            case .success(let answer):
                guard let article = answer.article else {
                    visits.unchanged.append((page.item, item.sentHash, answer.validators))
                    continue
                }
                let draft = full.completed(item, by: article, from: answer.url, answer.validators)
                visits.drafts.append((page.item, draft))
                count.note(article, rules: source.rules)
            case .failure(let failure):
                take(failure, of: page, at: item.url, into: &visits)
            }
        }
        return visits
    }

    /// The pages that are still wanted, and the items that have all they need without theirs.
    private func split(
        _ all: [(page: DuePage, item: NewItem)]
    ) -> (due: [(page: DuePage, item: NewItem)], needless: [ItemID]) {
        var (due, needless): ([(page: DuePage, item: NewItem)], [ItemID]) = ([], [])
        for (page, item) in all {
            let isWanted =
                item.textFrom != "feed" || FullText(source: source, now: page.since).wantsPage(of: item)
            if isWanted { due.append((page, item)) } else { needless.append(page.item) }
        }
        return (due, needless)
    }

    private func take(_ failure: PageFailure, of page: DuePage, at url: String?, into visits: inout Visits) {
        let left = DuePage(page.item, at: page.host, failure, known: page, now: now)
        // At another port, or with another robots.txt, it may be well.
        if failure.isHostDown, let origin = url.flatMap(WebAddress.init)?.origin {
            visits.down[origin] = failure
        }
        // Those that are due at the same host and had no place in this poll need none in the next. How long this one has
        // been due is no matter of theirs.
        if failure.isOfHost, failure.isPutOff, let wait = failure.wait {
            let end = now.addingTimeInterval(TimeInterval(wait))
            visits.rests[page.host] = max(visits.rests[page.host] ?? end, end)
        }
        guard !left.isLeft else {
            let what = failure.attempts > 1 ? "the page is not asked for again" : "the page could not be read"
            let entry = LogEntry(at: now, topic: "text", message: "\(what): \(failure.reason)")
            visits.lost.append((left, entry))
            return
        }
        visits.left.append(left)
    }

    /// Stores what came of asking; gives the number of items that have changed.
    func store(_ visits: Visits, by ingestor: Ingestor, in writer: any StoreWriter) throws -> Int {
        try writer.postponePages(of: source.name, until: visits.rests)
        for page in visits.left { try writer.save(page) }
        for id in visits.needless { try ingestor.settlePage(of: id, in: writer) }
        for (id, sentHash, version) in visits.unchanged {
            try ingestor.rest(id, version, whenSent: sentHash, in: writer)
        }
        // A host that is down has failed for those that had no place in this poll, too.
        var rest = Visits()
        let done = visits.asked.union(visits.needless)
        if !visits.down.isEmpty {
            for page in try writer.duePages(of: source.name, by: now, sparing: [], limit: .max)
            where !done.contains(page.item) {
                guard let url = try writer.item(page.item)?.content.url, let address = WebAddress(url),
                    let failure = visits.down[address.origin]
                else { continue }
                take(failure, of: page, at: url, into: &rest)
            }
        }
        for page in rest.left { try writer.save(page) }
        for (page, entry) in visits.lost + rest.lost {
            try writer.save(page)
            try writer.append(entry, to: page.item)
        }
        return try ingestor.complete(visits.drafts, in: writer)
    }
}

extension DuePage {
    /// A page after it could not be had: due later, or left.
    init(_ id: ItemID, at host: String, _ failure: PageFailure, known: DuePage? = nil, now: Date) {
        let isResting = known?.isResting ?? false
        let before = isResting ? 0 : known?.attempts ?? 0
        // Whoever was not asked has its last attempt still, were it left before its item changed.
        let isLast = failure.isPutOff && before >= Self.mostAttempts - 1
        let attempts = isLast ? Self.mostAttempts - 1 : failure.isPutOff ? before : before + 1
        let since = isResting ? now : min(known?.since ?? now, now)
        let age = now.timeIntervalSince(since)
        let isOver = attempts >= failure.attempts || age >= DuePages.patience && !isLast
        let pause =
            if failure.isPutOff, !isOver {
                failure.growsWithAge || age >= DuePages.patience ? age / 4 : 0
            } else if isOver {
                max(DuePages.longestPause, age)
            } else {
                DuePages.pause(after: attempts)
            }
        let wait = max(pause, TimeInterval(failure.wait ?? 0))
        self.init(
            item: id, host: host, since: since, notBefore: now.addingTimeInterval(wait),
            attempts: isOver ? Self.mostAttempts : attempts)
        guard let known else { return }
        if isOver {
            // What it has told stays, though it rests no more: it is left.
            timesHad = known.wasHad ? max(known.timesHad, 1) : 0
        } else {
            (had, timesHad, etag, lastModified) = (known.had, known.timesHad, known.etag, known.lastModified)
        }
    }
}
