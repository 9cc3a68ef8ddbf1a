public import FoundationEssentials

/// What an article, event or other page says.
public struct Article: Sendable, Equatable {
    /// The address that was read, absolute.
    public var url: String?
    /// The canonical address that the page states.
    public var canonical: String?
    /// The title as plain text, without the site's suffix.
    public var title: String?
    /// The authors' names, in order.
    public var authors: [String] = []
    /// When it was published, with the offset as written.
    public var published: StatedDate?
    /// When it was last changed.
    public var modified: StatedDate?
    /// The site's name.
    public var siteName: String?
    /// The language tag.
    public var language: String?
    /// The lead picture.
    public var image: String?
    /// A short description, plain text.
    public var summary: String?
    /// The body as plain text, paragraphs separated by a blank line.
    public var text: String = ""
    /// The body as clean HTML.
    public var html: String = ""
    /// What kind of page it is.
    public var kind: PageKind = .other
    /// How much of the original it holds.
    public var completeness: Completeness = .full
    /// Who wrote it first, when this is a repost: the organisation as named.
    public var origin: String?
    /// When the origin issued it.
    public var issued: StatedDate?
    /// The address of the original, when the page links to it.
    public var originalURL: String?
    /// The event, when the page describes one.
    public var event: ParsedEvent?
    /// The addresses of feeds that the page announces.
    public var announcedFeeds: [Link] = []
    /// Where each field came from, by field name.
    ///
    /// Values are such as `json-ld`, `meta og:title`, `h1`, `density`.
    public var provenance: [String: String] = [:]
    /// What had to be repaired or was not believed.
    public var warnings: [String] = []

    /// Creates an empty article.
    public init() {}

    /// True when a title and the page's have most words in common; words of up to three letters say nothing.
    package func isNamed(like other: String) -> Bool {
        let (own, others) = (Self.tellingWords(title ?? ""), Self.tellingWords(other))
        return own.intersection(others).count * 2 > min(own.count, others.count)
    }

    private static func tellingWords(_ title: String) -> Set<String> {
        let words = PageIdentity.words(title)
        let telling = words.filter { $0.count > 3 || $0.unicodeScalars.contains { $0.value >= 0x2E80 } }
        return Set(telling.isEmpty ? words : telling)
    }
}

/// What kind of page a document is.
public enum PageKind: String, Sendable, Codable {
    /// One article.
    case article
    /// One event.
    case event
    /// A list of links.
    case listing
    /// None of these.
    case other
}

/// How much of a text an item holds.
public enum Completeness: String, Sendable, Codable, CaseIterable {
    /// The whole text.
    case full
    /// A part of somebody's text, marked as such or shown to be one.
    case excerpt
    /// A headline with a sentence or nothing.
    case stub
    /// The part in front of a pay wall.
    case paywalled
    /// The text could not be had.
    case failed
}

/// A date as a document stated it.
public struct StatedDate: Sendable, Equatable, Codable {
    /// The instant; a date without a time is at 00:00 of its zone.
    public var date: Date
    /// Seconds east of UTC as written, nil when the document gives no offset.
    public var offset: Int?
    /// False when only a day was stated.
    public var hasTime: Bool

    /// Creates a stated date.
    public init(date: Date, offset: Int? = nil, hasTime: Bool = true) {
        self.date = date
        self.offset = offset
        self.hasTime = hasTime
    }
}

/// An event as a page describes it.
public struct ParsedEvent: Sendable, Equatable, Codable {
    /// When it starts.
    public var start: StatedDate?
    /// When it ends.
    public var end: StatedDate?
    /// The zone: an IANA name (`Asia/Hong_Kong`) or `UTC+08:00` when only an offset is known.
    public var timeZone: String?
    /// Where it takes place, as written.
    public var venue: String?
    /// Who speaks, in order.
    public var speakers: [Speaker] = []
    /// Who organises it.
    public var organiser: String?
    /// `scheduled`, `cancelled`, `postponed` or `moved-online`.
    public var status: String = "scheduled"
    /// True when the page says that the event is off the record.
    public var offTheRecord: Bool = false

    /// Creates an empty event.
    public init() {}
}

/// A person who speaks at an event.
public struct Speaker: Sendable, Equatable, Codable {
    /// The name.
    public var name: String
    /// What the page says the person is and where.
    public var affiliation: String?
    /// `moderator`, `host`, … when the page says so.
    public var role: String?

    /// Creates a speaker.
    public init(name: String, affiliation: String? = nil, role: String? = nil) {
        self.name = name
        self.affiliation = affiliation
        self.role = role
    }
}
