public import Foundation

/// The built program `aggd`, run as a person would run it.
public struct BuiltBinary: Sendable {
    /// What a run gave.
    public struct Run: Sendable {
        /// The exit status.
        public var status: Int32
        /// Standard output.
        public var output: String
        /// Standard error.
        public var errors: String

        /// The lines of standard output.
        public var lines: [String] {
            var lines = output.replacing("\r\n", with: "\n").components(separatedBy: "\n")
            if lines.last?.isEmpty == true { lines.removeLast() }
            return lines
        }

        /// Standard error when it is one line, without the name of the program; nil when it is none or several.
        public var sentence: String? {
            let lines = errors.split(separator: "\n", omittingEmptySubsequences: true)
            guard lines.count == 1, lines[0].hasPrefix("aggd: ") else { return nil }
            return String(lines[0].dropFirst("aggd: ".count))
        }

        /// Standard output as JSON objects, one a line; throws when a line is none.
        public var objects: [[String: Any]] {
            get throws {
                try output.split(separator: "\n").map { line in
                    let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
                    guard let object = value as? [String: Any] else { throw NotAnObject(line: String(line)) }
                    return object
                }
            }
        }

        /// A line that was to be a JSON object.
        struct NotAnObject: Error {
            var line: String
        }
    }

    /// A folder of its own for each user: home, configuration and store.
    public let folder: URL

    /// Creates a folder; ``remove()`` takes it away.
    public init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "aggd-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Removes the folder.
    public func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// The path of the configuration file.
    public var configuration: URL { folder.appending(path: "feeds.conf") }

    /// Writes the configuration file.
    public func write(configuration text: String) throws {
        try text.write(to: configuration, atomically: true, encoding: .utf8)
    }

    /// Writes a file into the folder and gives its path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    /// The text of a file in the folder.
    public func text(of name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// Runs a command line to its end, with the folder's configuration and store.
    /// - Parameter input: what stands on standard input; nothing when nil.
    public func callAsFunction(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
    ) throws -> Run {
        try run(Self.place(), arguments, input: input, environment: environment)
    }

    /// Runs a command line that was put together.
    public func callAsFunction(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Run {
        try run(Self.place(), arguments, input: input, environment: environment)
    }

    /// Runs a command line of the shell in which `$AGGD` is the program.
    public func shell(_ command: String, environment: [String: String] = [:]) throws -> Run {
        var environment = environment
        environment["AGGD"] = try Self.place().path
        return try run(
            URL(fileURLWithPath: "/bin/sh"), ["-c", command], input: nil, environment: environment)
    }

    /// Runs a command line as a person at a terminal does; both outputs come together, line ends as terminals have them.
    public func atTerminal(_ arguments: String..., environment: [String: String] = [:]) throws -> Run {
        let words = [try Self.place().path] + arguments
        let command = words.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
        var environment = environment
        if environment["TERM"] == nil { environment["TERM"] = "xterm" }
        return try run(
            URL(fileURLWithPath: "/usr/bin/script"), ["-qec", command, "/dev/null"], input: nil,
            environment: environment)
    }

    private func run(
        _ program: URL, _ arguments: [String], input: String?, environment: [String: String]
    ) throws -> Run {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let variables = self.environment.merging(environment) { _, new in new }
        process.environment = variables
        process.currentDirectoryURL = folder
        // Files instead of pipes: a long answer can't fill up and block.
        let name = UUID().uuidString
        let output = folder.appending(path: "output-\(name)")
        let errors = folder.appending(path: "errors-\(name)")
        let given = folder.appending(path: "input-\(name)")
        defer { for file in [output, errors, given] { try? FileManager.default.removeItem(at: file) } }
        for file in [output, errors] { try Data().write(to: file) }
        if let input {
            try Data(input.utf8).write(to: given)
            process.standardInput = try FileHandle(forReadingFrom: given)
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    /// What the program sees of its surroundings: the folder, and nothing of the person who tests but what a
    /// sanitizer is told.
    var environment: [String: String] {
        let sanitizers = ProcessInfo.processInfo.environment.filter { name, _ in
            name == "TSAN_OPTIONS" || name == "ASAN_OPTIONS"
        }
        return sanitizers.merging([
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "TZ": "UTC", "LC_ALL": "C.UTF-8",
            "AGGD_CONFIG": configuration.path, "STATE_DIRECTORY": folder.path,
        ]) { $1 }
    }

    /// The program stands beside the tests.
    static func place() throws -> URL {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "aggd")
    }
}
