internal import FeedParse
internal import Foundation

/// Stories as an Atom feed (RFC 4287).
public struct AtomFeed: Sendable {
    private let head: FeedHead
    private let titles: [String: String]

    /// Creates the output.
    /// - Parameter titles: the titles of sources by name.
    public init(_ head: FeedHead, titles: [String: String] = [:]) {
        self.head = head
        self.titles = titles
    }

    /// Prints a feed of stories, each by its lead; other carriers are `related` links.
    public func render(_ stories: [Story]) -> String {
        var lines = [
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
            "<feed xmlns=\"http://www.w3.org/2005/Atom\">",
            "  " + XMLText.element("title", PlainLine.clean(head.title)),
            "  " + XMLText.element("id", head.id),
            "  " + XMLText.element("updated", time(head.updated(with: stories))),
            "  <generator>aggd</generator>",
        ]
        if let url = head.url {
            lines.append("  " + XMLText.empty("link", [("rel", "self"), ("href", url)]))
        }
        for story in stories { lines += entry(story) }
        lines.append("</feed>")
        return lines.joined(separator: "\n") + "\n"
    }

    private func entry(_ story: Story) -> [String] {
        let lead = story.lead
        let content = lead.content
        let source = titles[content.source] ?? content.source
        var lines = [
            XMLText.element("title", PlainLine.clean(content.title)),
            XMLText.element("id", lead.exportID),
            XMLText.element("updated", time(content.modified ?? lead.date)),
        ]
        if let published = content.published { lines.append(XMLText.element("published", time(published))) }
        if let url = content.url {
            lines.append(
                XMLText.empty("link", [("rel", "alternate"), ("href", url), ("hreflang", content.language)]))
        }
        for copy in story.copies {
            guard let url = copy.content.url else { continue }
            let title = "\(titles[copy.content.source] ?? copy.content.source) (\(copy.relation.rawValue))"
            lines.append(XMLText.empty("link", [("rel", "related"), ("href", url), ("title", title)]))
        }
        for file in content.enclosures {
            lines.append(
                XMLText.empty(
                    "link",
                    [
                        ("rel", "enclosure"), ("href", file.url), ("type", file.type),
                        ("length", file.length.map { String($0) }), ("title", file.title),
                    ]))
        }
        // RFC 4287 section 4.1.1: an entry or its feed needs an author.
        for author in content.authors.isEmpty ? [source] : content.authors {
            lines.append("<author>\(XMLText.element("name", PlainLine.clean(author)))</author>")
        }
        for tag in lead.tags { lines.append(XMLText.empty("category", [("term", tag)])) }
        if let summary = content.summary, !summary.isEmpty {
            lines.append(XMLText.element("summary", summary, attributes: [("type", "html")]))
        }
        if let html = content.html, !html.isEmpty {
            lines.append(
                XMLText.element(
                    "content", html, attributes: [("type", "html"), ("xml:lang", content.language)]))
        } else if !content.text.isEmpty {
            lines.append(XMLText.element("content", content.text, attributes: [("type", "text")]))
        }
        lines.append("<source>\(XMLText.element("title", source))</source>")
        return ["  <entry>"] + lines.map { "    " + $0 } + ["  </entry>"]
    }

    private func time(_ date: Date) -> String { CivilTime(date, in: .gmt).rfc3339 }
}
