import Foundation

/// The hosts that asked to be left alone (Retry-After), while sources of theirs are still waiting.
actor HostHolds {
    private var until: [String: Date] = [:]

    /// Leaves a host alone until a time.
    func hold(_ host: String, until time: Date) {
        until[host] = max(until[host] ?? .distantPast, time)
    }

    /// Until when a host is to be left alone; nil when it may be asked.
    func end(of host: String, at now: Date) -> Date? {
        guard let time = until[host] else { return nil }
        if time > now { return time }
        until[host] = nil
        return nil
    }
}
