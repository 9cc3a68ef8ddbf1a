/// RSS 0.90 and 1.0, which are RDF, and RSS 1.1.
enum RDFFormat {
    static let names: FeedVocabulary = [
        (.rdf, "rdf", .rdf), (.rdf, "seq", .unknown), (.core, "rdf", .rdf),
    ]
}
