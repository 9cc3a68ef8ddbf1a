internal import Glibc
internal import Synchronization

/// The poll states that were read last, by source, with the texts that they were read from.
///
/// A poll reads its source's state when it begins and once more in the transaction that stores it. The text in the
/// store decides: only when it is the same is the state taken from here.
final class PollStateMemory: Sendable {
    /// States beyond which all are forgotten: a poll under way needs but its own.
    private static let limit = 1024

    private let entries = Mutex<[String: ReadPollState]>([:])

    /// The state of a source that a text stands for.
    func state(of source: String, text: [UInt8]) -> PollState {
        let known = entries.withLock { entries in
            entries[source].flatMap { Self.isSame($0.text, text) ? $0.state : nil }
        }
        if let known { return known }
        let read = PollStateText.read(whole: text)
        entries.withLock { entries in
            if entries.count >= Self.limit { entries.removeAll() }
            entries[source] = read
        }
        return read.state
    }

    /// Compared by the C library: the standard library walks arrays byte by byte.
    private static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        return unsafe one.withUnsafeBufferPointer { one in
            unsafe other.withUnsafeBufferPointer { other in
                guard let first = one.baseAddress, let second = other.baseAddress else { return true }
                return unsafe memcmp(first, second, one.count) == 0
            }
        }
    }

    /// The state of a source has changed, and is not needed again soon.
    /// - Returns: what was remembered of it.
    @discardableResult
    func forget(_ source: String) -> ReadPollState? {
        entries.withLock { $0.removeValue(forKey: source) }
    }

    /// No state is needed again soon.
    func forgetAll() {
        entries.withLock { $0 = [:] }
    }
}
