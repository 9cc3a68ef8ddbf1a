import FeedFetch
import FeedParse

/// The pages of items that are fetched after one poll.
struct PageCount: Sendable {
    /// How many may still be fetched in mode `auto`.
    var left = FullText.autoPages
    /// Pages in which the source's selector of the text found something.
    var selected = 0
    /// Pages in which it found nothing.
    var unselected = 0
    /// The stored items whose pages were asked, since the source sends something else of them.
    var asked: Set<ItemID> = []

    /// Counts a page that was read.
    mutating func note(_ article: Article, rules: PageRules) {
        guard rules.article != nil, article.kind != .listing else { return }
        if article.provenance["text"] == "selector" { selected += 1 } else { unselected += 1 }
    }
}

/// What was read of a source in one poll.
struct SourceReading: Sendable {
    var drafts: [Draft] = []
    /// What was stored already, of a giant document.
    var stored = Ingestor.Result()
    /// The pages of items that are fetched after this poll.
    var pages = PageCount()
    /// True when pages are due that could not be had at earlier polls.
    var arePagesDue = false
    /// The store's fault while a part was stored.
    var storeError: StoreError?
    var answer: StoredAnswer?
    /// What the first of several addresses gave where it was before it moved; nil when it wasn't asked there.
    var oldPlace: OldPlaceReading?
    var failure: String?
    /// True when it was stopped before it was read to its end.
    var isStopped = false
    /// The wish of a host to be left alone that came up on the way.
    var rest: HostRest?
}
