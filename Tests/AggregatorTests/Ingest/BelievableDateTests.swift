import Foundation
import Testing

@testable import Aggregator

@Suite("A date that a document states") struct BelievableDateTests {
    private let now = Date(timeIntervalSince1970: 1_700_000_000)

    private func judge(_ offset: TimeInterval) -> (date: Date?, note: String?) {
        BelievableDate(now: now).judge(now.addingTimeInterval(offset))
    }

    @Test("in the past is believed without a word", arguments: [0, -60, -86400 * 365 * 20])
    func past(_ offset: TimeInterval) {
        let verdict = judge(offset)
        #expect(verdict.date == now.addingTimeInterval(offset))
        #expect(verdict.note == nil)
    }

    @Test("a few minutes ahead is a clock that is fast, and is believed")
    func fastClock() {
        #expect(judge(600).date == now.addingTimeInterval(600))
    }

    @Test("hours ahead is a zone that was left out: it is taken for now, and said")
    func missingZone() {
        let verdict = judge(8 * 3600)
        #expect(verdict.date == now)
        #expect(verdict.note?.contains("taken for now") == true)
    }

    @Test("days ahead is not believed, and said")
    func future() {
        let verdict = judge(86400 * 30)
        #expect(verdict.date == nil)
        #expect(verdict.note?.contains("future") == true)
    }

    @Test("before the web began is not believed, and said")
    func ancient() {
        let verdict = BelievableDate(now: now).judge(Date(timeIntervalSince1970: 0))
        #expect(verdict.date == nil)
        #expect(verdict.note?.contains("1990") == true)
    }

    @Test("that is missing stays missing")
    func missing() {
        let verdict = BelievableDate(now: now).judge(nil)
        #expect(verdict.date == nil)
        #expect(verdict.note == nil)
    }
}
