import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

/// The properties of a calendar's components, unfolded, each as name, parameters and value.
private struct Calendar {
    /// One `BEGIN:X … END:X` with what stands directly in it.
    struct Component {
        var name: String
        var lines: [(name: String, parameters: String, value: String)] = []

        subscript(name: String) -> String? { lines.first { $0.name == name }?.value }
        func parameters(of name: String) -> String? { lines.first { $0.name == name }?.parameters }
    }

    var components: [Component] = []
    var isBalanced = true

    init(_ text: String) {
        var open: [Component] = []
        for line in Self.unfolded(text) where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else {
                isBalanced = false
                continue
            }
            let head = line[..<colon].split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            let value = String(line[line.index(after: colon)...])
            switch head[0] {
            case "BEGIN": open.append(Component(name: value))
            case "END":
                guard let last = open.popLast(), last.name == value else {
                    isBalanced = false
                    continue
                }
                components.append(last)
            default:
                guard !open.isEmpty else {
                    isBalanced = false
                    continue
                }
                open[open.count - 1].lines.append(
                    (String(head[0]), head.count > 1 ? String(head[1]) : "", value))
            }
        }
        isBalanced = isBalanced && open.isEmpty
    }

    /// The lines, put together byte by byte: a fold may stand inside of what Swift takes for one character.
    private static func unfolded(_ text: String) -> [String] {
        var lines: [[UInt8]] = [[]]
        let bytes = Array(text.utf8)
        var place = 0
        while place < bytes.count {
            if bytes[place...].starts(with: [0x0D, 0x0A]) {
                place += 2
                if place < bytes.count, bytes[place] == 0x20 { place += 1 } else { lines.append([]) }
            } else {
                lines[lines.count - 1].append(bytes[place])
                place += 1
            }
        }
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    func all(_ name: String) -> [Component] { components.filter { $0.name == name } }
}

@Suite("A calendar of events") struct CalendarTests {
    private func item(_ number: Int64, _ title: String = "Talk", _ change: (inout Event) -> Void) -> Item {
        ExportSample.item(number, source: "meridian") {
            $0.title = title
            $0.url = "https://meridian.example.org/events/\(number)"
            $0.kind = .event
            var event = Event()
            event.start = DigestSample.date("2026-11-26 06:00")
            change(&event)
            $0.event = event
        }
    }

    private func calendar(_ items: [Item]) -> Calendar {
        Calendar(ICalendar(name: "aggd", domain: "desk.example.org").render(items))
    }

    @Test("is well-formed, and has what RFC 5545 asks of it")
    func wellFormed() throws {
        let calendar = calendar([
            item(1) { $0.timeZone = "Asia/Hong_Kong" }, item(2) { $0.timeZone = "Europe/London" },
            item(3) { $0.hasTime = false },
            item(4) { $0.timeZone = "Asia/Hong_Kong" },
        ])
        #expect(calendar.isBalanced)
        #expect(calendar.all("VEVENT").count == 4)
        #expect(calendar.all("VTIMEZONE").compactMap { $0["TZID"] } == ["Asia/Hong_Kong", "Europe/London"])
        let head = try #require(calendar.all("VCALENDAR").first)
        #expect(head["VERSION"] == "2.0")
        #expect(head["PRODID"] != nil)
        for event in calendar.all("VEVENT") {
            for name in ["UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"] {
                #expect(event[name] != nil, "\(name)")
            }
        }
    }

    @Test(
        "gives the clock of the place",
        arguments: [
            ("Asia/Hong_Kong", "20261126T140000"), ("Europe/London", "20261126T060000"),
            ("America/New_York", "20261126T010000"),
            ("Asia/Kathmandu", "20261126T114500"), ("America/St_Johns", "20261126T023000"),
        ])
    func clock(zone: String, local: String) throws {
        let event = try #require(calendar([item(1) { $0.timeZone = zone }]).all("VEVENT").first)
        #expect(event["DTSTART"] == local)
        #expect(event.parameters(of: "DTSTART") == "TZID=\(zone)")
    }

    @Test("describes the clock of the place around the event, so that any program finds the same moment")
    func zones() throws {
        let summer = item(1) {
            $0.timeZone = "Europe/London"
            $0.start = DigestSample.date("2026-07-10 13:00")
        }
        let calendar = calendar([summer])
        let daylight = calendar.all("DAYLIGHT")
        #expect(
            daylight.contains {
                $0["DTSTART"] == "20260329T010000" && $0["TZOFFSETFROM"] == "+0000"
                    && $0["TZOFFSETTO"] == "+0100"
            })
        let standard = calendar.all("STANDARD")
        #expect(standard.contains { $0["DTSTART"] == "20261025T020000" && $0["TZOFFSETTO"] == "+0000" })
        #expect(calendar.all("VEVENT").first?["DTSTART"] == "20260710T140000")
    }

    @Test("writes days as days, the end exclusive")
    func days() throws {
        let one = try #require(
            calendar([
                item(1) {
                    $0.hasTime = false
                    $0.start = DigestSample.date("2026-11-26")
                }
            ]).all("VEVENT").first)
        #expect(one["DTSTART"] == "20261126")
        #expect(one["DTEND"] == "20261127")
        #expect(one.parameters(of: "DTSTART") == "VALUE=DATE")
        let three = try #require(
            calendar([
                item(1) {
                    $0.hasTime = false
                    $0.start = DigestSample.date("2026-11-26")
                    $0.end = DigestSample.date("2026-11-28")
                }
            ]).all("VEVENT").first)
        #expect(three["DTEND"] == "20261129")
    }

    @Test(
        "tells what became of an event by its status",
        arguments: [
            ("scheduled", "CONFIRMED"), ("cancelled", "CANCELLED"), ("postponed", "TENTATIVE"),
            ("moved-online", "CONFIRMED"),
        ])
    func status(status: String, property: String) throws {
        let event = try #require(calendar([item(1) { $0.status = status }]).all("VEVENT").first)
        #expect(event["STATUS"] == property)
    }

    @Test("leaves an end out that doesn't follow the start")
    func wrongEnd() throws {
        let event = try #require(
            calendar([item(1) { $0.end = DigestSample.date("2026-11-26 05:00") }]).all("VEVENT").first)
        #expect(event["DTEND"] == nil)
    }

    @Test("says who speaks, where, who organises, and that it is off the record")
    func details() throws {
        let event = try #require(
            calendar([
                item(1) {
                    $0.venue = "Hall 7; Floor 2, Pier"
                    $0.organiser = "Meridian"
                    $0.speakers = [
                        Speaker(name: "Lin Wei", affiliation: "Institute"), Speaker(name: "Ada Quill"),
                    ]
                    $0.offTheRecord = true
                }
            ]).all("VEVENT").first)
        #expect(event["LOCATION"] == "Hall 7\\; Floor 2\\, Pier")
        let description = try #require(event["DESCRIPTION"])
        #expect(description.contains("Organised by Meridian."))
        #expect(description.contains("Speakers: Lin Wei\\, Institute\\; Ada Quill."))
        #expect(description.contains("Off the record."))
        #expect(event["URL"] == "https://meridian.example.org/events/1")
    }

    @Test("has no line of more than 75 octets and no bare line feed, whatever stands in it")
    func folded() {
        var random = SplitMix(seed: 3)
        let pieces = ["海上保安会議", "a", "é", "👩‍🚀", ";", ",", "\\", "\n", "END:VEVENT", "word", "\u{1B}", "\r"]
        for _ in 0..<50 {
            let title = (0..<40).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
            let text = ICalendar(name: "aggd").render([item(1, title) { $0.venue = title }])
            #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 75 })
            #expect(!text.replacing("\r\n", with: "").unicodeScalars.contains { $0.value < 0x20 })
            let calendar = Calendar(text)
            #expect(calendar.isBalanced)
            #expect(calendar.all("VEVENT").count == 1)
        }
    }

    @Test("keeps an event's UID when its time and title change, and gives another event another one")
    func identifiers() throws {
        func uid(_ item: Item) -> String? { calendar([item]).all("VEVENT").first?["UID"] }
        let first = item(1) { $0.timeZone = "Asia/Hong_Kong" }
        var moved = item(1, "Another title") { $0.start = DigestSample.date("2026-12-01 08:00") }
        moved.version = 3
        #expect(uid(first) == uid(moved))
        #expect(calendar([moved]).all("VEVENT").first?["SEQUENCE"] == "2")
        #expect(uid(item(2) { _ in }) != uid(first))
        #expect(uid(first)?.hasSuffix("@desk.example.org") == true)
    }
}
