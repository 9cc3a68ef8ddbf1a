/// The entities that a document declares in its own DTD.
///
/// Only internal ones count; what they grow to is limited, so that no document can blow itself up.
struct DeclaredEntities {
    private var texts: [String: String] = [:]
    private var left = Limits.expansion
    /// Whether an entity named a file or an address; it was not loaded.
    private(set) var refusedExternal = false
    /// Whether the limit was reached.
    private(set) var isExhausted = false

    /// The text that a name stands for, entities inside of it replaced; nil for an unknown name.
    mutating func text(of name: String) -> String? {
        guard texts[name] != nil else { return nil }
        return expanded(name, depth: 0)
    }

    private mutating func expanded(_ name: String, depth: Int) -> String {
        guard let text = texts[name], depth < 8, !isExhausted else {
            isExhausted = isExhausted || depth >= 8
            return ""
        }
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[rest.index(after: start)...]
            guard let end = rest.prefix(60).firstIndex(of: ";") else {
                result += "&"
                continue
            }
            let inner = String(rest[..<end])
            if texts[inner] != nil {
                result += expanded(inner, depth: depth + 1)
                rest = rest[rest.index(after: end)...]
            } else {
                result += "&"
            }
            if result.utf8.count > left { break }
        }
        result += rest
        // What was looked through counts too: a long text of references to nothing is work as well.
        left -= result.utf8.count + text.utf8.count
        guard left > 0 else {
            isExhausted = true
            return ""
        }
        return depth == 0 ? decoded(result) : result
    }

    /// Character references and the names of HTML inside of a replacement text.
    private func decoded(_ text: String) -> String {
        guard text.contains("&") else { return text }
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at] == 0x26, let after = HTMLEntities.decode(bytes.span, at, bytes.count, into: &output)
            {
                at = after
            } else {
                output.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Reads a document type declaration; returns the index behind it.
    mutating func readDoctype(_ input: [UInt8], from start: Int) -> Int {
        var at = start
        var inSubset = false
        while at < input.count {
            let byte = input[at]
            if byte == 0x22 || byte == 0x27 {
                guard let end = input[(at + 1)...].firstIndex(of: byte) else { return input.count }
                at = end
            } else if byte == 0x5B {
                inSubset = true
            } else if byte == 0x5D {
                inSubset = false
            } else if byte == 0x3C, inSubset {
                at = readDeclaration(input, from: at)
                continue
            } else if byte == 0x3E, !inSubset {
                return at + 1
            } else if byte == 0x3C, at > start {
                // The declaration was never closed.
                return at
            }
            at += 1
        }
        return input.count
    }

    private mutating func readDeclaration(_ input: [UInt8], from start: Int) -> Int {
        if input[start...].starts(with: "<!--".utf8) {
            var at = start + 4
            while at + 2 < input.count, !(input[at] == 0x2D && input[at + 1] == 0x2D && input[at + 2] == 0x3E)
            { at += 1 }
            return min(at + 3, input.count)
        }
        var words: [String] = []
        var literal: String?
        var at = start + 1
        while at < input.count, input[at] != 0x3E {
            let byte = input[at]
            if byte == 0x22 || byte == 0x27 {
                let end = input[(at + 1)...].firstIndex(of: byte) ?? input.count - 1
                if literal == nil {
                    literal = String(decoding: input[(at + 1)..<max(at + 1, end)], as: UTF8.self)
                }
                at = end + 1
            } else if byte <= 0x20 {
                at += 1
            } else {
                let from = at
                while at < input.count, input[at] > 0x20, input[at] != 0x3E, input[at] != 0x22,
                    input[at] != 0x27
                {
                    at += 1
                }
                words.append(String(decoding: input[from..<at], as: UTF8.self))
            }
        }
        if words.first == "!ENTITY", words.count >= 2, words[1] != "%" {
            if words.contains("SYSTEM") || words.contains("PUBLIC") {
                refusedExternal = true
                if texts[words[1]] == nil { texts[words[1]] = "" }
            } else if let literal, texts[words[1]] == nil {
                texts[words[1]] = literal
            }
        }
        return min(at + 1, input.count)
    }
}
