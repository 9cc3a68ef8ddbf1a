internal import Glibc
internal import Synchronization

/// Keeps iconv's descriptors for the next document in the same charset.
///
/// To open one loads the charset's code and tables into the process, to close the last one unloads them: more work than
/// a small feed, and all of it under one lock of the whole process.
final class IdleDescriptors: Sendable {
    @safe private struct Descriptor: @unchecked Sendable {
        // Unchecked: a handle of C, which iconv binds to no thread; whoever takes it out of the list has it alone.
        var handle: iconv_t
        var charset: String
    }

    /// Those of the whole process.
    static let shared = IdleDescriptors(limit: 32)

    private let limit: Int
    private let idle = Mutex<[Descriptor]>([])

    /// Keeps so many at most; the one that nobody wanted for longest goes first.
    init(limit: Int) { self.limit = limit }

    deinit {
        for descriptor in idle.withLock({ $0 }) { unsafe iconv_close(descriptor.handle) }
    }

    /// How many wait to be used again.
    var count: Int { idle.withLock { $0.count } }

    /// A descriptor that decodes a charset into UTF-8; nil when iconv doesn't know it.
    func take(_ charset: String) -> iconv_t? {
        let kept = idle.withLock { idle in
            idle.lastIndex { $0.charset == charset }.map { idle.remove(at: $0) }
        }
        if let kept { return unsafe kept.handle }
        // iconv_open answers (iconv_t)-1 for an unknown pair.
        guard let opened = unsafe iconv_open("UTF-8", charset), Int(bitPattern: opened) != -1 else {
            return nil
        }
        return unsafe opened
    }

    /// Gives a descriptor back, which forgets what it has read.
    func put(_ handle: iconv_t, _ charset: String) {
        unsafe iconv(handle, nil, nil, nil, nil)
        let descriptor = unsafe Descriptor(handle: handle, charset: charset)
        let oldest = idle.withLock { idle in
            idle.append(descriptor)
            return idle.count > limit ? idle.removeFirst() : nil
        }
        if let oldest { unsafe iconv_close(oldest.handle) }
    }
}
