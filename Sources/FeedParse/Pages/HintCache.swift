/// Remembers what names mean: most elements of a page share theirs with others.
struct HintCache {
    /// One slot a hash; a newer name takes an older one's place.
    private var slots = [(hash: UInt64, hints: ContentHints)](repeating: (0, []), count: 1024)

    /// What some names mean.
    mutating func hints(of names: ArraySlice<UInt8>) -> ContentHints {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in names { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let slot = Int(truncatingIfNeeded: hash ^ hash >> 29) & 1023
        if slots[slot].hash == hash { return slots[slot].hints }
        let hints = ContentHints.read(names)
        slots[slot] = (hash, hints)
        return hints
    }
}
