/// Reads a document past its mistakes of syntax, so that one of them doesn't hide all others.
///
/// A line that can't be read is left out and the rest is read again. That ends at a line on which more depends than
/// itself (the header of a table, the beginning of a list): what comes after it would be misunderstood.
struct TOMLRecovery {
    /// The document without the lines that can't be read; nil when it can't be read past one.
    private(set) var document: TOMLNode?
    /// What is wrong with lines, in their order.
    private(set) var mistakes: [TOMLSyntaxError] = []
    /// The keys of lines that were left out: they are there, though nobody knows their values.
    private(set) var spoilt: Set<String> = []

    /// How many lines are left out at most.
    private static let limit = 20

    /// Reads a text.
    init(_ text: String) {
        var text = text
        for _ in 0..<Self.limit {
            do throws(TOMLSyntaxError) {
                document = try TOMLNode(document: text)
                return
            } catch {
                var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                guard !error.isBeyondRepair, lines.indices.contains(error.line - 1) else {
                    mistakes.append(error)
                    return
                }
                let line = lines[error.line - 1]
                let entry = Self.entry(String(line))
                mistakes.append(
                    entry.map {
                        TOMLSyntaxError(
                            line: error.line, column: error.column, message: Self.sentence($0, error))
                    }
                        ?? error)
                guard let entry, !entry.value.hasPrefix("["), !entry.value.hasPrefix("{"),
                    !entry.value.hasPrefix("\"\"\""), !entry.value.hasPrefix("'''")
                else { return }
                spoilt.insert(entry.key)
                // As many bytes as before, so that every place stays where it is.
                lines[error.line - 1] = Substring(repeating: " ", count: line.utf8.count)
                text = lines.joined(separator: "\n")
            }
        }
    }

    /// The key and the value of a line, as it is written; nil when it is no such line.
    private static func entry(_ line: String) -> (key: String, value: Substring)? {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let key = parts[0].drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
        let isKey = key.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        return key.isEmpty || !isKey ? nil : (String(key), parts[1].drop { $0 == " " || $0 == "\t" })
    }

    /// What is wrong, in the words of who writes feeds.conf; a value is never repeated, it may be a secret.
    private static func sentence(_ entry: (key: String, value: Substring), _ error: TOMLSyntaxError) -> String
    {
        if error.message.contains("redefine") { return "\(entry.key) stands here twice; take one out" }
        guard let first = entry.value.first, first != "#", !first.isNewline else {
            return "\(entry.key) has no value"
        }
        return first.isLetter || first.isNumber || first == "/"
            ? "a text stands in quotes; write \(entry.key) = \"…\"" : "\(entry.key): \(error.message)"
    }
}
