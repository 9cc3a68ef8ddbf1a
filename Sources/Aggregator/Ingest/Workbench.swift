import Synchronization

/// Bounds how many answers are worked on at a time: read, prepared and on their way into the store.
///
/// Hundreds of transfers run side by side, and each answer grows tenfold while it becomes items. Without places
/// a slow store would let them pile up in memory; while a source waits for the network it gives its place away.
final class Workbench: Sendable {
    private struct State {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    /// Creates a bench with a number of places.
    init(places: Int = 16) {
        state = Mutex(State(free: max(1, places)))
    }

    /// Waits for a place; the first to come is the first to get one.
    func take() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Gives a place back.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }

    /// Waits for the network with the place given away.
    func aside<Value: Sendable>(_ wait: () async throws -> Value) async rethrows -> Value {
        leave()
        do {
            let value = try await wait()
            await take()
            return value
        } catch {
            await take()
            throw error
        }
    }
}
