/// Finds where each key and value of a TOML document stands.
///
/// TOMLKit reads the values but gives no positions. The locator walks the same text, which TOMLKit has found
/// to be well-formed, and notes byte offsets: comments, the four kinds of strings, multi-line arrays, inline
/// tables, dotted keys and arrays of tables (TOML 1.0). On malformed text it stops early; what it has noted
/// until then is right.
struct TOMLLocator {
    /// A key or a list element with the places of everything below it.
    final class Place {
        /// Where the key begins; for an element, where the value begins.
        let key: Int
        /// The bytes of the value; empty for a table that has no value of its own.
        var value: Range<Int>
        /// What stands below a table, by key.
        var children: [String: Place] = [:]
        /// The elements of an array.
        var elements: [Place] = []

        init(key: Int, value: Range<Int>) {
            self.key = key
            self.value = value
        }
    }

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The places of everything in a document.
    static func locate(_ bytes: [UInt8]) -> Place {
        var locator = TOMLLocator(bytes)
        return locator.document()
    }

    // MARK: - The document

    private mutating func document() -> Place {
        let root = Place(key: 0, value: 0..<0)
        var current = root
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        while true {
            skipBlank(newlines: true)
            guard let byte = peek() else { return root }
            if byte == UInt8(ascii: "[") {
                guard let table = header(root) else { return root }
                current = table
            } else {
                guard keyValue(in: current) else { return root }
            }
        }
    }

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header(_ root: Place) -> Place? {
        let start = index
        index += 1
        let isArray = peek() == UInt8(ascii: "[")
        if isArray { index += 1 }
        guard let path = dottedKey(), let last = path.last else { return nil }
        guard take("]"), !isArray || take("]") else { return nil }
        let parent = descend(from: root, path.dropLast())
        guard isArray else {
            return descend(from: parent, [last])
        }
        let list = parent.children[last.name] ?? Place(key: last.offset, value: start..<start)
        parent.children[last.name] = list
        let element = Place(key: start, value: start..<index)
        list.elements.append(element)
        return element
    }

    /// Walks down a path, through the last element of arrays of tables, and creates what is missing.
    private func descend(from table: Place, _ path: some Collection<Key>) -> Place {
        var table = table
        for key in path {
            let next = table.children[key.name] ?? Place(key: key.offset, value: key.offset..<key.offset)
            table.children[key.name] = next
            table = next.elements.last ?? next
        }
        return table
    }

    private mutating func keyValue(in table: Place) -> Bool {
        guard let path = dottedKey(), let last = path.last, take("=") else { return false }
        skipBlank(newlines: false)
        guard let value = value(key: last.offset) else { return false }
        descend(from: table, path.dropLast()).children[last.name] = value
        return true
    }

    // MARK: - Values

    private mutating func value(key: Int?) -> Place? {
        let start = index
        guard let byte = peek() else { return nil }
        let place = Place(key: key ?? start, value: start..<start)
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            guard string() != nil else { return nil }
        case UInt8(ascii: "["):
            index += 1
            while true {
                skipBlank(newlines: true)
                if take("]") { break }
                guard let element = value(key: nil) else { return nil }
                place.elements.append(element)
                skipBlank(newlines: true)
                if take(",") { continue }
                skipBlank(newlines: true)
                guard take("]") else { return nil }
                break
            }
        case UInt8(ascii: "{"):
            index += 1
            while true {
                skipBlank(newlines: true)
                if take("}") { break }
                guard keyValue(in: place) else { return nil }
                skipBlank(newlines: true)
                if take(",") { continue }
                guard take("}") else { return nil }
                break
            }
        default:
            while let byte = peek(), !Self.endsScalar.contains(byte) { index += 1 }
            while index > start, bytes[index - 1] == 0x20 || bytes[index - 1] == 0x09 { index -= 1 }
            guard index > start else { return nil }
        }
        place.value = start..<index
        return place
    }

    private static let endsScalar = Set(",]}#\n\r".utf8)

    /// Any of the four kinds of strings; the decoded text matters for keys only.
    private mutating func string() -> String? {
        guard let quote = peek() else { return nil }
        let isBasic = quote == UInt8(ascii: "\"")
        if bytes[index...].starts(with: [quote, quote, quote]) {
            index += 3
            while index < bytes.count {
                if isBasic, bytes[index] == UInt8(ascii: "\\") {
                    index += 2
                } else if bytes[index...].starts(with: [quote, quote, quote]) {
                    index += 3
                    // Up to two more quotes belong to the text before the closing three.
                    while peek() == quote { index += 1 }
                    return ""
                } else {
                    index += 1
                }
            }
            return nil
        }
        index += 1
        var text: [UInt8] = []
        while let byte = peek(), byte != 0x0A {
            index += 1
            if byte == quote { return String(decoding: text, as: UTF8.self) }
            if isBasic, byte == UInt8(ascii: "\\") {
                text += escape()
            } else {
                text.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> [UInt8] {
        guard let byte = peek() else { return [] }
        index += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let length = byte == UInt8(ascii: "u") ? 4 : 8
            let digits = bytes[index..<min(index + length, bytes.count)]
            index += digits.count
            guard let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { return [] }
            return Array(String(Character(scalar)).utf8)
        default: return [byte]
        }
    }

    // MARK: - Keys and blanks

    private struct Key {
        var name: String
        var offset: Int
    }

    private mutating func dottedKey() -> [Key]? {
        var path: [Key] = []
        repeat {
            skipBlank(newlines: false)
            let start = index
            guard let byte = peek() else { return nil }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                guard let name = string() else { return nil }
                path.append(Key(name: name, offset: start))
            } else {
                while let byte = peek(), Self.isBare(byte) { index += 1 }
                guard index > start else { return nil }
                path.append(Key(name: String(decoding: bytes[start..<index], as: UTF8.self), offset: start))
            }
        } while take(".")
        return path
    }

    /// Whether a byte may stand in a key without quotes.
    static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Takes a character, after blanks on the line.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlank(newlines: false)
        guard peek() == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipBlank(newlines: Bool) {
        while let byte = peek() {
            switch byte {
            case 0x20, 0x09:
                index += 1
            case 0x0A, 0x0D:
                guard newlines else { return }
                index += 1
            case UInt8(ascii: "#"):
                guard newlines else { return }
                while let byte = peek(), byte != 0x0A { _ = byte; index += 1 }
            default: return
            }
        }
    }
}
