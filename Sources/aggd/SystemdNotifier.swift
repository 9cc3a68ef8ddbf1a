internal import CSystemd
import Foundation

/// Tells systemd how the service is (sd_notify(3)); does nothing when no systemd started the program.
enum SystemdNotifier {
    /// The store is open and the schedule loaded.
    static func ready(status: String) {
        send("READY=1\nSTATUS=\(status)")
    }

    /// One sentence for `systemctl status`.
    static func status(_ text: String) {
        send("STATUS=\(text)")
    }

    /// The configuration is being read again (systemd needs the monotonic time of it).
    static func reloading() {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        send("RELOADING=1\nMONOTONIC_USEC=\(time.tv_sec * 1_000_000 + time.tv_nsec / 1000)")
    }

    /// The service ends by itself.
    static func stopping(status: String) {
        send("STOPPING=1\nSTATUS=\(status)")
    }

    /// The service is alive.
    static func watchdog() {
        send("WATCHDOG=1")
    }

    /// How often ``watchdog()`` is due: half of what the unit allows; nil without a watchdog.
    static var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        guard unsafe sd_watchdog_enabled(0, &microseconds) > 0, microseconds > 0 else { return nil }
        return .microseconds(Int64(microseconds / 2))
    }

    private static func send(_ state: String) {
        unsafe sd_notify(0, state)
    }
}
