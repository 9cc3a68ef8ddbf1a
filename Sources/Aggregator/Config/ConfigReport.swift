/// Collects the mistakes of one file and knows its lines.
final class ConfigReport {
    /// The file's path, as messages name it.
    let file: String
    /// The mistakes so far, in the order in which they were found.
    private(set) var errors: [ConfigError] = []
    /// The queries to check when every topic is known.
    private(set) var queries: [NotedQuery] = []
    /// Keys whose values could not be read: they are not missing.
    var spoilt: Set<String> = []
    private let bytes: [UInt8]
    private let lines: [Int]

    /// Creates a report for a file with this text.
    init(file: String, text: String) {
        self.file = file
        let bytes = Array(text.utf8)
        self.bytes = bytes
        var lines = [0]
        for (index, byte) in bytes.enumerated() where byte == 0x0A { lines.append(index + 1) }
        self.lines = lines
    }

    /// The line and column of a byte.
    func position(_ offset: Int) -> ConfigPosition {
        var low = 0
        var high = lines.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle] <= offset { low = middle } else { high = middle }
        }
        let before = bytes[lines[low]..<min(max(offset, lines[low]), bytes.count)]
        let column = before.reduce(into: 1) { if $1 & 0xC0 != 0x80 { $0 += 1 } }
        return ConfigPosition(file: file, line: low + 1, column: column)
    }

    /// A query with its place.
    struct NotedQuery {
        /// The query.
        var text: String
        /// How messages name it.
        var label: String
        /// Where its value begins.
        var position: ConfigPosition
        /// True when the value stands in the file as it is read, so that a place in it can be pointed at.
        var isVerbatim: Bool
    }

    /// Notes a query to check.
    func noteQuery(_ text: String, label: String, at range: Range<Int>) {
        let inner = range.dropFirst().dropLast()
        let isVerbatim = !inner.isEmpty && bytes[inner.startIndex..<inner.endIndex].elementsEqual(text.utf8)
        queries.append(
            NotedQuery(text: text, label: label, position: position(range.lowerBound), isVerbatim: isVerbatim)
        )
    }

    /// Notes a mistake at a byte.
    func add(_ message: String, at offset: Int) {
        errors.append(ConfigError(position: position(offset), message: message))
    }

    /// Notes a mistake at a place.
    func add(_ message: String, at position: ConfigPosition) {
        errors.append(ConfigError(position: position, message: message))
    }
}
