/// Translates CSS selectors to XPath 1.0.
///
/// The subset is what people paste from a browser's inspector: types, classes, ids, attribute operators, the four
/// combinators, `:not`, `:is`, `:has`, `:nth-child`, `:first-child`, `:last-child` and lists. Anything else is an
/// error that names it (Selectors Level 4 has much more).
struct CSSSelector {
    private let whole: String
    private let text: [Character]
    private var at = 0

    /// Translates a list; one expression an alternative, relative to a context node.
    static func translate(_ text: String) throws(FeedParseError) -> [String] {
        var parser = CSSSelector(text)
        var alternatives: [String] = []
        repeat {
            let path = try parser.complex(first: "descendant::")
            alternatives.append("./" + path + (try parser.attribute()))
        } while try parser.comma()
        guard parser.at == parser.text.count else { throw parser.unsupported(String(parser.text[parser.at])) }
        // No document can hold them (XML 1.0, production 2), and XPath refuses an expression that does; an escape
        // may stand for one.
        let isForbidden: (Unicode.Scalar) -> Bool = {
            $0.value < 0x20 && !"\t\n\r".unicodeScalars.contains($0) || $0.value == 0xFFFE
                || $0.value == 0xFFFF
        }
        guard !alternatives.contains(where: { $0.unicodeScalars.contains(where: isForbidden) }) else {
            throw FeedParseError(.selector, "The selector is broken: it holds a control character.")
        }
        return alternatives
    }

    private init(_ text: String) {
        whole = text
        self.text = Array(text)
    }

    private func unsupported(_ what: String) -> FeedParseError {
        FeedParseError(
            .selector, "\"\(what)\" in the selector \"\(whole)\" is not supported; use XPath for it.")
    }

    private func broken(_ why: String) -> FeedParseError {
        FeedParseError(.selector, "The selector \"\(whole)\" is broken: \(why).")
    }

    private var next: Character? { at < text.count ? text[at] : nil }

    private mutating func take(_ character: Character) -> Bool {
        guard next == character else { return false }
        at += 1
        return true
    }

    private mutating func blanks() {
        while let next, next.isWhitespace { at += 1 }
    }

    private mutating func comma() throws(FeedParseError) -> Bool {
        blanks()
        guard take(",") else { return false }
        blanks()
        if next == nil { throw broken("nothing follows the last comma") }
        return true
    }

    /// Reads the `@name` behind a selector.
    private mutating func attribute() throws(FeedParseError) -> String {
        guard take("@") else { return "" }
        return "/@" + (try nodeName("an attribute's name must follow \"@\""))
    }

    /// Reads compounds joined by combinators.
    private mutating func complex(first: String) throws(FeedParseError) -> String {
        var path = first
        blanks()
        while true {
            path += try compound()
            let hadBlank = next?.isWhitespace ?? false
            blanks()
            switch next {
            case nil, ",", ")": return path
            case "@": return path
            case ">":
                at += 1
                blanks()
                path += "/"
            case "+":
                at += 1
                blanks()
                path += "/following-sibling::*[1]/self::"
            case "~":
                at += 1
                blanks()
                path += "/following-sibling::"
            default:
                guard hadBlank else { throw unsupported(String(text[at])) }
                path += "/descendant::"
            }
        }
    }

    private mutating func compound() throws(FeedParseError) -> String {
        var node = "*"
        var conditions: [String] = []
        let start = at
        if take("*") {
        } else if let next, Self.isNameStart(next) {
            node = try nodeName("a name is missing")
        }
        if next == "|" { throw unsupported("|") }
        while let condition = try simple() { conditions.append(condition) }
        guard at > start else {
            throw next.map { unsupported(String($0)) } ?? broken("it ends too early")
        }
        return node + conditions.map { "[" + $0 + "]" }.joined()
    }

    /// Reads one class, id, attribute or pseudo-class as an XPath condition; nil when none follows.
    private mutating func simple() throws(FeedParseError) -> String? {
        switch next {
        case ".":
            at += 1
            return Self.word("class", try name("a class must follow \".\""))
        case "#":
            at += 1
            return "@id=" + Self.quoted(try name("an id must follow \"#\""))
        case "[":
            at += 1
            return try attributeCondition()
        case ":":
            at += 1
            return try pseudoClass()
        default: return nil
        }
    }

    private mutating func attributeCondition() throws(FeedParseError) -> String {
        blanks()
        let name = try nodeName("an attribute's name must follow \"[\"")
        blanks()
        if take("]") { return "@" + name }
        var kind: Character = "="
        if let next, "~|^$*".contains(next) {
            kind = next
            at += 1
        }
        guard take("=") else { throw broken("\"=\" or \"]\" is missing behind [\(name)") }
        blanks()
        var value = ""
        if let quote = next, quote == "\"" || quote == "'" {
            at += 1
            while let character = next, character != quote {
                if character == "\\", at + 1 < text.count { at += 1 }
                value.append(text[at])
                at += 1
            }
            guard take(quote) else { throw broken("a quotation mark is not closed") }
        } else {
            value = try self.name("a value must follow \"=\"")
        }
        blanks()
        if next == "i" || next == "s" { throw unsupported(String(text[at])) }
        guard take("]") else { throw broken("\"]\" is missing") }
        let quoted = Self.quoted(value)
        let node = "@" + name
        switch kind {
        case "~": return value.isEmpty ? "false()" : Self.word(name, value)
        case "|": return "(\(node)=\(quoted) or starts-with(\(node),\(Self.quoted(value + "-"))))"
        case "^": return value.isEmpty ? "false()" : "starts-with(\(node),\(quoted))"
        case "*": return value.isEmpty ? "false()" : "contains(\(node),\(quoted))"
        case "$":
            let length = value.unicodeScalars.count
            if length == 0 { return "false()" }
            return "substring(\(node),string-length(\(node))-\(length - 1))=\(quoted)"
        default: return "\(node)=\(quoted)"
        }
    }

    private mutating func pseudoClass() throws(FeedParseError) -> String {
        if next == ":" {
            throw unsupported("::" + String(text[(at + 1)...].prefix { $0.isLetter || $0 == "-" }))
        }
        let name = try name("a name must follow \":\"").lowered
        switch name {
        case "first-child": return "not(preceding-sibling::*)"
        case "last-child": return "not(following-sibling::*)"
        case "only-child": return "not(preceding-sibling::*) and not(following-sibling::*)"
        case "empty": return "not(node())"
        case "root": return "not(parent::*)"
        case "nth-child": return Self.nth(try argument(name), "preceding-sibling") ?? "false()"
        case "nth-last-child": return Self.nth(try argument(name), "following-sibling") ?? "false()"
        case "not": return "not(" + (try conditions(name)) + ")"
        case "is", "where", "matches": return "(" + (try conditions(name)) + ")"
        case "has":
            guard take("(") else { throw broken("\"(\" must follow :has") }
            var paths: [String] = []
            repeat {
                blanks()
                var first = "descendant::"
                if take(">") {
                    first = "child::"
                } else if take("+") {
                    first = "following-sibling::*[1]/self::"
                } else if take("~") {
                    first = "following-sibling::"
                }
                paths.append(try complex(first: first))
            } while try comma()
            guard take(")") else { throw broken("\")\" is missing") }
            return "(" + paths.joined(separator: " or ") + ")"
        default: throw unsupported(":" + name)
        }
    }

    /// Reads `(an+b)`, the brackets included.
    private mutating func argument(_ name: String) throws(FeedParseError) -> String {
        guard take("(") else { throw broken("\"(\" must follow :\(name)") }
        var argument = ""
        while let character = next, character != ")" {
            if !character.isWhitespace { argument.append(character) }
            at += 1
        }
        guard take(")") else { throw broken("\")\" is missing") }
        guard Self.nth(argument, "x") != nil else {
            throw unsupported(":\(name)(\(argument))")
        }
        return argument
    }

    /// The condition for `an+b` (CSS Syntax section 6).
    private static func nth(_ argument: String, _ axis: String) -> String? {
        var step = 0
        var offset = 0
        switch argument.lowered {
        case "odd": (step, offset) = (2, 1)
        case "even": (step, offset) = (2, 0)
        case let text:
            if let n = text.firstIndex(of: "n") {
                let before = text[..<n]
                switch before {
                case "", "+": step = 1
                case "-": step = -1
                default:
                    guard let number = Int(before) else { return nil }
                    step = number
                }
                let after = text[text.index(after: n)...]
                if !after.isEmpty {
                    guard let number = Int(after) else { return nil }
                    offset = number
                }
            } else {
                guard let number = Int(text) else { return nil }
                offset = number
            }
        }
        guard abs(step) < 1_000_000, abs(offset) < 1_000_000 else { return nil }
        let count = "count(\(axis)::*)"
        if step == 0 { return "\(count)=\(offset - 1)" }
        let difference = "(\(count) - (\(offset - 1)))"
        return "\(difference) mod \(abs(step))=0 and \(difference)\(step > 0 ? ">=" : "<=")0"
    }

    /// Reads a bracketed list of compounds as one condition.
    private mutating func conditions(_ name: String) throws(FeedParseError) -> String {
        guard take("(") else { throw broken("\"(\" must follow :\(name)") }
        var list: [String] = []
        repeat {
            blanks()
            list.append("self::" + (try compound()))
            blanks()
            if next != ",", next != ")" { throw unsupported(":\(name) with a combinator") }
        } while try comma()
        guard take(")") else { throw broken("\")\" is missing") }
        return list.joined(separator: " or ")
    }

    private static func isNameStart(_ character: Character) -> Bool {
        character.isLetter || character == "_" || character == "-" || character == "\\" || !character.isASCII
    }

    /// The name of an element or attribute: one that XPath accepts too.
    private mutating func nodeName(_ missing: String) throws(FeedParseError) -> String {
        let name = try name(missing).lowered
        // libxml2 goes by the letters of XML 1.0's fourth edition; those beyond Latin-1 name nothing in HTML.
        let isLetter: (Unicode.Scalar) -> Bool = {
            $0.value < 0x100 && $0.properties.isAlphabetic && $0 != "ª" && $0 != "º" && $0 != "µ"
        }
        let isName = name.unicodeScalars.allSatisfy {
            isLetter($0) || ("0"..."9").contains($0) || $0 == "-" || $0 == "_"
        }
        guard isName, let first = name.unicodeScalars.first, isLetter(first) || first == "_"
        else { throw broken("\"\(name)\" is no name of an element or attribute") }
        return name
    }

    private mutating func name(_ missing: String) throws(FeedParseError) -> String {
        var name = ""
        while let character = next {
            if character == "\\" {
                at += 1
                name.append(try escape())
            } else if Self.isNameStart(character) || character.isNumber {
                name.append(character)
                at += 1
            } else {
                break
            }
        }
        guard !name.isEmpty else { throw broken(missing) }
        return name
    }

    /// Reads what follows a backslash (CSS Syntax section 4.3.7).
    private mutating func escape() throws(FeedParseError) -> Character {
        var digits = ""
        while let character = next, character.isHexDigit, digits.count < 6 {
            digits.append(character)
            at += 1
        }
        if !digits.isEmpty {
            if let next, next.isWhitespace { at += 1 }
            return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init).map(Character.init) ?? "\u{FFFD}"
        }
        guard let character = next else { throw broken("it ends with a backslash") }
        at += 1
        return character
    }

    private static func word(_ attribute: String, _ word: String) -> String {
        "contains(concat(' ',normalize-space(@\(attribute)),' '),\(quoted(" " + word + " ")))"
    }

    /// An XPath string; one with both quotation marks needs `concat`.
    private static func quoted(_ text: String) -> String {
        if !text.contains("'") { return "'\(text)'" }
        if !text.contains("\"") { return "\"\(text)\"" }
        let parts = text.split(separator: "'", omittingEmptySubsequences: false).map { "'\($0)'" }
        return "concat(" + parts.joined(separator: ",\"'\",") + ")"
    }
}
