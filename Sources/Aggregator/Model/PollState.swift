public import Foundation

/// All that is remembered of a source between polls.
public struct PollState: Sendable, Equatable, Codable {
    /// When the source may be asked next.
    public var nextPoll: Date?
    /// Why then: one clause for a person.
    public var nextPollReason: String = "first poll"
    /// When it was last asked.
    public var lastPoll: Date?
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
    /// The validators of the last body that was read to its end and parsed.
    public var etag: String?
    /// The second validator.
    public var lastModified: String?
    /// A hash of the last body that was read, so that the same body isn't read again.
    public var bodyHash: UInt64?
    /// The address that is asked instead of the configured one, after permanent redirects.
    public var adoptedURL: String?
    /// A permanent redirect that is watched, and since when.
    public var candidateURL: String?
    /// Since when the same permanent redirect was answered.
    public var candidateSince: Date?
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

/// How often a source posts, learnt from its items.
public struct PostingRate: Sendable, Equatable, Codable {
    /// Items a day with a half-life of about a day.
    public var fast: Double = 0
    /// Items a day with a half-life of about a week.
    public var slow: Double = 0
    /// When the two were last brought up to date.
    public var updated: Date?
    /// How the postings spread over the 168 hours of the week (UTC, from Monday); empty while unknown.
    public var hours: [Float] = []
    /// The number of items that the document usually shows.
    public var window: Int = 0
    /// Postings counted so far.
    public var count: Int = 0

    /// Creates an empty rate.
    public init() {}
}
