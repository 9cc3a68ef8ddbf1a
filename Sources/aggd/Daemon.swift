import Aggregator
import Foundation
import Logging

/// The daemon: polls what is due, sends what is due, keeps the house, and says how it is.
actor Daemon {
    private let session: Session
    private let store: any Store
    private let logger: Logger
    private var configuration: Configuration
    private var pipeline: Pipeline
    private var scheduler: Scheduler
    private var polling: Task<Void, Never>?
    private var rounds: [Task<Void, Never>] = []
    /// How many times memory is given back before the next poll: twice after a start, since the first digests are
    /// looked at meanwhile.
    private var restsDue = 2
    /// When a poll ended last.
    private var lastPoll = ContinuousClock.now
    /// The sources that aren't well, kept up as polls end: the status line costs no look at the store.
    private var health: [String: Health] = [:]

    /// How often digests and deliveries are looked at.
    private static let digestPause: Duration = .seconds(20)
    /// How often old things are forgotten.
    private static let housekeepingPause: Duration = .seconds(6 * 3600)
    /// How often memory is given back that only made the polls before quicker.
    private static let restPause: Duration = .seconds(60)
    /// How often the price of a poll is set anew, when there is a budget.
    private static let steeringPause: Duration = .seconds(3600)
    /// When a source is asked again whose poll could not be stored, seconds.
    private static let pauseWithoutStore = 900.0
    /// How long a password that was found is used for the sources that need it.
    private static let secretsLast: Duration = .seconds(60)

    init(session: Session, store: any Store, logger: Logger) async throws {
        self.session = session
        self.store = store
        self.logger = logger
        configuration = session.configuration
        pipeline = try await Pipeline(
            store: store, configuration: session.configuration, secretsLast: Self.secretsLast)
        (scheduler, health) = try await Self.schedule(session.configuration, store: store)
    }

    /// A schedule with every source that may be asked, due when its state says: a restart polls nothing anew.
    private static func schedule(
        _ configuration: Configuration, store: any Store
    ) async throws -> (Scheduler, [String: Health]) {
        let now = Date()
        let sources = configuration.sources
        let (entries, health) = try await store.read { reader in
            var entries: [Scheduler.Entry] = []
            entries.reserveCapacity(sources.count)
            var health: [String: Health] = [:]
            var next = 0
            try reader.eachPollState(of: sources, isBrief: true) { source, state in
                let place = next
                next += 1
                if state.health != .ok { health[source.name] = state.health }
                guard !source.paused, !state.disabled else { return }
                entries.append(
                    Scheduler.Entry(
                        source: place, host: Pipeline.host(of: source, state: state),
                        hasOtherHosts: source.urls.count > 1
                            && Pipeline.hosts(of: source, state: state).count > 1,
                        due: state.due(at: now)))
            }
            return (entries, health)
        }
        // As many as transfers are allowed: whoever waits for one takes memory, and is late for it.
        let scheduler = Scheduler(
            entries, total: configuration.fetch.parallel, perHost: configuration.fetch.perHost)
        return (scheduler, health)
    }

    // MARK: Life

    /// Begins to work.
    func start() {
        startPolling()
        rounds = [
            Task { await self.repeatEvery(Self.digestPause) { await self.runDigests() } },
            Task { await self.repeatEvery(Self.housekeepingPause) { await self.keepHouse() } },
            Task { await self.repeatEvery(Self.steeringPause) { await self.steerPrice() } },
            Task { await self.repeatEvery(Self.restPause) { await self.rest() } },
        ]
        if let pause = SystemdNotifier.watchdogInterval {
            rounds.append(Task { await self.repeatEvery(pause) { await self.showLife() } })
        }
        logger.info(
            "aggd runs",
            metadata: ["sources": "\(configuration.sources.count)", "version": "\(Version.number)"])
    }

    /// Finishes what is in flight and ends.
    func stop() async {
        for round in rounds { round.cancel() }
        await finishPolls()
        for round in rounds { await round.value }
        await pipeline.close()
        logger.info("aggd ends")
    }

    /// Reads the configuration again; one with a mistake is refused, and the old one stays in force.
    func reload() async {
        let (new, errors) = FeedsConf.load(path: session.configurationPath)
        guard errors.isEmpty else {
            for error in errors { logger.error("the configuration is not used: \(error)") }
            return
        }
        var accepted = new
        if let store = session.options.store { accepted.storeURL = store }
        if accepted.storeURL != configuration.storeURL {
            logger.warning("another store needs a restart; the old one stays in use")
            accepted.storeURL = configuration.storeURL
        }
        do {
            let newPipeline = try await Pipeline(
                store: store, configuration: accepted, secretsLast: Self.secretsLast)
            var (newScheduler, newHealth) = try await Self.schedule(accepted, store: store)
            await finishPolls()
            do {
                // What ended meanwhile has another time by now, and hosts may have asked to be left alone.
                try await newPipeline.takeUpRests()
                (newScheduler, newHealth) = try await Self.schedule(accepted, store: store)
            } catch {
                logger.warning("sources whose poll has just ended are asked again: \(error)")
            }
            await pipeline.close()
            configuration = accepted
            pipeline = newPipeline
            scheduler = newScheduler
            health = newHealth
            restsDue = 2
            startPolling()
            logger.info("configuration read again", metadata: ["sources": "\(accepted.sources.count)"])
        } catch {
            logger.error("the configuration is not used: \(error)")
        }
    }

    // MARK: Polling

    /// Hands out no further source and waits for those under way: what they bring is stored.
    ///
    /// Commands that tell passwords are not waited for, nor what becomes of others.
    private func finishPolls() async {
        await scheduler.stop()
        pipeline.endWaiting()
        let underWay = await scheduler.counts.underWay
        if underWay > 0 {
            logger.info("polls under way are finished first", metadata: ["sources": "\(underWay)"])
        }
        await polling?.value
    }

    /// Polls what the schedule hands out, each in a task of its own: one that has polled keeps the memory of its
    /// deepest call until it ends.
    private func startPolling() {
        let scheduler = scheduler
        let pipeline = pipeline
        let sources = configuration.sources
        polling = Task {
            await withDiscardingTaskGroup { group in
                while let place = await scheduler.next() {
                    group.addTask {
                        let due = await self.poll(sources[place], pipeline: pipeline, scheduler: scheduler)
                        await scheduler.finish(place, due: due)
                    }
                }
            }
        }
    }

    /// Polls a source and says when it is next due; nil for never.
    private func poll(_ source: Source, pipeline: Pipeline, scheduler: Scheduler) async -> Date? {
        let now = Date()
        guard let report = await pipeline.poll(group: [source]).first else {
            // It was stopped.
            return now.addingTimeInterval(Self.pauseWithoutStore)
        }
        health[source.name] = report.health == .ok ? nil : report.health
        restsDue = max(restsDue, 1)
        lastPoll = .now
        PollLog(logger: logger).tell(report)
        if let host = report.heldHost, let until = report.heldUntil {
            await scheduler.putOff(host, until: until)
        }
        // A poll that could not be stored must not lead to a storm of polls.
        let due = report.isStored ? report.nextPoll : now.addingTimeInterval(Self.pauseWithoutStore)
        return due.map { max($0, now.addingTimeInterval(60)) }
    }

    // MARK: Rounds

    private func repeatEvery(_ pause: Duration, _ body: @Sendable () async -> Void) async {
        while !Task.isCancelled {
            await body()
            do {
                try await Task.sleep(for: pause)
            } catch {
                return
            }
        }
    }

    private func runDigests() async {
        let sender = DigestSending.sender(store: store, configuration: configuration, logger: logger)
        let rounds = DigestRounds(store: store, configuration: configuration, sender: sender)
        do {
            let issues = try await rounds.run(at: Date()) { [logger] digest, error in
                logger.error(
                    "a digest could not be made", metadata: ["digest": "\(digest)", "error": "\(error)"])
            }
            for issue in issues {
                logger.info(
                    "digest made",
                    metadata: [
                        "digest": "\(issue.digest)", "issue": "\(issue.number)",
                        "stories": "\(issue.storyCount)",
                    ])
            }
            for delivery in try await sender.deliver(at: Date()) {
                var fields: Logger.Metadata = ["digest": "\(delivery.digest)", "issue": "\(delivery.issue)"]
                if let error = delivery.error {
                    fields["error"] = "\(error)"
                    logger.warning("a digest could not be handed over", metadata: fields)
                } else {
                    logger.info("digest sent", metadata: fields)
                }
            }
        } catch {
            logger.error("digests: \(error)")
        }
    }

    private func steerPrice() async {
        do {
            try await pipeline.steerPrice()
        } catch {
            logger.error("the budget of requests: \(error)")
        }
    }

    /// Gives memory back while nothing is polled: what was needed to load and to poll many at once.
    private func rest() async {
        guard restsDue > 0, ContinuousClock.now - lastPoll >= Self.restPause,
            await scheduler.counts.underWay == 0
        else { return }
        restsDue -= 1
        await store.rest()
        MemoryArenas.giveBack()
    }

    private func keepHouse() async {
        let now = Date()
        let keep = configuration.keep
        do {
            try await store.write { writer in
                try writer.expire(before: now.addingTimeInterval(-StoryThresholds.window))
                if let age = keep.raw {
                    try writer.forgetAnswers(before: now.addingTimeInterval(-(age / .seconds(1))))
                }
            }
            if let age = keep.items {
                let count = try await store.write {
                    try $0.prune(before: now.addingTimeInterval(-(age / .seconds(1))), dryRun: false)
                }
                if count > 0 { logger.info("old items forgotten", metadata: ["items": "\(count)"]) }
            }
        } catch {
            logger.error("housekeeping: \(error)")
        }
    }

    /// Tells systemd that the daemon is alive: only when the schedule and the store still answer.
    private func showLife() async {
        _ = await scheduler.counts
        guard (try? await store.read { try $0.highestItem() }) != nil else { return }
        SystemdNotifier.watchdog()
        SystemdNotifier.status(statusLine())
    }

    /// One sentence: how the sources are and when the next digest goes.
    func statusLine() -> String {
        var counts: [Health: Int] = [:]
        for source in configuration.sources {
            counts[source.paused ? .paused : health[source.name] ?? .ok, default: 0] += 1
        }
        let words = Health.allCases.compactMap { health in counts[health].map { "\($0) \(health.rawValue)" } }
        var text = Counted.text(configuration.sources.count, "source") + ": " + words.joined(separator: ", ")
        let next = configuration.digests.compactMap { digest in
            DigestSchedule(digest)?.next(after: Date()).map { (digest.name, $0) }
        }.min { $0.1 < $1.1 }
        if let next { text += "; next digest \(next.0) at " + CivilTime(next.1, in: .current).dayAndClock }
        return text
    }
}
