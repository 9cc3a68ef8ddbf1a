/// Facts about bytes that may be UTF-8.
struct UTF8Check {
    /// The number of well-formed sequences of two or more bytes.
    var sequences = 0
    /// The number of bytes that belong to no well-formed sequence.
    var badBytes = 0

    var isValid: Bool { badBytes == 0 }

    /// Checks bytes against Unicode table 3-7; with `quickly` it stops at the first bad byte.
    init(_ bytes: Span<UInt8>, from start: Int = 0, quickly: Bool = false) {
        var at = start
        let end = bytes.count
        unsafe bytes.withUnsafeBytes { raw in
            while at < end {
                // Eight ASCII bytes at a time.
                while at + 8 <= end,
                    unsafe raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
                {
                    at += 8
                }
                guard at < end else { break }
                if unsafe raw[at] < 0x80 {
                    at += 1
                    continue
                }
                let length = unsafe Self.sequenceLength(raw, at, end)
                if length == 0 {
                    badBytes += 1
                    if quickly { return }
                    at += 1
                } else {
                    sequences += 1
                    at += length
                }
            }
        }
    }

    /// The length of the well-formed sequence of several bytes at an index, 0 when there is none.
    static func sequenceLength(_ bytes: Span<UInt8>, _ at: Int) -> Int {
        unsafe bytes.withUnsafeBytes { unsafe sequenceLength($0, at, $0.count) }
    }

    @unsafe private static func sequenceLength(_ b: UnsafeRawBufferPointer, _ at: Int, _ end: Int) -> Int {
        let first = unsafe b[at]
        guard first >= 0xC2, first <= 0xF4, at + 1 < end else { return 0 }
        let second = unsafe b[at + 1]
        guard second & 0xC0 == 0x80 else { return 0 }
        if first < 0xE0 { return 2 }
        guard at + 2 < end, unsafe b[at + 2] & 0xC0 == 0x80 else { return 0 }
        if first < 0xF0 {
            if first == 0xE0 && second < 0xA0 { return 0 }
            if first == 0xED && second > 0x9F { return 0 }
            return 3
        }
        guard at + 3 < end, unsafe b[at + 3] & 0xC0 == 0x80 else { return 0 }
        if first == 0xF0 && second < 0x90 { return 0 }
        if first == 0xF4 && second > 0x8F { return 0 }
        return 4
    }
}
