/// The vocabularies that documents use, known by their namespace URIs and by the prefixes that habit gives them.
enum XMLNamespace: UInt8, Sendable {
    /// RSS of every version, sitemaps, CDF and OPML: the names tell them apart.
    case core
    case atom10
    case atom03
    case rdf
    case dublinCore
    case dublinCoreTerms
    case content
    case syndication
    case media
    case itunes
    case googlePlay
    case slash
    case wellFormedWeb
    case thread
    case feedburner
    case xhtml
    case news
    case image
    case video
    case webfeeds
    case rights
    case history
    /// RSS 0.90: the same names as the core, told apart only to know the version.
    case rss090
    /// Known to nobody: its elements are passed over.
    case other

    /// The vocabulary of a name.
    ///
    /// An unknown URI leaves the prefix to decide: many feeds have a misspelt URI behind a right prefix. Without
    /// any URI and prefix the name is the format's own.
    init(uri: String?, prefix: String?) {
        if let uri, !uri.isEmpty, let known = Self.byURI[uri] ?? Self.byURI[Self.normal(uri)] {
            self = known
        } else if let prefix, !prefix.isEmpty {
            self = Self.byPrefix[prefix.lowercased()] ?? .other
        } else {
            self = .core
        }
    }

    /// URIs are compared without case, scheme, `www.` and what trails: feeds vary all of them.
    private static func normal(_ uri: String) -> String {
        var text = uri.lowercased().utf8.filter { $0 > 0x20 }[...]
        if let colon = text.firstIndex(of: 0x3A), text[colon...].starts(with: "://".utf8) {
            text = text[(colon + 3)...]
        }
        if text.starts(with: "www.".utf8) { text = text.dropFirst(4) }
        while let last = text.last, last == 0x2F || last == 0x23 { text = text.dropLast() }
        return String(decoding: text, as: UTF8.self)
    }

    private static let byURI: [String: XMLNamespace] = {
        var table: [String: XMLNamespace] = [:]
        for (namespace, uris) in rows {
            for uri in uris.split(separator: " ") {
                table[String(uri)] = namespace
                table[normal(String(uri))] = namespace
            }
        }
        return table
    }()

    /// The right URIs first, then those seen in the wild.
    private static let rows: [(XMLNamespace, String)] = [
        (
            .core,
            "http://purl.org/rss/1.0/"
                + " http://purl.org/net/rss1.1# http://backend.userland.com/rss http://backend.userland.com/rss2"
                + " http://backend.userland.com/rss091 http://backend.userland.com/rss092 http://blogs.law.harvard.edu/tech/rss"
                + " http://cyber.law.harvard.edu/rss http://purl.org/rss/2.0/ http://www.rssboard.org/rss-specification"
                + " http://backend.userland.com/RSS2 http://my.netscape.com/publish/formats/rss-0.91.dtd"
                + " http://www.sitemaps.org/schemas/sitemap/0.9"
                + " http://www.google.com/schemas/sitemap/0.84 http://www.google.com/schemas/sitemap/0.9"
                + " http://opml.org/spec2 http://www.opml.org/spec2"
        ),
        (
            .rss090,
            "http://my.netscape.com/rdf/simple/0.9/ http://channel.netscape.com/rdf/simple/0.9/"
                + " http://my.netscape.com/rdf/simple/0.8/"
        ),
        (.atom10, "http://www.w3.org/2005/Atom http://w3.org/2005/atom http://www.w3.org/2005/atom/ns"),
        (
            .atom03,
            "http://purl.org/atom/ns# http://example.com/newformat# http://example.com/necho http://purl.org/echo/"
                + " uri/of/echo/namespace# http://purl.org/pie/ http://purl.org/atom/ns#draft-ietf-atompub-format-09"
        ),
        (.rdf, "http://www.w3.org/1999/02/22-rdf-syntax-ns# http://www.w3.org/1999/02/22-rdf-syntax"),
        (
            .dublinCore,
            "http://purl.org/dc/elements/1.1/ http://purl.org/dc/elements/1.0/ http://purl.org/dc/elements/1.2/"
                + " http://purl.org/dc/elements/2.0/ http://purl.org/dc/elements"
        ),
        (.dublinCoreTerms, "http://purl.org/dc/terms/ http://purl.org/dc/dcterms"),
        (.content, "http://purl.org/rss/1.0/modules/content/ http://purl.org/rss/modules/content"),
        (
            .syndication,
            "http://purl.org/rss/1.0/modules/syndication/ http://purl.org/rss/modules/syndication http://hacks.benhammersley.com/rss/streaming/"
        ),
        (
            .media,
            "http://search.yahoo.com/mrss/ http://tools.search.yahoo.com/mrss/ http://www.rssboard.org/media-rss http://video.search.yahoo.com/mrss"
                + " http://video.search.yahoo.com/mrss/ http://purl.org/rss/1.0/modules/media http://search.yahoo.com/mrss/1.0"
        ),
        (
            .itunes,
            "http://www.itunes.com/dtds/podcast-1.0.dtd http://example.com/dtds/podcast-1.0.dtd http://itunes.com/dtds/podcast-1.0"
                + " http://www.itunes.com/dtds/podcast"
        ),
        (
            .googlePlay,
            "http://www.google.com/schemas/play-podcasts/1.0 http://www.google.com/schemas/play-podcasts/1.0/play-podcasts.xsd"
        ),
        (.slash, "http://purl.org/rss/1.0/modules/slash/ http://purl.org/rss/modules/slash"),
        (.wellFormedWeb, "http://wellformedweb.org/CommentAPI/ http://wellformedweb.org/commentapi"),
        (.thread, "http://purl.org/syndication/thread/1.0"),
        (.feedburner, "http://rssnamespace.org/feedburner/ext/1.0 http://rssnamespace.org/feedburner/ext"),
        (.xhtml, "http://www.w3.org/1999/xhtml http://www.w3.org/1999/html http://www.w3.org/TR/xhtml1"),
        (
            .news,
            "http://www.google.com/schemas/sitemap-news/0.9 http://www.google.com/schemas/sitemap-news"
        ),
        (
            .image,
            "http://www.google.com/schemas/sitemap-image/1.1 http://www.google.com/schemas/sitemap-image"
        ),
        (
            .video,
            "http://www.google.com/schemas/sitemap-video/1.1 http://www.google.com/schemas/sitemap-video"
        ),
        (.webfeeds, "http://webfeeds.org/rss/1.0"),
        (
            .rights,
            "http://backend.userland.com/creativeCommonsRssModule http://web.resource.org/cc/ http://creativecommons.org/ns#"
        ),
        (.history, "http://purl.org/syndication/history/1.0"),
    ]

    private static let byPrefix: [String: XMLNamespace] = [
        "rss": .core, "atom": .atom10, "a10": .atom10, "atom10": .atom10, "atom03": .atom03, "rdf": .rdf,
        "dc": .dublinCore, "dcterms": .dublinCoreTerms, "content": .content, "sy": .syndication,
        "syn": .syndication, "media": .media, "itunes": .itunes, "googleplay": .googlePlay, "slash": .slash,
        "wfw": .wellFormedWeb,
        "thr": .thread, "feedburner": .feedburner, "xhtml": .xhtml, "news": .news, "image": .image,
        "video": .video, "webfeeds": .webfeeds, "creativecommons": .rights, "cc": .rights, "fh": .history,
        "sitemap": .core, "sm": .core,
    ]
}
