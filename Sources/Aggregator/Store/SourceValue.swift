/// What is remembered of a source beside its poll state, under a key of its own; it goes when the source goes.
enum SourceValue: String, CaseIterable {
    /// When the pages of its events were asked.
    case eventPages = "event-pages"

    /// What stands before a source's name in a key.
    var prefix: String { rawValue + " " }

    /// The key of a source's value.
    func key(of source: String) -> String { prefix + source }
}
