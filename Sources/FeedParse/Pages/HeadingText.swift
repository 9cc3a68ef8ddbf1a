/// Reads headings without what is set in them beside the title: the kicker above it, the date, hidden marks.
struct HeadingText {
    let page: Page

    /// The shown headings of the first rank, the site's own sign left out.
    func firstRank() -> [String] {
        let tree = page.tree
        var texts: [String] = []
        for index in tree.indices
        where tree.nodes[index].tag == .h1 && page.features.text[index] < 800
            && !page.features.isHidden[index] && !isSign(index) && !isInMenu(index)
        {
            let text = title(of: index)
            if !text.isEmpty, text.count < 400 { texts.append(text) }
            if texts.count == 8 { break }
        }
        return texts
    }

    /// What the site's signs say.
    func signs() -> [String] {
        let tree = page.tree
        return tree.indices.filter { tree.nodes[$0].tag == .h1 && isSign($0) }.prefix(4).map { tree.line($0) }
    }

    /// A heading's own words.
    func title(of heading: Int) -> String {
        let tree = page.tree
        let whole = tree.line(heading)
        var writer = TextWriter(tree: tree, style: .line)
        writer.write(heading) { $0 != heading && isBeside($0, in: heading) }
        var text = writer.finish().trimmedEnds.trimmedBlanks
        while let first = text.first, ":|–—-·•/".contains(first) {
            text = String(text.dropFirst()).trimmedBlanks
        }
        // A heading that is nothing but such parts is taken whole.
        return text.count < 3 ? whole : text == whole.trimmedEnds.trimmedBlanks ? whole : text
    }

    private func isBeside(_ node: Int, in heading: Int) -> Bool {
        let tree = page.tree
        let tag = tree.nodes[node].tag
        guard tag != .text, page.features.text[node] > 0 || page.features.isHidden[node] else { return false }
        if page.features.isHidden[node] { return true }
        // What holds most of the heading is the title, whatever it is called.
        guard page.features.text[node] * 5 < page.features.text[heading] * 4 else { return false }
        if tag == .time || tag == .small { return true }
        let hints = page.features.hints[node]
        return hints.contains(.kicker) || hints.contains(.date) && hints.contains(.meta)
    }

    /// True in a trail of breadcrumbs or another menu: the title that counts stands elsewhere.
    private func isInMenu(_ heading: Int) -> Bool {
        page.features.isJunk[heading] && page.tree.closest(.nav, heading) != nil
    }

    /// True for the sign of the site: a heading that links to its root, or is named as a logo.
    private func isSign(_ heading: Int) -> Bool {
        let tree = page.tree
        if isNamedSign(heading) { return true }
        for index in tree.subtree(heading) where tree.nodes[index].tag == .a {
            if let rel = tree.value(.rel, index), rel.lowered.split(separator: " ").contains("home") {
                return true
            }
            if isNamedSign(index) { return true }
            guard let href = page.absolute(tree.nonEmpty(.href, index)) else { continue }
            // The page at the root may link its title to itself.
            return Self.isRoot(href) && !(page.url.map(Self.isRoot) ?? false)
        }
        return false
    }

    private func isNamedSign(_ node: Int) -> Bool {
        for key in [HTMLTree.Attribute.class, .id] {
            guard let names = page.tree.value(key, node)?.lowered else { continue }
            for word in [
                "site-title", "sitetitle", "blog-title", "site-name", "sitename", "navbar-brand", "branding",
            ]
            where names.contains(word) {
                return true
            }
            if names.split(whereSeparator: { " _-".contains($0) }).contains("logo") { return true }
        }
        return false
    }

    /// True for an address without a path; an archive's address holds another one.
    static func isRoot(_ url: String) -> Bool {
        guard let scheme = url.range(of: "://") else { return false }
        var rest = url[scheme.upperBound...]
        while let inner = String(rest).range(of: "://") {
            rest = Substring(String(rest)[inner.upperBound...])
        }
        let path = rest.drop { $0 != "/" && $0 != "?" && $0 != "#" }
        return path.isEmpty || path == "/" || path.hasPrefix("/?locale=") || path == "/index.html"
            || path == "/index.php"
    }
}
