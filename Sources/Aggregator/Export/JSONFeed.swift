internal import FeedParse
internal import Foundation

/// Stories as a JSON Feed (version 1.1).
public struct JSONFeed: Sendable {
    private let head: FeedHead
    private let titles: [String: String]

    /// Creates the output.
    /// - Parameter titles: the titles of sources by name.
    public init(_ head: FeedHead, titles: [String: String] = [:]) {
        self.head = head
        self.titles = titles
    }

    /// Prints a feed of stories, each by its lead; other carriers stand in the `_aggd` extension.
    public func render(_ stories: [Story]) -> String {
        var fields: [(name: String, value: JSONValue)] = [
            ("version", .string("https://jsonfeed.org/version/1.1")),
            ("title", .string(PlainLine.clean(head.title))),
        ]
        if let url = head.url { fields.append(("feed_url", .string(url))) }
        fields.append(("items", .array(stories.map(item))))
        return JSONValue.object(fields).line + "\n"
    }

    private func item(_ story: Story) -> JSONValue {
        let lead = story.lead
        let content = lead.content
        let source = titles[content.source] ?? content.source
        let authors = content.authors.isEmpty ? [source] : content.authors
        // The specification wants absent members left out, not null.
        var fields: [(name: String, value: JSONValue)] = [("id", .string(lead.exportID))]
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { fields.append((name, .string(value))) }
        }
        add("url", content.url)
        add("external_url", content.originalURL)
        add("title", PlainLine.clean(content.title))
        add("content_html", content.html)
        if content.html?.isEmpty ?? true { fields.append(("content_text", .string(content.text))) }
        add("image", content.image)
        add("date_published", content.published.map(time))
        add("date_modified", content.modified.map(time))
        fields.append(("authors", .array(authors.map { .object([("name", .string(PlainLine.clean($0)))]) })))
        if !lead.tags.isEmpty { fields.append(("tags", .strings(lead.tags))) }
        add("language", content.language)
        if !content.enclosures.isEmpty {
            fields.append(("attachments", .array(content.enclosures.map(attachment))))
        }
        fields.append(
            (
                "_aggd",
                .object([
                    ("source", .string(content.source)),
                    ("story", .string(story.id.text)),
                    ("completeness", .string(content.completeness.rawValue)),
                    (
                        "copies",
                        .array(
                            story.copies.map {
                                .object([
                                    ("source", .string($0.content.source)),
                                    ("url", .string(orNull: $0.content.url)),
                                    ("relation", .string($0.relation.rawValue)),
                                ])
                            })
                    ),
                ])
            ))
        return .object(fields)
    }

    private func attachment(_ file: Enclosure) -> JSONValue {
        var fields: [(name: String, value: JSONValue)] = [
            ("url", .string(file.url)),
            ("mime_type", .string(file.type ?? "application/octet-stream")),
        ]
        if let title = file.title { fields.append(("title", .string(title))) }
        if let length = file.length { fields.append(("size_in_bytes", .int(length))) }
        if let seconds = file.durationSeconds { fields.append(("duration_in_seconds", .int(Int64(seconds)))) }
        return .object(fields)
    }

    private func time(_ date: Date) -> String { CivilTime(date, in: .gmt).rfc3339 }
}
