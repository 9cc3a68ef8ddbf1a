/// What people call the sources, and how they rank.
struct SourceTitles {
    let states: [String: PollState]
    private let sources: [String: Source]

    init(configuration: Configuration, states: [String: PollState]) {
        self.states = states
        sources = Dictionary(configuration.sources.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The configured title, else the feed's own, else the name.
    func title(of source: String) -> String {
        sources[source]?.title ?? states[source]?.feedTitle.map { String($0.prefix(60)) } ?? source
    }

    /// The configured rank.
    func rank(of source: String) -> Int { sources[source]?.rank ?? 50 }
}
