import Aggregator
import ArgumentParser
import FeedFetch
import FeedParse
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
        if let failure = translated(error) {
            if let message = failure.message { StandardError.say(message) }
            exit(failure.status.rawValue)
        }
        Aggd.exit(withError: error)
    }

    /// The failure behind an error; nil for what the argument parser prints itself (help, usage).
    private static func translated(_ error: any Error) -> Failure? {
        switch error {
        case let failure as Failure: failure
        case let error as StoreError: Failure(status(of: error), error.message)
        case let error as QueryError: Failure(.usage, "The query is wrong: \(error).")
        case let error as ConfigError: Failure(.configuration, "\(error)")
        case let error as DigestError: Failure(.configuration, error.message)
        case let error as FeedsConfEditor.Refusal: Failure(.cannotCreate, error.description)
        case let error as FetchError: Failure(.unavailable, error.detail)
        case let error as FeedParseError: Failure(.badData, error.description)
        case let error as CocoaError: Failure(status(of: error), fileSentence(error))
        default: nil
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
