/// Where every shingle of a text stands first: the one table that a new item is compared with others by.
///
/// Open addressing over places, four bytes each, so that the table of a usual text stays in the nearest cache.
struct ShinglePlaces {
    private let shingles: [UInt64]
    /// Place plus one; 0 is free.
    private var slots: [Int32]
    private let mask: Int
    /// The first place with the same shingle, for every place; nil when no shingle stands twice.
    private(set) var firsts: [Int32]?

    /// The places of a text's shingles.
    init(_ shingles: [UInt64]) {
        self.shingles = shingles
        var size = 16
        while size < shingles.count * 2 { size *= 2 }
        slots = [Int32](repeating: 0, count: size)
        mask = size - 1
        for index in shingles.indices {
            let shingle = shingles[index]
            var slot = Int(truncatingIfNeeded: shingle >> 20) & mask
            while slots[slot] != 0, shingles[Int(slots[slot]) - 1] != shingle { slot = (slot + 1) & mask }
            if slots[slot] == 0 {
                slots[slot] = Int32(index + 1)
            } else {
                if firsts == nil { firsts = shingles.indices.map { Int32($0) } }
                firsts?[index] = slots[slot] - 1
            }
        }
    }

    /// The first place of a shingle; nil when it isn't in the text.
    func first(_ shingle: UInt64) -> Int? {
        var slot = Int(truncatingIfNeeded: shingle >> 20) & mask
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if shingles[place] == shingle { return place }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Which shingles of another text are in this one, and which of this one are in the other.
    func compare(with others: [UInt64]) -> (others: [Bool], own: [Bool]) {
        var isFound = [Bool](repeating: false, count: others.count)
        var isShared = [Bool](repeating: false, count: shingles.count)
        for index in others.indices {
            guard let place = first(others[index]) else { continue }
            isFound[index] = true
            isShared[place] = true
        }
        if let firsts {
            for index in firsts.indices where isShared[Int(firsts[index])] { isShared[index] = true }
        }
        return (isFound, isShared)
    }
}
