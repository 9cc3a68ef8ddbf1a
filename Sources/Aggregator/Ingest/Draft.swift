import FeedFetch
import FeedParse
import Foundation

/// An item on its way into the store, with what was decided about it so far.
struct Draft: Sendable {
    var item: NewItem { didSet { (identified, prepared, columns) = (nil, nil, nil) } }
    /// Addresses of the same text beside its own: links that the wire copy names.
    var otherURLs: [String] = []
    /// True when the store doesn't know it yet.
    var isFresh = true
    /// True when it is old and comes from a document that is read for the first time: it tells nothing about how
    /// often the source posts, and is no news where the source is known.
    var isBacklog = false
    /// Shingles and keys, computed before the transaction so that the writer isn't held up by them.
    var prepared: PreparedItem?
    /// What the store makes of it, made as early.
    var columns: PreparedColumns?
    /// What came of asking for its own page; nil when nobody has.
    var page: Page?
    /// What `aggd why` will tell, in order.
    var log: [LogEntry] = []
    private var identified: ItemIdentity?

    /// What came of asking for an item's page.
    enum Page: Sendable {
        /// It was had, in this version, and shows so much; nil when it says nothing of the item.
        case had(Validators, Showing?)
        /// It is as it was when it was had last.
        case unchanged(Validators)
        /// It could not be had: by a later poll perhaps.
        case missed(PageFailure)
        /// It was had lately, and rests until a time.
        case rests(until: Date)
        /// It was asked in vain, and waits for its time.
        case waits
    }

    /// How much of its item a page shows.
    struct Showing: Sendable {
        let completeness: Completeness
        let words: Int
    }

    /// True when less of the whole is known by it than a stored item tells.
    ///
    /// A text of the feed is taken for less, unless the page was had and shows as much of the whole as is stored. Few
    /// words of an event are no whole here: the feed has more of them.
    func tellsLess(than stored: NewItem) -> Bool {
        guard item.textFrom == "feed" else { return item.share < stored.share }
        guard case .had(_, let showing?) = page else { return true }
        var shown = showing.completeness
        // A page that has fewer words than an excerpt, and not half of those it had, rather shows a notice.
        if shown == .full, item.completeness == .excerpt,
            showing.words * 2 < WordCount.count(stored.text)
        {
            shown = .excerpt
        }
        return shown.share(ofEvent: false) < stored.completeness.share(ofEvent: false)
    }

    /// True when the item is to keep what its page has said before, as this draft comes without it.
    /// - Parameter wasHad: true when the page was ever had, though its text may be the shorter one.
    func keepsPage(
        of stored: NewItem, wasHad: @autoclosure () throws -> Bool
    ) rethrows -> Bool {
        switch page {
        case .had: false
        case nil, .missed, .waits: try stored.textFrom != "feed" || wasHad()
        case .unchanged, .rests: true
        }
    }

    init(item: NewItem) {
        self.item = item
    }

    /// The same draft, out of a document that is read for the first time.
    var asBacklog: Draft {
        var draft = self
        draft.isBacklog = true
        return draft
    }

    /// What tells the item from the others of its source.
    var identity: ItemIdentity { identified ?? ItemIdentity(item) }

    /// Makes the identity's hashes now, so that they are made once.
    mutating func identify() {
        identified = identity
    }
}
