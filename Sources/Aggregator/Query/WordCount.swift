/// The number of words of a text, as a person counts them.
///
/// A word is what stands between white space and holds a letter or digit; in scripts without spaces each
/// character counts.
enum WordCount {
    /// Counts the words of a text.
    static func count(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { buffer in
            unsafe count(buffer.span)
        }
    }

    private static func count(_ bytes: Span<UInt8>) -> Int {
        var words = 0
        var inWord = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0x20 || byte >= 0x09 && byte <= 0x0D {
                    inWord = false
                } else if !inWord, isAlphanumeric(byte) {
                    inWord = true
                    words += 1
                }
                index += 1
                continue
            }
            // General punctuation (U+2000–U+20FF) begins no word and ends none.
            if byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] < 0x84 {
                index += 3
                continue
            }
            let (scalar, length) = decode(bytes, at: index)
            index += length
            if SearchText.isWordOfItsOwn(scalar) {
                words += 1
                inWord = false
            } else if scalar.value == 0xA0 || scalar.value == 0x3000 {
                inWord = false
            } else if !inWord, scalar.properties.isAlphabetic {
                inWord = true
                words += 1
            }
        }
        return words
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default:
            false
        }
    }

    /// Decodes one scalar of valid UTF-8.
    private static func decode(_ bytes: Span<UInt8>, at index: Int) -> (Unicode.Scalar, Int) {
        let first = UInt32(bytes[index])
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        var value = first & (0xFF >> UInt32(length + 1))
        for offset in 1..<length where index + offset < bytes.count {
            value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }
}
