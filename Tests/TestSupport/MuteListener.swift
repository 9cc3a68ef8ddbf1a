import Foundation
import Glibc
import Synchronization

/// Takes a connection on loopback and never says a word: whoever shakes hands there waits.
public final class MuteListener: Sendable {
    /// The address on which it listens.
    public let address: String
    /// The port on which it listens.
    public let port: Int
    private let listener: Int32
    private let connection = Mutex<Int32?>(nil)

    /// Listens on a free port of an address in 127.0.0.0/8.
    public init(address: String) throws {
        self.address = address
        (listener, port) = try LoopbackSocket.listen(address: address, port: 0)
    }

    /// Waits until somebody has connected; false when nobody does within five minutes.
    public func waitForConnection() async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var wanted = pollfd(fd: self.listener, events: Int16(POLLIN), revents: 0)
                guard unsafe poll(&wanted, 1, 300_000) == 1 else {
                    return continuation.resume(returning: false)
                }
                let descriptor = accept(self.listener, nil, nil)
                self.connection.withLock { $0 = descriptor }
                continuation.resume(returning: descriptor >= 0)
            }
        }
    }

    /// Closes both.
    public func stop() {
        close(listener)
        if let descriptor = connection.withLock(\.self) { close(descriptor) }
    }
}
