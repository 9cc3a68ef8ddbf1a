internal import Foundation
internal import Glibc
internal import Synchronization

/// The claim of one process to poll and send with a store: a lock on a file beside it.
///
/// The kernel lifts it when the process ends, however it ends.
final class StoreLock: Sendable {
    private let descriptor: Mutex<Int32?>

    /// Takes the lock, or says who holds it.
    init(besideStore path: String) throws(StoreError) {
        let file = path + ".lock"
        let opened = unsafe Glibc.open(file, O_CREAT | O_RDWR | O_CLOEXEC, 0o640)
        guard opened >= 0 else {
            let code = errno
            if code == ENOENT { throw StoreError.noFolder(of: path) }
            throw StoreError(errno: code, path: file)
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = (try? String(contentsOfFile: file, encoding: .utf8))?
                .trimmingCharacters(in: .whitespacesAndNewlines)
            Glibc.close(opened)
            guard code == EWOULDBLOCK else { throw StoreError(errno: code, path: file) }
            let process = holder.map { $0.isEmpty ? "" : " (process \($0))" } ?? ""
            throw StoreError(
                .inUse,
                "\(path) is in use by another aggd\(process); stop it first, or give this one a store of its own."
            )
        }
        let text = "\(getpid())\n"
        ftruncate(opened, 0)
        _ = unsafe text.withCString { unsafe Glibc.write(opened, $0, strlen($0)) }
        descriptor = Mutex(opened)
    }

    deinit { release() }

    /// Lets go of the lock; a second time does nothing.
    func release() {
        descriptor.withLock { held in
            if let open = held { Glibc.close(open) }
            held = nil
        }
    }

    /// The process that polls and sends with a store; nil when none does.
    static func holder(besideStore path: String) -> Int32? {
        let opened = unsafe Glibc.open(path + ".lock", O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { return nil }
        defer { Glibc.close(opened) }
        // A shared lock is refused only while a daemon holds the exclusive one.
        guard flock(opened, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        let text = try? String(contentsOfFile: path + ".lock", encoding: .utf8)
        return text.flatMap { Int32($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}
