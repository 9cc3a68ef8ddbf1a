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
        let bytes = Array(text.utf8)
        var state = State.plain
        var (line, column) = (1, 0)
        var (brackets, dots) = (0, 0)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte & 0xC0 != 0x80 { column += 1 }
            if byte == UInt8(ascii: "\n") {
                (line, column) = (line + 1, 0)
                dots = 0
            }
            switch state {
            case .comment:
                if byte == UInt8(ascii: "\n") { state = .plain }
            case .text(let quote, let isLong):
                if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), index < bytes.count {
                    // An escaped line end is still one.
                    if bytes[index] != UInt8(ascii: "\n") {
                        index += 1
                        column += 1
                    }
                } else if byte == quote {
                    if !isLong {
                        state = .plain
                    } else if bytes[index...].prefix(2).elementsEqual([quote, quote]) {
                        index += 2
                        column += 2
                        // Up to two more belong to the text itself.
                        while index < bytes.count, bytes[index] == quote {
                            index += 1
                            column += 1
                        }
                        state = .plain
                    }
                } else if byte == UInt8(ascii: "\n"), !isLong {
                    state = .plain
                }
            case .plain:
                switch byte {
                case UInt8(ascii: "#"): state = .comment
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    let isLong = bytes[index...].prefix(2).elementsEqual([byte, byte])
                    if isLong {
                        index += 2
                        column += 2
                    }
                    state = .text(byte, isLong: isLong)
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    brackets += 1
                    dots = 0
                case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
                case UInt8(ascii: "="), UInt8(ascii: ","): dots = 0
                case UInt8(ascii: "."): dots += 1
                default: break
                }
                guard brackets <= limit, dots < limit else {
                    let what = brackets > limit ? "lists and tables lie" : "the parts of this key lie"
                    return TOMLSyntaxError(
                        line: line, column: column,
                        message: "\(what) more than \(limit) deep within each other; no key of aggd does",
                        isBeyondRepair: true)
                }
            }
        }
        return nil
    }
}
