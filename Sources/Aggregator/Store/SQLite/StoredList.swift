/// Lists of names as the tables keep them: one a line.
enum StoredList {
    /// The text for a list; empty names are left out.
    static func text(_ list: [String]) -> String {
        if list.isEmpty { return "" }
        return list.map {
            $0.contains(where: \.isNewline)
                ? $0.split(whereSeparator: \.isNewline).joined(separator: " ") : $0
        }
        .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The list for a text.
    static func list(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return text.split(separator: "\n").map(String.init)
    }
}
