/// The podcast module of iTunes.
enum ITunesModule {
    static let names: FeedVocabulary = [
        (.itunes, "title", .title), (.itunes, "summary", .description), (.itunes, "subtitle", .subordinate),
        (.itunes, "author", .creator), (.itunes, "owner", .owner), (.itunes, "name", .name),
        (.itunes, "email", .email),
        (.itunes, "image", .image), (.itunes, "link", .unknown), (.itunes, "keywords", .keywords),
        (.itunes, "category", .programCategory), (.itunes, "duration", .duration),
        (.itunes, "new-feed-url", .newLocation),
    ]

    /// Seconds out of `HH:MM:SS`, `MM:SS`, seconds, or seconds with a fraction.
    static func seconds(of text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count) else { return nil }
        var total = 0
        for (index, part) in parts.enumerated() {
            let digits = part.filter { !$0.isWhitespace }
            let whole =
                index == parts.count - 1 ? String(digits.prefix { $0 != "." && $0 != "," }) : String(digits)
            guard let value = Int(whole.isEmpty ? "0" : whole), value >= 0, value < 10_000_000 else {
                return nil
            }
            total = total * 60 + value
        }
        return total
    }
}
