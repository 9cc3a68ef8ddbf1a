internal import Glibc

/// Turns bytes of one charset into UTF-8 through iconv.
///
/// Has one conversion descriptor to itself; what doesn't decode becomes U+FFFD and is counted.
@safe struct CharsetDecoder: ~Copyable {
    private let descriptor: iconv_t
    private let charset: String

    /// A decoder for a WHATWG name; nil when this system's iconv doesn't know it.
    init?(_ name: String) {
        charset = EncodingLabels.iconvName(of: name)
        guard let descriptor = unsafe IdleDescriptors.shared.take(charset) else { return nil }
        unsafe self.descriptor = descriptor
    }

    deinit {
        unsafe IdleDescriptors.shared.put(descriptor, charset)
    }

    /// Whether iconv knows a label and reads ASCII by it as ASCII; UTF-7, whose ASCII may be markup in disguise, is none.
    static func isASCIIBased(_ label: String) -> Bool {
        let isName = label.utf8.allSatisfy {
            $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x7A || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E
        }
        guard isName, (3...24).contains(label.utf8.count), !label.hasPrefix("utf"), !label.contains("utf-7"),
            var decoder = CharsetDecoder(label.uppercased())
        else { return false }
        let ascii = Array(0x20...0x7E as ClosedRange<UInt8>)
        return decoder.decode(ascii[...]) == (ascii, 0)
    }

    /// Decodes everything; `errors` counts the places that could not be decoded.
    mutating func decode(_ bytes: ArraySlice<UInt8>, unit: Int = 1) -> (utf8: [UInt8], errors: Int) {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2)
        var errors = 0
        let piece = 65536
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: piece) { room in
            unsafe bytes.withUnsafeBytes { source in
                guard let base = source.baseAddress else { return }
                // iconv takes a mutable pointer for history's sake and never writes through it.
                var from: UnsafeMutablePointer<CChar>? = unsafe UnsafeMutablePointer(
                    mutating: base.assumingMemoryBound(to: CChar.self))
                var left = source.count
                while left > 0 {
                    var to: UnsafeMutablePointer<CChar>? = room.baseAddress
                    var free = piece
                    let result = unsafe iconv(descriptor, &from, &left, &to, &free)
                    let failure = errno
                    unsafe output.append(
                        contentsOf: UnsafeRawBufferPointer(
                            start: room.baseAddress, count: piece - free))
                    guard result == -1 else { break }
                    if failure == E2BIG { continue }
                    errors += 1
                    output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                    // EILSEQ: skip one unit and go on; EINVAL: the text ends inside of a character.
                    guard failure == EILSEQ, left >= unit else { break }
                    unsafe from = from.map { unsafe $0 + unit }
                    left -= unit
                    unsafe iconv(descriptor, nil, nil, nil, nil)
                }
                var to: UnsafeMutablePointer<CChar>? = room.baseAddress
                var free = piece
                unsafe iconv(descriptor, nil, nil, &to, &free)
                unsafe output.append(
                    contentsOf: UnsafeRawBufferPointer(
                        start: room.baseAddress, count: piece - free))
            }
        }
        return (output, errors)
    }
}
