/// The fields of a JSON object that aggd itself has written, each nil when it is missing or of another kind.
package struct JSONFields {
    private let json: JSONValue

    /// Reads a text; nil when it holds no object.
    package init?(_ text: String) {
        var reader = JSONReader(Array(text.utf8))
        self.init((try? reader.read()) ?? .null)
    }

    private init?(_ json: JSONValue) {
        guard json.isObject else { return nil }
        self.json = json
    }

    /// A text.
    package func text(_ name: String) -> String? {
        if case .string(let text) = json[name] { text } else { nil }
    }

    /// A number.
    package func number(_ name: String) -> Double? {
        if case .number(let text) = json[name] { Double(text) } else { nil }
    }

    /// A whole number.
    package func whole(_ name: String) -> Int? {
        if case .number(let text) = json[name] { Int(text) } else { nil }
    }

    /// A number of 64 bits, written as a number or as a text.
    package func unsigned(_ name: String) -> UInt64? {
        switch json[name] {
        case .string(let text), .number(let text): UInt64(text)
        default: nil
        }
    }

    /// Whether it is true.
    package func isTrue(_ name: String) -> Bool {
        if case .bool(true) = json[name] { true } else { false }
    }

    /// The numbers of a list.
    package func numbers(_ name: String) -> [Double] {
        guard case .array(let values) = json[name] else { return [] }
        return values.compactMap { if case .number(let text) = $0 { Double(text) } else { nil } }
    }

    /// An object within the object.
    package func inner(_ name: String) -> JSONFields? {
        json[name].flatMap { JSONFields($0) }
    }
}
