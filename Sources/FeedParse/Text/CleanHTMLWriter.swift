/// Writes a subtree as clean HTML: listed elements and attributes only.
struct CleanHTMLWriter {
    private let tree: HTMLTree
    private let base: String?
    private let keepsText: Bool
    private var out: [UInt8] = []

    /// Starts with nothing.
    ///
    /// With `keepsText` only scripts and styles lose their text; otherwise everything does that a page doesn't show.
    init(tree: HTMLTree, baseURL: String?, keepsText: Bool = false) {
        self.tree = tree
        base = baseURL
        self.keepsText = keepsText
    }

    /// The HTML.
    func finish() -> String { String(decoding: out, as: UTF8.self).trimmedBlanks }

    /// Writes a subtree except for what `isDropped` names.
    mutating func write(_ root: Int, dropping isDropped: (Int) -> Bool) {
        var open: [(end: Int, tag: HTMLTag, isWritten: Bool)] = []
        var preDepth = 0
        var at = root
        let end = Int(tree.nodes[root].end)
        while at < end {
            while let last = open.last, last.end <= at {
                close(last.tag, last.isWritten)
                if last.tag == .pre { preDepth -= 1 }
                open.removeLast()
            }
            let node = tree.nodes[at]
            if node.tag == .text {
                if !isDropped(at) { text(Int(node.first), Int(node.count), isPre: preDepth > 0) }
                at += 1
                continue
            }
            if isDropped(at) || isSilent(at, node.tag) {
                at = Int(node.end)
                continue
            }
            let isWritten = start(at, node.tag)
            if node.tag == .pre { preDepth += 1 }
            if node.tag.isVoid {
                at += 1
                // What the parser put below a void element stays.
                continue
            }
            open.append((Int(node.end), node.tag, isWritten))
            at += 1
        }
        while let last = open.popLast() { close(last.tag, last.isWritten) }
    }

    /// Whether an element is left out with all that is in it.
    ///
    /// What stands in a frame or object for want of it is text.
    private func isSilent(_ node: Int, _ tag: HTMLTag) -> Bool {
        switch tag {
        case .script, .style: true
        case .head, .iframe, .object: false
        // What unfolds the text below a heading is its words.
        case .button: !keepsText && !tree.isInHeading(node)
        case .input, .select, .textarea, .option: !keepsText
        default: tag.isHidden && !keepsText
        }
    }

    /// The elements that pass, with what they are written as.
    private static func written(_ tag: HTMLTag) -> HTMLTag? {
        switch tag {
        case .p, .br, .hr, .h1, .h2, .h3, .h4, .h5, .h6, .blockquote, .pre, .ul, .ol, .li, .dl, .dt, .dd,
            .figure, .figcaption, .table, .caption, .thead, .tbody, .tfoot, .tr, .td, .th, .a, .em, .strong,
            .b,
            .i, .u, .s, .small, .cite, .q, .code, .samp, .kbd, .sub, .sup, .mark, .abbr, .time, .del, .ins,
            .dfn, .ruby, .rt, .rp, .img, .div, .details, .summary, .wbr:
            tag
        case .section, .article, .main, .center, .address, .aside, .header, .footer, .nav, .form, .fieldset:
            .div
        case .tt: .code
        case .strike: .s
        default: nil
        }
    }

    private mutating func start(_ node: Int, _ tag: HTMLTag) -> Bool {
        guard let written = Self.written(tag) else { return false }
        var attributes: [(String, String)] = []
        switch written {
        case .a:
            guard let href = tree.nonEmpty(.href, node), let url = address(href, isImage: false) else {
                return false
            }
            attributes.append(("href", url))
        case .img:
            guard let url = picture(node) else { return false }
            attributes.append(("src", url))
            attributes.append(("alt", tree.value(.alt, node) ?? ""))
            for (name, key) in [("width", HTMLTree.Attribute.width), ("height", .height)] {
                if let number = tree.value(key, node).flatMap({ Int($0) }) {
                    attributes.append((name, String(number)))
                }
            }
        case .time:
            if let value = tree.nonEmpty(.datetime, node) { attributes.append(("datetime", value)) }
        case .td, .th:
            for (name, key) in [("colspan", HTMLTree.Attribute.colspan), ("rowspan", .rowspan)] {
                if let number = tree.value(key, node).flatMap({ Int($0) }), number > 1, number < 1000 {
                    attributes.append((name, String(number)))
                }
            }
        case .ol:
            if let number = tree.value(.start, node).flatMap({ Int($0) }) {
                attributes.append(("start", String(number)))
            }
        case .abbr:
            if let title = tree.nonEmpty(.title, node) { attributes.append(("title", title)) }
        case .blockquote, .q:
            if let cite = tree.nonEmpty(.cite, node), let url = address(cite, isImage: false) {
                attributes.append(("cite", url))
            }
        default: break
        }
        if let language = tree.nonEmpty(.lang, node), language.utf8.count < 36 {
            attributes.append(("lang", language))
        }
        if let style = tree.nonEmpty(.style, node).flatMap(CleanStyle.clean) {
            attributes.append(("style", style))
        }
        out.append(UInt8(ascii: "<"))
        out.append(contentsOf: written.name.utf8)
        for (name, value) in attributes {
            out.append(0x20)
            out.append(contentsOf: name.utf8)
            out.append(contentsOf: "=\"".utf8)
            escape(value.utf8, isAttribute: true)
            out.append(UInt8(ascii: "\""))
        }
        out.append(UInt8(ascii: ">"))
        return true
    }

    private mutating func close(_ tag: HTMLTag, _ isWritten: Bool) {
        guard isWritten, let written = Self.written(tag) else { return }
        out.append(contentsOf: "</".utf8)
        out.append(contentsOf: written.name.utf8)
        out.append(UInt8(ascii: ">"))
        if tag.isBlock { out.append(0x0A) }
    }

    /// The picture's address, lazy loading undone; nil for trackers and for what isn't a web address.
    func picture(_ node: Int) -> String? {
        for key in [HTMLTree.Attribute.width, .height] {
            if let size = tree.value(key, node).flatMap({ Int($0) }), size <= 1 { return nil }
        }
        var candidates = [tree.nonEmpty(.src, node), tree.nonEmpty(.dataSrc, node)]
        if let set = tree.nonEmpty(.srcset, node) {
            candidates.append(set.split(separator: " ", maxSplits: 1).first.map(String.init))
        }
        if candidates[0]?.hasPrefix("data:") ?? true { candidates.swapAt(0, 1) }
        for candidate in candidates {
            if let candidate, let url = address(candidate, isImage: true) { return url }
        }
        return nil
    }

    /// The absolute address when its scheme is harmless.
    private func address(_ reference: String, isImage: Bool) -> String? {
        // Blanks and control characters inside a scheme are how filters are deceived.
        let bytes = reference.utf8.filter { $0 > 0x20 && $0 != 0x7F }
        let reference = String(decoding: bytes, as: UTF8.self)
        let resolved = base.flatMap { URLReference.resolve(reference, against: $0) } ?? reference
        guard let scheme = URLReference.scheme(of: resolved) else {
            // A colon behind a slash, a query or a fragment ends no scheme.
            let beforeColon = resolved.prefix { $0 != ":" }
            let isHarmless =
                beforeColon.count == resolved.count || beforeColon.contains { "/?#".contains($0) }
            return isHarmless ? resolved : nil
        }
        switch scheme.lowercased() {
        case "http", "https": return resolved
        case "mailto", "tel": return isImage ? nil : resolved
        default: return nil
        }
    }

    private mutating func text(_ first: Int, _ count: Int, isPre: Bool) {
        let bytes = tree.bytes[first..<first + count]
        if isPre { return escape(bytes, isAttribute: false) }
        var wasBlank = out.last == 0x20 || out.last == 0x0A
        for byte in bytes {
            switch byte {
            case ...0x20:
                if !wasBlank { out.append(0x20) }
                wasBlank = true
                continue
            case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"):
                escape(CollectionOfOne(byte), isAttribute: false)
            default: out.append(byte)
            }
            wasBlank = false
        }
    }

    private mutating func escape(_ bytes: some Collection<UInt8>, isAttribute: Bool) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\"") where isAttribute: out.append(contentsOf: "&quot;".utf8)
            default: out.append(byte)
            }
        }
    }
}
