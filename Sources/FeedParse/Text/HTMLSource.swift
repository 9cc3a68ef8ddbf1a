/// The bytes of a page, made ready for the parser.
///
/// libxml2's HTML parser knows HTML 4. Scripts, styles, drawings, comments and NUL bytes are cut here, which
/// also spares it most of the bytes of a modern page. Scripts that hold data are kept aside.
struct HTMLSource {
    /// A script that holds data.
    struct Script {
        /// What its `type` says that it is.
        enum Kind { case linkedData, json, code }
        /// The kind.
        var kind: Kind
        /// Where its content is in the bytes that were given.
        var content: Range<Int>
    }

    /// The bytes for the parser, valid UTF-8 without NUL when the given bytes were.
    private(set) var markup: [UInt8] = []
    /// The scripts with content, in document order.
    private(set) var scripts: [Script] = []

    /// Cuts what no reader wants from UTF-8 bytes.
    init(_ bytes: [UInt8]) {
        markup.reserveCapacity(bytes.count &+ 16)
        unsafe bytes.withUnsafeBufferPointer { unsafe scan($0) }
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        let count = bytes.count
        var kept = 0
        var at = 0
        while at < count {
            let byte = unsafe bytes[at]
            if byte == 0 {
                unsafe append(bytes, kept, at)
                at += 1
                kept = at
                continue
            }
            guard byte == UInt8(ascii: "<"), at + 1 < count else {
                at += 1
                continue
            }
            let next = unsafe bytes[at + 1]
            switch next {
            case UInt8(ascii: "!"), UInt8(ascii: "?"):
                let end = unsafe Self.endOfDeclaration(bytes, at)
                unsafe append(bytes, kept, at)
                if end == at {
                    // A section marker such as `<![CDATA[` goes, what is inside stays.
                    at = min(at + 9, count)
                } else {
                    at = end
                }
                kept = at
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                let tagEnd = unsafe Self.endOfTag(bytes, at + 1)
                guard let cut = unsafe Self.cutElement(bytes, at + 1) else {
                    at = tagEnd
                    continue
                }
                if cut == .plaintext {
                    unsafe append(bytes, kept, at)
                    at = tagEnd
                    kept = at
                    continue
                }
                let isEmpty = unsafe tagEnd >= 2 && bytes[tagEnd - 2] == UInt8(ascii: "/")
                if isEmpty && cut == .svg {
                    unsafe append(bytes, kept, at)
                    at = tagEnd
                    kept = at
                    continue
                }
                let close = unsafe Self.endTag(bytes, from: tagEnd, name: cut)
                if cut == .script && close.start > tagEnd {
                    let kind = unsafe Self.scriptKind(bytes, at..<tagEnd)
                    scripts.append(Script(kind: kind, content: tagEnd..<close.start))
                }
                unsafe append(bytes, kept, at)
                if cut != .style { markup.append(UInt8(ascii: " ")) }
                at = close.end
                kept = at
            default:
                at += 1
            }
        }
        unsafe append(bytes, kept, count)
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) {
        if to > from { unsafe markup.append(contentsOf: bytes[from..<to]) }
    }

    private enum CutElement { case script, style, svg, plaintext }

    private static func cutElement(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> CutElement? {
        let first = unsafe bytes[at] | 0x20
        if first == UInt8(ascii: "p") { return unsafe hasName(bytes, at, "plaintext") ? .plaintext : nil }
        guard first == UInt8(ascii: "s") else { return nil }
        if unsafe hasName(bytes, at, "script") { return .script }
        if unsafe hasName(bytes, at, "style") { return .style }
        if unsafe hasName(bytes, at, "svg") { return .svg }
        return nil
    }

    private static func hasName(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ name: StaticString
    ) -> Bool {
        let length = name.utf8CodeUnitCount
        guard at + length < bytes.count else { return false }
        for offset in 0..<length {
            if unsafe bytes[at + offset] | 0x20 != name.utf8Start[offset] { return false }
        }
        let after = unsafe bytes[at + length]
        return after <= 0x20 || after == UInt8(ascii: ">") || after == UInt8(ascii: "/")
    }

    /// Returns the offset behind the `>` that ends a tag, quotes respected (HTML section 13.2.5.32).
    private static func endOfTag(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var at = start
        let count = bytes.count
        var afterEquals = false
        while at < count {
            let byte = unsafe bytes[at]
            if byte == UInt8(ascii: ">") { return at + 1 }
            if afterEquals && (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")) {
                let limit = min(count, at + 200_000)
                var close = at + 1
                while unsafe close < limit && bytes[close] != byte { close += 1 }
                at = close < limit ? close : at
            }
            if byte > 0x20 { afterEquals = byte == UInt8(ascii: "=") }
            at += 1
        }
        return count
    }

    /// Returns the offset behind a comment or declaration; `start` itself for a CDATA marker.
    private static func endOfDeclaration(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let count = bytes.count
        if unsafe start + 3 < count && bytes[start + 2] == UInt8(ascii: "-")
            && bytes[start + 3] == UInt8(ascii: "-")
        {
            var at = start + 4
            if unsafe at < count && bytes[at] == UInt8(ascii: ">") { return at + 1 }
            while at + 2 < count {
                if unsafe bytes[at] == UInt8(ascii: "-") && bytes[at + 1] == UInt8(ascii: "-") {
                    if unsafe bytes[at + 2] == UInt8(ascii: ">") { return at + 3 }
                    if unsafe at + 3 < count && bytes[at + 2] == UInt8(ascii: "!")
                        && bytes[at + 3] == UInt8(ascii: ">")
                    {
                        return at + 4
                    }
                }
                at += 1
            }
            // An open comment hides nothing: browsers would, but half a page is worth more than none.
            return start + 4
        }
        if unsafe start + 8 < count && bytes[start + 2] == UInt8(ascii: "[")
            && bytes[start + 3] == UInt8(ascii: "C") && bytes[start + 8] == UInt8(ascii: "[")
        {
            return start
        }
        var at = start + 2
        while unsafe at < count && bytes[at] != UInt8(ascii: ">") { at += 1 }
        return min(at + 1, count)
    }

    /// Finds the end tag of a cut element; without one, only the start tag is cut.
    private static func endTag(
        _ bytes: UnsafeBufferPointer<UInt8>, from: Int, name: CutElement
    ) -> (start: Int, end: Int) {
        let name: StaticString =
            switch name {
            case .script: "script"
            case .style: "style"
            default: "svg"
            }
        let count = bytes.count
        var at = from
        while at + 2 < count {
            if unsafe bytes[at] == UInt8(ascii: "<") && bytes[at + 1] == UInt8(ascii: "/") {
                if unsafe hasName(bytes, at + 2, name) {
                    var end = at + 2
                    while unsafe end < count && bytes[end] != UInt8(ascii: ">") { end += 1 }
                    return (at, min(end + 1, count))
                }
            }
            at += 1
        }
        return (from, name.utf8CodeUnitCount == 3 ? from : count)
    }

    private static func scriptKind(_ bytes: UnsafeBufferPointer<UInt8>, _ tag: Range<Int>) -> Script.Kind {
        var at = tag.lowerBound
        while at + 4 < tag.upperBound {
            if unsafe bytes[at] | 0x20 == UInt8(ascii: "j") && bytes[at + 1] | 0x20 == UInt8(ascii: "s")
                && bytes[at + 2] | 0x20 == UInt8(ascii: "o") && bytes[at + 3] | 0x20 == UInt8(ascii: "n")
            {
                let hasLD =
                    unsafe at >= tag.lowerBound + 3 && bytes[at - 3] | 0x20 == UInt8(ascii: "l")
                    && bytes[at - 2] | 0x20 == UInt8(ascii: "d")
                return hasLD ? .linkedData : .json
            }
            at += 1
        }
        return .code
    }
}
