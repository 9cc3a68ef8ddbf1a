public import Foundation

/// A binary heap of names by due time, with a place for each name: update and removal cost the logarithm.
///
/// 24 bytes a name beside the names themselves.
public struct DueHeap: Sendable {
    private struct Entry {
        var due: Double
        var slot: Int32
    }

    private var entries: [Entry] = []
    /// The place of each slot in ``entries``; -1 when it isn't in the heap.
    private var places: [Int32] = []
    private var names: [String] = []
    private var slots: [String: Int32] = [:]
    private var free: [Int32] = []

    /// Creates an empty heap.
    public init() {}

    /// How many names are due at some time.
    public var count: Int { entries.count }

    /// True when nothing is due ever.
    public var isEmpty: Bool { entries.isEmpty }

    /// The earliest name with its time.
    public var first: (name: String, due: Date)? {
        entries.first.map { (names[Int($0.slot)], Date(timeIntervalSinceReferenceDate: $0.due)) }
    }

    /// When a name is due; nil when it isn't in the heap.
    public func due(_ name: String) -> Date? {
        guard let slot = slots[name] else { return nil }
        return Date(timeIntervalSinceReferenceDate: entries[Int(places[Int(slot)])].due)
    }

    /// Makes room for so many names at once: growing step by step takes twice as much.
    public mutating func reserveCapacity(_ count: Int) {
        entries.reserveCapacity(count)
        places.reserveCapacity(count)
        names.reserveCapacity(count)
        slots.reserveCapacity(count)
    }

    /// Puts a name in, or moves it to another time.
    public mutating func set(_ name: String, due: Date) {
        let seconds = due.timeIntervalSinceReferenceDate
        if let slot = slots[name] {
            let place = Int(places[Int(slot)])
            let earlier = seconds < entries[place].due
            entries[place].due = seconds
            if earlier { rise(place) } else { sink(place) }
            return
        }
        let slot: Int32
        if let used = free.popLast() {
            slot = used
            names[Int(slot)] = name
        } else {
            slot = Int32(names.count)
            names.append(name)
            places.append(-1)
        }
        slots[name] = slot
        places[Int(slot)] = Int32(entries.count)
        entries.append(Entry(due: seconds, slot: slot))
        rise(entries.count - 1)
    }

    /// Takes a name out; false when it wasn't in.
    @discardableResult
    public mutating func remove(_ name: String) -> Bool {
        guard let slot = slots.removeValue(forKey: name) else { return false }
        let place = Int(places[Int(slot)])
        places[Int(slot)] = -1
        names[Int(slot)] = ""
        free.append(slot)
        let last = entries.removeLast()
        guard place < entries.count else { return true }
        entries[place] = last
        places[Int(last.slot)] = Int32(place)
        rise(place)
        sink(place)
        return true
    }

    /// Takes out the earliest name if it is due by a time.
    public mutating func popDue(by time: Date) -> String? {
        guard let entry = entries.first, entry.due <= time.timeIntervalSinceReferenceDate else { return nil }
        let name = names[Int(entry.slot)]
        remove(name)
        return name
    }

    /// Moves every name by as many seconds; their order stays.
    public mutating func shift(by seconds: Double) {
        for index in entries.indices { entries[index].due += seconds }
    }

    private mutating func rise(_ start: Int) {
        var place = start
        let entry = entries[place]
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.due < entries[parent].due else { break }
            put(entries[parent], at: place)
            place = parent
        }
        put(entry, at: place)
    }

    private mutating func sink(_ start: Int) {
        var place = start
        let entry = entries[place]
        while true {
            var child = 2 * place + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].due < entries[child].due { child += 1 }
            guard entries[child].due < entry.due else { break }
            put(entries[child], at: place)
            place = child
        }
        put(entry, at: place)
    }

    private mutating func put(_ entry: Entry, at place: Int) {
        entries[place] = entry
        places[Int(entry.slot)] = Int32(place)
    }
}
