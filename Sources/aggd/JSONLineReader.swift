import Foundation

/// Reads the strings of flat JSON objects, one a line, without building a tree.
///
/// Foundation's decoder costs more than the decision about an item; this one copies each wanted string once.
/// Members that are no strings are skipped, nested ones too.
struct JSONLineReader {
    private let bytes: [UInt8]
    private var place: Int
    private let end: Int

    /// The string members of an object; nil when the line is none.
    static func strings(_ bytes: [UInt8], _ line: Range<Int>) -> [String: String]? {
        var reader = JSONLineReader(bytes: bytes, place: line.lowerBound, end: line.upperBound)
        return reader.object()
    }

    private init(bytes: [UInt8], place: Int, end: Int) {
        self.bytes = bytes
        self.place = place
        self.end = end
    }

    private mutating func object() -> [String: String]? {
        var members: [String: String] = [:]
        skipSpace()
        guard take(0x7B) else { return nil }
        skipSpace()
        if take(0x7D) { return members }
        while true {
            skipSpace()
            guard let name = string() else { return nil }
            skipSpace()
            guard take(0x3A) else { return nil }
            skipSpace()
            guard place < end else { return nil }
            if bytes[place] == 0x22 {
                guard let value = string() else { return nil }
                members[name] = value
            } else {
                guard skipValue() else { return nil }
            }
            skipSpace()
            if take(0x2C) { continue }
            guard take(0x7D) else { return nil }
            skipSpace()
            return place == end ? members : nil
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < end, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while place < end, bytes[place] <= 0x20 { place += 1 }
    }

    /// Skips a number, a literal, or a nested value to its end.
    private mutating func skipValue() -> Bool {
        let start = place
        var depth = 0
        while place < end {
            switch bytes[place] {
            case 0x22: if string() == nil { return false } else { continue }
            case 0x7B, 0x5B: depth += 1
            case 0x7D, 0x5D:
                if depth == 0 { return place > start }
                depth -= 1
            case 0x2C where depth == 0: return place > start
            default: break
            }
            place += 1
        }
        return false
    }

    /// The place of the next quote or backslash.
    private static func quoteOrEscape(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var place = start
        while place < end, bytes[place] != 0x22, bytes[place] != 0x5C { place += 1 }
        return place
    }

    private mutating func string() -> String? {
        guard take(0x22) else { return nil }
        let start = place
        place = Self.quoteOrEscape(bytes.span, place, end)
        guard place < end else { return nil }
        if bytes[place] == 0x22 {
            let text = String(decoding: bytes[start..<place], as: UTF8.self)
            place += 1
            return text
        }
        var copy: [UInt8] = []
        copy.reserveCapacity(min(end - start, 4096))
        var run = start
        while place < end {
            // Runs of plain bytes are copied at once.
            place = Self.quoteOrEscape(bytes.span, place, end)
            guard place < end else { return nil }
            copy.append(contentsOf: bytes[run..<place])
            let byte = bytes[place]
            place += 1
            if byte == 0x22 { return String(decoding: copy, as: UTF8.self) }
            guard place < end else { return nil }
            let escaped = bytes[place]
            place += 1
            switch escaped {
            case 0x6E: copy.append(0x0A)
            case 0x74: copy.append(0x09)
            case 0x72: copy.append(0x0D)
            case 0x62: copy.append(0x08)
            case 0x66: copy.append(0x0C)
            case 0x75:
                guard let scalar = unicodeEscape() else { return nil }
                copy.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            default: copy.append(escaped)
            }
            run = place
        }
        return nil
    }

    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let high = hex() else { return nil }
        if (0xD800..<0xDC00).contains(high), place + 1 < end, bytes[place] == 0x5C, bytes[place + 1] == 0x75 {
            let back = place
            place += 2
            if let low = hex(), (0xDC00..<0xE000).contains(low) {
                return Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            }
            place = back
        }
        return Unicode.Scalar(high) ?? "\u{FFFD}"
    }

    private mutating func hex() -> UInt32? {
        guard place + 4 <= end else { return nil }
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[place]
            place += 1
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        return value
    }
}
