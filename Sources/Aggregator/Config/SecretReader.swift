public import Foundation

/// Finds the value of a secret when it is needed; nothing keeps or prints it.
public struct SecretReader: Sendable {
    private let environment: [String: String]

    /// Why a secret could not be found.
    public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// One sentence for a person, without the secret.
        public var description: String
    }

    /// Creates a reader for a process with this environment.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    /// The first line of the secret.
    public func read(_ secret: Secret) throws(Failure) -> String {
        let text: String
        switch secret {
        case .credential(let name):
            guard let folder = environment["CREDENTIALS_DIRECTORY"], !folder.isEmpty else {
                throw Failure(
                    description: "The credential \"\(name)\" is only there in the systemd service; "
                        + "elsewhere write { file = … } or { command = … }.")
            }
            guard !name.contains("/"), name != ".." else {
                throw Failure(description: "\"\(name)\" is not the name of a credential.")
            }
            text = try file(folder + "/" + name, "The credential \"\(name)\"")
        case .file(let path): text = try file(path, "The secret's file \(path)")
        case .command(let command): text = try output(of: command)
        }
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else { throw Failure(description: "\(Self.name(secret)) is empty.") }
        return String(line)
    }

    private static func name(_ secret: Secret) -> String {
        switch secret {
        case .credential(let name): "The credential \"\(name)\""
        case .file(let path): "The secret's file \(path)"
        case .command(let command): "The output of the secret's command `\(command)`"
        }
    }

    private func file(_ path: String, _ name: String) throws(Failure) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(description: "\(name) can't be read.")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private func output(of command: String) throws(Failure) -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        let data: Data
        do {
            try process.run()
            data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        } catch {
            throw Failure(description: "The secret's command `\(command)` can't be run.")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                description:
                    "The secret's command `\(command)` ended with status \(process.terminationStatus).")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
