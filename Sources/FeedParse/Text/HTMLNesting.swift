/// Counts the open elements of a page roughly, so that nobody can nest them by the million.
///
/// libxml2 looks through all open elements at each end tag that fits none; with a bound on the depth that stays linear.
struct HTMLNesting {
    /// As deep as ``HTMLParser`` keeps elements.
    private static let limit = HTMLParser.depthLimit
    private var depth = 0
    /// The open elements of each name, by the name's hash.
    private var open = [UInt16](repeating: 0, count: 256)

    /// Notes the start tag whose name begins at an offset; true when it lies too deep and must be cut.
    mutating func begins(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard let name = unsafe Self.countedName(bytes, at) else { return false }
        // Old pages leave one sort of element open again and again; only that sort is cut, not the page's structure.
        if open[name] >= Self.limit || depth >= 16 * Self.limit { return true }
        depth += 1
        open[name] += 1
        return false
    }

    /// Notes an end tag; true when nothing is open that it could end.
    mutating func ends(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard at < bytes.count, let name = unsafe Self.countedName(bytes, at) else { return false }
        guard open[name] > 0 else { return true }
        open[name] -= 1
        depth -= 1
        return false
    }

    /// The hash of an element's name; nil for one that has no end tag or may lack it, so that its start tags say
    /// nothing about the depth, and for what is no name.
    private static func countedName(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int? {
        var name: UInt64 = 0
        var length = 0
        while at + length < bytes.count, length < 8 {
            let byte = unsafe bytes[at + length] | 0x20
            guard byte >= 0x61 && byte <= 0x7A || length > 0 && byte >= 0x30 && byte <= 0x39 else { break }
            name = name << 8 | UInt64(byte)
            length += 1
        }
        guard length > 0, !names.contains(name) else { return nil }
        return Int(truncatingIfNeeded: (name &* 0x9E37_79B9_7F4A_7C15) >> 56)
    }

    private static let names: Set<UInt64> = Set(
        [
            "a", "p", "li", "td", "th", "tr", "dt", "dd", "option", "br", "hr", "img", "input", "meta",
            "link",
            "wbr",
            "area", "col", "base", "embed", "source", "param", "track", "tbody", "thead", "tfoot", "html",
            "head",
            "body", "rt", "rp", "frame",
        ].map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } })
}
