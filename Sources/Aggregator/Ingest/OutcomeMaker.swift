import FeedFetch
import FeedParse
import Foundation

/// Says in the schedule's words how a poll went.
enum OutcomeMaker {
    static func outcome(of error: FetchError) -> PollOutcome {
        var outcome: PollOutcome
        switch error.code {
        case .blocked: outcome = PollOutcome(.blocked(wall: error.wall ?? "a wall against robots"))
        case .robots: outcome = PollOutcome(.robots)
        // Where a temporary redirect led says nothing of the address itself.
        case .status where error.status == 410 && error.redirects.allSatisfy(\.isPermanent):
            outcome = PollOutcome(.gone)
        default: outcome = PollOutcome(.failed(transient: error.isTransient))
        }
        outcome.status = error.status
        outcome.message = error.detail
        outcome.retryAfter = error.retryAfter
        return outcome
    }

    /// What the answers of two addresses of a source come to.
    ///
    /// The later one says how it went, unless it failed or has nothing new; what is remembered of sitemaps is that of
    /// both. That a source is gone, or wants rest, counts only when all of its addresses say so.
    static func together(_ earlier: PollOutcome?, _ later: PollOutcome) -> PollOutcome {
        guard let earlier else { return later }
        var outcome = later
        if case .read = earlier.result, later.result == .notModified { outcome = earlier }
        if !earlier.isRead, !later.isRead {
            if later.finality > earlier.finality { outcome = earlier }
            // A host that wants rest gets it however soon the other address is asked again.
            let rests = [earlier.retryAfter, later.retryAfter].compactMap(\.self)
            outcome.retryAfter = rests.count == 2 ? rests.min() : nil
        }
        if earlier.isRead != later.isRead {
            let failed = earlier.isRead ? later : earlier
            outcome = earlier.isRead ? earlier : later
            outcome.partFailure = failed.message
        }
        outcome.partFailure = earlier.partFailure ?? outcome.partFailure
        // Only the first address has another one to be asked instead.
        outcome.permanentURL = earlier.permanentURL
        outcome.discoveredURL = earlier.discoveredURL
        outcome.sitemaps = later.sitemaps ?? earlier.sitemaps
        let remarks = [earlier.remark, later.remark].compactMap(\.self)
        outcome.remark = remarks.isEmpty ? nil : remarks.joined(separator: "; ")
        outcome.isUnfinished = earlier.isUnfinished || later.isUnfinished
        return outcome
    }

    /// An answer that could not be read as what the source is.
    static func unreadable(_ response: FetchResponse, error: FeedParseError, state: PollState) -> PollOutcome
    {
        var outcome: PollOutcome
        switch error.code {
        case .loginPage: outcome = PollOutcome(.blocked(wall: "a login page"))
        case .empty: outcome = PollOutcome(.failed(transient: true))
        default: outcome = PollOutcome(.broken)
        }
        outcome.status = response.status
        outcome.message = sentence(error)
        return outcome
    }

    static func sentence(_ error: FeedParseError) -> String {
        error.description
    }

    static func notModified(
        _ response: FetchResponse, hash: UInt64, state: PollState, now: Date
    ) -> PollOutcome {
        var outcome = PollOutcome(.notModified)
        outcome.status = response.status
        outcome.freshFor = freshness(of: response, now: now)
        // A 304 may bring new validators, and keeps the old ones when it brings none (RFC 9111 section 4.3.4).
        let validators = response.validators
        outcome.etag = validators.etag ?? (response.isNotModified ? state.etag : nil)
        outcome.lastModified = validators.lastModified ?? (response.isNotModified ? state.lastModified : nil)
        outcome.validatorsURL = owner(of: response)
        outcome.bodyHash = response.isNotModified ? state.bodyHash : hash
        outcome.permanentURL = response.permanentURL
        outcome.carriesOn = true
        return outcome
    }

    /// A document that was read.
    /// - Parameter itemTimes: the times of its items when they aren't at hand any more.
    static func read(
        _ response: FetchResponse, _ followed: Follower.Followed, itemTimes: [Date?]? = nil, hash: UInt64,
        state: PollState, now: Date
    ) -> PollOutcome {
        let feed = followed.feed
        var outcome = PollOutcome(.read(newItems: []))
        outcome.status = response.status
        outcome.freshFor = freshness(of: response, now: now)
        outcome.ttlMinutes = feed.ttlMinutes
        outcome.updatePeriodMinutes = feed.updatePeriodMinutes
        outcome.skipHours = feed.skipHours
        outcome.skipDays = feed.skipDays
        let times = itemTimes ?? (followed.backlog + feed.items).map { $0.published ?? $0.updated }
        outcome.window = response.isDelta ? nil : times.count
        outcome.itemTimes = times.compactMap(\.self)
        // The redirect of a page says nothing about the feed that it announces.
        outcome.permanentURL = followed.discoveredURL == nil ? response.permanentURL : nil
        // The header goes before the document (WebSub section 4).
        outcome.hub = response.link("hub") ?? feed.hubs.first
        outcome.feedTitle = feed.title
        outcome.detectedType = followed.type
        outcome.discoveredURL = followed.discoveredURL
        outcome.sitemaps = followed.sitemaps
        outcome.remark = followed.remark
        outcome.isUnfinished = followed.isUnfinished
        outcome.aliveFields = feed.aliveFields
        outcome.deadSelector = state.deadField(of: feed)
        // Validators of a damaged or partial document, of another address, or of one that leads to what is still to
        // be read, are not kept; nor of one that other selectors may read better.
        if !feed.isTruncated, outcome.deadSelector == nil, followed.discoveredURL == nil, followed.isSettled,
            response.status == 200 || response.isDelta
        {
            outcome.etag = response.validators.etag
            outcome.lastModified = response.validators.lastModified
            outcome.validatorsURL = owner(of: response)
            outcome.bodyHash = response.isDelta ? nil : hash
        }
        return outcome
    }

    /// The address whose validators an answer carries, when it isn't the one that was asked.
    private static func owner(of response: FetchResponse) -> String? {
        response.redirects.isEmpty ? nil : response.url
    }

    private static func freshness(of response: FetchResponse, now: Date) -> Int? {
        CacheDirectives(headers: response.headers, now: Int(now.timeIntervalSince1970)).freshness
    }
}

extension PollOutcome {
    /// How far a failure is from an end of the trouble: 410 ends a source at once, 404 in time.
    fileprivate var finality: Int {
        result == .gone ? 2 : status == 404 ? 1 : 0
    }
}
