internal import FeedFetch
public import Foundation

/// The way of an item from its source into the store: fetch, read, normalise, decide, store.
///
/// Back-pressure: a source takes a place when its poll begins and gives it back when its items are stored, so a
/// slow store slows the fetching down in the end and memory stays bounded.
public struct Pipeline: Sendable {
    private let store: any Store
    let poller: Poller
    private let configuration: Configuration
    private let fetcher: Fetcher
    private let clock: @Sendable () -> Date

    /// Makes the pipeline of a configuration and tells the store which sources there are.
    /// - Parameter secretsLast: how long a password that was found is used; nil for as long as the pipeline lives.
    public init(
        store: any Store, configuration: Configuration, secretsLast: Duration? = nil,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) async throws {
        try await self.init(
            store: store, configuration: configuration, secrets: SecretMemory(lifetime: secretsLast),
            clock: clock)
    }

    /// Makes a pipeline that finds its passwords in this memory.
    /// - Parameter patience: how long a source out of reach that is polled alone waits for what becomes of others.
    init(
        store: any Store, configuration: Configuration, secrets: SecretMemory,
        patience: Duration = NetworkWatch.patience, clock: @escaping @Sendable () -> Date
    ) async throws {
        self.store = store
        self.configuration = configuration
        self.clock = clock
        var settings = FetcherConfiguration()
        settings.parallel = configuration.fetch.parallel
        settings.perHost = configuration.fetch.perHost
        settings.caFile = configuration.fetch.caFile
        let sources = configuration.sources
        let now = clock()
        let (seed, resting) = try await store.write { writer in
            try writer.register(sources)
            return (writer.seed, try HostRestNews.known(writer, now: now))
        }
        let rests = HostRestInbox()
        fetcher = Fetcher(
            configuration: settings, resting: resting.mapValues { .seconds($0.timeIntervalSince(now)) }
        ) { host, seconds in
            rests.tell(HostRest(host, seconds: seconds, now: clock()))
        }
        let price = try await Self.price(configuration, store: store, now: clock())
        poller = Poller(
            store: store, seed: seed, fetcher: fetcher, configuration: configuration, price: price,
            secrets: secrets, rests: rests, patience: patience, clock: clock)
    }

    /// What a poll costs so that all sources together keep to the budget of requests, by the rates known now.
    private static func price(
        _ configuration: Configuration, store: any Store, now: Date
    ) async throws -> PollPrice {
        guard let budget = configuration.fetch.requestsPerHour else { return .standard }
        let sources = configuration.sources
        let demands = try await store.read { reader in
            var demands: [PollPrice.Demand] = []
            try reader.eachPollState(of: sources) { source, state in
                guard !source.paused, !state.disabled else { return }
                demands.append(
                    PollPrice.Demand(
                        perSecond: state.rate.perSecond(now: now), rank: source.rank,
                        bounds: source.every.lowerBound.inSeconds...source.every.upperBound.inSeconds))
            }
            return demands
        }
        return PollPrice.keeping(demands, requestsPerHour: budget)
    }

    /// Sets the price of a poll anew by the rates known now; without a budget nothing changes.
    public func steerPrice() async throws {
        poller.price.set(try await Self.price(configuration, store: store, now: clock()))
    }

    /// The sources to poll now: the named ones, or all; only those that are due unless forced.
    ///
    /// It needs no pipeline: their states can be read while one is made, which writes to the store. Who forces a poll
    /// need not wait for them: those that are not asked any more are left out when their turn comes.
    /// - Parameter areCounted: true for those alone that will be asked, also by force: somebody wants their number.
    public static func sources(
        named names: [String], isForced: Bool, areCounted: Bool = false, of configuration: Configuration,
        in store: any Store, at now: Date = Date()
    ) async throws -> [Source] {
        let all = configuration.sources
        var isDue = all.map { !$0.paused && (names.isEmpty || names.contains($0.name)) }
        if !isForced || areCounted {
            let wanted = isDue
            isDue = try await store.read { reader in
                var isDue: [Bool] = []
                try reader.eachPollState(of: all, isBrief: true) { source, state in
                    isDue.append(
                        wanted[isDue.count] && !state.disabled
                            && (isForced || (state.due(at: now) ?? .distantPast) <= now))
                }
                return isDue
            }
        }
        // All of many thousand sources are not copied.
        return isDue.contains(false) ? zip(all, isDue).compactMap { $1 ? $0 : nil } : all
    }

    /// Takes up what hosts have asked for since the pipeline was made, as the store knows it: another one, which was
    /// still polling, has been told.
    public func takeUpRests() async throws {
        let now = clock()
        let known = try await store.read { try HostRestNews.known($0, now: now) }
        fetcher.leaveAlone(known.mapValues { .seconds($0.timeIntervalSince(now)) })
    }

    /// Polls sources, a limited number at a time, and reports each as it ends.
    ///
    /// Sources with one address are fetched once. Ending the iteration early stops the rest.
    public func poll(_ sources: [Source]) -> AsyncStream<PollReport> {
        let round = PollRound(
            poller: poller, parallel: max(1, configuration.fetch.parallel),
            perHost: max(1, configuration.fetch.perHost))
        return AsyncStream { continuation in
            let task = Task {
                await round.run(Self.groups(sources), of: sources) { continuation.yield($0) }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// That nothing can be reached, in a sentence, when the last polls have shown that; nil when somebody has answered since.
    public var networkTrouble: String? { poller.network.isCutOff ? NetworkWatch.sentence : nil }

    /// Polls sources of one address and reports; nothing when they were stopped.
    public func poll(group sources: [Source]) async -> [PollReport] {
        await poller.poll(sources)
    }

    /// Ends, from now on, what a poll waits for besides answers, the commands that tell passwords and what becomes of
    /// others: it ends and leaves no trace.
    public func endWaiting() {
        poller.requests.secrets.end()
        poller.network.end()
    }

    /// Ends what is in flight and lets go of the network.
    ///
    /// The store stays open.
    public func close() async {
        await fetcher.close()
    }

    /// The host that a source is asked at.
    public static func host(of source: Source, state: PollState) -> String {
        WebAddress(state.address(of: source))?.host ?? ""
    }

    /// The hosts of all addresses that a source is asked at.
    public static func hosts(of source: Source, state: PollState) -> Set<String> {
        let others = source.urls.dropFirst().map { WebAddress($0)?.host ?? "" }
        return Set(others).union([host(of: source, state: state)])
    }

    /// The places of sources that ask for the same thing, in the order of their first appearance.
    static func groups(_ sources: [Source]) -> [[Int]] {
        var places: [String: Int] = [:]
        var result: [[Int]] = []
        for (index, source) in sources.enumerated() {
            let key = source.urls.joined(separator: " ") + "\u{0}" + source.userAgent
            if let place = places[key] {
                let first = sources[result[place][0]]
                if first.headers == source.headers, first.credential == source.credential,
                    first.type == source.type, first.proxy == source.proxy,
                    first.allowPrivate == source.allowPrivate
                {
                    result[place].append(index)
                    continue
                }
            }
            places[key] = result.count
            result.append([index])
        }
        return result
    }
}
