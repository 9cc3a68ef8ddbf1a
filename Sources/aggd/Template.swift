import Aggregator

/// Fills the `{field}` places of `--format` from a JSON object.
enum Template {
    /// The template with the values in; an unknown field is left as it stands, `\t` and `\n` are the characters.
    static func fill(_ template: String, with value: JSONValue) -> String {
        guard case .object(let fields) = value else { return template }
        var result = ""
        var rest = Substring(
            template.replacing("\\t", with: "\t").replacing("\\n", with: "\n"))
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            guard let close = rest[open...].firstIndex(of: "}") else { break }
            let name = String(rest[rest.index(after: open)..<close])
            if let field = fields.first(where: { $0.name == name }) {
                result += text(of: field.value)
            } else {
                result += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private static func text(of value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): Terminal.safe(text)
        case .array(let values): values.map(text(of:)).joined(separator: ", ")
        default: value.line
        }
    }
}
