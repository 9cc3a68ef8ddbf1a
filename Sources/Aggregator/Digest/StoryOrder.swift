internal import Foundation

/// The order of the stories within a section.
struct StoryOrder {
    private let keys: [ItemSelection.Sort]
    private let titles: SourceTitles

    /// Without keys, events go by their start.
    init(_ keys: [ItemSelection.Sort], titles: SourceTitles) {
        self.keys = keys
        self.titles = titles
    }

    /// True when a lead stands before another one; the older item first when all else is equal.
    func precedes(_ left: Item, _ right: Item) -> Bool {
        if keys.isEmpty {
            let starts = (
                left.content.event?.start ?? .distantFuture, right.content.event?.start ?? .distantFuture
            )
            if starts.0 != starts.1 { return starts.0 < starts.1 }
        }
        for key in keys {
            switch key {
            case .rank:
                let ranks = (titles.rank(of: left.content.source), titles.rank(of: right.content.source))
                if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
            case .date:
                if left.date != right.date { return left.date > right.date }
            case .arrival, .relevance:
                if left.id != right.id { return left.id < right.id }
            }
        }
        return left.id < right.id
    }
}
