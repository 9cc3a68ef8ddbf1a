public import Foundation

/// All that is remembered of a source between polls.
public struct PollState: Sendable, Equatable {
    /// The first configured address, for which all of this was learnt.
    public var configuredURL: String?
    /// When the source may be asked next.
    public var nextPoll: Date?
    /// Why then: one clause for a person.
    public var nextPollReason: String = "first poll"
    /// When it was last asked.
    public var lastPoll: Date?
    /// When it was first asked.
    public var firstPoll: Date?
    /// When it last answered with something readable or 304.
    public var lastSuccess: Date?
    /// When it last brought a new item.
    public var lastNew: Date?
    /// Its state in a word.
    public var health: Health = .ok
    /// The sentence behind the state, nil while it is ok.
    public var reason: String?
    /// The last error, nil after a success.
    public var error: String?
    /// Since when ``health`` holds.
    public var healthSince: Date?
    /// The state that was last told to a person; reported again only when it differs.
    public var reportedHealth: Health = .ok
    /// Failures in a row.
    public var failures: Int = 0
    /// Polls in a row in which one of several addresses failed, and another one was read or not asked.
    public var partFailures: Int = 0
    /// What is wrong with the address that ``partFailures`` counts for.
    public var partError: String?
    /// Failures in a row of the first of several addresses.
    public var firstFailures: Int = 0
    /// Failures in a row that were excused as this machine's although somebody had answered since the one before.
    public var excuses: Int = 0
    /// When a failure was last excused, or counted after one had been.
    public var lastExcuse: Date?
    /// Slow answers in a row.
    public var slowPolls: Int = 0
    /// Since when it has answered 404 and nothing else.
    public var notFoundSince: Date?
    /// What the server and the document ask of readers.
    public var hints = PollHints()
    /// The validators of the last body that was read to its end and parsed.
    public var etag: String?
    /// The second validator.
    public var lastModified: String?
    /// The address that gave the validators after redirects, nil when it is the one that was asked.
    public var validatorsURL: String?
    /// A hash of the last body that was read, so that the same body isn't read again.
    public var bodyHash: UInt64?
    /// The feed that the page at the configured address announces, or the sitemap of its site, which is asked instead.
    public var discoveredURL: String?
    /// What is remembered of the sitemaps that an index leads to: which was read when.
    public var sitemaps: String?
    /// What is still to be read of the source, in a clause for a person.
    public var remark: String?
    /// The fields of its list that selectors have found so far, sorted.
    public var aliveFields: [String] = []
    /// That the selector of a field finds nothing in the list any more, in a sentence.
    public var deadSelector: String?
    /// The selector of the text that ``articleMisses`` counts for.
    public var articleSelector: String?
    /// Pages in a row in which that selector found nothing.
    public var articleMisses = 0
    /// The address that is asked instead of the configured one, after permanent redirects.
    public var adoptedURL: String?
    /// A permanent redirect that is watched, and since when.
    public var candidateURL: String?
    /// Since when the same permanent redirect was answered.
    public var candidateSince: Date?
    /// When the first of the pages is due that could not be had, or rested, when their items came; nil when none is.
    public var pagesDue: Date?
    /// The announced WebSub hub.
    public var hub: String?
    /// The title that the feed gives itself.
    public var feedTitle: String?
    /// The kind of document that `auto` turned out to be.
    public var detectedType: SourceType?
    /// The HTTP status of the last answer.
    public var lastStatus: Int?
    /// How long the last poll took, milliseconds.
    public var lastMilliseconds: Int?
    /// True when it isn't polled any more (410, or a person said so).
    public var disabled = false
    /// The learnt posting rate and what else the schedule needs.
    public var rate = PostingRate()

    /// Creates the state of a source that was never asked.
    public init() {}

    /// The address to ask next.
    ///
    /// After a failure of a source that has moved, attempts take turns between the configured address and the
    /// adopted one: whichever has its feed back is found.
    public func address(of source: Source) -> String {
        let configured = discoveredURL ?? source.urls.first ?? ""
        let attempts = source.urls.count > 1 ? firstFailures : failures
        return attempts.isMultiple(of: 2) ? adoptedURL ?? configured : configured
    }

    /// When the source is due; nil stands for at once.
    ///
    /// A last poll that lies ahead shows that the clock was ahead then; what was planned by it moves back as far.
    public func due(at now: Date) -> Date? {
        guard let nextPoll, let lastPoll, lastPoll > now.addingTimeInterval(120) else { return nextPoll }
        return nextPoll.addingTimeInterval(now.timeIntervalSince(lastPoll))
    }

    /// Moves back what was planned while the clock was ahead.
    mutating func turnClockBack(to now: Date) {
        let planned = due(at: now)
        guard planned != nextPoll else { return }
        (nextPoll, lastPoll) = (planned, now)
    }

    /// So many times in a row a network may be found again and be lost for the same source: then it is that one's trouble.
    private static let mostExcuses = 3

    /// True when a failure may be excused as this machine's.
    /// - Parameter lastAnswer: when somebody answered last.
    func isExcusable(_ lastAnswer: Date?, now: Date) -> Bool {
        excuses < Self.mostExcuses || !isBack(lastAnswer, now: now)
    }

    /// A failure is excused.
    mutating func excuse(_ lastAnswer: Date?, now: Date) {
        if isBack(lastAnswer, now: now) { excuses += 1 }
        lastExcuse = now
    }

    /// A failure counts: what follows is excused until somebody answers.
    mutating func countFailure(now: Date) {
        if lastExcuse != nil { lastExcuse = now }
    }

    /// True when the network was there since a failure was last excused, or counted after that.
    ///
    /// An excuse that lies ahead was put down while the clock was: nobody knows when.
    private func isBack(_ lastAnswer: Date?, now: Date) -> Bool {
        let since = lastExcuse.flatMap { $0 <= now ? $0 : nil } ?? .distantPast
        return lastAnswer.map { $0 > since } ?? false
    }

    /// Excuses nothing any more: what comes next begins anew.
    mutating func forgetExcuses() { (excuses, lastExcuse) = (0, nil) }

    /// When pages of a source are due; nil when none is, or none is wanted.
    func pagesDue(of source: Source) -> Date? { source.fullText == .never ? nil : pagesDue }

    /// Forgets which version of the document is known: the next poll asks for all of it.
    mutating func forgetVersion() {
        etag = nil
        lastModified = nil
        validatorsURL = nil
        bodyHash = nil
    }

    /// The state as it counts for a source whose configured address may have changed since.
    public func prepared(for source: Source) -> PollState {
        var state = self
        state.prepare(for: source)
        return state
    }

    /// Forgets what belongs to another address when the configured one has changed.
    public mutating func prepare(for source: Source) {
        let url = source.urls.first
        defer { configuredURL = url }
        guard let known = configuredURL, known != url else { return }
        let carriesOn = url == adoptedURL
        adoptedURL = nil
        candidateURL = nil
        candidateSince = nil
        disabled = false
        notFoundSince = nil
        failures = 0
        partFailures = 0
        partError = nil
        firstFailures = 0
        forgetExcuses()
        if health == .gone || health == .moved { health = .ok }
        // A person accepted the move: the new address is the one that was asked already.
        guard !carriesOn else { return }
        forgetVersion()
        discoveredURL = nil
        sitemaps = nil
        remark = nil
        aliveFields = []
        deadSelector = nil
        articleMisses = 0
        detectedType = nil
        hints = PollHints()
        nextPoll = nil
        nextPollReason = "first poll of a new address"
    }
}

/// What the server and the document ask of those who poll.
public struct PollHints: Sendable, Equatable {
    /// How long the last answer stays fresh, seconds (RFC 9111 section 4.2.1).
    public var maxAge: Int?
    /// RSS `ttl`, seconds.
    public var ttl: Int?
    /// The syndication module's period divided by its frequency, seconds.
    public var updatePeriod: Int?
    /// Hours of the day, GMT, in which not to ask (RSS `skipHours`).
    public var skipHours: [Int] = []
    /// Days of the week, GMT, on which not to ask (RSS `skipDays`): 1 (Monday) … 7.
    public var skipDays: [Int] = []

    /// Creates empty hints.
    public init() {}
}

/// The state of a source in a word.
public enum Health: String, Sendable, Codable, CaseIterable {
    /// Everything is well.
    case ok
    /// It answers, but needs long.
    case slow
    /// It answers, but has brought nothing for longer than its rhythm explains.
    case quiet
    /// A wall against robots or a login page answers.
    case blocked
    /// It answers, but what it answers can't be read any more.
    case broken
    /// It has moved for good; the new address is used.
    case moved
    /// 410: it is gone for good.
    case gone
    /// It doesn't answer, or with errors.
    case failing
    /// The configuration says not to ask.
    case paused
}
