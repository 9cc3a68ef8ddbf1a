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

    /// Reads the next bytes.
    public func feed(_ bytes: Span<UInt8>) -> Outcome {
        guard outcome == .reading, let reader else { return .needsWhole }
        guard hasBegun, pending.isEmpty, Self.incompleteTail(bytes) == 0 else { return feedCarefully(bytes) }
        if !UTF8Check(bytes, quickly: true).isValid || !reader.feed(bytes) { outcome = .needsWhole }
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

    /// The first piece, and pieces that begin or end inside of a character.
    private func feedCarefully(_ bytes: Span<UInt8>) -> Outcome {
        unsafe bytes.withUnsafeBufferPointer { unsafe pending.append(contentsOf: $0) }
        var start = 0
        if !hasBegun {
            guard pending.count >= 1024 else { return .reading }
            let (name, length) = TextEncoding.byteOrderMark(pending)
            let prolog = Prolog(pending.span.extracting(length...))
            let declared = TextEncoding.declaredCharset(Array(pending[length...].prefix(512)), .xml)
            let isUTF8 = declared.map { EncodingLabels.name(of: $0) == "UTF-8" } ?? true
            guard name == nil || name == "UTF-8", prolog.isClean, isUTF8 else {
                outcome = .needsWhole
                return outcome
            }
            start = length + prolog.length
            hasBegun = true
        }
        let tail = Self.incompleteTail(pending.span)
        let ready = Array(pending[start..<pending.count - tail])
        if !UTF8Check(ready.span, quickly: true).isValid || reader?.feed(ready.span) != true {
            outcome = .needsWhole
        }
        pending = Array(pending[(pending.count - tail)...])
        return outcome
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
