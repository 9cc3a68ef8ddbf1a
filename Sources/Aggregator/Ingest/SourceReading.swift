import FeedFetch

/// What was read of a source in one poll.
struct SourceReading: Sendable {
    var drafts: [Draft] = []
    /// What was stored already, of a giant document.
    var stored = Ingestor.Result()
    /// Pages of items that may still be fetched after this poll in mode `auto`.
    var pages = FullText.autoPages
    /// The store's fault while a part was stored.
    var storeError: StoreError?
    var answer: StoredAnswer?
    var failure: String?
    /// The wish of a host to be left alone that came up on the way.
    var rest: HostRest?
}
