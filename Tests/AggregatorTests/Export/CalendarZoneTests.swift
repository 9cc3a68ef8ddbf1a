import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

/// The offsets that a VTIMEZONE describes, as a program without a zone database of its own uses them.
private struct DescribedZone {
    /// When each offset begins, on the local clock of the offset before.
    private var observances: [(start: Int, from: Int, to: Int)] = []

    init?(_ calendar: String, id: String) {
        let lines = calendar.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
        guard let begin = lines.firstIndex(of: "TZID:\(id)"),
            let end = lines[begin...].firstIndex(of: "END:VTIMEZONE")
        else { return nil }
        var start = 0
        var from = 0
        for line in lines[begin..<end] {
            if line.hasPrefix("DTSTART:") { start = Self.seconds(line.dropFirst(8)) }
            if line.hasPrefix("TZOFFSETFROM:") { from = Self.offset(line.dropFirst(13)) }
            if line.hasPrefix("TZOFFSETTO:") {
                observances.append((start, from, Self.offset(line.dropFirst(11))))
            }
        }
    }

    /// The instant of a local time: the last observance that has begun decides.
    func instant(_ local: Int) -> Int {
        let current = observances.filter { $0.start <= local }.max { $0.start < $1.start }
        return local - (current?.to ?? observances.first?.from ?? 0)
    }

    /// `20261126T140000` as seconds of a clock.
    static func seconds(_ text: Substring) -> Int {
        let digits = text.filter(\.isNumber).compactMap(\.wholeNumberValue)
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        let days = CivilTime.days(year: number(0..<4), month: number(4..<6), day: number(6..<8))
        return days * 86400 + number(8..<10) * 3600 + number(10..<12) * 60 + number(12..<14)
    }

    private static func offset(_ text: Substring) -> Int {
        let digits = text.dropFirst()
        let hours = Int(digits.prefix(2)) ?? 0
        let minutes = Int(digits.dropFirst(2).prefix(2)) ?? 0
        return (text.hasPrefix("-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

@Suite("The zone of an event, described in the calendar") struct CalendarZoneTests {
    private func item(_ number: Int64, _ start: Date, zone: String) -> Item {
        ExportSample.item(number, source: "meridian") {
            $0.title = "Talk \(number)"
            $0.guid = "\(number)"
            $0.kind = .event
            var event = Event()
            event.start = start
            event.end = start.addingTimeInterval(5400)
            event.timeZone = zone
            $0.event = event
        }
    }

    @Test(
        "leads every program to the right instant, on all days of the year",
        arguments: [
            "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "America/St_Johns",
            "Asia/Kolkata",
            "Asia/Kathmandu", "Asia/Tokyo", "Australia/Sydney", "Australia/Lord_Howe", "America/Santiago",
            "Africa/Cairo",
            "Asia/Tehran", "Pacific/Auckland", "Pacific/Apia", "Atlantic/Azores", "Europe/Moscow",
            "Africa/Casablanca",
            "UTC+08:00", "UTC-03:30",
        ])
    func instants(zone: String) throws {
        let items = (0..<73).map { step in
            item(
                Int64(step + 1),
                DigestSample.date("2026-01-03 10:17").addingTimeInterval(Double(step) * 5 * 86400), zone: zone
            )
        }
        let calendar = ICalendar(name: "x").render(items)
        let id = zone.filter { $0 != ":" }
        let described = try #require(DescribedZone(calendar, id: id))
        let starts = calendar.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
            .filter { $0.hasPrefix("DTSTART;TZID=\(id):") }
            .map { DescribedZone.seconds($0.dropFirst("DTSTART;TZID=\(id):".count)) }
        #expect(starts.count == items.count)
        for (item, start) in zip(items, starts) {
            let wanted = Int(try #require(item.content.event?.start).timeIntervalSince1970)
            #expect(described.instant(start) == wanted, "\(zone) \(item.content.title)")
        }
    }

    @Test("is described once, however many events take place in it, and in the order of the names")
    func once() {
        let items = ["Europe/London", "Asia/Tokyo", "Europe/London", "Asia/Tokyo", "UTC", "GMT"].enumerated()
            .map {
                item(Int64($0.offset + 1), DigestSample.date("2026-07-01 10:00"), zone: $0.element)
            }
        let lines = ICalendar(name: "x").render(items).components(separatedBy: "\r\n")
        #expect(lines.filter { $0.hasPrefix("TZID:") } == ["TZID:Asia/Tokyo", "TZID:Europe/London"])
        #expect(lines.filter { $0 == "DTSTART:20260701T100000Z" }.count == 2)
    }

    @Test("that nobody knows is written as UTC, and not described")
    func unknown() {
        let calendar = ICalendar(name: "x").render([
            item(1, DigestSample.date("2026-07-01 10:00"), zone: "Mars/Olympus")
        ])
        #expect(!calendar.contains("VTIMEZONE"))
        #expect(calendar.contains("DTSTART:20260701T100000Z\r\n"))
        #expect(calendar.contains("DTEND:20260701T113000Z\r\n"))
    }

    @Test(
        "of an event decades away is described around that event, not around today",
        arguments: ["1998-07-10 13:00", "2049-07-10 13:00"])
    func farAway(moment: String) throws {
        let start = DigestSample.date(moment)
        let calendar = ICalendar(name: "x").render([item(1, start, zone: "Europe/London")])
        let described = try #require(DescribedZone(calendar, id: "Europe/London"))
        let line = try #require(
            calendar.components(separatedBy: "\r\n").first { $0.hasPrefix("DTSTART;TZID=Europe/London:") })
        #expect(
            described.instant(DescribedZone.seconds(line.dropFirst("DTSTART;TZID=Europe/London:".count)))
                == Int(start.timeIntervalSince1970))
    }
}

@Suite("Lists of sources, at their edges") struct SourceImportEdgeTests {
    private func names(_ text: String) -> [String] {
        var list = SourceImport()
        list.addNewsboat(text)
        return list.sources.map(\.name)
    }

    @Test(
        "newsboat's lines are read as newsboat reads them",
        arguments: [
            ("https://a.example.org/", ["a-example-org"]), ("  https://a.example.org/  ", ["a-example-org"]),
            ("#https://a.example.org/", []), ("", []), ("\n\n", []),
            ("https://a.example.org/ \"~Two Words\"", ["two-words"]),
            ("https://a.example.org/ ~", ["a-example-org"]),
            ("\"https://a.example.org/\"", ["a-example-org"]),
            ("ftp://a.example.org/", []), ("https://www.a.example.org/x", ["a-example-org"]),
        ])
    func newsboat(text: String, expected: [String]) { #expect(names(text) == expected) }

    @Test(
        "what is made of them is a configuration without mistakes",
        arguments: [
            "https://a.example.org/?q=\"x\"&y='z'", "https://a.example.org/ \"tag, with; marks\" ~Title",
            "https://ä.example.org/ ö",
            "https://a.example.org/#frag", "https://a.example.org/\\", "https://[::1]/feed",
            "https://a.example.org/ \"~He said 'no' \\\\ \"",
        ])
    func blocks(text: String) throws {
        var list = SourceImport()
        list.addNewsboat(text)
        let source = try #require(list.sources.first)
        let (configuration, errors) = FeedsConf.load(text: SourceBlock.render(source))
        #expect(errors.map(\.description) == [])
        #expect(configuration.sources.first?.urls == source.urls)
        #expect(configuration.sources.first?.tags == source.tags)
    }

    @Test("rss2email's sections without an address, and keys of others, are passed over")
    func rss2email() {
        var list = SourceImport()
        list.addRSS2Email(
            """
            [DEFAULT]
            [feed.one]
            user-agent = x
            [feed.two]
            url = https://two.example.org/
            [other]
            url = https://other.example.org/
            [feed.three]
            ; url = https://no.example.org/
            url=https://three.example.org/%%7Ex
            """)
        #expect(list.sources.map(\.name) == ["two", "three"])
        #expect(list.sources.last?.urls == ["https://three.example.org/%7Ex"])
    }

    @Test(
        "an address that can't be polled is left out with a word, since it would make the file wrong",
        arguments: [
            "feed://a.example.org/", "ftp://a.example.org/", "a.example.org", "https://", "https://a b/",
            "javascript:alert(1)",
        ])
    func noWebAddress(url: String) {
        var list = SourceImport()
        list.addRSS2Email("[feed.x]\nurl = \(url)\n")
        var subscription = Subscription()
        subscription.title = "X"
        subscription.xmlUrl = url
        list.addOPML([subscription])
        #expect(list.sources == [])
        #expect(list.notes == Array(repeating: "\"\(url)\" is no web address; left out", count: 2))
    }

    @Test("a name or a language that feeds.conf doesn't take is replaced or left out")
    func strangersWords() throws {
        var list = SourceImport()
        for (number, (name, language)) in [
            ("two words", "en_US"), ("a\nrank = 7", "unknown"), ("-x", "english please"), ("fine", "zh-Hant"),
        ].enumerated() {
            var subscription = Subscription()
            subscription.title = "Title \(number)"
            subscription.xmlUrl = "https://e.org/\(number)"
            subscription.language = language
            subscription.attributes = ["aggd:name": name]
            list.addOPML([subscription])
        }
        #expect(list.sources.map(\.name) == ["title-0", "title-1", "title-2", "fine"])
        #expect(list.sources.map(\.language) == ["en-US", nil, nil, "zh-Hant"])
        let text = list.sources.map { SourceBlock.render($0) }.joined(separator: "\n")
        #expect(FeedsConf.load(text: text).1.map(\.description) == [])
    }

    @Test("hundreds of feeds with one title get names of their own")
    func manyNames() {
        let text = (1...300).map { "https://e.org/\($0) ~Same" }.joined(separator: "\n")
        let names = names(text)
        #expect(names.count == 300)
        #expect(Set(names).count == 300)
        #expect(names.first == "same")
        #expect(names.last == "same-300")
    }

    @Test("a file of anything is answered, line by line", arguments: [1, 2, 3] as [UInt64])
    func anything(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let pieces = [
            "https://e.org/", "\"", "~", "!", "#", " ", "\t", "\n", "[feed.", "]", "url", "=", "é", "\u{0}",
            "%%",
        ]
        for _ in 0..<200 {
            let text = (0..<30).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
            var list = SourceImport()
            list.addNewsboat(text)
            list.addRSS2Email(text)
            let names = list.sources.map(\.name)
            #expect(Set(names).count == names.count)
            #expect(names.allSatisfy { FeedsConfEditor.isName($0) }, "\(names)")
        }
    }
}
