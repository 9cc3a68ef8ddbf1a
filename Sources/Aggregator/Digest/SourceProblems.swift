internal import Foundation

/// The sources that are worth a word in an issue.
///
/// A source is given a sentence when its state has changed since the issue before, and a place in one line
/// while it stays so.
struct SourceProblems {
    let configuration: Configuration
    let states: [String: PollState]
    let previous: DigestIssue?
    let lastMade: Date?

    /// The problems: new ones first, each group in the order of the configuration.
    var list: [DigestIssue.Problem] {
        let known = Dictionary((previous?.problems ?? []).map { ($0.source, $0) }) { first, _ in first }
        let titles = SourceTitles(configuration: configuration, states: states)
        let problems = configuration.sources.compactMap { source -> DigestIssue.Problem? in
            guard !source.paused, let state = states[source.name] else { return nil }
            let before = known[source.name].flatMap { $0.state == .ok ? nil : $0.state }
            switch state.health {
            case .paused: return nil
            case .ok:
                guard let before else { return nil }
                return DigestIssue.Problem(
                    source: source.name, state: .ok, reason: Self.recovered(from: before),
                    sourceTitle: titles.title(of: source.name), since: state.healthSince?.wholeSecond)
            case .slow, .moved:
                // No trouble for the reader: said once.
                if before == state.health || !isRecent(state) { return nil }
            case .quiet, .blocked, .broken, .gone, .failing: break
            }
            return DigestIssue.Problem(
                source: source.name, state: state.health,
                reason: state.reason ?? state.error ?? Self.sentence(for: state.health),
                sourceTitle: titles.title(of: source.name), since: state.healthSince?.wholeSecond,
                isNew: before != state.health)
        }
        return problems.filter(\.isNew) + problems.filter { !$0.isNew }
    }

    private func isRecent(_ state: PollState) -> Bool {
        guard let lastMade, let since = state.healthSince else { return true }
        return since >= lastMade
    }

    private static func recovered(from health: Health) -> String {
        switch health {
        case .quiet: "has brought something new again"
        case .broken: "can be read again"
        default: "answers again"
        }
    }

    private static func sentence(for health: Health) -> String {
        switch health {
        case .ok, .paused: ""
        case .slow: "answers slowly"
        case .quiet: "has brought nothing for longer than usual"
        case .blocked: "a wall against robots answers instead of the site"
        case .broken: "what it answers can't be read any more"
        case .moved: "has moved to a new address, which is used now"
        case .gone: "is gone for good and isn't asked any more"
        case .failing: "doesn't answer"
        }
    }
}
