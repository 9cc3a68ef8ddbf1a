import Foundation

/// An item on its way into the store, with what was decided about it so far.
struct Draft: Sendable {
    var item: NewItem
    /// Addresses of the same text beside its own: links that the wire copy names.
    var otherURLs: [String] = []
    /// True when the store doesn't know it yet.
    var isFresh = true
    /// Shingles and keys, computed before the transaction so that the writer isn't held up by them.
    var prepared: PreparedItem?
    /// What `aggd why` will tell, in order.
    var log: [LogEntry] = []
}
