import Glibc

/// Saves the input at hand when the process dies of it, by what a signal handler may call only.
@safe enum CrashNote {
    // Set by one thread before an input runs, read by the handler in the same thread.
    private nonisolated(unsafe) static var input: UnsafeMutablePointer<UInt8>?
    private nonisolated(unsafe) static var length = 0
    private nonisolated(unsafe) static var path: UnsafeMutablePointer<CChar>?

    /// Begins to watch; the input goes to a file of this name.
    static func install(path name: String) {
        unsafe input = UnsafeMutablePointer<UInt8>.allocate(capacity: Mutator.limit)
        unsafe path = strdup(name)
        // A stack that is used up needs another one for the handler.
        var stack = unsafe stack_t()
        unsafe stack.ss_size = 1 << 16
        unsafe stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: 1 << 16, alignment: 16)
        unsafe sigaltstack(&stack, nil)
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in CrashNote.save() }
        action.sa_flags = SA_ONSTACK | Int32(bitPattern: UInt32(SA_RESETHAND))
        for number in [SIGILL, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGTRAP, SIGALRM] {
            unsafe sigaction(number, &action, nil)
        }
    }

    /// Remembers the input that runs next; it may take ten seconds.
    static func begin(_ bytes: [UInt8]) {
        guard let input = unsafe input else { return }
        unsafe length = min(bytes.count, Mutator.limit)
        for index in unsafe 0..<length { unsafe input[index] = bytes[index] }
        alarm(10)
    }

    private static func save() {
        guard let path = unsafe path, let input = unsafe input else { _exit(1) }
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        if file >= 0 { unsafe write(file, input, length) }
        let words: StaticString = "the process died or hung; the input is saved\n"
        unsafe write(2, words.utf8Start, words.utf8CodeUnitCount)
        _exit(1)
    }
}
