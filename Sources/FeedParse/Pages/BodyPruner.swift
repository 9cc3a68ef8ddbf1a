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
            case .nav, .footer, .dialog, .select: return true
            default:
                // On a list the teasers may be named anything, but not menus, share bars and notices.
                let sure = features.hints[index].intersection(features.junkHints)
                    .intersection([.navigation, .share, .legal])
                if !sure.isEmpty, features.text[index] * 5 < features.text[roots[0]] { return true }
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
        case .nav, .aside, .footer, .form, .dialog, .select:
            return prose * 2 < whole
        case .figure:
            // Tables, code and quotations are set as figures too.
            if tree.subtree(index).contains(where: { Self.isCopy(tree.nodes[$0].tag) }) { break }
            return prose * 2 < whole
        case .figcaption, .iframe, .video, .audio: return prose * 2 < whole
        default: break
        }
        if text == 0 { return false }
        if !tag.isBlock, isPieceOfSentence(index, text) { return false }
        if isTeaserGroup(index, tag, prose) { return true }
        // A heading is named after its looks, not after what it is.
        let junk =
            tag.isHeading
            ? features.junkHints.subtracting([.sidebar, .promotion, .navigation]) : features.junkHints
        if !hint.isDisjoint(with: junk), prose * 10 < whole * 4 || features.isJunk[index] {
            return true
        }
        let isSmall = prose * 4 < whole
        if !hint.isDisjoint(with: [.caption, .media, .biography]), isSmall { return true }
        if hint.contains(.meta), text < 300, isSmall { return true }
        if hint.contains(.teaser), features.linkDensity(index) > 0.25, isSmall { return true }
        if hint.contains(.paywall), isSmall { return true }
        return isLinkBox(index, tag, text)
    }

    /// True for a few words inside of a paragraph, whatever they are called.
    private func isPieceOfSentence(_ index: Int, _ text: Int) -> Bool {
        let block = Int(features.block[index])
        return block != index && features.isProse(block) && text * 2 < Int(features.own[block])
    }

    private static func isCopy(_ tag: HTMLTag) -> Bool {
        switch tag {
        case .table, .pre, .blockquote, .ul, .ol: true
        default: false
        }
    }

    /// True for a group of teasers: three or more headings that are links, each with little text below.
    private func isTeaserGroup(_ index: Int, _ tag: HTMLTag, _ prose: Int) -> Bool {
        switch tag {
        case .div, .section, .ul, .ol, .article: break
        default: return false
        }
        guard features.link[index] > 60 else { return false }
        var linked = 0
        var plain = 0
        for at in tree.subtree(index) where tree.nodes[at].tag.isHeading && features.text[at] > 8 {
            let isLinked =
                features.link[at] * 10 >= features.text[at] * 9
            if isLinked { linked += 1 } else { plain += 1 }
        }
        return linked >= 3 && plain <= 1 && prose < linked * 260
    }

    /// Lists and boxes that are mostly links.
    private func isLinkBox(_ index: Int, _ tag: HTMLTag, _ text: Int) -> Bool {
        let density = features.linkDensity(index)
        switch tag {
        case .ul, .ol, .dl: return density > 0.8
        case .table: return density > 0.6
        case .div, .section, .p, .article, .header:
            guard density > 0.8 && (tag != .p || text < 120) else { return false }
            // The way to the original is no box; CopyReader takes it out.
            return text >= 120 || !FullStoryLink.isPhrase(tree.line(index))
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
                if !hasTextBehind, !isSentence(index) { drop(index) }
                hasTextBehind = false
            }
        }
    }

    /// True for a lead that is set as a heading.
    private func isSentence(_ heading: Int) -> Bool {
        // What is longer than any lead is text behind a heading that was never closed; it isn't read for each of them.
        if features.text[heading] >= 2000 { return true }
        return features.text[heading] >= 80
            && tree.line(heading).last.map { ".!?…”\"«".contains($0) } ?? false
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
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x61...0x7A, 0x30...0x39: out.append(scalar)
            case 0x41...0x5A: out.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
            case 0..<0x80: break
            default:
                guard scalar.properties.isAlphabetic else { continue }
                // Few letters beyond ASCII are capitals.
                if scalar.properties.isUppercase {
                    out.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
                } else {
                    out.append(scalar)
                }
            }
        }
        return String(out)
    }
}
