import Aggregator
import Foundation
import TestSupport
import Testing

@Suite("The calendar and the clock of a zone") struct CivilZoneTests {
    private func civil(_ seconds: TimeInterval, _ zone: String = "UTC") throws -> CivilTime {
        CivilTime(Date(timeIntervalSince1970: seconds), in: try #require(CivilTime.zone(named: zone)))
    }

    @Test("Every day from 1600 to 2400 is what Foundation's calendar says") func agreesWithFoundation() {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        var random = SplitMix(seed: 20_261_126)
        for _ in 0..<2000 {
            let day = Int(random.next() % 292_000) - 135_000
            let date = Date(timeIntervalSince1970: Double(day) * 86400 + Double(random.next() % 86400))
            let known = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second, .weekday], from: date)
            let time = CivilTime(date, in: .gmt)
            #expect(time.year == known.year && time.month == known.month && time.day == known.day)
            #expect(time.hour == known.hour && time.minute == known.minute && time.second == known.second)
            #expect(time.weekday % 7 + 1 == known.weekday)
            #expect(time.dayNumber == day)
            let back = CivilTime.civil(fromDays: day)
            #expect(back.year == time.year && back.month == time.month && back.day == time.day)
        }
    }

    @Test(
        "Leap days are where they belong",
        arguments: [
            (1900, 59, "1900-03-01"), (2000, 59, "2000-02-29"), (2023, 59, "2023-03-01"),
            (2024, 59, "2024-02-29"), (2100, 59, "2100-03-01"), (2024, 365, "2024-12-31"),
        ])
    func leapDays(year: Int, day: Int, text: String) throws {
        let days = CivilTime.days(year: year, month: 1, day: 1) + day
        #expect(try civil(Double(days) * 86400).isoDate == text)
    }

    @Test("A moment before 1970 with a fraction is in the second that it fell into") func beforeTheEpoch()
        throws
    {
        #expect(try civil(-0.5).rfc3339 == "1969-12-31T23:59:59Z")
        #expect(try civil(-86400).rfc3339 == "1969-12-31T00:00:00Z")
        #expect(try civil(-86400.25).rfc3339 == "1969-12-30T23:59:59Z")
    }

    @Test("The hour that summer time skips or repeats is told with its offset") func summerTime() throws {
        // 29 March 2026, 01:00 UTC: clocks in Berlin go from 02:00 to 03:00.
        #expect(try civil(1_774_745_999, "Europe/Berlin").rfc3339 == "2026-03-29T01:59:59+01:00")
        #expect(try civil(1_774_746_000, "Europe/Berlin").rfc3339 == "2026-03-29T03:00:00+02:00")
        // 25 October 2026, 01:00 UTC: back from 03:00 to 02:00.
        #expect(try civil(1_792_889_999, "Europe/Berlin").rfc3339 == "2026-10-25T02:59:59+02:00")
        #expect(try civil(1_792_890_000, "Europe/Berlin").rfc3339 == "2026-10-25T02:00:00+01:00")
    }

    @Test("A day has the same words everywhere") func words() throws {
        let time = try civil(1_795_480_205, "Asia/Hong_Kong")
        #expect(time.date == "24 Nov 2026")
        #expect(time.fullDate == "24 November 2026")
        #expect(time.dayAndClock == "Tue 24 Nov 2026, 08:30")
        #expect(time.fullWeekdayName == "Tuesday")
        #expect(time.exact == "2026-11-24 08:30:05+08:00")
        #expect(time.offsetName == "UTC+8")
    }

    @Test(
        "An offset is told as people write it",
        arguments: [
            ("UTC", "UTC+0", "Z"), ("Asia/Kolkata", "UTC+5:30", "+05:30"),
            ("America/St_Johns", "UTC−3:30", "-03:30"), ("Asia/Kathmandu", "UTC+5:45", "+05:45"),
            ("Pacific/Kiritimati", "UTC+14", "+14:00"), ("Pacific/Pago_Pago", "UTC−11", "-11:00"),
        ])
    func offsets(zone: String, name: String, suffix: String) throws {
        let time = try civil(1_795_480_200, zone)
        #expect(time.offsetName == name)
        #expect(time.rfc3339.hasSuffix(suffix))
    }

    @Test(
        "A zone is an IANA name, UTC or an offset from it",
        arguments: [
            ("UTC", 0), ("GMT", 0), ("Z", 0), ("UTC+08:00", 28800), ("UTC+8", 28800), ("GMT-3:30", -12600),
            ("UTC-03:30", -12600), ("GMT−5", -18000),
            ("UTC−5", -18000), ("UTC + 5:45", 20700), ("UTC+14:00", 50400), ("Asia/Tokyo", 32400),
        ])
    func zones(name: String, offset: Int) throws {
        let zone = try #require(CivilTime.zone(named: name))
        #expect(zone.secondsFromGMT(for: Date(timeIntervalSince1970: 1_795_480_200)) == offset)
    }

    @Test(
        "What is no zone is none, however large its numbers are",
        arguments: [
            "", "Mars/Olympus", "UTC+x", "UTC+", "UTC+:30", "UTC+8:", "UTC+8:99", "UTC+8:00:00", "UTC+-8",
            "UTC+8:-30",
            "UTC+99", "UTC+0800", "UTC+9223372036854775807", "UTC+99999999999999999999",
            "UTC-8:9223372036854775807", "UTC+٣",
        ])
    func noZones(name: String) {
        #expect(CivilTime.zone(named: name) == nil)
    }

    @Test(
        "A place is told by its last name; an offset has none",
        arguments: [
            ("Asia/Hong_Kong", "Hong Kong"), ("America/Argentina/Buenos_Aires", "Buenos Aires"), ("UTC", nil),
            ("Etc/GMT+5", nil), ("UTC+08:00", nil), ("EST", nil),
        ] as [(String, String?)])
    func places(zone: String, place: String?) {
        #expect(CivilTime.placeName(ofZone: zone) == place)
    }
}
