internal import FeedParse
internal import Foundation

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
    /// The names with a question mark each, for a change.
    static let assignments = names.map { "\($0) = ?" }.joined(separator: ", ")

    private let item: NewItem
    private let sha256: String
    private let seen: Date
    private let columns: PreparedColumns

    init(_ item: NewItem, columns: PreparedColumns, sha256: String, seen: Date) {
        self.item = item
        self.columns = columns
        self.sha256 = sha256
        self.seen = seen
    }

    /// Binds the values in the order of ``names``.
    func bind(to statement: inout FastStatement) {
        statement.bind(StoredTime.number(item.published ?? seen) as Int64)
        statement.bind(StoredTime.number(item.event?.start))
        statement.bind(StoredTime.number(item.event?.end))
        statement.bind(Int64(columns.words))
        statement.bind(sha256)
        statement.bind(item.sentHash)
        statement.bind(item.kind.rawValue)
        statement.bind(item.completeness.rawValue)
        statement.bind(item.textFrom)
        statement.bind(item.language)
        statement.bind(item.guid)
        statement.bind(item.title)
        statement.bind(item.url)
        statement.bind(item.canonicalURL)
        statement.bind(item.originalURL)
        statement.bind(item.org)
        statement.bind(StoredList.text(item.authors))
        statement.bind(StoredTime.number(item.published))
        statement.bind(item.publishedFrom.rawValue)
        statement.bind(StoredTime.number(item.modified))
        statement.bind(StoredTime.number(item.issued))
        statement.bind(StoredList.text(item.tags))
        statement.bind(item.image)
        statement.bind(columns.enclosures)
        statement.bind(item.event.flatMap { try? StoredJSON.text($0) })
    }
}
