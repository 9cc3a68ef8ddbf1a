/// Reads the keys of one table against the table of keys; every mistake goes into the report.
struct TableReader {
    /// The table.
    let node: TOMLNode
    /// Its name in ``ConfigKeys``.
    let table: String
    /// How messages name it: `source "x"`, `[fetch]`.
    let label: String
    /// Where mistakes go.
    let report: ConfigReport

    /// The keys that may stand here.
    var keys: [String: ConfigKey] { ConfigKeys.tables[table] ?? [:] }

    /// Reports every key that isn't known here, and every required one that is missing.
    func checkKeys() {
        let keys = keys
        for entry in node.entries where !keys.keys.contains(entry.name) {
            var message = "unknown key \"\(entry.name)\" in \(label)"
            if let word = NearestWord.find(entry.name, among: keys.keys.sorted()) {
                message += "; did you mean \"\(word)\"?"
            } else if let other = ConfigKeys.all.first(where: { $0.name == entry.name }) {
                message +=
                    other.table.isEmpty
                    ? "; it belongs at the top of the file" : "; it belongs into [\(other.table)]"
            }
            report.add(message, at: entry.node.key)
        }
        for key in ConfigKeys.required[table] ?? []
        where node[key.name] == nil && !report.spoilt.contains(key.name) {
            report.add("\(label) has no \(key.name); write e.g. \(key.example)", at: node.key)
        }
    }

    /// Reads a key with a conversion that gives nil for what isn't right.
    func value<Value>(_ name: String, _ convert: (TOMLNode) -> Value?) -> Value? {
        guard let found = node[name] else { return nil }
        if let value = convert(found) { return value }
        mistake(name, in: found)
        return nil
    }

    /// Values that our documents name and that this program can't do yet.
    private static let unbuilt = ["maildir": "Maildir sources", "warc": "WARC archives"]

    /// Reports that a value isn't what its key asks for.
    func mistake(_ name: String, in found: TOMLNode, because reason: String? = nil) {
        guard let key = keys[name] else { return }
        var message = Self.refusal(of: found.value, for: key)
        if case .choice = key.kind, case .string(let text) = found.value, let what = Self.unbuilt[text] {
            report.add(
                "\(what) are not built into this aggd; write e.g. \(key.example) (\(name) of \(label))",
                at: found.range.lowerBound)
            return
        }
        if let words = key.kind.choices, case .string(let text) = found.value,
            let word = NearestWord.find(text, among: words)
        {
            message += "; did you mean \"\(word)\"?"
        } else {
            message += reason.map { ": \($0)" } ?? ""
            message += "; write e.g. \(key.example)"
        }
        report.add("\(message) (\(name) of \(label))", at: found.range.lowerBound)
    }

    /// The value with what it should be; what stands in the place of a secret is not repeated.
    private static func refusal(of value: TOMLNode.Value, for key: ConfigKey) -> String {
        switch value {
        case .string(let text) where !key.kind.isPrivate(text):
            let shown = text.count > 80 ? text.prefix(80) + "…" : text
            let quoted = shown.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
            return (quoted ? SourceBlock.text(shown) : "\"\(shown)\"") + " is not \(key.kind.elementWords)"
        case .integer(let number): return "\(key.name) = \(number) is not \(key.kind.elementWords)"
        case .table where key.kind.words.hasPrefix("a table"):
            return "\(key.name) is not \(key.kind.words)"
        case .array(let elements) where elements.isEmpty && key.kind.takesList:
            return "\(key.name) is an empty list; it must be \(key.kind.words)"
        default: return "\(key.name) must be \(key.kind.words), not \(value.kind)"
        }
    }

    /// A text.
    func text(_ name: String) -> String? {
        value(name) { node in
            if case .string(let text) = node.value, !text.isEmpty { text } else { nil }
        }
    }

    /// A text that a rule reads.
    func text<Value>(_ name: String, _ read: (String) -> Value?) -> Value? {
        value(name) { node in
            if case .string(let text) = node.value { read(text) } else { nil }
        }
    }

    /// A text or a list of texts, each with its place.
    func texts(_ name: String) -> [(text: String, node: TOMLNode)]? {
        guard let found = node[name] else { return nil }
        switch found.value {
        case .string(let text): return [(text, found)]
        case .array(let elements):
            var texts: [(text: String, node: TOMLNode)] = []
            for element in elements {
                if case .string(let text) = element.value {
                    texts.append((text, element))
                } else {
                    mistake(name, in: element)
                }
            }
            return texts
        default:
            mistake(name, in: found)
            return nil
        }
    }

    /// Texts that say something: none is empty.
    func labels(_ name: String) -> [String]? {
        texts(name)?.compactMap { found in
            if !found.text.allSatisfy(\.isWhitespace) { return found.text }
            mistake(name, in: found.node)
            return nil
        }
    }

    /// Refuses an empty list where it would mean nothing.
    func refuseEmptyList(_ name: String) {
        if let found = node[name], found.isEmptyArray { mistake(name, in: found) }
    }

    /// A whole number within the bounds of its key.
    func integer(_ name: String) -> Int? {
        value(name) { node in
            guard case .integer(let number) = node.value, case .integer(let range)? = keys[name]?.kind,
                range.contains(number)
            else { return nil }
            return number
        }
    }

    /// `true` or `false`.
    func boolean(_ name: String) -> Bool? {
        value(name) { node in
            if case .boolean(let value) = node.value { value } else { nil }
        }
    }

    /// A duration.
    func duration(_ name: String) -> Duration? { text(name, DurationText.parse) }

    /// A duration that isn't zero.
    func span(_ name: String) -> Duration? {
        guard let found = node[name], case .string(let text) = found.value,
            DurationText.parse(text) == .zero
        else { return text(name, DurationText.parseSpan) }
        mistake(name, in: found, because: "it is no time at all")
        return nil
    }

    /// One of the words of an enumeration.
    func choice<Choice: RawRepresentable<String>>(_ name: String) -> Choice? {
        text(name) { Choice(rawValue: $0) }
    }

    /// A time zone by its IANA name.
    func timeZone(_ name: String) -> String? {
        text(name) { ConfigChecks.isTimeZone($0) ? $0 : nil }
    }

    /// A query; whether it can be understood is checked when all topics are known.
    func query(_ name: String) -> String? {
        guard let found = node[name] else { return nil }
        guard case .string(let text) = found.value else {
            mistake(name, in: found)
            return nil
        }
        report.noteQuery(text, label: "\(name) of \(label)", at: found.range)
        return text
    }

    /// A selector that can be understood.
    func selector(_ name: String) -> String? {
        guard let found = node[name] else { return nil }
        guard case .string(let text) = found.value else {
            mistake(name, in: found)
            return nil
        }
        check(selector: text, of: name, at: found)
        return text
    }

    /// Selectors that can be understood.
    func selectors(_ name: String) -> [String]? {
        texts(name)?.map { found in
            check(selector: found.text, of: name, at: found.node)
            return found.text
        }
    }

    private func check(selector: String, of name: String, at node: TOMLNode) {
        guard let reason = ConfigChecks.selector(selector) else { return }
        report.add(
            "\"\(selector)\" is not a selector (\(name) of \(label)): \(reason)", at: node.range.lowerBound)
    }

    /// An http or https address.
    func url(_ name: String) -> String? { text(name) { ConfigChecks.isWebAddress($0) ? $0 : nil } }

    /// A mail address, with or without a name before it.
    func mailAddress(_ name: String) -> String? { text(name) { ConfigChecks.isMailAddress($0) ? $0 : nil } }

    /// Mail addresses and other targets of a digest.
    func recipients(_ name: String) -> [String]? {
        texts(name)?.compactMap { found in
            if ConfigChecks.isRecipient(found.text) { return found.text }
            mistake(name, in: found.node)
            return nil
        }
    }

    /// `true`, `false` or networks.
    func networks(_ name: String) -> [String]? {
        if case .boolean(let all)? = node[name]?.value { return all ? ["*"] : [] }
        return texts(name)?.compactMap { found in
            if ConfigChecks.isNetwork(found.text) { return found.text }
            mistake(name, in: found.node)
            return nil
        }
    }

    /// Where a secret is found.
    func secret(_ name: String) -> Secret? {
        value(name) { node in
            guard node.entries.count == 1, let entry = node.entries.first,
                case .string(let text) = entry.node.value, !text.isEmpty
            else { return nil }
            switch entry.name {
            case "credential": return .credential(text)
            case "file": return .file(text)
            case "command": return .command(text)
            default: return nil
            }
        }
    }
}
