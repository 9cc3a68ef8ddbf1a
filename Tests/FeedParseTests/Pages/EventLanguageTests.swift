import Foundation
import Testing

@testable import FeedParse

private let text =
    "The panel looks at what upstream dams mean for old water treaties, and at what the next decade may bring for the towns below them."

private func event(
    _ lines: [String], language: String = "en", title: String = "Dams and Treaties",
    url: String = "https://institute.example/events/dams", zone: String? = nil
) throws -> ParsedEvent? {
    let body = lines.map { "<p>\($0)</p>" }.joined()
    let page =
        "<html lang=\"\(language)\"><head><title>\(title)</title></head><body><main><h1>\(title)</h1>\(body)<p>\(text)</p><p>\(text)</p></main></body></html>"
    var rules = PageRules()
    rules.timeZone = zone
    return try ArticleReader(rules: rules).read(Array(page.utf8), url: url, contentType: nil).event
}

private func instant(_ text: String) -> Date? { DateParser.parse(text)?.date }

@Suite("An event's date, hour and place") struct EventLanguageTests {
    @Test(
        "are read in the languages of the houses that hold them",
        arguments: [
            (["Tuesday, May 12, 2026", "6:00 PM – 7:30 PM CEST", "Harbour Hall"], "en"),
            (["Dienstag, 12. Mai 2026", "18:00–19:30 Uhr (MESZ)", "Ort: Harbour Hall"], "de"),
            (["Mardi 12 mai 2026", "de 18h00 à 19h30 (heure de Paris)", "Lieu : Harbour Hall"], "fr"),
            (["martes, 12 de mayo de 2026", "18:00 a 19:30 horas (Madrid)", "Lugar: Harbour Hall"], "es"),
            (["martedì 12 maggio 2026", "ore 18:00 – 19:30 (Roma)", "Luogo: Harbour Hall"], "it"),
            (["wtorek, 12 maja 2026", "18:00–19:30 (Warszawa)", "Miejsce: Harbour Hall"], "pl"),
            (["dinsdag 12 mei 2026", "18:00 – 19:30 (Amsterdam)", "Locatie: Harbour Hall"], "nl"),
            (["tisdag 12 maj 2026", "18:00–19:30 (Stockholm)", "Plats: Harbour Hall"], "sv"),
            (["tirsdag 12. mai 2026", "18:00–19:30 (Oslo)", "Sted: Harbour Hall"], "no"),
        ])
    func languages(_ lines: [String], _ language: String) throws {
        let event = try #require(try event(lines, language: language))
        #expect(event.start?.date == instant("2026-05-12T18:00:00+02:00"), "\(lines)")
        #expect(event.end?.date == instant("2026-05-12T19:30:00+02:00"), "\(lines)")
        #expect(event.venue == "Harbour Hall", "\(lines)")
        #expect(event.timeZone?.hasPrefix("Europe/") == true, "\(lines): \(event.timeZone ?? "none")")
    }

    @Test(
        "take the zone that is named",
        arguments: [
            ("10:00 a.m. – 11:00 a.m. ET", "2026-07-10T10:00:00-04:00", "America/New_York"),
            ("10:00 a.m. – 11:00 a.m. Eastern Time", "2026-07-10T10:00:00-04:00", "America/New_York"),
            ("10:00–11:00 PT", "2026-07-10T10:00:00-07:00", "America/Los_Angeles"),
            ("10:00–11:00 BST", "2026-07-10T10:00:00+01:00", "Europe/London"),
            ("10:00–11:00 (London)", "2026-07-10T10:00:00+01:00", "Europe/London"),
            ("10:00–11:00 SGT", "2026-07-10T10:00:00+08:00", "Asia/Singapore"),
            ("10:00–11:00 JST", "2026-07-10T10:00:00+09:00", "Asia/Tokyo"),
            ("10:00–11:00 IST (UTC+5:30)", "2026-07-10T10:00:00+05:30", "Asia/Kolkata"),
            ("10:00–11:00 (Beijing)", "2026-07-10T10:00:00+08:00", "Asia/Shanghai"),
            ("10:00–11:00 GMT+03:00", "2026-07-10T10:00:00+03:00", "UTC+03:00"),
            ("10:00–11:00 UTC−5", "2026-07-10T10:00:00-05:00", "UTC-05:00"),
            ("10:00–11:00 AEST", "2026-07-10T10:00:00+10:00", "Australia/Sydney"),
            ("10:00–11:00 по московскому времени", "2026-07-10T10:00:00+03:00", "Europe/Moscow"),
        ])
    func zones(_ hours: String, _ start: String, _ zone: String) throws {
        let event = try #require(try event(["July 10, 2026", hours, "Harbour Hall"]))
        #expect(event.start?.date == instant(start), "\(hours)")
        #expect(event.timeZone == zone, "\(hours)")
    }

    @Test("believe an offset before an abbreviation")
    func offset() throws {
        let event = try #require(
            try event(["July 10, 2019", "2:00 PM—3:30 PM HKT (UTC + 8)", "Harbour Hall"]))
        #expect(event.start?.date == instant("2019-07-10T14:00:00+08:00"))
        #expect(event.end?.date == instant("2019-07-10T15:30:00+08:00"))
        #expect(event.timeZone == "Asia/Hong_Kong")
    }

    @Test("take the first of several zones in one line")
    func severalZones() throws {
        let event = try #require(try event(["March 3, 2026", "9:00 a.m. ET / 3:00 p.m. CET", "Online"]))
        #expect(event.start?.date == instant("2026-03-03T09:00:00-05:00"))
        #expect(event.timeZone == "America/New_York")
    }

    @Test("are in the source's zone when the page names none")
    func ownZone() throws {
        let summer = try #require(
            try event(["July 10, 2026", "14:00–15:30", "Harbour Hall"], zone: "Europe/Vienna"))
        #expect(summer.start?.date == instant("2026-07-10T14:00:00+02:00"))
        #expect(summer.timeZone == "Europe/Vienna")
        let winter = try #require(
            try event(["January 12, 2026", "14:00–15:30", "Harbour Hall"], zone: "Europe/Vienna"))
        #expect(winter.start?.date == instant("2026-01-12T14:00:00+01:00"))
    }

    @Test("end on the next day when the end is earlier than the start")
    func overnight() throws {
        let event = try #require(try event(["July 10, 2026", "10:00 PM – 1:00 AM BST", "Harbour Hall"]))
        #expect(event.start?.date == instant("2026-07-10T22:00:00+01:00"))
        #expect(event.end?.date == instant("2026-07-11T01:00:00+01:00"))
    }

    @Test(
        "span several days",
        arguments: [
            "May 4–6, 2026", "4–6 May 2026", "4.–6. Mai 2026", "du 4 au 6 mai 2026",
            "del 4 al 6 de mayo de 2026",
            "dal 4 al 6 maggio 2026", "4 – 6 мая 2026", "4-6 maja 2026", "4–6 mei 2026",
            "May 4, 2026 to May 6, 2026",
            "4. bis 6. Mai 2026",
        ])
    func days(_ line: String) throws {
        let event = try #require(try event([line, "Harbour Hall"]), "\(line)")
        #expect(event.start?.date == instant("2026-05-04"), "\(line)")
        #expect(event.end?.date == instant("2026-05-06"), "\(line)")
    }

    @Test("are labelled in two columns")
    func labels() throws {
        let lines = [
            "When", "Tuesday, May 12, 2026, 6:00 PM – 7:30 PM BST", "Where", "Harbour Hall, 1 Quay Street",
        ]
        let event = try #require(try event(lines))
        #expect(event.start?.date == instant("2026-05-12T18:00:00+01:00"))
        #expect(event.venue == "Harbour Hall, 1 Quay Street")
    }

    @Test(
        "are not made of opening hours, prices and floors",
        arguments: [
            ["Opening hours: Mon–Fri 9:00–17:00"], ["Öffnungszeiten: Mo–Fr 9:00–17:00 Uhr"],
            ["Tickets: 12.50"],
            ["Room 4.02, 3rd floor"], ["Call 030 1234567"],
        ])
    func traps(_ lines: [String]) throws {
        let event = try event(lines)
        #expect(event?.start == nil, "\(lines)")
    }

    @Test("are not looked for in a news story")
    func news() throws {
        let found = try event(
            ["Published May 12, 2026", "By Ada Quill"], url: "https://post.example/2026/05/12/dams")
        #expect(found == nil)
    }
}

@Suite("Who speaks at an event") struct EventSpeakerTests {
    private func speakers(_ lines: [String], headings: Set<Int>) -> [Speaker] {
        SpeakerReader.read(
            lines.enumerated().map { CopyLine(text: $0.element, isHeading: headings.contains($0.offset)) })
    }

    @Test(
        "is announced in many languages",
        arguments: [
            "Speakers", "Panelists", "PANELLISTS", "Discussants", "Referenten", "Referierende", "Mitwirkende",
            "Podium",
            "Intervenants", "Orateurs", "Ponentes", "Participantes", "Relatori", "Palestrantes", "Sprekers",
            "Участники",
            "Спикеры", "Докладчики", "Prelegenci", "Uczestnicy", "Talare", "Foredragsholdere", "发言人", "嘉宾",
        ])
    func labels(_ label: String) {
        let found = speakers(
            [
                label, "Ada Quill", "Ada Quill is a fellow at the Institute. She writes.", "Ben Stroud",
                "Ben Stroud is an editor at the Post.",
            ],
            headings: [0, 1, 3])
        #expect(found.map(\.name) == ["Ada Quill", "Ben Stroud"], "\(label)")
        #expect(found.first?.affiliation == "fellow at the Institute")
    }

    @Test("may be written in capitals and is then named as the text names them")
    func capitals() {
        let found = speakers(
            [
                "DISCUSSION HIGHLIGHTS", "ADA QUILL", "Ada Quill is the director of the Harbour Council.",
                "BEN STROUD", "Ben Stroud was a pilot.",
            ],
            headings: [])
        #expect(found.map(\.name) == ["Ada Quill", "Ben Stroud"])
        #expect(found.map(\.affiliation) == ["director of the Harbour Council", "pilot"])
    }

    @Test("moderates when the heading says so")
    func moderator() {
        let found = speakers(
            [
                "Speakers", "Ada Quill", "Fellow, the Institute", "Moderator", "Ben Stroud",
                "Editor, the Post",
            ], headings: [0, 1, 3, 4])
        #expect(found.map(\.role) == [nil, "moderator"])
        #expect(found.map(\.affiliation) == ["Fellow, the Institute", "Editor, the Post"])
    }

    @Test("is nobody without a heading that announces them")
    func unannounced() {
        #expect(speakers(["About us", "Ada Quill", "Ada Quill is a fellow."], headings: [0, 1]).isEmpty)
        #expect(speakers(["Speakers", "Register here", "The hall opens at six."], headings: [0]).isEmpty)
    }

    @Test(
        "is described without the verb",
        arguments: [
            (" is a fellow at the Institute. She", "fellow at the Institute"),
            (" ist Leiterin des Amts.", "Leiterin des Amts"),
            (" est directrice du Conseil.", "directrice du Conseil"),
            (" es profesora en la Escuela.", "profesora en la Escuela"),
            (", Harbour Council", "Harbour Council"), (" – Harbour Council", "Harbour Council"),
            (" jest posłanką.", "posłanką"),
            (".", nil), ("", nil),
        ] as [(String, String?)])
    func affiliation(_ rest: String, _ expected: String?) {
        #expect(SpeakerReader.affiliation(rest) == expected)
    }
}

@Suite("An event page in columns") struct EventColumnTests {
    private let page = """
        <html><head><title>Dams and Treaties</title></head><body><div class="page"><div class="hero"><h1>Dams and Treaties</h1>
        <div>July 10, 2026</div><div>2:00 PM—3:30 PM HKT (UTC + 8)</div><div>Harbour Hall</div></div>
        <div class="columns"><div class="col main"><p>\(text)</p><p>\(text)</p></div>
        <div class="col"><h3>Speakers</h3><div class="person"><h4>Ada Quill</h4><p class="bio">Ada Quill is a fellow at the Institute.</p></div>
        <div class="person"><h4>Ben Stroud</h4><p class="bio">Ben Stroud is an editor at the Post.</p></div></div></div></div></body></html>
        """

    @Test("keeps what it says about the speakers")
    func biographies() throws {
        let article = try ArticleReader().read(
            Array(page.utf8), url: "https://institute.example/events/dams", contentType: nil)
        #expect(article.event?.speakers.map(\.name) == ["Ada Quill", "Ben Stroud"])
        #expect(article.text.contains("Ada Quill is a fellow at the Institute."))
        #expect(article.text.contains("Ben Stroud is an editor at the Post."))
        #expect(article.text.ranges(of: "Ben Stroud is an editor").count == 1)
    }

    @Test("names its place without the label, in microdata too")
    func labelled() throws {
        let page =
            "<html><head><title>Dams</title></head><body><div itemscope itemtype=\"https://schema.org/Event\"><h1 itemprop=\"name\">Dams</h1>"
            + "<time itemprop=\"startDate\" datetime=\"2026-07-10T14:00:00+08:00\">10 July</time>"
            + "<div itemprop=\"location\">Location: Harbour Hall</div><p>\(text)</p></div></body></html>"
        let article = try ArticleReader().read(
            Array(page.utf8), url: "https://institute.example/events/dams", contentType: nil)
        #expect(article.event?.venue == "Harbour Hall")
    }
}
