public import Foundation

/// A binary heap of numbered things by due time: update and removal cost the logarithm.
///
/// The numbers are places in somebody's list, so nothing is looked up by name; 16 bytes a number.
public struct DueHeap: Sendable {
    /// The numbers that are due at some time, as a heap.
    private var order: [Int32] = []
    /// When each number is due, in seconds, if it is in ``order``.
    private var times: [Double]
    /// The place of each number in ``order``; -1 when it isn't there.
    private var places: [Int32]

    /// Creates an empty heap for the numbers below a count.
    public init(count: Int) {
        order.reserveCapacity(count)
        times = Array(repeating: 0, count: count)
        places = Array(repeating: -1, count: count)
    }

    /// How many numbers are due at some time.
    public var count: Int { order.count }

    /// True when nothing is due ever.
    public var isEmpty: Bool { order.isEmpty }

    /// The earliest number with its time.
    public var first: (number: Int, due: Date)? {
        order.first.map { (Int($0), Date(timeIntervalSinceReferenceDate: times[Int($0)])) }
    }

    /// When a number is due; nil when it isn't in the heap.
    public func due(_ number: Int) -> Date? {
        guard places.indices.contains(number), places[number] >= 0 else { return nil }
        return Date(timeIntervalSinceReferenceDate: times[number])
    }

    /// Puts a number in, or moves it to another time.
    public mutating func set(_ number: Int, due: Date) {
        let seconds = due.timeIntervalSinceReferenceDate
        if places[number] >= 0 {
            let isEarlier = seconds < times[number]
            times[number] = seconds
            if isEarlier { rise(Int(places[number])) } else { sink(Int(places[number])) }
            return
        }
        times[number] = seconds
        order.append(Int32(number))
        rise(order.count - 1)
    }

    /// Takes a number out; false when it wasn't in.
    @discardableResult
    public mutating func remove(_ number: Int) -> Bool {
        let place = Int(places[number])
        guard place >= 0 else { return false }
        places[number] = -1
        let last = order.removeLast()
        guard place < order.count else { return true }
        put(last, at: place)
        rise(place)
        sink(Int(places[Int(last)]))
        return true
    }

    /// Takes out the earliest number if it is due by a time.
    public mutating func popDue(by time: Date) -> Int? {
        guard let first, first.due <= time else { return nil }
        remove(first.number)
        return first.number
    }

    /// Moves every number by as many seconds; their order stays.
    public mutating func shift(by seconds: Double) {
        for number in order { times[Int(number)] += seconds }
    }

    private func time(at place: Int) -> Double { times[Int(order[place])] }

    private mutating func rise(_ start: Int) {
        var place = start
        let number = order[place]
        let due = times[Int(number)]
        while place > 0 {
            let parent = (place - 1) / 2
            guard due < time(at: parent) else { break }
            put(order[parent], at: place)
            place = parent
        }
        put(number, at: place)
    }

    private mutating func sink(_ start: Int) {
        var place = start
        let number = order[place]
        let due = times[Int(number)]
        while true {
            var child = 2 * place + 1
            guard child < order.count else { break }
            if child + 1 < order.count, time(at: child + 1) < time(at: child) { child += 1 }
            guard time(at: child) < due else { break }
            put(order[child], at: place)
            place = child
        }
        put(number, at: place)
    }

    private mutating func put(_ number: Int32, at place: Int) {
        order[place] = number
        places[Int(number)] = Int32(place)
    }
}
