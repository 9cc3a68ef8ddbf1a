public import Foundation

/// The page of an item that could not be had yet, and is asked by a later poll of its source.
///
/// One that was asked often enough is left, but remembered: an item that changes all the time must not make its page be
/// asked each time.
public struct DuePage: Sendable, Equatable {
    /// The item.
    public var item: ItemID
    /// The host where the page lies.
    public var host: String
    /// When it could not be had for the first time.
    public var since: Date
    /// It is not asked before this time.
    public var notBefore: Date
    /// How often it was asked in vain.
    public var attempts: Int

    /// Times that a page is asked in vain before it is left.
    public static let mostAttempts = 6

    /// True when no poll asks for it any more, unless its item changes.
    public var isLeft: Bool { attempts >= Self.mostAttempts }

    /// Creates a page that is due.
    public init(item: ItemID, host: String, since: Date, notBefore: Date, attempts: Int = 0) {
        self.item = item
        self.host = host
        self.since = since
        self.notBefore = notBefore
        self.attempts = attempts
    }
}
