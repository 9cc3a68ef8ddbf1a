internal import FeedParse
public import Foundation

/// An item as a query looks at it in memory, its texts folded when they are first needed.
public final class QuerySubject {
    /// What the source brought.
    public let item: NewItem
    /// When it was first seen.
    public let seen: Date
    /// Names of the organisation behind the source.
    public let org: [String]
    /// Tags of the source, of the item and of a person.
    public let tags: [String]
    /// True when it leads its story.
    public var isLead = true
    /// True when its text has changed.
    public var hasChanged = false
    /// True when a rule hides it.
    public var isHidden = false
    /// True when a person keeps it.
    public var isKept = false
    /// True when a person has read it.
    public var isRead = false

    lazy var title = FoldedText(SearchText.fold(item.title))
    lazy var text = FoldedText(SearchText.fold(item.text))
    lazy var authors = FoldedText(
        item.authors.map { SearchText.fold($0) }.joined(separator: " \(SearchText.gap) "))
    lazy var orgs = FoldedText(
        ((item.org.map { [$0] } ?? []) + org).map { SearchText.fold($0) }.joined(
            separator: " \(SearchText.gap) "))
    lazy var words = WordCount.count(item.text)
    lazy var folded: Set<String> = Set(tags.map { $0.lowercased() })

    /// An item that isn't stored yet, with its source.
    public init(_ item: NewItem, source: Source?, seen: Date) {
        self.item = item
        self.seen = seen
        org = source?.org ?? []
        tags = (source?.tags ?? []) + item.tags
    }

    /// A stored item, with its source.
    public init(_ item: Item, source: Source?) {
        self.item = item.content
        seen = item.seen
        org = source?.org ?? []
        tags = item.tags
        isLead = item.isLead
        hasChanged = item.version > 1
        isHidden = item.hiddenBy != nil
        isKept = item.kept
        isRead = item.read
    }
}
