import Foundation
import Testing

@testable import Aggregator

@Suite("The sentence about the next poll")
struct PollReasonTests {
    private func reason(
        every hours: Double, days: Double = 40, source: Source = plainSource(), window: Int = 500,
        _ change: (inout PollOutcome) -> Void = { _ in }
    ) -> String {
        let count = Int(days * 24 / hours)
        var outcome = read(all: (1...count).map { Double($0) * hours * hour }, window: window, at: noon)
        change(&outcome)
        let state = PollMachine(source: source).next(
            after: outcome, from: PollState(), now: noon, jitter: 0.5)
        return state.nextPollReason
    }

    @Test("names the rhythm that decided, and what is expected by then")
    func rhythm() {
        let daily = reason(every: 24)
        #expect(daily.hasPrefix("it posts about 7 a week, so 0."))
        #expect(daily.hasSuffix(" new items are expected by then"))
        #expect(reason(every: 3).hasPrefix("it posts about 8 a day, so "))
        #expect(reason(every: 24 * 9, days: 200).hasPrefix("it posts less than once a week, so "))
    }

    @Test("names the bound that decided")
    func bounds() {
        let slow = plainSource { $0.every = .seconds(6 * 3600)...Duration.seconds(86400) }
        #expect(reason(every: 3, source: slow) == "the shortest interval allowed; it posts about 8 a day")
        let quick = plainSource { $0.every = .seconds(900)...Duration.seconds(1800) }
        #expect(reason(every: 24, source: quick) == "the longest interval allowed; it posts about 7 a week")
    }

    @Test("says that little is known of a source without dates")
    func undated() {
        let state = PollMachine(source: plainSource()).next(
            after: read(new: [0, 0, 0], at: noon), from: PollState(), now: noon, jitter: 0.5)
        #expect(state.nextPollReason == "no dated items are known yet")
        #expect(wait(state, from: noon) > hour)
    }

    @Test("names the hint that decided, what it asks for, and what would have been without it")
    func hint() {
        let words = reason(every: 3) { $0.ttlMinutes = 720 }
        #expect(words.hasPrefix("the feed's ttl asks for 12 hours between polls (without that after "))
        #expect(words.contains(": it posts about 8 a day, so "))
        #expect(words.hasSuffix("expected by then)"))
    }

    @Test("names the longest hint of several")
    func longest() {
        let words = reason(every: 3) {
            $0.ttlMinutes = 300
            $0.freshFor = 8 * 3600
            $0.updatePeriodMinutes = 240
        }
        #expect(words.hasPrefix("the server says that its answer is good for 8 hours (without that"))
    }

    @Test("says when a hint counts only in part")
    func capped() {
        let words = reason(every: 3) { $0.freshFor = 30 * 86400 }
        #expect(
            words.hasPrefix("the server says that its answer is good for 30 days, of which a week counts"))
    }

    @Test("says nothing of hints that changed nothing")
    func withoutEffect() {
        #expect(reason(every: 24) { $0.ttlMinutes = 15 } == reason(every: 24))
        #expect(reason(every: 24) { $0.freshFor = 60 } == reason(every: 24))
    }

    @Test("names skipHours and skipDays")
    func skips() {
        #expect(
            reason(every: 24) { $0.skipHours = Array(12...20) }.hasPrefix("the feed's skipHours ask for it (")
        )
        #expect(
            reason(every: 24) {
                $0.skipHours = [3]
                $0.skipDays = ["Monday"]
            }.hasPrefix("the feed's skipHours and skipDays ask for it ("))
    }

    @Test(
        "names the document that would overflow",
        arguments: [
            (12, "half of its 12 places will be new by then"),
            (1, "its one place may be taken by a new item by then"),
        ])
    func overflow(window: Int, words: String) {
        let price = PollPrice(seconds: 1e9)
        let state = PollMachine(source: plainSource(), price: price).next(
            after: read(all: (1...300).map { Double($0) * hour }, window: window, at: noon),
            from: PollState(), now: noon, jitter: 0.5)
        #expect(state.nextPollReason == words)
    }

    @Test("counts the failures of a source that backs off")
    func failures() {
        var state = PollState()
        var reasons: [String] = []
        for _ in 0..<3 {
            state = PollMachine(source: plainSource()).next(
                after: failure(500), from: state, now: state.nextPoll ?? noon, jitter: 0)
            reasons.append(state.nextPollReason)
        }
        #expect(
            reasons == [
                "back-off after a failure", "back-off after 2 failures in a row",
                "back-off after 3 failures in a row",
            ])
    }
}

@Suite("A span of time in a sentence")
struct SpanWordsTests {
    private static let cases: [(Double, String)] = [
        (0, "a minute"), (89, "a minute"), (90, "2 minutes"), (900, "15 minutes"), (5399, "90 minutes"),
        (5400, "2 hours"), (14400, "4 hours"), (129_599, "36 hours"), (129_600, "2 days"),
        (604_800, "7 days"),
        (1e300, "1000000 days"),
    ]

    @Test("is told in one unit", arguments: cases)
    func text(_ seconds: Double, _ words: String) {
        #expect(SpanWords.text(seconds) == words)
    }
}

@Suite("The forecast of postings")
struct PostingForecastTests {
    private func rate(_ ages: [Double]) -> PostingRate {
        var rate = PostingRate()
        rate.note(ages.map { noon.addingTimeInterval(-$0) }, now: noon)
        return rate
    }

    /// Postings on every hour of the day alike: each 25 hours.
    private func steady(_ hours: Double = 25, weeks: Double = 8) -> PostingRate {
        rate((1...Int(weeks * 168 / hours)).map { Double($0) * hours * hour })
    }

    @Test("expects about as many as there were")
    func expectation() {
        let forecast = PostingForecast(steady(5), now: noon)
        #expect((24...38).contains(forecast.expected(within: 7 * day)))
        #expect(forecast.expected(within: 0) == 0)
    }

    @Test("grows with the time ahead and never shrinks")
    func monotone() {
        let forecast = PostingForecast(steady(7), now: noon)
        let counts = (0...48).map { forecast.expected(within: Double($0) * hour) }
        #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("finds the moment at which a number is expected")
    func inverse() {
        let forecast = PostingForecast(steady(5), now: noon)
        for count in [0.5, 1, 3, 10] {
            let seconds = forecast.seconds(untilExpecting: count, limit: 60 * day)
            #expect(abs(forecast.expected(within: seconds) - count) < 0.05 * count)
        }
    }

    @Test("waits by the square root of the price when the rate is flat")
    func price() {
        // Dates without a time of day say nothing about hours: the profile is flat.
        let midnight = noon.addingTimeInterval(-12 * hour)
        var rate = PostingRate()
        rate.note((0..<56).map { midnight.addingTimeInterval(-Double($0) * day) }, now: noon)
        let forecast = PostingForecast(rate, now: noon)
        let one = forecast.seconds(untilWaiting: 300, limit: 30 * day)
        let four = forecast.seconds(untilWaiting: 1200, limit: 30 * day)
        #expect(abs(four / one - 2) < 0.02)
        #expect(abs(one - (2 * 300 / forecast.rate).squareRoot()) < 0.02 * one)
    }

    @Test("never looks beyond its limit")
    func limit() {
        let forecast = PostingForecast(PostingRate(), now: noon)
        #expect(forecast.seconds(untilWaiting: 1e12, limit: day) == day)
        #expect(forecast.seconds(untilExpecting: 1e6, limit: day) == day)
    }

    @Test("of a source that posts at nine only waits for nine o'clock")
    func byTheClock() {
        let nine = noon.addingTimeInterval(-3 * hour)
        let rate = rate((0..<56).map { noon.timeIntervalSince(nine.addingTimeInterval(-Double($0) * day)) })
        let forecast = PostingForecast(rate, now: noon)
        let night = forecast.expected(within: 18 * hour)
        let whole = forecast.expected(within: 24 * hour)
        #expect(whole - night > night)
    }

    @Test("expects more for a while after a burst, and forgets it by the next day")
    func burst() {
        var busy = steady(25)
        busy.note((1...5).map { noon.addingTimeInterval(-Double($0) * 60) }, now: noon)
        var calm = steady(25)
        calm.note([], now: noon)
        let after = PostingForecast(busy, now: noon)
        let flat = PostingForecast(calm, now: noon)
        #expect(after.expected(within: hour) > 1.5 * flat.expected(within: hour))
        let later = noon.addingTimeInterval(day)
        #expect(PostingForecast(busy, now: later).expected(within: hour) < after.expected(within: hour))
    }
}
