/// Everything that feeds.conf says, read and checked.
public struct Configuration: Sendable, Equatable {
    /// The files that were read, the first one first.
    public var files: [String] = []
    /// The sources in the order of the files.
    public var sources: [Source] = []
    /// The saved searches.
    public var topics: [Topic] = []
    /// The digests.
    public var digests: [DigestDefinition] = []
    /// The alerts.
    public var alerts: [AlertDefinition] = []
    /// `[store] url`.
    public var storeURL: String = "sqlite:///var/lib/aggd/aggd.sqlite"
    /// `[fetch]`.
    public var fetch = FetchSettings()
    /// `[mail]`.
    public var mail = MailSettings()
    /// `[keep]`.
    public var keep = KeepSettings()
    /// The time zone of digests that name none: `[defaults] time-zone` of the first file, else UTC.
    public var timeZone: String = "UTC"

    /// What `[defaults]` of the first file says, as a source without a name.
    public var defaults = Source(name: "", urls: [])
    /// Where each key of `[store]`, `[fetch]`, `[mail]` and `[keep]` was set, by path such as `fetch.parallel`.
    public var settingPlaces: [String: ConfigPosition] = [:]

    /// Creates an empty configuration with the defaults.
    public init() {}

    /// The source of a name.
    public func source(named name: String) -> Source? { sources.first { $0.name == name } }
}

/// A saved search, usable by name in every query.
public struct Topic: Sendable, Equatable {
    /// The unique name.
    public var name: String
    /// The title for people.
    public var title: String
    /// The query.
    public var query: String

    /// Creates a topic.
    public init(name: String, title: String, query: String) {
        self.name = name
        self.title = title
        self.query = query
    }
}

/// A digest as configured.
public struct DigestDefinition: Sendable, Equatable {
    /// The unique name.
    public var name: String
    /// The title for people.
    public var title: String
    /// Days of the week on which it goes out: 1 (Monday) … 7.
    public var days: Set<Int> = [1, 2, 3, 4, 5, 6, 7]
    /// Minutes after midnight at which it goes out; nil: only when asked for.
    public var at: Int?
    /// The IANA zone of ``at`` and of the times that are printed.
    public var timeZone: String = "UTC"
    /// The sender.
    public var from: String?
    /// Mail addresses, `maildir:/path` or `file:/path`.
    public var to: [String] = []
    /// The order within a section: `rank`, `date`.
    public var order: [ItemSelection.Sort] = [.rank, .date]
    /// What happens to an empty issue: true to send it all the same.
    public var sendEmpty = false
    /// The sections in order; a story stands in the first one that it matches.
    public var sections: [Section] = []
    /// An https address for one-click unsubscribing (RFC 8058).
    public var unsubscribe: String?
    /// Where the digest stands in the configuration.
    public var position: ConfigPosition?
    /// True for an alert: what came in before it was set up is no news.
    public var startsNow = false

    /// Creates a digest.
    public init(name: String, title: String) {
        self.name = name
        self.title = title
    }

    /// A section of a digest.
    public struct Section: Sendable, Equatable {
        /// The heading.
        public var title: String
        /// The query.
        public var query: String
        /// At most this many stories.
        public var limit: Int

        /// Creates a section.
        public init(title: String, query: String, limit: Int = 20) {
            self.title = title
            self.query = query
            self.limit = limit
        }
    }
}

/// An alert as configured.
public struct AlertDefinition: Sendable, Equatable {
    /// The unique name.
    public var name: String
    /// The title for people.
    public var title: String
    /// The query.
    public var query: String
    /// The recipients.
    public var to: [String]
    /// The sender.
    public var from: String?
    /// No more often than this.
    public var atMost: Duration = .zero
    /// Where the alert stands in the configuration.
    public var position: ConfigPosition?

    /// Creates an alert.
    public init(name: String, title: String, query: String, to: [String]) {
        self.name = name
        self.title = title
        self.query = query
        self.to = to
    }
}

/// `[fetch]`: how the network is used.
public struct FetchSettings: Sendable, Equatable {
    /// Transfers at a time.
    public var parallel = 256
    /// Transfers at a time to one host.
    public var perHost = 2
    /// The time limit of one transfer.
    public var timeout: Duration = .seconds(30)
    /// The size limit of one body, bytes.
    public var maxBody = 48 << 20
    /// Private networks that may be connected to; `*` for all.
    public var allowPrivate: [String] = []
    /// A file with certificates of authorities, PEM.
    public var caFile: String?
    /// A budget of requests an hour; nil for none.
    public var requestsPerHour: Int?

    /// Creates the default settings.
    public init() {}
}

/// `[mail]`: how digests leave.
public struct MailSettings: Sendable, Equatable {
    /// The server: `smtp://host:port` or `smtps://host`.
    public var server = "smtp://localhost:25"
    /// The user for AUTH.
    public var user: String?
    /// The password for AUTH.
    public var password: Secret?
    /// The sender when a digest names none.
    public var from: String?
    /// The domain of Message-IDs; the sender's when nil.
    public var domain: String?

    /// Creates the default settings.
    public init() {}
}

/// `[keep]`: how long things stay.
public struct KeepSettings: Sendable, Equatable {
    /// Items; nil for ever.
    public var items: Duration?
    /// Raw answers; nil for ever.
    public var raw: Duration? = .seconds(30 * 86400)

    /// Creates the default settings.
    public init() {}
}

/// One mistake in a configuration file.
public struct ConfigError: Error, Sendable, Equatable {
    /// Where.
    public var position: ConfigPosition
    /// What is wrong, with the key's path and what to write: one sentence.
    public var message: String

    /// Creates an error.
    public init(position: ConfigPosition, message: String) {
        self.position = position
        self.message = message
    }
}

extension ConfigError: CustomStringConvertible {
    /// `file:line:column: message`.
    public var description: String {
        "\(position.file):\(position.line):\(position.column): \(message)"
    }
}
