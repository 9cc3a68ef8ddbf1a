/// Makes plain text of short pieces of markup such as titles, in one pass over the bytes.
///
/// For whole bodies with their paragraphs there is ``PlainText``.
enum MarkupText {
    /// Plain text of an HTML fragment: tags dropped, references decoded once, blanks collapsed.
    ///
    /// A `<` that begins no tag stays. Nil when nothing is left.
    static func plain(ofHTML b: Span<UInt8>) -> String? {
        guard needsWork(b) else { return trimmed(b) }
        var output: [UInt8] = []
        output.reserveCapacity(b.count)
        var at = 0
        var commentsEnd = true
        var unclosed: Set<String> = []
        while at < b.count {
            let byte = b[at]
            if byte == 0x3C, let end = endOfTag(b, at, &commentsEnd) {
                let name = tagName(b, at)
                at = end
                if name == "script" || name == "style", !unclosed.contains(name) {
                    if let close = endOfRawText(b, end, name) { at = close } else { unclosed.insert(name) }
                }
                if separating.contains(name) { output.append(0x20) }
            } else if byte == 0x26, let next = HTMLEntities.decode(b, at, b.count, into: &output) {
                at = next
            } else {
                output.append(byte)
                at += 1
            }
        }
        return collapsed(output)
    }

    /// The text of a name or label, blanks collapsed: references are decoded, but what they make is never markup.
    static func words(_ b: Span<UInt8>) -> String? {
        collapsed(decoded(b) { $0 == 0x3C || $0 == 0x3E })
    }

    /// Text that claims to be plain, blanks collapsed: references that nobody writes for people to read are decoded.
    ///
    /// `&#8217;` and `&nbsp;` are such; `&amp;` and `&lt;` may be what is talked about.
    static func statedText(_ b: Span<UInt8>) -> String? {
        guard ByteSearch.first(0x26, in: b, from: 0) != nil else { return plain(ofText: b) }
        return collapsed(decoded(b) { $0 == 0x3C || $0 == 0x3E || $0 == 0x26 })
    }

    /// The bytes with their references decoded, those apart whose one byte must not be made.
    private static func decoded(_ b: Span<UInt8>, keeping isKept: (UInt8) -> Bool) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(b.count)
        var at = 0
        while at < b.count {
            if b[at] == 0x26 {
                let start = output.count
                if let next = HTMLEntities.decode(b, at, b.count, into: &output) {
                    if output.count - start != 1 || !isKept(output[start]) {
                        at = next
                        continue
                    }
                    output.removeSubrange(start...)
                }
            }
            output.append(b[at])
            at += 1
        }
        return output
    }

    /// Text without the tags in it, blanks collapsed; references stay as they are.
    static func withoutTags(_ b: Span<UInt8>) -> String? {
        guard ByteSearch.first(0x3C, in: b, from: 0) != nil else { return trimmed(b) }
        var output: [UInt8] = []
        var at = 0
        var commentsEnd = true
        while at < b.count {
            if b[at] == 0x3C, let end = endOfTag(b, at, &commentsEnd) {
                if separating.contains(tagName(b, at)) { output.append(0x20) }
                at = end
            } else {
                output.append(b[at])
                at += 1
            }
        }
        return collapsed(output)
    }

    /// Plain text as it is, blanks collapsed; nil when nothing is left.
    static func plain(ofText b: Span<UInt8>) -> String? {
        needsCollapsing(b) ? collapsed(b) : trimmed(b)
    }

    /// The text between the outer blanks; nil when nothing is left.
    static func trimmed(_ b: Span<UInt8>) -> String? {
        var start = 0
        var end = b.count
        while start < end, b[start] <= 0x20 { start += 1 }
        while end > start, b[end - 1] <= 0x20 { end -= 1 }
        return start < end ? String(copying: b, start, end) : nil
    }

    /// Text as an HTML fragment: `&`, `<` and `>` escaped.
    static func escaped(_ b: Span<UInt8>, into output: inout [UInt8]) {
        for at in 0..<b.count {
            switch b[at] {
            case 0x26: output.append(contentsOf: "&amp;".utf8)
            case 0x3C: output.append(contentsOf: "&lt;".utf8)
            case 0x3E: output.append(contentsOf: "&gt;".utf8)
            default: output.append(b[at])
            }
        }
    }

    /// Whether text that should be plain holds a tag or a character reference.
    static func looksLikeHTML(_ b: Span<UInt8>) -> Bool {
        var commentsEnd = true
        for at in 0..<b.count {
            if b[at] == 0x3C, endOfTag(b, at, &commentsEnd) != nil { return true }
            if b[at] == 0x26 {
                var scratch: [UInt8] = []
                if let end = HTMLEntities.decode(b, at, b.count, into: &scratch), b[end - 1] == 0x3B {
                    return true
                }
            }
        }
        return false
    }

    /// The address of the first picture in an HTML fragment that is not a counting pixel.
    static func firstImage(of b: Span<UInt8>) -> String? {
        var next = 0
        while let at = ByteSearch.first(0x3C, in: b, from: next), at + 8 < b.count {
            guard (b[at + 1] | 0x20) == 0x69, (b[at + 2] | 0x20) == 0x6D, (b[at + 3] | 0x20) == 0x67,
                b[at + 4] <= 0x20, let end = endOfTag(b, at)
            else {
                next = at + 1
                continue
            }
            if let source = attribute("src", of: b.extracting(at..<end)), !source.hasPrefix("data:"),
                attribute("width", of: b.extracting(at..<end)) != "1"
            {
                return source
            }
            next = end
        }
        return nil
    }

    /// The value of one attribute of a tag, its references decoded.
    private static func attribute(_ name: String, of tag: Span<UInt8>) -> String? {
        let wanted = Array(name.utf8)
        var at = 4
        while at + wanted.count + 1 < tag.count {
            var matches = tag[at - 1] <= 0x20 || tag[at - 1] == 0x22 || tag[at - 1] == 0x27
            for index in wanted.indices where matches { matches = (tag[at + index] | 0x20) == wanted[index] }
            guard matches, tag[at + wanted.count] == 0x3D else {
                at += 1
                continue
            }
            var start = at + wanted.count + 1
            let quote = tag[start]
            let isQuoted = quote == 0x22 || quote == 0x27
            if isQuoted { start += 1 }
            var end = start
            while end < tag.count, isQuoted ? tag[end] != quote : tag[end] > 0x20 && tag[end] != 0x3E {
                end += 1
            }
            return words(tag.extracting(start..<end))
        }
        return nil
    }

    /// Whether text declared as plain is HTML all the same: it has a character reference or an end tag.
    ///
    /// A lone start tag may be talked about; nobody writes `&nbsp;` for people to read.
    static func isEscapedHTML(_ b: Span<UInt8>) -> Bool {
        for at in 0..<b.count {
            if b[at] == 0x3C, at + 1 < b.count, b[at + 1] == 0x2F, endOfTag(b, at) != nil { return true }
            if b[at] == 0x26 {
                var scratch: [UInt8] = []
                if let end = HTMLEntities.decode(b, at, b.count, into: &scratch), b[end - 1] == 0x3B {
                    return true
                }
            }
        }
        return false
    }

    private static func needsWork(_ b: Span<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for at in 0..<b.count {
            let byte = b[at]
            if byte == 0x3C || byte == 0x26 || byte == 0xC2 { return true }
            if byte <= 0x20, byte != 0x20 || previous == 0x20 { return true }
            previous = byte
        }
        return false
    }

    private static func needsCollapsing(_ b: Span<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for at in 0..<b.count {
            let byte = b[at]
            if byte <= 0x20, byte != 0x20 || previous == 0x20 { return true }
            if byte == 0xC2 { return true }
            previous = byte
        }
        return false
    }

    private static func collapsed(_ bytes: [UInt8]) -> String? {
        let span = bytes.span
        return collapsed(span)
    }

    /// Runs of blanks, no-break spaces among them, become one blank.
    private static func collapsed(_ b: Span<UInt8>) -> String? {
        var output: [UInt8] = []
        output.reserveCapacity(b.count)
        var pending = false
        var at = 0
        while at < b.count {
            let byte = b[at]
            let isNoBreak = byte == 0xC2 && at + 1 < b.count && b[at + 1] == 0xA0
            if byte <= 0x20 || isNoBreak {
                pending = !output.isEmpty
                at += isNoBreak ? 2 : 1
                continue
            }
            if pending { output.append(0x20) }
            pending = false
            output.append(byte)
            at += 1
        }
        let span = output.span
        return span.isEmpty ? nil : String(copying: span, 0, span.count)
    }

    /// The same for a whole text: once a comment has no end, no later one is sought to the text's end.
    private static func endOfTag(_ b: Span<UInt8>, _ at: Int, _ commentsEnd: inout Bool) -> Int? {
        let isComment = at + 3 < b.count && b[at + 1] == 0x21 && b[at + 2] == 0x2D && b[at + 3] == 0x2D
        guard isComment else { return endOfTag(b, at) }
        guard commentsEnd else { return nil }
        let end = endOfTag(b, at)
        commentsEnd = end != nil
        return end
    }

    /// The index behind the tag, comment or declaration that begins at a `<`; nil when it is none.
    static func endOfTag(_ b: Span<UInt8>, _ at: Int) -> Int? {
        guard at + 2 < b.count else { return nil }
        let next = b[at + 1]
        if next == 0x21 {
            if at + 3 < b.count, b[at + 2] == 0x2D, b[at + 3] == 0x2D {
                var end = at + 4
                while end + 2 < b.count {
                    if b[end] == 0x2D, b[end + 1] == 0x2D, b[end + 2] == 0x3E { return end + 3 }
                    end += 1
                }
                return nil
            }
            guard b[at + 2] == 0x5B || (b[at + 2] | 0x20) >= 0x61 && (b[at + 2] | 0x20) <= 0x7A else {
                return nil
            }
        } else if next == 0x2F {
            guard (b[at + 2] | 0x20) >= 0x61, (b[at + 2] | 0x20) <= 0x7A else { return nil }
        } else if next != 0x3F {
            guard (next | 0x20) >= 0x61, (next | 0x20) <= 0x7A else { return nil }
        }
        var end = at + 2
        var quote: UInt8 = 0
        var afterEquals = false
        // A tag that runs on for kilobytes is text; the bound keeps a flood of `<a` linear.
        let limit = min(b.count, at + 65536)
        while end < limit {
            let byte = b[end]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x3E {
                return end + 1
            } else if byte == 0x3C {
                return nil
            } else if (byte == 0x22 || byte == 0x27) && afterEquals {
                quote = byte
            }
            if byte > 0x20 { afterEquals = byte == 0x3D }
            end += 1
        }
        return nil
    }

    private static func tagName(_ b: Span<UInt8>, _ at: Int) -> String {
        var start = at + 1
        if b[start] == 0x2F { start += 1 }
        var end = start
        while end < b.count, end - start < 12, HTMLEntities.isNameByte(b[end]) { end += 1 }
        return String(copying: b, start, end).lowercased()
    }

    private static func endOfRawText(_ b: Span<UInt8>, _ from: Int, _ name: String) -> Int? {
        var at = from
        while at + 1 < b.count {
            if b[at] == 0x3C, b[at + 1] == 0x2F, tagName(b, at) == name { return endOfTag(b, at) }
            at += 1
        }
        return nil
    }

    /// Elements that separate words.
    private static let separating: Set<String> = [
        "br", "p", "div", "li", "ul", "ol", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "table",
        "blockquote", "pre", "section", "article", "dd", "dt",
    ]
}
