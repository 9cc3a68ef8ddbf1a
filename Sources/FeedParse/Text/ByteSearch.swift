internal import Glibc

/// Finds bytes with the C library's vectorised searches.
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

    /// The index of the first such word at or behind a position; nil when there is none.
    static func first(of word: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
        let length = word.utf8CodeUnitCount
        return unsafe bytes.withUnsafeBufferPointer { whole in
            unsafe offset(
                of: UnsafeBufferPointer(start: word.utf8Start, count: length), in: whole, from: start)
        }
    }

    /// Where some bytes first stand in others, at or behind a position; nil when they don't.
    fileprivate static func offset(
        of part: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>, from start: Int = 0
    ) -> Int? {
        guard let first = unsafe part.first else { return start }
        guard let base = whole.baseAddress else { return nil }
        let last = whole.count - part.count
        var at = start
        while at <= last {
            guard let hit = unsafe memchr(base + at, Int32(first), last - at + 1) else { return nil }
            at = unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
            var length = 1
            while length < part.count, unsafe whole[at + length] == part[length] { length += 1 }
            if length == part.count { return at }
            at += 1
        }
        return nil
    }
}

extension StringProtocol {
    /// Where a text first stands in this one, byte for byte.
    ///
    /// The standard library compares character by character and takes a hundred times as long; the words that are
    /// looked for here are spelled in one way only.
    func range(of part: String) -> Range<Index>? {
        var part = part
        let found: Int?? = part.withUTF8 { part in
            utf8.withContiguousStorageIfAvailable { unsafe ByteSearch.offset(of: part, in: $0) }
        }
        guard let found else { return firstRange(of: part) }
        guard let offset = found else { return nil }
        let start = utf8.index(startIndex, offsetBy: offset)
        return start..<utf8.index(start, offsetBy: part.utf8.count)
    }
}

extension String {
    /// Whether a text stands in this one, byte for byte.
    func contains(_ part: String) -> Bool { range(of: part) != nil }
}
