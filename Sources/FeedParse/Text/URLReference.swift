/// Resolves references against a base address (RFC 3986 section 5).
enum URLReference {
    /// Returns the absolute address of a reference, or nil when neither is an address.
    static func resolve(_ reference: String, against base: String) -> String? {
        let reference = reference.trimmedBlanks
        if scheme(of: reference) != nil { return reference }
        guard let baseScheme = scheme(of: base) else { return nil }
        let afterScheme = base.index(base.startIndex, offsetBy: baseScheme.count + 1)
        if reference.hasPrefix("//") { return baseScheme + ":" + reference }
        var rest = base[afterScheme...]
        var authority = ""
        if rest.hasPrefix("//") {
            let start = rest.index(rest.startIndex, offsetBy: 2)
            let end = rest[start...].firstIndex { "/?#".contains($0) } ?? rest.endIndex
            authority = String(rest[..<end])
            rest = rest[end...]
        }
        let fragment = rest.firstIndex(of: "#") ?? rest.endIndex
        let query = rest[..<fragment].firstIndex(of: "?") ?? fragment
        let path = String(rest[..<query])
        let root = baseScheme + ":" + authority
        if reference.isEmpty { return root + path + rest[query..<fragment] }
        if reference.hasPrefix("#") { return root + path + rest[query..<fragment] + reference }
        if reference.hasPrefix("?") { return root + path + reference }
        let split = reference.firstIndex { $0 == "?" || $0 == "#" } ?? reference.endIndex
        var merged = String(reference[..<split])
        if !merged.hasPrefix("/") {
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
            merged = folder + merged
        }
        return root + withoutDots(merged) + reference[split...]
    }

    /// The scheme of an address, nil when it has none.
    static func scheme(of address: String) -> String? {
        guard let colon = address.firstIndex(of: ":"), colon != address.startIndex else { return nil }
        let scheme = address[..<colon]
        guard scheme.first.map({ $0.isASCII && $0.isLetter }) == true,
            scheme.utf8.allSatisfy({ byte in
                let lower = byte | 0x20
                return (lower >= 0x61 && lower <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2B
                    || byte == 0x2D || byte == 0x2E
            })
        else { return nil }
        return String(scheme)
    }

    /// Removes `.` and `..` segments (RFC 3986 section 5.2.4).
    private static func withoutDots(_ path: String) -> String {
        guard path.contains("/.") else { return path }
        var kept: [Substring] = []
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            if segment == "." {
                if isLast { kept.append("") }
            } else if segment == ".." {
                if kept.count > 1 { kept.removeLast() }
                if isLast { kept.append("") }
            } else {
                kept.append(segment)
            }
        }
        return kept.joined(separator: "/")
    }
}
