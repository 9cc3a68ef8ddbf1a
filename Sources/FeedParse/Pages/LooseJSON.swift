/// JSON as pages write it: line breaks in strings, trailing commas, comments around it, cut ends.
///
/// What can't be read ends the value; what was read before it stays (RFC 8259 is followed otherwise).
indirect enum LooseJSON: Sendable, Equatable {
    case object([String: LooseJSON])
    case array([LooseJSON])
    case string(String)
    case number(Double)
    case bool(Bool)
    case null

    /// Reads a document, nil when there is none.
    init?(_ bytes: some Collection<UInt8>) {
        var reader = Reader(bytes: Array(bytes))
        guard let value = reader.document() else { return nil }
        self = value
    }

    /// Reads the value that bytes begin with, and tells how many it took.
    static func prefix(of bytes: ArraySlice<UInt8>) -> (LooseJSON, Int)? {
        var reader = Reader(bytes: Array(bytes.prefix(8 << 20)))
        guard let value = reader.value() else { return nil }
        return (value, reader.at)
    }

    /// A member of an object.
    subscript(_ key: String) -> LooseJSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The text of a string or number; the first of an array; `@value`, `name` or `@id` of an object.
    var text: String? {
        switch self {
        case .string(let text):
            let text = text.trimmedBlanks
            return text.isEmpty ? nil : text
        case .number(let number):
            return number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
        case .array(let list): return list.lazy.compactMap(\.text).first
        case .object(let members):
            return members["@value"]?.text ?? members["name"]?.text
        case .bool, .null: return nil
        }
    }

    /// The values of an array, or the value itself.
    var list: [LooseJSON] {
        switch self {
        case .array(let list): list
        case .null: []
        default: [self]
        }
    }

    /// All members of an object, none for other values.
    var members: [String: LooseJSON] {
        if case .object(let members) = self { return members }
        return [:]
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0
        var depth = 0

        mutating func document() -> LooseJSON? {
            while at < bytes.count, bytes[at] != 0x7B, bytes[at] != 0x5B { at += 1 }
            return value()
        }

        private mutating func blanks() {
            while at < bytes.count {
                if bytes[at] <= 0x20 {
                    at += 1
                } else if bytes[at] == UInt8(ascii: "/"), at + 1 < bytes.count,
                    bytes[at + 1] == UInt8(ascii: "*")
                {
                    at += 2
                    while at + 1 < bytes.count, !(bytes[at] == 0x2A && bytes[at + 1] == 0x2F) { at += 1 }
                    at = min(at + 2, bytes.count)
                } else {
                    return
                }
            }
        }

        mutating func value() -> LooseJSON? {
            blanks()
            guard at < bytes.count, depth < 200 else { return nil }
            switch bytes[at] {
            case 0x7B: return object()
            case 0x5B: return array()
            case 0x22: return .string(string())
            case UInt8(ascii: "t"): return word("true", .bool(true))
            case UInt8(ascii: "f"): return word("false", .bool(false))
            case UInt8(ascii: "n"): return word("null", .null)
            default: return number()
            }
        }

        private mutating func word(_ word: String, _ value: LooseJSON) -> LooseJSON? {
            guard bytes[at...].starts(with: word.utf8) else { return nil }
            at += word.utf8.count
            return value
        }

        private mutating func number() -> LooseJSON? {
            let start = at
            while at < bytes.count, "+-.eE0123456789".utf8.contains(bytes[at]) { at += 1 }
            return Double(String(decoding: bytes[start..<at], as: UTF8.self)).map(LooseJSON.number)
        }

        private mutating func object() -> LooseJSON {
            var members: [String: LooseJSON] = [:]
            at += 1
            depth += 1
            defer { depth -= 1 }
            while true {
                blanks()
                guard at < bytes.count else { break }
                if bytes[at] == 0x7D {
                    at += 1
                    break
                }
                if bytes[at] == UInt8(ascii: ",") {
                    at += 1
                    continue
                }
                guard bytes[at] == 0x22 else { break }
                let key = string()
                blanks()
                guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { break }
                at += 1
                guard let value = value() else { break }
                if members[key] == nil { members[key] = value }
            }
            return .object(members)
        }

        private mutating func array() -> LooseJSON {
            var list: [LooseJSON] = []
            at += 1
            depth += 1
            defer { depth -= 1 }
            while true {
                blanks()
                guard at < bytes.count else { break }
                if bytes[at] == 0x5D {
                    at += 1
                    break
                }
                if bytes[at] == UInt8(ascii: ",") {
                    at += 1
                    continue
                }
                guard let value = value() else { break }
                list.append(value)
            }
            return .array(list)
        }

        private mutating func string() -> String {
            at += 1
            var start = at
            var out: [UInt8] = []
            while at < bytes.count, bytes[at] != 0x22 {
                guard bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count else {
                    at += 1
                    continue
                }
                out.append(contentsOf: bytes[start..<at])
                at += 2
                switch bytes[at - 1] {
                case UInt8(ascii: "n"): out.append(0x0A)
                case UInt8(ascii: "t"): out.append(0x09)
                case UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"): out.append(0x20)
                case UInt8(ascii: "u"): out.append(contentsOf: unicode().utf8)
                case let byte: out.append(byte)
                }
                start = at
            }
            out.append(contentsOf: bytes[start..<min(at, bytes.count)])
            at = min(at + 1, bytes.count)
            return String(decoding: out, as: UTF8.self)
        }

        private mutating func unicode() -> String {
            guard let high = unit() else { return "" }
            if (0xD800..<0xDC00).contains(high), at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
                bytes[at + 1] == UInt8(ascii: "u")
            {
                at += 2
                if let low = unit(), (0xDC00..<0xE000).contains(low) {
                    return String(decoding: [UInt16(high), UInt16(low)], as: UTF16.self)
                }
                return "\u{FFFD}"
            }
            return Unicode.Scalar(high).map { String(Character($0)) } ?? "\u{FFFD}"
        }

        private mutating func unit() -> UInt32? {
            guard at + 4 <= bytes.count,
                let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
            else { return nil }
            at += 4
            return unit
        }
    }
}
