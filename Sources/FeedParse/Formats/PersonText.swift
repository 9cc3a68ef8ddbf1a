/// Takes the persons that feeds write into one text apart.
enum PersonText {
    /// A person out of `a@b (Name)`, `Name <a@b>`, `Name (a@b)`, an address or a name; nil when it is blank.
    static func person(_ text: String) -> Person? {
        let text = text.trimmingBlanks()
        guard !text.isEmpty else { return nil }
        guard text.contains("@") else { return onlyNamed(text) }
        if let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") {
            let inner = address(text[text.index(after: open)..<close])
            if isAddress(inner) {
                return Person(name: name(text[..<open] + text[text.index(after: close)...]), email: inner)
            }
        }
        if let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")"), open < close {
            let inner = text[text.index(after: open)..<close]
            let outer = text[..<open] + text[text.index(after: close)...]
            if isAddress(address(outer)) { return Person(name: name(inner), email: address(outer)) }
            if isAddress(address(inner)) { return Person(name: name(outer), email: address(inner)) }
        }
        if isAddress(address(text[...])) { return Person(email: address(text[...])) }
        // A name and an address side by side, as in "Ann Lee, ann@example.org".
        let words = text.split(whereSeparator: { $0.isWhitespace || $0 == "," })
        if let index = words.firstIndex(where: { isAddress(address($0)) }) {
            var rest = words
            rest.remove(at: index)
            let mail = address(words[index])
            return Person(name: name(rest.joined(separator: " ")[...]), email: mail)
        }
        return onlyNamed(text)
    }

    /// A person who is a name only, quotes and all.
    private static func onlyNamed(_ text: String) -> Person? {
        MarkupText.withoutTags(text.utf8.span).map { Person(name: $0) }
    }

    private static func address(_ text: some StringProtocol) -> String {
        var text = String(text).trimmingBlanks()
        if text.lowercased().hasPrefix("mailto:") { text = String(text.dropFirst(7)) }
        return text
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && !parts[0].isEmpty && parts[1].count > 1
            && !text.contains { $0.isWhitespace || $0 == "<" || $0 == "(" || $0 == "," }
    }

    private static func name(_ text: some StringProtocol) -> String? {
        let plain = MarkupText.withoutTags(String(text).utf8.span) ?? ""
        let name = plain.trimmingBlanks().trimming("\"'")
        return name.isEmpty ? nil : name
    }
}

extension String {
    /// The text without blanks around it.
    fileprivate func trimmingBlanks() -> String { trimming(" \t\r\n\u{A0}") }

    fileprivate func trimming(_ characters: String) -> String {
        var text = self[...]
        while let first = text.first, characters.contains(first) { text = text.dropFirst() }
        while let last = text.last, characters.contains(last) { text = text.dropLast() }
        return String(text)
    }
}
