/// Numbers with their nouns, as sentences have them.
enum Counted {
    /// `1 item`, `3 items`; a plural of its own where an s isn't enough.
    static func text(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }
}
