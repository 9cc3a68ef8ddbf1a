import Synchronization

/// What many hand to one, who takes all that has come at a time and is woken once for all of it.
///
/// A task that ends wakes whoever waits for it each time; of a thousand answers that come within a tenth of a second
/// that is as much work as asking for them.
final class Arrivals<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var isWoken = false
        var waiting: CheckedContinuation<Void, Never>?

        var isReady: Bool { isWoken || !elements.isEmpty }
    }

    private let state = Mutex(State())

    init() {}

    /// Hands something over.
    func post(_ element: Element) {
        wake { $0.elements.append(element) }
    }

    /// Wakes whoever waits, or waits next, although nothing has come.
    func wake() {
        wake { $0.isWoken = true }
    }

    /// Takes all that has come, in its order; waits for something when there is nothing.
    ///
    /// Only one may wait.
    func take() async -> [Element] {
        if !state.withLock({ $0.isReady }) {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    if !state.isReady { state.waiting = continuation }
                    return state.isReady
                }
                if isReady { continuation.resume() }
            }
        }
        return state.withLock { state in
            state.isWoken = false
            defer { state.elements = [] }
            return state.elements
        }
    }

    private func wake(_ change: (inout sending State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
