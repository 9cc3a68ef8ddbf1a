import Synchronization
import Testing

@testable import Aggregator

@Suite("Places to work at")
struct WorkbenchTests {
    @Test("are never more than there are, however many want one")
    func bounded() async {
        let bench = Workbench(places: 3)
        let most = Mutex((now: 0, highest: 0))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await bench.take()
                    most.withLock {
                        $0.now += 1
                        $0.highest = max($0.highest, $0.now)
                    }
                    await Task.yield()
                    most.withLock { $0.now -= 1 }
                    bench.leave()
                }
            }
        }
        #expect(most.withLock { $0.highest } <= 3)
        #expect(most.withLock { $0.now } == 0)
    }

    @Test("are free for others while their owner waits for the network")
    func aside() async {
        let bench = Workbench(places: 1)
        await bench.take()
        let value = await bench.aside {
            // Only possible when the place is free: otherwise this would wait for ever.
            await bench.take()
            bench.leave()
            return 7
        }
        #expect(value == 7)
        bench.leave()
    }

    @Test("are taken again when the wait ends in an error")
    func failure() async {
        struct Refused: Error {}
        let bench = Workbench(places: 1)
        await bench.take()
        await #expect(throws: Refused.self) {
            try await bench.aside { throw Refused() }
        }
        let isTaken = Mutex(false)
        let other = Task {
            await bench.take()
            isTaken.withLock { $0 = true }
            bench.leave()
        }
        for _ in 0..<20 { await Task.yield() }
        #expect(!isTaken.withLock { $0 })
        bench.leave()
        await other.value
        #expect(isTaken.withLock { $0 })
    }
}
