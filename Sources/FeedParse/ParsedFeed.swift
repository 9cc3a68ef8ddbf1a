public import FoundationEssentials

/// What a document of any supported format says, in one neutral shape.
///
/// A field that the document does not state is nil or empty. Addresses are absolute where a base was known.
public struct ParsedFeed: Sendable, Equatable {
    /// The format that was recognised.
    public var format: FeedFormat
    /// The publisher's identifier (Atom `id`), as written.
    public var id: String?
    /// The title as plain text.
    public var title: String?
    /// RSS `description`, Atom `subtitle` or `tagline`, as plain text.
    public var description: String?
    /// The rights statement as plain text.
    public var copyright: String?
    /// The licence's address (Creative Commons modules of RSS, RFC 4946 in Atom).
    public var license: String?
    /// The page for people.
    public var link: String?
    /// The document's own address, as it states it.
    public var selfLink: String?
    /// The next page of a paged feed (RFC 5005 section 3).
    public var nextPage: String?
    /// The archive document before this one (RFC 5005 section 4, `prev-archive`), absolute.
    public var previousArchive: String?
    /// The announced WebSub hubs.
    public var hubs: [String] = []
    /// Where the feed says that it has moved.
    public var newLocation: String?
    /// The language tag in force on the root.
    public var language: String?
    /// When the feed says that it last changed.
    public var updated: Date?
    /// When the feed says that it was published.
    public var published: Date?
    /// RSS `ttl`, minutes.
    public var ttlMinutes: Int?
    /// The syndication module's period divided by its frequency, minutes.
    public var updatePeriodMinutes: Int?
    /// RSS `skipHours`: hours of the day, GMT, 0–23.
    public var skipHours: [Int] = []
    /// RSS `skipDays`: English day names.
    public var skipDays: [String] = []
    /// A small square picture.
    public var icon: String?
    /// A larger picture.
    public var logo: String?
    /// The feed's authors; they are not copied to the items.
    public var authors: [Person] = []
    /// The feed's contributors.
    public var contributors: [Person] = []
    /// The feed's categories.
    public var categories: [Category] = []
    /// The name of the program that wrote the feed.
    public var generator: String?
    /// Every link element, in document order.
    public var links: [Link] = []
    /// The entries in document order.
    public var items: [ParsedItem] = []
    /// OPML only: the subscriptions in document order.
    public var subscriptions: [Subscription] = []
    /// What had to be repaired, one sentence each, with the line where it is known.
    public var warnings: [String] = []
    /// True when the document broke off before its end: its validators must not be kept, items may be missing.
    public var isTruncated = false
    /// List pages only: the fields whose selectors found something.
    public var aliveFields: [String] = []
    /// List pages only: the selectors of fields that find nothing in any of enough blocks.
    public var deadSelectors: [DeadSelector] = []
    /// The charset that was used to decode the bytes (a WHATWG name).
    public var encoding: String?

    /// Creates an empty result of one format.
    public init(format: FeedFormat) {
        self.format = format
    }
}

/// One entry of a feed, sitemap or list.
public struct ParsedItem: Sendable, Equatable {
    /// The publisher's identifier, trimmed but never resolved.
    public var id: String?
    /// The page to open.
    public var link: String?
    /// The title as plain text.
    public var title: String?
    /// How the document declared the title.
    public var titleType: TextType?
    /// The summary as an HTML fragment.
    public var summary: String?
    /// The full content as an HTML fragment.
    public var contentHTML: String?
    /// The item's own authors.
    public var authors: [Person] = []
    /// The item's contributors.
    public var contributors: [Person] = []
    /// The licence's address, where the item has one of its own.
    public var license: String?
    /// When it was published.
    public var published: Date?
    /// When it was last changed.
    public var updated: Date?
    /// A date text that no rule could read, kept for the source's own `date-format`.
    public var unreadDate: String?
    /// Categories, subjects, keywords and tags.
    public var categories: [Category] = []
    /// Attached media.
    public var enclosures: [Enclosure] = []
    /// Candidates for a picture, best first.
    public var images: [String] = []
    /// Media RSS contents.
    public var media: [Media] = []
    /// Playing time, seconds.
    public var durationSeconds: Int?
    /// The page with comments.
    public var commentsURL: String?
    /// The feed of comments.
    public var commentsFeedURL: String?
    /// The number of comments.
    public var commentsCount: Int?
    /// The feed or publication that the item was taken from.
    public var source: SourceReference?
    /// The language tag in force on the entry.
    public var language: String?
    /// Every link element, in document order.
    public var links: [Link] = []
    /// A list page only: the text of the place element.
    public var place: String?

    /// Creates an empty item.
    public init() {}
}

/// How a text construct was declared (RFC 4287 section 3.1).
public enum TextType: String, Sendable, Codable {
    /// Plain text.
    case text
    /// Escaped HTML.
    case html
    /// Inline XHTML.
    case xhtml
}

/// A person or organisation named by a document.
public struct Person: Sendable, Equatable, Codable {
    /// The name.
    public var name: String?
    /// The e-mail address.
    public var email: String?
    /// A page about the person.
    public var uri: String?

    /// Creates a person from what is known.
    public init(name: String? = nil, email: String? = nil, uri: String? = nil) {
        self.name = name
        self.email = email
        self.uri = uri
    }
}

/// A category, subject, keyword or tag.
public struct Category: Sendable, Equatable, Codable {
    /// The machine-readable term.
    public var term: String?
    /// The text for people.
    public var label: String?
    /// The vocabulary that the term belongs to.
    public var scheme: String?

    /// Creates a category.
    public init(term: String? = nil, label: String? = nil, scheme: String? = nil) {
        self.term = term
        self.label = label
        self.scheme = scheme
    }
}

/// A link element.
public struct Link: Sendable, Equatable, Codable {
    /// The relation; `alternate` when none was written.
    public var rel: String
    /// The address.
    public var href: String
    /// The media type.
    public var type: String?
    /// The title.
    public var title: String?

    /// Creates a link.
    public init(rel: String = "alternate", href: String, type: String? = nil, title: String? = nil) {
        self.rel = rel
        self.href = href
        self.type = type
        self.title = title
    }
}

/// Media attached to an item.
public struct Enclosure: Sendable, Equatable, Codable {
    /// The address.
    public var url: String
    /// The media type.
    public var type: String?
    /// The size in bytes.
    public var length: Int64?
    /// The title.
    public var title: String?
    /// Playing time, seconds.
    public var durationSeconds: Int?

    /// Creates an enclosure.
    public init(
        url: String, type: String? = nil, length: Int64? = nil, title: String? = nil,
        durationSeconds: Int? = nil
    ) {
        self.url = url
        self.type = type
        self.length = length
        self.title = title
        self.durationSeconds = durationSeconds
    }
}

/// One `media:content` of Media RSS.
public struct Media: Sendable, Equatable, Codable {
    /// The address.
    public var url: String?
    /// The media type.
    public var type: String?
    /// `image`, `audio`, `video`, `document` or `executable`.
    public var medium: String?
    /// Width, pixels.
    public var width: Int?
    /// Height, pixels.
    public var height: Int?
    /// Playing time, seconds.
    public var durationSeconds: Int?

    /// Creates an empty media entry.
    public init() {}
}

/// The feed or publication that an item was taken from.
public struct SourceReference: Sendable, Equatable {
    /// Its title.
    public var title: String?
    /// Its address.
    public var link: String?
    /// Its identifier.
    public var id: String?
    /// When it last changed.
    public var updated: Date?

    /// Creates an empty reference.
    public init() {}
}

/// One subscription of an OPML document.
public struct Subscription: Sendable, Equatable, Codable {
    /// The title.
    public var title: String?
    /// The feed's address.
    public var xmlUrl: String?
    /// The page for people.
    public var htmlUrl: String?
    /// The description.
    public var description: String?
    /// The language tag.
    public var language: String?
    /// The folders around it, outermost first.
    public var path: [String] = []
    /// The OPML 2.0 `category` attribute, split at commas.
    public var categories: [String] = []
    /// Every other attribute, by its qualified name: extensions of other readers and of aggd.
    public var attributes: [String: String] = [:]

    /// Creates an empty subscription.
    public init() {}
}
