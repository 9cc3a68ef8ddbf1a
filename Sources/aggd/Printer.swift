import Foundation

/// Standard output, through a pager when a person watches and the text is long, as git does it.
final class Printer {
    private let terminal: Terminal
    private let usesPager: Bool
    private var buffer: [UInt8] = []
    private var pager: Process?
    private var output: FileHandle = .standardOutput

    /// - Parameter paged: false for short answers and for streams.
    init(terminal: Terminal, paged: Bool) {
        self.terminal = terminal
        usesPager = paged && terminal.isInteractive
    }

    /// Adds one line.
    func line(_ text: String = "") {
        buffer.append(contentsOf: text.utf8)
        buffer.append(0x0A)
        if !usesPager, buffer.count > 1 << 16 { flush() }
    }

    /// Adds a text as it is.
    func write(_ text: String) {
        buffer.append(contentsOf: text.utf8)
        if !usesPager, buffer.count > 1 << 16 { flush() }
    }

    /// Adds bytes as they are.
    func write(_ bytes: [UInt8]) {
        buffer.append(contentsOf: bytes)
        if !usesPager, buffer.count > 1 << 16 { flush() }
    }

    /// Shows what was added; the last call of a command.
    func finish() {
        if usesPager { startPager() }
        flush()
        guard let pager else { return }
        try? output.close()
        pager.waitUntilExit()
    }

    /// Writes what was added so far.
    func flush() {
        guard !buffer.isEmpty else { return }
        do {
            try output.write(contentsOf: Data(buffer))
        } catch {
            // A reader that went away (`head`, a pager that was left) wants no more; anything else is told.
            if pager == nil { StandardOutput.end(after: error) }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func startPager() {
        let environment = ProcessInfo.processInfo.environment
        let command = environment["AGGD_PAGER"] ?? environment["PAGER"] ?? "less"
        guard !command.isEmpty, command != "cat" else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        // F: quit when it fits on one screen; R: colours; X: leave the text on the screen.
        process.environment = environment.merging(["LESS": "FRX"]) { old, _ in old }
        let pipe = Pipe()
        process.standardInput = pipe
        guard (try? process.run()) != nil else { return }
        pager = process
        output = pipe.fileHandleForWriting
    }
}
