/// The first paragraph of an article where it stands apart from the body, below the headline.
struct Standfirst {
    let page: Page
    /// The heading that shows the title.
    let headline: Int?

    /// Adds what stands between the headline and the body, apart from both.
    func added(to found: BodyFinder.Found?) -> BodyFinder.Found? {
        guard var found, found.how != "page", let first = found.roots.first, let headline, headline < first,
            first - headline < 1500
        else { return found }
        var leads = blocks(from: Int(page.tree.nodes[headline].end), to: first)
        // Many paragraphs are other texts; a name or the place next to the headline tells then.
        if leads.count > 3 {
            let named = leads.filter { page.features.hints[$0].contains(.lead) }
            leads = named.count == 1 ? named : []
        }
        guard !leads.isEmpty else { return found }
        let opening = BodyPruner.normal(String(page.tree.line(first).prefix(1500)))
        leads.removeAll { opening.contains(BodyPruner.normal(page.tree.line($0))) }
        found.roots = leads + found.roots
        return found
    }

    /// The blocks of text between two nodes that are no captions, bylines or boxes.
    private func blocks(from start: Int, to end: Int) -> [Int] {
        let tree = page.tree
        let features = page.features
        var leads: [Int] = []
        var at = start
        while at < end {
            let node = tree.nodes[at]
            guard node.tag != .text else {
                at += 1
                continue
            }
            if features.isHidden[at] || !isPossible(at) {
                at = Int(node.end)
                continue
            }
            if features.block[at] == Int32(at), !tree.contains(at, end), features.own[at] >= 40,
                features.own[at] < 900, features.ownLink[at] * 3 < features.own[at], isLead(at, node.tag)
            {
                leads.append(at)
                at = Int(node.end)
                continue
            }
            at += 1
        }
        return leads
    }

    private func isLead(_ node: Int, _ tag: HTMLTag) -> Bool {
        let features = page.features
        if tag == .p, features.isProse(node) { return true }
        // A heading below the headline is a lead only where its name says so.
        return features.hints[node].contains(.lead) && features.own[node] >= 60
    }

    /// False for captions, bylines, promotion and other things that stand below a headline.
    private func isPossible(_ node: Int) -> Bool {
        switch page.tree.nodes[node].tag {
        case .figure, .figcaption, .nav, .aside, .footer, .form, .ul, .ol, .button, .time, .video, .picture:
            return false
        default: break
        }
        let hints = page.features.hints[node]
        // The lead of an article is its teaser elsewhere, and named so; one without links leads nowhere.
        if hints.contains(.teaser), page.features.link[node] > 0 { return false }
        return hints.isDisjoint(with: [
            .caption, .author, .date, .promotion, .related, .comments, .legal, .share, .media, .biography,
            .paywall, .sidebar, .box,
        ])
    }
}
