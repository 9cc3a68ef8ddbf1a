/// The parts of an http or https address (RFC 3986 §3), read leniently.
struct URLParts {
    /// The host in lower case, without `www.`, `m.` and the like in front.
    var host: String
    /// The port when it isn't the scheme's own.
    var port: Int?
    /// The path as written.
    var path: String
    /// The query without `?`.
    var query: String?
    /// The fragment without `#`.
    var fragment: String?

    /// Takes an address apart; nil when it is no http or https address with a host.
    init?(_ text: String) {
        var rest = text.trimmingPrefix(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        guard let colon = rest.firstIndex(of: ":") else { return nil }
        let scheme = rest[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        rest = rest[rest.index(after: colon)...]
        guard rest.hasPrefix("//") else { return nil }
        rest = rest.dropFirst(2)

        // Feeds escape ampersands twice now and then.
        var whole = String(rest)
        while whole.contains("&amp;") || whole.contains("&#38;") {
            whole = Self.replace("&#38;", by: "&", in: Self.replace("&amp;", by: "&", in: whole))
        }
        rest = whole[...]

        if let hash = rest.firstIndex(of: "#") {
            fragment = String(rest[rest.index(after: hash)...])
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = String(rest[slash...])
        var authority = rest[..<slash]
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        if let end = authority.lastIndex(of: ":"), !authority[end...].contains("]") {
            let digits = authority[authority.index(after: end)...]
            guard digits.isEmpty || Int(digits) != nil else { return nil }
            if let number = Int(digits), number != 80, number != 443 { port = number }
            authority = authority[..<end]
        }
        while authority.last == "." { authority.removeLast() }
        guard !authority.isEmpty, !authority.contains(where: { $0.isWhitespace }) else { return nil }
        host = Self.withoutPrefix(authority.lowercased())
    }

    private static func withoutPrefix(_ host: String) -> String {
        for prefix in ["www.", "amp.", "m.", "mobile."] where host.hasPrefix(prefix) {
            let rest = host.dropFirst(prefix.count)
            // `m.co` and `www.uk` are hosts of their own.
            if rest.contains(".") { return withoutPrefix(String(rest)) }
        }
        return host
    }

    private static func replace(_ pattern: String, by replacement: String, in text: String) -> String {
        var output = ""
        var rest = text[...]
        while let found = rest.firstRange(of: pattern) {
            output += rest[..<found.lowerBound]
            output += replacement
            rest = rest[found.upperBound...]
        }
        return output + rest
    }
}
