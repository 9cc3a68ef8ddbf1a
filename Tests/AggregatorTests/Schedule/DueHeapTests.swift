import Aggregator
import Foundation
import Testing

@Suite("A heap of due times")
struct DueHeapTests {
    @Test("gives names back in the order of their times")
    func order() {
        var heap = DueHeap()
        var random = SystemRandomNumberGenerator()
        for name in 0..<1000 {
            heap.set("\(name)", due: noon.addingTimeInterval(Double.random(in: 0...1e6, using: &random)))
        }
        var last = Date.distantPast
        var count = 0
        while let first = heap.first {
            #expect(first.due >= last)
            last = first.due
            heap.remove(first.name)
            count += 1
        }
        #expect(count == 1000)
        #expect(heap.isEmpty)
    }

    @Test("moves a name that gets another time")
    func moves() {
        var heap = DueHeap()
        for (index, name) in ["a", "b", "c", "d"].enumerated() {
            heap.set(name, due: noon.addingTimeInterval(Double(index)))
        }
        heap.set("a", due: noon.addingTimeInterval(10))
        heap.set("d", due: noon.addingTimeInterval(-1))
        #expect(heap.count == 4)
        let names = drain(&heap)
        #expect(names == ["d", "b", "c", "a"])
    }

    @Test("gives only what is due")
    func popDue() {
        var heap = DueHeap()
        heap.set("a", due: noon)
        heap.set("b", due: noon.addingTimeInterval(60))
        let popped = [-1.0, 0, 0].map { heap.popDue(by: noon.addingTimeInterval($0)) }
        #expect(popped == [nil, "a", nil])
        #expect(heap.due("a") == nil)
        #expect(heap.due("b") == noon.addingTimeInterval(60))
    }

    @Test("forgets a name that is taken out, wherever it stands")
    func removes() {
        var heap = DueHeap()
        for index in 0..<50 { heap.set("\(index)", due: noon.addingTimeInterval(Double((index * 37) % 50))) }
        for index in stride(from: 0, to: 50, by: 2) { heap.remove("\(index)") }
        let again = heap.remove("0")
        #expect(!again)
        heap.set("new", due: noon.addingTimeInterval(-1))
        let expected = (0..<50).filter { $0 % 2 == 1 }.sorted { ($0 * 37) % 50 < ($1 * 37) % 50 }.map {
            "\($0)"
        }
        let names = drain(&heap)
        #expect(names == ["new"] + expected)
    }

    @Test("keeps the order when all times move")
    func shift() {
        var heap = DueHeap()
        heap.set("a", due: noon)
        heap.set("b", due: noon.addingTimeInterval(5))
        heap.shift(by: -86400)
        #expect(heap.first?.due == noon.addingTimeInterval(-86400))
        let names = drain(&heap)
        #expect(names == ["a", "b"])
    }

    private func drain(_ heap: inout DueHeap) -> [String] {
        var names: [String] = []
        while let name = heap.popDue(by: .distantFuture) { names.append(name) }
        return names
    }
}
