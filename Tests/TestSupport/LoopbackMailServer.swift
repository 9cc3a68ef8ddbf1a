import Foundation
import Glibc
import Synchronization

/// An SMTP server on 127.0.0.1 that keeps what it gets and can refuse, for tests that send mail.
///
///     let server = try LoopbackMailServer.start()
///     defer { server.stop() }
///     … "smtp://127.0.0.1:\(server.port)" … server.mails …
///
/// It speaks as much of RFC 5321 as clients need: EHLO, AUTH PLAIN, MAIL, RCPT, DATA, RSET, QUIT.
public final class LoopbackMailServer: Sendable {
    /// One mail that was taken.
    public struct Mail: Sendable {
        /// The address of MAIL FROM.
        public let sender: String
        /// The addresses of RCPT TO.
        public let recipients: [String]
        /// The bytes of the message with its dots unstuffed.
        public let message: [UInt8]
        /// The user and password that were given, decoded from AUTH PLAIN.
        public let credential: String?

        /// The message as text.
        public var text: String { String(decoding: message, as: UTF8.self) }
    }

    /// What the server answers to a command; nil for the usual answer.
    ///
    /// Gets the command line, `GREETING` for the greeting, or `MESSAGE` for the end of the data. An answer
    /// that is empty closes the connection.
    public typealias Answers = @Sendable (String) -> String?

    /// The port on which it listens.
    public let port: Int
    private let listener: Int32
    private let answers: Answers
    private let features: [String]
    private let state = Mutex(State())

    private struct State {
        var mails: [Mail] = []
        var commands: [String] = []
        var connections: Set<Int32> = []
        var isStopped = false
        var isClosed = false
    }

    /// Starts a server on a free port.
    /// - Parameters:
    ///   - features: what EHLO announces, such as `AUTH PLAIN`.
    ///   - answers: answers that differ from the usual ones.
    public static func start(
        features: [String] = ["8BITMIME"], answers: @escaping Answers = { _ in nil }
    ) throws -> LoopbackMailServer {
        let server = try LoopbackMailServer(features: features, answers: answers)
        Thread.detachNewThread { server.acceptConnections() }
        return server
    }

    private init(features: [String], answers: @escaping Answers) throws {
        (listener, port) = try LoopbackSocket.listen(address: "127.0.0.1", port: 0)
        self.features = features
        self.answers = answers
    }

    /// The mails that were taken, in order.
    public var mails: [Mail] { state.withLock { $0.mails } }

    /// The command lines that came, in order.
    public var commands: [String] { state.withLock { $0.commands } }

    /// Closes all connections and the listening socket.
    public func stop() {
        // A descriptor that is closed may be another server's a moment later: it is closed under the same lock.
        state.withLock { state in
            state.isStopped = true
            for descriptor in state.connections { shutdown(descriptor, Int32(SHUT_RDWR)) }
            if !state.isClosed { shutdown(listener, Int32(SHUT_RDWR)) }
        }
    }

    private func acceptConnections() {
        while true {
            let descriptor = accept(listener, nil, nil)
            if descriptor < 0, errno == EINTR { continue }
            guard descriptor >= 0 else { break }
            let isOpen = state.withLock { state in
                if !state.isStopped { state.connections.insert(descriptor) }
                return !state.isStopped
            }
            guard isOpen else {
                close(descriptor)
                break
            }
            Thread.detachNewThread {
                self.serve(LoopbackSocket(descriptor))
                self.state.withLock { state in
                    state.connections.remove(descriptor)
                    close(descriptor)
                }
            }
        }
        state.withLock { state in
            state.isClosed = true
            close(listener)
        }
    }

    private func serve(_ socket: LoopbackSocket) {
        guard say("GREETING", or: "220 loopback ESMTP", on: socket) else { return }
        var sender = ""
        var recipients: [String] = []
        var credential: String?
        while let line = socket.readLine() {
            state.withLock { $0.commands.append(line) }
            let verb = line.prefix(4).uppercased()
            switch verb {
            case "EHLO":
                let lines = ["loopback"] + features
                let text = lines.enumerated().map { index, word in
                    index == lines.count - 1 ? "250 \(word)" : "250-\(word)\r\n"
                }.joined()
                guard say(line, or: text, on: socket) else { return }
            case "AUTH":
                let words = line.split(separator: " ")
                var encoded = words.count > 2 ? String(words[2]) : ""
                if encoded.isEmpty {
                    guard socket.send("334 \r\n"), let next = socket.readLine() else { return }
                    encoded = next
                }
                let decoded = Data(base64Encoded: encoded).map { String(decoding: $0, as: UTF8.self) } ?? ""
                credential = decoded.split(separator: "\0").joined(separator: ":")
                guard say(line, or: "235 welcome", on: socket) else { return }
            case "MAIL":
                sender = Self.address(line)
                recipients = []
                guard say(line, or: "250 ok", on: socket) else { return }
            case "RCPT":
                let answer = answers(line) ?? "250 ok"
                if answer.hasPrefix("2") { recipients.append(Self.address(line)) }
                guard !answer.isEmpty, socket.send(answer + "\r\n") else { return }
            case "DATA":
                guard say(line, or: "354 go on", on: socket) else { return }
                if answers(line).map({ !$0.hasPrefix("3") }) ?? false { continue }
                guard let message = Self.message(from: socket) else { return }
                let answer = answers("MESSAGE") ?? "250 taken"
                if answer.hasPrefix("2") {
                    let mail = Mail(
                        sender: sender, recipients: recipients, message: message, credential: credential)
                    state.withLock { $0.mails.append(mail) }
                }
                guard !answer.isEmpty, socket.send(answer + "\r\n") else { return }
            case "QUIT":
                _ = say(line, or: "221 bye", on: socket)
                return
            default:
                guard say(line, or: "250 ok", on: socket) else { return }
            }
        }
    }

    /// Sends an answer; false when the connection ends.
    private func say(_ command: String, or usual: String, on socket: LoopbackSocket) -> Bool {
        let answer = answers(command) ?? usual
        return !answer.isEmpty && socket.send(answer + "\r\n")
    }

    private static func message(from socket: LoopbackSocket) -> [UInt8]? {
        var message: [UInt8] = []
        while let line = socket.readLine() {
            if line == "." { return message }
            message += Array((line.hasPrefix(".") ? String(line.dropFirst()) : line).utf8) + [13, 10]
        }
        return nil
    }

    private static func address(_ line: String) -> String {
        guard let open = line.firstIndex(of: "<"), let end = line.firstIndex(of: ">"), open < end else {
            return ""
        }
        return String(line[line.index(after: open)..<end])
    }
}
