public import Foundation

/// The deduplicator's memory: what it can ask of the store and tell it, all inside one transaction.
///
/// Fingerprints are 64-bit hashes of word shingles; keys are 64-bit hashes of exact identities (canonical
/// URLs, titles). Implementations answer in time that does not depend on the size of the archive.
public protocol FingerprintIndex {
    /// The seed that hashes are mixed with; random per store, so that nobody can aim at one posting list.
    var seed: UInt64 { get }

    /// The items behind a fingerprint, newest first, at most `cap`, and the number of stories it occurs in.
    func postings(of fingerprint: UInt64, cap: Int) throws -> Postings

    /// The latest items known under an exact key, newest first, at most four.
    func items(withKey key: UInt64) throws -> [ItemID]

    /// What is remembered of an item for comparison; nil when it is gone.
    func document(of item: ItemID) throws -> IndexedDocument?

    /// The items of a story, in order of arrival, at most `limit`.
    func members(of story: StoryID, limit: Int) throws -> [ItemID]

    /// Remembers an item that was decided upon. Postings beyond the cap of a fingerprint may be dropped.
    func insert(
        _ item: ItemID, story: StoryID, fingerprints: [UInt64], keys: [UInt64], document: IndexedDocument
    ) throws

    /// Forgets fingerprints (never keys) of items first seen before a time.
    func expire(before time: Date) throws
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

/// What the deduplicator compares: an item without anything that the decision doesn't need.
public struct IndexedDocument: Sendable, Equatable {
    /// The item's story.
    public var story: StoryID?
    /// The source's name.
    public var source: String
    /// Names of the organisation behind the source, as reposters write them.
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
