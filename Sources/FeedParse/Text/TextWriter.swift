/// Writes the text of a tree: blocks become paragraphs, runs of blanks become one.
struct TextWriter {
    /// How blocks are kept apart.
    enum Style { case line, paragraphs }

    private let tree: HTMLTree
    private let style: Style
    private var out: [UInt8] = []
    /// The break that is owed before the next character.
    private var owed: Break = .none
    private var preDepth = 0

    private enum Break: Int { case none, space, tab, line, paragraph }

    /// Starts with nothing.
    init(tree: HTMLTree, style: Style) {
        self.tree = tree
        self.style = style
    }

    /// Writes one subtree.
    mutating func write(_ root: Int) {
        write(root) { _ in false }
    }

    /// Writes one subtree except for what `isDropped` names.
    mutating func write(_ root: Int, dropping isDropped: (Int) -> Bool) {
        var open: [Int] = []
        var at = root
        let end = Int(tree.nodes[root].end)
        while at < end {
            while let last = open.last, Int(tree.nodes[last].end) <= at {
                close(tree.nodes[last].tag)
                open.removeLast()
            }
            let node = tree.nodes[at]
            if node.tag == .text {
                if !isDropped(at) { text(Int(node.first), Int(node.count)) }
                at += 1
            } else if (node.tag.isHidden && node.tag != .head) || isDropped(at) {
                if node.tag.isBlock { owe(.paragraph) }
                at = Int(node.end)
            } else {
                self.open(node.tag)
                if node.tag != .text { open.append(at) }
                at += 1
            }
        }
        while let last = open.popLast() { close(tree.nodes[last].tag) }
    }

    /// Ends a paragraph before what comes next.
    mutating func paragraph() { owe(.paragraph) }

    /// The text.
    mutating func finish() -> String { String(decoding: out, as: UTF8.self) }

    private mutating func open(_ tag: HTMLTag) {
        switch tag {
        // Two line breaks end a paragraph.
        case .br: owe(owed == .line ? .paragraph : .line)
        case .li:
            owe(.line)
            if style == .paragraphs {
                flush()
                out.append(contentsOf: "• ".utf8)
                owed = .none
            }
        case .td, .th: owe(.tab)
        case .tr, .dt, .dd: owe(.line)
        case .pre:
            owe(.paragraph)
            preDepth += 1
        default: if tag.isBlock { owe(.paragraph) }
        }
    }

    private mutating func close(_ tag: HTMLTag) {
        switch tag {
        case .li, .tr, .dt, .dd: owe(.line)
        case .td, .th: owe(.tab)
        case .pre:
            owe(.paragraph)
            preDepth -= 1
        case .br: break
        default: if tag.isBlock { owe(.paragraph) }
        }
    }

    private mutating func owe(_ new: Break) {
        if out.isEmpty { return }
        if new.rawValue > owed.rawValue { owed = new }
    }

    private mutating func flush() {
        // A bullet without text is taken back.
        if out.last == UInt8(ascii: " "), out.suffix(4).elementsEqual([0xE2, 0x80, 0xA2, 0x20]),
            owed != .none,
            owed != .space
        {
            out.removeLast(4)
            while let last = out.last, last == 0x0A || last == 0x20 { out.removeLast() }
            if !out.isEmpty, owed == .none { owed = .line }
        }
        if !out.isEmpty {
            switch owed {
            case .none: break
            case .space: out.append(0x20)
            case .tab: out.append(style == .line ? 0x20 : 0x09)
            case .line: out.append(style == .line ? 0x20 : 0x0A)
            case .paragraph:
                if style == .line {
                    out.append(0x20)
                } else {
                    out.append(0x0A)
                    out.append(0x0A)
                }
            }
        }
        owed = .none
    }

    private mutating func text(_ first: Int, _ count: Int) {
        if preDepth > 0 && style == .paragraphs {
            return preformatted(first, count)
        }
        let bytes = tree.bytes
        var at = first
        let end = first + count
        var runStart = at
        while at < end {
            let byte = bytes[at]
            var blank = 0
            if byte <= 0x20 {
                blank = 1
            } else if byte == 0xC2 && at + 1 < end && bytes[at + 1] == 0xA0 {
                blank = 2
            } else if byte == 0xE2 && at + 2 < end && bytes[at + 1] == 0x80 {
                // U+2000…U+200B and U+2028, U+2029, U+202F.
                let third = bytes[at + 2]
                if third <= 0x8B || third == 0xA8 || third == 0xA9 || third == 0xAF { blank = 3 }
            } else if byte == 0xEF && at + 2 < end && bytes[at + 1] == 0xBB && bytes[at + 2] == 0xBF {
                blank = -3
            }
            if blank != 0 {
                if at > runStart {
                    flush()
                    out.append(contentsOf: bytes[runStart..<at])
                }
                if blank > 0 {
                    let isZeroWidth = blank == 3 && bytes[at + 2] == 0x8B
                    if !isZeroWidth { owe(.space) }
                }
                at += abs(blank)
                runStart = at
            } else {
                at += 1
            }
        }
        if end > runStart {
            flush()
            out.append(contentsOf: bytes[runStart..<end])
        }
    }

    private mutating func preformatted(_ first: Int, _ count: Int) {
        guard count > 0 else { return }
        let bytes = tree.bytes[first..<first + count]
        if owed != .none && bytes.allSatisfy({ $0 <= 0x20 }) { return }
        flush()
        out.append(contentsOf: bytes)
    }
}
