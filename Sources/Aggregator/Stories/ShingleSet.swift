/// A set of shingles for one comparison: open addressing, no deletion, no allocation but one.
struct ShingleSet {
    private var slots: [UInt64]
    private let mask: Int

    /// A set of a text's shingles.
    init(_ shingles: [UInt64]) {
        var size = 16
        while size < shingles.count * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        mask = size - 1
        for shingle in shingles {
            var place = Int(truncatingIfNeeded: shingle >> 20) & mask
            while slots[place] != 0, slots[place] != shingle { place = (place + 1) & mask }
            slots[place] = shingle
        }
    }

    /// Whether a shingle is in the set; zero never is.
    func contains(_ shingle: UInt64) -> Bool {
        var place = Int(truncatingIfNeeded: shingle >> 20) & mask
        while slots[place] != 0 {
            if slots[place] == shingle { return true }
            place = (place + 1) & mask
        }
        return false
    }
}
