/// Builds a ``ParsedFeed`` out of the events of any XML format.
///
/// The elements' meanings come from the vocabularies; what an element does depends on its context. Texts are collected
/// as bytes and become Strings once a field, when its element ends.
final class FeedDocumentBuilder: XMLEventHandler {
    /// Where an element stands.
    enum Context: UInt8 {
        case document, feed, item, source, person, image, textInput, media, outline, other
    }

    /// One open element.
    struct Frame {
        var element: FeedElement
        var namespace: XMLNamespace
        /// The context around the element.
        var outer: Context
        var textStart: Int
        var base: Int
        var language: Int
        /// Whether its own text is collected.
        var collects = false
        /// Whether elements inside of it are markup of its text.
        var isText = false
        var hasMarkup = false
        /// Whether an item begins with it.
        var isItem = false
    }

    /// What the start tag of the open text element said; texts don't nest, so one is enough.
    struct TextAttributes {
        var mode = FieldText.Mode.html
        var isEscapedMarkup = false
        var isPermalink = true
        var scheme: String?
        var term: String?
        var label: String?
    }

    var feed = ParsedFeed(format: .rss)
    var feedRanks = FieldRanks()
    var item = ParsedItem()
    var itemRanks = FieldRanks()
    var isInItem = false
    var person = Person()
    var source = SourceReference()
    var media = Media()
    var imageAddress: String?
    var period: Int?
    var frequency: Int?
    var folders: [String] = []
    var subscription: [Subscription?] = []
    var isRecognised = false
    var isHTML = false
    var isRSS090 = false
    var sourceAuthors: [Person] = []
    var context = Context.document
    var frames: [Frame] = []
    var attributesOfText = TextAttributes()
    let text = ByteCollector()
    var itemCount = 0

    private var capture = MarkupCapture()
    private var captureDepth = 0
    private var isCollecting = false
    private var isEscaping = false
    private var bases: [String?]
    private var baseIndex = 0
    private var languages: [String?] = [nil]
    private var languageIndex = 0
    private var failure: FeedParseError?
    private let sink: ((ParsedItem) -> Void)?
    private let hasDocumentBase: Bool

    /// Creates a builder; with a sink the items go there one by one and are not kept.
    init(baseURL: String?, sink: ((ParsedItem) -> Void)? = nil) {
        let base = baseURL.flatMap { $0.isEmpty ? nil : $0 }
        bases = [base]
        hasDocumentBase = base != nil
        self.sink = sink
        super.init()
        frames.reserveCapacity(32)
    }

    override var limit: FeedParseError? { failure }

    /// The base address in force.
    var base: String? { bases[baseIndex] }

    /// The language in force.
    var language: String? { languages[languageIndex] }

    override func rootDeclares(_ namespace: XMLNamespace) {
        if namespace == .rss090 { isRSS090 = true }
    }

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if captureDepth > 0 || frames.last?.isText == true || isMarkupOfName(name) {
            return captureStart(name, attributes)
        }
        var frame = Frame(
            element: name.element, namespace: name.namespace, outer: context, textStart: text.count,
            base: baseIndex, language: languageIndex)
        if attributes.count > 0, attributes.hasXML { scope(attributes) }
        isCollecting = false
        isEscaping = false
        open(name, attributes, &frame)
        isCollecting = frame.collects
        isEscaping = frame.isText && attributesOfText.mode == .xhtml
        frames.append(frame)
    }

    override func text(_ bytes: Span<UInt8>) {
        if bytes.count == 2, bytes[0] == 0xC2, bytes[1] < 0xA0 {
            // A reference such as `&#146;` means windows-1252, as in HTML.
            var letters: [UInt8] = []
            HTMLEntities.append(UInt32(TextEncoding.windows1252High[Int(bytes[1] - 0x80)]), to: &letters)
            if letters.count > 2 { return text(letters.span) }
        }
        if captureDepth > 0 || isEscaping {
            if capture.isSilent { return }
            // Inside of Atom's type html even elements hold escaped markup.
            if attributesOfText.isEscapedMarkup {
                text.append(bytes)
            } else {
                capture.text(bytes, into: text)
            }
        } else if isCollecting {
            text.append(bytes)
        } else {
            return
        }
        if let mark = frames.last?.textStart, text.count - mark > Limits.field {
            failure = FeedParseError(.limit, "One field is larger than 16 MiB.")
        }
    }

    override func end(_ name: XMLName) {
        if captureDepth > 0 {
            captureDepth -= 1
            capture.end(name, depth: captureDepth, into: text)
            if captureDepth == 0, !isEscaping { isCollecting = frames.last?.collects ?? false }
            return
        }
        guard let frame = frames.popLast() else { return }
        if frame.collects {
            let raw = unsafe text.slice(from: frame.textStart)
            unsafe finish(frame, raw.span)
            text.truncate(to: frame.textStart)
        }
        context = frame.outer
        close(frame)
        leaveScope(frame)
        isCollecting = frames.last?.collects ?? false
        isEscaping = false
    }

    /// Keeps an item, or hands it on.
    func keep(_ item: ParsedItem) {
        itemCount += 1
        if let sink { sink(item) } else { feed.items.append(item) }
    }

    /// Elements that the document never closed are closed at its end.
    func finishDocument() {
        while let frame = frames.last {
            captureDepth = 0
            let name = frame.element
            if frame.collects {
                let raw = unsafe text.slice(from: frame.textStart)
                unsafe finish(frame, raw.span)
                text.truncate(to: frame.textStart)
            }
            frames.removeLast()
            context = frame.outer
            if name != .unknown { close(frame) }
        }
        if isInItem { finishItem() }
        finishFeed()
    }

    /// xml:base and xml:lang of a start tag (XML Base section 3).
    private func scope(_ attributes: XMLAttributes) {
        if let reference = attributes.xml("base") {
            let resolved = URLReference.resolve(reference, against: base)
            // Bases that grow with each level would make the whole document's work quadratic.
            let isUsable = URLReference.isAbsolute(resolved) && resolved.utf8.count <= Limits.address
            bases.append(isUsable ? resolved : base)
            baseIndex = bases.count - 1
        }
        if let tag = attributes.xml("lang") {
            languages.append(tag.isEmpty ? nil : tag)
            languageIndex = languages.count - 1
        }
    }

    /// What an element declared ends with it.
    private func leaveScope(_ frame: Frame) {
        if baseIndex != frame.base {
            bases.removeLast(bases.count - 1 - frame.base)
            baseIndex = frame.base
        }
        if languageIndex != frame.language {
            languages.removeLast(languages.count - 1 - frame.language)
            languageIndex = frame.language
        }
    }

    /// The feed's page is the base of a document whose own address nobody told.
    func learnBase(_ address: String) {
        guard !hasDocumentBase, bases[0] == nil, URLReference.isAbsolute(address) else { return }
        bases[0] = address
    }

    /// Whether an element is markup in the text of a person or source, such as a link around an author's name.
    private func isMarkupOfName(_ name: XMLName) -> Bool {
        guard context == .person || context == .source, name.element == .unknown || name.element == .anchor
        else { return false }
        switch name.namespace {
        case .core, .xhtml: return true
        case .other: return !isAtom
        default: return false
        }
    }

    private func captureStart(_ name: XMLName, _ attributes: XMLAttributes) {
        if captureDepth == 0, let top = frames.indices.last {
            frames[top].hasMarkup = true
            if !frames[top].isText { attributesOfText = TextAttributes() }
            capture.begin(dropsOuterDiv: attributesOfText.mode == .xhtml, mark: frames[top].textStart)
        }
        capture.start(name, attributes, depth: captureDepth, base: base, into: text)
        captureDepth += 1
    }

    /// Resolves an address against the base in force; nil when it is blank.
    func address(_ reference: String?) -> String? {
        guard let reference else { return nil }
        let resolved = URLReference.resolve(reference, against: base)
        return resolved.isEmpty ? nil : resolved
    }
}
