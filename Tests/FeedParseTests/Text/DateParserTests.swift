import FeedParse
import Foundation
import Testing

private func instant(_ text: String, defaultOffset: Int = 0) -> String {
    DateParser.parse(text, defaultOffset: defaultOffset).map { InstantText.text(of: $0.date) } ?? "invalid"
}

@Suite("A date in one of the forms of the standards") struct DateOfAStandardTests {
    @Test(
        "is read as the instant it states",
        arguments: [
            ("Tue, 10 Mar 2026 08:09:10 GMT", "2026-03-10T08:09:10Z"),
            ("Tue, 10 Mar 2026 08:09:10 +0100", "2026-03-10T07:09:10Z"),
            ("Tue, 10 Mar 2026 08:09:10 -0330", "2026-03-10T11:39:10Z"),
            ("10 Mar 2026 08:09 EST", "2026-03-10T13:09:00Z"),
            ("Tue Mar 10 08:09:10 2026", "2026-03-10T08:09:10Z"),
            ("Tue Mar 10 08:09:10 PDT 2026", "2026-03-10T15:09:10Z"),
            ("2026-03-10T08:09:10Z", "2026-03-10T08:09:10Z"),
            ("2026-03-10t08:09:10.25+01:00", "2026-03-10T07:09:10Z"),
            ("2026-03-10 08:09:10", "2026-03-10T08:09:10Z"),
            ("2026-03-10T08:09+0530", "2026-03-10T02:39:00Z"),
            ("2026-03-10", "2026-03-10T00:00:00Z"),
            ("2026-03", "2026-03-01T00:00:00Z"),
            ("2026", "2026-01-01T00:00:00Z"),
            ("20260310", "2026-03-10T00:00:00Z"),
            ("20260310T080910Z", "2026-03-10T08:09:10Z"),
            ("20260310T0809+0100", "2026-03-10T07:09:00Z"),
            ("2026-069", "2026-03-10T00:00:00Z"),
            ("26069", "2026-03-10T00:00:00Z"),
            ("260310", "2026-03-10T00:00:00Z"),
            ("-2603", "2026-03-01T00:00:00Z"),
            ("2024-02-29T24:00:00Z", "2024-03-01T00:00:00Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ])
    func isRead(_ text: String, _ expected: String) {
        #expect(instant(text) == expected)
    }

    @Test("keeps the offset that was written")
    func keepsOffset() {
        #expect(DateParser.parse("2026-03-10T08:09:10+02:00")?.offset == 7200)
        #expect(DateParser.parse("2026-03-10T08:09:10Z")?.offset == 0)
        #expect(DateParser.parse("2026-03-10T08:09:10")?.offset == nil)
    }

    @Test("says whether a time was stated")
    func saysTime() {
        #expect(DateParser.parse("2026-03-10")?.hasTime == false)
        #expect(DateParser.parse("March 2026")?.hasTime == false)
        #expect(DateParser.parse("2026-03-10T00:00Z")?.hasTime == true)
    }

    @Test("takes the source's zone when it states none")
    func defaultZone() {
        #expect(instant("2026-03-10 08:00", defaultOffset: 3600) == "2026-03-10T07:00:00Z")
        #expect(instant("2026-03-10 08:00Z", defaultOffset: 3600) == "2026-03-10T08:00:00Z")
    }

    @Test("is read from bytes as from a String")
    func fromBytes() {
        let bytes = Array("  2026-03-10 ".utf8)
        #expect(DateParser.parse(bytes.span)?.date == DateParser.parse("2026-03-10")?.date)
    }
}

@Suite("A date that keeps to no standard") struct LooseDateTests {
    @Test(
        "is still read",
        arguments: [
            ("Tuesday, March 10, 2026 08:09 PM", "2026-03-10T20:09:00Z"),
            ("Tuesday, 10. March 2026 - 8:09 a.m.", "2026-03-10T08:09:00Z"),
            ("March 10th, 2026", "2026-03-10T00:00:00Z"),
            ("Mar 10 2026 12:15 AM", "2026-03-10T00:15:00Z"),
            ("10 March 26", "2026-03-10T00:00:00Z"),
            ("10-Mar-2026 08:09:10", "2026-03-10T08:09:10Z"),
            ("Tue,10 Mar 2026 08:09:10 CET", "2026-03-10T07:09:10Z"),
            ("Tue, 10 Mar 2026 08:09:10 GMT+02:00", "2026-03-10T06:09:10Z"),
            ("Tue, 10 Mar 2026 08:09:10 UTC + 8", "2026-03-10T00:09:10Z"),
            ("Tue Mar 10 2026 08:09:10 GMT+0100 (CET)", "2026-03-10T07:09:10Z"),
            ("Tue, 10 Mar 2026 08:09:10 Europe/Berlin", "2026-03-10T07:09:10Z"),
            ("Tue, 14 Jul 2026 08:09:10 America/New_York", "2026-07-14T12:09:10Z"),
            ("Tue, 10 Mar 2026 08:09:10 QQQ", "2026-03-10T08:09:10Z"),
            ("03/10/2026", "2026-03-10T00:00:00Z"),
            ("25/12/2026 10:00", "2026-12-25T10:00:00Z"),
            ("10.03.2026 08:09", "2026-03-10T08:09:00Z"),
            ("2026/3/1 8:09:10", "2026-03-01T08:09:10Z"),
            ("2026.03.10", "2026-03-10T00:00:00Z"),
            ("3 pm March 10, 2026", "2026-03-10T15:00:00Z"),
            ("10 Mar 2026 15h04", "2026-03-10T15:04:00Z"),
            ("1767225600", "2026-01-01T00:00:00Z"),
            ("1767225600000", "2026-01-01T00:00:00Z"),
            ("10 Mar 99", "1999-03-10T00:00:00Z"),
        ])
    func isRead(_ text: String, _ expected: String) {
        #expect(instant(text) == expected)
    }

    @Test(
        "is read in many languages",
        arguments: [
            "10. März 2026", "10 mars 2026", "10 de marzo de 2026", "10 marzo 2026", "10 de março de 2026",
            "10 maart 2026", "10. maaliskuuta 2026", "10 marca 2026", "10. března 2026", "2026. március 10.",
            "10 martie 2026", "10 Mart 2026", "10 Μαρτίου 2026", "10 марта 2026 г.", "10 березня 2026",
            "2026年3月10日", "2026년 3월 10일", "10 مارس 2026", "mardi 10 mars 2026", "Dienstag, 10. März 2026",
        ])
    func inManyLanguages(_ text: String) {
        #expect(instant(text) == "2026-03-10T00:00:00Z")
    }
}

@Suite("A text that is no date") struct NoDateTests {
    @Test(
        "is refused",
        arguments: [
            "", "  ", "abc", "yesterday", "2026-13-01", "2026-02-30", "Tue, 99 Jun 2026 12:00:00 GMT",
            "2026-03-10T25:00:00Z", "2026-03-10T10:61:00Z", "Tue, 10 Mar 2026 08:09:10 +00:zz",
            "Tue, 10 Mar 2026 08:09:10 -9999", "31 April 2026", "0000-00-00 00:00:00", "12", "10:30",
            "Fri, 31 Dec 9999 23:59:59 -1200", String(repeating: "1", count: 500),
        ])
    func isRefused(_ text: String) {
        #expect(instant(text) == "invalid")
    }
}

@Suite("An instant written out") struct InstantTextTests {
    @Test(
        "reads back as itself",
        arguments: [
            "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "2000-02-29T12:00:00Z", "9999-12-31T23:59:59Z",
        ])
    func roundTrip(_ text: String) {
        #expect(instant(text) == text)
    }
}

/// One date as it is written somewhere, and the instant that it means.
struct DateFixture: Sendable, CustomTestStringConvertible {
    var file: String
    var written: String
    var instant: String

    var testDescription: String { "\(file): \(written)" }

    /// The lines of every file of dates.
    static let all: [DateFixture] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/dates")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().flatMap { name -> [DateFixture] in
            let text = (try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
                let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
                guard parts.count == 2 else { return nil }
                return DateFixture(file: name, written: String(parts[0]), instant: String(parts[1]))
            }
        }
    }()
}

@Suite("A date of the files of dates") struct DateFixtureTests {
    @Test("is read as the instant beside it", arguments: DateFixture.all)
    func isRead(_ fixture: DateFixture) {
        #expect(instant(fixture.written) == fixture.instant)
    }

    @Test("has company enough")
    func thereAreMany() {
        #expect(DateFixture.all.count >= 150)
    }
}

@Suite("A date of another calendar") struct DateOfAnotherCalendarTests {
    @Test("of Thailand is counted from 543 before our era")
    func thai() {
        #expect(instant("3 เมษายน 2569") == "2026-04-03T00:00:00Z")
        #expect(instant("๓ เมษายน ๒๕๖๙") == "2026-04-03T00:00:00Z")
        #expect(instant("3 เม.ย. 2569 18:05") == "2026-04-03T18:05:00Z")
        #expect(instant("3 ม.ค. 69") == "2026-01-03T00:00:00Z")
    }

    @Test(
        "of India and Bangladesh may be shortened",
        arguments: ["3 अप्रैल 2026", "3 अप्रै 2026", "৩ এপ্রিল ২০২৬", "3 এপ্রি 2026"])
    func india(text: String) {
        #expect(instant(text) == "2026-04-03T00:00:00Z", "\(text)")
    }

    @Test("of Iran is no date of ours") func persian() { #expect(instant("۱۴۰۳/۰۲/۱۷") == "invalid") }
}
