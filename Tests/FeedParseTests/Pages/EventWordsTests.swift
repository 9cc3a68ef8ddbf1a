import Foundation
import Testing

@testable import FeedParse

private let text =
    "The panel looks at what upstream dams mean for old water treaties, and at what the next decade may bring for the towns below them."

private func page(
    _ body: String, url: String = "https://institute.example/events/dams", rules: PageRules = PageRules()
) throws -> Article {
    let html =
        "<html><head><title>Dams and Treaties</title></head><body><main><h1>Dams and Treaties</h1>\(body)<p>\(text)</p><p>\(text)</p></main></body></html>"
    return try ArticleReader(rules: rules).read(Array(html.utf8), url: url, contentType: nil)
}

@Suite("Who holds an event") struct OrganiserLineTests {
    @Test(
        "is named by a label in the page's language, which is no place",
        arguments: [
            ("Organiser: The Institute", "The Institute"), ("Organizers: The Institute", "The Institute"),
            ("Organised by the Harbour Institute", "the Harbour Institute"),
            ("Hosted by The Institute", "The Institute"), ("Hosted by: The Institute", "The Institute"),
            ("Veranstalter: Das Institut", "Das Institut"), ("Organisation: Das Institut", "Das Institut"),
            ("Organisateur : L'Institut", "L'Institut"), ("Organisé par l'Institut", "l'Institut"),
            ("Organizador: El Instituto", "El Instituto"), ("Organiza: El Instituto", "El Instituto"),
            ("Organizzatore: Istituto", "Istituto"), ("Organização: Instituto", "Instituto"),
            ("Организатор: Институт", "Институт"), ("主办：研究所", "研究所"), ("主办单位：研究所", "研究所"),
            ("Organizator: Instytut", "Instytut"), ("Organisator: Instituut", "Instituut"),
            ("Arrangör: Institutet", "Institutet"), ("Arrangør: Instituttet", "Instituttet"),
            ("Järjestäjä: Instituutti", "Instituutti"),
        ])
    func labels(_ line: String, _ name: String) throws {
        let event = try #require(
            try page("<p>May 12, 2026</p><p>18:00–19:30 UTC</p><p>\(line)</p>").event)
        #expect(event.organiser == name, "\(line)")
        #expect(event.venue == nil, "\(line)")
        #expect(event.speakers.isEmpty, "\(line)")
    }

    @Test("leaves the place what it is")
    func place() throws {
        let event = try #require(
            try page(
                "<p>May 12, 2026</p><p>18:00–19:30 UTC</p><p>Organiser</p><p>The Institute</p><p>Harbour Hall</p>"
            ).event)
        #expect(event.organiser == "The Institute")
        #expect(event.venue == "Harbour Hall")
    }

    @Test(
        "is not read out of sentences and forms",
        arguments: [
            "Organisation", "Organisers expect some hundred guests", "Hosted by our many partners",
            "Organiser", "Organiza tu visita",
        ])
    func traps(_ line: String) {
        #expect(OrganiserLine.find([CopyLine(text: line), CopyLine(text: "E-mail:")]) == nil, "\(line)")
    }
}

@Suite("What may not be quoted") struct OffTheRecordTests {
    @Test(
        "is said in many languages",
        arguments: [
            "This event was off the record.", "Off-the-record briefing", "An “off the record” talk",
            "The discussion was held under the Chatham House Rule.", "Chatham House Rules apply",
            "Es gilt die Chatham-House-Regel.", "Nicht zur Veröffentlichung",
            "Die Aussagen sind nicht zur Veröffentlichung bestimmt.", "Hintergrundgespräch unter drei",
            "La règle de Chatham House s'applique.", "sous la règle dite « de Chatham House »",
            "Evento bajo la regla de Chatham House.", "Si applica la regola di Chatham House",
            "Sob a regra de Chatham House", "Встреча прошла по правилу Чатем-Хаус.", "Не для протокола",
            "Obowiązuje zasada Chatham House", "本次会议适用查塔姆大厦规则",
        ])
    func said(_ line: String) {
        #expect(OffTheRecord.isSaid(in: line), "\(line)")
    }

    @Test(
        "is not meant by a house, a closed door or a rule",
        arguments: [
            "Chatham House, 10 Quay Street", "Principal, Chatham House", "Chatham House regularly meets",
            "Chatham House regelmäßig", "Chatham House rules out a strike", "à huis clos",
            "Réunion à huis clos",
            "Hinter verschlossenen Türen", "unter drei Bewerbern", "The record was set off the coast.",
            "This talk is not off the record.", "New rules at Chatham House", "The rule of law",
        ])
    func notSaid(_ line: String) {
        #expect(!OffTheRecord.isSaid(in: line), "\(line)")
    }

    @Test("is told of the event, and is no place")
    func event() throws {
        let event = try #require(
            try page("<p>May 12, 2026</p><p>18:00–19:30 UTC</p><p>Off-the-record briefing</p>").event)
        #expect(event.offTheRecord)
        #expect(event.venue == nil)
    }
}

@Suite("A speaker on one line") struct SpeakerLineTests {
    private func speakers(_ lines: [String], headings: Set<Int> = [0]) -> [Speaker] {
        SpeakerReader.read(
            lines.enumerated().map { CopyLine(text: $0.element, isHeading: headings.contains($0.offset)) })
    }

    @Test(
        "is named with role and house",
        arguments: [
            ["Ada Quill, Fellow, Harbour Institute", "Ben Stroud, Editor, The Post"],
            ["Ada Quill – Fellow, Harbour Institute", "Ben Stroud – Editor, The Post"],
            ["Ada Quill (Fellow, Harbour Institute)", "Ben Stroud (Editor, The Post)"],
            ["Ada Quill", "Fellow, Harbour Institute", "Ben Stroud", "Editor, The Post"],
        ])
    func lines(_ lines: [String]) {
        let found = speakers(["Speakers"] + lines)
        #expect(found.map(\.name) == ["Ada Quill", "Ben Stroud"], "\(lines)")
        #expect(found.map(\.affiliation) == ["Fellow, Harbour Institute", "Editor, The Post"], "\(lines)")
    }

    @Test(
        "is named behind a label",
        arguments: [
            ("Moderator: Cara Marsh (Coast University)", "Cara Marsh", "Coast University", "moderator"),
            (
                "Moderation: Cara Marsh, Redakteurin, Küstenbote", "Cara Marsh", "Redakteurin, Küstenbote",
                "moderator"
            ),
            ("Moderated by Cara Marsh", "Cara Marsh", nil, "moderator"),
            (
                "Hosted by Cara Marsh, Fellow, Harbour Institute", "Cara Marsh", "Fellow, Harbour Institute",
                "host"
            ),
            ("Chair: Cara Marsh", "Cara Marsh", nil, "chair"),
            ("Speaker: Cara Marsh – Coast University", "Cara Marsh", "Coast University", nil),
            ("Модератор: Анна Перова (Институт порта)", "Анна Перова", "Институт порта", "moderator"),
        ] as [(String, String, String?, String?)])
    func labelled(_ line: String, _ name: String, _ affiliation: String?, _ role: String?) throws {
        let person = Speaker(name: name, affiliation: affiliation, role: role)
        #expect(speakers([line], headings: []) == [person], "\(line)")
        let event = try #require(
            try page("<p>May 12, 2026</p><p>18:00–19:30 UTC</p><p>Harbour Hall</p><p>\(line)</p>").event)
        #expect(event.speakers == [person], "\(line)")
        #expect(event.organiser == nil, "\(line)")
        #expect(event.venue == "Harbour Hall", "\(line)")
    }

    @Test("may be one of several behind a label")
    func several() {
        #expect(
            speakers(["Speakers: Ada Quill, Ben Stroud and Cara Marsh"], headings: []).map(\.name)
                == ["Ada Quill", "Ben Stroud", "Cara Marsh"])
        #expect(
            speakers(["Panelists: Ada Quill (The Post); Ben Stroud (Coast University)"], headings: []).map(
                \.affiliation) == ["The Post", "Coast University"])
    }

    @Test(
        "may have a name that reads like a house's",
        arguments: [
            ("Speakers: Ada Quill, Le Hong Hiep", ["Ada Quill", "Le Hong Hiep"]),
            ("Speakers: Ada Quill, Charlotte Church", ["Ada Quill", "Charlotte Church"]),
            (
                "Panelists: Charlotte Church, Ben Stroud and Le Hong Hiep",
                ["Charlotte Church", "Ben Stroud", "Le Hong Hiep"]
            ),
        ])
    func alike(_ line: String, _ names: [String]) {
        let found = speakers([line], headings: [])
        #expect(found.map(\.name) == names, "\(line)")
        #expect(found.allSatisfy { $0.affiliation == nil }, "\(line)")
    }

    @Test(
        "has a house behind a label of several too",
        arguments: [
            ("Speakers: Ada Quill, The Post", "The Post"), ("Speakers: Ada Quill, Le Monde", "Le Monde"),
            ("Speakers: Ada Quill, Coast University", "Coast University"),
            ("Speaker: Ada Quill, Charlotte Church", "Charlotte Church"),
        ])
    func houses(_ line: String, _ house: String) {
        let found = speakers([line], headings: [])
        #expect(found.map(\.name) == ["Ada Quill"], "\(line)")
        #expect(found.first?.affiliation == house, "\(line)")
    }

    @Test(
        "is no house, number or topic behind a label",
        arguments: [
            "Hosted by the Harbour Institute", "Host: Harbour Council", "Hosted by Coast University",
            "Participants: 120", "Keynote: Dams And Treaties", "Featured: New Harbour",
            "Speakers: to be announced",
        ])
    func noPerson(_ line: String) {
        #expect(speakers([line], headings: []).isEmpty, "\(line)")
    }

    @Test("has what stands below the heading with the name")
    func heading() {
        let found = speakers(
            ["Speakers", "Ada Quill", "Senior Fellow, Harbour Institute", "Ben Stroud", "The Post"],
            headings: [0, 1, 3])
        #expect(found.map(\.name) == ["Ada Quill", "Ben Stroud"])
        #expect(found.map(\.affiliation) == ["Senior Fellow, Harbour Institute", "The Post"])
    }

    @Test("is no place, and stands directly below the label")
    func traps() {
        #expect(speakers(["Speakers", "Old Hall, 7th Floor"]).isEmpty)
        #expect(speakers(["Speakers", "To be announced soon.", "New Harbour, Old Coast"]).isEmpty)
        #expect(speakers(["Programme", "Ada Quill, Fellow, Harbour Institute"]).isEmpty)
    }
}

@Suite("An event in microdata") struct MicrodataEventTests {
    private func scope(_ name: String?, more: String = "") -> String {
        "<div itemscope itemtype=\"https://schema.org/Event\">"
            + (name.map { "<span itemprop=\"name\">\($0)</span>" } ?? "")
            + "<time itemprop=\"startDate\" datetime=\"2030-01-01T10:00Z\"></time><span itemprop=\"location\">Other Hall</span>\(more)</div>"
    }

    @Test("is not believed when it is another")
    func other() throws {
        let event = try #require(
            try page(
                "<p>July 10, 2026</p><p>2:00 PM – 3:30 PM BST</p><p>Harbour Hall</p>"
                    + scope("Another Evening")
            )
            .event)
        #expect(event.start?.date == DateParser.parse("2026-07-10T14:00:00+01:00")?.date)
        #expect(event.venue == "Harbour Hall")
    }

    @Test("makes no event of an article", arguments: ["Another Evening", nil])
    func article(_ name: String?) throws {
        let found = try page(scope(name), url: "https://post.example/news/dams")
        #expect(found.kind == .article)
        #expect(found.event == nil)
    }

    @Test("needs no name on a page of an event")
    func nameless() throws {
        let found = try page(scope(nil), url: "https://institute.example/events/dams")
        #expect(found.provenance["event"] == "microdata")
        #expect(found.event?.venue == "Other Hall")
        let two = try page(scope(nil) + scope(nil), url: "https://institute.example/events/dams")
        #expect(two.event == nil)
    }

    @Test("is found behind another one, with its state and who speaks")
    func own() throws {
        let more =
            "<meta itemprop=\"eventStatus\" content=\"https://schema.org/EventCancelled\"><div itemprop=\"performer\" itemscope itemtype=\"https://schema.org/Person\"><span itemprop=\"name\">Ada Quill</span>, <span itemprop=\"jobTitle\">fellow at the Post</span></div>"
        let found = try page(
            scope("Another Evening").replacing("2030-01-01", with: "2029-01-01")
                + scope("Dams and Treaties", more: more), url: "https://post.example/d")
        let event = try #require(found.event)
        #expect(event.start?.date == DateParser.parse("2030-01-01T10:00:00Z")?.date)
        #expect(event.status == "cancelled")
        #expect(event.speakers == [Speaker(name: "Ada Quill", affiliation: "fellow at the Post")])
    }
}

@Suite("A page of a source of events") struct EventSourceTests {
    @Test("is read as an event wherever it lies")
    func anywhere() throws {
        let body = "<p>March 3, 2026</p><p>9:00 a.m. ET / 3:00 p.m. CET</p><p>Harbour Hall</p>"
        let url = "https://institute.example/items/1"
        #expect(try page(body, url: url).event == nil)
        var rules = PageRules()
        rules.isEvent = true
        let found = try page(body, url: url, rules: rules)
        #expect(found.kind == .event)
        #expect(found.event?.start?.date == DateParser.parse("2026-03-03T09:00:00-05:00")?.date)
        #expect(found.event?.venue == "Harbour Hall")
    }
}
