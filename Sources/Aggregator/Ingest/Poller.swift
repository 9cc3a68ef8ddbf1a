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
    let holds = HostHolds()
    /// The seed of the store's hashes.
    let seed: UInt64
    /// What a poll costs, steered by `requests-per-hour`.
    let price: PollPrice

    init(
        store: any Store, seed: UInt64, fetcher: Fetcher, configuration: Configuration,
        price: PollPrice = .standard, clock: @escaping @Sendable () -> Date
    ) {
        self.seed = seed
        self.price = price
        self.store = store
        self.fetcher = fetcher
        self.configuration = configuration
        self.clock = clock
        requests = RequestMaker(settings: configuration.fetch)
        robots = RobotsGate(fetcher: fetcher)
    }

    /// Polls sources that share an address; each gets a report of its own.
    func poll(_ group: [Source]) async -> [PollReport] {
        guard let first = group.first else { return [] }
        let started = ContinuousClock.now
        do {
            let states = try await store.read { reader in
                try group.map { source in
                    var state = try reader.pollState(of: source.name) ?? PollState()
                    // Validators and redirects of an address that the configuration no longer names are forgotten.
                    state.prepare(for: source)
                    return state
                }
            }
            let answers = await ask(first, state: states[0], shared: states)
            var reports: [PollReport] = []
            for (source, state) in zip(group, states) {
                reports.append(await take(answers, for: source, state: state, since: started))
            }
            return reports
        } catch {
            return group.map { source in
                var report = PollReport(source: source.name, result: .failed)
                report.error = "the store could not be read: \(error)"
                return report
            }
        }
    }

    // MARK: Asking

    /// The answers of the addresses of a source, in order.
    private func ask(_ source: Source, state: PollState, shared: [PollState]) async -> [Answer] {
        var answers: [Answer] = []
        for (index, configured) in source.urls.enumerated() {
            let url = index == 0 ? state.adoptedURL ?? configured : configured
            // Several sources of one address may know different versions of it: then none is named.
            let agree = shared.allSatisfy { $0.etag == state.etag && $0.lastModified == state.lastModified }
            let isConditional = source.urls.count == 1 && agree
            answers.append(await ask(source, url: url, state: state, isConditional: isConditional))
        }
        return answers
    }

    private func ask(_ source: Source, url: String, state: PollState, isConditional: Bool) async -> Answer {
        guard let address = WebAddress(url) else {
            return .failure(FetchError(.badURL, url: url, detail: "\(url) is no address of a page or feed"))
        }
        if let end = await holds.end(of: address.host, at: clock()) { return .held(until: end) }
        var request = requests.request(for: source, url: url, accept: source.type == .page ? .page : .feed)
        if isConditional, !(state.etag == nil && state.lastModified == nil) {
            request.validators = Validators(etag: state.etag, lastModified: state.lastModified)
        }
        do {
            if source.type == .page || state.detectedType == .page {
                request = try await robots.admit(request)
            }
            return .success(try await fetcher.fetch(request))
        } catch {
            if let seconds = error.retryAfter {
                await holds.hold(address.host, until: clock().addingTimeInterval(TimeInterval(seconds)))
            }
            return .failure(error)
        }
    }

    // MARK: Taking

    private func take(
        _ answers: [Answer], for source: Source, state: PollState, since started: ContinuousClock.Instant
    ) async -> PollReport {
        var report = PollReport(source: source.name, result: .failed)
        var outcome = PollOutcome(.failed(transient: true))
        var reading = SourceReading()
        for answer in answers {
            switch answer {
            case .held(let end):
                report.result = .held
                report.health = state.health
                return await hold(source, state: state, until: end, report: report)
            case .failure(let error):
                outcome = OutcomeMaker.outcome(of: error)
                reading.failure = error.detail
            case .success(let response):
                outcome = await read(response, of: source, state: state, into: &reading)
            }
        }
        outcome.milliseconds = Int((ContinuousClock.now - started) / .milliseconds(1))
        return await settle(source, state: state, outcome: outcome, reading: reading, report: report)
    }

    /// The host asks to be left alone: the source is put off without being asked.
    private func hold(
        _ source: Source, state: PollState, until end: Date, report: PollReport
    ) async -> PollReport {
        var state = state
        state.nextPoll = max(end, state.nextPoll ?? .distantPast)
        state.nextPollReason = "the host asks to be left alone until then (Retry-After)"
        let held = state
        var report = report
        do {
            try await store.write { try $0.save(held, of: source.name) }
        } catch {
            report.error = "\(error)"
        }
        return report
    }

    /// Reads one answer into items and says how it went.
    private func read(
        _ response: FetchResponse, of source: Source, state: PollState, into reading: inout SourceReading
    ) async -> PollOutcome {
        let now = clock()
        let hash = SentHash.of(response.body)
        if response.isNotModified || hash == state.bodyHash && state.lastSuccess != nil {
            return OutcomeMaker.notModified(response, hash: hash, state: state, now: now)
        }
        do {
            let follower = Follower(poller: self, source: source, state: state)
            let followed = try await follower.items(of: response)
            let maker = ItemMaker(source: source, now: now)
            let place: DateOrigin = followed.type == .page ? .list : .feed
            var drafts = followed.feed.items.reversed().compactMap {
                maker.draft(of: $0, in: followed.feed, from: place)
            }
            if let age = source.maxAge {
                let limit = now.addingTimeInterval(-(age / .seconds(1)))
                drafts.removeAll { ($0.item.published ?? now) < limit }
            }
            reading.drafts += drafts
            reading.answer = StoredAnswer(
                url: response.url, at: now, contentType: response.header("content-type"), body: response.body)
            return OutcomeMaker.read(response, followed, hash: hash, now: now)
        } catch let error as FeedParseError {
            reading.failure = OutcomeMaker.sentence(error)
            return OutcomeMaker.unreadable(response, error: error, state: state)
        } catch let error as FetchError {
            reading.failure = error.detail
            return OutcomeMaker.outcome(of: error)
        } catch {
            reading.failure = "\(error)"
            return PollOutcome(.failed(transient: true))
        }
    }

    /// Fetches the pages that are wanted, stores everything in one transaction and settles the next poll.
    private func settle(
        _ source: Source, state: PollState, outcome: PollOutcome, reading: SourceReading, report: PollReport
    ) async -> PollReport {
        var report = report
        report.status = outcome.status
        report.milliseconds = outcome.milliseconds
        let now = clock()
        report.holdsHostUntil = outcome.retryAfter.map { now.addingTimeInterval(TimeInterval($0)) }
        do {
            var drafts = try await withPages(reading.drafts, of: source, state: state)
            for index in drafts.indices where drafts[index].isFresh {
                drafts[index].prepared = PreparedItem(
                    Ingestor.document(of: drafts[index], source: source, now: now), seed: seed)
            }
            let ready = drafts
            let ingestor = Ingestor(
                source: source,
                rules: SourceRules(source, context: QueryContext(configuration, now: now)),
                deduplicator: Deduplicator(), now: now)
            let answer = reading.answer
            let (result, newState) = try await store.write { writer in
                let current = try writer.pollState(of: source.name) ?? PollState()
                let result = try ingestor.ingest(ready, lastSuccess: current.lastSuccess, into: writer)
                var outcome = outcome
                if case .read = outcome.result {
                    outcome.result = .read(newItems: result.newItems)
                    outcome.carriesOn = result.known > 0 || current.lastSuccess == nil
                }
                let newState = PollMachine(source: source, price: price).next(
                    after: outcome, from: current, now: now)
                try writer.save(newState, of: source.name)
                if let answer, newState.health == .ok { try writer.save(answer, of: source.name) }
                return (result, newState)
            }
            report.new = result.newItems.count
            report.updated = result.updated
            report.health = newState.health
            report.healthChanged = newState.health != newState.reportedHealth
            switch outcome.result {
            case .read: report.result = report.new + report.updated > 0 ? .new : .unchanged
            case .notModified: report.result = .notModified
            default:
                report.result = .failed
                report.error = reading.failure ?? outcome.message ?? "no answer"
            }
        } catch {
            report.result = .failed
            report.error = "nothing was stored: \(error)"
        }
        return report
    }

    /// The drafts, those whose own page is wanted with what the page says.
    private func withPages(_ drafts: [Draft], of source: Source, state: PollState) async throws -> [Draft] {
        guard !drafts.isEmpty else { return drafts }
        let full = FullText(source: source, now: clock())
        let items = drafts.map(\.item)
        let known = try await store.read { reader in try items.map { try reader.existing($0) } }
        var result = drafts
        for index in drafts.indices { result[index].isFresh = known[index] == nil }
        let isChanged = zip(known, items).map { $0?.sentHash != $1.sentHash }
        var wanted = drafts.indices.filter { isChanged[$0] && full.wantsPage(of: items[$0]) }
        if source.fullText == .auto { wanted = Array(wanted.suffix(FullText.autoPages)) }
        let pages = PageFetcher(poller: self, source: source)
        await withTaskGroup(of: (Int, Result<(Article, String), PageFailure>).self) { running in
            for index in wanted {
                guard let url = items[index].url else { continue }
                running.addTask { (index, await pages.article(at: url)) }
            }
            for await (index, page) in running {
                switch page {
                case .success((let article, let url)): full.merge(article, from: url, into: &result[index])
                case .failure(let failure): full.failed(failure.reason, draft: &result[index])
                }
            }
        }
        return result
    }
}

/// What came of asking one address.
enum Answer: Sendable {
    case success(FetchResponse)
    case failure(FetchError)
    /// The host is left alone until then.
    case held(until: Date)
}

/// What was read of a source in one poll.
struct SourceReading: Sendable {
    var drafts: [Draft] = []
    var answer: StoredAnswer?
    var failure: String?
}
