public import Foundation

/// The page of an item that is to be asked by a later poll of its source, or that is left alone for a time.
///
/// It could not be had yet, or the item has changed while its page rested. One that was asked often enough is left, and
/// one that was just had for a change of its item rests: both are remembered, as an item that changes all the time must
/// not make its page be asked each time. One whose item kept the feed's text is remembered too: nothing else tells that
/// authors, picture or event came from there.
public struct DuePage: Sendable, Equatable {
    /// The item.
    public var item: ItemID
    /// The host where the page lies.
    public var host: String
    /// Since when it is wanted.
    public var since: Date
    /// It is not asked before this time.
    public var notBefore: Date
    /// How often it was asked in vain.
    public var attempts: Int
    /// When it was had last, for a change of its item or beside the feed's text; nil when it never was, or is left since.
    public var had: Date?
    /// How often it was had for changes, one time soon after the other; it stays when the page is left.
    public var timesHad = 0
    /// The `ETag` of what was had.
    public var etag: String?
    /// The `Last-Modified` of what was had.
    public var lastModified: String?

    /// Times that a page is asked in vain before it is left.
    public static let mostAttempts = 6

    /// True when no poll asks for it any more, unless its item changes.
    public var isLeft: Bool { attempts >= Self.mostAttempts }
    /// True when it was ever had, so that the item may have of it what the feed doesn't say.
    public var wasHad: Bool { had != nil || timesHad > 0 }
    /// True when it was had, and its item has not changed since.
    public var isResting: Bool { isLeft && had != nil }

    /// The longest time for which one that is due is put off: what lies further ahead was put down while the clock was.
    public static let longestWait = 8.0 * 86400

    /// True when it is not asked at a time.
    ///
    /// One that is left waits the longer, the longer it was wanted.
    public func waits(at time: Date) -> Bool {
        let wait = notBefore.timeIntervalSince(time)
        return wait > 0 && wait <= max(Self.longestWait, time.timeIntervalSince(since))
    }

    /// Creates a page that is due.
    public init(item: ItemID, host: String, since: Date, notBefore: Date, attempts: Int = 0) {
        self.item = item
        self.host = host
        self.since = since
        self.notBefore = notBefore
        self.attempts = attempts
    }
}
