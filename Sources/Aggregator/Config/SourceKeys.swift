extension ConfigKeys {
    /// The keys of `[[source]]`; those marked may stand in `[defaults]` too.
    static let source: [ConfigKey] = [
        ConfigKey(
            "source", "name", .name, "The unique name, used in commands and as source:NAME in queries.",
            example: #"name = "rand-commentary""#, required: true),
        ConfigKey(
            "source", "url", .urls, "The address, or a list of addresses that are read as one source.",
            example: #"url = "https://www.rand.org/pubs/commentary.xml""#, required: true),
        ConfigKey(
            "source", "type", .choice(SourceType.allCases.map(\.rawValue)), default: "auto",
            "What is found at the address; auto finds out at the first poll. "
                + "A sitemap is found by the address of its site too, by robots.txt or at /sitemap.xml; of an index "
                + "eight are read a poll until all were, four indexes deep and 50,000 at most.",
            example: #"type = "page""#),
        ConfigKey(
            "source", "kind", .choice(ItemKind.allCases.map(\.rawValue)), default: "article",
            "What its items are; events become calendar entries, and their pages are asked again once a day until "
                + "they are over.", example: #"kind = "event""#,
            inDefaults: true),
        ConfigKey(
            "source", "title", .text, default: "the feed's own", "The title for people.",
            example: #"title = "RAND Commentary""#),
        ConfigKey(
            "source", "org", .texts, "The names that reposters use for it; finds the original of a copy.",
            example: #"org = ["RAND Corporation", "Rand. Corp."]"#),
        ConfigKey(
            "source", "tags", .texts, "Labels for queries: tag:NAME.",
            example: #"tags = ["think-tank", "us"]"#,
            inDefaults: true),
        ConfigKey(
            "source", "language", .language, default: "told by the page or recognised",
            "The language of its items when they don't say, as a code of BCP 47.",
            example: #"language = "en""#,
            inDefaults: true),
        ConfigKey(
            "source", "rank", .integer(0...100), default: "50",
            "The order in a digest, who leads a story, and how soon it is polled when requests are short.",
            example: "rank = 90", inDefaults: true),
        ConfigKey(
            "source", "every", .bounds, default: "15m..24h",
            "The bounds of the learnt interval between polls; one duration fixes it.",
            example: #"every = "2h..24h""#, inDefaults: true),
        ConfigKey(
            "source", "quiet-after", .durationOr(["auto", "never"]), default: "auto",
            "After how long a silence is worth a word; auto judges by the source's own rhythm.",
            example: #"quiet-after = "21d""#, inDefaults: true),
        ConfigKey(
            "source", "paused", .boolean, default: "false", "True: not polled, the items stay.",
            example: "paused = true"),
        ConfigKey(
            "source", "full-text", .choice(FullTextMode.allCases.map(\.rawValue)), default: "auto",
            "Whether the pages of items are fetched: when the feed has excerpts only, always or never. "
                + "A page that can't be had for a reason that will pass is asked by later polls: one whose turn is "
                + "more than a quarter of an hour away, because its host wants much time between requests "
                + "(Crawl-delay), up to five times more within days one whose host is down, asks to be left alone "
                + "or answers with an error of its own, and twice more within hours one that isn't there yet. "
                + "After that it is asked when its item changes, at most every second day; a change meanwhile has it "
                + "asked when that time is over. A page that was had is asked again when its item changes: at once, "
                + "then after rests of an hour to a day, of which a change of title or text needs a quarter. Of a "
                + "list page at a host that wants hours between requests only the list itself is read.",
            example: #"full-text = "auto""#, inDefaults: true),
        ConfigKey(
            "source", "article", .selector, default: "learnt", "Selects the text in the page of an item.",
            example: #"article = "div.body-text, article.blog""#),
        ConfigKey(
            "source", "drop", .selectors, "Selects what to cut from the text.",
            example: #"drop = [".related", ".share"]"#),
        ConfigKey(
            "source", "items", .selector, default: "learnt",
            "Selects the repeated block of a page with a list.",
            example: #"items = "article.teaser""#),
        ConfigKey(
            "source", "item", .table, default: "learnt",
            "Selectors of the fields inside one block of the list.",
            example: #"item = { title = "h3", link = "h3 a@href", date = "time@datetime" }"#),
        ConfigKey(
            "source", "time-zone", .timeZone, default: "UTC",
            "The zone of dates that carry no offset. In "
                + "[defaults] also that of digests that name none.",
            example: #"time-zone = "Europe/London""#, inDefaults: true),
        ConfigKey(
            "source", "date-format", .text, default: "recognised",
            "The pattern of dates that aren't recognised (letters of Unicode TR 35).",
            example: #"date-format = "dd.MM.yyyy""#),
        ConfigKey(
            "source", "keep", .query, default: "everything",
            "Only items that match are shown; the others are stored hidden.",
            example: #"keep = 'url:"/world/"'"#),
        ConfigKey(
            "source", "hide", .query, default: "nothing", "Items that match are stored hidden.",
            example: #"hide = 'title:vacancy'"#, inDefaults: true),
        ConfigKey(
            "source", "excerpt-end", .texts, default: "the built-in ones",
            "Markers that end an excerpt, beside the built-in ones.",
            example: #"excerpt-end = ["(end of excerpt)"]"#),
        ConfigKey(
            "source", "origin", .pattern, default: "the built-in ones",
            "A regular expression for the line that names the original; its group org is the organisation, its "
                + "group date the date.",
            example: #"origin = '\(Source: (?<org>[^;]+); issued (?<date>[^)]+)\)'"#),
        ConfigKey(
            "source", "original-link", .selector, default: "the built-in ones",
            "Selects the link to the original.", example: #"original-link = "a.full-story@href""#),
        ConfigKey(
            "source", "max-age", .duration, default: "no limit", "Items published longer ago are ignored.",
            example: #"max-age = "30d""#, inDefaults: true),
        ConfigKey(
            "source", "flood", .integer(1...100_000), default: "50",
            "More old or undated items that come as new at once are held back; "
                + "those of an archive that is read little by little all are.",
            example: "flood = 50", inDefaults: true),
        ConfigKey(
            "source", "user-agent", .text, default: "aggd with its version and mail.from",
            "The User-Agent header: name, version and a contact, so that publishers can reach you.",
            example: #"user-agent = "aggd/1.0 (+https://monitor.example.org/about)""#, inDefaults: true),
        ConfigKey(
            "source", "header", .headers, "More header fields; sent to the hosts of its own addresses only.",
            example: #"header = { "X-Api-Key" = "abc" }"#
        ),
        ConfigKey(
            "source", "proxy", .proxy, "The proxy's address: http://, https:// or socks5h://.",
            example: #"proxy = "socks5h://localhost:9050""#, inDefaults: true),
        ConfigKey(
            "source", "credential", .secret,
            "Where user:password for HTTP authentication is found; never sent to another host. "
                + "A command has 30 seconds and no terminal to ask at; it runs when that host is asked, once a poll.",
            example: #"credential = { file = "/etc/aggd/janes.secret" }"#),
        ConfigKey(
            "source", "allow-private", .networks, default: "that of [fetch]",
            "Whether private addresses may be connected to: true, false or a list of networks.",
            example: "allow-private = true", inDefaults: true),
        ConfigKey(
            "source", "archive", .choice(ArchiveMode.allCases.map(\.rawValue)), default: "text",
            "What is kept beside the items: the last good answer, for aggd try --replay and aggd check --replay, or "
                + "nothing.", example: #"archive = "none""#, inDefaults: true),
    ]

    /// The keys of `source.item`.
    static let item: [ConfigKey] = [
        ("title", "the title", "h3"), ("link", "the link", "h3 a@href"),
        ("date", "the date", "time@datetime"),
        ("summary", "the summary", "p.standfirst"), ("author", "the author", ".byline"),
        ("place", "the place of an event", ".location"),
        ("id", "an identifier that never changes", "a@data-id"),
    ].map { name, what, example in
        ConfigKey(
            "source.item", name, .selector, default: name == "id" ? "none" : "learnt",
            "Selects \(what) inside one block of the list.",
            example: "\(name) = \"\(example)\"")
    }
}
