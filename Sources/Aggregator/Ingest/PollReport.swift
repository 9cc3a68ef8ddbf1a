public import Foundation

/// How one poll of one source ended, for a person or a script.
public struct PollReport: Sendable, Equatable {
    /// The result in a word.
    public enum Result: String, Sendable {
        /// New or changed items came.
        case new
        /// A document was read, with nothing new.
        case unchanged
        /// The server said that nothing has changed, or sent the same body.
        case notModified = "not-modified"
        /// The host asks to be left alone, or for time between requests: the source was not asked, or only by others of
        /// its addresses, which failed.
        case held
        /// The source is not asked any more.
        case notAsked = "not-asked"
        /// It failed; the error says how.
        case failed
    }

    /// The source's name.
    public var source: String
    /// The result.
    public var result: Result
    /// The HTTP status, when there was an answer.
    public var status: Int?
    /// New items.
    public var new = 0
    /// Items with a new version.
    public var updated = 0
    /// How long it took, milliseconds.
    public var milliseconds = 0
    /// The error in a sentence.
    public var error: String?
    /// The state after the poll.
    public var health: Health = .ok
    /// The change of the state that this report is the first to tell; nil when there is none.
    public var change: HealthChange?
    /// The host that asks to be left alone, after a 429 or a Retry-After.
    public var heldHost: String?
    /// Until when ``heldHost`` is left alone.
    public var heldUntil: Date?
    /// True when this poll showed that the machine has no network, false when it showed that it is back; else nil.
    public var isNetworkAway: Bool?
    /// True when the error is this machine's, which has no network: the source is asked again soon, and nothing is held
    /// against it.
    public var isExcused = false
    /// When the source is asked next; nil for never, or when nothing could be stored.
    public var nextPoll: Date?
    /// False when the store failed, so that the poll has left no trace but the items that are counted.
    public var isStored = true

    /// Creates a report.
    public init(source: String, result: Result) {
        self.source = source
        self.result = result
    }
}
