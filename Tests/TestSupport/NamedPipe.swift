import Foundation
import Glibc

/// A pipe with a name in the file system, which a command holds open as long as it lives.
public final class NamedPipe: Sendable {
    /// Where it lies.
    public let path: String
    private let reader: Int32

    /// The pipe could not be made.
    public struct Failure: Error {}

    /// Makes one in the folder for temporary files, which is removed with the last use of this value.
    public init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "pipe-\(UUID().uuidString)").path
        guard unsafe mkfifo(path, 0o600) == 0 else { throw Failure() }
        reader = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    }

    deinit {
        close(reader)
        unsafe _ = unlink(path)
    }

    /// What was written and not taken yet, as far as it is there.
    public func taken() -> String {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(reader, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    /// Waits for something to be written, on the thread of who asks, and takes it.
    public func text() -> String {
        var wanted = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
        unsafe _ = poll(&wanted, 1, 300_000)
        return taken()
    }

    /// Waits until something was written; false when that does not happen within five minutes.
    public func isWritten() async -> Bool { await hears(Int16(POLLIN)) }

    /// Waits until all who had it open have closed it; false when that does not happen within five minutes.
    public func isHungUp() async -> Bool { await hears(0) }

    /// Waits on a thread of its own for something at the pipe, be it its end.
    private func hears(_ events: Int16) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var wanted = pollfd(fd: self.reader, events: events, revents: 0)
                continuation.resume(returning: unsafe poll(&wanted, 1, 300_000) == 1)
            }
        }
    }
}
