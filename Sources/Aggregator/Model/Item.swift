public import FeedParse
public import Foundation

/// What a source brought, after parsing and normalising; not stored yet.
public struct NewItem: Sendable, Equatable {
    /// The publisher's id.
    public var guid: String?
    /// The title as plain text.
    public var title: String = ""
    /// The page to open.
    public var url: String?
    /// The address after normalising (``CanonicalURL``).
    public var canonicalURL: String?
    /// The address of the original, when this is somebody else's text.
    public var originalURL: String?
    /// The name of the source.
    public var source: String
    /// Who wrote it first, as the item names it.
    public var org: String?
    /// The authors' names.
    public var authors: [String] = []
    /// What it is.
    public var kind: ItemKind = .article
    /// When it was published.
    public var published: Date?
    /// Where the date was found.
    public var publishedFrom: DateOrigin = .none
    /// When the publisher last changed it.
    public var modified: Date?
    /// When the origin issued it, for a repost.
    public var issued: Date?
    /// The language tag.
    public var language: String?
    /// The summary as clean HTML.
    public var summary: String?
    /// The body as clean HTML.
    public var html: String?
    /// The body as plain text; the summary's when there is no body.
    public var text: String = ""
    /// How much of the original text it holds.
    public var completeness: Completeness = .full
    /// Where the text was found: `feed`, `page`, `json-ld`, ….
    public var textFrom: String = "feed"
    /// Tags of the item itself, beside the source's.
    public var tags: [String] = []
    /// Attached media.
    public var enclosures: [Enclosure] = []
    /// The lead picture.
    public var image: String?
    /// The event, for an event.
    public var event: Event?
    /// A hash of what the source itself sent, before any page was read: equal means that nothing changed.
    public var sentHash: Int64 = 0

    /// Creates an item of one source.
    public init(source: String) {
        self.source = source
    }
}

/// Where an item's date was found.
public enum DateOrigin: String, Sendable, Codable {
    /// The feed or sitemap.
    case feed
    /// The list page.
    case list
    /// The item's own page.
    case page
    /// No believable date; the time first seen stands in.
    case none
}

/// An item in the store.
public struct Item: Sendable, Equatable {
    /// The number.
    public var id: ItemID
    /// What the source brought, in its newest version.
    public var content: NewItem
    /// When the item was first seen.
    public var seen: Date
    /// When its content last changed in the store.
    public var changed: Date?
    /// From 1, counting real changes of the text.
    public var version: Int = 1
    /// Words in the text.
    public var words: Int = 0
    /// SHA-256 of the text, hexadecimal.
    public var sha256: String = ""
    /// The story that it belongs to.
    public var story: StoryID
    /// True when it is the story's lead.
    public var isLead: Bool
    /// How it relates to the story's lead.
    public var relation: Relation
    /// 0…1: how sure the relation is.
    public var score: Double = 1
    /// Share of the lead's text that this item holds, 0…1; nil when unknown.
    public var overlap: Double?
    /// The rule that hides it, nil when it is shown.
    public var hiddenBy: String?
    /// True when a person keeps it.
    public var kept = false
    /// True when a person has read it.
    public var read = false
    /// Tags of the source, of the item and of the person together.
    public var tags: [String] = []

    /// Creates a stored item.
    public init(
        id: ItemID, content: NewItem, seen: Date, story: StoryID, isLead: Bool, relation: Relation
    ) {
        self.id = id
        self.content = content
        self.seen = seen
        self.story = story
        self.isLead = isLead
        self.relation = relation
    }

    /// The date to sort and show by: published, else first seen.
    public var date: Date { content.published ?? seen }
}

/// How an item relates to its story's lead.
public enum Relation: String, Sendable, Codable, CaseIterable {
    /// The first of its story, or its lead.
    case new
    /// The same text.
    case same
    /// A part of the lead's text.
    case excerptOf = "excerpt-of"
    /// Fuller than what led before; it leads now.
    case fuller
    /// Another version of the lead's text.
    case versionOf = "version-of"
}

/// An event as stored.
public struct Event: Sendable, Equatable, Codable {
    /// When it starts.
    public var start: Date?
    /// When it ends.
    public var end: Date?
    /// False when only days are known.
    public var hasTime: Bool = true
    /// The IANA zone, or `UTC+08:00`.
    public var timeZone: String?
    /// Where it takes place.
    public var venue: String?
    /// Who speaks.
    public var speakers: [Speaker] = []
    /// Who organises it.
    public var organiser: String?
    /// `scheduled`, `cancelled`, `postponed` or `moved-online`.
    public var status: String = "scheduled"
    /// True when the page says that it is off the record.
    public var offTheRecord = false

    /// Creates an empty event.
    public init() {}
}

/// The items that tell the same thing.
public struct Story: Sendable, Equatable {
    /// The number.
    public var id: StoryID
    /// The fullest version.
    public var lead: Item
    /// The other items, in order of publication.
    public var copies: [Item]

    /// Creates a story.
    public init(id: StoryID, lead: Item, copies: [Item]) {
        self.id = id
        self.lead = lead
        self.copies = copies
    }
}
