/// One key of feeds.conf: what the reader checks, and what `aggd check --explain` and the man page say.
public struct ConfigKey: Sendable, Equatable {
    /// The table that it stands in; empty for the top of the file.
    public var table: String
    /// The key in its table.
    public var name: String
    /// What its value must be.
    public var kind: Kind
    /// The default as a person would say it.
    public var defaultValue: String
    /// One or two sentences of help.
    public var help: String
    /// A value as it is written in the file.
    public var example: String
    /// True when `[defaults]` may set it for all sources.
    public var inDefaults = false
    /// True when it must be given.
    public var required = false

    /// The key with its table, as messages and `--explain` name it.
    public var path: String { table.isEmpty ? name : "\(table).\(name)" }

    /// What the value of a key must be.
    public enum Kind: Sendable, Equatable {
        /// A short name without blanks.
        case name
        /// A text.
        case text
        /// A text or a list of texts.
        case texts
        /// An http or https address.
        case url
        /// An https address.
        case secureURL
        /// An address or a list of addresses.
        case urls
        /// `true` or `false`.
        case boolean
        /// A whole number in a range.
        case integer(ClosedRange<Int>)
        /// A duration.
        case duration
        /// A duration or one of these words.
        case durationOr([String])
        /// Bounds of an interval.
        case bounds
        /// A number of bytes.
        case size
        /// One of these words.
        case choice([String])
        /// A list of these words.
        case choices([String])
        /// A query.
        case query
        /// A CSS or XPath selector.
        case selector
        /// A selector or a list of them.
        case selectors
        /// A regular expression.
        case pattern
        /// A language's code.
        case language
        /// The address of a proxy.
        case proxy
        /// The name of a domain.
        case domain
        /// An IANA time zone.
        case timeZone
        /// A time of day.
        case timeOfDay
        /// Days of the week.
        case days
        /// A mail address.
        case mailAddress
        /// Mail addresses and other targets of a digest.
        case recipients
        /// Where a secret is found.
        case secret
        /// `true`, `false` or a list of networks.
        case networks
        /// A table of header fields.
        case headers
        /// The address of a store.
        case storeURL
        /// The address of a mail server.
        case mailServer
        /// A file's path.
        case path
        /// A table, or a list of tables, with keys of its own.
        case table
    }

    init(
        _ table: String, _ name: String, _ kind: Kind, default defaultValue: String = "none", _ help: String,
        example: String, inDefaults: Bool = false, required: Bool = false
    ) {
        self.table = table
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.help = help
        self.example = example
        self.inDefaults = inDefaults
        self.required = required
    }
}

extension ConfigKey.Kind {
    /// What the value must be, in words that follow "is not" or "must be".
    public var words: String {
        switch self {
        case .name: "a name of letters, digits, \"-\", \"_\" and \".\""
        case .text: "a text in quotes"
        case .texts: "a text or a list of texts"
        case .url: "an http or https address"
        case .secureURL: "an https address"
        case .urls: "an http or https address or a list of them"
        case .boolean: "true or false"
        case .integer(let range):
            range.upperBound == .max
                ? "a whole number from \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .duration: "a duration of s, m, h, d or w"
        case .durationOr(let words): "a duration or \(Self.list(words))"
        case .bounds: "a duration or bounds such as \"15m..24h\""
        case .size: "a size such as \"16MiB\""
        case .choice(let words): "one of \(Self.list(words))"
        case .choices(let words): "a list of \(Self.list(words))"
        case .query: "a query"
        case .selector: "a CSS or XPath selector"
        case .selectors: "a selector or a list of selectors"
        case .pattern: "a regular expression"
        case .language: "the code of a language such as \"en\" or \"zh-Hant\""
        case .proxy: "the address of a proxy: http://, https:// or socks5h:// and a host"
        case .domain: "the name of a domain"
        case .timeZone: "an IANA time zone"
        case .timeOfDay: "a time of day"
        case .days: "days of the week"
        case .mailAddress: "a mail address"
        case .recipients: "mail addresses, \"maildir:/path\" or \"file:/path\""
        case .secret: "a table with one of credential, file or command"
        case .networks: "true, false or a list of networks"
        case .headers: "a table of header fields"
        case .storeURL: "the address of a store"
        case .mailServer: "the address of a mail server"
        case .path: "the path of a file"
        case .table: "a table"
        }
    }

    /// What one element of a list must be; the same as ``words`` where there is no list.
    var elementWords: String {
        switch self {
        case .text, .texts: "a text of one line that says something"
        case .urls: "an http or https address"
        case .choices(let words): "one of \(Self.list(words))"
        case .days: "a day of the week such as \"Mon\", or days such as \"Mon..Fri\""
        case .recipients: "a mail address, \"maildir:/path\" or \"file:/path\""
        case .networks: "true, false or a network such as \"10.20.0.0/16\""
        default: words
        }
    }

    /// The words that may stand there, when only these may.
    var choices: [String]? {
        switch self {
        case .choice(let words), .choices(let words): words
        default: nil
        }
    }

    /// True for a value that must never be printed, whatever is wrong with it.
    func isPrivate(_ text: String) -> Bool {
        switch self {
        case .secret, .headers: true
        case .proxy: text.contains("@")
        default: false
        }
    }

    /// True when a list of values may stand there.
    var takesList: Bool {
        switch self {
        case .texts, .urls, .choices, .days, .recipients, .selectors, .networks: true
        default: false
        }
    }

    private static func list(_ words: [String]) -> String {
        words.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}
