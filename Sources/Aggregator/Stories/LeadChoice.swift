/// Chooses the item that leads a story: the fullest, the newest version, the original before its copies.
enum LeadChoice {
    /// The lead among a story's items; nil when there are none.
    static func lead(of items: [ItemOutline]) -> ItemOutline? {
        guard let fullest = items.map(\.ownWords).max() else { return nil }
        let full = items.filter { Double($0.ownWords) >= StoryThresholds.asFull * Double(fullest) }
        // A marked update or correction replaces what came before it.
        if let newest = full.filter({ $0.marks.contains(.version) && !$0.marks.contains(.carried) })
            .max(by: isOlder)
        {
            return newest
        }
        guard let first = full.min(by: isBetter) else { return nil }
        // The same page again, or grown at the same source: the newest text counts.
        guard let newest = full.filter({ $0.source == first.source }).max(by: isOlder) else { return first }
        let samePage = newest.address == first.address && newest.address != 0
        // Word for word the same again is no new version.
        if newest.ownWords == first.ownWords { return first }
        if samePage, Double(newest.ownWords) >= StoryThresholds.unchanged * Double(first.ownWords) {
            return newest
        }
        return Double(newest.ownWords) > StoryThresholds.grown * Double(first.ownWords) ? newest : first
    }

    /// The earlier version that the lead took the place of: the same source's, half as long or longer.
    static func replaced(by lead: ItemID, among items: [ItemOutline]) -> ItemOutline? {
        guard let leader = items.first(where: { $0.item == lead }) else { return nil }
        // The same page again with another footer is no new version.
        let grown = Double(leader.ownWords) / StoryThresholds.grown
        return items.filter {
            $0.source == leader.source && $0.item != lead && isOlder($0, leader)
                && !$0.marks.contains(.excerpt)
                && $0.ownWords * 2 >= leader.ownWords
                && (leader.marks.contains(.version) || Double($0.ownWords) < grown)
        }.max(by: isOlder)
    }

    /// Original before copy, then the source's rank, then the earliest.
    private static func isBetter(_ left: ItemOutline, _ right: ItemOutline) -> Bool {
        let carried = (left.marks.contains(.carried), right.marks.contains(.carried))
        if carried.0 != carried.1 { return !carried.0 }
        if left.rank != right.rank { return left.rank > right.rank }
        return isOlder(left, right)
    }

    /// By date; items of one date by their sources, which are polled at the same time, so that it is chance which
    /// answers first; those of one source as they came.
    private static func isOlder(_ left: ItemOutline, _ right: ItemOutline) -> Bool {
        if left.date != right.date { return left.date < right.date }
        if left.source != right.source { return left.source < right.source }
        return left.item < right.item
    }
}
