/// What a list page holds, and how it was read.
public struct ListReading: Sendable, Equatable {
    /// The items in document order.
    public var items: [ParsedItem] = []
    /// The page's title.
    public var title: String?
    /// One sentence: which blocks were taken and why.
    public var explanation: String = ""
    /// The selector of the blocks, ready for feeds.conf.
    public var itemsSelector: String?
    /// The selectors of the fields, ready for feeds.conf.
    public var itemSelectors = ItemSelectors()
    /// The feeds that the page announces.
    public var announcedFeeds: [Link] = []
    /// That the selector of a field finds nothing in any block, in a sentence; nil while all find something.
    public var deadSelector: String?
    /// What was not as expected.
    public var warnings: [String] = []

    /// Creates an empty reading.
    public init() {}
}
