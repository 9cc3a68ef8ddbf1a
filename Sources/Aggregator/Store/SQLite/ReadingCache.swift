/// The readings of items that were compared lately, within a fixed amount of memory.
///
/// Two generations: what is asked for moves to the young one; when that is full it becomes the old one, and what
/// was old and not asked for is gone. A wire's copies come within hours of each other, and pages of one template
/// are compared with the last ones of it, so that most comparisons find their text read already.
struct ReadingCache {
    /// Bytes of a generation.
    ///
    /// About 600 usual items each. Without the cache a decision costs twice as much; twice as large saves nothing.
    static let budget = 3 << 20

    private var young: [Int64: RecalledItem] = [:]
    private var old: [Int64: RecalledItem] = [:]
    private var cost = 0

    /// The reading of an item, if it is at hand.
    mutating func reading(of item: Int64) -> RecalledItem? {
        if let known = young[item] { return known }
        guard let known = old[item] else { return nil }
        keep(known, of: item)
        return known
    }

    /// Keeps a reading.
    mutating func keep(_ reading: RecalledItem, of item: Int64) {
        // A book would drive out everything else.
        guard reading.cost < Self.budget / 16 else { return forget(item) }
        if young.updateValue(reading, forKey: item) == nil { cost += reading.cost }
        guard cost > Self.budget else { return }
        old = young
        young = [:]
        cost = 0
    }

    /// Forgets the reading of an item.
    mutating func forget(_ item: Int64) {
        old[item] = nil
        if let gone = young.removeValue(forKey: item) { cost -= gone.cost }
    }
}
