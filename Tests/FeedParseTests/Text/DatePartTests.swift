import Foundation
import Testing

@testable import FeedParse

private func instant(_ text: String, defaultOffset: Int = 0) -> String? {
    DateParser.parse(text, defaultOffset: defaultOffset).map { InstantText.text(of: $0.date) }
}

@Suite("The numbers of a date") struct StatedDatePartsTests {
    @Test(
        "are refused when one of them is out of its range",
        arguments: [
            "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00", "0000-01-01",
            "2026-01-01T24:00:01Z",
            "2026-01-01T25:00:00Z", "2026-01-01T10:60:00Z", "2026-01-01T10:00:61Z",
            "2026-01-01T10:00:00+16:00",
            "1900-02-29", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00",
        ])
    func refused(_ text: String) {
        #expect(instant(text) == nil)
    }

    @Test(
        "at the edge of their ranges are read",
        arguments: [
            ("2024-02-29", "2024-02-29T00:00:00Z"), ("2000-02-29", "2000-02-29T00:00:00Z"),
            ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"),
            ("2026-06-30T23:59:60Z", "2026-06-30T23:59:59Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
            ("2026-01-01T00:00:00+15:59", "2025-12-31T08:01:00Z"),
            ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
        ])
    func edge(_ text: String, _ expected: String) {
        #expect(instant(text) == expected)
    }

    @Test(
        "count days as the calendar does", arguments: [1600, 1899, 1900, 1970, 2000, 2023, 2024, 2100, 9999])
    func days(_ year: Int) {
        let first = StatedDateParts.daysSince1970(year: year, month: 1, day: 1)
        let next = StatedDateParts.daysSince1970(year: year + 1, month: 1, day: 1)
        #expect(next - first == (StatedDateParts.isLeap(year) ? 366 : 365))
        #expect(
            StatedDateParts.daysSince1970(year: year, month: 3, day: 1) - first == 31
                + StatedDateParts.days(inMonth: 2, of: year))
    }

    @Test("complete a year of two digits: up to 69 in this century")
    func shortYears() {
        #expect(StatedDateParts.fullYear(69, digits: 2) == 2069)
        #expect(StatedDateParts.fullYear(70, digits: 2) == 1970)
        #expect(StatedDateParts.fullYear(0, digits: 2) == 2000)
        #expect(StatedDateParts.fullYear(99, digits: 4) == 99)
    }

    @Test("may be a day of the year")
    func ordinal() {
        #expect(instant("2026-001") == "2026-01-01T00:00:00Z")
        #expect(instant("2024-366") == "2024-12-31T00:00:00Z")
        #expect(instant("2026-060") == "2026-03-01T00:00:00Z")
        #expect(instant("2026-366") == nil)
        #expect(instant("2026-000") == nil)
    }

    @Test(
        "may be a week and its day",
        arguments: [
            ("2026-W01-1", "2025-12-29T00:00:00Z"), ("2026-W53-7", "2027-01-03T00:00:00Z"),
            ("2026-W11", "2026-03-09T00:00:00Z"),
            ("2020-W53-5", "2021-01-01T00:00:00Z"), ("2024-W01-1", "2024-01-01T00:00:00Z"),
        ])
    func week(_ text: String, _ expected: String) {
        #expect(instant(text) == expected)
    }
}

@Suite("The name of a time zone") struct ZoneNamesTests {
    @Test(
        "is an offset",
        arguments: [
            ("GMT", 0), ("utc", 0), ("Z", 0), ("EST", -18000), ("edt", -14400), ("CET", 3600), ("MESZ", 7200),
            ("JST", 32400), ("IST", 7200), ("PDT", -25200), ("ACST", 34200), ("NPT", 20700), ("NST", -12600),
            ("ET", -18000),
        ])
    func offset(_ name: String, _ seconds: Int) {
        #expect(ZoneNames.offset(name) == seconds)
    }

    @Test("is unknown when nobody uses it", arguments: ["XYZ", "", "G1T", "ABCDEFGHI", "+01", "É"])
    func unknown(_ name: String) {
        #expect(ZoneNames.offset(name) == nil)
    }

    @Test("of a city follows its summer time")
    func city() {
        #expect(instant("Fri, 10 Jul 2026 12:00:00 Europe/Berlin") == "2026-07-10T10:00:00Z")
        #expect(instant("Fri, 09 Jan 2026 12:00:00 Europe/Berlin") == "2026-01-09T11:00:00Z")
        #expect(instant("Fri, 09 Jan 2026 12:00:00 America/New_York") == "2026-01-09T17:00:00Z")
    }

    @Test("behind a time decides, before the zone of the source")
    func beforeDefault() {
        #expect(instant("2026-01-09 12:00 EST", defaultOffset: 3600) == "2026-01-09T17:00:00Z")
        #expect(instant("2026-01-09 12:00", defaultOffset: 3600) == "2026-01-09T11:00:00Z")
        #expect(instant("2026-01-09", defaultOffset: -3600) == "2026-01-09T01:00:00Z")
    }
}

@Suite("A date in one number") struct LoneNumberTests {
    @Test(
        "is read by how many digits it has",
        arguments: [
            ("2026", "2026-01-01T00:00:00Z"), ("260109", "2026-01-09T00:00:00Z"),
            ("26009", "2026-01-09T00:00:00Z"),
            ("2026009", "2026-01-09T00:00:00Z"), ("20260109", "2026-01-09T00:00:00Z"),
            ("202601091234", "2026-01-09T12:34:00Z"), ("20260109123456", "2026-01-09T12:34:56Z"),
            ("1767960000", "2026-01-09T12:00:00Z"), ("1767960000123", "2026-01-09T12:00:00Z"),
            ("20260109T12Z", "2026-01-09T12:00:00Z"), ("20260109T123456Z", "2026-01-09T12:34:56Z"),
            ("20260109T1234+0100", "2026-01-09T11:34:00Z"),
        ])
    func digits(_ text: String, _ expected: String) {
        #expect(instant(text) == expected)
    }

    @Test(
        "is refused when it says nothing",
        arguments: ["1", "123", "123456789", "20261340", "99999999999", "00000000"])
    func refused(_ text: String) {
        #expect(instant(text) == nil)
    }
}

@Suite("A date in words") struct WordDateTests {
    @Test(
        "of English is read in any order",
        arguments: [
            ("9 January 2026", "2026-01-09T00:00:00Z"), ("January 9, 2026", "2026-01-09T00:00:00Z"),
            ("Jan 9th 2026 at 3 pm", "2026-01-09T15:00:00Z"),
            ("Friday, 9 Jan. 2026 12:30", "2026-01-09T12:30:00Z"),
            ("2026 Jan 9", "2026-01-09T00:00:00Z"), ("9-Jan-2026", "2026-01-09T00:00:00Z"),
            ("9-Jan-26", "2026-01-09T00:00:00Z"),
            ("Fri Jan 9 12:30:00 2026", "2026-01-09T12:30:00Z"), ("January 2026", "2026-01-01T00:00:00Z"),
            ("9 Jan 2026 12:05 a.m.", "2026-01-09T00:05:00Z"), ("Sept 9, 2026", "2026-09-09T00:00:00Z"),
        ])
    func english(_ text: String, _ expected: String) {
        #expect(instant(text) == expected)
    }

    @Test(
        "of other languages is read too",
        arguments: [
            ("9. Januar 2026", "2026-01-09T00:00:00Z"), ("9 janvier 2026", "2026-01-09T00:00:00Z"),
            ("9 de enero de 2026", "2026-01-09T00:00:00Z"), ("9 gennaio 2026", "2026-01-09T00:00:00Z"),
            ("9 января 2026", "2026-01-09T00:00:00Z"), ("9 stycznia 2026", "2026-01-09T00:00:00Z"),
            ("2026年1月9日", "2026-01-09T00:00:00Z"), ("2026년 1월 9일", "2026-01-09T00:00:00Z"),
            ("9 Ocak 2026", "2026-01-09T00:00:00Z"), ("9 Ιανουαρίου 2026", "2026-01-09T00:00:00Z"),
        ])
    func languages(_ text: String, _ expected: String) {
        #expect(instant(text) == expected)
    }

    @Test(
        "may be written with the digits of its script or count the years of an era",
        arguments: [
            ("٩ يناير ٢٠٢٦", "2026-01-09T00:00:00Z"), ("۲۰۲۶-۰۱-۰۹ ۱۲:۳۰", "2026-01-09T12:30:00Z"),
            ("९ जनवरी २०२६", "2026-01-09T00:00:00Z"), ("２０２６年１月９日", "2026-01-09T00:00:00Z"),
            ("令和8年1月9日", "2026-01-09T00:00:00Z"), ("平成30年12月1日 10:00", "2018-12-01T10:00:00Z"),
            ("民國115年1月9日", "2026-01-09T00:00:00Z"),
        ])
    func scripts(_ text: String, _ expected: String) {
        #expect(instant(text) == expected)
    }

    @Test(
        "may spell its month's letters in one piece or two",
        arguments: [
            ("9 জানু\u{09DF}ারি 2026", "2026-01-09T00:00:00Z"),
            ("9 জানু\u{09AF}\u{09BC}ারি 2026", "2026-01-09T00:00:00Z"),
            ("9 ফেব্রু\u{09DF}ারি 2026", "2026-02-09T00:00:00Z"),
            ("9 ফেব্রু\u{09AF}\u{09BC}ারি 2026", "2026-02-09T00:00:00Z"),
            ("9 \u{095E}रवरी 2026", "2026-02-09T00:00:00Z"),
            ("9 \u{092B}\u{093C}रवरी 2026", "2026-02-09T00:00:00Z"),
        ])
    func composed(_ text: String, _ expected: String) {
        #expect(instant(text) == expected)
        #expect(DateScanner.first(in: text)?.date.date == DateParser.parse(expected)?.date)
    }

    @Test("of Korean has Korea's zone when it states a time")
    func korean() {
        #expect(instant("2026년 1월 9일 오후 3:30") == "2026-01-09T06:30:00Z")
        #expect(instant("2026년 1월 9일") == "2026-01-09T00:00:00Z")
    }

    @Test(
        "that only resembles one is refused",
        arguments: ["May the force", "in March", "Mayor Smith 2", "12 o'clock", "January 42, 2026"])
    func refused(_ text: String) {
        #expect(instant(text) == nil)
    }

    @Test("tells whether it stated a time and a zone")
    func states() throws {
        let day = try #require(DateParser.parse("9 January 2026"))
        #expect(!day.hasTime && day.offset == nil)
        let time = try #require(DateParser.parse("9 January 2026 12:00"))
        #expect(time.hasTime && time.offset == nil)
        let zone = try #require(DateParser.parse("9 January 2026 12:00 +0200"))
        #expect(zone.hasTime && zone.offset == 7200)
    }

    @Test("longer than any date is refused at once")
    func tooLong() {
        #expect(instant("9 January 2026" + String(repeating: " ", count: 300)) == "2026-01-09T00:00:00Z")
        #expect(instant("9 January 2026 " + String(repeating: "x ", count: 150)) == nil)
    }
}
