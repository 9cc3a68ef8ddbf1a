/// Reads the event that a page marks with schema.org's microdata, when it is the one that the page is about.
struct MicrodataEventReader {
    let page: Page
    let title: String?

    private var tree: HTMLTree { page.tree }
    private var microdata: Microdata { Microdata(tree: page.tree) }

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
        let address = microdata.property("url", of: scope).flatMap { microdata.stated($0) }
        if let address, urls.contains(where: { $0 == address || $0.hasSuffix(address) }) {
            return true
        }
        let wanted = title.map(BodyPruner.normal) ?? ""
        if let name = microdata.property("name", of: scope) {
            return EventReader.agrees(
                microdata.stated(name) ?? tree.line(name), title: title, address: address, urls)
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
        for index in microdata.properties(of: scope) {
            let stated = microdata.stated(index)
            for property in microdata.names(index) {
                switch property {
                case "startDate": event.start = event.start ?? DateParser.parse(stated ?? tree.line(index))
                case "endDate": event.end = event.end ?? DateParser.parse(stated ?? tree.line(index))
                case "location":
                    event.venue = event.venue ?? stated ?? PlaceLabel.without(tree.line(index))
                case "organizer": event.organiser = event.organiser ?? stated ?? microdata.named(index)
                case "performer", "speaker", "actor":
                    let name = stated ?? microdata.named(index)
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
        let texts: [String] = ["jobTitle", "affiliation", "worksFor"].compactMap { name in
            microdata.property(Substring(name), of: person).map { microdata.named($0) }
        }
        return EventReader.affiliation(texts)
    }
}
