public import Foundation

/// How a poll of one source went: all that the schedule and the source's health need of it.
public struct PollOutcome: Sendable, Equatable {
    /// What the answer was.
    public enum Result: Sendable, Equatable {
        /// A document was read to its end; the times are those of the new items (published, else now).
        case read(newItems: [Date])
        /// 304, or the same body as last time.
        case notModified
        /// No usable answer; `transient` when trying again may help.
        case failed(transient: Bool)
        /// 410: gone for good.
        case gone
        /// A wall against robots answered.
        case blocked(wall: String)
        /// An answer came, but it can't be read as what it was: selectors that match nothing, a page in place
        /// of a feed.
        case broken
        /// robots.txt forbids it, or can't be had.
        case robots
    }

    /// What the first of several addresses gave.
    public enum First: Sendable {
        /// Its document was read, or is known to be the same.
        case read
        /// 410: gone for good.
        case gone
        /// No usable answer.
        case failed
        /// It wasn't asked: its host wants rest.
        case held
    }

    /// What the answer was.
    public var result: Result
    /// The HTTP status, when there was an answer.
    public var status: Int?
    /// The sentence for a person, when it was no success.
    public var message: String?
    /// Why one of several addresses gave nothing, in a sentence, when another one did.
    public var partFailure: String?
    /// Those of several addresses that weren't asked, since their hosts want rest; as they stand before sentences.
    public var heldParts: [String] = []
    /// What the first of several addresses gave; nil when there is but one, or all gave the same.
    public var first: First?
    /// True when the first of several addresses, asked where it was before it moved, carries on with something new.
    public var isFirstBack = false
    /// How long the poll took, milliseconds.
    public var milliseconds = 0
    /// How long the server says that its answer stays fresh, seconds (`max-age`, `Expires`), from 200 and 304.
    public var freshFor: Int?
    /// How long the server asks to be left alone, seconds.
    public var retryAfter: Int?
    /// RSS `ttl`, minutes.
    public var ttlMinutes: Int?
    /// The syndication module's period, minutes.
    public var updatePeriodMinutes: Int?
    /// RSS `skipHours`, GMT.
    public var skipHours: [Int] = []
    /// RSS `skipDays`, English names.
    public var skipDays: [String] = []
    /// The number of items that the document shows; nil when it shows only what has changed.
    public var window: Int?
    /// The times of all items that the document shows, for a first estimate of the rate.
    public var itemTimes: [Date] = []
    /// The address that was asked; nil stands for the one whose turn it was by the source's own state.
    public var askedURL: String?
    /// Where permanent redirects led, nil when there was none.
    public var permanentURL: String?
    /// True when the document shares items with what is stored, or the source was never read before.
    public var carriesOn = false
    /// The validators to send next time; kept only for a body that was read to its end and parsed, or taken
    /// from a 304.
    public var etag: String?
    /// The second validator.
    public var lastModified: String?
    /// The address that gave the validators when redirects led there.
    public var validatorsURL: String?
    /// The hash of the body.
    public var bodyHash: UInt64?
    /// The announced hub.
    public var hub: String?
    /// The title that the feed gives itself.
    public var feedTitle: String?
    /// The kind of document that was found.
    public var detectedType: SourceType?
    /// The address of a feed that the page at the source's address announces and that is used from now on.
    public var discoveredURL: String?

    /// What is remembered of the sitemaps of an index; nil when there is none, or nothing was read.
    public var sitemaps: String?
    /// What is still to be read, in a clause for a person; nil when everything was.
    public var remark: String?
    /// True when sitemaps are left that were never read.
    public var isUnfinished = false

    /// The fields of a list that its selectors found.
    public var aliveFields: [String] = []
    /// That the selector of a field finds nothing in a list any more, in a sentence.
    public var deadSelector: String?
    /// Pages of items in which the selector of the text found something.
    public var pagesSelected = 0
    /// Pages of items in which it found nothing.
    public var pagesUnselected = 0
    /// When the source is to be asked again at the latest: an event of its begins soon.
    public var askBy: Date?

    /// Creates an outcome.
    public init(_ result: Result) {
        self.result = result
    }

    /// Takes note of what is known of the addresses.
    mutating func note(_ first: First?, heldParts: [String], asked: String?) {
        (self.first, self.heldParts, askedURL) = (first, heldParts, asked)
    }

    /// True when the source's document was read, or is known to be the same.
    var isRead: Bool {
        switch result {
        case .read, .notModified: true
        default: false
        }
    }
}

extension PollOutcome.First {
    /// What the first address gave.
    init(_ outcome: PollOutcome) {
        self = outcome.isRead ? .read : outcome.result == .gone ? .gone : .failed
    }
}
