/// One line of copy: a paragraph, or what stands between two line breaks.
struct CopyLine {
    /// The text on one line, blanks collapsed.
    var text: String
    /// The text nodes that it is made of.
    var nodes: [Int]
    /// The links in it.
    var links: [(text: String, href: String)]
    /// True for headings.
    var isHeading: Bool
    /// The text in lower case, nothing for long paragraphs.
    var lower: [UInt8]

    /// Lines beyond this length are paragraphs, which no convention takes for its own.
    static let longest = 700

    init(
        text: String, nodes: [Int] = [], links: [(text: String, href: String)] = [], isHeading: Bool = false,
        longest: Int = Self.longest
    ) {
        self.text = text
        self.nodes = nodes
        self.links = links
        self.isHeading = isHeading
        lower = text.utf8.count > longest ? [] : text.loweredBytes
    }

    /// The part of the text that lies in links, 0…1.
    var linkShare: Double {
        let total = text.utf8.count
        return total == 0 ? 0 : Double(links.reduce(0) { $0 + $1.text.utf8.count }) / Double(total)
    }

    /// Where the text begins in a line that stands in brackets as a whole, in bytes; nil for others.
    var bracketStart: Int? {
        guard let first = text.first, "([（［".contains(first), let last = text.last,
            ")]）］.".contains(last)
        else { return nil }
        return first.utf8.count
    }

    /// Cuts the kept text below some elements into lines.
    ///
    /// - Parameter longest: lines beyond this length are not put into lower case.
    static func lines(
        _ tree: HTMLTree, roots: [Int], longest: Int = Self.longest, dropping isDropped: (Int) -> Bool
    ) -> [CopyLine] {
        var lines: [CopyLine] = []
        for root in roots { collect(tree, root, longest, isDropped, &lines) }
        return lines
    }

    private static func collect(
        _ tree: HTMLTree, _ root: Int, _ longest: Int, _ isDropped: (Int) -> Bool, _ lines: inout [CopyLine]
    ) {
        var nodes: [Int] = []
        var links: [(text: String, href: String)] = []
        var ends: [Int] = []
        var headingEnd = -1
        func flush() {
            defer {
                nodes = []
                links = []
            }
            guard !nodes.isEmpty else { return }
            var bytes: [UInt8] = []
            for node in nodes { bytes += tree.bytes[tree.textRange(node)] }
            let text = PlainText.collapsed(bytes, count: bytes.count)
            guard !text.isEmpty else { return }
            lines.append(
                CopyLine(
                    text: text, nodes: nodes, links: links, isHeading: nodes[0] < headingEnd, longest: longest
                ))
        }
        var at = root
        let end = Int(tree.nodes[root].end)
        while at < end {
            while let last = ends.last, last <= at {
                flush()
                ends.removeLast()
            }
            let node = tree.nodes[at]
            if node.tag == .text {
                if !isDropped(at) { nodes.append(at) }
                at += 1
                continue
            }
            if isDropped(at) || (node.tag.isHidden && node.tag != .head) {
                at = Int(node.end)
                continue
            }
            if node.tag.isBlock {
                flush()
                ends.append(Int(node.end))
                if node.tag.isHeading { headingEnd = Int(node.end) }
            } else if node.tag == .br {
                flush()
            } else if node.tag == .a, let href = tree.nonEmpty(.href, at) {
                links.append((tree.line(at), href))
            }
            at += 1
        }
        flush()
    }
}
