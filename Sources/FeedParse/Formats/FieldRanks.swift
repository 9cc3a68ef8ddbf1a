/// How trustworthy the field is that a value came from; a higher rank replaces a lower one, an equal one doesn't.
struct FieldRanks {
    var title: UInt8 = 0
    var summary: UInt8 = 0
    var content: UInt8 = 0
    var link: UInt8 = 0
    var id: UInt8 = 0
    var published: UInt8 = 0
    var updated: UInt8 = 0
    var language: UInt8 = 0
    var rights: UInt8 = 0
    var logo: UInt8 = 0
    var icon: UInt8 = 0
    /// Authors of the module names, used when the format's own are missing.
    var fallbackAuthors: [Person] = []
    /// The owner of a podcast.
    var owner: Person?
    /// The address in front of a counting service; it stands for the item unless it is the feed's own page.
    var originalLink: String?
    /// A permalink guid or an Atom id that may stand in for a missing link.
    var permalink: String?
    /// The media:content elements of one group and pictures of lower rank.
    var furtherImages: [String] = []
    var enclosureKeys: Set<String> = []
    /// Pages that play a medium; they stand behind the media themselves.
    var players: [Media] = []

    /// Sets a value when the rank is higher than that of the present one.
    static func set<Value>(_ value: Value?, _ rank: UInt8, _ target: inout Value?, _ current: inout UInt8) {
        guard let value, rank > current else { return }
        target = value
        current = rank
    }

    /// The rank of a vocabulary: the format's own words before the modules'.
    static func rank(of namespace: XMLNamespace) -> UInt8 {
        switch namespace {
        case .core, .rss090, .atom10, .atom03, .content, .news: 9
        case .dublinCore: 6
        case .dublinCoreTerms: 5
        case .xhtml: 5
        case .itunes, .googlePlay: 3
        case .media: 2
        default: 1
        }
    }
}
