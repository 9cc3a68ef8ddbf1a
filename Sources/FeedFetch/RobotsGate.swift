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
    }

    private struct Entry {
        var rules: RobotsTxt
        /// The sentence behind rules that stand for a missing or unreachable file.
        var reason: String?
        var expires: ContinuousClock.Instant
    }

    private let fetch: @Sendable (FetchRequest) async throws(FetchError) -> FetchResponse
    private let now: @Sendable () -> ContinuousClock.Instant
    private var entries: [String: Entry] = [:]
    private var pending: [String: Task<Entry, Never>] = [:]

    /// How long a file is used (RFC 9309 section 2.4).
    private static let lifetime = Duration.seconds(86_400)
    /// How long a failure stands for "nothing allowed" before the file is asked for again.
    private static let failureLifetime = Duration.seconds(3_600)
    /// Sites that are remembered.
    private static let capacity = 20_000

    /// Creates a gate that asks through a fetcher.
    public init(fetcher: Fetcher) {
        self.init { request throws(FetchError) in try await fetcher.fetch(request) }
    }

    /// Creates a gate with another way to fetch and another clock.
    public init(
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now },
        fetch: @escaping @Sendable (FetchRequest) async throws(FetchError) -> FetchResponse
    ) {
        self.fetch = fetch
        self.now = now
    }

    /// Whether a request may be made by the robot that its `User-Agent` names.
    ///
    /// robots.txt is asked for with the request's own user agent, address policy and proxy.
    public func verdict(for request: FetchRequest) async -> Verdict {
        guard let address = WebAddress(request.url), address.isWeb else {
            return Verdict(isAllowed: true, reason: "\(request.url) is no web address.", crawlDelay: .zero)
        }
        let entry = await entry(for: address, request)
        let verdict = entry.rules.verdict(for: address.target, agent: request.userAgent)
        let delay = entry.rules.crawlDelay(agent: request.userAgent) ?? 0
        return Verdict(
            isAllowed: verdict.isAllowed,
            reason: entry.reason ?? Self.reason(verdict, host: address.host),
            crawlDelay: .milliseconds(Int(delay * 1000)))
    }

    /// Returns when a request may be made, else throws ``FetchError/Code/robots``.
    ///
    /// Sets the request's spacing to the site's `Crawl-delay` when that is longer.
    public func admit(_ request: FetchRequest) async throws(FetchError) -> FetchRequest {
        let verdict = await verdict(for: request)
        guard verdict.isAllowed else {
            throw FetchError(.robots, url: request.url, detail: verdict.reason)
        }
        var request = request
        request.spacing = max(request.spacing, verdict.crawlDelay)
        return request
    }

    /// Sites of which something is remembered.
    public var rememberedSites: Int { entries.count }

    private func entry(for address: WebAddress, _ request: FetchRequest) async -> Entry {
        let origin = address.origin
        if let entry = entries[origin], now() < entry.expires { return entry }
        if let task = pending[origin] { return await task.value }
        let stale = entries[origin]
        let task = Task { await self.ask(origin, host: address.host, like: request, stale: stale) }
        pending[origin] = task
        let entry = await task.value
        pending[origin] = nil
        if entries.count >= Self.capacity { forget() }
        entries[origin] = entry
        return entry
    }

    private func ask(_ origin: String, host: String, like original: FetchRequest, stale: Entry?) async
        -> Entry
    {
        var request = FetchRequest(url: origin + "/robots.txt")
        request.accept = .any
        request.userAgent = original.userAgent
        request.addresses = original.addresses
        request.proxy = original.proxy
        request.limits = original.limits
        request.limits.redirects = 5
        request.limits.body = 8 << 20
        do throws(FetchError) {
            let response = try await fetch(request)
            return Entry(rules: RobotsTxt(bytes: response.body), expires: now() + Self.lifetime)
        } catch {
            return entry(for: error, host: host, stale: stale)
        }
    }

    private func entry(for error: FetchError, host: String, stale: Entry?) -> Entry {
        if let status = error.status, (400...499).contains(status), status != 429 {
            return Entry(
                rules: .allowingAll, reason: "\(host) has no robots.txt (HTTP \(status)).",
                expires: now() + Self.lifetime)
        }
        if var stale, stale.reason == nil {
            // An old copy may be used while the file cannot be had (RFC 9309 section 2.4).
            stale.expires = now() + Self.failureLifetime
            return stale
        }
        return Entry(
            rules: .allowingNothing,
            reason: "The robots.txt of \(host) could not be had, so nothing is asked there: \(error.detail)",
            expires: now() + Self.failureLifetime)
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
