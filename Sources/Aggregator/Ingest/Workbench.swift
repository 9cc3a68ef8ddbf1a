import Synchronization

/// Bounds how many answers are worked on at a time: read, prepared and on their way into the store.
///
/// Hundreds of transfers run side by side, and each answer grows tenfold while it becomes items. Without places
/// a slow store would let them pile up in memory; while a source waits for the network it gives its place away.
/// A giant answer takes the room of many: it is worked on when nearly nothing else is.
final class Workbench: Sendable {
    private struct State {
        var places: Int
        var room: Int
        var waiting: [Wait] = []
    }

    private struct Wait {
        var bytes: Int
        var continuation: CheckedContinuation<Void, Never>
    }

    private let state: Mutex<State>
    private let room: Int

    /// Creates a bench.
    /// - Parameters:
    ///   - places: how many may work at a time.
    ///   - room: the bytes of answers that may lie on it; a larger answer gets all of it.
    init(places: Int = 16, room: Int = 8 << 20) {
        self.room = max(1, room)
        state = Mutex(State(places: max(1, places), room: max(1, room)))
    }

    /// Waits for a place with room for an answer; the first to come is the first to get one.
    func take(_ bytes: Int = 0) async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.waiting.append(Wait(bytes: min(bytes, room), continuation: continuation))
                return Self.admit(&state)
            }
            for one in ready { one.resume() }
        }
    }

    /// Waits for a place before all others: what is worked on lies on the bench already.
    private func takeAgain() async {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state in
                state.waiting.insert(Wait(bytes: 0, continuation: continuation), at: 0)
                return Self.admit(&state)
            }
            for one in ready { one.resume() }
        }
    }

    /// How many stand in line.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Gives a place back, with the room that was taken.
    func leave(_ bytes: Int = 0) {
        let ready = state.withLock { state in
            state.places += 1
            state.room += min(bytes, room)
            return Self.admit(&state)
        }
        for one in ready { one.resume() }
    }

    private func giveBack(_ bytes: Int) {
        let ready = state.withLock { state in
            state.room += bytes
            return Self.admit(&state)
        }
        for one in ready { one.resume() }
    }

    /// Those who wait and find a place now, in order.
    private static func admit(_ state: inout State) -> [CheckedContinuation<Void, Never>] {
        var ready: [CheckedContinuation<Void, Never>] = []
        while let next = state.waiting.first, state.places > 0, state.room >= next.bytes {
            state.waiting.removeFirst()
            state.places -= 1
            state.room -= next.bytes
            ready.append(next.continuation)
        }
        return ready
    }

    /// A place that was taken, with its room.
    ///
    /// The room stays taken when the place goes on to another bench: what was bounded lies in memory there, too.
    struct Place: Sendable {
        private var bench: Workbench
        /// Where the room is taken.
        private var home: Workbench
        /// The room that was taken.
        private(set) var bytes: Int

        /// Waits for a place with room for an answer.
        init(at bench: Workbench, _ bytes: Int) async {
            self.bench = bench
            home = bench
            self.bytes = bytes
            await bench.take(bytes)
        }

        /// Gives the place back.
        func leave() {
            guard bench !== home else { return home.leave(bytes) }
            bench.leave()
            home.giveBack(min(bytes, home.room))
        }

        /// Gives the room back that was taken beyond this, and keeps the place.
        mutating func narrow(to bytes: Int) {
            home.giveBack(min(self.bytes, home.room) - min(bytes, home.room))
            self.bytes = bytes
        }

        /// Goes on from one bench to another, if it is at the one: its place here is free once it has one there.
        mutating func goOn(from one: Workbench, to other: Workbench) async {
            guard bench === one else { return }
            await other.take()
            bench.leave()
            bench = other
        }

        /// Goes back from a bench to the one before it, if it is there: nothing is held meanwhile, lest those who go on
        /// and those who go back wait for each other.
        mutating func goBack(from one: Workbench, to other: Workbench) async {
            guard bench === one else { return }
            leave()
            (bench, home) = (other, other)
            await bench.take(bytes)
        }

        /// Stands in line again for a place with more room; meanwhile nothing of it is taken, lest two wait for
        /// the room of each other.
        mutating func widen(by more: Int) async {
            leave()
            bytes += more
            bench = home
            await bench.take(bytes)
        }

        /// Waits for the network with the place given away; what lies on the bench stays there.
        func aside<Value: Sendable>(_ wait: () async throws -> Value) async rethrows -> Value {
            bench.leave()
            do {
                let value = try await wait()
                await bench.takeAgain()
                return value
            } catch {
                await bench.takeAgain()
                throw error
            }
        }
    }
}
