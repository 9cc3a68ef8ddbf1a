public import Foundation

/// One numbered edition of a digest: everything that any output shows, so that it prints the same for ever.
public struct DigestIssue: Sendable, Equatable, Codable {
    /// The digest's name.
    public var digest: String
    /// From 1.
    public var number: Int
    /// The digest's title.
    public var title: String
    /// From when.
    public var from: Date?
    /// Until when: the time it was made.
    public var until: Date
    /// The zone that times are printed in.
    public var timeZone: String
    /// Items looked at.
    public var items: Int
    /// Copies folded away.
    public var folded: Int
    /// The sections in order; empty ones are left out.
    public var sections: [Section]
    /// Sources worth a word.
    public var problems: [Problem]
    /// Stories that no section had room for, which the next issue looks at again; nil when there are none.
    public var held: [HeldStory]?

    /// Creates an issue.
    public init(
        digest: String, number: Int, title: String, from: Date?, until: Date, timeZone: String, items: Int,
        folded: Int, sections: [Section], problems: [Problem]
    ) {
        self.digest = digest
        self.number = number
        self.title = title
        self.from = from
        self.until = until
        self.timeZone = timeZone
        self.items = items
        self.folded = folded
        self.sections = sections
        self.problems = problems
    }

    /// A section.
    public struct Section: Sendable, Equatable, Codable {
        /// The heading.
        public var title: String
        /// The stories in order.
        public var stories: [Entry]
        /// Stories cut off by the section's limit.
        public var more: Int

        /// Creates a section.
        public init(title: String, stories: [Entry], more: Int = 0) {
            self.title = title
            self.stories = stories
            self.more = more
        }
    }

    /// A story in a section.
    public struct Entry: Sendable, Equatable, Codable {
        /// The lead's short id.
        public var id: String
        /// The story's text id.
        public var story: String
        /// The lead's title.
        public var title: String
        /// Its address.
        public var url: String?
        /// The source's name.
        public var source: String
        /// The source's title for people.
        public var sourceTitle: String
        /// The authors.
        public var authors: [String]
        /// When it was published.
        public var published: Date?
        /// Words in the text.
        public var words: Int
        /// The completeness of the lead.
        public var completeness: String
        /// The beginning of the text.
        public var summary: String
        /// Who else carried it.
        public var also: [Carrier]
        /// The event, for an event.
        public var event: Event?
        /// True when its text has changed since it was first shown.
        public var isUpdate: Bool
        /// The rank of the lead's source: what is cut first where space is short.
        public var rank = 50
        /// The version of the lead's text that is shown.
        public var version = 1
        /// True for an event in a section of coming events.
        ///
        /// An event that was announced long before it takes place is told once more when it comes up.
        public var isComingUp = false
        /// The words of an alert's query that the text holds; nil in a digest.
        public var hits: [String]?

        /// Creates an entry.
        public init(
            id: String, story: String, title: String, url: String?, source: String, sourceTitle: String,
            authors: [String] = [], published: Date?, words: Int, completeness: String, summary: String,
            also: [Carrier] = [], event: Event? = nil, isUpdate: Bool = false
        ) {
            self.id = id
            self.story = story
            self.title = title
            self.url = url
            self.source = source
            self.sourceTitle = sourceTitle
            self.authors = authors
            self.published = published
            self.words = words
            self.completeness = completeness
            self.summary = summary
            self.also = also
            self.event = event
            self.isUpdate = isUpdate
        }
    }

    /// Another item of the same story.
    public struct Carrier: Sendable, Equatable, Codable {
        /// The item's short id.
        public var id: String
        /// The source's name.
        public var source: String
        /// The source's title for people.
        public var sourceTitle: String
        /// How it relates to the lead.
        public var relation: Relation
        /// Share of the lead's text, 0…1.
        public var overlap: Double?
        /// Its address.
        public var url: String?
        /// When it was published.
        public var published: Date?

        /// Creates a carrier.
        public init(
            id: String, source: String, sourceTitle: String, relation: Relation, overlap: Double?,
            url: String?, published: Date?
        ) {
            self.id = id
            self.source = source
            self.sourceTitle = sourceTitle
            self.relation = relation
            self.overlap = overlap
            self.url = url
            self.published = published
        }
    }

    /// A source worth a word.
    public struct Problem: Sendable, Equatable, Codable {
        /// The source's name.
        public var source: String
        /// The state.
        public var state: Health
        /// The sentence.
        public var reason: String
        /// The source's title for people.
        public var sourceTitle: String
        /// Since when it holds.
        public var since: Date?
        /// False when the issue before has said the same.
        public var isNew: Bool

        /// Creates a problem.
        public init(
            source: String, state: Health, reason: String, sourceTitle: String? = nil, since: Date? = nil,
            isNew: Bool = true
        ) {
            self.source = source
            self.state = state
            self.reason = reason
            self.sourceTitle = sourceTitle ?? source
            self.since = since
            self.isNew = isNew
        }
    }

    /// The number of stories in all sections.
    public var storyCount: Int { sections.reduce(0) { $0 + $1.stories.count } }
    /// The number of events in all sections.
    public var eventCount: Int {
        sections.reduce(0) { $0 + $1.stories.count { $0.event != nil } }
    }
}
