public import Foundation

/// How often a source posts, learnt from the dates of its items.
public struct PostingRate: Sendable, Equatable {
    /// Postings with a half-life of a day.
    public var day: Double = 0
    /// Postings with a half-life of a week.
    public var week: Double = 0
    /// When the counts were last brought up to date: at the first contact, then at each poll that finds something.
    ///
    /// What fades in between is worked out when it is asked for. Written down at each poll it would be rounded each
    /// time, and an hour with one posting would never fade for a source that is polled every hour.
    public var updated: Date?
    /// The oldest posting that was counted.
    public var first: Date?
    /// The newest posting that was counted.
    public var last: Date?
    /// The longest time between two postings as of ``updated``, seconds.
    public var longestGap: Double = 0
    /// Postings of the last half hour before ``updated``, oldest first, at most five.
    public var recent: [Date] = []
    /// Postings by hour of the week (UTC, from Monday) as of ``updated``; empty while unknown.
    ///
    /// What is left of them is told by ``fading(now:)``.
    public var hours: [Float] = []
    /// The number of items that the document usually shows.
    public var window: Int = 0
    /// Postings counted so far.
    public var count: Int = 0

    /// Creates an empty rate.
    public init() {}
}

extension PostingRate {
    /// The half-life of ``week``, seconds.
    static let weekSeconds = 7.0 * 86400

    /// How many weeks of seeing one posting a week the prior is worth.
    ///
    /// Sources that fell silent wake up again: with half of it they were asked so rarely that what they posted next
    /// waited longest of all (87 sources at 6 requests a day: 92 minutes on average, with this 81).
    static let priorWeeks = 0.7

    /// The hour of the week of a time: 0 is Monday, 00:00 to 01:00 UTC.
    static func hourOfWeek(_ time: Date) -> Int {
        // 1 January 1970 was a Thursday.
        let hours = (time.timeIntervalSince1970 / 3600).rounded(.down) + 72
        let hour = Int(hours.truncatingRemainder(dividingBy: 168))
        return hour < 0 ? hour + 168 : hour
    }

    /// Counts new postings; without any the counts stay as they were at the last ones.
    ///
    /// - Parameters:
    ///   - times: when they were posted, in any order; a time after `now` counts as `now`.
    ///   - now: when they were found.
    public mutating func note(_ times: [Date], now: Date) {
        guard !times.isEmpty || updated == nil else { return }
        decay(to: now)
        for time in times.lazy.map({ Swift.min($0, now) }).sorted() {
            let age = now.timeIntervalSince(time)
            day += exp2(-age / 86400)
            week += exp2(-age / Self.weekSeconds)
            count += 1
            // Midnight to the second is a date without a time of day; it says nothing about hours.
            if time.timeIntervalSince1970.truncatingRemainder(dividingBy: 86400) != 0 {
                if hours.isEmpty { hours = Array(repeating: 0, count: 168) }
                hours[Self.hourOfWeek(time)] += Float(exp2(-age / (4 * Self.weekSeconds)))
            }
            if age <= 1800 { recent.append(time) }
            if let last, time > last { longestGap = Swift.max(longestGap, time.timeIntervalSince(last)) }
            first = Swift.min(first ?? time, time)
            last = Swift.max(last ?? time, time)
        }
        if recent.count > 5 { recent.removeFirst(recent.count - 5) }
    }

    /// Brings the decayed counts up to a time.
    private mutating func decay(to now: Date) {
        recent.removeAll { now.timeIntervalSince($0) > 1800 }
        guard let since = updated else {
            updated = now
            return
        }
        let age = now.timeIntervalSince(since)
        // A clock that was set back must not make counts grow.
        guard age > 0 else { return }
        day *= exp2(-age / 86400)
        week *= exp2(-age / Self.weekSeconds)
        longestGap = longestGap(now: now)
        let factor = Float(fading(now: now))
        for hour in hours.indices { hours[hour] *= factor }
        updated = now
    }

    /// What is left of ``hours`` now: they fade with a half-life of four weeks.
    func fading(now: Date) -> Double { exp2(-age(now: now) / (4 * Self.weekSeconds)) }

    /// The longest time between two postings, seconds; forgotten with a half-life of half a year.
    func longestGap(now: Date) -> Double { longestGap * exp2(-age(now: now) / (26 * Self.weekSeconds)) }

    /// The seconds since ``updated``, none when the clock was set back.
    private func age(now: Date) -> Double { Swift.max(0, now.timeIntervalSince(updated ?? now)) }

    /// Postings a second as of now, from the week's count with a weak prior of one posting a week.
    public func perSecond(now: Date) -> Double {
        let (postings, span) = seen(now: now)
        return (postings + Self.priorWeeks) / (span + Self.priorWeeks * Self.weekSeconds)
    }

    /// Postings a second as of now without the prior, which makes the other one shy: for people.
    func seenPerSecond(now: Date) -> Double {
        let (postings, span) = seen(now: now)
        return postings / span
    }

    /// The postings of the week, decayed, and the seconds over which a steady rate would have piled them up.
    private func seen(now: Date) -> (postings: Double, span: Double) {
        let known = Swift.max(0, now.timeIntervalSince(first ?? now))
        let postings = week * exp2(-age(now: now) / Self.weekSeconds)
        // Rates of young sources aren't judged by less than a day.
        let span =
            Self.weekSeconds / M_LN2 * (1 - exp2(-Swift.min(known, 8 * Self.weekSeconds) / Self.weekSeconds))
        return (postings, Swift.max(span, 86400))
    }

    /// Postings a second as of now, from the day's count alone: quick to see a busy day, and never shy.
    func perSecondToday(now: Date) -> Double {
        // Items that came in one go say little about a minute: less than an hour isn't judged.
        let known = Swift.max(3600, now.timeIntervalSince(first ?? now))
        let span = 86400 / M_LN2 * (1 - exp2(-Swift.min(known, 8 * 86400) / 86400))
        return day * exp2(-age(now: now) / 86400) / span
    }

    /// The mean time between postings over all that is known, seconds; nil when too little is.
    public var meanGap: Double? {
        guard count >= 5, let first, let last, last > first else { return nil }
        return last.timeIntervalSince(first) / Double(count - 1)
    }
}
