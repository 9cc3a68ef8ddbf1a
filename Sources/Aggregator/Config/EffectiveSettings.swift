internal import FeedParse

/// The settings in force, each with where it comes from; secrets are shown as `***`.
public struct EffectiveSettings: Sendable {
    /// One setting.
    public struct Setting: Sendable, Equatable {
        /// The key with its table, such as `fetch.parallel`.
        public var path: String
        /// The value as a person would write it.
        public var value: String
        /// Where it was set; nil for a default.
        public var position: ConfigPosition?

        /// `file:line`, or `default`.
        public var origin: String { position.map { "\($0.file):\($0.line)" } ?? "default" }
    }

    /// The machine's settings in the order of the manual.
    public static func machine(_ configuration: Configuration) -> [Setting] {
        let fetch = configuration.fetch
        let mail = configuration.mail
        let values: [(String, String)] = [
            ("store.url", configuration.storeURL),
            ("fetch.parallel", "\(fetch.parallel)"),
            ("fetch.per-host", "\(fetch.perHost)"),
            ("fetch.timeout", DurationText.write(fetch.timeout)),
            ("fetch.max-body", ByteSize.write(fetch.maxBody)),
            ("fetch.requests-per-hour", fetch.requestsPerHour.map { "\($0)" } ?? "none"),
            ("fetch.allow-private", networks(fetch.allowPrivate)),
            ("fetch.ca-file", fetch.caFile ?? "the system's"),
            ("mail.server", mail.server),
            ("mail.user", mail.user ?? "none"),
            ("mail.password", mail.password == nil ? "none" : "***"),
            ("mail.from", mail.from ?? "none"),
            ("mail.domain", mail.domain ?? "the sender's"),
            ("keep.items", configuration.keep.items.map(DurationText.write) ?? "forever"),
            ("keep.raw", configuration.keep.raw.map(DurationText.write) ?? "forever"),
        ]
        return values.map { path, value in
            Setting(path: path, value: value, position: configuration.settingPlaces[path])
        }
    }

    /// The settings of one source.
    public static func source(_ source: Source, in configuration: Configuration) -> [Setting] {
        let keys = sourceValues(source)
        let plain = Dictionary(
            sourceValues(Source(name: "", urls: [])).map { ($0.0, $0.1) },
            uniquingKeysWith: { first, _ in first })
        return keys.map { name, value in
            Setting(
                path: "source.\(name)", value: value, position: plain[name] == value ? nil : source.position)
        }
    }

    private static func sourceValues(_ source: Source) -> [(String, String)] {
        let quiet =
            switch source.quietAfter {
            case .auto: "auto"
            case .never: "never"
            case .after(let duration): DurationText.write(duration)
            }
        let rules = source.rules
        return [
            ("name", source.name), ("title", source.title ?? "the feed's own"),
            ("url", source.urls.joined(separator: ", ")), ("type", source.type.rawValue),
            ("kind", source.kind.rawValue), ("org", source.org.joined(separator: ", ")),
            ("tags", source.tags.joined(separator: ", ")), ("language", source.language ?? "recognised"),
            ("rank", "\(source.rank)"), ("every", DurationText.write(source.every)), ("quiet-after", quiet),
            ("paused", "\(source.paused)"), ("full-text", source.fullText.rawValue),
            ("article", rules.article ?? "learnt"), ("drop", rules.drop.joined(separator: ", ")),
            ("items", rules.items ?? "learnt"), ("item.title", rules.item.title ?? "learnt"),
            ("item.link", rules.item.link ?? "learnt"), ("item.date", rules.item.date ?? "learnt"),
            ("item.summary", rules.item.summary ?? "learnt"), ("item.author", rules.item.author ?? "learnt"),
            ("item.place", rules.item.place ?? "learnt"), ("item.id", rules.item.id ?? "learnt"),
            ("time-zone", rules.timeZone ?? "UTC"), ("date-format", rules.dateFormat ?? "recognised"),
            ("excerpt-end", rules.excerptEnd.joined(separator: ", ")),
            ("origin", rules.origin ?? "the built-in ones"),
            ("original-link", rules.originalLink ?? "the built-in ones"),
            ("keep", source.keep ?? "everything"), ("hide", source.hide ?? "nothing"),
            ("max-age", source.maxAge.map(DurationText.write) ?? "no limit"), ("flood", "\(source.flood)"),
            ("user-agent", source.userAgent), ("proxy", source.proxy.map(withoutUser) ?? "none"),
            ("header", source.headers.map { "\($0.name): ***" }.joined(separator: ", ")),
            ("credential", source.credential == nil ? "none" : "***"),
            ("allow-private", networks(source.allowPrivate)), ("archive", source.archive.rawValue),
        ]
    }

    /// The address of a proxy without the user and the password that it may hold.
    private static func withoutUser(_ proxy: String) -> String {
        guard let start = proxy.firstRange(of: "://")?.upperBound, let at = proxy.lastIndex(of: "@"),
            start < at
        else { return proxy }
        return proxy[..<start] + "***" + proxy[at...]
    }

    private static func networks(_ networks: [String]) -> String {
        networks.isEmpty ? "false" : networks == ["*"] ? "true" : networks.joined(separator: ", ")
    }
}
