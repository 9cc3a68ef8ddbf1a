/// Reads a feed in pieces and hands on each item when it is complete.
///
/// Memory stays bounded by the largest item. It takes only what needs no repair: UTF-8 and well-formed XML. Anything
/// else is told by ``Outcome/needsWhole``: the document must then be given to ``FeedParser`` whole.
public final class FeedStream {
    /// What became of a piece or of the document.
    public enum Outcome: Sendable {
        /// Everything was read so far.
        case reading
        /// The document cannot be read in pieces.
        case needsWhole
    }

    private let builder: FeedDocumentBuilder
    private var reader: XMLEventReaderBox?
    private var pending: [UInt8] = []
    private var hasBegun = false
    private var outcome = Outcome.reading

    /// Creates a stream; the items go to the closure in document order.
    public init(baseURL: String? = nil, onItem: @escaping (ParsedItem) -> Void) {
        builder = FeedDocumentBuilder(baseURL: baseURL, sink: onItem)
        reader = XMLEventReaderBox(handler: builder)
    }

    /// The feed as far as it was read, without its items: what its head says stands before them.
    public var head: ParsedFeed { builder.feed }

    /// Reads the next bytes.
    public func feed(_ bytes: Span<UInt8>) -> Outcome {
        guard outcome == .reading, let reader else { return .needsWhole }
        guard pending.isEmpty else { return feedCarefully(bytes) }
        var start = 0
        if !hasBegun {
            guard bytes.count >= 1024 else { return feedCarefully(bytes) }
            guard let prolog = Self.lengthOfProlog(bytes) else {
                outcome = .needsWhole
                return outcome
            }
            start = prolog
            hasBegun = true
        }
        let end = bytes.count - Self.incompleteTail(bytes)
        let ready = bytes.extracting(start..<max(start, end))
        if !UTF8Check(ready, quickly: true).isValid || !reader.feed(ready) { outcome = .needsWhole }
        if end < bytes.count { keep(bytes.extracting(end...)) }
        return outcome
    }

    /// Ends the document; the feed without its items, nil when it must be read whole.
    public func finish() throws(FeedParseError) -> ParsedFeed? {
        if let limit = builder.limit { throw limit }
        guard outcome == .reading, pending.isEmpty, hasBegun, let reader, reader.finish() == nil,
            builder.isRecognised
        else { return nil }
        builder.finishDocument()
        builder.feed.encoding = "UTF-8"
        return builder.feed
    }

    /// A first piece that is too short to judge, and pieces that begin inside of a character.
    private func feedCarefully(_ bytes: Span<UInt8>) -> Outcome {
        keep(bytes)
        guard hasBegun || pending.count >= 1024 else { return .reading }
        let joined = pending
        pending = []
        return feed(joined.span)
    }

    private func keep(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe pending.append(contentsOf: $0) }
    }

    /// The bytes in front of the root when the beginning is that of a document for reading in pieces.
    private static func lengthOfProlog(_ bytes: Span<UInt8>) -> Int? {
        let head = unsafe bytes.extracting(..<min(bytes.count, 2048)).withUnsafeBufferPointer {
            unsafe Array($0)
        }
        let (name, length) = TextEncoding.byteOrderMark(head)
        guard name == nil || name == "UTF-8" else { return nil }
        let prolog = Prolog(bytes.extracting(length...))
        let declared = TextEncoding.declaredCharset(Array(head[length...].prefix(512)), .xml)
        let isUTF8 = declared.map { EncodingLabels.name(of: $0) == "UTF-8" } ?? true
        return prolog.isClean && isUTF8 ? length + prolog.length : nil
    }

    /// The bytes at the end that begin a character without completing it.
    private static func incompleteTail(_ bytes: Span<UInt8>) -> Int {
        var back = 1
        while back <= 3, back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte < 0x80 { return 0 }
            if byte >= 0xC0 {
                let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                return length > back ? back : 0
            }
            back += 1
        }
        return 0
    }
}

/// Holds the non-copyable reader for the stream.
private final class XMLEventReaderBox {
    private var reader: XMLEventReader

    init?(handler: XMLEventHandler) {
        guard let reader = XMLEventReader(handler: handler, recovering: false) else { return nil }
        self.reader = reader
    }

    func feed(_ bytes: Span<UInt8>) -> Bool { reader.feed(bytes) }

    func finish() -> XMLDamage? { reader.finish() }
}
