public import FeedParse

/// One source as feeds.conf names it.
public struct Source: Sendable, Equatable {
    /// The unique name.
    public var name: String
    /// The title for people; the feed's own when nil.
    public var title: String?
    /// The addresses; more than one are read as one source.
    public var urls: [String]
    /// What is found at the address.
    public var type: SourceType = .auto
    /// What its items are.
    public var kind: ItemKind = .article
    /// What reposters call it.
    public var org: [String] = []
    /// Labels for queries.
    public var tags: [String] = []
    /// The language of its items when they don't say.
    public var language: String?
    /// 0–100: order in a digest, and who leads a story.
    public var rank: Int = 50
    /// The bounds of the learnt interval.
    public var every: ClosedRange<Duration> {
        get { mostlyDefault.value.every }
        set { mostlyDefault.value.every = newValue }
    }
    /// When silence is worth a word.
    public var quietAfter: QuietAfter {
        get { mostlyDefault.value.quietAfter }
        set { mostlyDefault.value.quietAfter = newValue }
    }
    /// Not polled while true.
    public var paused = false
    /// Whether item pages are fetched.
    public var fullText: FullTextMode = .auto
    /// Selectors, markers and date hints for its pages.
    public var rules: PageRules {
        get { sharedRules.value }
        set { sharedRules.value = newValue }
    }
    /// The selector of the text in an item's page.
    var articleSelector: String? { rules.article }
    /// Only items that match are shown; a query.
    public var keep: String? {
        get { mostlyDefault.value.keep }
        set { mostlyDefault.value.keep = newValue }
    }
    /// Items that match are hidden; a query.
    public var hide: String? {
        get { mostlyDefault.value.hide }
        set { mostlyDefault.value.hide = newValue }
    }
    /// Items published longer ago are ignored.
    public var maxAge: Duration? {
        get { mostlyDefault.value.maxAge }
        set { mostlyDefault.value.maxAge = newValue }
    }
    /// More new items at once are held back.
    public var flood: Int = 50
    /// The `User-Agent` header.
    public var userAgent: String = "aggd"
    /// More header fields, in order.
    public var headers: [HeaderField] {
        get { mostlyDefault.value.headers }
        set { mostlyDefault.value.headers = newValue }
    }
    /// A proxy's address.
    public var proxy: String? {
        get { mostlyDefault.value.proxy }
        set { mostlyDefault.value.proxy = newValue }
    }
    /// Where `user:password` is found.
    public var credential: Secret? {
        get { mostlyDefault.value.credential }
        set { mostlyDefault.value.credential = newValue }
    }
    /// Where ``credential`` stands in the configuration.
    public var credentialPosition: ConfigPosition? {
        get { mostlyDefault.value.credentialPosition }
        set { mostlyDefault.value.credentialPosition = newValue }
    }
    /// Private networks that may be connected to; `*` for all.
    public var allowPrivate: [String] = []
    /// What is kept of each answer.
    public var archive: ArchiveMode = .text
    /// Where the source stands in the configuration.
    public var position: ConfigPosition?
    private var sharedRules = plainRules
    private var mostlyDefault = defaults

    private static let plainRules = Boxed(PageRules())
    private static let defaults = Boxed(MostlyDefault())

    /// What few sources set for themselves.
    private struct MostlyDefault: Sendable, Equatable {
        var every: ClosedRange<Duration> = .seconds(15 * 60)...Duration.seconds(24 * 3600)
        var quietAfter: QuietAfter = .auto
        var keep: String?
        var hide: String?
        var maxAge: Duration?
        var headers: [HeaderField] = []
        var proxy: String?
        var credential: Secret?
        var credentialPosition: ConfigPosition?
    }

    /// Creates a source with the defaults.
    public init(name: String, urls: [String]) {
        self.name = name
        self.urls = urls
    }
}

/// A header field of a source.
public struct HeaderField: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String

    /// Creates a header field.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// What is found at a source's address.
public enum SourceType: String, Sendable, Codable, CaseIterable {
    /// Found out at the first poll.
    case auto
    /// An RSS, Atom or JSON feed.
    case feed
    /// A page with a list of links.
    case page
    /// A sitemap or Google News sitemap.
    case sitemap
}

/// What an item is.
public enum ItemKind: String, Sendable, Codable, CaseIterable {
    /// A text.
    case article
    /// Something that takes place at a time.
    case event
    /// A study or report.
    case report
}

/// When a source's silence is worth a word.
public enum QuietAfter: Sendable, Equatable {
    /// Learnt from the source's own rhythm.
    case auto
    /// Never.
    case never
    /// After this long.
    case after(Duration)
}

/// Whether the pages of items are fetched.
public enum FullTextMode: String, Sendable, Codable, CaseIterable {
    /// When the feed carries an excerpt only.
    case auto
    /// For every item.
    case always
    /// For none.
    case never
}

/// What is kept of a source beside its items.
public enum ArchiveMode: String, Sendable, Codable, CaseIterable {
    /// Nothing.
    case none
    /// The last good answer, so that it can be read again with other selectors.
    case text
}

/// Where a secret is found; its value never appears in a log or a listing.
public enum Secret: Sendable, Hashable {
    /// A credential of the systemd service.
    case credential(String)
    /// A file; its first line counts.
    case file(String)
    /// A command; the first line of its output counts.
    case command(String)
}

/// A place in a configuration file.
public struct ConfigPosition: Sendable, Equatable, Codable {
    /// The file's path.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// The column in characters, from 1.
    public var column: Int

    /// Creates a position.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}
