/// What a source tells about its pages.
///
/// Everything is optional; what is missing is learnt from the page.
public struct PageRules: Sendable, Equatable {
    /// Selects the text of an article; alternatives tried in order.
    public var article: String?
    /// Selects what to cut from the text.
    public var drop: [String] = []
    /// Selects the repeated block of a list page.
    public var items: String?
    /// Selects the fields inside one block of a list page.
    public var item = ItemSelectors()
    /// Markers that end an excerpt, beside the built-in ones.
    public var excerptEnd: [String] = []
    /// A regular expression with the groups `org` and optionally `date` for the source line.
    public var origin: String?
    /// Selects the link to the original.
    public var originalLink: String?
    /// The IANA zone for dates without an offset.
    public var timeZone: String?
    /// A date pattern (Unicode TR 35 letters) for dates that no rule reads.
    public var dateFormat: String?
    /// The language of the source, when the page doesn't say.
    public var language: String?
    /// True for a source of events: its pages are read as such wherever they lie.
    public var isEvent = false

    /// Creates empty rules.
    public init() {}
}

/// Selectors of the fields of one item in a list page: CSS with `@attribute`, or XPath.
public struct ItemSelectors: Sendable, Equatable {
    /// The title.
    public var title: String?
    /// The link.
    public var link: String?
    /// The date.
    public var date: String?
    /// The summary.
    public var summary: String?
    /// The author.
    public var author: String?
    /// The place of an event.
    public var place: String?
    /// An identifier.
    public var id: String?

    /// Creates empty selectors.
    public init() {}
}
