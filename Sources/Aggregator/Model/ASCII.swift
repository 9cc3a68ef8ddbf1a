/// The bytes of ASCII that addresses are made of.
enum ASCII {
    /// `&`.
    static let ampersand = UInt8(ascii: "&")
    /// `/`.
    static let slash = UInt8(ascii: "/")
    /// `:`.
    static let colon = UInt8(ascii: ":")

    /// A capital letter's small one; any other byte as it is.
    static func lowercase(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    /// True for a space and for control characters that part words.
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte >= 0x09 && byte <= 0x0D
    }

    /// The value of a hexadecimal digit.
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// The text without the spaces around it, those that never break (U+00A0) too.
    static func trim(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first {
            if isSpace(first) {
                text = text.dropFirst()
            } else if text.starts(with: [0xC2, 0xA0]) {
                text = text.dropFirst(2)
            } else {
                break
            }
        }
        while let last = text.last {
            if isSpace(last) {
                text = text.dropLast()
            } else if text.suffix(2).elementsEqual([0xC2, 0xA0]) {
                text = text.dropLast(2)
            } else {
                break
            }
        }
        return text
    }

    /// True when two texts agree but for capitals; the second must be in small letters.
    static func isSame(_ text: some Sequence<UInt8>, _ small: String) -> Bool {
        text.lazy.map(lowercase).elementsEqual(small.utf8)
    }
}
