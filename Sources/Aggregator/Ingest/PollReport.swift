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
        /// The host asks to be left alone; the source was not asked.
        case held
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
    /// True when the state differs from what was told before.
    public var healthChanged = false
    /// Until when the whole host asks to be left alone (Retry-After).
    public var holdsHostUntil: Date?

    /// Creates a report.
    public init(source: String, result: Result) {
        self.source = source
        self.result = result
    }
}
