/// Dublin Core elements and terms.
enum DublinCoreModule {
    static let names: FeedVocabulary = [
        (.dublinCore, "title", .title), (.dublinCore, "description", .description),
        (.dublinCore, "creator author", .creator), (.dublinCore, "contributor", .contributor),
        (.dublinCore, "date", .date), (.dublinCore, "subject", .subject), (.dublinCore, "rights", .rights),
        (.dublinCore, "language", .language), (.dublinCore, "identifier", .identifier),
        (.dublinCoreTerms, "title", .title), (.dublinCoreTerms, "abstract description", .description),
        (.dublinCoreTerms, "creator", .creator), (.dublinCoreTerms, "contributor", .contributor),
        (.dublinCoreTerms, "issued", .issued), (.dublinCoreTerms, "created", .created),
        (.dublinCoreTerms, "modified", .updated), (.dublinCoreTerms, "date", .date),
        (.dublinCoreTerms, "subject", .subject), (.dublinCoreTerms, "rights", .rights),
        (.dublinCoreTerms, "language", .language), (.dublinCoreTerms, "identifier", .identifier),
    ]
}
