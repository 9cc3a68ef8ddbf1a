internal import CLibXML2

/// Reads XML in pieces through libxml2's SAX2 push interface and tells a handler what it sees.
///
/// The only file that imports libxml2 for XML. Names are resolved once a document by the pointers of libxml2's
/// dictionary; no Strings are made on the way. External entities are never loaded, declared ones never expanded:
/// ``MarkupRepair`` does that, with limits, before a second reading.
@safe struct XMLEventReader: ~Copyable {
    private let context: xmlParserCtxtPtr
    private let relay: XMLEventRelay
    private var eventsSeen = 0
    private var silentBytes = 0

    /// Creates a reader; with `recovering` it goes on after an error as well as libxml2 can.
    init?(handler: XMLEventHandler, recovering: Bool) {
        let relay = XMLEventRelay(handler)
        var sax = unsafe xmlSAXHandler()
        unsafe sax.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe sax.startElementNs = { user, local, prefix, uri, declared, namespaces, count, _, attributes in
            guard let user = unsafe user, let local = unsafe local else { return }
            unsafe Unmanaged<XMLEventRelay>.fromOpaque(user)._withUnsafeGuaranteedRef {
                if declared > 0, let namespaces = unsafe namespaces {
                    unsafe $0.declare(namespaces, Int(declared))
                }
                unsafe $0.start(local, prefix, uri, Int(count), attributes)
            }
        }
        unsafe sax.endElementNs = { user, _, _, _ in
            guard let user = unsafe user else { return }
            unsafe Unmanaged<XMLEventRelay>.fromOpaque(user)._withUnsafeGuaranteedRef { $0.end() }
        }
        unsafe sax.characters = { user, letters, count in
            guard let user = unsafe user else { return }
            unsafe Unmanaged<XMLEventRelay>.fromOpaque(user)._withUnsafeGuaranteedRef {
                unsafe $0.text(letters, Int(count))
            }
        }
        unsafe sax.cdataBlock = sax.characters
        unsafe sax.ignorableWhitespace = sax.characters
        unsafe sax.getEntity = { user, name in
            guard let user = unsafe user, let name = unsafe name else { return nil }
            return unsafe Unmanaged<XMLEventRelay>.fromOpaque(user)._withUnsafeGuaranteedRef {
                unsafe $0.entity(name)
            }
        }
        unsafe sax.entityDecl = { user, _, _, _, _, _ in
            guard let user = unsafe user else { return }
            unsafe Unmanaged<XMLEventRelay>.fromOpaque(user)._withUnsafeGuaranteedRef {
                $0.declaresEntities()
            }
        }
        unsafe sax.serror = { user, error in
            guard let user = unsafe user, let error = unsafe error else { return }
            unsafe Unmanaged<XMLEventRelay>.fromOpaque(user)._withUnsafeGuaranteedRef {
                unsafe $0.report(error)
            }
        }
        let user = unsafe Unmanaged.passUnretained(relay).toOpaque()
        guard LibXML2.isReady, let context = unsafe xmlCreatePushParserCtxt(&sax, user, nil, 0, nil) else {
            return nil
        }
        let options =
            XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_IGNORE_ENC.rawValue
            | XML_PARSE_NOENT.rawValue
        let recover = recovering ? XML_PARSE_RECOVER.rawValue : 0
        unsafe xmlCtxtUseOptions(context, Int32(options | recover))
        unsafe self.context = context
        self.relay = relay
        unsafe relay.context = context
        relay.recovering = recovering
    }

    deinit {
        unsafe xmlFreeParserCtxt(context)
    }

    /// Reads the next piece; false when reading it has come to an end before the document's.
    mutating func feed(_ bytes: Span<UInt8>) -> Bool {
        var at = 0
        while at < bytes.count {
            let count = min(bytes.count - at, 1 << 16)
            unsafe bytes.extracting(at..<at + count).withUnsafeBytes { raw in
                let letters = unsafe raw.assumingMemoryBound(to: CChar.self).baseAddress
                _ = unsafe xmlParseChunk(context, letters, Int32(count), 0)
            }
            if relay.mustStop { return false }
            at += count
            watchTag(count)
        }
        return true
    }

    /// Gives up a tag that runs on and on: libxml2 compares each of its attributes with all others.
    private mutating func watchTag(_ count: Int) {
        guard relay.events == eventsSeen, unsafe context.pointee.instate == XML_PARSER_START_TAG else {
            eventsSeen = relay.events
            silentBytes = 0
            return
        }
        silentBytes += count
        if silentBytes > Limits.tag { relay.refuseTag() }
    }

    /// Whether the reader stopped because elements were nested too deep.
    var isTooDeep: Bool { relay.isTooDeep }

    /// Tells the parser that the document has ended; nil when it was well-formed.
    mutating func finish() -> XMLDamage? {
        if !relay.mustStop { _ = unsafe xmlParseChunk(context, nil, 0, 1) }
        return relay.damage
    }
}

/// Why a document is not well-formed.
struct XMLDamage {
    /// The line, from 1, counted in what the reader was fed.
    var line: Int
    /// libxml2's words.
    var detail: String
}

/// Stands between libxml2's callbacks and the handler; owned by the reader and confined to its thread.
@safe private final class XMLEventRelay {
    private let handler: XMLEventHandler
    // Confined to one thread and lent to nobody: not to be checked at run time, on the hottest path of all.
    @exclusivity(unchecked) private var names = XMLNameTable()
    @exclusivity(unchecked) private var open: [XMLName] = []
    private var entities: [xmlEntityPtr] = unsafe []
    var context: xmlParserCtxtPtr?
    var recovering = false
    var damage: XMLDamage?
    private(set) var mustStop = false
    /// Counts the start tags.
    private(set) var events = 0
    private(set) var isTooDeep = false

    init(_ handler: XMLEventHandler) {
        self.handler = handler
        unsafe open.reserveCapacity(32)
    }

    deinit {
        for index in unsafe entities.indices {
            unsafe entities[index].pointee.content.deallocate()
            unsafe entities[index].deallocate()
        }
    }

    func start(
        _ local: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?,
        _ count: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    ) {
        guard !mustStop else { return }
        events &+= 1
        let name = unsafe names.name(local, prefix, uri)
        unsafe open.append(name)
        if count > 8 * Limits.attributes { refuseTag() }
        unsafe handler.start(name, XMLAttributes(attributes, count: count))
        if unsafe open.count > Limits.depth { isTooDeep = true }
        if isTooDeep || handler.limit != nil { stop() }
    }

    /// The namespaces of the root tell versions apart that its own name doesn't.
    func declare(_ namespaces: UnsafeMutablePointer<UnsafePointer<UInt8>?>, _ count: Int) {
        guard unsafe open.isEmpty else { return }
        for index in 0..<count {
            guard let uri = unsafe namespaces[index * 2 + 1] else { continue }
            handler.rootDeclares(unsafe XMLNamespace(uri: String(cString: uri), prefix: nil))
        }
    }

    func end() {
        guard !mustStop, let name = unsafe open.popLast() else { return }
        handler.end(name)
        if handler.limit != nil { stop() }
    }

    func text(_ letters: UnsafePointer<UInt8>?, _ count: Int) {
        guard !mustStop else { return }
        let bytes = unsafe UnsafeBufferPointer(start: letters, count: count)
        unsafe handler.text(bytes.span)
    }

    /// Answers the entities of HTML in text; anything else is left for repair.
    func entity(_ name: UnsafePointer<UInt8>) -> xmlEntityPtr? {
        guard let context = unsafe context, unsafe context.pointee.instate == XML_PARSER_CONTENT else {
            return nil
        }
        let key = unsafe String(cString: name)
        guard let text = HTMLEntities.text(named: key) else { return nil }
        for index in unsafe entities.indices
        where unsafe xmlStrEqual(entities[index].pointee.name, name) == 1 {
            return unsafe entities[index]
        }
        let entity = xmlEntityPtr.allocate(capacity: 1)
        unsafe entity.initialize(to: xmlEntity())
        let content = UnsafeMutablePointer<UInt8>.allocate(capacity: text.utf8.count + 1)
        var length = 0
        for byte in text.utf8 {
            unsafe content[length] = byte
            length += 1
        }
        unsafe content[length] = 0
        unsafe entity.pointee.type = XML_ENTITY_DECL
        unsafe entity.pointee.etype = XML_INTERNAL_PREDEFINED_ENTITY
        unsafe entity.pointee.name = xmlDictLookup(context.pointee.dict, name, -1)
        unsafe entity.pointee.content = content
        unsafe entity.pointee.orig = content
        unsafe entity.pointee.length = Int32(text.utf8.count)
        unsafe entities.append(entity)
        return unsafe entity
    }

    /// Leaves a tag of unreasonable size to ``MarkupRepair``, which bounds it.
    func refuseTag() {
        guard !recovering else { return }
        if damage == nil { damage = XMLDamage(line: line, detail: "") }
        stop()
    }

    func declaresEntities() {
        if damage == nil { damage = XMLDamage(line: line, detail: "the document declares entities") }
        if !recovering { stop() }
    }

    func report(_ error: xmlErrorPtr) {
        guard unsafe error.pointee.level == XML_ERR_FATAL, damage == nil else { return }
        let detail = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? ""
        damage = XMLDamage(line: line, detail: MarkupText.plain(ofText: detail.utf8.span) ?? "")
        if !recovering { mustStop = true }
    }

    private var line: Int {
        guard let input = unsafe context?.pointee.input else { return 0 }
        return unsafe Int(input.pointee.line)
    }

    private func stop() {
        mustStop = true
        if let context = unsafe context { unsafe xmlStopParser(context) }
    }
}

/// Finds the meaning of names by the pointers that libxml2's dictionary gives to equal texts.
private struct XMLNameTable {
    @safe private struct Slot {
        var local: UnsafePointer<UInt8>?
        var prefix: UnsafePointer<UInt8>?
        var uri: UnsafePointer<UInt8>?
        var name: XMLName?
    }

    private var slots = [Slot](repeating: Slot(), count: 256)

    mutating func name(
        _ local: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?
    ) -> XMLName {
        let hash = UInt(bitPattern: local) &* 31 &+ UInt(bitPattern: uri) &* 17 &+ UInt(bitPattern: prefix)
        let index = Int((hash ^ hash >> 9) & 255)
        let slot = slots[index]
        if unsafe slot.local == local && slot.uri == uri && slot.prefix == prefix, let name = slot.name {
            return name
        }
        let namespace = unsafe XMLNamespace(
            uri: uri.map { unsafe String(cString: $0) }, prefix: prefix.map { unsafe String(cString: $0) })
        let letters = unsafe UnsafeBufferPointer(start: local, count: XMLAttributes.length(of: local))
        let element = unsafe FeedElement.named(String(decoding: letters, as: UTF8.self), in: namespace)
        let name = unsafe XMLName(element: element, namespace: namespace, letters: letters)
        slots[index] = unsafe Slot(local: local, prefix: prefix, uri: uri, name: name)
        return name
    }
}
