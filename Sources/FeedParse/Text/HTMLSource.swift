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
        /// Where its content is in ``HTMLSource/bytes``.
        var content: Range<Int>
    }

    /// The bytes that were given, without NUL, which means nothing in HTML and would end the page for the parser.
    let bytes: [UInt8]

    /// The bytes for the parser, valid UTF-8 without NUL when the given bytes were.
    private(set) var markup: [UInt8] = []
    /// The scripts with content, in document order.
    private(set) var scripts: [Script] = []

    /// True when the page went on behind the limit.
    private(set) var isCut = false

    private let keepsText: Bool
    private let limit: Int
    private var ends = HTMLEndings()
    private var nesting = HTMLNesting()

    /// Cuts what no reader wants from UTF-8 bytes.
    ///
    /// With `keepsText` the text of drawings stays, and so does what stands between a script's start tag and another
    /// one inside of it: the first was never closed. Behind `limit` bytes of markup nothing more is read.
    init(_ bytes: [UInt8], keepsText: Bool = false, limit: Int = .max) {
        self.keepsText = keepsText
        self.limit = limit
        let bytes = ByteSearch.first(0, in: bytes.span, from: 0) == nil ? bytes : bytes.filter { $0 != 0 }
        self.bytes = bytes
        markup.reserveCapacity(min(bytes.count, limit) &+ 16)
        unsafe bytes.withUnsafeBufferPointer { unsafe scan($0) }
    }

    private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        let count = bytes.count
        var kept = 0
        var at = 0
        while at < count {
            let byte = unsafe bytes[at]
            guard byte == UInt8(ascii: "<"), at + 1 < count else {
                at += 1
                continue
            }
            if at - kept > limit - markup.count { break }
            let next = unsafe bytes[at + 1]
            switch next {
            case UInt8(ascii: "!"), UInt8(ascii: "?"):
                let end = unsafe ends.endOfDeclaration(bytes, at)
                unsafe append(bytes, kept, at)
                if end == at {
                    // A section marker such as `<![CDATA[` goes, what is inside stays.
                    at = min(at + 9, count)
                } else {
                    at = end
                }
                kept = at
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                let tagEnd = unsafe ends.endOfTag(bytes, at + 1)
                guard let cut = unsafe Self.cutElement(bytes, at + 1), cut != .svg || !keepsText else {
                    if unsafe nesting.begins(bytes, at + 1) {
                        unsafe append(bytes, kept, at)
                        kept = tagEnd
                    }
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
                let close = unsafe ends.endTag(bytes, from: tagEnd, of: cut)
                if keepsText, cut == .script, unsafe Self.hasScriptInside(bytes, tagEnd..<close.start) {
                    unsafe append(bytes, kept, at)
                    at = tagEnd
                    kept = at
                    continue
                }
                if cut == .script && close.start > tagEnd {
                    let kind = unsafe Self.scriptKind(bytes, at..<tagEnd)
                    scripts.append(Script(kind: kind, content: tagEnd..<close.start))
                }
                unsafe append(bytes, kept, at)
                if cut != .style { markup.append(UInt8(ascii: " ")) }
                at = close.end
                kept = at
            case UInt8(ascii: "/"):
                if unsafe nesting.ends(bytes, at + 2) {
                    unsafe append(bytes, kept, at)
                    kept = unsafe ends.endOfTag(bytes, at + 1)
                    at = kept
                } else {
                    at += 2
                }
            default:
                at += 1
            }
        }
        var end = count
        if count - kept > limit - markup.count {
            isCut = true
            end = max(kept, kept + limit - markup.count)
            // A character is read whole or not at all.
            while end > kept, unsafe bytes[end] & 0xC0 == 0x80 { end -= 1 }
        }
        unsafe append(bytes, kept, end)
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ from: Int, _ to: Int) {
        if to > from { unsafe markup.append(contentsOf: bytes[from..<to]) }
    }

    enum CutElement { case script, style, svg, plaintext }

    private static func cutElement(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> CutElement? {
        let first = unsafe bytes[at] | 0x20
        if first == UInt8(ascii: "p") { return unsafe hasName(bytes, at, "plaintext") ? .plaintext : nil }
        guard first == UInt8(ascii: "s") else { return nil }
        if unsafe hasName(bytes, at, "script") { return .script }
        if unsafe hasName(bytes, at, "style") { return .style }
        if unsafe hasName(bytes, at, "svg") { return .svg }
        return nil
    }

    static func hasName(
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

    /// Whether a script begins inside of a script, behind a blank: not in a quoted text, as programs write it.
    private static func hasScriptInside(_ bytes: UnsafeBufferPointer<UInt8>, _ content: Range<Int>) -> Bool {
        var at = content.lowerBound + 1
        while at < content.upperBound {
            if unsafe bytes[at] == UInt8(ascii: "<") && bytes[at - 1] <= 0x20
                && hasName(bytes, at + 1, "script")
            {
                return true
            }
            at += 1
        }
        return false
    }

    private static func scriptKind(_ bytes: UnsafeBufferPointer<UInt8>, _ tag: Range<Int>) -> Script.Kind {
        var at = tag.lowerBound
        var kind = Script.Kind.code
        while at + 4 < tag.upperBound {
            if unsafe bytes[at] | 0x20 == UInt8(ascii: "j") && bytes[at + 1] | 0x20 == UInt8(ascii: "s")
                && bytes[at + 2] | 0x20 == UInt8(ascii: "o") && bytes[at + 3] | 0x20 == UInt8(ascii: "n")
            {
                let hasLD =
                    unsafe at >= tag.lowerBound + 3 && bytes[at - 3] | 0x20 == UInt8(ascii: "l")
                    && bytes[at - 2] | 0x20 == UInt8(ascii: "d")
                // An identifier such as `json-article` may stand in front of the type.
                if hasLD { return .linkedData }
                kind = .json
            }
            at += 1
        }
        return kind
    }
}
