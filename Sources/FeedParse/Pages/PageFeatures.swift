/// What one walk over a page counts: text, links and paragraphs under every node.
struct PageFeatures {
    let tree: HTMLTree
    /// What each element's names say; empty for text.
    private(set) var hints: [ContentHints]
    /// The weight of all visible text in each subtree.
    private(set) var text: [Int32]
    /// The part of it that lies in links.
    private(set) var link: [Int32]
    /// The weight of running text outside of junk in each subtree.
    private(set) var prose: [Int32]
    /// The text that belongs to a block itself, not to a block inside of it.
    private(set) var own: [Int32]
    /// The part of it that lies in links.
    private(set) var ownLink: [Int32]
    /// True inside of navigation, comments and the like.
    private(set) var isJunk: [Bool]
    /// True inside of what isn't shown.
    private(set) var isHidden: [Bool]
    /// The kinds of names that mark junk on this page.
    ///
    /// A kind that marks most of a page's text marks nothing: frameworks call every box a widget.
    private(set) var junkHints = ContentHints.junk
    /// The nearest block around each node, itself included.
    private(set) var block: [Int32]

    /// Walks a page.
    init(_ tree: HTMLTree) {
        self.tree = tree
        let count = tree.nodes.count
        hints = [ContentHints](repeating: [], count: count)
        text = [Int32](repeating: 0, count: count)
        link = text
        prose = text
        own = text
        ownLink = text
        block = text
        isJunk = [Bool](repeating: false, count: count)
        isHidden = isJunk
        weigh(believingStyles: true)
        let shown = runningText
        if shown < 900 {
            // Pages that fade in, print versions and pages for browsers without scripts: what a style hides is the
            // text, when there is far more of it than of what is shown.
            let kept = (text, link, own, ownLink, isHidden, hints, block)
            for index in text.indices {
                (text[index], link[index], own[index], ownLink[index]) = (0, 0, 0, 0)
                isHidden[index] = false
            }
            weigh(believingStyles: false)
            if runningText < 3 * shown + 200 { (text, link, own, ownLink, isHidden, hints, block) = kept }
        }
        judge()
    }

    /// The weight of running text on the whole page, junk left out.
    var total: Int { prose.first.map { Int($0) } ?? 0 }

    /// The weight of all blocks that read like paragraphs, wherever they are.
    private var runningText: Int {
        tree.nodes.indices.reduce(0) { sum, index in
            tree.nodes[index].tag != .text && isProse(index) ? sum + Int(own[index] - ownLink[index]) : sum
        }
    }

    /// The share of a subtree's text that lies in links.
    func linkDensity(_ node: Int) -> Double {
        text[node] == 0 ? 0 : Double(link[node]) / Double(text[node])
    }

    /// True when a block's own text reads like a paragraph.
    func isProse(_ node: Int) -> Bool {
        let weight = own[node]
        guard weight > 0, Int(ownLink[node]) * 2 < Int(weight) else { return false }
        switch tree.nodes[node].tag {
        case .p, .blockquote, .pre: return weight >= 25
        case .li, .dd, .dt: return weight >= 60
        case .h1, .h2, .h3, .h4, .h5, .h6, .figcaption, .caption, .option, .legend, .nav, .footer:
            return false
        default: return weight >= 60
        }
    }

    private mutating func weigh(believingStyles: Bool) {
        let nodes = tree.nodes
        var inLink = [Bool](repeating: false, count: nodes.count)
        var cache = HintCache()
        var panels: Set<ArraySlice<UInt8>> = []
        for index in nodes.indices {
            let node = nodes[index]
            let parent = Int(node.parent)
            if node.tag == .text {
                guard parent >= 0, !isHidden[parent] else { continue }
                let weight = Self.weight(tree.bytes, Int(node.first), Int(node.count))
                guard weight > 0 else { continue }
                text[index] = weight
                let around = Int(block[parent])
                own[around] += weight
                if inLink[parent] {
                    link[index] = weight
                    ownLink[around] += weight
                }
                continue
            }
            block[index] = node.tag.isBlock || parent < 0 ? Int32(index) : block[parent]
            inLink[index] = node.tag == .a || (parent >= 0 && inLink[parent])
            // The main element stands in nothing hidden; an unclosed button or menu only seems to hold it.
            if parent >= 0 && isHidden[parent] && node.tag != .main {
                isHidden[index] = true
                continue
            }
            if node.count > 0 { readNames(index, node, &cache, &panels) }
            isHidden[index] =
                (node.tag.isHidden && node.tag != .head && node.tag != .html)
                || node.tag == .button && !tree.isInHeading(index)
                || node.tag == .noscript && believingStyles
                || believingStyles && hints[index].contains(.hidden) && hints[index].isDisjoint(with: .body)
        }
        for index in nodes.indices.reversed() {
            let parent = Int(nodes[index].parent)
            guard parent >= 0 else { continue }
            text[parent] += text[index]
            link[parent] += link[index]
        }
    }

    /// Reads what an element's names say.
    ///
    /// - Parameter panels: the names of what headings and tabs unfold; it is text, though hidden at first.
    private mutating func readNames(
        _ index: Int, _ node: HTMLTree.Node, _ cache: inout HintCache, _ panels: inout Set<ArraySlice<UInt8>>
    ) {
        var found: ContentHints = []
        for at in Int(node.first)..<Int(node.first + node.count) {
            let attribute = tree.attributes[at]
            switch attribute.name {
            case .class, .id, .role, .itemprop, .dataTestID, .dataComponent:
                guard attribute.count > 0, attribute.count < 2000 else { continue }
                let range = Int(attribute.first)..<Int(attribute.first + attribute.count)
                found.formUnion(cache.hints(of: tree.bytes[range]))
                if attribute.name == .role, tree.hasWord(["tooltip"], in: .role, index) {
                    found.insert(.hidden)
                }
            case .style:
                let range = Int(attribute.first)..<Int(attribute.first + attribute.count)
                if Self.hides(tree.bytes[range]) { found.insert(.hidden) }
            case .hidden: found.insert(.hidden)
            case .ariaHidden:
                if tree.bytes[Int(attribute.first)..<Int(attribute.first + attribute.count)].elementsEqual(
                    "true".utf8)
                {
                    found.insert(.hidden)
                }
            case .ariaControls:
                guard tree.isInHeading(index) || tree.hasWord(["tab"], in: .role, index) else { continue }
                panels.insert(tree.bytes[Int(attribute.first)..<Int(attribute.first + attribute.count)])
            default: break
            }
        }
        if found.contains(.hidden), !panels.isEmpty, let name = tree.valueRange(.id, index),
            panels.contains(tree.bytes[name])
        {
            found.remove(.hidden)
        }
        switch node.tag {
        case .html, .body: found = []
        default: break
        }
        hints[index] = found
    }

    private static func hides(_ style: ArraySlice<UInt8>) -> Bool {
        var at = style.startIndex
        while at < style.endIndex {
            switch style[at] | 0x20 {
            case UInt8(ascii: "d"): if says("display:none", style, at) { return true }
            case UInt8(ascii: "v"): if says("visibility:hidden", style, at) { return true }
            default: break
            }
            at += 1
        }
        return false
    }

    /// Whether a style says something at a place, blanks and letter case aside.
    private static func says(_ words: StaticString, _ style: ArraySlice<UInt8>, _ start: Int) -> Bool {
        var at = start
        for offset in 0..<words.utf8CodeUnitCount {
            while at < style.endIndex, style[at] <= 0x20 { at += 1 }
            guard at < style.endIndex, unsafe style[at] | 0x20 == words.utf8Start[offset] | 0x20 else {
                return false
            }
            at += 1
        }
        return true
    }

    /// Counts what is read: one a letter, two for an ideograph, nothing for blanks.
    private static func weight(_ bytes: [UInt8], _ first: Int, _ count: Int) -> Int32 {
        var weight: Int32 = 0
        for at in first..<first + count {
            let byte = bytes[at]
            if byte > 0x20 && (byte < 0x80 || byte >= 0xC0) {
                weight += byte >= 0xE3 && byte <= 0xED ? 2 : 1
            }
        }
        return weight
    }

    /// Decides what is junk, then counts the running text outside of it.
    private mutating func judge() {
        let nodes = tree.nodes
        guard !nodes.isEmpty else { return }
        var raw = [Int32](repeating: 0, count: nodes.count)
        var titles = [Int32](repeating: 0, count: nodes.count)
        for index in nodes.indices.reversed() {
            if nodes[index].tag == .text { continue }
            if isProse(index) { raw[index] += own[index] - ownLink[index] }
            if nodes[index].tag == .h1 { titles[index] += 1 }
            let parent = Int(nodes[index].parent)
            if parent >= 0 {
                raw[parent] += raw[index]
                titles[parent] += titles[index]
            }
        }
        let total = raw[0]
        junkHints = believed(raw, total)
        for index in nodes.indices {
            let node = nodes[index]
            let parent = Int(node.parent)
            if parent >= 0 && isJunk[parent] && node.tag != .main {
                isJunk[index] = true
                continue
            }
            guard node.tag != .text else { continue }
            isJunk[index] =
                isHidden[index] || isJunkElement(index, node.tag, raw[index], total, titles[index])
        }
        for index in nodes.indices.reversed() where nodes[index].tag != .text {
            if !isJunk[index], isProse(index) { prose[index] += own[index] - ownLink[index] }
            let parent = Int(nodes[index].parent)
            if parent >= 0 { prose[parent] += prose[index] }
        }
    }

    /// The kinds of junk names that don't mark most of the page.
    private func believed(_ raw: [Int32], _ total: Int32) -> ContentHints {
        let kinds: [ContentHints] = [.navigation, .share, .related, .promotion, .legal, .sidebar]
        var mass = [Int](repeating: 0, count: kinds.count)
        var above = [UInt32](repeating: 0, count: raw.count)
        for index in tree.nodes.indices where tree.nodes[index].tag != .text {
            let parent = Int(tree.nodes[index].parent)
            let inherited = parent < 0 ? 0 : above[parent]
            let own = hints[index].rawValue
            above[index] = inherited | own
            guard own & ContentHints.junk.rawValue != 0, raw[index] > 0 else { continue }
            for kind in kinds.indices
            where own & kinds[kind].rawValue != 0 && inherited & kinds[kind].rawValue == 0 {
                mass[kind] += Int(raw[index])
            }
        }
        var believed = ContentHints.junk
        for kind in kinds.indices where mass[kind] * 100 > Int(total) * 45 { believed.remove(kinds[kind]) }
        return believed
    }

    private func isJunkElement(_ index: Int, _ tag: HTMLTag, _ raw: Int32, _ total: Int32, _ titles: Int32)
        -> Bool
    {
        let hint = hints[index]
        switch tag {
        case .html, .body, .main: return false
        case .nav, .footer, .aside, .dialog, .form, .search:
            if tag == .form && raw * 3 > total { return false }
            return raw * 2 < total
        default: break
        }
        if hint.contains(.consent), titles == 0, hint.isDisjoint(with: [.body, .content]) { return true }
        guard !hint.isDisjoint(with: junkHints) else { return false }
        if hint.contains(.body) && hint.isDisjoint(with: [.comments]) && raw * 10 > total { return false }
        // Comments may outweigh the text they are about; in a forum they are the text.
        let rest = total - raw
        if hint.contains(.comments), titles == 0, rest >= 300 && raw < 4 * rest || rest >= 1500 {
            return true
        }
        if titles > 0 && raw * 4 > total { return false }
        return raw * 5 < total * 2
    }
}
