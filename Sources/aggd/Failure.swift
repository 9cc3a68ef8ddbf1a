import Aggregator
import ArgumentParser
import Foundation

/// Why a command ends early: a status for scripts and one sentence for a person.
struct Failure: Error {
    let status: ExitStatus
    /// Nil when everything was said already.
    let message: String?

    init(_ status: ExitStatus, _ message: String? = nil) {
        self.status = status
        self.message = message
    }

    /// Prints the sentence of any error on standard error and ends the program with its status.
    static func report(_ error: any Error) -> Never {
        let code = Aggd.exitCode(for: error)
        // What was asked for is no failure: help, the version, completions.
        if error is ExitCode || code == .success { Aggd.exit(withError: error) }
        let failure =
            translated(error)
            ?? (code == .validationFailure
                ? usage(Aggd.message(for: error))
                : Failure(
                    .bug,
                    "This is a bug in aggd; please report it with what you did: \(type(of: error)) \(error)"))
        if let message = failure.message { StandardError.say(message) }
        exit(failure.status.rawValue)
    }

    /// What the argument parser says, as one sentence that names the way to the help.
    private static func usage(_ message: String) -> Failure {
        let lines = message.split(whereSeparator: \.isNewline)
        var sentence = lines.joined(separator: " ")
        while sentence.hasSuffix(".") { sentence.removeLast() }
        let words = CommandLine.arguments.dropFirst()
        let verbs = Aggd.configuration.subcommands.compactMap { $0._commandName }
        let verb = words.first(where: verbs.contains).map { " \($0)" } ?? ""
        return Failure(.usage, "\(sentence); \"aggd\(verb) --help\" tells how it is used.")
    }

    /// The failure behind an error of ours; nil for errors of the argument parser and for bugs.
    private static func translated(_ error: any Error) -> Failure? {
        switch error {
        case let failure as Failure: failure
        case let error as StoreError: Failure(status(of: error), error.message)
        case let error as QueryError: Failure(.usage, "The query is wrong: \(error).")
        case let error as ConfigError: Failure(.configuration, "\(error)")
        case let error as DigestError: Failure(.configuration, error.message)
        case let error as FeedsConfEditor.Refusal: Failure(.cannotCreate, error.description)
        case let error as SecretReader.Failure: Failure(.configuration, error.description)
        case let error as CocoaError: Failure(status(of: error), fileSentence(error))
        case let error as POSIXError: Failure(status(of: error), "\(error.localizedDescription).")
        default:
            switch ReadFault(error) {
            case .unavailable(let sentence): Failure(.unavailable, sentence)
            case .badData(let sentence): Failure(.badData, sentence)
            case nil: nil
            }
        }
    }

    private static func status(of error: StoreError) -> ExitStatus {
        switch error.code {
        case .cannotOpen: .noInput
        case .inUse, .newer: .unavailable
        case .permission: .permission
        case .full, .failed: .inputOutput
        case .damaged: .badData
        }
    }

    private static func status(of error: CocoaError) -> ExitStatus {
        switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: .noInput
        case .fileReadNoPermission, .fileWriteNoPermission: .permission
        default: .inputOutput
        }
    }

    private static func status(of error: POSIXError) -> ExitStatus {
        switch error.code {
        case .ENOENT: .noInput
        case .EACCES, .EPERM: .permission
        default: .inputOutput
        }
    }

    private static func fileSentence(_ error: CocoaError) -> String {
        let path = error.filePath ?? error.url?.path ?? "The file"
        return switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: "\(path): no such file."
        case .fileReadNoPermission: "\(path): no permission to read it."
        case .fileWriteNoPermission: "\(path): no permission to write it."
        default: "\(path): it can't be read or written."
        }
    }
}

/// Words for the person who runs the command; data goes to standard output.
enum StandardError {
    /// Writes one line.
    static func say(_ text: String) {
        FileHandle.standardError.write(Data("aggd: \(text)\n".utf8))
    }

    /// Writes a text as it is.
    static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
