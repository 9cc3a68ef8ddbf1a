internal import FeedParse
internal import Foundation

extension DigestIssue.Entry {
    /// The characters of a summary: about three lines.
    private static let summaryLength = 240

    /// A story as an issue shows it.
    init(_ story: Story, titles: SourceTitles) {
        let lead = story.lead
        let content = lead.content
        self.init(
            id: lead.id.text, story: story.id.text,
            title: content.title.isEmpty ? content.url ?? "(without a title)" : content.title,
            url: content.url ?? content.originalURL, source: content.source,
            sourceTitle: titles.title(of: content.source), authors: content.authors,
            published: content.published?.wholeSecond, words: lead.words,
            completeness: content.completeness.rawValue,
            summary: Self.summary(of: content),
            also: story.copies.sorted { ($0.date, $0.id) < ($1.date, $1.id) }.map { copy in
                DigestIssue.Carrier(
                    id: copy.id.text, source: copy.content.source,
                    sourceTitle: titles.title(of: copy.content.source), relation: copy.relation,
                    overlap: copy.overlap, url: copy.content.url,
                    published: copy.content.published?.wholeSecond)
            },
            event: content.event?.inWholeSeconds)
        rank = titles.rank(of: content.source)
        version = lead.version
    }

    /// Shows the passage in which an alert's words stand, and which words they are.
    mutating func showHits(of query: Query, in item: ItemID, _ reader: any StoreReader) throws {
        let pieces = try reader.snippet(of: item, for: query, words: 40)
        var words: [String] = []
        for piece in pieces where piece.isHit && !words.contains(piece.text.lowercased()) {
            words.append(piece.text.lowercased())
        }
        guard !words.isEmpty else { return }
        hits = words
        summary = PlainLine.clean(pieces.map(\.text).joined())
    }

    // The beginning of the text, without a first line that only says the title or a name.
    private static func summary(of content: NewItem) -> String {
        let title = PlainLine.clean(content.title)
        var paragraphs = content.text.prefix(4000).split(separator: "\n").map { PlainLine.clean($0) }
            .filter { !$0.isEmpty }
        while paragraphs.count > 1, let first = paragraphs.first,
            first == title || (first.count < 40 && first.last.map { !".!?”\"".contains($0) } ?? true)
        {
            paragraphs.removeFirst()
        }
        if paragraphs.count == 1, paragraphs[0] == title { return "" }
        return PlainLine.beginning(of: paragraphs.prefix(4).joined(separator: " "), upTo: summaryLength)
    }
}

extension Event {
    /// The event without fractions of seconds: what an issue keeps.
    var inWholeSeconds: Event {
        var event = self
        event.start = start?.wholeSecond
        event.end = end?.wholeSecond
        return event
    }
}
