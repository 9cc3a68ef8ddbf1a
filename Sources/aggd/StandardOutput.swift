import Foundation

/// Standard output of verbs that print as they go.
enum StandardOutput {
    /// Writes bytes; ends the program when nobody can take them.
    static func write(_ bytes: some Sequence<UInt8>) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            end(after: error)
        }
    }

    /// Ends the program after a write that failed: quietly when the reader went away, else with a sentence.
    static func end(after error: any Error) -> Never {
        if isClosedPipe(error) { exit(ExitStatus.done.rawValue) }
        StandardError.say("The output can't be written: \(reason(of: error)).")
        exit(ExitStatus.inputOutput.rawValue)
    }

    private static func isClosedPipe(_ error: any Error) -> Bool { code(of: error) == EPIPE }

    private static func reason(of error: any Error) -> String {
        code(of: error).map { unsafe String(cString: strerror($0)).lowercased() }
            ?? error.localizedDescription
    }

    /// The system's number of an error, which Foundation wraps once or twice.
    private static func code(of error: any Error) -> Int32? {
        if let error = error as? POSIXError { return error.code.rawValue }
        let error = error as NSError
        if error.domain == NSPOSIXErrorDomain { return Int32(error.code) }
        return (error.userInfo[NSUnderlyingErrorKey] as? any Error).flatMap(code(of:))
    }
}
