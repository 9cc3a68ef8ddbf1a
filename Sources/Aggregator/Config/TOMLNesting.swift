/// Finds keys, lists and tables that lie deeper within each other than any configuration has them.
///
/// What reads TOML calls itself once for each level: a document of nothing but levels would end the program.
enum TOMLNesting {
    /// Levels that one key, or the brackets around a value, may have.
    static let limit = 32

    private enum State {
        case plain, comment
        case text(UInt8, isLong: Bool)
    }

    /// The first place that is too deep; nil when there is none.
    static func mistake(in text: String) -> TOMLSyntaxError? {
        let bytes = text.utf8.span
        var state = State.plain
        var (brackets, dots) = (0, 0)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\n") { dots = 0 }
            switch state {
            case .comment:
                if byte == UInt8(ascii: "\n") { state = .plain }
            case .text(let quote, let isLong):
                if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), index < bytes.count {
                    // An escaped line end is still one.
                    if bytes[index] != UInt8(ascii: "\n") { index += 1 }
                } else if byte == quote {
                    if !isLong {
                        state = .plain
                    } else if isTwice(quote, in: bytes, at: index) {
                        index += 2
                        // Up to two more belong to the text itself.
                        while index < bytes.count, bytes[index] == quote { index += 1 }
                        state = .plain
                    }
                } else if byte == UInt8(ascii: "\n"), !isLong {
                    state = .plain
                }
            case .plain:
                switch byte {
                case UInt8(ascii: "#"): state = .comment
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    let isLong = isTwice(byte, in: bytes, at: index)
                    if isLong { index += 2 }
                    state = .text(byte, isLong: isLong)
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    brackets += 1
                    dots = 0
                case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
                case UInt8(ascii: "="), UInt8(ascii: ","): dots = 0
                case UInt8(ascii: "."): dots += 1
                default: continue
                }
                guard brackets <= limit, dots < limit else {
                    return error(
                        brackets > limit ? "lists and tables lie" : "the parts of this key lie",
                        before: index, of: bytes)
                }
            }
        }
        return nil
    }

    private static func isTwice(_ byte: UInt8, in bytes: Span<UInt8>, at index: Int) -> Bool {
        index + 1 < bytes.count && bytes[index] == byte && bytes[index + 1] == byte
    }

    /// The mistake that the byte before a place makes.
    private static func error(
        _ what: String, before end: Int, of bytes: Span<UInt8>
    ) -> TOMLSyntaxError {
        var (line, column) = (1, 0)
        for index in 0..<end {
            if bytes[index] & 0xC0 != 0x80 { column += 1 }
            if bytes[index] == UInt8(ascii: "\n") { (line, column) = (line + 1, 0) }
        }
        return TOMLSyntaxError(
            line: line, column: column,
            message: "\(what) more than \(limit) deep within each other; no key of aggd does",
            isBeyondRepair: true)
    }
}
