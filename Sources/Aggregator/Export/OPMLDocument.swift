internal import FeedParse

/// Sources as OPML 2.0, with aggd's own keys in a namespace that other readers pass over.
public enum OPMLDocument {
    /// The namespace of aggd's keys.
    public static let namespace = "urn:aggd:opml"

    /// Prints sources.
    /// - Parameter titles: titles that feeds give themselves, by source.
    public static func render(_ sources: [Source], title: String, titles: [String: String] = [:]) -> String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<opml version=\"2.0\" xmlns:aggd=\"\(namespace)\">",
            "  <head>" + XMLText.element("title", title) + "</head>", "  <body>",
        ]
        for source in sources { lines.append("    " + outline(source, title: titles[source.name])) }
        lines += ["  </body>", "</opml>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func outline(_ source: Source, title: String?) -> String {
        let plain = Source(name: source.name, urls: source.urls)
        func changed<Value: Equatable>(_ path: KeyPath<Source, Value>, _ text: (Value) -> String) -> String? {
            source[keyPath: path] == plain[keyPath: path] ? nil : text(source[keyPath: path])
        }
        let text = source.title ?? title ?? source.name
        return XMLText.empty(
            "outline",
            [
                ("type", "rss"), ("text", text), ("title", text), ("xmlUrl", source.urls.first),
                ("category", source.tags.isEmpty ? nil : source.tags.map { "/" + $0 }.joined(separator: ",")),
                ("language", source.language), ("aggd:name", source.name),
                (
                    "aggd:more-urls",
                    source.urls.count > 1 ? source.urls.dropFirst().joined(separator: " ") : nil
                ),
                ("aggd:type", changed(\.type) { $0.rawValue }),
                ("aggd:kind", changed(\.kind) { $0.rawValue }),
                ("aggd:org", source.org.isEmpty ? nil : source.org.joined(separator: "; ")),
                ("aggd:rank", changed(\.rank) { String($0) }),
                ("aggd:full-text", changed(\.fullText) { $0.rawValue }),
                ("aggd:paused", source.paused ? "true" : nil),
                ("aggd:keep", source.keep), ("aggd:hide", source.hide),
            ])
    }
}
