internal import Foundation

/// Judges the health of a source and puts it into words.
public struct SourceHealth: Sendable, Equatable {
    /// The state in a word.
    public var health: Health
    /// The sentence behind it; nil while it is ok.
    public var reason: String?

    /// An answer that takes this long is slow.
    static let slowMilliseconds = 10_000
    /// Slow answers in a row after which the source counts as slow.
    static let slowPolls = 3

    /// A state with its sentence.
    init(_ health: Health, _ reason: String? = nil) {
        self.health = health
        self.reason = reason
    }

    /// The health of a source after a poll.
    static func judge(_ state: PollState, source: Source, outcome: PollOutcome, now: Date) -> SourceHealth {
        if source.paused { return SourceHealth(.paused, "paused in the configuration") }
        let sentence = outcome.message ?? state.error
        switch outcome.result {
        case .read, .notModified: break
        case .blocked, .robots: return SourceHealth(.blocked, sentence)
        case .broken: return SourceHealth(.broken, sentence)
        case .gone, .failed: return failing(state, outcome, sentence)
        }
        // Once is no news.
        if state.partFailures > 1 { return SourceHealth(.failing, outcome.partFailure ?? state.error) }
        if let dead = state.deadSelector(of: source) { return SourceHealth(.broken, dead) }
        if let url = state.adoptedURL {
            let words =
                "it has moved to \(url); `aggd sources --accept \(source.name)` writes that into feeds.conf"
            return SourceHealth(.moved, words)
        }
        if let silence = silence(state, source: source, now: now) { return silence }
        if state.slowPolls >= slowPolls {
            let seconds = (state.lastMilliseconds ?? 0) / 1000
            return SourceHealth(
                .slow, "its last \(state.slowPolls) answers were slow, the last one took \(seconds) s")
        }
        return SourceHealth(.ok)
    }

    private static func failing(_ state: PollState, _ outcome: PollOutcome, _ sentence: String?)
        -> SourceHealth
    {
        if state.disabled {
            var why = outcome.result == .gone ? sentence ?? "410" : "404 for a week"
            if why.hasSuffix(".") { why.removeLast() }
            return SourceHealth(.gone, "\(why); it isn't asked any more until its url is changed")
        }
        // One bad answer of a source that worked is no news.
        if state.failures < 2, state.lastSuccess != nil, outcome.result == .failed(transient: true),
            outcome.status != 404
        {
            return state.health == .failing ? SourceHealth(.failing, state.reason) : SourceHealth(.ok)
        }
        return SourceHealth(.failing, sentence)
    }

    /// Whether a source has been silent for longer than its rhythm explains.
    private static func silence(_ state: PollState, source: Source, now: Date) -> SourceHealth? {
        let limit: Double
        switch source.quietAfter {
        case .never: return nil
        case .after(let duration): limit = duration.inSeconds
        case .auto:
            guard let meanGap = state.rate.meanGap else {
                let first = state.firstPoll ?? now
                guard state.rate.count == 0, state.rate.window == 0, now.timeIntervalSince(first) > 7 * 86400
                else {
                    return nil
                }
                return SourceHealth(.quiet, "it answers, but has shown no items since \(day(first))")
            }
            // A steady source is missed after seven gaps, a bursty one after twice its longest silence; never within
            // three days, so that no weekend raises it.
            limit = max(3 * 86400, 7 * meanGap, 2 * state.rate.longestGap(now: now))
        }
        guard let last = [state.rate.last, state.lastNew].compactMap({ $0 }).max() ?? state.firstPoll else {
            return nil
        }
        let silent = now.timeIntervalSince(last)
        guard silent > limit else { return nil }
        let days = Int(silent / 86400)
        let usual = state.rate.meanGap.map { "; it usually posts every \(SpanWords.text($0))" } ?? ""
        return SourceHealth(.quiet, "nothing new for \(days == 1 ? "a day" : "\(days) days")\(usual)")
    }

    private static func day(_ time: Date) -> String {
        time.formatted(.iso8601.year().month().day())
    }
}

extension PollState {
    /// Notes a judgement; ``healthSince`` changes only with the word.
    mutating func healthIs(_ judged: SourceHealth, at time: Date) {
        if judged.health != health || healthSince == nil { healthSince = time }
        health = judged.health
        reason = judged.reason
    }

    /// The health of a source that isn't being polled right now, with the configuration's word included.
    public func health(of source: Source) -> SourceHealth {
        if source.paused { return SourceHealth(.paused, "paused in the configuration") }
        return SourceHealth(health == .paused ? .ok : health, reason)
    }

    /// What a person should be told once: the change since the last report; nil when there is none.
    public var unreportedChange: HealthChange? {
        health == reportedHealth ? nil : HealthChange(from: reportedHealth, to: health, reason: reason)
    }

    /// Notes that a person was told.
    public mutating func markReported() {
        reportedHealth = health
    }
}

/// A change of a source's health that is worth a word.
public struct HealthChange: Sendable, Equatable {
    /// What was told last.
    public var from: Health
    /// What it is now.
    public var to: Health
    /// The sentence behind it.
    public var reason: String?

    /// One clause for a person: the reason, or that all is well again.
    public var sentence: String {
        if to == .ok { return "is well again after being \(from.rawValue)" }
        return reason ?? "is \(to.rawValue)"
    }
}
