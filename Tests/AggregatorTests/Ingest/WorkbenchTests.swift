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
        let place = await Workbench.Place(at: bench, 0)
        let value = await place.aside {
            // Only possible when the place is free: otherwise this would wait for ever.
            await bench.take()
            bench.leave()
            return 7
        }
        #expect(value == 7)
        place.leave()
    }

    @Test("are given away at the bench where they were taken, and nowhere else")
    func asideElsewhere() async {
        let bench = Workbench(places: 1)
        let counter = Workbench(places: 1)
        let working = await Workbench.Place(at: bench, 0)
        let visiting = await Workbench.Place(at: counter, 0)
        let people = Headcount()
        let next = Task {
            await bench.take()
            people.come()
        }
        while bench.waiting == 0 { await Task.yield() }
        await visiting.aside {
            await counter.take()
            counter.leave()
            #expect(bench.waiting == 1)
        }
        #expect(bench.waiting == 1)
        visiting.leave()
        #expect(people.now == 0)
        working.leave()
        await next.value
        bench.leave()
    }

    @Test("are taken again when the wait ends in an error")
    func failure() async {
        struct Refused: Error {}
        let bench = Workbench(places: 1)
        let place = await Workbench.Place(at: bench, 0)
        await #expect(throws: Refused.self) {
            try await place.aside { throw Refused() }
        }
        let people = Headcount()
        let other = Task {
            await bench.take()
            people.come()
            bench.leave()
        }
        while bench.waiting == 0 { await Task.yield() }
        #expect(people.now == 0)
        place.leave()
        await other.value
        #expect(people.now == 1)
    }
}

@Suite("A giant among those who work")
struct GiantAtTheBenchTests {
    /// Who has begun, in order.
    private final class Diary: Sendable {
        private let names = Mutex<[String]>([])

        func note(_ name: String) { names.withLock { $0.append(name) } }

        var text: String { names.withLock { $0.joined(separator: " ") } }
    }

    /// How much lies on the bench, and the most that ever did.
    private final class Load: Sendable {
        private let bytes = Mutex((now: 0, most: 0))

        func add(_ count: Int) {
            bytes.withLock {
                $0.now += count
                $0.most = max($0.most, $0.now)
            }
        }

        var now: Int { bytes.withLock { $0.now } }
        var most: Int { bytes.withLock { $0.most } }
    }

    /// Begins to wait for a place; returns when it stands in line.
    private func queue(_ bench: Workbench, _ name: String, _ bytes: Int, _ diary: Diary) async -> Task<
        Void, Never
    > {
        let before = bench.waiting
        let task = Task {
            await bench.take(bytes)
            diary.note(name)
        }
        while bench.waiting == before { await Task.yield() }
        return task
    }

    @Test("waits until there is room for it, and those behind it wait for it")
    func waits() async {
        let bench = Workbench(places: 2, room: 100)
        let diary = Diary()
        await bench.take(60)
        let giant = await queue(bench, "giant", 80, diary)
        // There would be a place and room for this one.
        let small = await queue(bench, "small", 30, diary)
        #expect(diary.text.isEmpty)
        bench.leave(60)
        await giant.value
        #expect(diary.text == "giant")
        bench.leave(80)
        await small.value
        #expect(diary.text == "giant small")
        bench.leave(30)
    }

    @Test("larger than all the room is worked on alone")
    func alone() async {
        let bench = Workbench(places: 4, room: 100)
        let diary = Diary()
        await bench.take(5000)
        let other = await queue(bench, "other", 1, diary)
        #expect(diary.text.isEmpty)
        bench.leave(5000)
        await other.value
        #expect(diary.text == "other")
        await bench.take(99)
        bench.leave(99)
        bench.leave(1)
    }

    @Test("leaves its place, but not its room, while it waits for the network")
    func aside() async {
        let bench = Workbench(places: 1, room: 100)
        let diary = Diary()
        let place = await Workbench.Place(at: bench, 90)
        await place.aside {
            // The place is free for something small.
            await bench.take(10)
            bench.leave(10)
            let large = await queue(bench, "large", 50, diary)
            #expect(diary.text.isEmpty)
            _ = large
        }
        // Back at work, although somebody large stands in line who waits for the room.
        #expect(diary.text.isEmpty)
        place.leave()
        while diary.text.isEmpty { await Task.yield() }
        bench.leave(50)
    }

    @Test("that turns out larger than it looked waits for the room it needs")
    func widened() async {
        let bench = Workbench(places: 2, room: 100)
        let diary = Diary()
        let place = await Workbench.Place(at: bench, 30)
        await bench.take(60)
        let task = Task {
            var place = place
            await place.widen(by: 50)
            diary.note("wide")
            place.leave()
        }
        while bench.waiting == 0 { await Task.yield() }
        #expect(diary.text.isEmpty)
        bench.leave(60)
        await task.value
        #expect(diary.text == "wide")
        // All the room is free again.
        await bench.take(100)
        bench.leave(100)
    }

    @Test("keeps its place and gives the room back when what it took it for is read")
    func narrowed() async {
        let bench = Workbench(places: 2, room: 100)
        let diary = Diary()
        var place = await Workbench.Place(at: bench, 30)
        await place.widen(by: 500)
        let task = Task {
            await bench.take(70)
            diary.note("room")
            bench.leave(70)
        }
        while bench.waiting == 0 { await Task.yield() }
        #expect(diary.text.isEmpty)
        place.narrow(to: 30)
        await task.value
        #expect(diary.text == "room")
        place.leave()
        await bench.take(100)
        bench.leave(100)
    }

    @Test("does not wait for another one that turns out larger, too")
    func widenedTogether() async {
        let bench = Workbench(places: 2, room: 100)
        let places = [await Workbench.Place(at: bench, 50), await Workbench.Place(at: bench, 50)]
        let load = Load()
        await withTaskGroup(of: Void.self) { group in
            for place in places {
                group.addTask {
                    var place = place
                    await place.widen(by: 500)
                    load.add(100)
                    await Task.yield()
                    load.add(-100)
                    place.leave()
                }
            }
        }
        #expect(load.most == 100)
    }

    @Test("never lets more onto the bench than fits, whatever comes in which order")
    func neverMore() async {
        let bench = Workbench(places: 8, room: 1000)
        let load = Load()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                let bytes = (number * 7919) % 700
                group.addTask {
                    await bench.take(bytes)
                    load.add(bytes)
                    await Task.yield()
                    load.add(-bytes)
                    bench.leave(bytes)
                }
            }
        }
        #expect(load.most <= 1000)
        #expect(load.now == 0)
    }

    @Test("are free for the next when their owner has gone on to another bench, and not before there is one")
    func goingOn() async {
        let bench = Workbench(places: 1)
        let shelf = Workbench(places: 1)
        var first = await Workbench.Place(at: bench, 5)
        await first.goOn(from: bench, to: shelf)
        // Only possible when the place at the bench is free.
        let second = await Workbench.Place(at: bench, 5)
        let moved = Task {
            var second = second
            await second.goOn(from: bench, to: shelf)
            return second
        }
        while shelf.waiting == 0 { await Task.yield() }
        let third = Task { await Workbench.Place(at: bench, 5) }
        while bench.waiting == 0 { await Task.yield() }
        first.leave()
        await third.value.leave()
        await moved.value.leave()
        #expect(bench.waiting == 0)
        #expect(shelf.waiting == 0)
    }

    @Test("that has gone on to another bench still takes its room, until it leaves or goes back")
    func roomGoesOn() async {
        let bench = Workbench(places: 2, room: 100)
        let shelf = Workbench(places: 2, room: 100)
        let diary = Diary()
        var giant = await Workbench.Place(at: bench, 80)
        await giant.goOn(from: bench, to: shelf)
        // Both places at the bench are free, and 20 of its room.
        let small = await Workbench.Place(at: bench, 20)
        let large = await queue(bench, "large", 50, diary)
        #expect(diary.text.isEmpty)
        giant.leave()
        await large.value
        #expect(diary.text == "large")
        small.leave()
        bench.leave(50)
        var again = await Workbench.Place(at: bench, 100)
        await again.goOn(from: bench, to: shelf)
        await again.goBack(from: shelf, to: bench)
        again.leave()
        // Nothing was lost or won on the way.
        await bench.take(100)
        #expect(bench.waiting == 0)
        let last = await queue(bench, "last", 1, diary)
        #expect(diary.text == "large")
        bench.leave(100)
        await last.value
        await shelf.take(100)
        shelf.leave(100)
    }

    @Test("are given up by those who go back, who may have waited for each other otherwise")
    func goingBack() async {
        let bench = Workbench(places: 1)
        let shelf = Workbench(places: 1)
        var first = await Workbench.Place(at: bench, 0)
        await first.goOn(from: bench, to: shelf)
        let second = await Workbench.Place(at: bench, 0)
        let onward = Task {
            var second = second
            await second.goOn(from: bench, to: shelf)
            second.leave()
        }
        while shelf.waiting == 0 { await Task.yield() }
        await first.goBack(from: shelf, to: bench)
        await onward.value
        // It is at the bench now, and stays there: it isn't on the shelf any more.
        await first.goBack(from: shelf, to: bench)
        first.leave()
        await bench.take()
        bench.leave()
    }
}
