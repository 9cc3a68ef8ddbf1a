internal import Foundation

/// Text and addresses made fit for HTML.
enum HTMLText {
    /// Escapes a text for content and quoted attributes, scalar by scalar.
    ///
    /// Whoever goes by characters misses a quote that carries a combining mark.
    static func escape(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// An address that may stand in a link: http and https only, without spaces, quotes and angle brackets.
    static func link(_ url: String?) -> String? {
        guard let url = url.map({ PlainLine.clean($0) }) else { return nil }
        let lower = url.prefix(8).lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else { return nil }
        var result = ""
        for scalar in url.unicodeScalars {
            switch scalar {
            case " ": result += "%20"
            case "\"": result += "%22"
            case "'": result += "%27"
            case "<": result += "%3C"
            case ">": result += "%3E"
            case "\\": result += "%5C"
            case "`": result += "%60"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
