import Foundation
import Testing

@testable import FeedParse

@Suite("The hours of an event") struct EventTimeTests {
    @Test(
        "are read with their zone",
        arguments: [
            ("2:00 PM—3:30 PM HKT (UTC + 8)", 840, 930, "Asia/Hong_Kong"),
            ("March 3, 2026 | 10:00 – 11:30 a.m. EST | Hall", 600, 690, "America/New_York"),
            ("9:00 a.m. ET / 3:00 p.m. CET", 540, nil, "America/New_York"),
            ("18:30–20:00 Uhr (MEZ)", 1110, 1200, "Europe/Berlin"),
            ("de 17h30 à 19h (heure de Paris)", 1050, 1140, "Europe/Paris"),
            ("16:00–17:30 (МСК)", 960, 1050, "Europe/Moscow"),
            ("12:00 noon BST", 720, nil, "Europe/London"), ("11:00 – 1:00 p.m.", 660, 780, nil),
            ("2 – 3:30 pm", 840, 930, nil),
        ] as [(String, Int, Int?, String?)])
    func read(_ text: String, _ start: Int, _ end: Int?, _ zone: String?) {
        let time = EventTime.read(text)
        #expect(time?.start == start)
        #expect(time?.end == end)
        #expect(time?.zone?.name == zone)
    }

    @Test(
        "are not read out of dates and numbers",
        arguments: ["12.05.2026", "July 10, 2019", "Room 12, 4th floor", "1 Zhongguancun E Rd, Suite 402"])
    func traps(_ text: String) {
        #expect(EventTime.read(text) == nil)
    }

    @Test("take an explicit offset before an abbreviation")
    func offset() {
        #expect(ZoneWords.find(in: "EST (UTC + 8)") == ZoneWords.Zone(name: nil, offset: 28800))
    }

    @Test(
        "take no minutes from a number that isn't any", arguments: ["UTC+8:99", "UTC+8:999999999999999999"])
    func offsetMinutes(_ text: String) {
        #expect(ZoneWords.find(in: text) == ZoneWords.Zone(name: nil, offset: 28800))
    }
}

@Suite("The days of an event") struct EventDaysTests {
    @Test(
        "may be several",
        arguments: [
            "May 4–6, 2026", "4.–6. Mai 2026", "4-6 mai 2026", "del 4 al 6 de mayo de 2026",
            "May 4, 2026 – May 6, 2026",
        ])
    func several(_ text: String) {
        let days = EventDays.read(text)
        #expect(days?.start.date == DateParser.parse("2026-05-04")?.date)
        #expect(days?.end?.date == DateParser.parse("2026-05-06")?.date)
    }

    @Test("are one otherwise")
    func one() {
        #expect(EventDays.read("Wednesday, July 10, 2019")?.end == nil)
    }
}

@Suite("An event page") struct EventPageTests {
    private let page = """
        <html lang="en"><head><title>Dams and Treaties | The Institute</title></head><body><header><a href="/">The Institute</a></header>
        <div class="hero"><div>Event</div><h1>Dams and Treaties</h1><div>July 10, 2019</div><div>2:00 PM—3:30 PM HKT (UTC + 8)</div>
        <div>Room A, Old Hall, 7th Floor, River Hotel</div></div>
        <div class="col main"><p>Given how hard it is to share a river, the neighbours have strong reasons to keep building dams of their own, which the report of this year shows once more.</p>
        <p>Mei Sun moderated a discussion about recent research on the water levels of both basins. This event was off the record.</p></div>
        <div class="col"><h3>DISCUSSION HIGHLIGHTS</h3><h4>MEI SUN</h4><p>Mei Sun is a fellow in the Water Program at the Institute, based in the capital.</p>
        <h4>LI BO</h4><p>Li Bo is a researcher at the Academy of Rivers.</p></div>
        <div class="newsletter"><h4>Missed the event?</h4><p>Sign up to receive emails from the Institute.</p></div>
        <footer><p>1 River Rd, Building 9, Suite 402</p><p>© 2021 All Rights Reserved</p></footer></body></html>
        """

    @Test("tells start, end, zone, place and speakers")
    func everything() throws {
        let article = try ArticleReader().read(
            Array(page.utf8), url: "https://institute.example/events/dams", contentType: nil)
        let event = try #require(article.event)
        #expect(article.kind == .event)
        #expect(event.start == StatedDate(date: Date(timeIntervalSince1970: 1_562_738_400), offset: 28800))
        #expect(event.end == StatedDate(date: Date(timeIntervalSince1970: 1_562_743_800), offset: 28800))
        #expect(event.timeZone == "Asia/Hong_Kong")
        #expect(event.venue == "Room A, Old Hall, 7th Floor, River Hotel")
        #expect(event.offTheRecord)
        #expect(
            event.speakers == [
                Speaker(
                    name: "Mei Sun",
                    affiliation: "fellow in the Water Program at the Institute, based in the capital",
                    role: "moderator"),
                Speaker(name: "Li Bo", affiliation: "researcher at the Academy of Rivers"),
            ])
        #expect(article.text.hasPrefix("Given how hard"))
        #expect(article.text.hasSuffix("Li Bo is a researcher at the Academy of Rivers."))
        #expect(!article.text.contains("Missed") && !article.text.contains("HIGHLIGHTS"))
    }

    @Test("believes schema.org only about itself")
    func linked() throws {
        let data = """
            <script type="application/ld+json">[{"@type":"Event","name":"Another Evening","startDate":"2030-01-01T10:00Z"},
            {"@type":"Event","name":"Dams and Treaties","startDate":"2019-07-10T14:00:00+08:00","location":{"@type":"Place","name":"Old Hall"},
            "eventStatus":"https://schema.org/EventCancelled"}]</script><h1>
            """
        let html = page.replacing("<h1>", with: data)
        let event = try ArticleReader().read(Array(html.utf8), url: nil, contentType: nil).event
        #expect(event?.venue == "Old Hall")
        #expect(event?.status == "cancelled")
        #expect(event?.start?.offset == 28800)
    }

    @Test(
        "doesn't believe data that has a part of its name",
        arguments: [
            ("Dams", nil, false), ("Dams", "https://institute.example/events/other", false),
            ("Dams and Treaties II", "https://institute.example/events/two", false),
            ("Dams and Treaties: a talk", nil, true),
            ("Dams and Treaties: a talk", "https://tickets.example/77", true),
            ("Dams", "https://institute.example/events/dams", true),
            ("Dams and Treaties", "https://tickets.example/77", true),
        ] as [(String, String?, Bool)])
    func part(_ name: String, _ address: String?, _ isOwn: Bool) throws {
        let here = "https://institute.example/events/dams"
        let url = address.map { ",\"url\":\"\($0)\"" } ?? ""
        let linked =
            "<script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"\(name)\",\"startDate\":\"2030-01-01T10:00Z\"\(url)}</script>"
        let link = address.map { "<link itemprop=\"url\" href=\"\($0)\">" } ?? ""
        let marked =
            "<div itemscope itemtype=\"https://schema.org/Event\"><b itemprop=\"name\">\(name)</b>\(link)<time itemprop=\"startDate\" datetime=\"2030-01-01T10:00Z\"></time></div>"
        for (data, from) in [(linked, "json-ld"), (marked, "microdata")] {
            let html = page.replacing("<footer>", with: data + "<footer>")
            let article = try ArticleReader().read(Array(html.utf8), url: here, contentType: nil)
            #expect((article.provenance["event"] == from) == isOwn, "\(from): \(name), \(url)")
        }
    }

    @Test("tells what a speaker is, and where")
    func jobAndHouse() throws {
        let data =
            "<script type=\"application/ld+json\">{\"@type\":\"Event\",\"name\":\"Dams and Treaties\",\"startDate\":\"2019-07-10T14:00:00+08:00\",\"performer\":[{\"@type\":\"Person\",\"name\":\"Ada Quill\",\"jobTitle\":\"Fellow\",\"affiliation\":{\"@type\":\"Organization\",\"name\":\"Harbour Institute\"}},{\"@type\":\"Person\",\"name\":\"Ben Stroud\",\"jobTitle\":\"Editor of The Post\",\"worksFor\":{\"name\":\"The Post\"}}]}</script><h1>"
        let html = page.replacing("<h1>", with: data)
        let event = try ArticleReader().read(Array(html.utf8), url: nil, contentType: nil).event
        #expect(event?.speakers.map(\.affiliation) == ["Fellow, Harbour Institute", "Editor of The Post"])
    }

    @Test("is not made of an article's date or of opening hours")
    func noEvent() throws {
        let html =
            "<h1>News</h1><p>March 3, 2026</p><p>Mo–Fr 9:00–17:00 Uhr</p><p>The council agreed on a plan for the harbour and its old customs house, after years of debate.</p>"
        #expect(
            try ArticleReader().read(Array(html.utf8), url: "https://x.example/news/1", contentType: nil)
                .event == nil)
    }
}
