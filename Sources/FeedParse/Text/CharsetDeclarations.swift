extension TextEncoding {
    /// The charset that a byte order mark means, and the length of all marks at the start.
    static func byteOrderMark(_ b: [UInt8]) -> (name: String?, length: Int) {
        if b.starts(with: [0xEF, 0xBB, 0xBF]) {
            var length = 3
            while b[length...].starts(with: [0xEF, 0xBB, 0xBF]) { length += 3 }
            return ("UTF-8", length)
        }
        if b.starts(with: [0xFF, 0xFE, 0, 0]) { return ("UTF-32LE", 4) }
        if b.starts(with: [0, 0, 0xFE, 0xFF]) { return ("UTF-32BE", 4) }
        if b.starts(with: [0xFF, 0xFE]) { return ("UTF-16LE", 2) }
        if b.starts(with: [0xFE, 0xFF]) { return ("UTF-16BE", 2) }
        return (nil, 0)
    }

    /// UTF-16 and UTF-32 without a mark, by the NULs around the first characters (XML 1.0 appendix F).
    static func wideGuess(_ b: [UInt8]) -> String? {
        guard b.count >= 4 else { return nil }
        let head = b.prefix(256)
        let zeros = head.reduce(0) { $1 == 0 ? $0 + 1 : $0 }
        guard zeros * 4 >= head.count else { return nil }
        if b[0] == 0, b[1] == 0, b[2] == 0, b[3] != 0 { return "UTF-32BE" }
        if b[0] != 0, b[1] == 0, b[2] == 0, b[3] == 0 { return "UTF-32LE" }
        if b[0] == 0, b[1] != 0, b[2] == 0 { return "UTF-16BE" }
        if b[0] != 0, b[1] == 0, b[3] == 0 { return "UTF-16LE" }
        return nil
    }

    /// The charset that the document itself declares.
    static func declaredCharset(_ bytes: [UInt8], _ kind: Kind) -> String? {
        if let label = xmlDeclaredCharset(bytes) { return label }
        return kind == .html ? metaCharset(bytes) : nil
    }

    private static func xmlDeclaredCharset(_ bytes: [UInt8]) -> String? {
        var at = 0
        while at < min(bytes.count, 512), bytes[at] <= 0x20 { at += 1 }
        guard bytes[at...].starts(with: Array("<?xml".utf8)) else { return nil }
        let head = bytes[at..<min(bytes.count, at + 512)]
        guard let end = head.firstIndex(of: 0x3E) else { return nil }
        let word = Array("encoding".utf8)
        var start = head.startIndex
        while start + word.count < end, !head[start..<start + word.count].elementsEqual(word) { start += 1 }
        guard start + word.count < end else { return nil }
        return quotedValue(String(decoding: head[(start + word.count)..<end], as: UTF8.self)[...])
    }

    /// `meta charset` and `meta http-equiv=content-type` in the first 4 KiB (HTML section 13.2.3.2).
    private static func metaCharset(_ bytes: [UInt8]) -> String? {
        let head = bytes.prefix(4096).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        var at = 0
        while let meta = ByteSearch.first(of: "<meta", in: head, from: at) {
            at = meta + 5
            let end = ByteSearch.first(UInt8(ascii: ">"), in: head.span, from: at) ?? head.count
            if let charset = ByteSearch.first(of: "charset", in: head, from: at), charset + 7 <= end,
                let value = quotedValue(String(decoding: head[(charset + 7)..<end], as: UTF8.self)[...])
            {
                return value
            }
        }
        return nil
    }

    /// The value behind `=`, quoted or bare.
    private static func quotedValue(_ text: Substring) -> String? {
        var rest = text.drop { $0.isWhitespace }
        guard rest.first == "=" else { return nil }
        rest = rest.dropFirst().drop { $0.isWhitespace || $0 == "\"" || $0 == "'" || $0 == "\\" }
        let value = rest.prefix {
            !$0.isWhitespace && $0 != "\"" && $0 != "'" && $0 != ";" && $0 != ">" && $0 != "?" && $0 != "\\"
                && $0 != "/"
        }
        return value.isEmpty ? nil : String(value)
    }
}
