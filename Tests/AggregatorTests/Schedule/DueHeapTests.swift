import Aggregator
import Foundation
import TestSupport
import Testing

@Suite("A heap of due times")
struct DueHeapTests {
    @Test("gives numbers back in the order of their times")
    func order() {
        var heap = DueHeap(count: 1000)
        var random = SystemRandomNumberGenerator()
        for number in 0..<1000 {
            heap.set(number, due: noon.addingTimeInterval(Double.random(in: 0...1e6, using: &random)))
        }
        var last = Date.distantPast
        var count = 0
        while let first = heap.first {
            #expect(first.due >= last)
            last = first.due
            heap.remove(first.number)
            count += 1
        }
        #expect(count == 1000)
        #expect(heap.isEmpty)
    }

    @Test("moves a number that gets another time")
    func moves() {
        var heap = DueHeap(count: 4)
        for number in 0..<4 { heap.set(number, due: noon.addingTimeInterval(Double(number))) }
        heap.set(0, due: noon.addingTimeInterval(10))
        heap.set(3, due: noon.addingTimeInterval(-1))
        #expect(heap.count == 4)
        let numbers = drain(&heap)
        #expect(numbers == [3, 1, 2, 0])
    }

    @Test("gives only what is due")
    func popDue() {
        var heap = DueHeap(count: 2)
        heap.set(0, due: noon)
        heap.set(1, due: noon.addingTimeInterval(60))
        let popped = [-1.0, 0, 0].map { heap.popDue(by: noon.addingTimeInterval($0)) }
        #expect(popped == [nil, 0, nil])
        #expect(heap.due(0) == nil)
        #expect(heap.due(1) == noon.addingTimeInterval(60))
        #expect(heap.due(2) == nil)
    }

    @Test("is in order after whatever was put in, moved and taken out")
    func anything() {
        var heap = DueHeap(count: 60)
        var times: [Int: Double] = [:]
        var random = SplitMix(seed: 11)
        for _ in 0..<4000 {
            let number = Int.random(in: 0..<60, using: &random)
            if Bool.random(using: &random) {
                // Few times, so that many are the same.
                times[number] = Double(Int.random(in: 0..<20, using: &random))
                heap.set(number, due: noon.addingTimeInterval(times[number] ?? 0))
            } else {
                let wasIn = times.removeValue(forKey: number) != nil
                let removed = heap.remove(number)
                #expect(removed == wasIn)
            }
            #expect(heap.count == times.count)
            #expect(heap.first?.due == times.values.min().map(noon.addingTimeInterval))
            #expect(heap.due(number) == times[number].map(noon.addingTimeInterval))
        }
        let expected = times.values.sorted()
        let drained = drain(&heap).map { times[$0] ?? .nan }
        #expect(drained == expected)
    }

    @Test("keeps the order when all times move")
    func shift() {
        var heap = DueHeap(count: 3)
        heap.set(0, due: noon)
        heap.set(1, due: noon.addingTimeInterval(5))
        heap.shift(by: -86400)
        #expect(heap.first?.due == noon.addingTimeInterval(-86400))
        #expect(heap.due(2) == nil)
        let numbers = drain(&heap)
        #expect(numbers == [0, 1])
    }

    private func drain(_ heap: inout DueHeap) -> [Int] {
        var numbers: [Int] = []
        while let number = heap.popDue(by: .distantFuture) { numbers.append(number) }
        return numbers
    }
}
