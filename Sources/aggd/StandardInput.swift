import Glibc

/// Standard input of verbs that answer while they read.
enum StandardInput {
    /// What is there to read now, at most a quarter of a megabyte; waits only for the first byte, and is empty at the end.
    static func available() throws -> ArraySlice<UInt8> {
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count)
            }
            if count >= 0 { return buffer[..<count] }
            guard errno == EINTR else { throw Failure(.inputOutput, "The input can't be read.") }
        }
    }

    /// Whether there is something to read, or the end, within some milliseconds.
    static func isReady(within milliseconds: Int32) -> Bool {
        var question = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return unsafe Glibc.poll(&question, 1, milliseconds) > 0
    }
}
