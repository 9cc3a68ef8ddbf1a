internal import CLibXML2

/// Parses HTML with libxml2; the only file that knows its HTML half.
///
/// The fast way takes the parser's events and builds an ``HTMLTree`` without ever making libxml2's own tree. The
/// slow way makes that tree too, for XPath, and answers with element numbers that both share.
enum HTMLParser {
    /// The most nodes that a tree may have; a page beyond it is cut.
    static let nodeLimit = 500_000
    /// The deepest nesting that is kept; deeper elements become siblings of one another.
    static let depthLimit = 512

    /// Parses UTF-8 bytes that ``HTMLSource`` has cleaned.
    static func parse(_ markup: [UInt8]) -> HTMLTree {
        var builder = Builder(capacity: markup.count)
        guard !markup.isEmpty, markup.count < Int(Int32.max) / 2 else { return builder.finish() }
        unsafe markup.withUnsafeBytes { raw in
            guard
                LibXML2.isReady,
                let context = unsafe htmlCreateMemoryParserCtxt(
                    raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
            else { return }
            unsafe prepare(context)
            unsafe withUnsafeMutablePointer(to: &builder) { builder in
                unsafe install(builder, context)
                _ = unsafe htmlParseDocument(context)
            }
            unsafe htmlFreeParserCtxt(context)
        }
        return builder.finish()
    }

    /// Evaluates XPath 1.0 expressions on the same bytes.
    ///
    /// Every expression gets a list of what it selects, in document order. An expression that libxml2 refuses
    /// is an error that names it.
    static func select(
        _ expressions: [String], in markup: [UInt8]
    ) throws(FeedParseError) -> [[XPathHit]] {
        let document = try XPathDocument(markup)
        var answers: [[XPathHit]] = []
        for expression in expressions { answers.append(try document.select(expression, below: nil)) }
        return answers
    }

    fileprivate static func prepare(_ context: htmlParserCtxtPtr) {
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
        _ = unsafe htmlCtxtUseOptions(context, Int32(bitPattern: options))
        // htmlCtxtUseOptions doesn't know this one; without it nesting beyond 256 ends the parse.
        unsafe context.pointee.options |= Int32(bitPattern: XML_PARSE_HUGE.rawValue)
        _ = unsafe xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
    }

    private static func install(_ builder: UnsafeMutablePointer<Builder>, _ context: htmlParserCtxtPtr) {
        guard let sax = unsafe context.pointee.sax else { return }
        unsafe sax.pointee = xmlSAXHandler()
        unsafe sax.pointee.startElement = { user, name, attributes in
            guard let user = unsafe user, let name = unsafe name else { return }
            unsafe user.assumingMemoryBound(to: Builder.self).pointee.start(name, attributes)
        }
        unsafe sax.pointee.endElement = { user, _ in
            guard let user = unsafe user else { return }
            unsafe user.assumingMemoryBound(to: Builder.self).pointee.end()
        }
        unsafe sax.pointee.characters = { user, bytes, count in
            guard let user = unsafe user, let bytes = unsafe bytes else { return }
            unsafe user.assumingMemoryBound(to: Builder.self).pointee.text(bytes, Int(count))
        }
        unsafe sax.pointee.ignorableWhitespace = sax.pointee.characters
        unsafe sax.pointee.cdataBlock = sax.pointee.characters
        // The pointer is valid as long as the parse: `parse` lends it.
        unsafe context.pointee.userData = UnsafeMutableRawPointer(builder)
    }
}

/// What an XPath expression selected: an element by its number, or a string.
enum XPathHit: Sendable, Equatable {
    /// An element, by its number in document order.
    case element(Int)
    /// An attribute's value, a text or a computed string.
    case string(String)
}

/// Collects the parser's events; lives for one parse.
private struct Builder {
    private var tree = HTMLTree()
    private var open: [Int32] = []
    /// How many open elements lie beyond the depth limit.
    private var beyond = 0
    private var elements: Int32 = 0
    /// Names that libxml2 has interned, by address.
    private var tags = [(key: UInt, value: HTMLTag)](repeating: (0, .other), count: 256)
    private var names = [(key: UInt, value: UInt8)](repeating: (0, 255), count: 256)

    init(capacity: Int) {
        tree.bytes.reserveCapacity(capacity)
        tree.nodes.reserveCapacity(capacity / 24 + 8)
        tree.attributes.reserveCapacity(capacity / 48 + 8)
    }

    mutating func finish() -> HTMLTree {
        while let last = open.popLast() { tree.nodes[Int(last)].end = Int32(tree.nodes.count) }
        // What came behind the root's end was put below it.
        if !tree.nodes.isEmpty { tree.nodes[0].end = Int32(tree.nodes.count) }
        return tree
    }

    mutating func start(
        _ name: UnsafePointer<xmlChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        elements += 1
        if open.count >= HTMLParser.depthLimit || tree.nodes.count >= HTMLParser.nodeLimit {
            beyond += 1
            tree.isCut = tree.isCut || tree.nodes.count >= HTMLParser.nodeLimit
            return
        }
        let first = Int32(tree.attributes.count)
        if let attributes = unsafe attributes {
            var at = 0
            while let key = unsafe attributes[at] {
                let index = unsafe attributeIndex(key)
                if let attribute = HTMLTree.Attribute(rawValue: index) {
                    let start = tree.bytes.count
                    if let value = unsafe attributes[at + 1] {
                        var end = unsafe value
                        while unsafe end.pointee != 0 { unsafe end += 1 }
                        let length = unsafe end - value
                        unsafe tree.bytes.append(
                            contentsOf: UnsafeBufferPointer(start: value, count: min(length, 100_000)))
                    }
                    tree.attributes.append(
                        .init(name: attribute, first: Int32(start), count: Int32(tree.bytes.count - start)))
                }
                at += 2
            }
        }
        let tag = unsafe tag(name)
        let parent = parent
        tree.nodes.append(
            .init(
                tag: tag, parent: parent, end: 0, first: first,
                count: Int32(tree.attributes.count) - first, element: elements - 1))
        open.append(Int32(tree.nodes.count - 1))
    }

    mutating func end() {
        if beyond > 0 {
            beyond -= 1
            return
        }
        if let last = open.popLast() { tree.nodes[Int(last)].end = Int32(tree.nodes.count) }
    }

    mutating func text(_ bytes: UnsafePointer<xmlChar>, _ count: Int) {
        guard count > 0, tree.nodes.count < HTMLParser.nodeLimit else { return }
        let start = tree.bytes.count
        unsafe tree.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
        let parent = parent
        let lastNode = tree.nodes.count - 1
        // Blanks before the root belong to nothing.
        if lastNode < 0 { return }
        // The parser splits long texts; the pieces belong together.
        if lastNode >= 0, tree.nodes[lastNode].tag == .text, tree.nodes[lastNode].parent == parent,
            Int(tree.nodes[lastNode].first + tree.nodes[lastNode].count) == start
        {
            tree.nodes[lastNode].count += Int32(count)
            return
        }
        tree.nodes.append(
            .init(
                tag: .text, parent: parent, end: Int32(tree.nodes.count + 1), first: Int32(start),
                count: Int32(count), element: -1))
    }

    /// The element that comes next is put below this one.
    private var parent: Int32 { open.last ?? (tree.nodes.isEmpty ? -1 : 0) }

    private mutating func tag(_ name: UnsafePointer<xmlChar>) -> HTMLTag {
        let key = UInt(bitPattern: name)
        let slot = Int((key >> 3) ^ (key >> 11)) & 255
        if tags[slot].key == key { return tags[slot].value }
        let tag = unsafe HTMLTag.named(UnsafeBufferPointer(start: name, count: length(name)))
        tags[slot] = (key, tag)
        return tag
    }

    private mutating func attributeIndex(_ name: UnsafePointer<xmlChar>) -> UInt8 {
        let key = UInt(bitPattern: name)
        let slot = Int((key >> 3) ^ (key >> 11)) & 255
        if names[slot].key == key { return names[slot].value }
        let text = unsafe String(
            decoding: UnsafeBufferPointer(start: name, count: length(name)), as: UTF8.self)
        let index = Self.attributes[text]?.rawValue ?? 255
        names[slot] = (key, index)
        return index
    }

    private func length(_ name: UnsafePointer<xmlChar>) -> Int {
        var end = unsafe name
        while unsafe end.pointee != 0 { unsafe end += 1 }
        return unsafe end - name
    }

    private static let attributes: [String: HTMLTree.Attribute] = [
        "id": .id, "class": .class, "href": .href, "src": .src, "content": .content, "name": .name,
        "property": .property, "itemprop": .itemprop, "itemtype": .itemtype, "itemscope": .itemscope,
        "rel": .rel, "type": .type, "datetime": .datetime, "role": .role, "style": .style, "hidden": .hidden,
        "lang": .lang, "title": .title, "alt": .alt, "charset": .charset, "value": .value, "width": .width,
        "height": .height, "srcset": .srcset, "colspan": .colspan, "rowspan": .rowspan, "cite": .cite,
        "aria-hidden": .ariaHidden, "aria-label": .ariaLabel,
        "aria-controls": .ariaControls, "data-src": .dataSrc,
        "data-lazy-src": .dataSrc, "data-original": .dataSrc, "data-testid": .dataTestID,
        "data-qa": .dataTestID, "data-component": .dataComponent, "data-module": .dataComponent,
        "start": .start, "xml:lang": .xmlLang, "data-datetime": .dateTitle, "data-time": .dateTitle,
        "data-timestamp": .dateTitle, "data-date": .dateTitle, "data-url": .dataURL, "data-href": .dataURL,
        "data-permalink": .dataURL, "data-article-url": .dataURL, "data-page-url": .dataURL,
    ]
}

/// libxml2's own tree of a page, for XPath; owned by one value and freed with it.
@safe struct XPathDocument: ~Copyable {
    private let document: UnsafeMutablePointer<xmlDoc>
    private let context: UnsafeMutablePointer<xmlXPathContext>
    /// The elements in document order, as HTMLTree numbers them.
    private let elements: [UnsafeMutablePointer<xmlNode>]

    /// Parses cleaned bytes.
    init(_ markup: [UInt8]) throws(FeedParseError) {
        guard !markup.isEmpty else { throw FeedParseError(.empty, "The page is empty.") }
        let parsed = unsafe markup.withUnsafeBytes { raw -> UnsafeMutablePointer<xmlDoc>? in
            guard
                LibXML2.isReady,
                let context = unsafe htmlCreateMemoryParserCtxt(
                    raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: raw.count))
            else { return nil }
            unsafe HTMLParser.prepare(context)
            _ = unsafe htmlParseDocument(context)
            let document = unsafe context.pointee.myDoc
            unsafe context.pointee.myDoc = nil
            unsafe htmlFreeParserCtxt(context)
            return unsafe document
        }
        guard let document = unsafe parsed else {
            throw FeedParseError(.damaged, "The page could not be parsed as HTML.")
        }
        guard let context = unsafe xmlXPathNewContext(document) else {
            unsafe xmlFreeDoc(document)
            throw FeedParseError(.damaged, "The page could not be searched.")
        }
        unsafe self.document = document
        unsafe self.context = context
        // Messages go to the error value, never to the terminal.
        unsafe context.pointee.error = { _, _ in }
        unsafe context.pointee.opLimit = 20_000_000
        unsafe elements = Self.number(document)
    }

    deinit {
        unsafe xmlXPathFreeContext(context)
        unsafe xmlFreeDoc(document)
    }

    /// Gives every element its number, the same that ``HTMLTree`` has.
    private static func number(_ document: UnsafeMutablePointer<xmlDoc>) -> [UnsafeMutablePointer<xmlNode>] {
        var number = 0
        var elements: [UnsafeMutablePointer<xmlNode>] = unsafe []
        var node = unsafe xmlDocGetRootElement(document)
        while let current = unsafe node {
            if unsafe current.pointee.type == XML_ELEMENT_NODE {
                number += 1
                unsafe current.pointee._private = UnsafeMutableRawPointer(bitPattern: number)
                unsafe elements.append(current)
            }
            if let child = unsafe current.pointee.children, unsafe current.pointee.type == XML_ELEMENT_NODE {
                unsafe node = child
                continue
            }
            var at: UnsafeMutablePointer<xmlNode>? = unsafe current
            while let here = unsafe at, unsafe here.pointee.next == nil {
                let parent = unsafe here.pointee.parent
                unsafe at = (parent?.pointee.type == XML_ELEMENT_NODE) ? parent : nil
            }
            unsafe node = at?.pointee.next
        }
        return unsafe elements
    }

    /// Evaluates one expression, from an element or from the document.
    func select(_ expression: String, below element: Int?) throws(FeedParseError) -> [XPathHit] {
        unsafe context.pointee.opCount = 0
        if let element {
            guard unsafe elements.indices.contains(element) else { return [] }
            unsafe context.pointee.node = elements[element]
        } else {
            unsafe context.pointee.node = UnsafeMutableRawPointer(document).assumingMemoryBound(
                to: xmlNode.self)
        }
        guard let result = unsafe xmlXPathEvalExpression(expression, context) else {
            throw FeedParseError(.selector, "\"\(expression)\" is not a valid XPath 1.0 expression.")
        }
        defer { unsafe xmlXPathFreeObject(result) }
        guard unsafe result.pointee.type == XPATH_NODESET else {
            guard let text = unsafe xmlXPathCastToString(result) else { return [] }
            defer { unsafe aggd_free_xml_text(text) }
            let string = unsafe String(cString: text)
            return string.isEmpty ? [] : [.string(string)]
        }
        guard let set = unsafe result.pointee.nodesetval, let table = unsafe set.pointee.nodeTab else {
            return []
        }
        unsafe xmlXPathNodeSetSort(set)
        var hits: [XPathHit] = []
        for index in 0..<Int(unsafe set.pointee.nodeNr) {
            guard let node = unsafe table[index] else { continue }
            if unsafe node.pointee.type == XML_ELEMENT_NODE {
                let number = Int(bitPattern: unsafe node.pointee._private)
                if number > 0 { hits.append(.element(number - 1)) }
            } else if let text = unsafe xmlNodeGetContent(node) {
                unsafe hits.append(.string(String(cString: text)))
                unsafe aggd_free_xml_text(text)
            }
        }
        return hits
    }
}
