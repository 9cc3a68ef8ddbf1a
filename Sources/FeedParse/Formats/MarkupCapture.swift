/// Writes the elements inside of a text field out again as HTML.
struct MarkupCapture {
    private var dropsOuterDiv = false
    private var mark = 0
    private var droppedDepth: Int?
    private var bases: [(depth: Int, base: String?)] = []
    private var silentDepth: Int?

    /// Whether text is inside of an element whose text nobody sees.
    var isSilent: Bool { false }

    /// Begins with the first element of a field whose bytes start at a mark.
    mutating func begin(dropsOuterDiv: Bool, mark: Int) {
        self.dropsOuterDiv = dropsOuterDiv
        self.mark = mark
        droppedDepth = nil
        bases = []
    }

    /// Writes a start tag, its addresses resolved.
    mutating func start(
        _ name: XMLName, _ attributes: XMLAttributes, depth: Int, base: String?, into text: ByteCollector
    ) {
        if let reference = attributes.xml("base") {
            let outer = bases.last.map { $0.base } ?? base
            let resolved = URLReference.resolve(reference, against: outer)
            bases.append((depth, resolved.utf8.count <= Limits.address ? resolved : outer))
        }
        if dropsOuterDiv, depth == 0, droppedDepth == nil, name.local == "div", isBlank(text) {
            droppedDepth = 0
            return
        }
        var tag: [UInt8] = [0x3C]
        name.append(to: &tag)
        let nested = bases.last.map { $0.base } ?? nil
        attributes.forEach { name, isXML, value in
            guard !isXML else { return }
            tag.append(0x20)
            Self.append(name, to: &tag)
            tag.append(0x3D)
            tag.append(0x22)
            if let nested, Self.isAddress(name) {
                let resolved = URLReference.resolve(String(copying: value, 0, value.count), against: nested)
                Self.appendEscaped(resolved.utf8.span, to: &tag)
            } else {
                Self.appendEscaped(value, to: &tag)
            }
            tag.append(0x22)
        }
        if Self.isVoid(name.local) { tag.append(contentsOf: " /".utf8) }
        tag.append(0x3E)
        text.append(tag)
    }

    /// Writes an end tag.
    mutating func end(_ name: XMLName, depth: Int, into text: ByteCollector) {
        while let last = bases.last, last.depth >= depth { bases.removeLast() }
        if depth == 0, droppedDepth == 0 {
            droppedDepth = 1
            return
        }
        guard !Self.isVoid(name.local) else { return }
        var tag: [UInt8] = [0x3C, 0x2F]
        name.append(to: &tag)
        tag.append(0x3E)
        text.append(tag)
    }

    /// Writes text, escaped.
    func text(_ bytes: Span<UInt8>, into text: ByteCollector) {
        var from = 0
        for at in 0..<bytes.count {
            let byte = bytes[at]
            guard byte == 0x26 || byte == 0x3C || byte == 0x3E else { continue }
            text.append(bytes.extracting(from..<at))
            if byte == 0x26 {
                text.append("&amp;" as StaticString)
            } else {
                text.append(byte == 0x3C ? "&lt;" as StaticString : "&gt;" as StaticString)
            }
            from = at + 1
        }
        text.append(bytes.extracting(from..<bytes.count))
    }

    private func isBlank(_ text: ByteCollector) -> Bool {
        let raw = unsafe text.slice(from: mark)
        for index in raw.indices where unsafe raw[index] > 0x20 { return false }
        return true
    }

    private static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        for at in 0..<bytes.count { output.append(bytes[at]) }
    }

    private static func appendEscaped(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        for at in 0..<bytes.count {
            switch bytes[at] {
            case 0x26: output.append(contentsOf: "&amp;".utf8)
            case 0x3C: output.append(contentsOf: "&lt;".utf8)
            case 0x22: output.append(contentsOf: "&quot;".utf8)
            default: output.append(bytes[at])
            }
        }
    }

    private static func isAddress(_ name: Span<UInt8>) -> Bool {
        ["href", "src", "poster", "cite", "longdesc", "action", "background"]
            .contains(String(copying: name, 0, name.count).lowercased())
    }

    private static func isVoid(_ name: String) -> Bool {
        switch name.lowercased() {
        case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
            "track",
            "wbr":
            true
        default: false
        }
    }
}
