/// Marks what doesn't belong to the text inside of the elements that ``BodyFinder`` chose.
struct BodyPruner {
    private let tree: HTMLTree
    private let features: PageFeatures
    private let roots: [Int]
    private let title: String?
    private let isLenient: Bool
    private(set) var isDropped: [Bool]

    /// Marks the junk below some roots.
    ///
    /// - Parameter isLenient: true drops only what is certainly no text.
    init(_ features: PageFeatures, roots: [Int], title: String?, isLenient: Bool = false) {
        self.features = features
        self.isLenient = isLenient
        tree = features.tree
        self.roots = roots
        self.title = title.map(Self.normal)
        isDropped = [Bool](repeating: false, count: tree.nodes.count)
        for root in roots { prune(root) }
        for root in roots { dropLooseHeadings(root) }
    }

    /// Drops one more subtree.
    mutating func drop(_ node: Int) {
        for index in tree.subtree(node) { isDropped[index] = true }
    }

    private mutating func prune(_ root: Int) {
        let whole = max(1, Int(features.prose[root]))
        var at = root
        let end = Int(tree.nodes[root].end)
        while at < end {
            let node = tree.nodes[at]
            if node.tag == .text {
                at += 1
                continue
            }
            if at != root, isJunk(at, node.tag, whole) {
                drop(at)
                at = Int(node.end)
            } else {
                at += 1
            }
        }
    }

    private func isJunk(_ index: Int, _ tag: HTMLTag, _ whole: Int) -> Bool {
        if features.isHidden[index] { return true }
        if isLenient {
            switch tag {
            case .nav, .footer, .dialog, .button, .select: return true
            default:
                return features.isJunk[index] && features.prose[index] == 0
                    && features.linkDensity(index) > 0.5
            }
        }
        let hint = features.hints[index]
        let text = Int(features.text[index])
        let prose = Int(features.prose[index])
        switch tag {
        case .h1:
            return true
        case .h2, .h3:
            if let title, text < 300, !title.isEmpty, Self.normal(tree.line(index)) == title { return true }
        case .nav, .aside, .footer, .form, .dialog, .button, .select:
            return prose * 2 < whole
        case .figcaption, .figure, .iframe, .video, .audio: return prose * 2 < whole
        default: break
        }
        if text == 0 { return false }
        if !hint.isDisjoint(with: features.junkHints), prose * 10 < whole * 4 || features.isJunk[index] {
            return true
        }
        let isSmall = prose * 4 < whole
        if !hint.isDisjoint(with: [.caption, .media, .biography]), isSmall { return true }
        if hint.contains(.meta), text < 300, isSmall { return true }
        if hint.contains(.teaser), features.linkDensity(index) > 0.25, isSmall { return true }
        if hint.contains(.paywall), isSmall { return true }
        return isLinkBox(index, tag, text)
    }

    /// Lists and boxes that are mostly links.
    private func isLinkBox(_ index: Int, _ tag: HTMLTag, _ text: Int) -> Bool {
        let density = features.linkDensity(index)
        switch tag {
        case .ul, .ol, .dl, .table: return density > 0.6
        case .div, .section, .p, .article, .header: return density > 0.8 && (tag != .p || text < 120)
        default: return false
        }
    }

    /// Drops headings that nothing follows.
    private mutating func dropLooseHeadings(_ root: Int) {
        var hasTextBehind = false
        for index in tree.subtree(root).reversed() where !isDropped[index] {
            let tag = tree.nodes[index].tag
            if tag == .text {
                if features.text[index] > 0, !isInHeading(index, root) { hasTextBehind = true }
            } else if tag.isHeading {
                if !hasTextBehind { drop(index) }
                hasTextBehind = false
            }
        }
    }

    private func isInHeading(_ index: Int, _ root: Int) -> Bool {
        var at = Int(tree.nodes[index].parent)
        while at >= root {
            if tree.nodes[at].tag.isHeading { return true }
            at = Int(tree.nodes[at].parent)
        }
        return false
    }

    /// Letters and digits in lower case.
    static func normal(_ text: String) -> String {
        String(
            text.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) }
        )
    }
}
