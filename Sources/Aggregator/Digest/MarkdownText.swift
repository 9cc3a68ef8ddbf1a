/// Text and addresses made fit for Markdown (CommonMark 0.31).
public enum MarkdownText {
    /// Escapes what could be taken for markup in running text.
    public static func escape(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        var isFirst = true
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "<", ">", "~", "|", "&", "$":
                result.append("\\")
            case "#", "+", "-", "=":
                if isFirst { result.append("\\") }
            default: break
            }
            result.append(scalar)
            isFirst = false
        }
        return escapingListNumber(String(result))
    }

    /// An address as a link's destination.
    public static func destination(_ url: String) -> String {
        var result = ""
        for scalar in url.unicodeScalars {
            switch scalar {
            case "(": result += "%28"
            case ")": result += "%29"
            default: result.unicodeScalars.append(scalar)
            }
        }
        // What reads like a character reference would be taken for one.
        return result.replacing(/&(?=#?[A-Za-z0-9]+;)/, with: "&amp;")
    }

    // `2026. A year` would begin a list.
    private static func escapingListNumber(_ text: String) -> String {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count < 10, let mark = text.dropFirst(digits.count).first,
            mark == "." || mark == ")"
        else { return text }
        return digits + "\\" + text.dropFirst(digits.count)
    }
}
