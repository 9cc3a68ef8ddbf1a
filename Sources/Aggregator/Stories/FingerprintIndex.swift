public import Foundation

/// The deduplicator's memory: what it can ask of the store and tell it, all inside one transaction.
///
/// Fingerprints are 64-bit hashes of word shingles, of which the upper 40 bits count; keys are hashes of exact
/// identities (canonical URLs, GUIDs, titles). Implementations answer in time that does not depend on the size
/// of the archive. Questions come in batches, so that a store behind a network needs one round trip for each.
public protocol FingerprintIndex {
    /// The seed that hashes are mixed with; random per store, so that nobody can aim at one posting list.
    var seed: UInt64 { get }

    /// For each fingerprint, the newest items behind it, newest first and at most `cap`, and the number of stories
    /// that it occurs in.
    ///
    /// Of a fingerprint with more items in three stories or more no item is told: it is too common to be read. One
    /// that a single wire story spread to a hundred papers is read like any other.
    func postings(of fingerprints: [UInt64], cap: Int) throws -> [Postings]

    /// For each fingerprint, whether it was seen in three stories or more: boilerplate or template.
    ///
    /// This is asked for all fingerprints of every older item that is compared, so it should read no postings.
    func isBoilerplate(_ fingerprints: [UInt64]) throws -> [Bool]

    /// For each key, the latest items known under it, newest first, at most four.
    func items(withKeys keys: [UInt64]) throws -> [[ItemID]]

    /// What is remembered of an item for comparison; nil when it is gone.
    func document(of item: ItemID) throws -> IndexedDocument?

    /// An item read for a comparison; nil when it is gone.
    ///
    /// Reading a text costs more than comparing it: an index may keep the latest readings. The same is answered
    /// whether it does or not.
    func recall(_ item: ItemID) throws -> RecalledItem?

    /// The story of an item; nil when the item was never remembered.
    func story(of item: ItemID) throws -> StoryID?

    /// How many fingerprints an item was remembered with; nil when it never was.
    func printCount(of item: ItemID) throws -> Int?

    /// The outline of an item; nil when it was never remembered.
    func outline(of item: ItemID) throws -> ItemOutline?

    /// Outlines of a story's items: its lead, then the others in order of arrival, at most `limit`.
    func outlines(of story: StoryID, limit: Int) throws -> [ItemOutline]

    /// Whether a person took an item out of a story that some item of it is in now.
    func isApart(_ item: ItemID, from story: StoryID) throws -> Bool

    /// Whether a person keeps items of two stories apart.
    func areApart(_ story: StoryID, _ other: StoryID) throws -> Bool

    /// Remembers an item that was decided upon, or remembers it anew when its content changed.
    func insert(_ entry: IndexEntry) throws

    /// Moves all items of a story to another; the story that they leave is gone.
    func unite(_ story: StoryID, into other: StoryID) throws

    /// Moves one item to another story, by a person's word.
    func move(_ item: ItemID, to story: StoryID) throws

    /// Makes an item the only lead of its story.
    func setLead(_ item: ItemID, of story: StoryID) throws

    /// Forgets fingerprints (never keys) of items first seen before a time.
    func expire(before time: Date) throws
}

extension FingerprintIndex {
    /// Reads the item's document.
    public func recall(_ item: ItemID) throws -> RecalledItem? {
        try document(of: item).map { RecalledItem($0, seed: seed) }
    }

    /// Nobody has said anything.
    public func isApart(_ item: ItemID, from story: StoryID) throws -> Bool { false }

    /// Nobody has said anything.
    public func areApart(_ story: StoryID, _ other: StoryID) throws -> Bool { false }
}

/// The postings of one fingerprint.
public struct Postings: Sendable, Equatable {
    /// The items, newest first.
    public var items: [ItemID]
    /// The number of stories that contain the fingerprint: 3 or more means boilerplate or template.
    public var storyCount: Int

    /// Creates postings.
    public init(items: [ItemID], storyCount: Int) {
        self.items = items
        self.storyCount = storyCount
    }
}

/// Everything that the index keeps of one item.
public struct IndexEntry: Sendable, Equatable {
    /// The outline, with the item's number.
    public var outline: ItemOutline
    /// The story that it belongs to.
    public var story: StoryID
    /// Its fingerprints, each once.
    public var fingerprints: [UInt64]
    /// Those of its fingerprints that it is at least the third story to have.
    public var boilerplate: [UInt64] = []
    /// The keys it can be found under, each once.
    public var keys: [UInt64]
    /// When it was first seen; fingerprints expire by this time, never by a date that somebody else wrote.
    public var seen: Date
    /// The document, for an index that keeps the texts itself; one inside a store has them already.
    public var document: IndexedDocument
    /// The document as it was read, for an index that keeps the latest readings.
    public var reading: RecalledItem?

    /// Creates an entry.
    public init(
        outline: ItemOutline, story: StoryID, fingerprints: [UInt64], keys: [UInt64], seen: Date,
        document: IndexedDocument
    ) {
        self.outline = outline
        self.story = story
        self.fingerprints = fingerprints
        self.keys = keys
        self.seen = seen
        self.document = document
    }
}

/// When an event takes place: two that begin at different times are two, whatever their texts have in common.
public struct EventStart: Sendable, Equatable {
    /// When it begins.
    public var date: Date
    /// False when only the day is known.
    public var hasTime: Bool

    /// Creates a start.
    public init(_ date: Date, hasTime: Bool) {
        self.date = date
        self.hasTime = hasTime
    }

    /// The start of an event; nil when it isn't known.
    public init?(_ event: Event?) {
        guard let event, let start = event.start else { return nil }
        self.init(start, hasTime: event.hasTime)
    }

    /// True when the other can't be the same event.
    func differs(from other: EventStart) -> Bool {
        if hasTime == other.hasTime { return date != other.date }
        // A day is kept as its midnight in UTC: in its own zone it may begin 14 hours before, and end 12 after it.
        let (day, time) = hasTime ? (other.date, date) : (date, other.date)
        return !(-14 * 3600...36 * 3600).contains(time.timeIntervalSince(day))
    }

    /// How far apart two begin, seconds; a day counts as its noon.
    func distance(to other: EventStart) -> TimeInterval {
        let noon = 12.0 * 3600
        return abs(
            date.timeIntervalSince(other.date) + (hasTime ? 0 : noon) - (other.hasTime ? 0 : noon))
    }
}

/// What the deduplicator compares: an item without anything that the decision doesn't need.
public struct IndexedDocument: Sendable, Equatable {
    /// The item's story.
    public var story: StoryID?
    /// The source's name.
    public var source: String
    /// Names of the organisation behind the source, as reposters and the source itself write them.
    public var org: [String]
    /// The organisation that the item names as its origin.
    public var origin: String?
    /// The title.
    public var title: String
    /// The plain text.
    public var text: String
    /// The publisher's id.
    public var guid: String?
    /// The canonical URL.
    public var canonicalURL: String?
    /// The canonical URL of the original, when the item links to it.
    public var originalURL: String?
    /// Other addresses of the same text: before redirects, links in the body.
    public var otherURLs: [String]
    /// When it was published, else first seen.
    public var date: Date
    /// When the origin issued it.
    public var issued: Date?
    /// When it takes place, for an event.
    public var starts: EventStart?
    /// How much of the text it holds.
    public var completeness: String
    /// The source's rank, 0–100.
    public var rank: Int

    /// Creates a document.
    public init(source: String, title: String, text: String, date: Date) {
        self.source = source
        self.title = title
        self.text = text
        self.date = date
        org = []
        otherURLs = []
        completeness = "full"
        rank = 50
    }
}
