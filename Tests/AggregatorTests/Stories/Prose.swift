/// Texts for tests: written for them, or composed of words in an order that never repeats.
enum Prose {
    private static let nouns = [
        "harbour", "committee", "bridge", "turbine", "archive", "ferry", "council", "valley", "reactor",
        "museum",
        "orchard", "signal", "treaty", "library", "canal", "garrison", "market", "tunnel", "observatory",
        "budget",
        "railway", "island", "factory", "ministry", "glacier", "fleet", "academy", "border", "station",
        "lagoon",
    ]
    private static let verbs = [
        "opened", "examined", "delayed", "rebuilt", "criticised", "financed", "inspected", "postponed",
        "welcomed",
        "abandoned", "measured", "defended", "renamed", "enlarged", "questioned", "closed", "surveyed",
        "repaired",
    ]
    private static let places = [
        "near the northern coast", "after a long winter", "despite heavy rain", "without further notice",
        "at the request of residents", "under an older law", "during the spring session",
        "for the second season",
        "before the holidays", "with borrowed equipment", "on the eastern shore", "in a crowded hall",
    ]
    private static let adjectives = [
        "small", "forgotten", "regional", "costly", "modern", "disputed", "quiet", "wooden", "remote",
        "famous",
        "damaged", "public", "narrow", "joint", "temporary", "ancient",
    ]

    /// Paragraphs of invented news; the same number gives the same text, another one another text.
    static func article(_ number: Int, paragraphs: Int = 8) -> String {
        (0..<paragraphs).map { paragraph(number, $0) }.joined(separator: "\n\n")
    }

    /// One paragraph of an article.
    static func paragraph(_ number: Int, _ place: Int) -> String {
        var state = UInt64(number &* 7919 &+ place &* 104_729 &+ 17) &* 0x9E37_79B9_7F4A_7C15
        func next(_ list: [String]) -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return list[Int(state >> 33) % list.count]
        }
        return (0..<3).map { _ in
            "The \(next(adjectives)) \(next(nouns)) \(next(verbs)) the \(next(adjectives)) \(next(nouns)) \(next(places)), "
                + "and a \(next(adjectives)) \(next(nouns)) \(next(verbs)) every \(next(nouns)) \(next(places))."
        }.joined(separator: " ")
    }

    /// The first paragraphs of an article.
    static func beginning(_ number: Int, paragraphs: Int) -> String {
        article(number, paragraphs: paragraphs)
    }
}
