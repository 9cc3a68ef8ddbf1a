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
    /// The fields whose selectors found something.
    public var aliveFields: [String] = []
    /// The selectors of fields that find nothing in any of enough blocks.
    public var deadSelectors: [DeadSelector] = []
    /// What was not as expected.
    public var warnings: [String] = []

    /// Creates an empty reading.
    public init() {}
}
