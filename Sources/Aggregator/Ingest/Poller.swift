import FeedFetch
import FeedParse
import Foundation

/// Polls the sources of one address: asks, reads, follows what must be followed, stores, and settles when to ask
/// again.
struct Poller: Sendable {
    let store: any Store
    let fetcher: Fetcher
    let configuration: Configuration
    let clock: @Sendable () -> Date
    let requests: RequestMaker
    let robots: RobotsGate
    let holds: HostHolds
    private let asker: SourceAsker
    /// Where answers with a body are worked on.
    let bench = Workbench(places: 6)
    /// Where what they have become waits for the store: while it writes some, the next are worked on.
    private let shelf = Workbench(places: 12)
    /// Where those without one are: they need little, and the more of them wait for the store the fewer times it
    /// has to wait for the disk.
    private let counter = Workbench(places: 64)
    /// Where those are settled that say that nothing has changed.
    let unmodified: UnmodifiedPolls
    let network: NetworkWatch
    /// The seed of the store's hashes.
    let seed: UInt64
    let postponement: Postponement
    /// What a poll costs, steered by `requests-per-hour`.
    let price: SteeredPrice

    init(
        store: any Store, seed: UInt64, fetcher: Fetcher, configuration: Configuration,
        price: PollPrice = .standard, secrets: SecretMemory = SecretMemory(),
        rests: HostRestInbox = HostRestInbox(), patience: Duration = NetworkWatch.patience,
        clock: @escaping @Sendable () -> Date
    ) {
        self.seed = seed
        let price = SteeredPrice(price)
        self.price = price
        unmodified = UnmodifiedPolls(store: store, clock: clock, price: price)
        self.store = store
        self.fetcher = fetcher
        self.configuration = configuration
        self.clock = clock
        let requests = RequestMaker(settings: configuration.fetch, secrets: secrets)
        let robots = RobotsGate(fetcher: fetcher, memory: RobotsMemory(store: store, clock: clock))
        self.requests = requests
        self.robots = robots
        asker = SourceAsker(fetcher: fetcher, requests: requests, robots: robots, clock: clock)
        postponement = Postponement(store: store, clock: clock)
        holds = HostHolds(sources: configuration.sources, inbox: rests)
        network = NetworkWatch(
            sources: configuration.sources, parallel: configuration.fetch.parallel, patience: patience)
    }

    /// The states of sources in groups, as far as the store can be read.
    func states(of groups: [[Source]]) async -> [[PollState]]? {
        try? await read(groups)
    }

    private func read(_ groups: [[Source]]) async throws -> [[PollState]] {
        try await store.read { reader in
            try groups.map { group in
                try group.map { source in
                    var state = try reader.pollState(of: source.name) ?? PollState()
                    // Validators and redirects of an address that the configuration no longer names are forgotten.
                    state.prepare(for: source)
                    return state
                }
            }
        }
    }

    /// Polls sources that share an address; each gets a report of its own, unless it was stopped.
    func poll(_ group: [Source]) async -> [PollReport] {
        switch await ask(group) {
        case .success(var asked):
            guard let findings = await network.decided(asked.findings) else { return [] }
            asked.findings = findings
            return await settle(asked)
        case .failure(let failure): return failure.reports
        }
    }

    /// Asks sources that share an address.
    /// - Parameter known: their states when they were read already.
    func ask(_ group: [Source], states known: [PollState]? = nil) async -> Result<AskedGroup, NotAsked> {
        guard let first = group.first else { return .failure(NotAsked(reports: [])) }
        let states: [PollState]
        do {
            states = if let known { known } else { try await read([group])[0] }
        } catch {
            return .failure(NotAsked(group, "the store could not be read: \(error)"))
        }
        guard !states.allSatisfy(\.disabled) else { return .failure(NotAsked(gone: group, states)) }
        let begun = ContinuousClock.now
        let answers = await asker.ask(first, state: states[0], shared: states)
        return .success(asked(group, states, answers, took: .now - begun))
    }

    /// The one request that is all of asking sources that share an address; nil when it may take more.
    func onlyRequest(of group: [Source], states: [PollState]) -> FetchRequest? {
        group.first.flatMap { asker.onlyRequest(of: $0, state: states[0], shared: states) }
    }

    /// What came of that request.
    func asked(
        _ group: [Source], _ states: [PollState], _ result: Result<PackedResponse, FetchError>,
        _ span: FetchSpan
    ) -> AskedGroup {
        let answer = TimedAnswer(answer: asker.answer(result), span: span)
        return asked(group, states, [answer], took: span.ended - span.begun)
    }

    private func asked(
        _ group: [Source], _ states: [PollState], _ answers: [TimedAnswer], took: Duration
    ) -> AskedGroup {
        // Before anything is waited for: who waits has answered all the same.
        let findings = states.map { network.judge(answers, state: $0) }
        return AskedGroup(
            sources: group, states: states, answers: answers.map(\.answer), took: took, findings: findings,
            arePagesDue: zip(group, states).contains { arePagesDue(of: $0, $1) })
    }

    /// Whether it is time for pages of a source that could not be had before.
    private func arePagesDue(of source: Source, _ state: PollState) -> Bool {
        guard let due = state.pagesDue(of: source) else { return false }
        let now = clock()
        return due <= now || due > now.addingTimeInterval(DuePage.longestWait)
    }

    /// Reads what came of asking, stores it, and settles when to ask again.
    func settle(_ asked: AskedGroup) async -> [PollReport] {
        if asked.isUnmodified { return await unmodified.settle([asked]) }
        var place = await Workbench.Place(at: asked.needsRoom ? bench : counter, asked.bytes)
        defer { place.leave() }
        var reports: [PollReport] = []
        for index in asked.sources.indices {
            await place.goBack(from: shelf, to: bench)
            if let report = await take(asked, for: index, at: &place) { reports.append(report) }
        }
        return reports
    }

    /// Fetches what an answer points to, its place at the bench given away meanwhile, and reads it with the room
    /// that its body takes.
    func follow<Value: Sendable>(
        _ request: FetchRequest, at place: inout Workbench.Place,
        reading read: (FetchResponse) throws -> Value
    ) async throws -> Value {
        let packed = try await place.aside { try await fetcher.receive(request) }
        let room = place.bytes
        await place.widen(by: packed.expectedBytes)
        defer { place.narrow(to: room) }
        return try read(try await packed.unpacked(at: &place))
    }

    // MARK: Taking

    /// Reads and settles what came of asking one of the sources; nil when that was stopped, which leaves no trace.
    private func take(
        _ asked: AskedGroup, for index: Int, at place: inout Workbench.Place
    ) async -> PollReport? {
        let (source, finding, answers) = (asked.sources[index], asked.findings[index], asked.answers)
        var state = asked.states[index]
        if finding.isExcused, state.isExcusable(lastAnswer, now: clock()) {
            return await postponement.sitOut(source, finding, lastAnswer)
        }
        var outcome: PollOutcome?
        var held: (until: Date, isSpacing: Bool)?
        var heldParts: [String] = []
        var first: PollOutcome.First?
        var reading = SourceReading()
        reading.arePagesDue = arePagesDue(of: source, state)
        for (number, answer) in answers.enumerated() {
            var next: PollOutcome
            switch answer {
            case .held(let end, let isSpacing):
                // As soon as one may be asked: the others are spared by then, too.
                if end <= held?.until ?? end { held = (end, isSpacing) }
                if number == 0 { first = .held }
                heldParts.append(Self.words(for: source.urls[number]))
                continue
            case .failure(let error):
                if let missing = SitemapSearch.missingRobots(error, of: source) {
                    next = await read(missing, of: source, state: state, at: &place, into: &reading)
                } else {
                    next = fault(error, into: &reading)
                }
            case .success(let packed):
                do throws(FetchError) {
                    let response = try await packed.unpacked(at: &place)
                    next = await read(response, of: source, state: state, at: &place, into: &reading)
                } catch {
                    next = fault(error, into: &reading)
                }
            }
            if number > 0 { (next.permanentURL, next.discoveredURL) = (nil, nil) }
            if number == 0, answers.count > 1 {
                first = PollOutcome.First(next)
                if let moved = state.adoptedURL, moved != asked.url {
                    reading.oldPlace = OldPlaceReading(reading)
                }
            }
            if answers.count > 1, !next.isRead, let message = next.message {
                next.message = "\(Self.words(for: source.urls[number])): \(message)"
            }
            outcome = OutcomeMaker.together(outcome, next)
            state.sitemaps = outcome?.sitemaps ?? state.sitemaps
        }
        if reading.isStopped { await holds.putDown(in: store, now: clock()) }
        guard !reading.isStopped else { return nil }
        outcome?.note(first, heldParts: heldParts, asked: asked.url)
        if let held, outcome?.isRead != true {
            return await hold(source, until: held.until, isSpacing: held.isSpacing, outcome, reading, finding)
        }
        var final = outcome ?? PollOutcome(.failed(transient: true))
        final.askedURL = asked.url
        final.milliseconds = Int(asked.serverTime / .milliseconds(1))
        var report = await settle(source, outcome: final, reading: reading, at: &place)
        // Also of one that isn't excused any more: the network is away for the others, and will be told to be back.
        report.isNetworkAway = finding.isAway
        // Until here the bodies count as memory in use.
        return withExtendedLifetime(answers) { report }
    }

    private func fault(_ error: FetchError, into reading: inout SourceReading) -> PollOutcome {
        reading.failure = error.detail
        reading.isStopped = reading.isStopped || error.code == .cancelled
        reading.rest = HostRest(error, now: clock()) ?? reading.rest
        return OutcomeMaker.outcome(of: error)
    }

    /// Reads one answer into items and says how it went.
    private func read(
        _ response: FetchResponse, of source: Source, state: PollState, at place: inout Workbench.Place,
        into reading: inout SourceReading
    ) async -> PollOutcome {
        let now = clock()
        let hash = SentHash.of(response.body)
        if response.isNotModified || hash == state.bodyHash && state.lastSuccess != nil {
            return OutcomeMaker.notModified(response, hash: hash, state: state, now: now)
        }
        do {
            let parts = PartReader(poller: self, source: source, state: state, now: now)
            let followed: Follower.Followed
            var itemTimes: [Date?]?
            let follower = Follower(poller: self, source: source, state: state)
            if let read = try await parts.read(response, at: place, into: &reading) {
                let older = try await follower.olderPages(
                    of: read.head, having: read.itemTimes.count, at: &place)
                reading.drafts += drafts(of: older, in: read.head, from: .feed, source: source, now: now)
                followed = Follower.Followed(feed: read.head, type: .feed)
                itemTimes = read.itemTimes + older.map { $0.published ?? $0.updated }
            } else {
                followed = try await follower.items(of: response, at: &place)
                let backlog = drafts(
                    of: followed.backlog, in: followed.feed, from: .feed, source: source, now: now)
                reading.drafts += backlog.map(\.asBacklog)
                reading.drafts += drafts(
                    of: followed.feed.items, in: followed.feed, from: followed.type == .page ? .list : .feed,
                    source: source, now: now)
            }
            if source.archive != .none {
                reading.answer = StoredAnswer(response, at: now)
            }
            return OutcomeMaker.read(
                response, followed, itemTimes: itemTimes, hash: hash, state: state, now: now)
        } catch let fault as SitemapWalk.Fault {
            var outcome = failure(fault.error, of: response, state: state, into: &reading)
            outcome.sitemaps = fault.trail
            return outcome
        } catch {
            return failure(error, of: response, state: state, into: &reading)
        }
    }

    /// What an error comes to that came up while an answer was read.
    private func failure(
        _ error: any Error, of response: FetchResponse, state: PollState, into reading: inout SourceReading
    ) -> PollOutcome {
        do {
            throw error
        } catch let error as FeedParseError {
            reading.failure = OutcomeMaker.sentence(error)
            return OutcomeMaker.unreadable(response, error: error, state: state)
        } catch let error as FetchError {
            return fault(error, into: &reading)
        } catch let error as StoreError {
            reading.storeError = error
            return PollOutcome(.failed(transient: true))
        } catch {
            reading.failure = "\(error)"
            return PollOutcome(.failed(transient: true))
        }
    }

    /// Stores the items of a document before its poll is concluded; gives all that was stored of it.
    private func storeFirst(
        _ drafts: [Draft], of source: Source, after earlier: Ingestor.Result, by ingestor: Ingestor
    ) async throws -> Ingestor.Result {
        try await store.write { writer in
            let last = try writer.pollState(of: source.name)?.lastSuccess
            var result = try ingestor.ingest(
                drafts, lastSuccess: last, after: earlier.stored, into: writer)
            result.add(earlier)
            return result
        }
    }

    /// Fetches the pages that are wanted, stores everything in one transaction and settles the next poll.
    private func settle(
        _ source: Source, outcome: PollOutcome, reading: SourceReading,
        at place: inout Workbench.Place
    ) async -> PollReport {
        var report = PollReport(source, outcome)
        report.heldHost = reading.rest?.host
        report.heldUntil = reading.rest?.until
        let now = clock()
        var rests = HostRestNews()
        var stored = reading.stored
        do {
            // A fault of ours is none of the source's: its state stays as it was.
            if let error = reading.storeError { throw error }
            var pages = reading.pages
            var ready = try await prepare(reading.drafts, of: source, now: now, at: place, pages: &pages)
            let items = ready.map(\.item)
            let ingestor = ingestor(of: source, now: now)
            // News doesn't wait for the pages of older items.
            if reading.arePagesDue, !ready.isEmpty {
                stored = try await storeFirst(ready, of: source, after: stored, by: ingestor)
                ready = []
            }
            let due = DuePages(poller: self, source: source, now: now)
            let late = reading.arePagesDue ? try await due.visits(after: outcome, &pages, at: place) : nil
            var outcome = outcome
            outcome.pagesSelected = pages.selected
            outcome.pagesUnselected = pages.unselected
            let events = EventPages(poller: self, source: source, now: now)
            let visits = try await events.visits(
                after: outcome, sparing: pages.asked.union(late?.asked ?? []), at: place)
            outcome.askBy = [visits?.askBy, events.lastLook(at: items)].compactMap(\.self).min()
            let known = outcome
            let (rest, earlier) = (ready, stored)
            let answer = reading.answer
            rests = await holds.news(after: reading.rest, of: source)
            let news = rests
            let price = price.current
            await place.goOn(from: bench, to: shelf)
            let (result, conclusion) = try await store.write { writer in
                var current = try writer.pollState(of: source.name) ?? PollState()
                var result = try ingestor.ingest(
                    rest, lastSuccess: current.lastSuccess, after: earlier.stored, into: writer)
                result.add(earlier)
                result.updated += try late.map { try due.store($0, by: ingestor, in: writer) } ?? 0
                result.updated += try visits.map { try events.store($0, by: ingestor, in: writer) } ?? 0
                if known.isRead { current.pagesDue = try writer.nextDuePage(of: source.name, at: now) }
                var outcome = known
                if case .read = outcome.result {
                    outcome.result = .read(newItems: result.newItems)
                    outcome.carriesOn = result.known > 0 || current.lastSuccess == nil
                    outcome.isFirstBack =
                        try reading.oldPlace?.carriesOn(after: result.stored, of: source, in: writer) ?? false
                }
                let conclusion = try PollConclusion(
                    of: source, outcome, from: current, price: price, now: now, in: writer)
                if let answer, conclusion.health == .ok { try writer.save(answer, of: source.name) }
                try news.write(in: writer, now: now)
                return (result, conclusion)
            }
            report.tell(result)
            report.tell(conclusion)
            switch outcome.result {
            case .read: report.result = report.new + report.updated > 0 ? .new : .unchanged
            case .notModified: report.result = report.updated > 0 ? .new : .notModified
            default: report.error = reading.failure ?? outcome.message ?? "no answer"
            }
            report.error = report.error ?? outcome.partFailure
        } catch {
            await holds.takeBack(rests)
            report.tell(stored)
            report.failToStore(error)
        }
        return report
    }
}
