/// Turns the collected bytes of one field into plain text or an HTML fragment, as its type says.
enum FieldText {
    /// How a field's characters are to be read.
    enum Mode: Equatable {
        /// Plain text.
        case text
        /// HTML, escaped or in CDATA.
        case html
        /// Markup inside of the document; the collected bytes are HTML already.
        case xhtml
        /// Plain text or HTML: the characters decide.
        case guess
        /// Text that may hold markup elements (Atom 0.3's mode `xml`).
        case inline
        /// Base64 of text or markup; nil when the type doesn't say which.
        case base64(isMarkup: Bool?)

        /// How a title of this mode counts as declared.
        var textType: TextType {
            switch self {
            case .text, .inline: .text
            case .html, .guess, .base64: .html
            case .xhtml: .xhtml
            }
        }
    }

    /// Plain text; `hasMarkup` says that elements were met inside of the field.
    static func plain(_ b: Span<UInt8>, _ mode: Mode, hasMarkup: Bool) -> String? {
        switch mode {
        case .html, .guess: return MarkupText.plain(ofHTML: b)
        case .xhtml: return MarkupText.plain(ofHTML: b)
        case .text, .inline: return hasMarkup ? MarkupText.plain(ofHTML: b) : MarkupText.statedText(b)
        case .base64(let isMarkup):
            let decoded = Base64Text.decode(b)
            guard let decoded else { return MarkupText.plain(ofText: b) }
            let span = decoded.span
            return isMarkup == false ? MarkupText.plain(ofText: span) : MarkupText.plain(ofHTML: span)
        }
    }

    /// An HTML fragment with its addresses resolved; nil when it is blank.
    static func html(_ b: Span<UInt8>, _ mode: Mode, hasMarkup: Bool, base: String?) -> String? {
        var start = 0
        var end = b.count
        while start < end, b[start] <= 0x20 { start += 1 }
        while end > start, b[end - 1] <= 0x20 { end -= 1 }
        guard start < end else { return nil }
        let part = b.extracting(start..<end)
        switch mode {
        case .html, .xhtml: return resolved(part, base)
        case .guess: return MarkupText.looksLikeHTML(part) ? resolved(part, base) : escaped(part)
        case .inline:
            if hasMarkup { return resolved(part, base) }
            return MarkupText.looksLikeHTML(part) ? resolved(part, base) : escaped(part)
        case .text:
            // Many call text what is escaped HTML: references or closed elements give it away.
            return hasMarkup || MarkupText.isEscapedHTML(part) ? resolved(part, base) : escaped(part)
        case .base64(let isMarkup):
            guard let decoded = Base64Text.decode(part) else { return escaped(part) }
            let span = decoded.span
            if isMarkup == false { return escaped(span) }
            return html(span, isMarkup.map { $0 ? .html : .text } ?? .guess, hasMarkup: false, base: base)
        }
    }

    private static func resolved(_ b: Span<UInt8>, _ base: String?) -> String {
        if let base, base.utf8.count <= Limits.address {
            var output: [UInt8] = []
            if HTMLLinks.resolve(b, against: base, into: &output) {
                let span = output.span
                return String(copying: span, 0, span.count)
            }
        }
        return String(copying: b, 0, b.count)
    }

    private static func escaped(_ b: Span<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(b.count + 16)
        MarkupText.escaped(b, into: &output)
        let span = output.span
        return String(copying: span, 0, span.count)
    }
}

/// Base64 inside of feeds (RFC 4648 section 4), blanks ignored.
enum Base64Text {
    /// The decoded bytes when they are UTF-8 text; nil for anything else.
    static func decode(_ b: Span<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for at in 0..<b.count {
            let byte = b[at]
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x47
            case 0x30...0x39: value = byte + 4
            case 0x2B, 0x2D: value = 62
            case 0x2F, 0x5F: value = 63
            case 0x3D, 0x00...0x20: continue
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        let span = output.span
        guard !output.isEmpty, UTF8Check(span, quickly: true).isValid else { return nil }
        return output
    }
}
