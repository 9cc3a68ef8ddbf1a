internal import FeedParse

/// The columns of an item that take work to make: its words counted, folded for the full-text index, and lists as JSON.
///
/// They are made before the transaction, so that the one thread that writes isn't held up by them.
public struct PreparedColumns: Sendable {
    /// The number of words of the text.
    let words: Int
    /// What the full-text index holds of it.
    let search: SearchIndex.Words
    /// The enclosures as JSON.
    let enclosures: String?

    /// Makes the columns of an item.
    public init(_ item: NewItem) {
        words = WordCount.count(item.text)
        search = SearchIndex.Words(title: item.title, text: item.text, authors: item.authors, org: item.org)
        enclosures = item.enclosures.isEmpty ? nil : try? StoredJSON.text(item.enclosures)
    }
}
