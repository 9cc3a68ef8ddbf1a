import Aggregator
import Dispatch
import DispatchExecutor
import Foundation
import Synchronization

/// A clock that stands still until a test moves it; its alarm rings when it is moved past.
final class StillClock: ScheduleClock {
    private struct State {
        var now: Date
        var alarm: Date?
        var alarmsSet = 0
        var ring: (@Sendable () -> Void)?
        var queue: DispatchQueue?
    }

    private let state: Mutex<State>

    init(_ now: Date) { state = Mutex(State(now: now)) }

    var now: Date { state.withLock { $0.now } }

    var alarmTime: Date? { state.withLock { $0.alarm } }

    /// How often an alarm was set so far.
    var alarmsSet: Int { state.withLock { $0.alarmsSet } }

    func alarm(on executor: QueueExecutor, ring: @escaping @Sendable () -> Void) -> any Alarm {
        state.withLock {
            $0.ring = ring
            $0.queue = executor.queue
        }
        return StillAlarm(clock: self)
    }

    func advance(by seconds: Double) {
        let ringing = state.withLock { state -> (DispatchQueue, @Sendable () -> Void)? in
            state.now += seconds
            guard let alarm = state.alarm, alarm <= state.now, let ring = state.ring, let queue = state.queue
            else {
                return nil
            }
            state.alarm = nil
            return (queue, ring)
        }
        if let (queue, ring) = ringing { queue.sync(execute: ring) }
    }

    private struct StillAlarm: Alarm {
        let clock: StillClock
        func set(_ time: Date?) {
            clock.state.withLock { state in
                state.alarm = time
                if time != nil { state.alarmsSet += 1 }
            }
        }
        func cancel() { set(nil) }
    }
}
