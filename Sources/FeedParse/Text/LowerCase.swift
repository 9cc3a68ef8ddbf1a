/// Puts text into lower case over bytes.
///
/// The standard library asks Unicode's tables about every scalar of a text that isn't all ASCII, and one curly
/// quotation mark is enough for that. Here ASCII, Latin-1 and Cyrillic letters are changed by arithmetic, marks and
/// ideographs are passed by, and only what is left is looked up.
enum LowerCase {
    /// The lower-case bytes of UTF-8 bytes.
    static func bytes(of text: some Sequence<UInt8>, count: Int) -> [UInt8] {
        if let ascii = text.withContiguousStorageIfAvailable({ unsafe ascii($0) }), let ascii {
            return ascii
        }
        var out: [UInt8] = []
        out.reserveCapacity(count)
        var iterator = text.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case 0x41...0x5A: out.append(byte | 0x20)
            case 0..<0x80: out.append(byte)
            case 0xC2: out.append(byte); if let next = iterator.next() { out.append(next) }
            case 0xC3:
                out.append(byte)
                guard let next = iterator.next() else { break }
                out.append(next >= 0x80 && next <= 0x9E && next != 0x97 ? next | 0x20 : next)
            case 0xC4...0xDF:
                guard let next = iterator.next() else {
                    out.append(byte)
                    break
                }
                append(byte, next, to: &out)
            case 0xE0...0xEF:
                guard let second = iterator.next() else {
                    out.append(byte)
                    break
                }
                guard let third = iterator.next() else {
                    out.append(byte)
                    out.append(second)
                    break
                }
                // Marks, ideographs and their like have no case: all from U+2200 on but for a few blocks.
                let scalar = UInt32(byte & 0x0F) << 12 | UInt32(second & 0x3F) << 6 | UInt32(third & 0x3F)
                let isPlain = scalar >= 0x2000 && scalar < 0x2100 || scalar >= 0x2E80 && scalar < 0xA640
                if isPlain || scalar >= 0xAC00 && scalar < 0xFB00 {
                    out.append(byte)
                    out.append(second)
                    out.append(third)
                } else {
                    append(scalar, to: &out)
                }
            case 0xF0...0xF4:
                var value = UInt32(byte & 0x07)
                var rest: [UInt8] = [byte]
                while rest.count < 4, let next = iterator.next() {
                    rest.append(next)
                    value = value << 6 | UInt32(next & 0x3F)
                }
                // Deseret, Osage and their like; faces and signs are passed by.
                if rest.count == 4, value < 0x1F000 { append(value, to: &out) } else { out += rest }
            default: out.append(byte)
            }
        }
        return out
    }

    /// The same when all bytes are ASCII, else nil: a loop without branches.
    private static func ascii(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var all: UInt8 = 0
        let out = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { out, count in
            for at in 0..<bytes.count {
                let byte = unsafe bytes[at]
                all |= byte
                unsafe out[at] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
            count = bytes.count
        }
        return all < 0x80 ? out : nil
    }

    private static func append(_ first: UInt8, _ second: UInt8, to out: inout [UInt8]) {
        switch (first, second) {
        case (0xD0, 0x80...0x8F):
            out.append(0xD1)
            out.append(second + 0x10)
        case (0xD0, 0x90...0x9F):
            out.append(0xD0)
            out.append(second + 0x20)
        case (0xD0, 0xA0...0xAF):
            out.append(0xD1)
            out.append(second - 0x20)
        case (0xD0, _), (0xD1, 0x80...0x9F), (0xD7...0xDF, _):
            // Small Cyrillic letters; Hebrew, Arabic and their neighbours have no case.
            out.append(first)
            out.append(second)
        default: append(UInt32(first & 0x1F) << 6 | UInt32(second & 0x3F), to: &out)
        }
    }

    private static func append(_ value: UInt32, to out: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(value) else { return out.append(contentsOf: "\u{FFFD}".utf8) }
        guard scalar.properties.changesWhenLowercased else {
            return out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        out.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }
}

extension StringProtocol {
    /// The text in lower case.
    var lowered: String { String(decoding: loweredBytes, as: UTF8.self) }

    /// The text in lower case, as UTF-8.
    var loweredBytes: [UInt8] { LowerCase.bytes(of: utf8, count: utf8.count) }
}
