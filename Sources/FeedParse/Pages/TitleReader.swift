/// Chooses the title of a page among what its head, its data and its headings say.
struct TitleReader {
    let page: Page

    /// The title and where it came from.
    func read() -> (text: String, from: String)? {
        let og = page.meta(["og:title"]).map { ($0.value, "meta og:title") }
        let twitter = page.meta(["twitter:title"]).map { ($0.value, "meta twitter:title") }
        let document = page.documentTitle.map { ($0, "title") }
        let stated = [og, document, twitter].compactMap { $0 }
        if let heading = heading(stated.map(\.0)) { return (heading, "h1") }
        // The head often carries a shorter title for search engines; the only heading is the printed one.
        let only = headings.filter { heading in
            heading.split(separator: " ").count >= 4
                && !siteNames.contains { BodyPruner.normal($0) == BodyPruner.normal(heading) }
        }
        if headings.count == 1, let heading = only.first { return (heading, "h1") }
        if let (text, from) = og ?? document ?? twitter {
            let short = Self.withoutSite(text, site: siteNames)
            return (short, from)
        }
        if let first = headings.first { return (first, "h1") }
        for index in page.tree.indices where page.tree.nodes[index].tag == .h2 && !page.features.isJunk[index]
        {
            let line = page.tree.line(index)
            if !line.isEmpty { return (line, "h2") }
        }
        return nil
    }

    private var siteNames: [String] {
        ["og:site_name", "application-name", "twitter:site", "al:android:app_name", "publisher"].compactMap {
            page.meta($0)
        }
    }

    private var headings: [String] {
        let tree = page.tree
        return tree.indices.filter { tree.nodes[$0].tag == .h1 && !page.features.isHidden[$0] }.prefix(8).map
        {
            tree.line($0)
        }.filter { !$0.isEmpty && $0.count < 400 }
    }

    /// The heading that the head of the page confirms; the only one when it says nothing else.
    private func heading(_ stated: [String]) -> String? {
        let normals = stated.map(BodyPruner.normal)
        var best: String?
        for heading in headings {
            let normal = BodyPruner.normal(heading)
            guard normal.count >= 3 else { continue }
            if normals.contains(where: { $0 == normal }) { return heading }
            // The site's own name is often a heading too.
            if siteNames.contains(where: { BodyPruner.normal($0) == normal }) { continue }
            if normals.contains(where: {
                $0.hasPrefix(normal) || $0.hasSuffix(normal) || ($0.count >= 12 && normal.contains($0))
            }),
                normal.count > (best.map { BodyPruner.normal($0).count } ?? 5)
            {
                best = heading
            }
        }
        return best
    }

    /// Cuts the site's name from a title such as `Story | Site` or `Site: Story`.
    static func withoutSite(_ title: String, site names: [String]) -> String {
        let normals = Set(names.map(BodyPruner.normal))
        for separator in [
            " | ", " – ", " — ", " - ", " :: ", " » ", " · ", " / ", " • ", " < ", " « ", "｜", " _ ", " ~ ",
        ] {
            var parts = title.split(separator: separator).map { String($0).trimmedBlanks }.filter {
                !$0.isEmpty
            }
            guard parts.count > 1 else { continue }
            if let last = parts.last, normals.contains(BodyPruner.normal(last)) {
                parts.removeLast()
                return withoutSite(parts.joined(separator: separator), site: names)
            }
            if let first = parts.first, normals.contains(BodyPruner.normal(first)) {
                parts.removeFirst()
                return withoutSite(parts.joined(separator: separator), site: names)
            }
            guard let longest = parts.max(by: { words($0) < words($1) }) else { continue }
            // A short tail behind a long head is a site or a section.
            if longest == parts[0], words(longest) >= 3, parts.dropFirst().allSatisfy({ words($0) <= 4 }) {
                return separator == " - " || separator == " – " || separator == " — "
                    ? withoutSite(parts.dropLast().joined(separator: separator), site: names) : parts[0]
            }
        }
        return title
    }

    private static func words(_ text: String) -> Int { text.split(separator: " ").count }
}
