/// A page as one flat list of nodes in document order.
///
/// Every node knows its parent and where its subtree ends, all text lies in one buffer of UTF-8 bytes, and no
/// String is made until somebody asks for one. ``HTMLParser`` builds it.
struct HTMLTree: Sendable {
    /// The attributes that are kept.
    enum Attribute: UInt8, Sendable {
        case id, `class`, href, src, content, name, property, itemprop, itemtype, itemscope, rel, type
        case datetime, role, style, hidden, lang, title, alt, charset, value, width, height, srcset, colspan
        case rowspan, cite, ariaHidden, ariaLabel, dataSrc, dataTestID, dataComponent, start, xmlLang
        case dateTitle, ariaControls, dataURL
    }

    /// One element or one run of text.
    struct Node: Sendable {
        /// The element, or `.text`.
        var tag: HTMLTag
        /// The parent's index; -1 for the first.
        var parent: Int32
        /// The index behind the last descendant.
        var end: Int32
        /// Where a text's bytes begin; an element's first attribute.
        var first: Int32
        /// How many bytes a text has; how many attributes an element has.
        var count: Int32
        /// An element's number among all elements of the document, from 0; -1 for text.
        var element: Int32
    }

    /// One attribute: its name and where its value lies.
    struct AttributeValue: Sendable {
        var name: Attribute
        var first: Int32
        var count: Int32
    }

    /// The nodes; the first is the root.
    var nodes: [Node] = []
    /// Texts and attribute values.
    var bytes: [UInt8] = []
    /// The attributes of all elements.
    var attributes: [AttributeValue] = []
    /// True when a limit cut the tree short.
    var isCut = false

    /// The indices of all nodes.
    var indices: Range<Int> { 0..<nodes.count }

    /// The indices of a node and its descendants.
    func subtree(_ node: Int) -> Range<Int> { node..<Int(nodes[node].end) }

    /// A node's tag.
    func tag(_ node: Int) -> HTMLTag { nodes[node].tag }

    /// The parent, nil for the root.
    func parent(_ node: Int) -> Int? {
        let parent = Int(nodes[node].parent)
        return parent < 0 ? nil : parent
    }

    /// The children of a node, in order.
    func children(_ node: Int) -> Children { Children(tree: self, at: node + 1, end: Int(nodes[node].end)) }

    /// True when `ancestor` is the node itself or above it.
    func contains(_ ancestor: Int, _ node: Int) -> Bool { subtree(ancestor).contains(node) }

    /// The bytes of a text node.
    func textRange(_ node: Int) -> Range<Int> {
        let first = Int(nodes[node].first)
        return first..<first + Int(nodes[node].count)
    }

    /// Where an attribute's value lies, nil when the element doesn't have it.
    func valueRange(_ name: Attribute, _ node: Int) -> Range<Int>? {
        let entry = nodes[node]
        guard entry.tag != .text else { return nil }
        var at = Int(entry.first)
        let end = at + Int(entry.count)
        while at < end {
            let attribute = attributes[at]
            if attribute.name == name {
                return Int(attribute.first)..<Int(attribute.first) + Int(attribute.count)
            }
            at += 1
        }
        return nil
    }

    /// True when the element has the attribute.
    func has(_ name: Attribute, _ node: Int) -> Bool { valueRange(name, node) != nil }

    /// An attribute's value, trimmed; nil when absent.
    func value(_ name: Attribute, _ node: Int) -> String? {
        valueRange(name, node).map { string($0).trimmedBlanks }
    }

    /// An attribute's value when it says something.
    func nonEmpty(_ name: Attribute, _ node: Int) -> String? {
        guard let value = value(name, node), !value.isEmpty else { return nil }
        return value
    }

    /// True when one of an attribute's words, letter case aside, is among some.
    func hasWord(_ words: [StaticString], in name: Attribute, _ node: Int) -> Bool {
        guard let range = valueRange(name, node), !range.isEmpty else { return false }
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start
            while end < range.upperBound, bytes[end] > 0x20 { end += 1 }
            for word in words where end - start == word.utf8CodeUnitCount {
                var offset = 0
                while offset < end - start, unsafe bytes[start + offset] | 0x20 == word.utf8Start[offset] {
                    offset += 1
                }
                if offset == end - start { return true }
            }
            start = end + 1
        }
        return false
    }

    /// The bytes as a String.
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// All text below a node on one line, blanks collapsed.
    func line(_ node: Int) -> String {
        var writer = TextWriter(tree: self, style: .line)
        writer.write(node)
        return writer.finish()
    }

    /// All text below a node, paragraphs separated by a blank line.
    func text(_ node: Int) -> String {
        var writer = TextWriter(tree: self, style: .paragraphs)
        writer.write(node)
        return writer.finish()
    }

    /// The first descendant with a tag.
    func firstDescendant(_ tag: HTMLTag, in node: Int) -> Int? {
        subtree(node).first { nodes[$0].tag == tag }
    }

    /// The nearest ancestor, or the node itself, with a tag.
    func closest(_ tag: HTMLTag, _ node: Int) -> Int? {
        var at = node
        while at >= 0 {
            if nodes[at].tag == tag { return at }
            at = Int(nodes[at].parent)
        }
        return nil
    }

    /// True for the child or grandchild of a heading.
    func isInHeading(_ node: Int) -> Bool {
        guard let parent = parent(node) else { return false }
        if nodes[parent].tag.isHeading { return true }
        return self.parent(parent).map { nodes[$0].tag.isHeading } ?? false
    }

    /// Walks the children of one node.
    struct Children: Sequence, IteratorProtocol {
        fileprivate let tree: HTMLTree
        fileprivate var at: Int
        fileprivate let end: Int

        mutating func next() -> Int? {
            guard at < end else { return nil }
            let child = at
            at = Int(tree.nodes[child].end)
            return child
        }
    }
}

extension String {
    /// The string without blanks at either end, no-break space included.
    var trimmedBlanks: String {
        guard let head = utf8.first, let tail = utf8.last else { return self }
        if head > 0x20, head < 0x7F, tail > 0x20, tail < 0x7F { return self }
        let isBlank: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{200B}" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) })
        else { return "" }
        if first == startIndex && index(after: last) == endIndex { return self }
        return String(self[first...last])
    }
}
