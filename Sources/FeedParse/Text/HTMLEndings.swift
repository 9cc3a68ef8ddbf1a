internal import Glibc

/// Finds where tags, declarations and cut elements of HTML end, in linear time altogether.
///
/// What was sought and found, or not found, is remembered: a flood of beginnings without an end must not search the
/// same bytes again and again.
struct HTMLEndings {
    /// The next place of each sort of ending that is known, by what it ends; `Int.max` when there is none.
    private var quotes: (single: Int, double: Int) = (-1, -1)
    private var comment = -1
    private var elements: [HTMLSource.CutElement: (start: Int, end: Int)] = [:]

    /// Returns the offset behind the `>` that ends a tag, quotes respected (HTML section 13.2.5.32).
    mutating func endOfTag(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var at = start
        let count = bytes.count
        var afterEquals = false
        while at < count {
            let byte = unsafe bytes[at]
            if byte == UInt8(ascii: ">") { return at + 1 }
            if afterEquals && (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")) {
                let close = unsafe closingQuote(bytes, at, byte)
                // A value that runs on for too long was never closed.
                at = close - at < 200_000 ? close : at
            }
            if byte > 0x20 { afterEquals = byte == UInt8(ascii: "=") }
            at += 1
        }
        return count
    }

    private mutating func closingQuote(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ quote: UInt8) -> Int
    {
        let known = quote == UInt8(ascii: "'") ? quotes.single : quotes.double
        if known > at { return known }
        let found = unsafe Self.find(quote, bytes, at + 1) ?? Int.max
        if quote == UInt8(ascii: "'") { quotes.single = found } else { quotes.double = found }
        return found
    }

    /// Returns the offset behind a comment or declaration; `start` itself for a CDATA marker.
    mutating func endOfDeclaration(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let count = bytes.count
        if unsafe start + 3 < count && bytes[start + 2] == UInt8(ascii: "-")
            && bytes[start + 3] == UInt8(ascii: "-")
        {
            if unsafe start + 4 < count && bytes[start + 4] == UInt8(ascii: ">") { return start + 5 }
            if comment < start + 4 { comment = unsafe Self.endOfComment(bytes, start + 4) ?? Int.max }
            // An open comment hides nothing: browsers would, but half a page is worth more than none.
            return comment == Int.max ? start + 4 : comment
        }
        if unsafe start + 8 < count && bytes[start + 2] == UInt8(ascii: "[")
            && bytes[start + 3] == UInt8(ascii: "C") && bytes[start + 8] == UInt8(ascii: "[")
        {
            return start
        }
        return unsafe Self.find(UInt8(ascii: ">"), bytes, start + 2).map { $0 + 1 } ?? count
    }

    /// The offset behind the first `-->` or `--!>` that begins at or behind an offset.
    private static func endOfComment(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var next = start
        while let at = unsafe find(UInt8(ascii: "-"), bytes, next), at + 2 < bytes.count {
            if unsafe bytes[at + 1] == UInt8(ascii: "-") {
                if unsafe bytes[at + 2] == UInt8(ascii: ">") { return at + 3 }
                if unsafe at + 3 < bytes.count && bytes[at + 2] == UInt8(ascii: "!")
                    && bytes[at + 3] == UInt8(ascii: ">")
                {
                    return at + 4
                }
            }
            next = at + 1
        }
        return nil
    }

    /// Finds the end tag of a cut element; without one, only the start tag is cut.
    mutating func endTag(
        _ bytes: UnsafeBufferPointer<UInt8>, from: Int, of element: HTMLSource.CutElement
    ) -> (start: Int, end: Int) {
        if elements[element].map({ $0.start < from }) ?? true {
            elements[element] = unsafe Self.find(endTagOf: element, bytes, from) ?? (Int.max, Int.max)
        }
        guard let found = elements[element], found.start < Int.max else {
            return (from, element == .svg ? from : bytes.count)
        }
        return found
    }

    private static func find(
        endTagOf element: HTMLSource.CutElement, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int
    ) -> (start: Int, end: Int)? {
        let name: StaticString =
            switch element {
            case .script: "script"
            case .style: "style"
            default: "svg"
            }
        var next = start
        while let at = unsafe find(UInt8(ascii: "<"), bytes, next), at + 2 < bytes.count {
            if unsafe bytes[at + 1] == UInt8(ascii: "/") && HTMLSource.hasName(bytes, at + 2, name) {
                let end = unsafe find(UInt8(ascii: ">"), bytes, at + 2) ?? bytes.count - 1
                return (at, end + 1)
            }
            next = at + 1
        }
        return nil
    }

    private static func find(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        guard let base = bytes.baseAddress, start < bytes.count else { return nil }
        let from = unsafe base + start
        guard let hit = unsafe memchr(from, Int32(byte), bytes.count - start) else { return nil }
        return unsafe UnsafeRawPointer(hit) - UnsafeRawPointer(base)
    }
}
