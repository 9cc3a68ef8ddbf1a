/// Reads the plain part of TOML, which nearly every feeds.conf keeps to.
///
/// TOMLKit never gives the memory of a document back: with each reload of ten thousand sources a daemon would grow by
/// six megabytes.
///
/// Plain are tables and arrays of tables, bare keys, texts on one line, whole numbers, true and false, lists and inline
/// tables. At anything else, and at every mistake, it gives up: then TOMLKit reads the document, or says what is wrong
/// with it. It must never read what TOMLKit refuses, nor anything differently.
struct PlainTOML {
    /// Not plain, or not TOML.
    private struct NotPlain: Error {}

    /// A table that may still grow.
    private final class Table {
        let key: Int
        let range: Range<Int>
        var entries: [(name: String, child: Child)] = []
        /// Named by a header of its own, or written as a value: no second header may.
        var isDefined = false

        init(key: Int, range: Range<Int>) {
            self.key = key
            self.range = range
        }

        var node: TOMLNode {
            let entries = entries.map { TOMLNode.Entry(name: $0.name, node: $0.child.node) }
            return TOMLNode(key: key, range: range, value: .table(entries))
        }
    }

    /// What stands under a key.
    private enum Child {
        case value(TOMLNode)
        case table(Table)
        case tables(key: Int, start: Int, [Table])

        var node: TOMLNode {
            switch self {
            case .value(let node): node
            case .table(let table): table.node
            case .tables(let key, let start, let tables):
                TOMLNode(key: key, range: start..<start, value: .array(tables.map(\.node)))
            }
        }
    }

    private let bytes: [UInt8]
    private var index = 0
    /// How deep lists and inline tables may lie in each other.
    private static let deepest = 16

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The document; nil when it is not plain, or not TOML.
    static func read(_ text: String) -> TOMLNode? {
        var reader = PlainTOML(Array(text.utf8))
        return try? reader.document()
    }

    // MARK: - Lines

    private mutating func document() throws(NotPlain) -> TOMLNode {
        let root = Table(key: 0, range: 0..<0)
        var current = root
        while true {
            try skipBlankLines()
            guard let byte = peek() else { return root.node }
            if byte == UInt8(ascii: "[") {
                current = try header(root)
            } else {
                let (name, node) = try keyValue(depth: 0)
                guard !current.entries.contains(where: { $0.name == name }) else { throw NotPlain() }
                current.entries.append((name, .value(node)))
            }
            try endLine()
        }
    }

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header(_ root: Table) throws(NotPlain) -> Table {
        let start = index
        index += 1
        let isArray = take(UInt8(ascii: "["))
        var table = root
        while true {
            skipSpaces()
            let offset = index
            let name = try bareKey()
            skipSpaces()
            let place = table.entries.firstIndex { $0.name == name }
            if take(UInt8(ascii: ".")) {
                table = try descend(from: table, name, place, offset)
                continue
            }
            guard take(UInt8(ascii: "]")), !isArray || take(UInt8(ascii: "]")) else { throw NotPlain() }
            if isArray { return try append(to: table, name, place, offset, start) }
            if let place {
                guard case .table(let known) = table.entries[place].child, !known.isDefined else {
                    throw NotPlain()
                }
                known.isDefined = true
                return known
            }
            let new = Table(key: offset, range: offset..<offset)
            new.isDefined = true
            table.entries.append((name, .table(new)))
            return new
        }
    }

    /// The table of a key on the way of a header, the last one of an array of tables.
    private func descend(
        from table: Table, _ name: String, _ place: Int?, _ offset: Int
    ) throws(NotPlain) -> Table {
        guard let place else {
            let new = Table(key: offset, range: offset..<offset)
            table.entries.append((name, .table(new)))
            return new
        }
        switch table.entries[place].child {
        case .table(let next): return next
        case .tables(_, _, let tables):
            guard let last = tables.last else { throw NotPlain() }
            return last
        case .value: throw NotPlain()
        }
    }

    /// A new table at the end of an array of tables.
    private func append(
        to table: Table, _ name: String, _ place: Int?, _ offset: Int, _ start: Int
    ) throws(NotPlain) -> Table {
        let new = Table(key: start, range: start..<index)
        new.isDefined = true
        guard let place else {
            table.entries.append((name, .tables(key: offset, start: start, [new])))
            return new
        }
        guard case .tables(let key, let first, var tables) = table.entries[place].child else {
            throw NotPlain()
        }
        // Emptied first, so that the list grows where it is.
        table.entries[place].child = .tables(key: key, start: first, [])
        tables.append(new)
        table.entries[place].child = .tables(key: key, start: first, tables)
        return new
    }

    private mutating func keyValue(depth: Int) throws(NotPlain) -> (String, TOMLNode) {
        let offset = index
        let name = try bareKey()
        skipSpaces()
        guard take(UInt8(ascii: "=")) else { throw NotPlain() }
        skipSpaces()
        return (name, try value(key: offset, depth: depth))
    }

    // MARK: - Values

    private mutating func value(key: Int?, depth: Int) throws(NotPlain) -> TOMLNode {
        let start = index
        guard let byte = peek(), depth < Self.deepest else { throw NotPlain() }
        let value: TOMLNode.Value
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): value = .string(try text(quote: byte))
        case UInt8(ascii: "["): value = .array(try list(depth: depth + 1))
        case UInt8(ascii: "{"): value = .table(try inlineTable(depth: depth + 1))
        default: value = try word()
        }
        return TOMLNode(key: key ?? start, range: start..<index, value: value)
    }

    private mutating func list(depth: Int) throws(NotPlain) -> [TOMLNode] {
        var elements: [TOMLNode] = []
        index += 1
        while true {
            try skipBlankLines()
            if take(UInt8(ascii: "]")) { return elements }
            elements.append(try value(key: nil, depth: depth))
            try skipBlankLines()
            guard !take(UInt8(ascii: ",")) else { continue }
            guard take(UInt8(ascii: "]")) else { throw NotPlain() }
            return elements
        }
    }

    private mutating func inlineTable(depth: Int) throws(NotPlain) -> [TOMLNode.Entry] {
        var entries: [TOMLNode.Entry] = []
        index += 1
        skipSpaces()
        if take(UInt8(ascii: "}")) { return entries }
        while true {
            skipSpaces()
            let (name, node) = try keyValue(depth: depth)
            guard !entries.contains(where: { $0.name == name }) else { throw NotPlain() }
            entries.append(TOMLNode.Entry(name: name, node: node))
            skipSpaces()
            guard !take(UInt8(ascii: ",")) else { continue }
            guard take(UInt8(ascii: "}")) else { throw NotPlain() }
            return entries
        }
    }

    /// True, false, or a whole number as people write it.
    private mutating func word() throws(NotPlain) -> TOMLNode.Value {
        let start = index
        while let byte = peek(), TOMLLocator.isBare(byte) { index += 1 }
        let word = String(decoding: bytes[start..<index], as: UTF8.self)
        if word == "true" { return .boolean(true) }
        if word == "false" { return .boolean(false) }
        guard word.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), word.utf8.count <= 18,
            word == "0" || word.first != "0", let number = Int(word)
        else { throw NotPlain() }
        return .integer(number)
    }

    private mutating func text(quote: UInt8) throws(NotPlain) -> String {
        index += 1
        let start = index
        var text: [UInt8] = []
        var copied = start
        while let byte = peek() {
            guard byte >= 0x20 || byte == 0x09, byte != 0x7F else { throw NotPlain() }
            if byte == quote {
                // Two quotes may be the beginning of three, which open a text of many lines.
                let isEmpty = index == start
                index += 1
                if isEmpty, peek() == quote { throw NotPlain() }
                guard copied > start else { return String(decoding: bytes[start..<index - 1], as: UTF8.self) }
                return String(decoding: text + bytes[copied..<index - 1], as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                text += bytes[copied..<index]
                index += 1
                text.append(try escaped())
                copied = index
            } else {
                index += 1
            }
        }
        throw NotPlain()
    }

    private mutating func escaped() throws(NotPlain) -> UInt8 {
        defer { index += 1 }
        switch peek() {
        case UInt8(ascii: "\""): return UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        default: throw NotPlain()
        }
    }

    // MARK: - Keys and blanks

    private mutating func bareKey() throws(NotPlain) -> String {
        let start = index
        while let byte = peek(), TOMLLocator.isBare(byte) { index += 1 }
        guard index > start else { throw NotPlain() }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpaces() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 { index += 1 }
    }

    /// Nothing but blanks and a comment may follow on a line.
    private mutating func endLine() throws(NotPlain) {
        skipSpaces()
        try skipComment()
        guard peek() == nil || takeNewline() else { throw NotPlain() }
    }

    private mutating func skipBlankLines() throws(NotPlain) {
        repeat {
            skipSpaces()
            try skipComment()
        } while takeNewline()
    }

    private mutating func skipComment() throws(NotPlain) {
        guard peek() == UInt8(ascii: "#") else { return }
        while let byte = peek(), byte != 0x0A {
            if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { return }
            guard byte >= 0x20 || byte == 0x09, byte != 0x7F else { throw NotPlain() }
            index += 1
        }
    }

    private mutating func takeNewline() -> Bool {
        if take(0x0A) { return true }
        guard peek() == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A else { return false }
        index += 2
        return true
    }
}
