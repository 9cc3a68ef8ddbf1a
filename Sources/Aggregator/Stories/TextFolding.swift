import Foundation

/// What a character is to the comparison of texts: a letter without case and accents, a digit, a boundary.
///
/// Compatibility forms are one letter or several (`ﬁ`, full-width, Arabic presentation forms), so that two
/// renderings of one text give the same words. Scripts written without spaces give one word a character; four
/// words make a shingle, hence character 4-grams.
enum TextFolding {
    /// What a character is.
    enum Class: UInt8 {
        /// It ends a word.
        case boundary
        /// A part of a word.
        case letter
        /// A part of a number; the folded value is the ASCII digit.
        case digit
        /// A word by itself: ideographs, kana, Thai and its neighbours.
        case single
        /// It counts as not being there: accents, vowel points, joiners.
        case ignored
        /// It ends a sentence in a script without capital letters.
        case sentenceEnd
        /// An apostrophe.
        case apostrophe
        /// Several characters, in ``Folded/several``.
        case several
    }

    /// A folded character.
    struct Folded {
        /// What it is.
        var kind: Class
        /// The folded character.
        var value: UInt32

        static let boundary = Folded(kind: .boundary, value: 0)
    }

    /// Folds a character beyond ASCII.
    static func fold(_ scalar: UInt32) -> Folded {
        if scalar < 0x80 { return .boundary }
        if scalar < table.low.count + 0x80 { return unpack(table.low[Int(scalar) - 0x80]) }
        switch scalar {
        case 0x1E00..<0x2070: return unpack(table.middle[Int(scalar) - 0x1E00])
        case 0xFB00..<0x1_0000: return unpack(table.high[Int(scalar) - 0xFB00])
        case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3FFFF:
            return Folded(kind: .single, value: scalar)
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF:
            return Folded(kind: .single, value: scalar)
        case 0xAC00...0xD7A3: return Folded(kind: .letter, value: scalar)
        case 0x3001...0x3002: return Folded(kind: .sentenceEnd, value: 0)
        default: return classify(scalar)
        }
    }

    /// The characters that a scalar of class ``Class/several`` stands for.
    static func several(_ index: UInt32) -> [UInt32] { table.several[Int(index)] }

    private static func unpack(_ packed: UInt32) -> Folded {
        Folded(kind: Class(rawValue: UInt8(packed >> 24)) ?? .boundary, value: packed & 0xFF_FFFF)
    }

    private static func pack(_ folded: Folded) -> UInt32 { UInt32(folded.kind.rawValue) << 24 | folded.value }

    private struct Table {
        /// U+0080 to U+06FF: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic.
        var low: [UInt32] = []
        /// U+1E00 to U+206F: Latin and Greek extended, punctuation.
        var middle: [UInt32] = []
        /// U+FB00 to U+FFFF: presentation forms, full and half width.
        var high: [UInt32] = []
        var several: [[UInt32]] = []
    }

    // Foundation's decomposition costs about a microsecond a character; some three thousand are asked once.
    private static let table: Table = {
        var table = Table()
        table.low = (0x80..<0x700).map { pack(decomposed($0, &table.several)) }
        table.middle = (0x1E00..<0x2070).map { pack(decomposed($0, &table.several)) }
        table.high = (0xFB00..<0x1_0000).map { pack(decomposed($0, &table.several)) }
        return table
    }()

    private static func decomposed(_ scalar: UInt32, _ several: inout [[UInt32]]) -> Folded {
        guard let character = Unicode.Scalar(scalar) else { return .boundary }
        let plain = classify(scalar)
        if plain.kind != .letter, scalar < 0xFB00 { return plain }
        let text = String(character).decomposedStringWithCompatibilityMapping
        var parts: [Folded] = []
        for part in text.unicodeScalars {
            let lower = part.properties.lowercaseMapping.unicodeScalars
            for one in lower {
                let folded = one.value < 0x80 ? ascii(UInt8(one.value)) : classify(one.value)
                if folded.kind != .ignored { parts.append(folded) }
            }
        }
        guard let first = parts.first else { return Folded(kind: .ignored, value: 0) }
        if parts.count == 1 { return first }
        if parts.allSatisfy({ $0.kind == .letter }) {
            several.append(parts.map(\.value))
            return Folded(kind: .several, value: UInt32(several.count - 1))
        }
        return first
    }

    private static func ascii(_ byte: UInt8) -> Folded {
        switch byte {
        case 0x30...0x39: Folded(kind: .digit, value: UInt32(byte))
        case 0x41...0x5A: Folded(kind: .letter, value: UInt32(byte | 0x20))
        case 0x61...0x7A: Folded(kind: .letter, value: UInt32(byte))
        case 0x27: Folded(kind: .apostrophe, value: 0)
        case 0x21, 0x2E, 0x3F: Folded(kind: .sentenceEnd, value: 0)
        default: .boundary
        }
    }

    private static func classify(_ scalar: UInt32) -> Folded {
        switch scalar {
        case 0x2019, 0x2018, 0x02BC: return Folded(kind: .apostrophe, value: 0)
        case 0x00AD, 0x0300...0x036F, 0x0591...0x05C7, 0x0610...0x061A, 0x0640, 0x064B...0x065F, 0x0670,
            0x06D6...0x06DC, 0x06DF...0x06E8, 0x06EA...0x06ED, 0x200B...0x200F, 0x202A...0x202E, 0x2060,
            0xFE00...0xFE0F,
            0xFEFF:
            return Folded(kind: .ignored, value: 0)
        // Alef with hamza or madda, alef maqsura, teh marbuta, Persian yeh and kaf: written either way.
        case 0x0622, 0x0623, 0x0625, 0x0671: return Folded(kind: .letter, value: 0x0627)
        case 0x0649, 0x06CC: return Folded(kind: .letter, value: 0x064A)
        case 0x0629: return Folded(kind: .letter, value: 0x0647)
        case 0x06A9: return Folded(kind: .letter, value: 0x0643)
        case 0x061F, 0x06D4, 0x0964, 0x0965, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61:
            return Folded(kind: .sentenceEnd, value: 0)
        // Letters that no decomposition takes apart.
        case 0x00DF: return Folded(kind: .letter, value: 0x73)
        case 0x00F8, 0x00D8: return Folded(kind: .letter, value: 0x6F)
        case 0x0142, 0x0141: return Folded(kind: .letter, value: 0x6C)
        case 0x0111, 0x0110: return Folded(kind: .letter, value: 0x64)
        case 0x0131: return Folded(kind: .letter, value: 0x69)
        case 0x0451, 0x0401: return Folded(kind: .letter, value: 0x0435)
        default: break
        }
        guard let character = Unicode.Scalar(scalar) else { return .boundary }
        let properties = character.properties
        switch properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter:
            let lower = properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar
            return Folded(kind: .letter, value: lower)
        case .lowercaseLetter, .modifierLetter, .otherLetter, .letterNumber, .spacingMark, .nonspacingMark:
            return Folded(kind: .letter, value: scalar)
        case .decimalNumber:
            let value = properties.numericValue.map { UInt32($0) } ?? 0
            return Folded(kind: .digit, value: 0x30 + value)
        default: return .boundary
        }
    }
}
