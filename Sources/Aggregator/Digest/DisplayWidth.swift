/// How many terminal columns a text takes, after Unicode's East Asian Width (UAX #11).
public enum DisplayWidth {
    /// The columns of a text: wide characters take two, combining marks and controls none.
    public static func of(_ text: some StringProtocol) -> Int {
        var width = 0
        for character in text { width += of(character) }
        return width
    }

    /// The columns of one character.
    public static func of(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        let value = scalar.value
        if value < 0x20 || (0x7F..<0xA0).contains(value) { return 0 }
        if value < 0x300 { return value == 0xAD ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        let isWide =
            switch value {
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
                0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
                0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
                0x20000...0x3FFFD:
                true
            default: scalar.properties.isEmojiPresentation
            }
        return isWide ? 2 : 1
    }

    /// The text cut to a number of columns, with an ellipsis where something is missing.
    public static func cut(_ text: String, to columns: Int) -> String {
        guard of(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var result = ""
        var width = 0
        for character in text {
            let next = of(character)
            guard width + next < columns else { break }
            result.append(character)
            width += next
        }
        while result.last == " " { result.removeLast() }
        return result + "…"
    }

    /// The text followed by blanks up to a number of columns.
    public static func pad(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - of(text)))
    }

    /// The lines of a paragraph, none wider than a number of columns unless an address is.
    public static func wrap(_ paragraph: some StringProtocol, to columns: Int) -> [String] {
        let text = paragraph.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.isEmpty ? [] : WrappedText(width: columns).lines(of: text)
    }
}
