import Synchronization
import Testing

@testable import Aggregator

/// How many work at a time, and the most that ever did.
private final class Headcount: Sendable {
    private let state = Mutex((now: 0, highest: 0))

    func come() {
        state.withLock {
            $0.now += 1
            $0.highest = max($0.highest, $0.now)
        }
    }

    func go() { state.withLock { $0.now -= 1 } }

    var now: Int { state.withLock { $0.now } }
    var highest: Int { state.withLock { $0.highest } }
}

@Suite("Places to work at")
struct WorkbenchTests {
    @Test("are never more than there are, however many want one")
    func bounded() async {
        let bench = Workbench(places: 3)
        let people = Headcount()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await bench.take()
                    people.come()
                    await Task.yield()
                    people.go()
                    bench.leave()
                }
            }
        }
        #expect(people.highest <= 3)
        #expect(people.now == 0)
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
        let people = Headcount()
        let other = Task {
            await bench.take()
            people.come()
            bench.leave()
        }
        for _ in 0..<20 { await Task.yield() }
        #expect(people.now == 0)
        bench.leave()
        await other.value
        #expect(people.now == 1)
    }
}
