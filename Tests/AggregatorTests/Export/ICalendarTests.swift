import Aggregator
import Foundation
import Testing

@Suite("Events as a calendar")
struct ICalendarTests {
    private func lines(_ items: [Item]) -> [String] {
        ICalendar(name: "Coming up", domain: "monitor.example.org").render(items)
            .replacing("\r\n ", with: "").components(separatedBy: "\r\n")
    }

    @Test("stand at the time of their own zone")
    func time() {
        let lines = lines([ExportSample.talk])
        #expect(lines.contains("DTSTART;TZID=Asia/Hong_Kong:20261126T140000"))
        #expect(lines.contains("DTEND;TZID=Asia/Hong_Kong:20261126T153000"))
        #expect(lines.contains("TZID:Asia/Hong_Kong"))
        #expect(lines.contains("TZOFFSETTO:+0800"))
        #expect(lines.contains("SUMMARY:Early Warning\\; Stability\\, at Sea"))
        #expect(lines.contains("LOCATION:Harbour Hall\\, 7th Floor\\, Peninsula Conference Centre"))
        #expect(lines.contains("STATUS:CONFIRMED"))
        #expect(lines.contains("SEQUENCE:0"))
    }

    @Test("bring the changes of the clock around them")
    func zone() {
        var talk = ExportSample.talk
        talk.content.event?.timeZone = "Europe/London"
        let lines = lines([talk])
        #expect(lines.contains("DTSTART:20260329T010000"))
        #expect(lines.contains("DTSTART:20261025T020000"))
        #expect(lines.contains("DTSTART;TZID=Europe/London:20261126T060000"))
    }

    @Test("have an identifier of an offset that needs no quotes")
    func offset() {
        var talk = ExportSample.talk
        talk.content.event?.timeZone = "UTC+08:00"
        let lines = lines([talk])
        #expect(lines.contains("TZID:UTC+0800"))
        #expect(lines.contains("DTSTART;TZID=UTC+0800:20261126T140000"))
    }

    @Test("are written in UTC where no zone is known")
    func utc() {
        var talk = ExportSample.talk
        talk.content.event?.timeZone = nil
        #expect(lines([talk]).contains("DTSTART:20261126T060000Z"))
    }

    @Test("of whole days end on the day after the last")
    func days() {
        var talk = ExportSample.talk
        talk.content.event?.hasTime = false
        talk.content.event?.timeZone = nil
        talk.content.event?.start = DigestSample.date("2026-11-26")
        talk.content.event?.end = DigestSample.date("2026-11-27")
        let lines = lines([talk])
        #expect(lines.contains("DTSTART;VALUE=DATE:20261126"))
        #expect(lines.contains("DTEND;VALUE=DATE:20261128"))
    }

    @Test("keep their UID and raise their SEQUENCE when they change")
    func sequence() {
        func value(_ name: String, _ item: Item) -> String? { lines([item]).first { $0.hasPrefix(name) } }
        let before = ExportSample.talk
        var after = ExportSample.talk
        after.version = 3
        after.changed = DigestSample.date("2026-11-24 10:00")
        after.content.event?.start = DigestSample.date("2026-11-27 06:00")
        after.content.event?.status = "cancelled"
        #expect(value("UID:", before) == value("UID:", after))
        #expect(value("SEQUENCE:", after) == "SEQUENCE:2")
        #expect(value("STATUS:", after) == "STATUS:CANCELLED")
        #expect(value("DTSTAMP:", after) == "DTSTAMP:20261124T100000Z")
    }

    @Test("are folded at 75 octets without cutting a character")
    func folding() {
        var talk = ExportSample.talk
        talk.content.title = String(repeating: "Überblick 防衛 ", count: 20)
        let text = ICalendar(name: "x").render([talk])
        for line in text.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 75) }
        #expect(text.replacing("\r\n ", with: "").contains("Überblick 防衛 Überblick"))
    }

    @Test("without a start are left out")
    func noStart() {
        var talk = ExportSample.talk
        talk.content.event?.start = nil
        #expect(!lines([talk]).contains("BEGIN:VEVENT"))
        #expect(lines([ExportSample.commentary]).count == 8)
    }

    @Test("can't break out of their text")
    func injection() {
        var talk = ExportSample.talk
        talk.content.title = "A\r\nATTENDEE:mailto:x@example.org"
        #expect(!lines([talk]).contains { $0.hasPrefix("ATTENDEE") })
    }
}
