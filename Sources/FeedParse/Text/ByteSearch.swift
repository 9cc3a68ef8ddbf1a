internal import Glibc

/// Finds single bytes with the C library's vectorised search.
enum ByteSearch {
    /// The index of the first such byte at or behind a position; nil when there is none.
    @inline(__always)
    static func first(_ byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        return unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return nil }
            let from = unsafe base + start
            guard let hit = unsafe memchr(from, Int32(byte), bytes.count - start) else { return nil }
            return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
        }
    }
}
