public import Foundation

/// Finds the value of a secret when it is needed; nothing prints it.
public struct SecretReader: Sendable {
    private let environment: [String: String]
    private let commandLimit: Duration

    /// Why a secret could not be found.
    public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// One sentence for a person, without the secret.
        public var description: String
        /// True when it was looked for until nobody wanted to know it any more.
        public var isStopped = false
    }

    /// Creates a reader for a process with this environment.
    /// - Parameter commandLimit: how long a command may take.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        commandLimit: Duration = .seconds(30)
    ) {
        self.environment = environment
        self.commandLimit = commandLimit
    }

    /// The first line of the secret; blocks while a command finds it.
    /// - Parameter isStopped: whether that command is to be ended at once; asked again and again while it runs.
    public func read(
        _ secret: Secret, unless isStopped: () -> Bool = { false }
    ) throws(Failure) -> String {
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
        case .command(let command): text = try output(of: command, unless: isStopped)
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

    private func output(of command: String, unless isStopped: () -> Bool) throws(Failure) -> String {
        do throws(ShellCommand.Fault) {
            let output = try ShellCommand(command, limit: commandLimit).output(unless: isStopped)
            return String(decoding: output, as: UTF8.self)
        } catch {
            throw Failure(
                description: "The secret's command `\(command)` \(error.clause).",
                isStopped: error == .stopped)
        }
    }
}
