/// Makes well-formed XML of a document that is not.
///
/// libxml2's own recovery drops what follows a bare `<` and closes the wrong elements, so the document is put in order
/// before it is read: stray characters are escaped or dropped, references of HTML become characters, tags are completed
/// and balanced. One pass, linear; what was done is told in ``warnings``.
struct MarkupRepair {
    let input: [UInt8]
    var output: [UInt8] = []
    var at = 0
    /// The names of the open elements as written.
    var open: [OpenElement] = []
    var entities = DeclaredEntities()
    private(set) var warnings: [String] = []
    /// Whether an `html` element was met.
    var sawHTML = false
    /// The items have no root of their own and got one.
    var isWrapped = false
    /// The root has ended; only items that were left outside still count.
    var isAfterRoot = false
    /// The document broke off before its end.
    private(set) var isTruncated = false
    private var told: Set<String> = []
    /// How many open elements have a key: a flood of end tags must not search a deep stack again and again.
    var openCounts: [String: Int] = [:]
    /// Endings that were sought to the document's end and not found; they needn't be sought again.
    private var missingEnds: Set<[UInt8]> = []
    /// Where the next CDATA section ends, once that was sought.
    private var sectionEnd: Int?
    private var countedTo = 0
    private var line = 1

    /// An element that has no end tag yet.
    struct OpenElement {
        /// As written in the output.
        var name: [UInt8]
        /// The local part in lower case.
        var key: String
    }

    /// Takes the document as valid UTF-8.
    init(_ input: [UInt8]) {
        self.input = input
        output.reserveCapacity(input.count + input.count / 8)
    }

    /// The document in order.
    mutating func repaired() -> [UInt8] {
        skipJunk()
        while at < input.count {
            if input[at] == 0x3C {
                readMarkup()
            } else {
                readText()
            }
        }
        if !open.isEmpty {
            isTruncated = !isAfterRoot && !(isWrapped && open.count == 1)
            if isTruncated {
                warn("the document ends inside of <\(open[open.count - 1].key)>; what was open was closed")
            }
            closeElements(downTo: 0)
        }
        return output
    }

    /// Notes what was repaired, each kind once.
    mutating func warn(_ text: String, at position: Int? = nil) {
        guard warnings.count < 20, told.insert(text).inserted else { return }
        let end = min(position ?? at, input.count)
        while countedTo < end {
            if input[countedTo] == 0x0A { line += 1 }
            countedTo += 1
        }
        warnings.append("line \(line): \(text)")
    }

    /// Drops what stands in front of the first markup.
    private mutating func skipJunk() {
        let start = at
        while at < input.count {
            if input[at] == 0x3C, at + 1 < input.count {
                let next = input[at + 1]
                if next == 0x3F || next == 0x21 || isNameStart(next) { break }
            }
            at += 1
        }
        if let declaration = lateDeclaration() { at = declaration }
        if input[start..<at].contains(where: { $0 > 0x20 }) {
            warn("text in front of the document was dropped", at: start)
        }
    }

    /// Where an XML declaration stands behind a program's complaints: nothing in front of it is the document's.
    private func lateDeclaration() -> Int? {
        var next = at
        while let hit = ByteSearch.first(0x3C, in: input.span, from: next), hit < 65536 {
            let tag = String(decoding: input[hit..<min(hit + 13, input.count)], as: UTF8.self).lowercased()
            if tag.hasPrefix("<?xml ") { return hit > at ? hit : nil }
            let roots = [
                "<rss", "<feed", "<rdf", "<urlset", "<sitemapindex", "<opml", "<channel", "<html", "<!--",
            ]
            guard !roots.contains(where: tag.hasPrefix) else { return nil }
            next = hit + 1
        }
        return nil
    }

    private mutating func readMarkup() {
        let next = at + 1 < input.count ? input[at + 1] : 0
        switch next {
        case 0x3F: skip(to: [0x3F, 0x3E], or: 0x3E)
        case 0x21:
            if starts(with: "<!--") {
                at += 4
                skip(to: [0x2D, 0x2D, 0x3E], or: 0x3E)
            } else if starts(with: "<![CDATA[") {
                readCDATA()
            } else if starts(with: "<!DOCTYPE") || starts(with: "<!doctype") {
                let end = entities.readDoctype(input, from: at)
                if entities.refusedExternal { warn("an external entity was not loaded") }
                at = end
            } else {
                skip(to: [0x3E], or: 0x3E)
            }
        case 0x2F: readEndTag()
        default:
            if !isNameStart(next) || !readStartTag() {
                warn("a bare < was taken as text")
                if acceptsText { output.append(contentsOf: "&lt;".utf8) }
                at += 1
            }
        }
    }

    private func starts(with text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard at + count <= input.count else { return false }
        for index in 0..<count where unsafe input[at + index] != text.utf8Start[index] { return false }
        return true
    }

    /// Moves behind the end; when it never comes, behind the next single byte that would do.
    private mutating func skip(to end: [UInt8], or fallback: UInt8) {
        if let found = find(end, from: at) {
            at = found + end.count
            return
        }
        while at < input.count, input[at] != fallback { at += 1 }
        at = min(at + 1, input.count)
    }

    /// Where an ending begins; nil when it never comes.
    private mutating func find(_ end: [UInt8], from start: Int) -> Int? {
        guard !missingEnds.contains(end) else { return nil }
        var next = start
        while let hit = ByteSearch.first(end[0], in: input.span, from: next), hit + end.count <= input.count {
            if input[hit..<hit + end.count].elementsEqual(end) { return hit }
            next = hit + 1
        }
        missingEnds.insert(end)
        return nil
    }

    /// A CDATA section becomes escaped text; one that never ends reaches to the document's end.
    private mutating func readCDATA() {
        let start = at + 9
        let end: Int
        if let found = endOfSection(from: start) {
            let cut = endOfLostSection(from: start, before: found)
            if cut != nil { warn("a CDATA section has no end of its own") }
            end = cut ?? found
            at = cut ?? found + 3
        } else {
            warn("a CDATA section never ends")
            end = endOfOpenSection(from: start)
            at = end
        }
        if acceptsText {
            var index = start
            while index < end {
                if input[index..<min(index + 9, end)].elementsEqual("<![CDATA[".utf8) {
                    index += 9
                    continue
                }
                appendText(input[index])
                index += 1
            }
        }
    }

    /// Where the next `]]>` is; one that is known is not sought again.
    private mutating func endOfSection(from start: Int) -> Int? {
        if let known = sectionEnd, known >= start { return known }
        sectionEnd = find([0x5D, 0x5D, 0x3E], from: start)
        return sectionEnd
    }

    /// The end tag of the element around a section that only ends with a later one: another begins in between.
    private func endOfLostSection(from start: Int, before end: Int) -> Int? {
        let opening = Array("<![CDATA[".utf8)
        var next = start
        while let hit = ByteSearch.first(0x3C, in: input.span, from: next), hit + opening.count <= end {
            if input[hit..<hit + opening.count].elementsEqual(opening) {
                let tag = endOfOpenSection(from: start, before: hit)
                return tag < hit ? tag : nil
            }
            next = hit + 1
        }
        return nil
    }

    /// Where a section without an end should have ended: at the end tag of the element around it.
    private func endOfOpenSection(from start: Int, before limit: Int? = nil) -> Int {
        let limit = limit ?? input.count
        guard let element = open.last else { return limit }
        // Where only elements are expected it was begun by mistake.
        if Self.containers.contains(element.key) { return start }
        let tag = Array("</".utf8) + element.name
        var index = start
        while index + tag.count <= limit {
            if input[index] == 0x3C, input[index..<index + tag.count].elementsEqual(tag) { return index }
            index += 1
        }
        return limit
    }

    /// Elements of feeds whose own text says nothing.
    private static let containers: Set<String> = ["rss", "rdf", "feed", "channel", "items", "item", "entry"]

    /// Whether text belongs to anything at this place.
    var acceptsText: Bool { !open.isEmpty && !(isAfterRoot && open.count == 1) }

    private mutating func readText() {
        let drops = !acceptsText
        while at < input.count, input[at] != 0x3C {
            let byte = input[at]
            if byte == 0x26 {
                let start = output.count
                readReference()
                if drops { output.removeSubrange(start...) }
                continue
            }
            if byte == 0x5D, at + 2 < input.count, input[at + 1] == 0x5D, input[at + 2] == 0x3E {
                // The end of a CDATA section that was ended before.
                at += 3
                continue
            }
            if !drops { appendText(byte) }
            at += 1
        }
    }

    /// Appends one byte of text, escaped; control characters are dropped.
    mutating func appendText(_ byte: UInt8) {
        switch byte {
        case 0x3C: output.append(contentsOf: "&lt;".utf8)
        case 0x26: output.append(contentsOf: "&amp;".utf8)
        case 0x3E: output.append(contentsOf: "&gt;".utf8)
        case 0x00..<0x20 where byte != 0x09 && byte != 0x0A && byte != 0x0D:
            warn("a control character was dropped")
        case 0xBE, 0xBF:
            // U+FFFE and U+FFFF are no XML characters.
            if output.count >= 2, output[output.count - 1] == 0xBF, output[output.count - 2] == 0xEF {
                output.removeLast(2)
            } else {
                output.append(byte)
            }
        default: output.append(byte)
        }
    }

    /// A reference, or an ampersand that stands for itself.
    mutating func readReference() {
        var next = at + 1
        if next < input.count, input[next] == 0x23 {
            let (scalar, after) = numericReference(next + 1)
            if let scalar {
                append(scalar)
                at = after
                return
            }
        }
        while next < input.count, next - at <= 40, isNameByte(input[next]) { next += 1 }
        if next > at + 1, next < input.count, input[next] == 0x3B {
            let name = String(decoding: input[at + 1..<next], as: UTF8.self)
            switch name {
            case "lt", "gt", "amp", "quot", "apos":
                output.append(contentsOf: input[at...next])
                at = next + 1
                return
            default: break
            }
            if let text = entities.text(of: name) {
                if entities.isExhausted { warn("declared entities grow too large; some were dropped") }
                for byte in text.utf8 { appendText(byte) }
                at = next + 1
                return
            }
        }
        var decoded: [UInt8] = []
        if let after = HTMLEntities.decode(input.span, at, input.count, into: &decoded) {
            for byte in decoded { appendText(byte) }
            at = after
            return
        }
        warn("a bare & was taken as text")
        output.append(contentsOf: "&amp;".utf8)
        at += 1
    }

    private mutating func numericReference(_ start: Int) -> (UInt32?, Int) {
        guard let (scalar, after) = HTMLEntities.numeric(input.span, start, input.count) else {
            return (nil, start)
        }
        return (scalar, after)
    }

    private mutating func append(_ scalar: UInt32) {
        if scalar < 0x80 { return appendText(UInt8(scalar)) }
        guard scalar != 0xFFFE, scalar != 0xFFFF else { return }
        HTMLEntities.append(scalar, to: &output)
    }

    func isNameStart(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == 0x5F || byte >= 0x80
    }

    func isNameByte(_ byte: UInt8) -> Bool {
        isNameStart(byte) || byte >= 0x30 && byte <= 0x39 || byte == 0x2D || byte == 0x2E || byte == 0x3A
    }
}
