/// Sources as OPML 2.0, with aggd's own keys in a namespace that other readers pass over.
public enum OPMLDocument {
    /// The namespace of aggd's keys.
    public static let namespace = "urn:aggd:opml"

    /// What stays on this machine: how it reaches the network, and who it is there.
    private static let local: Set<String> = ["proxy", "allow-private"]

    /// The keys that may travel; a stranger's file must not make aggd run a command or talk to this machine.
    static var travelling: [ConfigKey] {
        ConfigKeys.source.filter {
            !local.contains($0.name) && !["name", "header", "credential", "user-agent"].contains($0.name)
        }
    }

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
        let text = source.title ?? title ?? source.name
        var attributes: [(String, String?)] = [
            ("type", "rss"), ("text", text), ("title", text), ("xmlUrl", source.urls.first),
            ("category", source.tags.isEmpty ? nil : source.tags.map { "/" + $0 }.joined(separator: ",")),
            ("language", source.language), ("aggd:name", source.name),
        ]
        // The others as they stand in feeds.conf.
        let told: Set<String> = source.urls.count > 1 ? ["name"] : ["name", "url"]
        for (key, value) in SourceBlock.values(of: source) where !told.contains(key) && !local.contains(key) {
            attributes.append(("aggd:\(key)", value))
        }
        return XMLText.empty("outline", attributes)
    }
}
