import Aggregator
import FeedParse
import Foundation
import Testing

private func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

private func utc(_ text: String) -> Date { DigestSample.date(text) }

private func at(_ clock: String) throws -> Int { try #require(TimeOfDay.parse(clock)) }

@Suite("The time of a digest in the zones of its readers") struct DigestZoneTests {
    @Test(
        "is the one on the wall, in summer and in winter",
        arguments: [
            ("Europe/London", "06:30", "2026-07-01 00:00", "2026-07-01 05:30"),
            ("Europe/London", "06:30", "2026-12-01 00:00", "2026-12-01 06:30"),
            ("America/New_York", "06:30", "2026-07-01 00:00", "2026-07-01 10:30"),
            ("America/New_York", "06:30", "2026-12-01 00:00", "2026-12-01 11:30"),
            ("Asia/Tokyo", "06:30", "2026-07-01 00:00", "2026-07-01 21:30"),
            ("Asia/Kolkata", "06:30", "2026-07-01 00:00", "2026-07-01 01:00"),
            ("Asia/Kathmandu", "06:30", "2026-07-01 00:00", "2026-07-01 00:45"),
            ("Australia/Sydney", "06:30", "2026-01-01 00:00", "2026-01-01 19:30"),
            ("Australia/Sydney", "06:30", "2026-07-01 00:00", "2026-07-01 20:30"),
            ("America/St_Johns", "06:30", "2026-07-01 00:00", "2026-07-01 09:00"),
            ("Pacific/Kiritimati", "00:00", "2026-07-01 00:00", "2026-07-01 10:00"),
            ("Pacific/Pago_Pago", "23:59", "2026-07-01 00:00", "2026-07-01 10:59"),
            ("UTC", "00:00", "2026-07-01 00:00", "2026-07-02 00:00"),
        ])
    func wallClock(name: String, clock: String, after: String, next: String) throws {
        let schedule = DigestSchedule(days: Set(1...7), at: try at(clock), in: try zone(name))
        #expect(schedule.next(after: utc(after)) == utc(next))
    }

    @Test(
        "comes once on the day on which the clock changes",
        arguments: [
            "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles",
            "Australia/Sydney",
            "Australia/Lord_Howe", "America/Santiago", "Asia/Beirut", "Africa/Cairo", "Atlantic/Azores",
            "America/Havana", "Asia/Kolkata",
        ])
    func onceADay(name: String) throws {
        let place = try zone(name)
        for clock in ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30", "03:00", "12:00", "23:45"] {
            let schedule = DigestSchedule(days: Set(1...7), at: try at(clock), in: place)
            var time = utc("2026-01-01 00:00")
            var days: [Int] = []
            for _ in 0..<366 {
                time = try #require(schedule.next(after: time))
                days.append(CivilTime(time, in: place).dayNumber)
            }
            #expect(zip(days, days.dropFirst()).allSatisfy { $1 - $0 == 1 }, "\(clock)")
        }
    }

    @Test(
        "is the same on the wall on every day whose clock shows it",
        arguments: ["Europe/London", "America/New_York"])
    func sameClock(name: String) throws {
        let place = try zone(name)
        let schedule = DigestSchedule(days: Set(1...7), at: 390, in: place)
        var time = utc("2026-01-01 00:00")
        for _ in 0..<366 {
            time = try #require(schedule.next(after: time))
            #expect(CivilTime(time, in: place).clock == "06:30")
        }
    }

    @Test("goes by the day of the week there, not in UTC")
    func weekday() throws {
        // Monday 06:30 in Auckland is Sunday evening in UTC.
        let auckland = DigestSchedule(days: [1], at: 390, in: try zone("Pacific/Auckland"))
        #expect(auckland.next(after: utc("2026-11-20 00:00")) == utc("2026-11-22 17:30"))
        // Sunday 22:00 in Honolulu is Monday morning in UTC.
        let honolulu = DigestSchedule(days: [7], at: 22 * 60, in: try zone("Pacific/Honolulu"))
        #expect(honolulu.next(after: utc("2026-11-20 00:00")) == utc("2026-11-23 08:00"))
    }

    @Test(
        "is due from the second on at which it stands on the clock",
        arguments: ["Europe/London", "Asia/Kathmandu"])
    func dueToTheSecond(name: String) throws {
        let schedule = DigestSchedule(days: [1, 2, 3, 4, 5], at: 390, in: try zone(name))
        let before = utc("2026-11-20 12:00")
        let next = try #require(schedule.next(after: before))
        #expect(schedule.due(at: next.addingTimeInterval(-1), lastRun: before) == nil)
        #expect(schedule.due(at: next, lastRun: before) == next)
        #expect(schedule.due(at: next.addingTimeInterval(1), lastRun: before) == next)
        #expect(schedule.due(at: next.addingTimeInterval(1), lastRun: next) == nil)
    }

    @Test("looks back over the usual pause between two issues when it is the first")
    func period() {
        #expect(DigestSchedule(days: Set(1...7), at: 0, in: .gmt).period == 86400.0)
        #expect(DigestSchedule(days: [1, 2, 3, 4, 5], at: 0, in: .gmt).period == 86400.0)
        #expect(DigestSchedule(days: [1, 4], at: 0, in: .gmt).period == 4 * 86400.0)
        #expect(DigestSchedule(days: [5], at: 0, in: .gmt).period == 7 * 86400.0)
    }

    @Test("has no next time without days")
    func noDays() {
        var definition = DigestDefinition(name: "d", title: "D")
        definition.at = 390
        definition.days = []
        #expect(DigestSchedule(definition) == nil)
        #expect(DigestSchedule(days: [], at: 390, in: .gmt).next(after: utc("2026-01-01 00:00")) == nil)
    }

    @Test("is UTC's where the zone isn't known to this machine")
    func unknownZone() throws {
        var definition = DigestDefinition(name: "d", title: "D")
        definition.at = 390
        definition.timeZone = "Mars/Olympus"
        let next = try #require(DigestSchedule(definition)?.next(after: utc("2026-07-01 00:00")))
        #expect(next == utc("2026-07-01 06:30"))
    }
}

@Suite("The heading of an issue") struct DigestHeadingTests {
    /// The second and third line of the text: the moment and the counts.
    private func lines(_ change: (inout DigestIssue) -> Void) -> [String] {
        var issue = DigestSample.issue
        change(&issue)
        return DigestFormat.text.render(issue).components(separatedBy: "\n")
    }

    @Test(
        "names the moment on the readers' clock and the place it is from",
        arguments: [
            ("Europe/London", "Monday 23 November 2026, 06:30 London time"),
            ("America/New_York", "Monday 23 November 2026, 01:30 New York time"),
            ("Pacific/Auckland", "Monday 23 November 2026, 19:30 Auckland time"),
            ("Pacific/Honolulu", "Sunday 22 November 2026, 20:30 Honolulu time"),
            ("America/Argentina/Buenos_Aires", "Monday 23 November 2026, 03:30 Buenos Aires time"),
            ("UTC", "Monday 23 November 2026, 06:30 UTC"),
            ("UTC+05:30", "Monday 23 November 2026, 12:00 UTC+5:30"),
            ("UTC-03:30", "Monday 23 November 2026, 03:00 UTC−3:30"),
            ("Etc/GMT+3", "Monday 23 November 2026, 03:30 UTC−3"),
            ("nonsense", "Monday 23 November 2026, 06:30 UTC"),
        ])
    func moment(name: String, line: String) {
        #expect(lines { $0.timeZone = name }[1] == line)
    }

    @Test(
        "says since when it counts, the nearer the shorter",
        arguments: [
            ("2026-11-23 05:00", "118 items since 05:00"),
            ("2026-11-22 06:30", "118 items since yesterday 06:30"),
            ("2026-11-22 00:00", "118 items since yesterday 00:00"),
            ("2026-11-21 23:59", "118 items since Saturday 23:59"),
            ("2026-11-17 06:30", "118 items since Tuesday 06:30"),
            ("2026-11-16 06:30", "118 items since 16 Nov 2026, 06:30"),
            ("2025-11-23 06:30", "118 items since 23 Nov 2025, 06:30"),
        ])
    func since(from: String, words: String) {
        let line = lines {
            $0.from = utc(from)
            $0.folded = 7
        }[2]
        #expect(line == "2 stories, 1 event · \(words), 7 copies folded")
    }

    @Test("leaves out what there is none of, and counts one as one")
    func counts() {
        #expect(
            lines {
                $0.from = nil
                $0.folded = 0
            }[2] == "2 stories, 1 event · 118 items")
        let one = lines {
            $0.from = nil
            $0.items = 1
            $0.folded = 1
            $0.sections.removeFirst()
            $0.sections[0].stories.removeLast()
        }
        #expect(one[2] == "1 story · 1 item, 1 copy folded")
        let many = lines {
            $0.from = nil
            $0.items = 1_234_567
            $0.folded = 1000
        }
        #expect(many[2] == "2 stories, 1 event · 1,234,567 items, 1,000 copies folded")
    }

    @Test("gives the time of a story as far as a reader needs it")
    func storyTimes() {
        func time(_ published: String?) -> String {
            let text = lines { $0.sections[1].stories[1].published = published.map(utc) }.joined(
                separator: "\n")
            let line = text.components(separatedBy: "\n").first { $0.contains("410 words") } ?? ""
            return line.trimmingCharacters(in: .whitespaces)
        }
        #expect(time("2026-11-23 06:29") == "The Wire · 06:29 · 410 words · behind a pay wall · b02mxe")
        #expect(
            time("2026-11-22 17:55") == "The Wire · Sun 17:55 · 410 words · behind a pay wall · b02mxe")
        #expect(
            time("2026-11-17 17:55") == "The Wire · Tue 17:55 · 410 words · behind a pay wall · b02mxe")
        #expect(
            time("2026-11-16 17:55") == "The Wire · 16 Nov 2026 · 410 words · behind a pay wall · b02mxe")
        #expect(
            time("2027-01-01 00:00") == "The Wire · 1 Jan 2027 · 410 words · behind a pay wall · b02mxe")
        #expect(time(nil) == "The Wire · 410 words · behind a pay wall · b02mxe")
    }
}

@Suite("An event without a clock") struct DayEventTests {
    /// An event of which only the days are known, kept as midnight of its place or of UTC.
    private func event(_ start: String, _ end: String? = nil, zone: String? = nil) -> Event {
        var event = Event()
        event.hasTime = false
        event.start = utc(start)
        event.end = end.map(utc)
        event.timeZone = zone
        return event
    }

    private func line(_ event: Event, in zone: String) -> String {
        var issue = DigestSample.issue
        issue.timeZone = zone
        issue.sections[0].stories[0].event = event
        return DigestFormat.text.render(issue).components(separatedBy: "\n")[7]
            .trimmingCharacters(in: .whitespaces)
    }

    @Test(
        "is on the same day for readers everywhere",
        arguments: [
            "UTC", "Europe/London", "America/Los_Angeles", "Pacific/Honolulu", "Pacific/Auckland",
            "Asia/Tokyo",
        ])
    func sameDay(name: String) throws {
        #expect(line(event("2026-11-26"), in: name) == "Thu 26 Nov 2026")
        #expect(
            line(event("2026-11-26", "2026-11-28"), in: name) == "Thu 26 Nov 2026 – Sat 28 Nov 2026")
        #expect(line(event("2026-11-25 16:00", zone: "Asia/Hong_Kong"), in: name) == "Thu 26 Nov 2026")
        let reader = try zone(name)
        #expect(
            JSONLines.event(event("2026-11-26"), in: reader).line.contains(
                "\"start\":\"2026-11-26T00:00:00Z\""))
        let item = ExportSample.item(1) {
            $0.event = event("2026-11-26")
            $0.kind = .event
        }
        #expect(Citation(item, source: nil, zone: reader).issued?.isoDate == "2026-11-26")
        #expect(ItemTable(zone: reader).row(item).contains("2026-11-26T00:00:00Z"))
        #expect(ICalendar(name: "x").render([item]).contains("DTSTART;VALUE=DATE:20261126\r\n"))
    }

    @Test("that ends before it begins is told by its first day alone")
    func wrongEnd() {
        #expect(line(event("2026-11-26", "2026-11-20"), in: "UTC") == "Thu 26 Nov 2026")
        #expect(line(event("2026-11-26", "2026-11-26"), in: "UTC") == "Thu 26 Nov 2026")
    }

    @Test("with a clock goes by the reader's when its place isn't known")
    func clock() throws {
        var talk = event("2026-11-26 01:00")
        talk.hasTime = true
        #expect(line(talk, in: "America/New_York") == "Wed 25 Nov 2026, 20:00 UTC−5")
        #expect(talk.shownZone(for: try zone("America/New_York")).identifier == "America/New_York")
    }
}

@Suite("A moment on the calendar of a zone") struct CivilTimeEdgeTests {
    @Test(
        "is told in every form that aggd prints",
        arguments: [
            ("2026-02-28 23:59", "Asia/Tokyo", "2026-03-01", "08:59", "Sun", "UTC+9"),
            ("2024-02-28 23:59", "Asia/Tokyo", "2024-02-29", "08:59", "Thu", "UTC+9"),
            ("2026-01-01 00:00", "America/New_York", "2025-12-31", "19:00", "Wed", "UTC−5"),
            ("2026-12-31 23:59", "Pacific/Kiritimati", "2027-01-01", "13:59", "Fri", "UTC+14"),
            ("2026-06-01 12:00", "Asia/Kathmandu", "2026-06-01", "17:45", "Mon", "UTC+5:45"),
            ("2026-06-01 12:00", "America/St_Johns", "2026-06-01", "09:30", "Mon", "UTC−2:30"),
            ("1969-12-31 23:59", "UTC", "1969-12-31", "23:59", "Wed", "UTC+0"),
            ("1900-02-28 12:00", "UTC", "1900-02-28", "12:00", "Wed", "UTC+0"),
            ("2000-02-29 12:00", "UTC", "2000-02-29", "12:00", "Tue", "UTC+0"),
        ])
    func forms(
        moment: String, name: String, day: String, clock: String, weekday: String, offset: String
    ) throws {
        let time = CivilTime(utc(moment), in: try zone(name))
        #expect(time.isoDate == day)
        #expect(time.clock == clock)
        #expect(time.weekdayName == weekday)
        #expect(time.fullWeekdayName.hasPrefix(weekday))
        #expect(time.offsetName == offset)
        #expect(time.rfc3339.hasPrefix("\(day)T\(clock):00"))
        #expect(time.exact == time.rfc3339.replacing("T", with: " "))
        #expect(time.dayAndClock == "\(weekday) \(time.date), \(clock)")
    }

    @Test("cuts fractions of a second off, before 1970 too")
    func fractions() {
        #expect(
            CivilTime(Date(timeIntervalSince1970: 0.999), in: .gmt).rfc3339 == "1970-01-01T00:00:00Z")
        #expect(
            CivilTime(Date(timeIntervalSince1970: -0.5), in: .gmt).rfc3339 == "1969-12-31T23:59:59Z")
    }

    @Test(
        "agrees with Foundation's calendar over a century",
        arguments: ["Europe/London", "Asia/Kolkata", "UTC"])
    func foundation(name: String) throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try zone(name)
        for step in 0..<400 {
            let date = Date(timeIntervalSince1970: -600_000_000 + Double(step) * 7_889_231)
            let time = CivilTime(date, in: calendar.timeZone)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .weekday], from: date)
            #expect([time.year, time.month, time.day] == [parts.year, parts.month, parts.day])
            #expect([time.hour, time.minute] == [parts.hour, parts.minute])
            #expect(time.weekday % 7 + 1 == parts.weekday)
        }
    }

    @Test(
        "has an offset that is written with two digits each",
        arguments: [
            (0, "+00:00"), (3600, "+01:00"), (-12600, "-03:30"), (20700, "+05:45"), (-60, "-00:01"),
            (50400, "+14:00"),
        ])
    func offsets(seconds: Int, text: String) { #expect(CivilTime.offsetText(seconds) == text) }

    @Test(
        "is in a place that people call by its name",
        arguments: [
            ("Asia/Hong_Kong", "Hong Kong"), ("Europe/London", "London"), ("UTC", nil),
            ("Etc/GMT+3", nil),
            ("UTC+08:00", nil), ("America/Argentina/Buenos_Aires", "Buenos Aires"), ("CET", nil),
        ] as [(String, String?)])
    func places(name: String, place: String?) { #expect(CivilTime.placeName(ofZone: name) == place) }

    @Test(
        "is in no zone that makes no sense",
        arguments: ["", "UTC+", "UTC+x", "UTC+1:2:3", "GMT+25:00:00", "Europe/Nowhere", "UTC 5"])
    func noZones(name: String) { #expect(CivilTime.zone(named: name) == nil) }
}
