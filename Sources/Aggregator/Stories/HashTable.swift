/// A dictionary from hashes to numbers: open addressing, one array, no second hashing.
///
/// The keys are hashes with the store's own seed, so nobody can aim at one place. Swift's dictionary hashes them
/// once more, which costs more than all the rest of a look-up; a decision makes some thousand of them.
struct HashTable {
    /// Key plus one (0 is a free place), then the value.
    private var slots: [(key: UInt64, value: Int32)]
    private var mask: Int
    /// The number of keys.
    private(set) var count = 0

    /// An empty table with room for about `capacity` keys.
    init(capacity: Int = 8) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = [(key: UInt64, value: Int32)](repeating: (0, 0), count: size)
        mask = size - 1
    }

    @inline(__always)
    private static func mix(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24)
    }

    /// The place of a key, or the free one where it would stand.
    @inline(__always)
    private func place(_ stored: UInt64) -> Int {
        var place = Self.mix(stored) & mask
        while slots[place].key != 0, slots[place].key != stored { place = (place + 1) & mask }
        return place
    }

    /// The value of a key; nil when there is none.
    subscript(key: UInt64) -> Int32? {
        if count == 0 { return nil }
        let slot = slots[place(key &+ 1)]
        return slot.key == 0 ? nil : slot.value
    }

    /// Whether there is a key.
    func contains(_ key: UInt64) -> Bool { slots[place(key &+ 1)].key != 0 }

    /// Sets a value; the one that stood there before, nil when there was none.
    @discardableResult
    mutating func update(_ key: UInt64, to value: Int32) -> Int32? {
        let stored = key &+ 1
        let place = place(stored)
        if slots[place].key == stored {
            let before = slots[place].value
            slots[place].value = value
            return before
        }
        slots[place] = (stored, value)
        count += 1
        if count * 2 > slots.count { grow() }
        return nil
    }

    /// The value of a key, which is set to a new one when there is none.
    mutating func value(of key: UInt64, orNew value: Int32) -> Int32 {
        let stored = key &+ 1
        let place = place(stored)
        if slots[place].key == stored { return slots[place].value }
        slots[place] = (stored, value)
        count += 1
        if count * 2 > slots.count { grow() }
        return value
    }

    private mutating func grow() {
        let old = slots
        slots = [(key: UInt64, value: Int32)](repeating: (0, 0), count: old.count * 2)
        mask = slots.count - 1
        for slot in old where slot.key != 0 { slots[place(slot.key)] = slot }
    }

    /// Forgets everything; the room is kept.
    mutating func removeAll() {
        count = 0
        for place in slots.indices { slots[place] = (0, 0) }
    }

    /// Calls a body with every key and value, in no order.
    func forEach(_ body: (UInt64, Int32) -> Void) {
        for slot in slots where slot.key != 0 { body(slot.key &- 1, slot.value) }
    }
}
