/// The parts of an http or https address (RFC 3986 §3), read leniently.
///
/// Every item's address is compared by its parts, some of them several times, so they are read over bytes.
struct URLParts {
    /// The host in lower case, without `www.`, `m.` and the like in front.
    var host: String
    /// The port when it isn't the scheme's own.
    var port: Int?
    /// The path as written.
    var path: ArraySlice<UInt8>
    /// The query without `?`.
    var query: ArraySlice<UInt8>?
    /// The fragment without `#`.
    var fragment: ArraySlice<UInt8>?

    /// Takes an address apart; nil when it is no http or https address with a host.
    init?(_ text: String) {
        guard var rest = Self.afterScheme(ASCII.trim(Array(text.utf8)[...])) else { return nil }
        // Feeds escape ampersands twice now and then.
        if rest.contains(ASCII.ampersand) { rest = Self.unescapeAmpersands(rest) }
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = rest[(hash + 1)...]
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            query = rest[(mark + 1)...]
            rest = rest[..<mark]
        }
        let slash = rest.firstIndex(of: ASCII.slash) ?? rest.endIndex
        path = rest[slash...]
        var authority = rest[..<slash]
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority = authority[(at + 1)...] }
        if let end = authority.lastIndex(of: ASCII.colon), !authority[end...].contains(UInt8(ascii: "]")) {
            let digits = authority[(end + 1)...]
            guard let number = Self.port(digits) else { return nil }
            if number != 80, number != 443 { port = number }
            authority = authority[..<end]
            guard !authority.contains(ASCII.colon) || authority.last == UInt8(ascii: "]") else { return nil }
        }
        while authority.last == UInt8(ascii: ".") { authority.removeLast() }
        guard !authority.isEmpty, !authority.contains(where: ASCII.isSpace) else { return nil }
        host = Self.host(authority)
    }

    /// The port that digits name, 80 for none; nil when they aren't digits.
    private static func port(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.count <= 5, digits.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) else { return nil }
        return digits.isEmpty ? 80 : digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// What follows `http://` or `https://`; nil when the text begins otherwise.
    private static func afterScheme(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for scheme in [Self.https, Self.http] {
            let start = text.prefix(scheme.count)
            if start.count == scheme.count, zip(start, scheme).allSatisfy({ ASCII.lowercase($0) == $1 }) {
                return text.dropFirst(scheme.count)
            }
        }
        return nil
    }

    private static let https = Array("https://".utf8)
    private static let http = Array("http://".utf8)
    private static let escapedAmpersands = [Array("&amp;".utf8), Array("&#38;".utf8)]
    private static let prefixes = ["www.", "amp.", "m.", "mobile."].map { Array($0.utf8) }

    private static func unescapeAmpersands(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while true {
            var output: [UInt8] = []
            output.reserveCapacity(text.count)
            var index = text.startIndex
            while index < text.endIndex {
                let rest = text[index...]
                if text[index] == ASCII.ampersand,
                    let escape = escapedAmpersands.first(where: { rest.starts(with: $0) })
                {
                    output.append(ASCII.ampersand)
                    index += escape.count
                } else {
                    output.append(text[index])
                    index += 1
                }
            }
            if output.count == text.count { return text }
            text = output[...]
        }
    }

    private static func host(_ authority: ArraySlice<UInt8>) -> String {
        var name = ArraySlice(authority.map(ASCII.lowercase))
        // `m.co` and `www.uk` are hosts of their own.
        while let prefix = prefixes.first(where: { name.starts(with: $0) }),
            name.dropFirst(prefix.count).contains(UInt8(ascii: "."))
        {
            name = name.dropFirst(prefix.count)
        }
        let host = String(decoding: name, as: UTF8.self)
        return name.allSatisfy { $0 < 0x80 } ? host : host.lowercased()
    }
}
