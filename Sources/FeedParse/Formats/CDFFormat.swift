/// Channel Definition Format, whose titles and abstracts are elements and whose addresses are attributes.
enum CDFFormat {
    static let names: FeedVocabulary = [(.core, "a", .anchor)]
}
