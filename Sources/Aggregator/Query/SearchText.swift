internal import Foundation

/// A text as it is compared when searching: its words in lower case, without accents, one space between them.
///
/// The full-text index holds texts in this form and the in-memory match works on it, so both find the same.
/// - Latin, Greek, Cyrillic, Arabic and Hebrew lose their accents and vowel marks; ligatures and presentation
///   forms are resolved (Unicode compatibility decomposition).
/// - Scripts that don't put spaces between words (Han, Kana, Thai, Khmer, Lao, Burmese) and Hangul, whose
///   words carry particles, become one word a character; looking for several in order finds any substring.
struct SearchText {
    /// Raised when the folding changes; the store then builds its full-text index anew.
    static let version = 1

    /// A word that no folded text contains: it stands between two names, so that no phrase spans both.
    static let gap = "\u{2029}"

    /// The words with one space between them.
    private(set) var bytes: [UInt8] = []
    private var inWord = false

    /// Folds a text.
    init(_ text: String) {
        var text = text
        text.withUTF8 { buffer in
            unsafe append(buffer.span)
        }
    }

    /// The words with one space between them.
    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The words one by one.
    var words: [String] {
        bytes.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The folded text of a string.
    static func fold(_ text: String) -> String { SearchText(text).string }

    private mutating func append(_ source: Span<UInt8>) {
        bytes.reserveCapacity(source.count + source.count / 16)
        var index = 0
        while index < source.count {
            let byte = source[index]
            if byte < 0x80 {
                let class_ = Self.ascii[Int(byte)]
                if class_ == 0 { endWord() } else { appendToWord(class_) }
                index += 1
                continue
            }
            // General punctuation (U+2000–U+206F) is common in English; none of it needs a table.
            if byte == 0xE2, index + 2 < source.count, source[index + 1] <= 0x81 {
                let last = source[index + 2]
                let isIgnorable = source[index + 1] == 0x80 && last >= 0x8B && last <= 0x8F || last == 0xA0
                if !isIgnorable { endWord() }
                index += 3
                continue
            }
            var end = index
            while end < source.count, source[end] >= 0x80 { end += 1 }
            var run: [UInt8] = []
            run.reserveCapacity(end - index)
            while index < end {
                run.append(source[index])
                index += 1
            }
            appendRun(String(decoding: run, as: UTF8.self))
        }
        if bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
    }

    private mutating func endWord() {
        guard inWord else { return }
        bytes.append(UInt8(ascii: " "))
        inWord = false
    }

    private mutating func appendToWord(_ byte: UInt8) {
        bytes.append(byte)
        inWord = true
    }

    /// Adds a run without ASCII.
    private mutating func appendRun(_ run: String) {
        var part = String.UnicodeScalarView()
        var isEast = false
        for scalar in run.unicodeScalars {
            let east = scalar.value >= 0x2E80
            if east != isEast, !part.isEmpty {
                appendPart(String(part), isEast: isEast)
                part = String.UnicodeScalarView()
            }
            isEast = east
            part.append(scalar)
        }
        if !part.isEmpty { appendPart(String(part), isEast: isEast) }
    }

    /// Adds a part that lies on one side of U+2E80: East Asian scripts are composed, the others taken apart.
    private mutating func appendPart(_ part: String, isEast: Bool) {
        let normal =
            isEast
            ? part.precomposedStringWithCompatibilityMapping : part.decomposedStringWithCompatibilityMapping
        for scalar in normal.unicodeScalars {
            if scalar.isASCII {
                let byte = Self.ascii[Int(scalar.value)]
                if byte == 0 { endWord() } else { appendToWord(byte) }
            } else if Self.isIgnored(scalar) {
                continue
            } else if Self.isWordOfItsOwn(scalar) {
                endWord()
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { appendToWord(byte) }
                endWord()
            } else if let plain = Self.withoutStroke[scalar] {
                for byte in plain.utf8 { appendToWord(byte) }
            } else if Self.isLetter(scalar) {
                for small in scalar.properties.lowercaseMapping.unicodeScalars where !Self.isIgnored(small) {
                    for byte in UTF8.encode(small) ?? UTF8.encodedReplacementCharacter { appendToWord(byte) }
                }
            } else {
                endWord()
            }
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .privateUse:
            true
        default:
            false
        }
    }

    /// Accents, vowel points and invisible characters, which neither count nor separate.
    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x300...0x36F, 0x483...0x489, 0x591...0x5BD, 0x5BF, 0x5C1...0x5C7, 0x610...0x61A, 0x61C,
            0x640,
            0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E8, 0x6EA...0x6ED, 0x1AB0...0x1AFF,
            0x1DC0...0x1DFF,
            0x200B...0x200F, 0x2060...0x2064, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF:
            true
        default:
            false
        }
    }

    /// Characters of scripts without spaces between words, and Hangul.
    static func isWordOfItsOwn(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xE01...0xE4E, 0xE81...0xEDF, 0x1000...0x109F, 0x1780...0x17D3, 0x3005...0x3007, 0x3041...0x3096,
            0x30A1...0x30FA, 0x30FC...0x30FE, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default:
            false
        }
    }

    /// Letters whose stroke or joining isn't an accent to Unicode but is to people who search.
    private static let withoutStroke: [Unicode.Scalar: String] = [
        "ß": "ss", "ẞ": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae",
        "Æ": "ae",
        "œ": "oe", "Œ": "oe", "ı": "i", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ħ": "h", "Ħ": "h",
    ]

    /// For each ASCII character the byte that it becomes in a word, 0 for what separates.
    private static let ascii: [UInt8] = (0..<128).map { (value: UInt8) -> UInt8 in
        switch value {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): value
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value + 32
        default: 0
        }
    }
}
