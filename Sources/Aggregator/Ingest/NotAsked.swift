/// Why sources of one address were not asked.
struct NotAsked: Error {
    /// What is told of each.
    let reports: [PollReport]

    init(reports: [PollReport]) { self.reports = reports }

    /// They are not asked any more: somebody else who polls has found them gone.
    init(gone sources: [Source], _ states: [PollState]) {
        reports = zip(sources, states).map { source, state in
            var report = PollReport(source: source.name, result: .notAsked)
            report.health = state.health
            return report
        }
    }

    /// A fault of ours: the states stay as they are.
    init(_ sources: [Source], _ sentence: String) {
        reports = sources.map { source in
            var report = PollReport(source: source.name, result: .failed)
            report.error = sentence
            report.isStored = false
            return report
        }
    }
}
