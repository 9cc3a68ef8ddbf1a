import Foundation

/// The built program while it runs: its lines on standard error are read as they come, nothing sleeps.
public final class RunningProgram {
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
        try process.run()
    }

    /// The next line that holds a text; waits for it until the program ends.
    @discardableResult
    public func line(containing text: String) throws -> String {
        while let line = nextLine() {
            lines.append(line)
            if line.contains(text) { return line }
        }
        throw Ended(lines: lines)
    }

    /// Sends a signal.
    public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end and gives the exit status; a signal that ended it is negative.
    public func status() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
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
