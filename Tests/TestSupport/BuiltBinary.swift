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

    /// Writes the configuration file.
    public func write(configuration: String) throws {
        try configuration.write(to: folder.appending(path: "feeds.conf"), atomically: true, encoding: .utf8)
    }

    /// Runs a command line to its end, with the folder's configuration and store.
    public func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) throws -> Run {
        let process = Process()
        process.executableURL = try Self.place()
        process.arguments = arguments
        var variables = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "TZ": "UTC", "LC_ALL": "C.UTF-8",
            "AGGD_CONFIG": folder.appending(path: "feeds.conf").path, "STATE_DIRECTORY": folder.path,
        ]
        variables.merge(environment) { _, new in new }
        process.environment = variables
        process.currentDirectoryURL = folder
        // Files instead of pipes: a long answer can't fill up and block.
        let output = folder.appending(path: "output-\(UUID().uuidString)")
        let errors = folder.appending(path: "errors-\(UUID().uuidString)")
        for file in [output, errors] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    /// The program stands beside the tests.
    private static func place() throws -> URL {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "aggd")
    }
}
