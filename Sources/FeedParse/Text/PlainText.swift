/// Turns HTML into text for people and for comparison.
public enum PlainText {
    /// Returns the text of an HTML fragment or page.
    ///
    /// Blocks become paragraphs separated by a blank line, `br` a new line, list items lines with a bullet. Runs
    /// of blanks become one, entities their characters. Text without any markup comes back with its blanks
    /// collapsed only.
    public static func text(ofHTML html: String) -> String {
        guard needsParser(html) else { return collapsed(html) }
        let tree = HTMLParser.parse(HTMLSource(Array(html.utf8)).markup)
        guard !tree.nodes.isEmpty else { return "" }
        return tree.text(0)
    }

    /// Returns the text of an HTML fragment on one line: for titles and names.
    public static func line(ofHTML html: String) -> String {
        guard needsParser(html) else { return collapsed(html) }
        let tree = HTMLParser.parse(HTMLSource(Array(html.utf8)).markup)
        guard !tree.nodes.isEmpty else { return "" }
        return tree.line(0)
    }

    private static func needsParser(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }
    }

    /// Collapses runs of blanks and trims.
    static func collapsed(_ text: String) -> String { collapsed(text.utf8, count: text.utf8.count) }

    /// Collapses runs of blanks in UTF-8 bytes and trims.
    static func collapsed(_ text: some Sequence<UInt8>, count: Int) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(count)
        var isBlankOwed = false
        var previous: UInt8 = 0
        for byte in text {
            if byte <= 0x20 {
                isBlankOwed = !out.isEmpty
            } else if byte == 0xA0 && previous == 0xC2 && !out.isEmpty {
                out.removeLast()
                isBlankOwed = !out.isEmpty
            } else {
                if isBlankOwed && out.last != 0x20 { out.append(0x20) }
                isBlankOwed = false
                out.append(byte)
            }
            previous = byte
        }
        return String(decoding: out, as: UTF8.self).trimmedBlanks
    }
}
