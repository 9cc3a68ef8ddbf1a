import Aggregator
import Foundation
import TestSupport
import Testing

/// The range that a date of a query covers, as `from to` in UTC; open ends are dashes.
private func range(
    _ text: String, now: String = "2026-11-22 06:00", zone: String = "UTC", field: String = "date"
) throws -> String {
    let place = try #require(TimeZone(identifier: zone))
    let context = QueryContext(now: DigestSample.date(now), timeZone: place)
    let ends: (Date?, Date?)
    switch try Query.parse("\(field):\(text)", context: context) {
    case .date(let from, let to), .seen(let from, let to): ends = (from, to)
    default: return "?"
    }
    func written(_ date: Date?) -> String {
        date.map { String(CivilTime($0, in: .gmt).rfc3339.dropLast(4)).replacing("T", with: " ") } ?? "-"
    }
    return "\(written(ends.0)) \(written(ends.1))"
}

@Suite("Dates of a query, at the edges of the calendar") struct QueryDateEdgeTests {
    @Test(
        "count days on the calendar, over months, leap days and the turn of the year",
        arguments: [
            ("-1d", "2026-03-01 12:00", "2026-02-28 00:00 -"),
            ("-1d", "2024-03-01 12:00", "2024-02-29 00:00 -"),
            ("-1d", "2026-01-01 12:00", "2025-12-31 00:00 -"),
            ("+1d", "2026-12-31 12:00", "2026-12-31 00:00 2027-01-02 00:00"),
            ("-1m", "2026-03-31 12:00", "2026-02-28 00:00 -"),
            ("-1m", "2024-03-31 12:00", "2024-02-29 00:00 -"),
            ("-12m", "2026-03-31 12:00", "2025-03-31 00:00 -"),
            ("-1y", "2024-02-29 12:00", "2023-02-28 00:00 -"),
            ("-4y", "2024-02-29 12:00", "2020-02-29 00:00 -"),
            ("-52w", "2026-12-31 12:00", "2026-01-01 00:00 -"),
            ("yesterday", "2026-01-01 00:00", "2025-12-31 00:00 2026-01-01 00:00"),
            ("tomorrow", "2024-02-28 23:59", "2024-02-29 00:00 2024-03-01 00:00"),
            ("-0d", "2026-11-22 06:00", "2026-11-22 00:00 -"),
            ("+0d", "2026-11-22 06:00", "2026-11-22 00:00 2026-11-23 00:00"),
            ("-24h", "2026-03-01 06:00", "2026-02-28 06:00 -"),
            ("-36500d", "2026-11-22 06:00", "1926-12-17 00:00 -"),
        ])
    func relative(text: String, now: String, expected: String) throws {
        #expect(try range(text, now: now) == expected)
    }

    @Test(
        "cover whole years and months of any length",
        arguments: [
            ("2024-02", "2024-02-01 00:00 2024-03-01 00:00"),
            ("2026-02", "2026-02-01 00:00 2026-03-01 00:00"),
            ("2026-12", "2026-12-01 00:00 2027-01-01 00:00"), ("2024", "2024-01-01 00:00 2025-01-01 00:00"),
            ("2024-02-29", "2024-02-29 00:00 2024-03-01 00:00"),

            ("2025..2026", "2025-01-01 00:00 2027-01-01 00:00"),
            ("2026-02..2026-02", "2026-02-01 00:00 2026-03-01 00:00"),
            ("2026-11-22T06:00..2026-11-22T06:00", "2026-11-22 06:00 2026-11-22 06:01"),
            ("..2026", "- 2027-01-01 00:00"), ("2026-11-22T06..", nil),
            ("2026-2", "2026-02-01 00:00 2026-03-01 00:00"),
        ] as [(String, String?)])
    func absolute(text: String, expected: String?) throws {
        guard let expected else {
            #expect(throws: QueryError.self) { try range(text) }
            return
        }
        #expect(try range(text) == expected)
    }

    @Test(
        "begin a day at the midnight of the zone, however long the day is",
        arguments: [
            ("2026-03-29", "Europe/London", "2026-03-29 00:00 2026-03-29 23:00"),
            ("2026-10-25", "Europe/London", "2026-10-24 23:00 2026-10-26 00:00"),
            ("2026-10", "Europe/London", "2026-09-30 23:00 2026-11-01 00:00"),
            ("2026-03-08", "America/New_York", "2026-03-08 05:00 2026-03-09 04:00"),
            ("2026-04-05", "Australia/Lord_Howe", "2026-04-04 13:00 2026-04-05 13:30"),
            ("2026", "Asia/Kathmandu", "2025-12-31 18:15 2026-12-31 18:15"),
            ("2026-11-22", "Pacific/Kiritimati", "2026-11-21 10:00 2026-11-22 10:00"),
            ("2026-11-22", "Pacific/Pago_Pago", "2026-11-22 11:00 2026-11-23 11:00"),
        ])
    func zones(text: String, zone: String, expected: String) throws {
        #expect(try range(text, zone: zone) == expected)
    }

    @Test("know today in the zone, which may be another day than in UTC")
    func today() throws {
        #expect(
            try range("today", now: "2026-11-22 23:30", zone: "Asia/Tokyo")
                == "2026-11-22 15:00 2026-11-23 15:00")
        #expect(
            try range("today", now: "2026-11-22 03:00", zone: "America/New_York")
                == "2026-11-21 05:00 2026-11-22 05:00")
        // Seven days back over the end of summer time: midnight stays midnight.
        #expect(try range("-7d", now: "2026-10-28 12:00", zone: "Europe/London") == "2026-10-20 23:00 -")
    }

    @Test(
        "are the same for what was seen and for what was published",
        arguments: ["-7d", "2026-10", "today..", "..yesterday"])
    func seen(text: String) throws { #expect(try range(text, field: "seen") == range(text)) }

    @Test(
        "of a moment may carry an offset, which then counts instead of the zone",
        arguments: [
            ("2026-11-22T06:00Z", "2026-11-22 06:00 2026-11-22 06:01"),
            ("2026-11-22T06:00", "2026-11-21 21:00 2026-11-21 21:01"),
            ("2026-11-22T06:00+09:00", "2026-11-21 21:00 2026-11-21 21:01"),
            ("2026-11-22T06:00-03:30", "2026-11-22 09:30 2026-11-22 09:31"),
            ("2026-11-22T23:59:59Z", "2026-11-22 23:59 2026-11-23 00:00"),
        ])
    func offsets(text: String, expected: String) throws {
        #expect(try range(text, zone: "Asia/Tokyo") == expected)
    }

    @Test(
        "that don't exist are refused at their place",
        arguments: [
            "2026-02-29", "2026-00", "2026-13", "2026-11-31", "2026-11-00", "26", "999", "10000",
            "2026-11-22T24:00",
            "2026-11-22T06:60", "2026-11-22T06:00+24:00", "2026-11-22T06:00:61", "2026-11-22T", "T06:00",
            "2026T06:00", "-d",
            "+7x", "--7d", "-7d-", "-999999999d", "nows", "TODAYS", "٢٠٢٦",
        ])
    func refused(text: String) {
        let error = #expect(throws: QueryError.self) { try range(text) }
        #expect(error?.offset == 5)
        #expect(error?.message.contains("is no date; write e.g. ") == true)
    }
}

@Suite("The number of words in a query") struct QueryWordRangeTests {
    private func range(_ text: String) -> ClosedRange<Int>? {
        guard
            case .words(let range)? = try? Query.parse(
                "words:\(text)", context: QueryContext(now: .reference))
        else {
            return nil
        }
        return range
    }

    @Test(
        "has two ends, either of which may be open",
        arguments: [
            ("0", 0...0), ("100..100", 100...100), ("..0", 0...0), ("0..", 0...1_000_000_000),
            (">0", 1...1_000_000_000),
            ("<1", 0...0), ("<=0", 0...0), (">=0", 0...1_000_000_000),
            (">999999999", 1_000_000_000...1_000_000_000),
            (">1000000000", 1_000_000_000...1_000_000_000),
        ])
    func ends(text: String, expected: ClosedRange<Int>) { #expect(range(text) == expected) }

    @Test(
        "that makes no sense is refused",
        arguments: [
            "", "x", "-1", "1.5", "..", ">", "<", "<0", "=5", "5..1", "1,000", "99999999999999999999",
            "1000000001",
        ])
    func refused(text: String) { #expect(range(text) == nil) }
}
