internal import TOMLKit

/// A value of a TOML document with its place.
struct TOMLNode: Equatable {
    /// Where its key begins, in bytes; for an element of a list, where the value begins.
    var key: Int
    /// The bytes of the value.
    var range: Range<Int>
    /// What it is.
    var value: Value

    /// What a value is.
    enum Value: Equatable {
        case string(String)
        case integer(Int)
        case float(Double)
        case boolean(Bool)
        case time
        case array([TOMLNode])
        case table([Entry])

        /// The kind in words, with its article.
        var kind: String {
            switch self {
            case .string: "a text"
            case .integer: "a number"
            case .float: "a number with a point"
            case .boolean: "true or false"
            case .time: "a date or time"
            case .array: "a list"
            case .table: "a table"
            }
        }
    }

    /// A key of a table with its value.
    struct Entry: Equatable {
        var name: String
        var node: TOMLNode
    }

    /// The entries of a table, in the order of the text; none when it is no table.
    var entries: [Entry] {
        if case .table(let entries) = value { entries } else { [] }
    }

    /// True for `[]`.
    var isEmptyArray: Bool {
        if case .array(let elements) = value { elements.isEmpty } else { false }
    }

    /// The value of a key.
    subscript(name: String) -> TOMLNode? {
        entries.first { $0.name == name }?.node
    }
}

/// Why a text is no TOML document.
struct TOMLSyntaxError: Error {
    /// The line, from 1.
    var line: Int
    /// The column in characters, from 1.
    var column: Int
    /// What is wrong.
    var message: String
}

extension TOMLNode {
    /// Reads a document.
    init(document text: String) throws(TOMLSyntaxError) {
        self = if let plain = PlainTOML.read(text) { plain } else { try TOMLNode(anyDocument: text) }
    }

    /// Reads a document of any kind, or says what is wrong with it.
    init(anyDocument text: String) throws(TOMLSyntaxError) {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw TOMLSyntaxError(line: begin.line, column: begin.column, message: error.description)
        } catch {
            throw TOMLSyntaxError(line: 1, column: 1, message: "the file is not TOML")
        }
        let place = TOMLLocator.locate(Array(text.utf8))
        // The nodes of TOMLKit point into the document's memory without keeping it alive.
        self = withExtendedLifetime(table) { TOMLNode(table: table, at: place) }
    }

    private init(table: TOMLTable, at place: TOMLLocator.Place?) {
        var entries = table.keys.map { name in
            Entry(name: name, node: TOMLNode(table[name], at: place?.children[name]))
        }
        entries.sort { $0.node.key < $1.node.key }
        self.init(key: place?.key ?? 0, range: place?.value ?? 0..<0, value: .table(entries))
    }

    private init(_ value: (any TOMLValueConvertible)?, at place: TOMLLocator.Place?) {
        if let table = value?.table {
            self.init(table: table, at: place)
            return
        }
        let read: Value
        switch value?.type {
        case .string: read = .string(value?.string ?? "")
        case .int: read = .integer(value?.int ?? 0)
        case .double: read = .float(value?.double ?? 0)
        case .bool: read = .boolean(value?.bool ?? false)
        case .array:
            guard let array = value?.array else { fallthrough }
            read = .array(
                array.indices.map { index in
                    let elements = place?.elements ?? []
                    return TOMLNode(array[index], at: index < elements.count ? elements[index] : place)
                })
        default: read = .time
        }
        self.init(key: place?.key ?? 0, range: place?.value ?? 0..<0, value: read)
    }
}
