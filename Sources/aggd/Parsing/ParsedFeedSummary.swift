import FeedParse
import Foundation

/// A parsed document as text for a person.
enum ParsedFeedSummary {
    /// The readable text.
    static func text(of feed: ParsedFeed, file: String) -> String {
        var lines: [String] = []
        lines.append("\(file): \(feed.format.rawValue), \(feed.encoding ?? "UTF-8")")
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            lines.append(
                "  " + (name + ":").padding(toLength: 13, withPad: " ", startingAt: 0) + oneLine(value))
        }
        add("title", feed.title)
        add("link", feed.link)
        add("itself", feed.selfLink)
        add("moved to", feed.newLocation)
        add("language", feed.language)
        add("updated", (feed.updated ?? feed.published).map { InstantText.text(of: $0) })
        add("ttl", feed.ttlMinutes.map { "\($0) minutes" })
        add("hubs", feed.hubs.joined(separator: " "))
        if !feed.subscriptions.isEmpty {
            let count = feed.subscriptions.count
            lines.append("\n" + Counted.text(count, "subscription"))
        }
        for subscription in feed.subscriptions {
            let path = subscription.path.isEmpty ? "" : subscription.path.joined(separator: " / ") + " / "
            lines.append("  \(path)\(oneLine(subscription.title ?? "-"))  \(subscription.xmlUrl ?? "")")
        }
        if !feed.items.isEmpty {
            lines.append("\n" + Counted.text(feed.items.count, "item"))
        }
        for item in feed.items {
            let date =
                (item.published ?? item.updated).map { InstantText.text(of: $0) } ?? "no date             "
            lines.append("  \(date)  \(oneLine(item.title ?? "(no title)"))")
            if let link = item.link { lines.append("    \(oneLine(link))") }
            let length = max(item.contentHTML?.utf8.count ?? 0, item.summary?.utf8.count ?? 0)
            var facts = ["\(length) bytes of text"]
            if !item.authors.isEmpty {
                facts.append("by " + item.authors.compactMap { $0.name ?? $0.email }.joined(separator: ", "))
            }
            switch item.enclosures.count {
            case 0: break
            case 1: facts.append("1 enclosure")
            default: facts.append("\(item.enclosures.count) enclosures")
            }
            if let date = item.unreadDate { facts.append("date not understood: \"\(date)\"") }
            lines.append("    " + oneLine(facts.joined(separator: "; ")))
        }
        if !feed.warnings.isEmpty { lines.append("\nrepaired:") }
        for warning in feed.warnings { lines.append("  " + oneLine(warning)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Control characters and escape sequences never reach the terminal.
    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
