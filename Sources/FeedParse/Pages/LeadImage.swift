/// Finds the picture that an article opens with, where neither its data nor the page's head names one.
struct LeadImage {
    let page: Page
    /// The elements that hold the body.
    let body: [Int]

    /// The address and where it came from: `figure` or `body`.
    func read() -> (address: String, from: String)? {
        guard let first = body.first, let last = body.last else { return nil }
        let tree = page.tree
        let headline = tree.indices.first { tree.nodes[$0].tag == .h1 && !page.features.isHidden[$0] }
        let writer = CleanHTMLWriter(tree: tree, baseURL: page.base)
        for index in min(first, headline ?? first)..<Int(tree.nodes[last].end)
        where tree.nodes[index].tag == .img && !page.features.isHidden[index] && !page.features.isJunk[index]
        {
            let isSet = tree.closest(.figure, index) != nil || tree.closest(.picture, index) != nil
            guard isLarge(index, isSet: isSet), !isPortrait(index),
                let address = page.absolute(writer.picture(index)),
                !ArticleData.isDrawing(address)
            else { continue }
            return (address, tree.closest(.figure, index) == nil ? "body" : "figure")
        }
        return nil
    }

    /// True in a small box that is named for an author, or for what is told about one.
    private func isPortrait(_ node: Int) -> Bool {
        var at = page.tree.parent(node)
        while let box = at, page.features.text[box] < 400 {
            if page.features.hints[box].contains(.author) { return true }
            at = page.tree.parent(box)
        }
        return false
    }

    /// The least width and height of a picture that opens an article.
    private static let least = 200

    /// True when the stated size is that of a picture, not of a sign or a portrait beside a byline.
    ///
    /// - Parameter isSet: true in a `figure` or `picture`, which needs no stated size.
    private func isLarge(_ node: Int, isSet: Bool) -> Bool {
        let sizes = [HTMLTree.Attribute.width, .height].compactMap { key in
            page.tree.value(key, node).flatMap { Int($0.prefix { $0.isNumber }) }
        }
        if sizes.contains(where: { $0 < Self.least }) { return false }
        if isSet || !sizes.isEmpty { return true }
        let widths = (page.tree.value(.srcset, node) ?? "").split(whereSeparator: { " ,".contains($0) })
            .compactMap { $0.hasSuffix("w") ? Int($0.dropLast()) : nil }
        return widths.contains { $0 >= 2 * Self.least }
    }
}
