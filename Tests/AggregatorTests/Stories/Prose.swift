/// Texts for tests: sentences of invented words, so that two articles share nothing by chance.
enum Prose {
    private static let heads = [
        "b", "br", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v",
    ]
    private static let cores = ["a", "e", "i", "o", "u", "ai", "ei", "ou"]
    private static let tails = ["", "l", "n", "r", "s", "t", "nd", "rk"]

    /// Paragraphs of invented news; the same number gives the same text, another one another text.
    static func article(_ number: Int, paragraphs: Int = 8) -> String {
        (0..<paragraphs).map { paragraph(number, $0) }.joined(separator: "\n\n")
    }

    /// The first paragraphs of an article.
    static func beginning(_ number: Int, paragraphs: Int) -> String {
        article(number, paragraphs: paragraphs)
    }

    /// One paragraph of an article.
    static func paragraph(_ number: Int, _ place: Int) -> String {
        var state = UInt64(number &* 7919 &+ place &* 104_729 &+ 17) &* 0x9E37_79B9_7F4A_7C15
        func pick(_ list: [String]) -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return list[Int(state >> 33) % list.count]
        }
        func word() -> String { pick(heads) + pick(cores) + pick(heads) + pick(cores) + pick(tails) }
        func sentence() -> String {
            "The \(word()) \(word()) of \(word()) \(word()) has \(word()) the \(word()) \(word()) near \(word()), "
                + "and a \(word()) \(word()) \(word()) every \(word()) with \(word())."
        }
        return (0..<3).map { _ in sentence() }.joined(separator: " ")
    }
}
