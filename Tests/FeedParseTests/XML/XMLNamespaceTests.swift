import Testing

@testable import FeedParse

@Suite("A namespace") struct XMLNamespaceTests {
    @Test(
        "is known by its address",
        arguments: [
            ("http://www.w3.org/2005/Atom", XMLNamespace.atom10), ("http://purl.org/atom/ns#", .atom03),
            ("http://purl.org/dc/elements/1.1/", .dublinCore),
            ("http://purl.org/dc/terms/", .dublinCoreTerms),
            ("http://purl.org/rss/1.0/modules/content/", .content), ("http://purl.org/rss/1.0/", .core),
            ("http://search.yahoo.com/mrss/", .media), ("http://www.w3.org/1999/xhtml", .xhtml),
            ("http://www.itunes.com/dtds/podcast-1.0.dtd", .itunes),
            ("http://www.google.com/schemas/sitemap-news/0.9", .news),
            ("http://my.netscape.com/rdf/simple/0.9/", .rss090),
        ])
    func byAddress(_ uri: String, _ expected: XMLNamespace) {
        #expect(XMLNamespace(uri: uri, prefix: nil) == expected)
        #expect(XMLNamespace(uri: uri, prefix: "odd") == expected)
    }

    @Test(
        "is known although the address is written otherwise",
        arguments: [
            ("HTTP://WWW.W3.ORG/2005/ATOM", XMLNamespace.atom10), ("https://www.w3.org/2005/Atom", .atom10),
            ("http://www.w3.org/2005/Atom/", .atom10), ("http://purl.org/dc/elements/1.1", .dublinCore),
            ("https://purl.org/dc/elements/1.1/", .dublinCore), ("http://search.yahoo.com/mrss", .media),
            ("http://www.itunes.com/DTDs/Podcast-1.0.dtd", .itunes),
            (" http://purl.org/dc/terms/ ", .dublinCoreTerms),
            ("http://purl.org/rss/1.0/modules/content", .content), ("http://purl.org/atom/ns", .atom03),
        ])
    func otherwise(_ uri: String, _ expected: XMLNamespace) {
        #expect(XMLNamespace(uri: uri, prefix: nil) == expected)
    }

    @Test(
        "of an unknown address is what its prefix usually means",
        arguments: [
            ("dc", XMLNamespace.dublinCore), ("DC", .dublinCore), ("content", .content), ("media", .media),
            ("atom", .atom10), ("itunes", .itunes), ("sy", .syndication), ("slash", .slash), ("thr", .thread),
        ])
    func byPrefix(_ prefix: String, _ expected: XMLNamespace) {
        #expect(XMLNamespace(uri: "http://misspelt.example/ns", prefix: prefix) == expected)
        #expect(XMLNamespace(uri: nil, prefix: prefix) == expected)
    }

    @Test("of an unknown address and prefix is nobody's")
    func unknown() {
        #expect(XMLNamespace(uri: "http://odd.example/ns", prefix: "odd") == .other)
        #expect(XMLNamespace(uri: nil, prefix: "odd") == .other)
    }

    @Test("of no prefix is the format's own unless its address says otherwise")
    func noPrefix() {
        #expect(XMLNamespace(uri: nil, prefix: nil) == .core)
        #expect(XMLNamespace(uri: "", prefix: "") == .core)
        #expect(XMLNamespace(uri: "http://odd.example/ns", prefix: nil) == .core)
    }
}

@Suite("An element's name") struct FeedElementTests {
    @Test(
        "means the same in several vocabularies",
        arguments: [
            ("title", XMLNamespace.core, FeedElement.title), ("title", .atom10, .title),
            ("title", .rss090, .title),
            ("title", .dublinCore, .title), ("entry", .atom03, .item), ("item", .core, .item),
            ("creator", .dublinCore, .creator), ("author", .itunes, .creator), ("pubDate", .core, .published),
            ("published", .atom10, .published), ("encoded", .content, .encoded),
            ("comments", .slash, .commentsCount),
            ("comments", .core, .comments), ("total", .thread, .commentsCount), ("loc", .core, .location),
            ("loc", .image, .picture),
        ])
    func sameMeaning(_ local: String, _ namespace: XMLNamespace, _ expected: FeedElement) {
        #expect(FeedElement.named(local, in: namespace) == expected)
    }

    @Test("is read without regard to case")
    func withoutCase() {
        #expect(FeedElement.named("PUBDATE", in: .core) == .published)
        #expect(FeedElement.named("lastbuilddate", in: .core) == .built)
        #expect(FeedElement.named("Encoded", in: .content) == .encoded)
    }

    @Test("means nothing in a vocabulary that has no such name")
    func nothing() {
        #expect(FeedElement.named("title", in: .other) == .unknown)
        #expect(FeedElement.named("link", in: .itunes) == .unknown)
        #expect(FeedElement.named("creator", in: .slash) == .unknown)
        #expect(FeedElement.named("", in: .core) == .unknown)
    }
}
