/// What receives the events of an ``XMLEventReader``.
class XMLEventHandler {
    /// A namespace that the root element declares; told before its start tag.
    func rootDeclares(_ namespace: XMLNamespace) {}

    /// A start tag.
    func start(_ name: XMLName, _ attributes: XMLAttributes) {}

    /// An end tag.
    func end(_ name: XMLName) {}

    /// A piece of text; one element's text may come in several.
    func text(_ bytes: Span<UInt8>) {}

    /// A limit that the handler ran into; the reader stops when it is set.
    var limit: FeedParseError? { nil }
}
