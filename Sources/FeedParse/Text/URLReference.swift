/// Resolves references to addresses (RFC 3986 section 5), over bytes and without changing what is already absolute.
public enum URLReference {
    /// The absolute address of a reference; the reference itself when the base is missing or no hierarchical address.
    public static func resolve(_ reference: String, against base: String?) -> String {
        let trimmed = trim(reference)
        guard let base, !base.isEmpty, !hasScheme(trimmed.utf8.span) else { return trimmed }
        return resolveRelative(Array(trimmed.utf8), Array(base.utf8)) ?? trimmed
    }

    /// Whether a reference begins with a scheme.
    public static func isAbsolute(_ reference: String) -> Bool {
        hasScheme(reference.utf8.span)
    }

    /// Whether a reference begins with `scheme://`.
    static func hasAuthority(_ reference: String) -> Bool {
        let bytes = reference.utf8.span
        guard hasScheme(bytes), let colon = ByteSearch.first(0x3A, in: bytes, from: 0) else { return false }
        return colon + 2 < bytes.count && bytes[colon + 1] == 0x2F && bytes[colon + 2] == 0x2F
    }

    /// The scheme of an address, nil when it has none.
    public static func scheme(of address: String) -> String? {
        guard isAbsolute(address), let colon = address.firstIndex(of: ":") else { return nil }
        return String(address[..<colon])
    }

    /// Whether the bytes begin with `scheme:`.
    static func hasScheme(_ b: Span<UInt8>) -> Bool {
        guard b.count > 1, (b[0] | 0x20) >= 0x61, (b[0] | 0x20) <= 0x7A else { return false }
        var at = 1
        while at < b.count {
            let byte = b[at]
            if byte == 0x3A { return at > 1 || b.count > 2 && b[2] != 0x5C }
            let isSchemeByte =
                (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39
                || byte == 0x2B || byte == 0x2D || byte == 0x2E
            guard isSchemeByte else { return false }
            at += 1
        }
        return false
    }

    /// Blanks around an address are dropped, line breaks and tabs inside too (WHATWG URL section 4.4).
    static func trim(_ text: String) -> String {
        let utf8 = text.utf8
        guard let first = utf8.first, let last = utf8.last else { return text }
        if first > 0x20, last > 0x20, !hasControl(utf8.span) { return text }
        var bytes = Array(utf8.drop { $0 <= 0x20 })
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        bytes.removeAll { $0 < 0x20 }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hasControl(_ b: Span<UInt8>) -> Bool {
        for at in 0..<b.count where b[at] < 0x20 { return true }
        return false
    }

    /// The parts of a hierarchical address as index ranges.
    private struct Parts {
        var schemeEnd = 0
        var authorityEnd = 0
        var pathEnd = 0
        var queryEnd = 0

        /// Nil when the address has no `scheme://`.
        init?(_ b: [UInt8]) {
            guard hasScheme(b.span), let colon = b.firstIndex(of: 0x3A) else { return nil }
            schemeEnd = colon + 1
            var at = schemeEnd
            guard at + 1 < b.count, b[at] == 0x2F, b[at + 1] == 0x2F else { return nil }
            at += 2
            while at < b.count, b[at] != 0x2F, b[at] != 0x3F, b[at] != 0x23 { at += 1 }
            authorityEnd = at
            while at < b.count, b[at] != 0x3F, b[at] != 0x23 { at += 1 }
            pathEnd = at
            while at < b.count, b[at] != 0x23 { at += 1 }
            queryEnd = at
        }
    }

    static func resolveRelative(_ reference: [UInt8], _ base: [UInt8]) -> String? {
        guard let parts = Parts(base) else { return nil }
        guard let first = reference.first else {
            return String(decoding: base[..<parts.queryEnd], as: UTF8.self)
        }
        var result: [UInt8]
        if first == 0x2F, reference.count > 1, reference[1] == 0x2F {
            result = base[..<parts.schemeEnd] + reference
        } else if first == 0x23 {
            result = base[..<parts.queryEnd] + reference
        } else if first == 0x3F {
            result = base[..<parts.pathEnd] + reference
        } else {
            let pathEnd = reference.firstIndex { $0 == 0x3F || $0 == 0x23 } ?? reference.count
            var path: [UInt8]
            if first == 0x2F {
                path = Array(reference[..<pathEnd])
            } else {
                let basePath = base[parts.authorityEnd..<parts.pathEnd]
                let directory = basePath.lastIndex(of: 0x2F).map { basePath[...$0] } ?? [0x2F]
                path = Array(directory) + reference[..<pathEnd]
            }
            path = removeDotSegments(path)
            result = base[..<parts.authorityEnd] + path + reference[pathEnd...]
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// RFC 3986 section 5.2.4.
    private static func removeDotSegments(_ path: [UInt8]) -> [UInt8] {
        guard path.contains(0x2E) else { return path }
        var kept: [ArraySlice<UInt8>] = []
        let segments = path.split(separator: 0x2F, omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            if segment.elementsEqual([0x2E]) {
                if isLast { kept.append([]) }
            } else if segment.elementsEqual([0x2E, 0x2E]) {
                if kept.count > 1 { kept.removeLast() }
                if isLast { kept.append([]) }
            } else {
                kept.append(segment)
            }
        }
        return Array(kept.joined(separator: [0x2F]))
    }
}
