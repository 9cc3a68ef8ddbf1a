import Foundation

/// The built program while it runs: its lines on standard error are read as they come, nothing sleeps.
///
/// What waits does so on a thread of its own: the tests share as many threads as there are processors, and two that
/// waited there would hold up all others, among them whoever has to let the program go on.
public final class RunningProgram: @unchecked Sendable {
    // Unchecked: one test has it, which does one thing at a time with it.

    /// What went wrong with it.
    public struct Ended: Error {
        /// The lines that it said.
        public var lines: [String]
    }

    private let process = Process()
    private let errors = Pipe()
    private var pending: [UInt8] = []
    /// The lines that it has said so far.
    public private(set) var lines: [String] = []

    /// Starts a command line with the home of a binary.
    public init(_ binary: BuiltBinary, _ arguments: [String]) throws {
        process.executableURL = try BuiltBinary.place()
        process.arguments = arguments
        process.environment = binary.environment
        process.currentDirectoryURL = binary.folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        // A thread of Swift's pool takes no signals, and neither would what it starts.
        var none = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe _ = pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run()
    }

    /// The next line that holds a text; waits for it until the program ends.
    @discardableResult
    public func line(containing text: String) async throws -> String {
        try await aside {
            while let line = self.nextLine() {
                self.lines.append(line)
                if line.contains(text) { return line }
            }
            throw Ended(lines: self.lines)
        }
    }

    /// What Linux says of it (proc_pid_status(5)).
    public func status(_ name: String) throws -> String? {
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        return status.split(separator: "\n").first { $0.hasPrefix("\(name):") }.map {
            $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
        }
    }

    /// Sends a signal.
    public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end and gives the exit status; a signal that ended it is negative.
    public func status() async throws -> Int32 {
        try await aside {
            self.process.waitUntilExit()
            let status = self.process.terminationStatus
            return self.process.terminationReason == .exit ? status : -status
        }
    }

    private func aside<Value: Sendable>(_ wait: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try wait() }) }
        }
    }

    private func nextLine() -> String? {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeFirst(end + 1)
                return line
            }
            let data = errors.fileHandleForReading.availableData
            if data.isEmpty { return nil }
            pending += data
        }
    }
}
