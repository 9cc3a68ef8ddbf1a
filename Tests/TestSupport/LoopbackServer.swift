import Foundation
import Glibc
import Synchronization

/// An HTTP server on 127.0.0.1 that can stall, lie and cut, for tests that fetch.
///
///     let server = try LoopbackServer.start { request in
///         request.path == "/feed.xml" ? .init(body: "<rss/>") : .init(status: 404)
///     }
///     defer { server.stop() }
///     … server.url("/feed.xml") … server.requests …
///
/// It speaks HTTP/1.1 over raw sockets, one thread a connection, and keeps connections open unless a
/// response says otherwise. `stall` holds an answer until ``release()`` or ``stop()``; nothing sleeps.
public final class LoopbackServer: Sendable {
    /// Decides what is answered; called on the connection's thread.
    public typealias Handler = @Sendable (Request) -> Response

    /// The port on which it listens.
    public let port: Int
    /// The address on which it listens, as it stands in a URL.
    public let host: String

    private let listener: Int32
    /// Keeps the port as long as this lives: at the address of a server that has stopped nobody else answers.
    private let holder: Int32
    private let handler: Handler
    private let state = Mutex(State())
    private let gate = NSCondition()

    private struct State {
        var requests: [Request] = []
        var connections: Set<Int32> = []
        var accepted = 0
        var isReleased = false
        var isStopped = false
        var isClosed = false
        var stalled = 0
    }

    /// Starts a server on a free port.
    /// - Parameters:
    ///   - address: the IPv4 address to listen on; any of 127.0.0.0/8, so that hosts can differ.
    ///   - port: the port; 0 for a free one.
    ///   - handler: decides what is answered.
    public static func start(
        address: String = "127.0.0.1", port: Int = 0, handler: @escaping Handler
    ) throws -> LoopbackServer {
        let server = try LoopbackServer(address: address, port: port, handler: handler)
        Thread.detachNewThread { server.acceptConnections() }
        return server
    }

    private init(address: String, port: Int, handler: @escaping Handler) throws {
        (holder, self.port) = try LoopbackSocket.hold(address: address, port: port)
        do {
            listener = try LoopbackSocket.listen(address: address, port: self.port).descriptor
        } catch {
            close(holder)
            throw error
        }
        host = address
        self.handler = handler
    }

    deinit { close(holder) }

    /// The URL of a path on this server.
    public func url(_ path: String) -> String { "http://\(host):\(port)\(path)" }

    /// What was asked so far, in order.
    public var requests: [Request] { state.withLock { $0.requests } }

    /// What was asked of one path, in order.
    public func requests(to path: String) -> [Request] { requests.filter { $0.path == path } }

    /// How many connections were accepted.
    public var connectionCount: Int { state.withLock { $0.accepted } }

    /// Lets all stalled answers go on, now and from now on.
    public func release() {
        state.withLock { $0.isReleased = true }
        wake()
    }

    /// Waits until this many answers stall; false when that does not happen within five minutes.
    public func waitForStalled(_ count: Int) async -> Bool { await wait { $0.stalled >= count } }

    /// Waits until this many requests came; false when that does not happen within five minutes.
    public func waitForRequests(_ count: Int) async -> Bool { await wait { $0.requests.count >= count } }

    /// Closes all connections and the listening socket.
    public func stop() {
        // A descriptor that is closed may be another server's a moment later: it is closed under the same lock.
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            for descriptor in state.connections { shutdown(descriptor, Int32(SHUT_RDWR)) }
            if !state.isClosed { shutdown(listener, Int32(SHUT_RDWR)) }
        }
        wake()
    }

    // MARK: - Connections

    private func acceptConnections() {
        while true {
            let descriptor = accept(listener, nil, nil)
            if descriptor < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                break
            }
            let number: Int? = state.withLock { state in
                guard !state.isStopped else { return nil }
                state.accepted += 1
                state.connections.insert(descriptor)
                return state.accepted
            }
            guard let number else {
                close(descriptor)
                break
            }
            Thread.detachNewThread { self.serve(descriptor, number: number) }
        }
        state.withLock { state in
            state.isClosed = true
            close(listener)
        }
    }

    private func serve(_ descriptor: Int32, number: Int) {
        let socket = LoopbackSocket(descriptor)
        var goesOn = true
        while goesOn, let request = Request(reading: socket, connection: number) {
            state.withLock { $0.requests.append(request) }
            wake()
            goesOn = answer(handler(request), to: request, on: socket)
        }
        state.withLock { state in
            state.connections.remove(descriptor)
            close(descriptor)
        }
    }

    /// Sends an answer; false when the connection is to be closed.
    private func answer(_ response: Response, to request: Request, on socket: LoopbackSocket) -> Bool {
        for step in response.steps {
            switch step {
            case .send(let bytes):
                guard socket.send(bytes) else { return false }
            case .endless(let bytes):
                while socket.send(bytes) {}
                return false
            case .stall:
                stall {}
                if state.withLock({ $0.isStopped }) { return false }
            case .trickle(let bytes):
                stall { _ = socket.send(bytes) }
                if state.withLock({ $0.isStopped }) { return false }
            case .reset:
                socket.reset()
                return false
            case .close:
                return false
            }
        }
        return response.keepsAlive && request.header("connection")?.lowercased() != "close"
    }

    /// Waits for the release, and does something each second until then.
    private func stall(_ meanwhile: () -> Void) {
        state.withLock { $0.stalled += 1 }
        wake()
        gate.lock()
        while !state.withLock({ $0.isReleased || $0.isStopped }) {
            meanwhile()
            _ = gate.wait(until: Date(timeIntervalSinceNow: 1))
        }
        gate.unlock()
        state.withLock { $0.stalled -= 1 }
    }

    /// Waits on a thread of its own: the test's one belongs to Swift's pool.
    private func wait(until isTrue: @escaping @Sendable (borrowing State) -> Bool) async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: self.block(until: isTrue)) }
        }
    }

    private func block(until isTrue: (borrowing State) -> Bool) -> Bool {
        let deadline = Date(timeIntervalSinceNow: 300)
        gate.lock()
        defer { gate.unlock() }
        while !state.withLock({ isTrue($0) }) {
            if !gate.wait(until: deadline) { return state.withLock { isTrue($0) } }
        }
        return true
    }

    private func wake() {
        gate.lock()
        gate.broadcast()
        gate.unlock()
    }
}

extension LoopbackServer {
    /// One request as it came.
    public struct Request: Sendable {
        /// `GET` and so on.
        public let method: String
        /// The path with its query.
        public let target: String
        /// The path without its query.
        public let path: String
        /// The header fields in order, names as they came.
        public let headers: [(name: String, value: String)]
        /// The number of the connection, from 1.
        public let connection: Int

        /// The first value of a field, whatever the case of its name.
        public func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }

        fileprivate init?(reading socket: LoopbackSocket, connection: Int) {
            guard let first = socket.readLine() else { return nil }
            let parts = first.split(separator: " ").map(String.init)
            guard parts.count >= 2 else { return nil }
            method = parts[0]
            target = parts[1]
            path = parts[1].split(separator: "?", maxSplits: 1).first.map(String.init) ?? "/"
            var headers: [(name: String, value: String)] = []
            while let line = socket.readLine(), !line.isEmpty {
                guard let colon = line.firstIndex(of: ":") else { continue }
                let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                headers.append((String(line[..<colon]), value))
            }
            self.headers = headers
            self.connection = connection
        }
    }

    /// What is answered: a list of steps, usually made by one of the initialisers.
    public struct Response: Sendable {
        /// One thing that the server does.
        public enum Step: Sendable {
            /// Sends these bytes.
            case send([UInt8])
            /// Sends these bytes again and again until the client goes away.
            case endless([UInt8])
            /// Waits for ``LoopbackServer/release()``.
            case stall
            /// Waits for ``LoopbackServer/release()`` and sends these bytes each second, so that nobody finds it slow.
            case trickle([UInt8])
            /// Closes the connection as it should be.
            case close
            /// Resets the connection.
            case reset
        }

        /// What is done in order.
        public var steps: [Step]
        /// True when the connection stays open afterwards.
        public var keepsAlive = true

        /// Creates an answer out of steps; nothing is added to them.
        public init(steps: [Step], keepsAlive: Bool = false) {
            self.steps = steps
            self.keepsAlive = keepsAlive
        }

        /// Creates a well-formed answer with a `Content-Length`.
        public init(status: Int = 200, headers: [(String, String)] = [], body: [UInt8]) {
            let hasBody = status != 304 && status != 204
            let length = hasBody ? [("Content-Length", "\(body.count)")] : []
            steps = [.send(Self.head(status: status, headers: length + headers) + (hasBody ? body : []))]
        }

        /// Creates a well-formed answer with a text as its body.
        public init(status: Int = 200, headers: [(String, String)] = [], body: String = "") {
            self.init(status: status, headers: headers, body: Array(body.utf8))
        }

        /// A redirect.
        public static func redirect(_ status: Int = 302, to location: String) -> Response {
            Response(status: status, headers: [("Location", location)], body: "")
        }

        /// An answer in chunks (RFC 9112 section 7.1).
        public static func chunked(headers: [(String, String)] = [], _ chunks: [[UInt8]]) -> Response {
            var bytes = head(status: 200, headers: [("Transfer-Encoding", "chunked")] + headers)
            for chunk in chunks {
                bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + [13, 10]
            }
            return Response(steps: [.send(bytes + Array("0\r\n\r\n".utf8))], keepsAlive: true)
        }

        /// The status line and the header fields with the empty line behind them.
        public static func head(status: Int = 200, headers: [(String, String)] = []) -> [UInt8] {
            var text = "HTTP/1.1 \(status) Status\r\n"
            for (name, value) in headers { text += "\(name): \(value)\r\n" }
            return Array((text + "\r\n").utf8)
        }
    }
}
