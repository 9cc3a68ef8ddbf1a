/// A value of a TOML document with its place.
struct TOMLNode: Equatable, Sendable {
    /// Where its key begins, in bytes; for an element of a list, where the value begins.
    var key: Int
    /// The bytes of the value.
    var range: Range<Int>
    /// What it is.
    var value: Value

    /// What a value is.
    enum Value: Equatable, Sendable {
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
    struct Entry: Equatable, Sendable {
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
    /// True when reading on without the line makes no sense.
    var isBeyondRepair = false
}

extension TOMLNode {
    /// Reads a document.
    init(document text: String) throws(TOMLSyntaxError) {
        self = try TOMLReader.read(text)
    }
}
