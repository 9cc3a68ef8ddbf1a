import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("What is remembered of a source") struct PollStateTests {
    private func state(_ change: (inout PollState) -> Void = { _ in }) -> PollState {
        var state = PollState()
        state.configuredURL = "https://old.example.org/feed"
        state.etag = "\"v1\""
        state.lastModified = "Sat, 21 Nov 2026 10:00:00 GMT"
        state.bodyHash = 7
        state.discoveredURL = "https://old.example.org/real"
        state.detectedType = .page
        state.failures = 4
        state.nextPoll = .hours(5)
        state.hints.maxAge = 600
        state.feedTitle = "Old"
        state.rate.note([.hours(-3)], now: .reference)
        change(&state)
        return state
    }

    private func source(_ url: String) -> Source { Source(name: "s", urls: [url]) }

    @Test("stays while the address stays")
    func same() {
        var state = state()
        let before = state
        state.prepare(for: source("https://old.example.org/feed"))
        #expect(state == before)
    }

    @Test("is begun anew for another address: nothing of the old server is told to the new one")
    func other() {
        var state = state {
            $0.disabled = true; $0.health = .gone
        }
        state.prepare(for: source("https://new.example.org/feed"))
        #expect(state.configuredURL == "https://new.example.org/feed")
        #expect(state.etag == nil)
        #expect(state.lastModified == nil)
        #expect(state.bodyHash == nil)
        #expect(state.discoveredURL == nil)
        #expect(state.detectedType == nil)
        #expect(state.hints == PollHints())
        #expect(state.failures == 0)
        #expect(state.nextPoll == nil)
        #expect(!state.disabled)
        #expect(state.health == .ok)
        #expect(state.rate.count == 1)
    }

    @Test("goes on when a person writes down the address that it had moved to")
    func accepted() {
        var state = state {
            $0.adoptedURL = "https://new.example.org/feed"; $0.health = .moved
        }
        state.prepare(for: source("https://new.example.org/feed"))
        #expect(state.etag == "\"v1\"")
        #expect(state.adoptedURL == nil)
        #expect(state.health == .ok)
        #expect(state.nextPoll == .hours(5))
    }

    @Test("is taken for a new source's when nothing was asked yet")
    func first() {
        var state = PollState()
        state.prepare(for: source("https://new.example.org/feed"))
        #expect(state.configuredURL == "https://new.example.org/feed")
        #expect(state.nextPollReason == "first poll")
    }

    @Test(
        "says what is asked next: the address it moved to unless that failed just now, the one it found, the configured one"
    )
    func address() {
        let source = source("https://old.example.org/feed")
        #expect(PollState().address(of: source) == "https://old.example.org/feed")
        #expect(state().address(of: source) == "https://old.example.org/real")
        #expect(
            state { $0.adoptedURL = "https://new.example.org/" }.address(of: source)
                == "https://new.example.org/")
        let failed = state {
            $0.adoptedURL = "https://new.example.org/"
            $0.failures = 1
        }
        #expect(failed.address(of: source) == "https://old.example.org/real")
        #expect(PollState().address(of: Source(name: "none", urls: [])) == "")
    }

    @Test("is the same after it was written and read")
    func roundTrip() throws {
        let full = state { state in
            state.health = .failing
            state.healthSince = .hours(-1)
            state.reason = "nobody answers"
            state.error = "HTTP 503"
            state.aliveFields = ["author", "date"]
            state.reportedHealth = .slow
            state.slowPolls = 2
            state.partFailures = 3
            state.partError = "https://b.example.org/: HTTP 503"
            state.firstFailures = 1
            state.excuses = 2
            state.lastExcuse = .hours(-1)
            state.notFoundSince = .hours(-9)
            state.hints.skipHours = [1, 2]
            state.hints.skipDays = [7]
            state.hints.ttl = 3600
            state.hints.updatePeriod = 900
            state.candidateURL = "https://maybe.example.org/"
            state.candidateSince = .hours(-2)
            state.hub = "https://hub.example.org/"
            state.lastStatus = 503
            state.pagesDue = .hours(1)
            state.lastMilliseconds = 12
            state.lastPoll = .hours(-1)
            state.firstPoll = .hours(-100)
            state.lastSuccess = .hours(-2)
            state.lastNew = .hours(-3)
            state.disabled = true
            state.nextPollReason = "backing off"
        }
        var again = PollStateText.read(PollStateText.write(full))
        // The hours of the week are kept to a hundredth.
        again.rate = full.rate
        #expect(again == full)
        #expect(PollStateText.read(PollStateText.write(PollState())) == PollState())
    }

    @Test("is written with the rate as it was read when that is the same, else with the new one")
    func rateAgain() {
        var state = state()
        state.rate.note([.hours(-0.5)], now: .reference)
        let read = PollStateText.read(whole: PollStateText.write(state))
        var next = read.state
        next.failures = 9
        #expect(PollStateText.write(next, instead: read) == PollStateText.write(next))
        #expect(PollStateText.read(PollStateText.write(next, instead: read)) == next)
        next.rate.note([.hours(1)], now: .hours(1))
        #expect(PollStateText.write(next, instead: read) == PollStateText.write(next))
        #expect(PollStateText.read(PollStateText.write(next, instead: read)).rate.count == 3)
        // Written otherwise it stays so, as long as it says the same.
        let odd = PollStateText.read(whole: Array(#"{"failures":1,"rate":{ "count":3, "x":1 }}"#.utf8))
        next = odd.state
        next.failures = 2
        var text = String(decoding: PollStateText.write(next, instead: odd), as: UTF8.self)
        #expect(text.contains(#""rate":{ "count":3, "x":1 }"#))
        #expect(text.contains(#""failures":2"#))
        next.rate.note([.hours(1)], now: .hours(1))
        text = String(decoding: PollStateText.write(next, instead: odd), as: UTF8.self)
        #expect(!text.contains(#""x":1"#))
        let damaged = PollStateText.read(whole: Array(#"{"failures":1,"rate":{"count":1]}"#.utf8))
        #expect(damaged.text(of: damaged.state.rate) == nil)
        let none = PollStateText.read(whole: [])
        #expect(PollStateText.write(next, instead: none) == PollStateText.write(next))
    }

    @Test("has the error of one of its addresses where it stood before") func partError() {
        let text = #"{"error":"https://b.example.org/: HTTP 503","partFailures":2}"#
        #expect(PollStateText.read(Array(text.utf8)).partError == "https://b.example.org/: HTTP 503")
        let whole = #"{"error":"HTTP 503","failures":2}"#
        #expect(PollStateText.read(Array(whole.utf8)).partError == nil)
    }

    @Test("of the hours is written as base64 in the order of their bytes, and read back")
    func hours() {
        let hours = (0..<168).map { Float($0 * $0 % 4099) / 256 }
        var bytes: [UInt8] = []
        HoursText.write(hours, to: &bytes)
        let raw = hours.flatMap { [UInt8(Int($0 * 256) >> 8), UInt8(Int($0 * 256) & 0xFF)] }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text == Data(raw).base64EncodedString())
        #expect(HoursText.hours(text.utf8.span) == hours)
        #expect(HoursText.hours(String(text.dropLast()).utf8.span) == [])
        #expect(HoursText.hours((text + "A").utf8.span) == [])
        #expect(HoursText.hours(("=" + text.dropFirst()).utf8.span) == [])
        #expect(HoursText.hours("".utf8.span) == [])
    }

    @Test("can be read as an older version wrote it: less of it, and the hash as a number")
    func older() {
        let state = PollStateText.read(
            Array(
                """
                {"etag":"\\"x\\"","bodyHash":18446744073709551615,"lastPoll":1795731911851.5,
                 "rate":{"count":3,"recent":[1795731911000]},"hints":{"skipDays":[],"skipHours":[1]}}
                """.utf8))
        #expect(state.etag == "\"x\"")
        #expect(state.bodyHash == .max)
        #expect(state.lastPoll == Date(timeIntervalSince1970: 1_795_731_911.8515))
        #expect(state.rate.recent == [Date(timeIntervalSince1970: 1_795_731_911)])
        #expect(state.rate.count == 3)
        #expect(state.hints.skipHours == [1])
        #expect(state.health == .ok)
        #expect(state.nextPollReason == "first poll")
    }

    @Test(
        "that is damaged is taken for a new source's, not for a fault",
        arguments: ["", "{}", "null", "{\"etag\":", "7"])
    func damaged(_ text: String) {
        #expect(PollStateText.read(Array(text.utf8)) == PollState())
    }
}

@Suite("How often a source posts") struct PostingRateTests {
    private func rate(every hours: Double, days: Double) -> PostingRate {
        var rate = PostingRate()
        var time = -days * 24
        while time <= 0 {
            rate.note([.hours(time)], now: .hours(time))
            time += hours
        }
        return rate
    }

    @Test("is found from its items", arguments: [1.0, 3, 12, 24])
    func steady(hours: Double) {
        let perSecond = rate(every: hours, days: 60).perSecond(now: .reference)
        let expected = 1 / (hours * 3600)
        #expect(perSecond > expected * 0.6 && perSecond < expected * 1.5, "\(perSecond / expected)")
    }

    @Test("falls when nothing comes any more")
    func silence() {
        let rate = rate(every: 1, days: 30)
        let now = rate.perSecond(now: .reference)
        let week = rate.perSecond(now: .hours(7 * 24))
        let month = rate.perSecond(now: .hours(30 * 24))
        #expect(week < now && month < week)
        #expect(month > 0)
    }

    @Test("counts a date in the future as now, and any order is the same")
    func order() {
        var first = PostingRate()
        first.note([.hours(-5), .hours(-1), .hours(-3), .hours(9)], now: .reference)
        var second = PostingRate()
        second.note([.hours(9), .hours(-3), .hours(-5), .hours(-1)], now: .reference)
        #expect(first == second)
        #expect(first.last == .reference)
        #expect(first.first == .hours(-5))
        #expect(first.count == 4)
    }

    @Test("remembers the longest silence between two postings")
    func gap() {
        var rate = PostingRate()
        rate.note([.hours(-48), .hours(-40), .hours(-10), .hours(-9)], now: .reference)
        #expect(rate.longestGap == 30 * 3600)
        #expect(rate.meanGap == nil)
        rate.note([.hours(-8)], now: .reference)
        #expect(abs((rate.meanGap ?? 0) - 10 * 3600) < 1)
    }

    @Test("doesn't grow when the clock is set back")
    func clock() {
        var rate = rate(every: 2, days: 10)
        let before = rate
        rate.note([.hours(-100)], now: .hours(-100))
        #expect(rate.week == before.week + 1)
        #expect(before.longestGap(now: .hours(-100)) == before.longestGap)
        #expect(before.fading(now: .hours(-100)) == 1)
    }

    @Test("fades while nothing is posted, as much as if it were written down once, not rounded at each poll")
    func fades() {
        var state = PollState()
        state.rate.note([.hours(-0.5)], now: .reference)
        let once = state.rate
        let later = Date.hours(24 * 7 * 8)
        for hour in 1..<(24 * 7 * 8) {
            state.rate.note([], now: .hours(Double(hour)))
            state = PollStateText.read(PollStateText.write(state))
        }
        state.rate.note([later], now: later)
        // Two half-lives of the hours of the week.
        #expect(abs(state.rate.hours[6 * 24 + 5] - once.hours[6 * 24 + 5] / 4) < 0.01)
        #expect(abs(once.fading(now: later) - 0.25) < 0.001)
    }

    @Test("learns the hours of the week, not from dates without a time")
    func hours() {
        var rate = PostingRate()
        rate.note([.hours(-6)], now: .reference)
        #expect(rate.hours.isEmpty)
        rate.note([.hours(-0.5)], now: .reference)
        // 2026-11-22 is a Sunday: 05:30 lies in the 149th hour of the week.
        #expect(rate.hours.count == 168)
        #expect(rate.hours[6 * 24 + 5] > 0.9)
        #expect(rate.hours.filter { $0 > 0 }.count == 1)
    }

    @Test("is the same after it was written and read, hours to a hundredth")
    func roundTrip() throws {
        let rate = rate(every: 5, days: 20)
        var state = PollState()
        state.rate = rate
        let again = PollStateText.read(PollStateText.write(state)).rate
        #expect(again.count == rate.count)
        #expect(again.week == rate.week)
        #expect(again.recent == rate.recent)
        #expect(again.longestGap == rate.longestGap)
        #expect(zip(again.hours, rate.hours).allSatisfy { abs($0 - $1) < 0.01 })
        #expect(PollStateText.read(Array("{\"rate\":{\"hours\":\"broken\"}}".utf8)).rate.hours == [])
    }

    @Test("keeps the last five postings of half an hour")
    func recent() {
        var rate = PostingRate()
        rate.note((0..<8).map { .hours(-Double($0) * 0.05) }, now: .reference)
        #expect(rate.recent.count == 5)
        #expect(rate.recent.last == .reference)
        rate.note([.hours(1)], now: .hours(1))
        #expect(rate.recent == [.hours(1)])
    }
}
