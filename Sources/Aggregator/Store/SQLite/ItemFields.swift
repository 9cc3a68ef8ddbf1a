internal import FeedParse
internal import Foundation
internal import GRDB

/// The columns that come from what a source brought, with their values.
struct ItemFields {
    /// The columns' names in the order of ``arguments``.
    static let names = [
        "date", "starts", "ends", "words", "sha256", "sent_hash", "kind", "completeness", "text_from",
        "language",
        "guid", "title", "url", "canonical_url", "original_url", "org", "authors", "published",
        "published_from",
        "modified", "issued", "tags", "image", "enclosures", "event",
    ]
    /// The names for a list of columns.
    static let columns = names.joined(separator: ", ")
    /// As many question marks.
    static let marks = names.map { _ in "?" }.joined(separator: ", ")

    /// The values.
    let arguments: StatementArguments
    /// What the full-text index holds of it.
    let search: SearchIndex.Words

    init(_ item: NewItem, sha256: String, seen: Date) {
        search = SearchIndex.Words(title: item.title, text: item.text, authors: item.authors, org: item.org)
        let enclosures = item.enclosures.isEmpty ? nil : try? StoredJSON.text(item.enclosures)
        let event = item.event.flatMap { try? StoredJSON.text($0) }
        let date: Date = item.published ?? seen
        let values: [(any DatabaseValueConvertible)?] = [
            StoredTime.number(date), StoredTime.number(item.event?.start),
            StoredTime.number(item.event?.end), WordCount.count(item.text), sha256, item.sentHash,
            item.kind.rawValue, item.completeness.rawValue, item.textFrom, item.language, item.guid,
            item.title,
            item.url, item.canonicalURL, item.originalURL, item.org, StoredList.text(item.authors),
            StoredTime.number(item.published), item.publishedFrom.rawValue, StoredTime.number(item.modified),
            StoredTime.number(item.issued), StoredList.text(item.tags), item.image, enclosures, event,
        ]
        arguments = StatementArguments(values)
    }
}
