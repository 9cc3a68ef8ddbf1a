internal import FeedParse

/// Writes a source as a `[[source]]` block of feeds.conf.
public enum SourceBlock {
    /// The block, with every key that differs from the default.
    public static func render(_ source: Source) -> String {
        let lines = values(of: source)
        let width = lines.map(\.key.count).max() ?? 0
        return "[[source]]\n"
            + lines.map { $0.key + String(repeating: " ", count: width - $0.key.count) + " = \($0.value)\n" }
            .joined()
    }

    /// The keys that differ from the default, each with its value as TOML; secrets and header fields are left out.
    static func values(of source: Source) -> [(key: String, value: String)] {
        let plain = Source(name: "", urls: [])
        var lines: [(key: String, value: String)] = [("name", text(source.name))]
        func add(_ key: String, _ value: String?) {
            if let value { lines.append((key, value)) }
        }
        func addTexts(_ key: String, _ values: [String]) {
            if !values.isEmpty { add(key, values.count == 1 ? text(values[0]) : list(values)) }
        }
        add("title", source.title.map(text))
        add("type", source.type == plain.type ? nil : text(source.type.rawValue))
        add("kind", source.kind == plain.kind ? nil : text(source.kind.rawValue))
        addTexts("url", source.urls)
        addTexts("org", source.org)
        add("tags", source.tags.isEmpty ? nil : list(source.tags))
        add("language", source.language.map(text))
        add("rank", source.rank == plain.rank ? nil : "\(source.rank)")
        add("every", source.every == plain.every ? nil : text(DurationText.write(source.every)))
        add("quiet-after", quiet(source.quietAfter))
        add("paused", source.paused ? "true" : nil)
        add("full-text", source.fullText == plain.fullText ? nil : text(source.fullText.rawValue))
        add("items", source.rules.items.map(text))
        add("item", item(source.rules.item))
        add("article", source.rules.article.map(text))
        addTexts("drop", source.rules.drop)
        add("time-zone", source.rules.timeZone.map(text))
        add("date-format", source.rules.dateFormat.map(text))
        add("keep", source.keep.map(text))
        add("hide", source.hide.map(text))
        addTexts("excerpt-end", source.rules.excerptEnd)
        add("origin", source.rules.origin.map(text))
        add("original-link", source.rules.originalLink.map(text))
        add("max-age", source.maxAge.map { text(DurationText.write($0)) })
        add("flood", source.flood == plain.flood ? nil : "\(source.flood)")
        add("proxy", source.proxy.map(text))
        add("allow-private", source.allowPrivate == plain.allowPrivate ? nil : networks(source.allowPrivate))
        add("archive", source.archive == plain.archive ? nil : text(source.archive.rawValue))
        return lines
    }

    /// A text as a TOML string: literal when that needs no escapes, else basic.
    public static func text(_ text: String) -> String {
        let isPlain = !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        if isPlain, text.contains("\"") || text.contains("\\"), !text.contains("'") { return "'\(text)'" }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\r": quoted += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func networks(_ networks: [String]) -> String {
        networks.isEmpty ? "false" : networks == ["*"] ? "true" : list(networks)
    }

    private static func list(_ values: [String]) -> String {
        "[" + values.map(text).joined(separator: ", ") + "]"
    }

    private static func quiet(_ quiet: QuietAfter) -> String? {
        switch quiet {
        case .auto: nil
        case .never: text("never")
        case .after(let duration): text(DurationText.write(duration))
        }
    }

    private static func item(_ item: ItemSelectors) -> String? {
        let fields = [
            ("title", item.title), ("link", item.link), ("date", item.date), ("summary", item.summary),
            ("author", item.author), ("place", item.place), ("id", item.id),
        ].compactMap { name, selector in selector.map { "\(name) = \(text($0))" } }
        return fields.isEmpty ? nil : "{ " + fields.joined(separator: ", ") + " }"
    }
}
