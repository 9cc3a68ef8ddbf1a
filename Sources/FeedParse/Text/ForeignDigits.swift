/// Turns the digits of other scripts into those of ASCII.
enum ForeignDigits {
    /// The same text with ASCII digits; nil when it has no others.
    ///
    /// Arabic-Indic, Persian, Devanagari, Bengali, Thai and full-width digits, which dates of news pages are written with.
    static func ascii(_ b: Span<UInt8>, _ start: Int, _ end: Int) -> [UInt8]? {
        var output: [UInt8] = []
        var copied = start
        var at = start
        while at < end {
            guard b[at] >= 0xD9, let (digit, length) = digit(b, at, end) else {
                at += 1
                continue
            }
            for index in copied..<at { output.append(b[index]) }
            output.append(0x30 + digit)
            at += length
            copied = at
        }
        guard !output.isEmpty else { return nil }
        for index in copied..<end { output.append(b[index]) }
        return output
    }

    /// The digit that begins at a place, and its length in bytes; nil for ASCII digits and everything else.
    static func digit(_ b: Span<UInt8>, _ at: Int, _ end: Int) -> (digit: UInt8, length: Int)? {
        guard at + 1 < end else { return nil }
        switch (b[at], b[at + 1]) {
        case (0xD9, 0xA0...0xA9): return (b[at + 1] - 0xA0, 2)
        case (0xDB, 0xB0...0xB9): return (b[at + 1] - 0xB0, 2)
        default: break
        }
        guard at + 2 < end else { return nil }
        switch (b[at], b[at + 1], b[at + 2]) {
        case (0xE0, 0xA5, 0xA6...0xAF), (0xE0, 0xA7, 0xA6...0xAF): return (b[at + 2] - 0xA6, 3)
        case (0xE0, 0xB9, 0x90...0x99), (0xEF, 0xBC, 0x90...0x99): return (b[at + 2] - 0x90, 3)
        default: return nil
        }
    }
}
