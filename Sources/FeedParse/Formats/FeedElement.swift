/// What an element's name means, whichever vocabulary it comes from.
///
/// Each format and module contributes its rows; the same meaning under several names is one case.
enum FeedElement: UInt8, Sendable {
    /// A name that means nothing to us.
    case unknown
    // Documents
    case rss, rdf, feed, urlset, sitemapIndex, opml, html, redirect
    // Elements with elements inside
    case channel, item, items, image, textInput, source, author, contributor, owner, group, mediaContent
    case sitemapURL, sitemap, newsGroup, publication, imageGroup, videoGroup, head, body, outline, anchor
    // Texts
    case title, description, subtitle, summary, subordinate, content, encoded, rights, generator, language
    // Addresses and identifiers
    case link, guid, id, uri, location, comments, commentsFeed, originalLink, newLocation, icon, logo,
        enclosure, license
    case thumbnail, picture, identifier, originalEnclosure, player
    // Dates
    case published, issued, created, updated, built, date
    // Persons
    case creator, name, email, editor
    // Numbers
    case ttl, hour, day, updatePeriod, updateFrequency, commentsCount, duration
    // Words
    case category, subject, keywords, programCategory

    /// The meaning of a local name in a vocabulary; names are compared without case.
    static func named(_ local: String, in namespace: XMLNamespace) -> FeedElement {
        let home: XMLNamespace
        switch namespace {
        case .rss090, .atom10, .atom03: home = .core
        default: home = namespace
        }
        return table[Key(namespace: home, local: local)]
            ?? table[Key(namespace: home, local: local.lowercased())] ?? .unknown
    }

    /// Whether the element holds a text and no further elements of the format.
    private var isText: Bool {
        switch self {
        case .title, .description, .subtitle, .summary, .subordinate, .content, .encoded, .rights, .generator,
            .language, .guid, .id, .identifier, .comments, .commentsFeed, .originalLink, .newLocation, .icon,
            .location, .published, .issued, .created, .updated, .built, .date, .name, .email, .ttl, .hour,
            .day,
            .updatePeriod, .updateFrequency, .commentsCount, .duration, .subject, .keywords:
            true
        default: false
        }
    }

    /// The lowercased local names of elements that hold a text, whichever vocabulary of feeds they belong to.
    static let textNames = Set(
        table.filter { $0.value.isText && $0.key.namespace != .xhtml }.map(\.key.local))

    private struct Key: Hashable {
        var namespace: XMLNamespace
        var local: String
    }

    private static let table: [Key: FeedElement] = {
        var table: [Key: FeedElement] = [:]
        let vocabularies = [
            RSSFormat.names, RDFFormat.names, AtomFormat.names, CDFFormat.names, SitemapFormat.names,
            OPMLFormat.names, DublinCoreModule.names, ContentModule.names, SyndicationModule.names,
            MediaRSSModule.names, ITunesModule.names, GooglePlayModule.names, CommentModules.names,
            OtherModules.names,
        ]
        for names in vocabularies {
            for (namespace, words, element) in names {
                for word in words.split(separator: " ") {
                    table[Key(namespace: namespace, local: String(word))] = element
                }
            }
        }
        return table
    }()
}

/// Rows of a vocabulary: the namespace, lowercased local names separated by blanks, the meaning.
typealias FeedVocabulary = [(XMLNamespace, String, FeedElement)]
