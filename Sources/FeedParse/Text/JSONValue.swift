/// A JSON value (RFC 8259).
enum JSONValue {
    case null
    case bool(Bool)
    /// A number, as written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    /// The value of a key; nil for anything but an object that has it.
    subscript(_ key: String) -> JSONValue? {
        guard case .object(let pairs) = self else { return nil }
        return pairs.first { $0.key == key }?.value
    }

    /// Text; numbers count, blanks don't.
    var text: String? {
        switch self {
        case .string(let text): MarkupText.trimmed(text.utf8.span)
        case .number(let text): text
        default: nil
        }
    }

    /// A whole number, also when it is written as text or with a fraction.
    var integer: Int64? {
        guard let text else { return nil }
        if let value = Int64(text) { return value }
        guard let value = Double(text), value.isFinite, abs(value) < 9e18 else { return nil }
        return Int64(value)
    }

    /// The elements of an array; a lone object or text counts as one.
    var elements: [JSONValue] {
        switch self {
        case .array(let values): values
        case .null: []
        default: [self]
        }
    }

    /// Whether it is an object.
    var isObject: Bool {
        if case .object = self { true } else { false }
    }
}
