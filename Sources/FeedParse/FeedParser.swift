/// Reads a document of any supported format.
///
/// The order is: decode the bytes, look at the first character, then JSON or XML. A well-formed XML document is read
/// once. One that is not is repaired by ``MarkupRepair`` and read again; so nothing is ever read more than twice.
public enum FeedParser {
    /// What a document says; throws when it is no feed, sitemap or outline.
    ///
    /// - Parameters:
    ///   - bytes: the document as it came.
    ///   - baseURL: its own address, against which relative addresses are resolved.
    ///   - contentType: the Content-Type of its HTTP response.
    public static func parse(
        _ bytes: [UInt8], baseURL: String? = nil, contentType: String? = nil
    ) throws(FeedParseError) -> ParsedFeed {
        if let kind = BinaryKind.name(of: bytes) {
            throw FeedParseError(.notAFeed, "The document is \(kind), not a feed.")
        }
        let decoded = TextEncoding.decode(bytes, contentType: contentType, kind: .xml)
        var feed = try parse(utf8: decoded.utf8, baseURL: baseURL)
        feed.encoding = decoded.name
        feed.warnings.insert(contentsOf: decoded.warnings, at: 0)
        return feed
    }

    private static func parse(utf8: [UInt8], baseURL: String?) throws(FeedParseError) -> ParsedFeed {
        guard let first = utf8.firstIndex(where: { $0 > 0x20 }) else {
            throw FeedParseError(.empty, "The document is empty.")
        }
        if utf8[first] == 0x7B || utf8[first] == 0x5B {
            return try JSONFeedFormat.parse(utf8, baseURL: baseURL)
        }
        // An `h`: no markup begins with it, but each address of a text sitemap does.
        if utf8[first] | 0x20 == 0x68, let sitemap = TextSitemapFormat.parse(utf8) { return sitemap }
        let prolog = Prolog(utf8.span)
        var damage: XMLDamage?
        if prolog.isClean {
            let builder = FeedDocumentBuilder(baseURL: baseURL)
            damage = try read(utf8.span, from: prolog.length, builder, recovering: false)
            if damage == nil {
                if builder.isRecognised { return builder.feed }
                throw NotAFeed.error(utf8, isHTML: builder.isHTML, baseURL: baseURL)
            }
        }
        var repair = MarkupRepair(utf8)
        let clean = repair.repaired()
        let builder = FeedDocumentBuilder(baseURL: baseURL)
        let left = try read(clean.span, from: 0, builder, recovering: true)
        guard builder.isRecognised else {
            throw NotAFeed.error(utf8, isHTML: builder.isHTML || repair.sawHTML, baseURL: baseURL)
        }
        var feed = builder.feed
        feed.warnings = repair.warnings
        feed.isTruncated = repair.isTruncated
        if feed.warnings.isEmpty, let reason = damage ?? left, !reason.detail.isEmpty {
            let line = reason.line + prolog.lines
            feed.warnings.append("line \(line): not well-formed (\(reason.detail)); read as far as it goes")
        }
        return feed
    }

    private static func read(
        _ bytes: Span<UInt8>, from start: Int, _ builder: FeedDocumentBuilder, recovering: Bool
    ) throws(FeedParseError) -> XMLDamage? {
        guard var reader = XMLEventReader(handler: builder, recovering: recovering) else {
            throw FeedParseError(.limit, "There is not enough memory to read the document.")
        }
        _ = reader.feed(bytes.extracting(start...))
        let damage = reader.finish()
        if let limit = builder.limit { throw limit }
        if reader.isTooDeep {
            throw FeedParseError(.limit, "Elements are nested more than \(Limits.depth) deep.")
        }
        if damage == nil || recovering { builder.finishDocument() }
        return damage
    }
}

/// What stands in front of a document's root: the part that libxml2 need not see.
struct Prolog {
    /// The length of blanks and the XML declaration.
    private(set) var length = 0
    /// The line breaks in it.
    private(set) var lines = 0
    /// Whether markup follows at once and no NUL is in sight.
    private(set) var isClean = false

    init(_ b: Span<UInt8>) {
        var at = 0
        while at < b.count, b[at] <= 0x20 { at += 1 }
        guard at + 1 < b.count, b[at] == 0x3C else { return }
        let declaration: [UInt8] = Array("<?xml".utf8)
        var matches = at + 6 < b.count && b[at + 5] <= 0x20
        for index in 0..<declaration.count where matches { matches = b[at + index] == declaration[index] }
        if matches {
            while at + 1 < b.count, !(b[at] == 0x3F && b[at + 1] == 0x3E), at < 1024 { at += 1 }
            guard at + 1 < b.count, b[at] == 0x3F else { return }
            at += 2
            while at < b.count, b[at] <= 0x20 { at += 1 }
        }
        isClean = at + 1 < b.count && b[at] == 0x3C && b[at + 1] > 0x20
        length = at
        for index in 0..<at where b[index] == 0x0A { lines += 1 }
    }
}
