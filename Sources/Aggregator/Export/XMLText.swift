/// Text made fit for XML 1.0.
enum XMLText {
    /// Escapes a text for content and quoted attributes; characters that XML has no place for are left out.
    static func escape(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: result.append(contentsOf: "&amp;".unicodeScalars)
            case 0x3C: result.append(contentsOf: "&lt;".unicodeScalars)
            case 0x3E: result.append(contentsOf: "&gt;".unicodeScalars)
            case 0x22: result.append(contentsOf: "&quot;".unicodeScalars)
            case 0x0A: result.append(contentsOf: "&#10;".unicodeScalars)
            case 0x09: result.append(contentsOf: "&#9;".unicodeScalars)
            case 0..<0x20, 0xFFFE, 0xFFFF: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// An element with a text; nothing when the text is nil.
    static func element(_ name: String, _ text: String?, attributes: [(String, String?)] = []) -> String {
        guard let text else { return "" }
        return "<\(name)\(list(attributes))>\(escape(text))</\(name)>"
    }

    /// An empty element with attributes.
    static func empty(_ name: String, _ attributes: [(String, String?)]) -> String {
        "<\(name)\(list(attributes))/>"
    }

    /// Attributes in order; those without a value are left out.
    static func list(_ attributes: [(String, String?)]) -> String {
        attributes.compactMap { name, value in value.map { " \(name)=\"\(escape($0))\"" } }.joined()
    }
}
