import Aggregator
import Foundation
import Testing

@Suite("The schedule of a digest")
struct DigestScheduleTests {
    private static let london = TimeZone(identifier: "Europe/London") ?? .gmt
    private let workdays = DigestSchedule(days: [1, 2, 3, 4, 5], at: 390, in: DigestScheduleTests.london)

    private func date(_ text: String) -> Date { DigestSample.date(text) }

    @Test("skips the days that aren't named")
    func weekend() {
        // Friday, after the digest has gone out.
        #expect(workdays.next(after: date("2026-11-20 06:30")) == date("2026-11-23 06:30"))
    }

    @Test("goes out later on the same day")
    func sameDay() {
        #expect(workdays.next(after: date("2026-11-23 06:29")) == date("2026-11-23 06:30"))
    }

    @Test("keeps the time on the clock when summer time begins")
    func springForward() {
        #expect(workdays.next(after: date("2026-03-27 12:00")) == date("2026-03-30 05:30"))
    }

    @Test("goes out at the change when the clock skips its time")
    func skippedTime() {
        let everyDay = DigestSchedule(days: Set(1...7), at: 90, in: Self.london)
        // On 29 March 2026 the clock goes from 01:00 to 02:00 at 01:00 UTC.
        #expect(everyDay.next(after: date("2026-03-28 12:00")) == date("2026-03-29 01:00"))
        #expect(everyDay.next(after: date("2026-03-29 01:00")) == date("2026-03-30 00:30"))
    }

    @Test("goes out once when the clock shows its time twice")
    func doubledTime() {
        let everyDay = DigestSchedule(days: Set(1...7), at: 90, in: Self.london)
        // On 25 October 2026 the clock shows 01:30 at 00:30 and at 01:30 UTC.
        #expect(everyDay.next(after: date("2026-10-24 12:00")) == date("2026-10-25 00:30"))
        #expect(everyDay.next(after: date("2026-10-25 00:30")) == date("2026-10-26 01:30"))
    }

    @Test("knows zones whose clock changes by half an hour")
    func halfHour() throws {
        let zone = try #require(TimeZone(identifier: "Australia/Lord_Howe"))
        let everyDay = DigestSchedule(days: Set(1...7), at: 135, in: zone)
        // On 4 October 2026 the clock goes from 02:00 (+10:30) to 02:30 (+11) at 15:30 UTC of the day before.
        #expect(everyDay.next(after: date("2026-10-03 00:00")) == date("2026-10-03 15:30"))
    }

    @Test("leaves out a day that a zone leaves out")
    func dateLine() throws {
        let zone = try #require(TimeZone(identifier: "Pacific/Apia"))
        let everyDay = DigestSchedule(days: Set(1...7), at: 390, in: zone)
        // Samoa had no 30 December 2011.
        let before = try #require(everyDay.latest(upTo: date("2011-12-30 00:00")))
        let next = try #require(everyDay.next(after: before))
        #expect(CivilTime(before, in: zone).isoDate == "2011-12-29")
        #expect(CivilTime(next, in: zone).isoDate == "2011-12-31")
    }

    @Test("catches up several missed times by one run")
    func missedRuns() {
        let now = date("2026-11-25 12:00")
        #expect(workdays.due(at: now, lastRun: date("2026-11-20 06:30")) == date("2026-11-25 06:30"))
        #expect(workdays.due(at: now, lastRun: now) == nil)
    }

    @Test("isn't due before its time")
    func notYet() {
        #expect(workdays.due(at: date("2026-11-25 06:29"), lastRun: date("2026-11-24 06:30")) == nil)
        #expect(workdays.due(at: date("2026-11-25 06:30"), lastRun: date("2026-11-24 06:30")) != nil)
    }

    @Test("agrees with itself: what comes next has been latest then", arguments: 0..<200)
    func consistency(hours: Int) throws {
        let start = date("2026-03-20 00:00").addingTimeInterval(TimeInterval(hours) * 7901)
        let next = try #require(workdays.next(after: start))
        #expect(workdays.latest(upTo: next) == next)
        let before = try #require(workdays.latest(upTo: next.addingTimeInterval(-1)))
        #expect(before <= start)
    }

    @Test("is none for a digest that goes out only when asked for")
    func noTime() {
        #expect(DigestSchedule(DigestDefinition(name: "weekly", title: "Weekly")) == nil)
    }
}

@Suite("Time on the calendar of a zone")
struct CivilTimeTests {
    @Test("reads a moment in a zone east of Greenwich")
    func east() throws {
        let zone = try #require(TimeZone(identifier: "Asia/Hong_Kong"))
        let time = CivilTime(DigestSample.date("2019-07-10 18:00"), in: zone)
        #expect(time.isoDate == "2019-07-11")
        #expect(time.clock == "02:00")
        #expect(time.fullWeekdayName == "Thursday")
        #expect(time.offsetName == "UTC+8")
        #expect(time.rfc3339 == "2019-07-11T02:00:00+08:00")
    }

    @Test("reads moments before 1970")
    func beforeTheEpoch() {
        let time = CivilTime(DigestSample.date("1944-06-06 05:30"), in: .gmt)
        #expect(time.fullDate == "6 June 1944")
        #expect(time.fullWeekdayName == "Tuesday")
        #expect(time.clock == "05:30")
    }

    @Test("turns every day into a number and back")
    func days() {
        for day in stride(from: -200_000, through: 200_000, by: 37) {
            let (year, month, date) = CivilTime.civil(fromDays: day)
            #expect(CivilTime.days(year: year, month: month, day: date) == day)
        }
    }
}
