/// Reads JSON as far as it goes.
///
/// Documents that end early, trailing commas, raw line breaks in strings and single damaged values cost only what
/// is damaged; ``isDamaged`` tells.
struct JSONReader {
    private let b: [UInt8]
    private var at = 0
    private var depth = 0
    /// Whether anything had to be guessed.
    private(set) var isDamaged = false

    /// Takes the document as valid UTF-8.
    init(_ bytes: [UInt8]) {
        b = bytes
    }

    /// The value at the document's start; nil when there is none.
    mutating func read() throws(FeedParseError) -> JSONValue? {
        let value = try value()
        skipBlanks()
        if at < b.count { isDamaged = true }
        return value
    }

    private mutating func skipBlanks() {
        while at < b.count, b[at] <= 0x20 { at += 1 }
    }

    private mutating func value() throws(FeedParseError) -> JSONValue? {
        skipBlanks()
        guard at < b.count else { return nil }
        switch b[at] {
        case 0x7B: return try object()
        case 0x5B: return try array()
        case 0x22: return .string(string())
        default: return word()
        }
    }

    private mutating func enter() throws(FeedParseError) {
        depth += 1
        at += 1
        guard depth <= 512 else { throw FeedParseError(.limit, "JSON values are nested more than 512 deep.") }
    }

    private mutating func object() throws(FeedParseError) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var pairs: [(key: String, value: JSONValue)] = []
        while true {
            skipBlanks()
            guard at < b.count else {
                isDamaged = true
                return .object(pairs)
            }
            switch b[at] {
            case 0x7D:
                at += 1
                return .object(pairs)
            case 0x2C: at += 1
            case 0x22:
                let key = string()
                skipBlanks()
                guard at < b.count, b[at] == 0x3A else {
                    isDamaged = true
                    continue
                }
                at += 1
                guard let value = try value() else {
                    isDamaged = true
                    return .object(pairs)
                }
                pairs.append((key, value))
            case 0x5D:
                // An object that was never closed inside of an array.
                isDamaged = true
                return .object(pairs)
            default:
                isDamaged = true
                at += 1
            }
        }
    }

    private mutating func array() throws(FeedParseError) -> JSONValue {
        try enter()
        defer { depth -= 1 }
        var values: [JSONValue] = []
        while true {
            skipBlanks()
            guard at < b.count else {
                isDamaged = true
                return .array(values)
            }
            if b[at] == 0x5D {
                at += 1
                return .array(values)
            }
            if b[at] == 0x2C {
                at += 1
                continue
            }
            if b[at] == 0x7D || b[at] == 0x3A {
                isDamaged = true
                at += 1
                continue
            }
            guard let value = try value() else {
                isDamaged = true
                return .array(values)
            }
            values.append(value)
        }
    }

    /// A number or one of the three words.
    private mutating func word() -> JSONValue {
        let start = at
        while at < b.count, !Self.endsWord(b[at]) { at += 1 }
        let text = String(decoding: b[start..<at], as: UTF8.self)
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            if Double(text) != nil { return .number(text) }
            isDamaged = true
            if at == start { at += 1 }
            return .null
        }
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x20, 0x2C, 0x5D, 0x7D, 0x3A, 0x22, 0x5B, 0x7B: true
        default: false
        }
    }

    private mutating func string() -> String {
        at += 1
        var bytes: [UInt8] = []
        while at < b.count {
            var end = at
            while end < b.count, b[end] != 0x22, b[end] != 0x5C { end += 1 }
            bytes.append(contentsOf: b[at..<end])
            at = end
            guard at < b.count else { break }
            if b[at] == 0x22 {
                at += 1
                return String(decoding: bytes, as: UTF8.self)
            }
            escape(into: &bytes)
        }
        isDamaged = true
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func escape(into bytes: inout [UInt8]) {
        guard at + 1 < b.count else {
            at = b.count
            return
        }
        let letter = b[at + 1]
        at += 2
        switch letter {
        case 0x6E: bytes.append(0x0A)
        case 0x74: bytes.append(0x09)
        case 0x72: bytes.append(0x0D)
        case 0x62: bytes.append(0x08)
        case 0x66: bytes.append(0x0C)
        case 0x75:
            guard var scalar = hexadecimal() else {
                isDamaged = true
                return
            }
            if (0xD800..<0xDC00).contains(scalar), at + 1 < b.count, b[at] == 0x5C, b[at + 1] == 0x75 {
                let back = at
                at += 2
                if let low = hexadecimal(), (0xDC00..<0xE000).contains(low) {
                    scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
                } else {
                    at = back
                }
            }
            HTMLEntities.append(scalar, to: &bytes)
        default: bytes.append(letter)
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard at + 4 <= b.count,
            let value = UInt32(String(decoding: b[at..<at + 4], as: UTF8.self), radix: 16)
        else { return nil }
        at += 4
        return value
    }
}
