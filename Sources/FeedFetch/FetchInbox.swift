import CCurl
import Synchronization

/// What other threads tell the loop of ``CurlMulti``: commands, and bodies that are no longer in use.
///
/// It knows whether the loop runs and wakes it when there is something new.
@safe final class FetchInbox: Sendable {
    /// What the loop is asked to do.
    enum Command {
        case start(FetchJob)
        case cancel(UInt64)
        /// The user and password of a fetch were found, or can't be.
        case credential(UInt64, Result<String, FetchError>)
        case leaveAlone([String: Duration])
        case close(@Sendable () -> Void)
    }

    /// What became of a command.
    enum Posted {
        /// The loop will see it.
        case taken
        /// The same, but nobody runs the loop: the caller starts it.
        case startsLoop
        /// The fetcher is closed.
        case refused
    }

    private struct State {
        var commands: [Command] = []
        var isRunning = false
        var isClosed = false
        var hasWoken = false
        /// The address of the multi handle while the loop runs, for `curl_multi_wakeup`.
        var wakeable: UInt?
        /// Bytes of bodies that were handed out and are still in use.
        var bytesOut = 0
        /// True when somebody may be waiting for memory.
        var isCrowded = false
    }

    private let state = Mutex(State())
    private let room: Int

    /// - Parameter room: the bytes of bodies that may be in memory.
    init(room: Int) {
        self.room = room
    }

    /// Takes a command; nothing is taken after a close.
    func post(_ command: Command) -> Posted {
        state.withLock { state in
            guard !state.isClosed else { return .refused }
            if case .close = command { state.isClosed = true }
            state.commands.append(command)
            if state.isRunning {
                Self.wake(&state)
                return .taken
            }
            state.isRunning = true
            return .startsLoop
        }
    }

    /// What the loop has to do now; no commands at all end an idle loop.
    func take(isIdle: Bool, wakeable: UInt?, bytesComing: Int) -> (commands: [Command]?, bytesOut: Int) {
        state.withLock { state in
            state.hasWoken = false
            // Half full is crowded already: the other half may come in within one turn.
            state.isCrowded = bytesComing + state.bytesOut >= room / 2
            guard !(isIdle && state.commands.isEmpty) else {
                state.isRunning = false
                state.wakeable = nil
                return (nil, state.bytesOut)
            }
            state.wakeable = wakeable
            let commands = state.commands
            state.commands = []
            return (commands, state.bytesOut)
        }
    }

    /// The running loop has a handle by which it can be woken.
    func loopCanBeWoken(by address: UInt) {
        state.withLock { state in
            if state.isRunning { state.wakeable = address }
        }
    }

    /// The loop's handle is about to be freed.
    func loopCannotBeWoken() {
        state.withLock { $0.wakeable = nil }
    }

    /// What a body takes of the room: half of it at most, lest a giant keep all others from coming.
    func counted(_ bytes: Int) -> Int { min(bytes, max(room / 2, 1)) }

    /// Counts a body that is handed out.
    func handOut(_ bytes: Int) {
        state.withLock { $0.bytesOut += counted(bytes) }
    }

    /// A body that was handed out is no longer in use.
    func takeBack(_ bytes: Int) {
        state.withLock { state in
            state.bytesOut -= counted(bytes)
            if state.isCrowded { Self.wake(&state) }
        }
    }

    private static func wake(_ state: inout State) {
        guard !state.hasWoken, let address = state.wakeable else { return }
        state.hasWoken = true
        // The address is cleared under the lock before the handle is freed.
        unsafe _ = curl_multi_wakeup(UnsafeMutableRawPointer(bitPattern: address))
    }
}
