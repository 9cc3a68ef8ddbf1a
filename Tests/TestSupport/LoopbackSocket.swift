import Glibc

/// A connected socket with a buffer for reading lines, used by one thread.
final class LoopbackSocket {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var one: Int32 = 1
        unsafe setsockopt(
            descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    /// A socket could not be opened.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Opens a listening socket and returns it with its port.
    static func listen(address: String, port: Int) throws -> (descriptor: Int32, port: Int) {
        try open(address: address, port: port, listens: true)
    }

    /// Takes a port without listening there: nobody else gets it, and who connects is refused.
    static func hold(address: String, port: Int) throws -> (descriptor: Int32, port: Int) {
        try open(address: address, port: port, listens: false)
    }

    private static func open(
        address: String, port: Int, listens: Bool
    ) throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(description: "no socket: errno \(errno)") }
        var one: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(port).bigEndian
        guard unsafe inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
            throw Failure(description: "\(address) is no IPv4 address")
        }
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, size) == 0
                    && (!listens || Glibc.listen(descriptor, 1024) == 0)
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else {
            let reason = errno
            close(descriptor)
            throw Failure(description: "cannot listen on \(address):\(port): errno \(reason)")
        }
        return (descriptor, Int(in_port_t(bigEndian: name.sin_port)))
    }

    /// Sends all bytes; false when the other side has gone.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.send(
                    descriptor, buffer.baseAddress.unsafelyUnwrapped + sent, buffer.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends a text; false when the other side has gone.
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// The next line without its end; nil when the other side has gone or begins to speak TLS.
    func readLine() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0a) {
                var line = buffer[..<end]
                if line.last == 0x0d { line.removeLast() }
                let text = String(decoding: line, as: UTF8.self)
                buffer.removeFirst(end + 1)
                return text
            }
            var chunk = [UInt8](repeating: 0, count: 16 << 10)
            let count = unsafe chunk.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
            if buffer.first == 0x16 { return nil }
        }
    }

    /// Makes the coming close send a reset instead of an end.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}
