/// Decodes the character references of HTML.
enum HTMLEntities {
    /// The UTF-8 text of a named reference, without `&` and `;`; nil when there is no such name.
    static func text(named name: String) -> String? {
        table[name]
    }

    /// The UTF-8 text of a name between two indices, the usual ones without a look-up.
    static func text(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> String? {
        switch end - start {
        case 2 where bytes[start + 1] == 0x74:
            if bytes[start] == 0x6C { return "<" }
            if bytes[start] == 0x67 { return ">" }
        case 3 where bytes[start] == 0x61 && bytes[start + 1] == 0x6D && bytes[start + 2] == 0x70: return "&"
        case 1...32: break
        default: return nil
        }
        return table[String(copying: bytes, start, end)]
    }

    /// Reads the reference that begins with `&` at an index and appends what it means; returns the index behind it.
    ///
    /// Nil when it is no reference: the ampersand then stands for itself (HTML section 13.2.5.72).
    static func decode(_ b: Span<UInt8>, _ at: Int, _ end: Int, into output: inout [UInt8]) -> Int? {
        var next = at + 1
        guard next < end else { return nil }
        if b[next] == 0x23 {
            guard let (scalar, after) = numeric(b, next + 1, end) else { return nil }
            append(scalar, to: &output)
            return after
        }
        while next < end, isNameByte(b[next]), next - at <= 33 { next += 1 }
        guard next > at + 1 else { return nil }
        if next < end, b[next] == 0x3B, let text = text(b, at + 1, next) {
            output.append(contentsOf: text.utf8)
            return next + 1
        }
        // `&copy 2026`: only the old names may lack the semicolon, the longest that fits counts.
        var length = min(next - at - 1, 6)
        while length >= 2 {
            let name = String(copying: b, at + 1, at + 1 + length)
            if bare.contains(name), let text = table[name] {
                // `&notit` in an address such as `?a=1&not=2` is no reference.
                if at + 1 + length < end, b[at + 1 + length] == 0x3D { return nil }
                if length < next - at - 1 { return nil }
                output.append(contentsOf: text.utf8)
                return at + 1 + length
            }
            length -= 1
        }
        return nil
    }

    /// A numeric reference behind `&#`; windows-1252 where HTML says so, U+FFFD where there is no such character.
    static func numeric(_ b: Span<UInt8>, _ start: Int, _ end: Int) -> (scalar: UInt32, after: Int)? {
        var at = start
        var value: UInt32 = 0
        let hex = at < end && (b[at] | 0x20) == 0x78
        if hex { at += 1 }
        let first = at
        while at < end {
            let byte = b[at]
            let digit: UInt32
            if byte >= 0x30 && byte <= 0x39 {
                digit = UInt32(byte - 0x30)
            } else if hex, (byte | 0x20) >= 0x61, (byte | 0x20) <= 0x66 {
                digit = UInt32((byte | 0x20) - 0x57)
            } else {
                break
            }
            if value < 0x110000 { value = value * (hex ? 16 : 10) + digit }
            at += 1
        }
        guard at > first else { return nil }
        if at < end, b[at] == 0x3B { at += 1 }
        if (0x80...0x9F).contains(value) { value = UInt32(TextEncoding.windows1252High[Int(value - 0x80)]) }
        return (Unicode.Scalar(value) == nil || value == 0 ? 0xFFFD : value, at)
    }

    /// Appends one character as UTF-8.
    static func append(_ scalar: UInt32, to output: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(scalar) else {
            return output.append(contentsOf: [0xEF, 0xBF, 0xBD])
        }
        if scalar.value < 0x80 { return output.append(UInt8(scalar.value)) }
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
    }

    private static let table: [String: String] = {
        var table: [String: String] = [:]
        for row in HTMLEntityNames.all.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let parts = row.split(separator: ":")
            guard parts.count == 2 else { continue }
            var text = ""
            for code in parts[1].split(separator: ",") {
                if let scalar = UInt32(code, radix: 16).flatMap(Unicode.Scalar.init) {
                    text.unicodeScalars.append(scalar)
                }
            }
            table[String(parts[0])] = text
        }
        return table
    }()

    private static let bare = Set(
        HTMLEntityNames.withoutSemicolon.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
}

extension String {
    /// The text of validated UTF-8 bytes between two indices.
    ///
    /// Every caller cuts at ASCII bytes out of text that ``TextEncoding`` has validated.
    init(copying bytes: Span<UInt8>, _ start: Int, _ end: Int) {
        let part = bytes.extracting(start..<end)
        self = unsafe String(copying: UTF8Span(unchecked: part))
    }
}
