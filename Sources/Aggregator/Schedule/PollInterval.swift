internal import Foundation

/// When a source that answers well is asked next, and why.
struct PollInterval: Equatable {
    /// When.
    var due: Date
    /// Why then, one clause for a person.
    var reason: String

    /// The longest time that a server's hint can keep us away.
    static let longestHint = 7.0 * 86400

    /// The next time by the rule of price, within the bounds and after what server and document ask.
    /// - Parameters:
    ///   - state: the state with the poll already counted.
    ///   - source: the source, for its bounds and rank.
    ///   - jitter: a random number from 0 to 1.
    static func next(_ state: PollState, source: Source, price: PollPrice, now: Date, jitter: Double)
        -> PollInterval
    {
        let shortest = source.every.lowerBound.inSeconds
        let longest = source.every.upperBound.inSeconds
        let forecast = PostingForecast(state.rate, now: now)
        let cost = price.seconds(rank: source.rank)
        var seconds = forecast.seconds(untilWaiting: cost, limit: longest)
        let rhythm = rhythm(state.rate.count >= 5 ? state.rate.seenPerSecond(now: now) : forecast.rate)
        var reason =
            state.rate.count == 0
            ? "no dated items are known yet"
            : "\(rhythm), so \(few(forecast.expected(within: seconds))) expected by then"
        if state.rate.window > 0 {
            let count = Double(state.rate.window) / 2
            let today = state.rate.perSecondToday(now: now)
            let half = min(
                forecast.seconds(untilExpecting: count, limit: longest), today > 0 ? count / today : longest
            )
            if half < seconds {
                seconds = half
                reason = places(state.rate.window)
            }
        }
        if seconds <= shortest {
            seconds = shortest
            reason = "the shortest interval allowed; \(rhythm)"
        } else if seconds >= longest {
            seconds = longest
            reason = "the longest interval allowed; \(rhythm)"
        }
        seconds *= 0.97 + 0.06 * jitter
        let learnt = PollInterval(due: now.addingTimeInterval(max(seconds, shortest)), reason: reason)
        var interval = learnt
        interval.respect(state.hints, now: now)
        if interval.due > learnt.due {
            let alone = SpanWords.text(learnt.due.timeIntervalSince(now))
            interval.reason += " (without that after \(alone): \(learnt.reason))"
        }
        return interval
    }

    /// A time, or the first after it that server and document allow.
    static func respecting(_ hints: PollHints, due: Date, now: Date) -> Date {
        var interval = PollInterval(due: due, reason: "")
        interval.respect(hints, now: now)
        return interval.due
    }

    /// Moves the time behind what server and document ask for.
    private mutating func respect(_ hints: PollHints, now: Date) {
        let lower: [(Int?, (String) -> String)] = [
            (hints.maxAge, { "the server says that its answer is good for \($0)" }),
            (hints.ttl, { "the feed's ttl asks for \($0) between polls" }),
            (hints.updatePeriod, { "the feed's updatePeriod asks for \($0) between polls" }),
        ]
        for (seconds, words) in lower {
            guard let seconds, seconds > 0 else { continue }
            let span = min(Double(seconds), Self.longestHint)
            let earliest = now.addingTimeInterval(span)
            if earliest > due {
                due = earliest
                reason = words(SpanWords.text(Double(seconds)))
                if Double(seconds) > span { reason += ", of which a week counts" }
            }
        }
        let allowed = SkipTimes(hours: hints.skipHours, days: hints.skipDays).next(from: due)
        if allowed > due {
            due = allowed
            reason =
                hints.skipDays.isEmpty
                ? "the feed's skipHours ask for it" : "the feed's skipHours and skipDays ask for it"
        }
    }

    /// That a document will soon have lost what it shows, in words.
    private static func places(_ window: Int) -> String {
        window == 1
            ? "its one place may be taken by a new item by then"
            : "half of its \(window) places will be new by then"
    }

    /// An expected number of items, in words with their verb.
    private static func few(_ count: Double) -> String {
        if count >= 9.5 { return "\(Int(count.rounded())) new items are" }
        let tenths = Int((count * 10).rounded())
        if tenths == 10 { return "one new item is" }
        return tenths == 0 ? "hardly a new item is" : "\(tenths / 10).\(tenths % 10) new items are"
    }

    /// How often a source posts, in words.
    static func rhythm(_ perSecond: Double) -> String {
        let perDay = perSecond * 86400
        if perDay >= 36 { return "it posts about \(Int((perDay / 24).rounded())) an hour" }
        if perDay >= 1.5 { return "it posts about \(Int(perDay.rounded())) a day" }
        let perWeek = perDay * 7
        if perWeek >= 1.5 { return "it posts about \(Int(perWeek.rounded())) a week" }
        return "it posts less than once a week"
    }
}

/// The hours and days on which a feed asks not to be read, GMT (RSS 2.0 `skipHours`, `skipDays`).
struct SkipTimes {
    /// Hours of the day, 0–23; 24 stands for 0.
    private let hours: Set<Int>
    /// Days of the week: 1 (Monday) … 7.
    private let days: Set<Int>

    init(hours: [Int], days: [Int]) {
        let hours = Set(hours.map { $0 == 24 ? 0 : $0 }.filter { (0..<24).contains($0) })
        let days = Set(days.filter { (1...7).contains($0) })
        // Who skips everything has made a mistake.
        self.hours = hours.count < 24 ? hours : []
        self.days = days.count < 7 ? days : []
    }

    /// The first time from a moment on that isn't skipped.
    func next(from time: Date) -> Date {
        guard !hours.isEmpty || !days.isEmpty else { return time }
        var next = time
        // Six days and 23 hours at most are skipped in a row.
        for _ in 0...(8 * 24) {
            let hourOfWeek = PostingRate.hourOfWeek(next)
            guard days.contains(hourOfWeek / 24 + 1) || hours.contains(hourOfWeek % 24) else { return next }
            let hour = (next.timeIntervalSince1970 / 3600).rounded(.down) + 1
            next = Date(timeIntervalSince1970: hour * 3600)
        }
        return next
    }
}

extension Duration {
    /// The whole duration in seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
