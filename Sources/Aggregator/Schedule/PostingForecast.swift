internal import Foundation

/// How postings of a source are expected to come in after a moment.
///
/// The rate of the week carries a profile of the hours of the week, shrunk to flat while little is known; a busy day
/// raises it until tomorrow, a burst for a while.
struct PostingForecast {
    /// The moment from which it looks ahead.
    let now: Date
    /// Postings a second, averaged over the week: what is worth waiting for, judged shyly.
    let rate: Double
    /// The same as it was seen, for counting.
    private let seen: Double
    private let profile: HourProfile
    /// Postings a second of the last day, which fade with a half-life of a day.
    private let today: Double
    /// By how much a burst multiplies the rate just now.
    private let burst: Double

    /// The time in which a burst fades to 1/e, seconds.
    private static let burstFades = 1800.0

    /// The part of the rate that is judged by the last day, and not by the last week.
    private static let shareOfToday = 0.1

    /// Creates the forecast of a rate.
    init(_ rate: PostingRate, now: Date) {
        self.now = now
        self.rate = rate.perSecond(now: now)
        seen = rate.count >= 5 ? rate.seenPerSecond(now: now) : self.rate
        today = rate.perSecondToday(now: now)
        profile = HourProfile(rate.hours, fading: rate.fading(now: now))
        let recent = rate.recent.count { now.timeIntervalSince($0) <= 1800 }
        burst = 1 + 0.5 * Double(max(0, min(4, recent - 1)))
    }

    /// The seconds after which the expected waiting time of unseen postings has grown to a price.
    ///
    /// This is the first t with ∫ rate(u)·(t − u) du = price over the time from now; for a flat rate t = √(2·price/rate),
    /// the rule that gives the least delay for a number of requests.
    /// - Parameter limit: the answer when it takes longer than this.
    func seconds(untilWaiting price: Double, limit: Double) -> Double {
        var waiting = 0.0
        var expected = 0.0
        return step(rate, limit: limit) { rate, length in
            let next = waiting + expected * length + rate * length * length / 2
            if next >= price {
                // Solves waiting + expected·x + rate·x²/2 = price within the step.
                let missing = price - waiting
                if rate <= 0 { return expected > 0 ? missing / expected : length }
                return (-expected + (expected * expected + 2 * rate * missing).squareRoot()) / rate
            }
            waiting = next
            expected += rate * length
            return nil
        }
    }

    /// The seconds after which a number of postings is expected.
    func seconds(untilExpecting count: Double, limit: Double) -> Double {
        var expected = 0.0
        return step(seen, limit: limit) { rate, length in
            let next = expected + rate * length
            if next >= count, rate > 0 { return (count - expected) / rate }
            expected = next
            return nil
        }
    }

    /// The number of postings expected within some seconds.
    func expected(within seconds: Double) -> Double {
        var expected = 0.0
        _ = step(seen, limit: seconds) { rate, length in
            expected += rate * length
            return nil
        }
        return expected
    }

    /// Walks ahead in steps of constant rate until the body finds its moment within one, in seconds from its begin.
    private func step(
        _ rate: Double, limit: Double, _ body: (_ rate: Double, _ length: Double) -> Double?
    ) -> Double {
        var elapsed = 0.0
        let start = now.timeIntervalSince1970
        var hour = PostingRate.hourOfWeek(now)
        var hourEnds = ((start / 3600).rounded(.down) + 1) * 3600 - start
        while elapsed < limit {
            let weight = profile.weight(hour)
            let base = rate * weight * (1 - Self.shareOfToday)
            var length = min(hourEnds - elapsed, limit - elapsed)
            var current = base
            if burst > 1, elapsed < 6 * Self.burstFades {
                length = min(length, 300)
                current *= 1 + (burst - 1) * exp(-(elapsed + length / 2) / Self.burstFades)
            }
            // Half of what a day brings comes at its source's usual hours, half at any.
            let fading = today * exp2(-(elapsed + length / 2) / 86400)
            current += Self.shareOfToday * fading * (0.5 + 0.5 * weight)
            if let found = body(current, length) { return min(limit, elapsed + found) }
            elapsed += length
            if elapsed >= hourEnds {
                hour = (hour + 1) % 168
                hourEnds += 3600
            }
        }
        return limit
    }
}
