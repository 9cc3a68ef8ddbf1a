/// Asks each site's robots.txt once a day and says whether an address may be asked.
///
/// Feeds are published to be polled and don't pass here; list pages and article pages do.
public actor RobotsGate {
    /// What robots.txt says of one address.
    public struct Verdict: Sendable, Equatable {
        /// True when it may be asked.
        public let isAllowed: Bool
        /// Why, one sentence for a person.
        public let reason: String
        /// The time between two requests that the site asks for; zero when it asks for none.
        public let crawlDelay: Duration
        /// Seconds until robots.txt is asked for again, when it could not be had; else nil.
        public var askAgain: Int?
        /// True when it could not be had as the site asked to be left alone.
        public var isResting = false
    }

    private struct Entry {
        var rules: RobotsTxt
        /// The sentence behind rules that stand for a missing or unreachable file.
        var reason: String?
        /// True when the site asked to be left alone instead.
        var isResting = false
        var expires: ContinuousClock.Instant
    }

    /// What came of asking for a file.
    private enum Finding {
        /// Rules to go by for some time.
        case known(Entry)
        /// Nothing that says anything about the site: the machine or we ourselves stopped the question.
        case unasked(FetchError)
    }

    private let fetch: @Sendable (FetchRequest) async throws(FetchError) -> FetchResponse
    private let now: @Sendable () -> ContinuousClock.Instant
    private var entries: [String: Entry] = [:]
    private var pending: [String: Task<Finding, Never>] = [:]
    private let memory: RobotsMemory?

    /// How long a file is used (RFC 9309 section 2.4).
    private static let lifetime = Duration.seconds(86_400)
    /// How long a failure stands for "nothing allowed" before the file is asked for again.
    private static let failureLifetime = Duration.seconds(3_600)
    /// Sites that are remembered.
    private static let capacity = 20_000

    /// Creates a gate that asks through a fetcher.
    /// - Parameter memory: where the files are kept beyond this process; nil keeps them in memory alone.
    public init(fetcher: Fetcher, memory: RobotsMemory? = nil) {
        self.init(memory: memory) { request throws(FetchError) in try await fetcher.fetch(request) }
    }

    /// Creates a gate with another way to fetch and another clock.
    public init(
        memory: RobotsMemory? = nil,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        fetch: @escaping @Sendable (FetchRequest) async throws(FetchError) -> FetchResponse
    ) {
        self.fetch = fetch
        self.now = now
        self.memory = memory
    }

    /// Whether a request may be made by the robot that its `User-Agent` names.
    ///
    /// robots.txt is asked for with the request's own user agent, address policy and proxy.
    public func verdict(for request: FetchRequest) async -> Verdict {
        switch await judged(request) {
        case .success(let verdict): verdict
        case .failure(let error): Verdict(isAllowed: false, reason: error.detail, crawlDelay: .zero)
        }
    }

    /// Returns when a request may be made, else throws ``FetchError/Code/robots``.
    ///
    /// Sets the request's spacing to the site's `Crawl-delay` when that is longer.
    public func admit(_ request: FetchRequest) async throws(FetchError) -> FetchRequest {
        let verdict = try await judged(request).get()
        guard verdict.isAllowed else {
            throw FetchError(
                .robots, url: request.url, detail: verdict.reason, retryAfter: verdict.askAgain,
                isResting: verdict.isResting)
        }
        var request = request
        request.spacing = max(request.spacing, verdict.crawlDelay)
        return request
    }

    /// The sitemaps that the robots.txt of a request's site names, absolute and in order.
    ///
    /// `reason` is the sentence behind a file that is missing or can't be had.
    /// - Parameter isAnew: true when the site is asked although the file is remembered.
    public func sitemaps(
        for request: FetchRequest, isAnew: Bool = false
    ) async throws(FetchError) -> (addresses: [String], reason: String?) {
        guard let address = WebAddress(request.url), address.isWeb else { return ([], nil) }
        switch await finding(for: address, request, isAnew: isAnew) {
        case .unasked(let error): throw error
        case .known(let entry):
            let own = address.resolving("/robots.txt")
            return (entry.rules.sitemaps.compactMap { own?.resolving($0)?.text }, entry.reason)
        }
    }

    /// Sites of which something is remembered.
    public var rememberedSites: Int { entries.count }

    private func judged(_ request: FetchRequest) async -> Result<Verdict, FetchError> {
        guard let address = WebAddress(request.url), address.isWeb else {
            return .success(
                Verdict(isAllowed: true, reason: "\(request.url) is no web address.", crawlDelay: .zero))
        }
        switch await finding(for: address, request) {
        case .unasked(let error): return .failure(error)
        case .known(let entry):
            let verdict = entry.rules.verdict(for: address.target, agent: request.userAgent)
            let delay = entry.rules.crawlDelay(agent: request.userAgent) ?? 0
            return .success(
                Verdict(
                    isAllowed: verdict.isAllowed,
                    reason: entry.reason ?? Self.reason(verdict, host: address.host),
                    crawlDelay: .milliseconds(Int(delay * 1000)),
                    askAgain: verdict.isAllowed || entry.reason == nil
                        ? nil : Int((entry.expires - now()).milliseconds / 1000),
                    isResting: entry.isResting))
        }
    }

    private func finding(
        for address: WebAddress, _ request: FetchRequest, isAnew: Bool = false
    ) async -> Finding {
        let origin = address.origin
        if !isAnew, let entry = entries[origin], now() < entry.expires { return .known(entry) }
        if let task = pending[origin] { return await task.value }
        let stale = entries[origin]
        let task = Task {
            await self.learn(
                origin, host: address.host, like: request, stale: stale, isAnew: isAnew)
        }
        pending[origin] = task
        let finding = await task.value
        pending[origin] = nil
        if case .known(let entry) = finding {
            if entries.count >= Self.capacity { forget() }
            entries[origin] = entry
        }
        return finding
    }

    /// The file out of the memory, or from the site.
    private func learn(
        _ origin: String, host: String, like original: FetchRequest, stale: Entry?, isAnew: Bool
    ) async -> Finding {
        if stale == nil, !isAnew, let memory, let record = await memory.recall(origin) {
            let left = min(record.expires - memory.now(), Int(Self.lifetime.components.seconds))
            if left > 0 {
                return .known(
                    Entry(
                        rules: RobotsTxt(record.rules), reason: record.reason,
                        isResting: record.isResting ?? false, expires: now() + .seconds(left)))
            }
        }
        let finding = await ask(origin, host: host, like: original, stale: stale)
        if let memory, case .known(let entry) = finding {
            let left = ((entry.expires - now()).milliseconds + 500) / 1000
            let record = RobotsMemory.Record(
                rules: entry.rules.text, reason: entry.reason, isResting: entry.isResting ? true : nil,
                expires: memory.now() + left)
            if record.rules.utf8.count <= RobotsMemory.sizeLimit { await memory.keep(record, origin) }
        }
        return finding
    }

    private func ask(_ origin: String, host: String, like original: FetchRequest, stale: Entry?) async
        -> Finding
    {
        var request = FetchRequest(url: origin + "/robots.txt")
        request.accept = .any
        request.userAgent = original.userAgent
        request.addresses = original.addresses
        request.proxy = original.proxy
        request.limits = original.limits
        request.limits.redirects = 5
        request.limits.body = 8 << 20
        request.limits.bodySetting = nil
        do throws(FetchError) {
            let response = try await fetch(request)
            return .known(Entry(rules: RobotsTxt(bytes: response.body), expires: now() + Self.lifetime))
        } catch {
            switch error.code {
            case .held, .cancelled, .system: return .unasked(error)
            default: return .known(entry(for: error, host: host, stale: stale))
            }
        }
    }

    private func entry(for error: FetchError, host: String, stale: Entry?) -> Entry {
        func missing(_ status: Int) -> Entry {
            Entry(
                rules: .allowingAll, reason: "\(host) has no robots.txt (HTTP \(status)).",
                expires: now() + Self.lifetime)
        }
        if let status = error.status, (400...499).contains(status) && status != 429 || status == 204 {
            return missing(status)
        }
        if var stale, stale.reason == nil {
            // An old copy may be used while the file cannot be had (RFC 9309 section 2.4).
            stale.expires = now() + Self.failureLifetime
            return stale
        }
        // Redirects that lead to no file stand for a missing one (RFC 9309 section 2.3.1.2).
        if error.code == .redirect {
            return Entry(
                rules: .allowingAll, reason: "\(host) has no robots.txt: \(error.detail)",
                expires: now() + Self.lifetime)
        }
        // A page where people log in has no rules; a wall against robots in its place says nothing of them.
        if error.status == 200, error.wall == "login page" { return missing(200) }
        return Entry(
            rules: .allowingNothing,
            reason: "The robots.txt of \(host) could not be had, so nothing is asked there: \(error.detail)",
            isResting: error.hostRest != nil, expires: now() + Self.failureLifetime)
    }

    private func forget() {
        let present = now()
        entries = entries.filter { present < $0.value.expires }
        if entries.count >= Self.capacity { entries.removeAll() }
    }

    private static func reason(_ verdict: RobotsTxt.Verdict, host: String) -> String {
        switch (verdict.isAllowed, verdict.rule) {
        case (true, nil): "The robots.txt of \(host) does not forbid it."
        case (true, let rule?): "The robots.txt of \(host) allows it (\(rule))."
        case (false, let rule): "The robots.txt of \(host) forbids it (\(rule ?? "Disallow"))."
        }
    }
}
