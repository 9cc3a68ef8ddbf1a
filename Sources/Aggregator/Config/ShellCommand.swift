import Foundation
internal import Glibc
import Synchronization

/// A command of the configuration, which a shell runs for what it prints.
///
/// It has no terminal to ask at, lest it wait for somebody who isn't there: it runs in a session of its own, and all of
/// its processes are ended together when it takes too long, or when this process ends before it.
struct ShellCommand {
    private let command: String
    private let limit: Duration

    /// What it may print.
    private static let mostBytes = 1 << 20
    /// `POSIX_SPAWN_SETSID`, which Swift's Glibc leaves out.
    private static let ownSession: Int32 = 0x80

    /// What watches over a command, as another child of ours: it ends all of the command's processes unless it is told
    /// on descriptor 3 that all is well before the other end closes, which this process' own end does.
    private static let watcher = "read -r end <&3 || kill -9 -\"$1\""

    /// Held while one starts: another one that starts meanwhile would get its end of the pipe, and keep it open.
    private static let starting = Mutex(())

    /// A command that has started.
    private struct Running {
        let child, watcher: pid_t
        /// Our ends of the pipe that it prints to, and of the watcher's.
        let output, watch: Int32
    }

    /// Why there is no output.
    enum Fault: Error, Equatable {
        case notRun
        case tooLong(Duration)
        case tooMuch
        /// Nobody wants to know any more.
        case stopped
        /// The exit status; 128 and more for the number of a signal.
        case ended(status: Int32)

        /// What became of the command, behind its name.
        var clause: String {
            switch self {
            case .notRun: "can't be run"
            case .tooLong(let limit):
                "did not end within \(limit.components.seconds) seconds; it can't ask at the terminal"
            case .tooMuch: "prints more than \(ShellCommand.mostBytes) bytes"
            case .stopped: "was stopped"
            case .ended(let status): "ended with status \(status)"
            }
        }
    }

    /// Creates a command that may take so long.
    init(_ command: String, limit: Duration) {
        self.command = command
        self.limit = limit
    }

    /// Runs it and waits for what it prints; its error output is ours.
    /// - Parameter isStopped: whether it is to be ended at once; asked again and again while it runs.
    func output(unless isStopped: () -> Bool = { false }) throws(Fault) -> [UInt8] {
        guard !isStopped() else { throw .stopped }
        guard let running = Self.starting.withLock({ _ in begin() }) else { throw .notRun }
        let child = running.child
        defer {
            close(running.output)
            close(running.watch)
        }
        let printed: Result<[UInt8], Fault>
        do throws(Fault) {
            printed = .success(try output(of: child, from: running.output, unless: isStopped))
        } catch {
            if Self.hasEnded(child) != nil { kill(-child, SIGKILL) }
            printed = .failure(error)
        }
        // Its number, which is that of all it began, may be another's as soon as somebody has waited for it.
        Self.dismiss(running)
        let status = Self.wait(for: child)
        let output = try printed.get()
        // Who stops this process may have stopped the command too.
        if status > 128, isStopped() { throw .stopped }
        guard status == 0 else { throw .ended(status: status) }
        return output
    }

    /// Starts it; nil when that can't be.
    private func begin() -> Running? {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var watch: [Int32] = [-1, -1]
        guard unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &watch) == 0
        else {
            for end in ends { close(end) }
            return nil
        }
        defer {
            close(ends[1])
            close(watch[1])
        }
        if let child = start([command], printingTo: ends[1]) {
            if let watcher = start([Self.watcher, "sh", String(child)], reading: watch[1]) {
                return Running(child: child, watcher: watcher, output: ends[0], watch: watch[0])
            }
            kill(-child, SIGKILL)
            _ = waitpid(child, nil, 0)
        }
        close(ends[0])
        close(watch[0])
        return nil
    }

    /// Tells the watcher that the command has ended, and waits for its own end: what the command has left behind goes
    /// on.
    private static func dismiss(_ running: Running) {
        unsafe _ = send(running.watch, "\n", 1, Int32(MSG_NOSIGNAL))
        _ = waitpid(running.watcher, nil, 0)
    }

    /// What a command prints until it ends, which leaves it to be waited for.
    private func output(
        of child: pid_t, from descriptor: Int32, unless isStopped: () -> Bool
    ) throws(Fault) -> [UInt8] {
        let clock = ContinuousClock()
        let end = clock.now + limit
        var output: [UInt8] = []
        var isOpen = true
        var hasEnded = false
        while true {
            guard clock.now < end else { throw .tooLong(limit) }
            guard !isStopped() else { throw .stopped }
            // Asked before the pipe is looked at: all that it has printed is in there by then, and what it has begun
            // may hold the pipe for long.
            hasEnded = hasEnded || Self.hasEnded(child) ?? true
            var wanted = pollfd(fd: isOpen ? descriptor : -1, events: Int16(POLLIN), revents: 0)
            if unsafe poll(&wanted, 1, hasEnded ? 0 : isOpen ? 100 : 5) > 0 {
                isOpen = try take(from: descriptor, to: &output)
            } else if hasEnded {
                return output
            }
        }
    }

    /// Takes what is there to be read; false when nothing comes any more.
    private func take(from descriptor: Int32, to output: inout [UInt8]) throws(Fault) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        let count = unsafe read(descriptor, &chunk, chunk.count)
        guard count > 0 else { return count < 0 && errno == EINTR }
        output += chunk.prefix(count)
        guard output.count <= Self.mostBytes else { throw .tooMuch }
        return true
    }

    /// Whether a process has ended, which keeps its number until somebody waits for it; nil when it is there no more.
    private static func hasEnded(_ child: pid_t) -> Bool? {
        var end = unsafe siginfo_t()
        let result = unsafe waitid(P_PID, id_t(child), &end, WEXITED | WNOHANG | WNOWAIT)
        return unsafe result == 0 ? end.si_signo == SIGCHLD : nil
    }

    /// Waits for the end of a process, and gives its exit status.
    private static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        // Where whoever started this process has it ignore its children's ends, nobody can tell.
        guard unsafe waitpid(child, &status, 0) == child else { return 0 }
        let signal = status & 0x7f
        return signal == 0 ? status >> 8 & 0xff : 128 + signal
    }

    /// Starts a shell in a session of its own.
    /// - Parameters:
    ///   - script: what it runs, and the words behind that.
    ///   - output: where it prints to; nowhere when nil, its errors too.
    ///   - input: what it has as descriptor 3.
    private func start(_ script: [String], printingTo output: Int32? = nil, reading input: Int32? = nil)
        -> pid_t?
    {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDWR, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output ?? STDIN_FILENO, STDOUT_FILENO)
        if output == nil { unsafe posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO) }
        // What this process has open is none of the command's.
        for descriptor in Self.openDescriptors where descriptor > STDERR_FILENO && descriptor != input {
            unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // The original closes itself.
        if let input { unsafe posix_spawn_file_actions_adddup2(&actions, input, 3) }

        // Signals that this process ignores or blocks are none of the command's.
        var signals = sigset_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
        unsafe sigemptyset(&signals)
        unsafe posix_spawnattr_setsigmask(&attributes, &signals)
        unsafe sigfillset(&signals)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Self.ownSession | Int32(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

        let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
        var child: pid_t = 0
        let result = unsafe Self.withPointers(to: ["/bin/sh", "-c"] + script) {
            arguments in
            unsafe Self.withPointers(to: environment) { environment in
                unsafe posix_spawn(&child, "/bin/sh", &actions, &attributes, arguments, environment)
            }
        }
        return result == 0 ? child : nil
    }

    /// The descriptors of this process; none where `/proc` is missing, and then they close themselves or stay open.
    private static var openDescriptors: [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return names.compactMap { Int32($0) }
    }

    /// C's form of a list of texts, with nil behind the last.
    private static func withPointers<Value>(
        to texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let pointers = unsafe texts.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe body(pointers)
    }
}
