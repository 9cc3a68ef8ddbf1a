/// Reads the event that a page marks with schema.org's microdata, when it is the one that the page is about.
struct MicrodataEventReader {
    let page: Page
    let title: String?

    private var tree: HTMLTree { page.tree }

    /// The event whose name agrees with the page's title, or whose address is the page's.
    ///
    /// - Parameter isEventPage: whether a lone event without a name is the page's.
    func read(_ urls: [String], isEventPage: () -> Bool) -> ParsedEvent? {
        let scopes = tree.indices.filter { scope in
            tree.nodes[scope].tag != .text
                && (tree.value(.itemtype, scope)?.split(separator: " ").contains {
                    $0.contains("schema.org/") && $0.hasSuffix("Event")
                } ?? false)
        }
        for scope in scopes where isAboutPage(scope, urls) ?? (scopes.count == 1 && isEventPage()) {
            if let event = event(scope) { return event }
        }
        return nil
    }

    /// False for another event on the page, which is not believed; nil when the markup doesn't say.
    private func isAboutPage(_ scope: Int, _ urls: [String]) -> Bool? {
        if let address = property("url", of: scope).flatMap({ stated($0) }),
            urls.contains(where: { $0 == address || $0.hasSuffix(address) })
        {
            return true
        }
        let wanted = title.map(BodyPruner.normal) ?? ""
        if let name = property("name", of: scope) {
            return EventReader.agrees(stated(name) ?? tree.line(name), title: wanted)
        }
        // An event without a name is the page's when it has the page's title in it.
        let hasTitle =
            !wanted.isEmpty
            && tree.subtree(scope).contains { node in
                tree.nodes[node].tag != .text && tree.nodes[node].tag.isHeading
                    && BodyPruner.normal(tree.line(node)) == wanted
            }
        return hasTitle ? true : nil
    }

    private func event(_ scope: Int) -> ParsedEvent? {
        var event = ParsedEvent()
        for index in properties(of: scope) {
            let stated = stated(index)
            for property in (tree.value(.itemprop, index) ?? "").split(separator: " ") {
                switch property {
                case "startDate": event.start = event.start ?? DateParser.parse(stated ?? tree.line(index))
                case "endDate": event.end = event.end ?? DateParser.parse(stated ?? tree.line(index))
                case "location":
                    event.venue = event.venue ?? stated ?? PlaceLabel.without(tree.line(index))
                case "organizer": event.organiser = event.organiser ?? stated ?? named(index)
                case "performer", "speaker", "actor":
                    let name = stated ?? named(index)
                    if !name.isEmpty, !event.speakers.contains(where: { $0.name == name }) {
                        event.speakers.append(Speaker(name: name, affiliation: affiliation(index)))
                    }
                case "eventStatus":
                    event.status = EventReader.status(stated ?? tree.line(index)) ?? event.status
                default: break
                }
            }
        }
        guard let start = event.start else { return nil }
        event.timeZone = ZoneWords.label(name: nil, offset: start.hasTime ? start.offset : nil)
        return event
    }

    /// What a person is, or for whom, as the markup says.
    private func affiliation(_ person: Int) -> String? {
        guard tree.has(.itemscope, person) else { return nil }
        for name: Substring in ["jobTitle", "affiliation", "worksFor"] {
            guard let node = property(name, of: person) else { continue }
            let text = tree.nonEmpty(.content, node) ?? named(node)
            if !text.isEmpty { return text }
        }
        return nil
    }

    /// What an attribute says in place of the text.
    private func stated(_ node: Int) -> String? {
        if let value = tree.nonEmpty(.content, node) ?? tree.nonEmpty(.datetime, node) { return value }
        let names = (tree.value(.itemprop, node) ?? "").split(separator: " ")
        return names.contains("url") || names.contains("eventStatus") ? tree.nonEmpty(.href, node) : nil
    }

    private func named(_ node: Int) -> String {
        tree.line(property("name", of: node) ?? node)
    }

    private func property(_ name: Substring, of scope: Int) -> Int? {
        properties(of: scope).first {
            tree.value(.itemprop, $0)?.split(separator: " ").contains(name) ?? false
        }
    }

    /// The elements with a property of a scope itself, not of one inside it.
    private func properties(of scope: Int) -> [Int] {
        tree.subtree(scope).filter { node in
            guard node != scope, tree.nodes[node].tag != .text, tree.has(.itemprop, node) else {
                return false
            }
            var above = tree.parent(node)
            while let parent = above, parent != scope {
                if tree.has(.itemscope, parent) || tree.has(.itemtype, parent) { return false }
                above = tree.parent(parent)
            }
            return above == scope
        }
    }
}
