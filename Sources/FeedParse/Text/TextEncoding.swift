/// Decodes the bytes of a document to UTF-8 as browsers do.
///
/// The order is BOM, HTTP charset, the document's own declaration, then a guess (WHATWG Encoding Standard, RFC 7303
/// section 3). A charset that does not fit the bytes is overruled.
public enum TextEncoding {
    /// What a document is, which says where it declares its charset.
    public enum Kind: Sendable {
        /// XML: the encoding of the XML declaration.
        case xml
        /// HTML: `meta charset` and `meta http-equiv`.
        case html
    }

    /// A document's bytes in UTF-8.
    public struct Decoded: Sendable {
        /// The text as valid UTF-8 without a BOM.
        public var utf8: [UInt8]
        /// The WHATWG name of the charset that was used.
        public var name: String
        /// What had to be repaired, one sentence each.
        public var warnings: [String] = []
    }

    /// Decodes bytes; never fails, what cannot be read becomes U+FFFD.
    public static func decode(_ bytes: [UInt8], contentType: String?, kind: Kind) -> Decoded {
        let (bomName, bomLength) = byteOrderMark(bytes)
        var warnings: [String] = []
        if let bomName {
            if bomName != "UTF-8" { return convert(bytes[bomLength...], bomName, warnings).text }
            let check = UTF8Check(bytes.span, from: bomLength, quickly: true)
            if check.isValid { return Decoded(utf8: Array(bytes[bomLength...]), name: "UTF-8") }
            return repaired(bytes[bomLength...], declared: nil, warnings)
        }
        if let wide = wideGuess(bytes) { return convert(bytes[...], wide, warnings).text }
        let isEBCDIC = bytes.starts(with: [0x4C, 0x6F, 0xA7, 0x94])
        if isEBCDIC { return convert(bytes[...], "IBM037", warnings).text }

        let check = UTF8Check(bytes.span)
        if check.isValid, check.sequences == 0, !bytes.contains(0x1B) {
            // Plain ASCII reads the same in every charset that is left, UTF-7 and HZ being no charsets of the web.
            return Decoded(utf8: bytes, name: "UTF-8")
        }
        let labels = [httpCharset(contentType), declaredCharset(bytes, kind)].compactMap { $0 }
        for label in labels {
            guard let name = EncodingLabels.name(of: label) else {
                warnings.append("the charset \"\(label.prefix(40))\" is unknown and was ignored")
                continue
            }
            if name.hasPrefix("UTF-16") || name.hasPrefix("UTF-32") || name == "IBM037" {
                warnings.append("the declared charset \(name) does not fit the bytes and was ignored")
                continue
            }
            if name == "UTF-8" {
                if check.isValid { return Decoded(utf8: bytes, name: name, warnings: warnings) }
                continue
            }
            if check.isValid, check.sequences >= needed(toOverrule: name) {
                if name != "windows-1252" || check.sequences > 0 {
                    warnings.append("the text is declared as \(name) but is UTF-8")
                }
                return Decoded(utf8: bytes, name: "UTF-8", warnings: warnings)
            }
            let decoded = convert(bytes[...], name, warnings)
            // A declared charset that leaves many holes does not fit.
            if decoded.holes == 0 || decoded.holes * 50 < bytes.count { return decoded.text }
            warnings.append("the declared charset \(name) does not fit the bytes and was ignored")
        }
        if check.isValid, check.sequences == 0, EncodingGuess.isShifting(bytes[...]) {
            return convert(bytes[...], "ISO-2022-JP", warnings).text
        }
        if check.isValid { return Decoded(utf8: bytes, name: "UTF-8", warnings: warnings) }
        return repaired(bytes[...], declared: labels.first, warnings, check)
    }

    /// How many UTF-8 sequences outweigh a declaration: in a single-byte charset one is hardly chance.
    private static func needed(toOverrule name: String) -> Int {
        switch name {
        case "GB18030", "Big5", "EUC-JP", "Shift_JIS", "EUC-KR", "ISO-2022-JP", "ISO-2022-KR": 4
        case "windows-1252": 1
        default: 2
        }
    }

    /// The charset parameter of a Content-Type.
    static func httpCharset(_ contentType: String?) -> String? {
        guard let contentType else { return nil }
        for parameter in contentType.split(separator: ";").dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].lowercased().filter({ !$0.isWhitespace }) == "charset" else {
                continue
            }
            let value = pair[1].filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
            if !value.isEmpty { return value }
        }
        return nil
    }

    private static func convert(
        _ bytes: ArraySlice<UInt8>, _ name: String, _ warnings: [String]
    ) -> (text: Decoded, holes: Int) {
        if name == "windows-1252" {
            return (Decoded(utf8: windows1252(bytes), name: name, warnings: warnings), 0)
        }
        guard var decoder = CharsetDecoder(name) else {
            var all = warnings
            all.append("the charset \(name) is not known to this system; read as windows-1252")
            return (Decoded(utf8: windows1252(bytes), name: "windows-1252", warnings: all), 0)
        }
        let unit = name.hasPrefix("UTF-16") ? 2 : name.hasPrefix("UTF-32") ? 4 : 1
        let (utf8, errors) = decoder.decode(bytes, unit: unit)
        var all = warnings
        if errors > 0 { all.append("\(errors) places were not \(name) and were replaced") }
        // Some UTF-16 documents begin with two BOMs.
        let start = utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return (Decoded(utf8: start == 0 ? utf8 : Array(utf8[start...]), name: name, warnings: all), errors)
    }

    /// Bytes that are not valid UTF-8 and that no declaration explains.
    private static func repaired(
        _ bytes: ArraySlice<UInt8>, declared: String?, _ warnings: [String], _ known: UTF8Check? = nil
    ) -> Decoded {
        let check = known ?? UTF8Check(bytes.span)
        var warnings = warnings
        // Mostly UTF-8 with foreign bytes in between: each byte that belongs to no sequence is windows-1252.
        if check.sequences >= check.badBytes {
            warnings.append("\(check.badBytes) bytes were not UTF-8 and were read as windows-1252")
            return Decoded(utf8: mixed(bytes), name: "UTF-8", warnings: warnings)
        }
        let name = EncodingGuess.name(of: bytes)
        warnings.append(
            declared == nil
                ? "no charset is declared; the bytes look like \(name)"
                : "the declared charset does not fit the bytes; they look like \(name)")
        return convert(bytes, name, warnings).text
    }

    static func windows1252(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 4)
        for byte in bytes { appendWindows1252(byte, to: &output) }
        return output
    }

    private static func mixed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let span = bytes.span
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 64)
        var at = 0
        while at < span.count {
            if span[at] < 0x80 {
                output.append(span[at])
                at += 1
                continue
            }
            let length = UTF8Check.sequenceLength(span, at)
            if length == 0 {
                appendWindows1252(span[at], to: &output)
                at += 1
            } else {
                for _ in 0..<length {
                    output.append(span[at])
                    at += 1
                }
            }
        }
        return output
    }

    private static func appendWindows1252(_ byte: UInt8, to output: inout [UInt8]) {
        guard byte >= 0x80 else { return output.append(byte) }
        let scalar = byte < 0xA0 ? windows1252High[Int(byte - 0x80)] : UInt16(byte)
        if scalar < 0x800 {
            output.append(UInt8(0xC0 | scalar >> 6))
        } else {
            output.append(UInt8(0xE0 | scalar >> 12))
            output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        }
        output.append(UInt8(0x80 | scalar & 0x3F))
    }

    /// 0x80–0x9F of windows-1252; HTML gives the same meaning to numeric references in that range.
    static let windows1252High: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
        0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
