internal import Dispatch
public import DispatchExecutor
public import Foundation

/// The time as the schedule sees it; tests bring their own.
public protocol ScheduleClock: Sendable {
    /// The time of day.
    var now: Date { get }

    /// Makes the one alarm of a schedule; its ring runs on the executor's queue.
    func alarm(on executor: QueueExecutor, ring: @escaping @Sendable () -> Void) -> any Alarm
}

/// One timer that can be set again and again.
public protocol Alarm: Sendable {
    /// Rings once at a time, or never; replaces what was set before.
    func set(_ time: Date?)
    /// Never rings again.
    func cancel()
}

/// The machine's clock with a Dispatch timer.
public struct SystemClock: ScheduleClock {
    /// Creates the clock.
    public init() {}

    /// The time of day.
    public var now: Date { Date() }

    /// Makes an alarm over one Dispatch timer.
    public func alarm(on executor: QueueExecutor, ring: @escaping @Sendable () -> Void) -> any Alarm {
        DispatchAlarm(queue: executor.queue, ring: ring)
    }
}

/// An alarm over one Dispatch timer of the wall clock.
///
/// Unchecked: Dispatch protects its sources itself, only its Swift types don't say so.
private final class DispatchAlarm: Alarm, @unchecked Sendable {
    private let timer: any DispatchSourceTimer

    init(queue: DispatchQueue, ring: @escaping @Sendable () -> Void) {
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler(handler: ring)
        timer.schedule(wallDeadline: .distantFuture)
        timer.activate()
    }

    func set(_ time: Date?) {
        guard let time else {
            timer.schedule(wallDeadline: .distantFuture)
            return
        }
        let seconds = max(0, time.timeIntervalSinceNow)
        // A second of leeway lets the kernel wake the machine once for several timers.
        timer.schedule(
            wallDeadline: .now() + .milliseconds(Int((seconds * 1000).rounded(.up))),
            leeway: seconds > 10 ? .seconds(1) : .milliseconds(20))
    }

    func cancel() { timer.cancel() }
}
