/// Reads a page that lists articles or events.
///
/// With `items` in feeds.conf the source says what a block is; without it the blocks that repeat are found, and
/// ``ListReading/explanation`` tells why.
public struct ListReader: Sendable {
    private let rules: PageRules

    /// Creates a reader for one source's pages.
    public init(rules: PageRules = PageRules()) {
        self.rules = rules
    }

    /// Reads one page.
    ///
    /// A selector that matches nothing is an error: the page has changed.
    public func read(
        _ bytes: [UInt8], url: String?, contentType: String?
    ) throws(FeedParseError) -> ListReading {
        let page = try Page(bytes, url: url, contentType: contentType)
        var reading = ListReading()
        reading.title = TitleReader(page: page, site: SiteNames(page)).read()?.text
        reading.announcedFeeds = page.announcedFeeds
        reading.warnings = page.warnings
        if let items = rules.items {
            try select(items, page, &reading)
        } else {
            try learn(page, &reading)
        }
        return reading
    }

    private func select(_ items: String, _ page: Page, _ reading: inout ListReading) throws(FeedParseError) {
        let document = try XPathDocument(page.markup)
        var index: [Int: Int] = [:]
        for node in page.tree.indices where page.tree.nodes[node].tag != .text {
            index[Int(page.tree.nodes[node].element)] = node
        }
        var blocks: [Int] = []
        for expression in try Selector(items).alternatives where blocks.isEmpty {
            for case .element(let number) in try document.select(expression, below: nil) {
                if let node = index[number] { blocks.append(node) }
            }
        }
        guard !blocks.isEmpty else {
            throw FeedParseError(
                .selector,
                "Nothing on the page matches the selector \"\(items)\" of `items`; the page may have changed."
            )
        }
        var fields = try FieldSelectors(rules.item)
        var untitled = 0
        for block in blocks {
            let number = Int(page.tree.nodes[block].element)
            var item = ListBlock(page: page, node: block, rules: rules).item()
            try fields.read(document, number, index, page, rules, &item)
            guard item.title != nil || item.link != nil else {
                untitled += 1
                continue
            }
            reading.items.append(item)
        }
        for dead in fields.dead(among: blocks.count) {
            let sentence =
                "None of the \(blocks.count) blocks that \"\(items)\" selects has anything for the selector "
                + "\"\(dead.text)\" of `item.\(dead.name)`; the page may have changed."
            // What an item is known by must not be guessed: it would come again as another one.
            if dead.isVital { throw FeedParseError(.selector, sentence) }
            reading.warnings.append(sentence)
            if dead.isTelling {
                reading.deadSelectors.append(DeadSelector(field: dead.name, sentence: sentence))
            }
        }
        reading.aliveFields = fields.alive.sorted()
        if reading.items.isEmpty {
            throw FeedParseError(
                .selector, "The blocks that \"\(items)\" selects hold neither a title nor a link.")
        }
        if untitled > 0 { reading.warnings.append("\(untitled) blocks hold neither a title nor a link.") }
        reading.itemsSelector = items
        reading.itemSelectors = rules.item
        reading.explanation = "\(reading.items.count) blocks selected by \"\(items)\"."
    }

    private func learn(_ page: Page, _ reading: inout ListReading) throws(FeedParseError) {
        guard let found = RepeatedBlocks(page: page, rules: rules).find() else {
            throw FeedParseError(
                .notAFeed,
                "No list of articles was found on the page; name its blocks with `items` in feeds.conf.",
                announcedFeeds: page.announcedFeeds.map(\.href))
        }
        reading.items = found.items
        reading.itemsSelector = found.selector
        reading.itemSelectors = found.fields
        reading.explanation = found.explanation
    }
}

/// The selectors of the fields of one block, translated once.
private struct FieldSelectors {
    private let title, link, date, summary, author, place, id: Selector?
    private let texts: [(name: String, text: String?)]
    private(set) var alive: Set<String> = []

    init(_ item: ItemSelectors) throws(FeedParseError) {
        texts = [
            ("title", item.title), ("link", item.link), ("id", item.id), ("date", item.date),
            ("summary", item.summary), ("author", item.author), ("place", item.place),
        ]
        func made(_ text: String?) throws(FeedParseError) -> Selector? {
            guard let text else { return nil }
            return try Selector(text)
        }
        title = try made(item.title)
        link = try made(item.link)
        date = try made(item.date)
        summary = try made(item.summary)
        author = try made(item.author)
        place = try made(item.place)
        id = try made(item.id)
    }

    /// A selector that found nothing in any block.
    struct Dead {
        var name: String
        var text: String
        /// True for a field that items are known by.
        var isVital: Bool
        /// True when there were enough blocks for that to say something.
        var isTelling: Bool
    }

    /// The selectors that found nothing in any block.
    ///
    /// A lone block may well lack what not every item has, and a few may lack all but the date.
    func dead(among blocks: Int) -> [Dead] {
        texts.compactMap { name, text in
            guard let text, !alive.contains(name) else { return nil }
            let isVital = name == "title" || name == "link" || name == "id"
            guard isVital || blocks > 1 else { return nil }
            return Dead(
                name: name, text: text, isVital: isVital,
                isTelling: name == "date" || blocks >= Self.tellingBlocks)
        }
    }

    /// How many blocks must lack a field that not every item has.
    private static let tellingBlocks = 5

    mutating func read(
        _ document: borrowing XPathDocument, _ number: Int, _ index: [Int: Int], _ page: Page,
        _ rules: PageRules, _ item: inout ParsedItem
    ) throws(FeedParseError) {
        func hit(_ selector: Selector?) throws(FeedParseError) -> (text: String, node: Int?)? {
            guard let selector else { return nil }
            for expression in selector.alternatives {
                for hit in try document.select(expression, below: number) {
                    switch hit {
                    case .string(let text):
                        let text = PlainText.collapsed(text)
                        if !text.isEmpty { return (text, nil) }
                    case .element(let element):
                        if let node = index[element] { return (page.tree.line(node), node) }
                    }
                }
            }
            return nil
        }
        if let found = try hit(title) {
            alive.insert("title")
            item.title = found.text.isEmpty ? nil : found.text
        }
        if let found = try hit(link) {
            alive.insert("link")
            let href = found.node.flatMap { node in
                page.tree.nonEmpty(.href, node)
                    ?? page.tree.firstDescendant(.a, in: node).flatMap { page.tree.nonEmpty(.href, $0) }
            }
            item.link = page.absolute(href ?? (found.node == nil ? found.text : nil)) ?? item.link
        }
        if date != nil {
            item.published = nil
            if let found = try hit(date) {
                alive.insert("date")
                let stated = found.node.flatMap { page.tree.nonEmpty(.datetime, $0) }
                item.published =
                    ListDate.read(stated ?? found.text, rules: rules)
                    ?? ListDate.read(found.text, rules: rules)
                if item.published == nil { item.unreadDate = stated ?? found.text }
            }
        }
        if let found = try hit(summary), !found.text.isEmpty {
            alive.insert("summary")
            item.summary = BodyReader.escaped(found.text)
        }
        if let found = try hit(author) {
            alive.insert("author")
            let names = PersonNames.split(found.text)
            item.authors = (names.isEmpty ? [found.text] : names).map { Person(name: $0) }
        }
        if let found = try hit(place), !found.text.isEmpty {
            alive.insert("place")
            item.place = found.text
        }
        if let found = try hit(id), !found.text.isEmpty {
            alive.insert("id")
            item.id = found.text
        }
    }
}
