/// The one table of what feeds.conf may say: the reader, `aggd check --explain` and feeds.conf(5) use it.
public enum ConfigKeys {
    /// Every key, in the order in which the manual explains them.
    public static let all: [ConfigKey] = top + source + item + topic + digest + section + alert + machine

    /// The keys of a table, by name; `defaults` has those of `source` that may stand there.
    static let tables: [String: [String: ConfigKey]] = {
        var tables: [String: [String: ConfigKey]] = ["defaults": [:]]
        for key in all {
            tables[key.table, default: [:]][key.name] = key
            if key.inDefaults { tables["defaults"]?[key.name] = key }
        }
        return tables
    }()

    /// The keys without which a table means nothing, by table.
    static let required: [String: [ConfigKey]] = tables.mapValues { keys in
        keys.values.filter(\.required).sorted { $0.name < $1.name }
    }

    /// The keys that a path names: one key, all of a table, or every key of that name in any table.
    public static func find(_ path: String) -> [ConfigKey] {
        let path = path.hasPrefix("defaults.") ? "source." + path.dropFirst(9) : path
        let exact = all.filter { $0.path == path }
        if !exact.isEmpty, exact.allSatisfy({ $0.kind != .table }) { return exact }
        if path == "defaults" { return all.filter(\.inDefaults) }
        let inTable = all.filter { $0.table == path && $0.kind != .table }
        if !inTable.isEmpty { return inTable }
        // `item.title` is a key of a source.
        return all.filter { path.contains(".") ? $0.path == "source." + path : $0.name == path }
    }

    /// The nearest known path to one that ``find(_:)`` doesn't know.
    public static func nearest(to path: String) -> String? {
        NearestWord.find(
            path, among: all.map(\.path) + all.map(\.name) + tables.keys.filter { !$0.isEmpty }.sorted())
    }

    static let top: [ConfigKey] = [
        ConfigKey(
            "", "include", .texts,
            "More files to read after this one, relative to it; * and ? stand for any text.",
            example: #"include = ["feeds.d/*.conf"]"#),
        ConfigKey(
            "", "defaults", .table,
            "What holds for every source that says nothing else. In an included file it "
                + "holds for the sources of that file.", example: "[defaults]"),
        ConfigKey(
            "", "source", .table, "One source: a feed, a page with a list, a sitemap.", example: "[[source]]"),
        ConfigKey(
            "", "topic", .table, "A saved search, usable by name in every query.", example: "[[topic]]"),
        ConfigKey("", "digest", .table, "A digest: what goes out, when and to whom.", example: "[[digest]]"),
        ConfigKey("", "alert", .table, "A query whose new stories are mailed at once.", example: "[[alert]]"),
        ConfigKey("", "store", .table, "Where items are kept.", example: "[store]"),
        ConfigKey("", "fetch", .table, "How the network is used.", example: "[fetch]"),
        ConfigKey("", "mail", .table, "How digests and alerts leave.", example: "[mail]"),
        ConfigKey("", "keep", .table, "How long things stay in the store.", example: "[keep]"),
    ]

    static let topic: [ConfigKey] = [
        ConfigKey(
            "topic", "name", .name, "The unique name, used as topic:NAME in queries.",
            example: #"name = "missiles""#,
            required: true),
        ConfigKey(
            "topic", "title", .text, default: "the name", "The title in listings.",
            example: #"title = "Missiles and arms control""#),
        ConfigKey(
            "topic", "query", .query, "What belongs to it.",
            example: #"query = 'missile OR "arms control"'"#, required: true),
    ]

    static let digest: [ConfigKey] = [
        ConfigKey(
            "digest", "name", .name, "The unique name, used in commands.", example: #"name = "daily""#,
            required: true),
        ConfigKey(
            "digest", "title", .text, default: "the name", "The title; the mail's subject begins with it.",
            example: #"title = "Defence and policy, daily""#),
        ConfigKey(
            "digest", "days", .days, default: "daily", "The days of the week on which it goes out.",
            example: #"days = "Mon..Fri""#),
        ConfigKey(
            "digest", "at", .timeOfDay, default: "only when asked for",
            "The time of day at which it goes out.",
            example: #"at = "06:30""#),
        ConfigKey(
            "digest", "time-zone", .timeZone, default: "that of [defaults]",
            "The zone of at and of printed times.",
            example: #"time-zone = "Europe/London""#),
        ConfigKey(
            "digest", "from", .mailAddress, default: "mail.from", "The sender.",
            example: #"from = "aggd <digest@monitor.example.org>""#),
        ConfigKey(
            "digest", "to", .recipients,
            "The recipients: mail addresses, a mailbox as \"maildir:/path\", a file as \"file:/path\".",
            example: #"to = ["Newsdesk <newsdesk@example.org>"]"#),
        ConfigKey(
            "digest", "order", .choices(["rank", "date", "relevance", "arrival"]),
            default: #"["rank", "date"]"#,
            "The order of the stories in a section.", example: #"order = ["rank", "date"]"#),
        ConfigKey(
            "digest", "empty", .choice(["skip", "send"]), default: "skip", "Whether an empty issue goes out.",
            example: #"empty = "skip""#),
        ConfigKey(
            "digest", "unsubscribe", .secureURL,
            "An https address for unsubscribing with one click (RFC 8058).",
            example: #"unsubscribe = "https://monitor.example.org/off""#),
        ConfigKey(
            "digest", "section", .table, default: "one with everything",
            "The sections in order; a story stands in the first one whose query it matches and that has room.",
            example: #"section = [{ title = "Official", query = "tag:government", limit = 10 }]"#),
    ]

    static let section: [ConfigKey] = [
        ConfigKey(
            "digest.section", "title", .text, "The heading.", example: #"title = "Official""#, required: true),
        ConfigKey(
            "digest.section", "query", .query, default: "*", "What stands in it.",
            example: #"query = "tag:government""#),
        ConfigKey(
            "digest.section", "limit", .integer(1...1000), default: "20",
            "At most this many stories; the others are offered to the sections below, then to the next issues "
                + "for a week.",
            example: "limit = 10"),
    ]

    static let alert: [ConfigKey] = [
        ConfigKey("alert", "name", .name, "The unique name.", example: #"name = "launch""#, required: true),
        ConfigKey(
            "alert", "title", .text, default: "the name", "The title; the mail's subject begins with it.",
            example: #"title = "Missile launches""#),
        ConfigKey(
            "alert", "query", .query, "Which new stories are told.",
            example: #"query = 'tag:wire (launch NEAR/5 missile)'"#, required: true),
        ConfigKey(
            "alert", "to", .recipients, "The recipients.", example: #"to = ["newsdesk@example.org"]"#,
            required: true),
        ConfigKey(
            "alert", "from", .mailAddress, default: "mail.from", "The sender.",
            example: #"from = "aggd <digest@monitor.example.org>""#),
        ConfigKey(
            "alert", "at-most", .duration, default: "0s",
            "No more often than this; what comes in between is told "
                + "together.", example: #"at-most = "1h""#),
    ]
}
