/// Whole texts: the content module and bodies in XHTML.
enum ContentModule {
    static let names: FeedVocabulary = [
        (.content, "encoded", .encoded), (.xhtml, "body", .body), (.xhtml, "div", .encoded),
        (.xhtml, "html", .html),
        (.core, "body", .body), (.core, "head", .head),
    ]
}
