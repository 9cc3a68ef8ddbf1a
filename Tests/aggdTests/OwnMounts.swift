import Foundation
import Testing

/// Whether this machine lets a test have its own mounts, as a person who isn't root or as root.
enum OwnMounts {
    static let areAllowed: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
        process.arguments = ["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    static let word: Comment = "this machine doesn't let tests mount"

    /// A shell command in mounts of its own.
    static func command(_ script: String) -> String {
        "exec unshare -rm sh -ec '\(script.replacing("'", with: "'\\''"))'"
    }
}
