import Aggregator
import FeedParse
import Foundation
import Testing

/// A citation of one item.
private func cite(
    _ format: CitationFormat, source: Source? = nil, zone: TimeZone = .gmt,
    _ change: (inout NewItem) -> Void
) -> String {
    let item = ExportSample.item(7) {
        $0.title = "On the Strait"
        $0.url = "https://northgate.example.org/strait"
        $0.published = DigestSample.date("2026-11-23 06:02")
        change(&$0)
    }
    return format.render([Citation(item, source: source, zone: zone)])
}

private func field(_ name: String, _ text: String) -> String? {
    text.components(separatedBy: "\n").first { $0.hasPrefix("  \(name) = {") }
        .map { String($0.dropFirst("  \(name) = {".count).dropLast(2)) }
}

@Suite("Names in a citation") struct CitationNameTests {
    @Test(
        "are put with the family name first, particles with it",
        arguments: [
            ("Luisa Grund", "Grund, Luisa"), ("Jan van der Berg", "van der Berg, Jan"),
            ("María del Carmen Ruiz", "Ruiz, María del Carmen"),
            ("Charles de Gaulle", "de Gaulle, Charles"),
            ("Osama bin Laden", "bin Laden, Osama"), ("Grund, Luisa", "Grund, Luisa"),
            ("van der Berg, Jan", "van der Berg, Jan"), ("J. R. Smith", "Smith, J. R."),
            ("Ludwig von Mises", "von Mises, Ludwig"), ("Ana de la Cruz", "de la Cruz, Ana"),
        ])
    func order(name: String, written: String) {
        #expect(field("author", cite(.bibtex) { $0.authors = [name] }) == written)
        #expect(cite(.ris) { $0.authors = [name] }.contains("AU  - \(written)\r\n"))
    }

    @Test("that are a family name with its particles are not taken apart")
    func particlesOnly() {
        #expect(cite(.ris) { $0.authors = ["de la Cruz"] }.contains("AU  - de la Cruz\r\n"))
        #expect(field("author", cite(.bibtex) { $0.authors = ["de la Cruz"] }) == "{de la Cruz}")
        #expect(cite(.text) { $0.authors = ["van der Berg"] }.hasPrefix("van der Berg. “On the Strait.”"))
    }

    @Test("of one word stay as they are, and no program takes them apart")
    func oneWord() throws {
        #expect(field("author", cite(.bibtex) { $0.authors = ["Reuters"] }) == "{Reuters}")
        #expect(cite(.ris) { $0.authors = ["Reuters"] }.contains("AU  - Reuters\r\n"))
        #expect(
            cite(.csl) { $0.authors = ["Reuters"] }.contains("\"author\":[{\"literal\":\"Reuters\"}]"))
        #expect(cite(.text) { $0.authors = ["Reuters"] }.hasPrefix("Reuters. “On the Strait.”"))
    }

    @Test(
        "are joined as a reader expects it",
        arguments: [
            (["Ada Quill"], "Quill, Ada."), (["Ada Quill", "Bo Sand"], "Quill, Ada and Bo Sand."),
            (["Ada Quill", "Bo Sand", "Cy Tarn"], "Quill, Ada, Bo Sand and Cy Tarn."),
            (["Ada Quill", "Bo Sand", "Cy Tarn", "Di Umber"], "Quill, Ada et al."),
        ])
    func several(names: [String], written: String) {
        #expect(cite(.text) { $0.authors = names }.hasPrefix(written + " “On the Strait.”"))
        #expect(
            field("author", cite(.bibtex) { $0.authors = names })?.components(separatedBy: " and ").count
                == names.count)
    }

    @Test("that only repeat the institution are none")
    func institutionAsAuthor() {
        var source = Source(name: "northgate", urls: [])
        source.org = ["Northgate Institute"]
        let text = cite(.bibtex, source: source) { $0.authors = ["Northgate Institute", " ", "\u{7}"] }
        #expect(field("author", text) == "{Northgate Institute}")
        #expect(field("organization", text) == nil)
    }

    @Test(
        "can't break out of their field",
        arguments: ["Eve} , url = {x", "Eve\nER  - ", "Eve\\\\", "Eve \u{1B}[31m"])
    func hostile(name: String) throws {
        let text = cite(.bibtex) { $0.authors = [name] }
        #expect(text.components(separatedBy: "\n").filter { $0.hasPrefix("  url = ") }.count == 1)
        let record = cite(.ris) { $0.authors = [name] }
        #expect(record.components(separatedBy: "\r\n").filter { $0.hasPrefix("ER") }.count == 1)
        let json = cite(.csl) { $0.authors = [name] }
        let items = try #require(
            try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        #expect(items.count == 1)
        for form in CitationFormat.allCases where form != .csl {
            let bad = cite(form) { $0.authors = [name] }.unicodeScalars.contains {
                $0.value < 0x20 && $0 != "\n" && $0 != "\r"
            }
            #expect(!bad, "\(form)")
        }
    }
}

@Suite("The key of a citation") struct CitationKeyTests {
    private func key(_ change: (inout NewItem) -> Void) -> String {
        String(cite(.bibtex, change).dropFirst("@online{".count).prefix { $0 != "," })
    }

    @Test("is made of family name, year, first word that says something, and the item's id")
    func parts() {
        let id = ItemID(7).text
        #expect(key { $0.authors = ["Luisa Grund"] } == "grund2026strait-\(id)")
        #expect(key { $0.authors = ["Jan van der Berg"] } == "vanderberg2026strait-\(id)")
        #expect(key { $0.title = "The End of an Era" } == "northgate2026end-\(id)")
        #expect(key { $0.published = nil } == "northgatendstrait-\(id)")
    }

    @Test(
        "holds ASCII letters, digits and one hyphen only",
        arguments: ["Łukasz Żółć", "李 伟", "Ó Briain", "O'Neill", "Đorđe"])
    func ascii(name: String) {
        let key = key {
            $0.authors = [name]
            $0.title = "„Übung“ – 海上"
        }
        #expect(key.wholeMatch(of: /[a-z0-9]+-[a-z0-9]+/) != nil, "\(key)")
    }

    @Test("differs for two items of the same author, year and title")
    func unique() {
        let keys = (1...50).map { number in
            Citation(ExportSample.item(Int64(number)) { $0.title = "Same" }, source: nil).key
        }
        #expect(Set(keys).count == 50)
    }

    @Test("isn't longer than a person can read")
    func long() {
        let key = key {
            $0.authors = ["Ada " + String(repeating: "a", count: 300)]
            $0.title = String(repeating: "b", count: 300)
        }
        #expect(key.count <= 24 + 4 + 24 + 1 + 6)
    }
}

@Suite("What is cited") struct CitedThingTests {
    @Test("is the item's own institution before the source's, the source's before its name")
    func institution() {
        var source = Source(name: "northgate", urls: [])
        #expect(cite(.ris, source: source) { _ in }.contains("PB  - northgate\r\n"))
        source.title = "Northgate Commentary"
        #expect(cite(.ris, source: source) { _ in }.contains("PB  - Northgate Commentary\r\n"))
        source.org = ["Northgate Institute", "Northgate Inst."]
        #expect(cite(.ris, source: source) { _ in }.contains("PB  - Northgate Institute\r\n"))
        #expect(
            cite(.ris, source: source) { $0.org = "Harbour Institute" }.contains(
                "PB  - Harbour Institute\r\n"))
    }

    @Test("never is the reposter as institution when the original is known")
    func repost() {
        var mirror = Source(name: "mirror", urls: [])
        mirror.org = ["Mirror Media"]
        mirror.title = "The Mirror"
        let text = cite(.ris, source: mirror) {
            $0.originalURL = "https://harbour.example.org/paper"
            $0.org = "Harbour Institute"
        }
        #expect(text.contains("PB  - Harbour Institute\r\n"))
        #expect(text.contains("UR  - https://harbour.example.org/paper\r\n"))
        #expect(text.contains("N1  - Read at https://northgate.example.org/strait\r\n"))
        // An original that is the page itself is no repost.
        let own = cite(.ris, source: mirror) { $0.originalURL = $0.url }
        #expect(own.contains("PB  - Mirror Media\r\n"))
        #expect(!own.contains("N1  - "))
    }

    @Test(
        "is of a kind that reference programs know",
        arguments: [
            (ItemKind.article, "online", "ELEC", "webpage"), (.report, "report", "RPRT", "report"),
            (.event, "misc", "GEN", "event"),
        ])
    func kinds(kind: ItemKind, bibtex: String, ris: String, csl: String) {
        #expect(cite(.bibtex) { $0.kind = kind }.hasPrefix("@\(bibtex){"))
        #expect(cite(.ris) { $0.kind = kind }.hasPrefix("TY  - \(ris)\r\n"))
        #expect(cite(.csl) { $0.kind = kind }.contains("\"type\":\"\(csl)\""))
    }

    @Test("of a report is published by its institution")
    func report() {
        let text = cite(.bibtex) {
            $0.kind = .report
            $0.org = "Harbour Institute"
            $0.authors = ["Ada Quill"]
        }
        #expect(field("institution", text) == "Harbour Institute")
        #expect(field("type", text) == "Report")
        #expect(field("organization", text) == nil)
        let alone = cite(.bibtex) {
            $0.kind = .report
            $0.org = "Harbour Institute"
        }
        #expect(field("author", alone) == "{Harbour Institute}")
        #expect(field("institution", alone) == "Harbour Institute")
    }

    @Test("is dated by the original's issue, else by its publication, on the reader's calendar")
    func dates() throws {
        let tokyo = try #require(TimeZone(identifier: "Asia/Tokyo"))
        #expect(
            field(
                "date", cite(.bibtex, zone: tokyo) { $0.published = DigestSample.date("2026-11-23 20:00") })
                == "2026-11-24")
        #expect(
            field("date", cite(.bibtex) { $0.issued = DigestSample.date("2026-11-01 12:00") })
                == "2026-11-01")
        #expect(field("date", cite(.bibtex) { $0.published = nil }) == nil)
        #expect(field("year", cite(.bibtex) { $0.published = nil }) == nil)
        #expect(field("urldate", cite(.bibtex) { $0.published = nil }) == "2026-11-23")
        #expect(!cite(.ris) { $0.published = nil }.contains("DA  - "))
        #expect(!cite(.csl) { $0.published = nil }.contains("\"issued\""))
    }

    @Test("of an event is the day there, with its venue")
    func event() {
        let text = cite(.text) {
            $0.event = DigestSample.event
            $0.kind = .event
        }
        #expect(text.contains("Meridian Endowment"))
        #expect(
            text.contains("Harbour Hall, 7th Floor, Peninsula Conference Centre, 26 November 2026."))
    }

    @Test(
        "is in the language that it names, in the words of each program",
        arguments: [
            ("en-GB", "english"), ("de", "german"), ("ZH-Hant", "chinese"), ("uk", "ukrainian"),
            ("xx", nil), ("", nil),
        ]
            as [(String, String?)])
    func languages(tag: String, name: String?) {
        #expect(field("langid", cite(.bibtex) { $0.language = tag }) == name)
        if !tag.isEmpty { #expect(cite(.ris) { $0.language = tag }.contains("LA  - \(tag)\r\n")) }
    }

    @Test(
        "ends a sentence once, also when the title ends one",
        arguments: ["Why?", "Stop!", "And so …", "Done."])
    func titles(title: String) {
        let text = cite(.text) { $0.title = title }
        #expect(text.contains("“\(title)” "))
        #expect(!text.contains(".."))
    }

    @Test(
        "has an address that no program misreads",
        arguments: ["https://e.org/a{b}c", "https://e.org/a b", "https://e.org/%C3%BC?x=1&y=2#z"])
    func addresses(url: String) throws {
        let text = cite(.bibtex) { $0.url = url }
        let written = try #require(field("url", text))
        #expect(!written.contains { "{} ".contains($0) })
        let items = try #require(
            try JSONSerialization.jsonObject(with: Data(cite(.csl) { $0.url = url }.utf8))
                as? [[String: Any]])
        #expect(items.first?["URL"] as? String == url)
    }

    @Test("may be nothing: each form is still one that programs read")
    func nothing() throws {
        #expect(CitationFormat.bibtex.render([]) == "")
        #expect(CitationFormat.ris.render([]) == "")
        #expect(CitationFormat.text.render([]) == "")
        #expect(CitationFormat.csl.render([]) == "[]\n")
    }

    @Test("may be many: records stay apart")
    func many() throws {
        let citations = (1...3).map { number in
            Citation(ExportSample.item(Int64(number)) { $0.title = "Title \(number)" }, source: nil)
        }
        #expect(CitationFormat.bibtex.render(citations).components(separatedBy: "\n}\n").count == 4)
        #expect(
            CitationFormat.ris.render(citations).components(separatedBy: "ER  - \r\n\r\n").count == 4)
        #expect(CitationFormat.text.render(citations).split(separator: "\n").count == 3)
        let json = try JSONSerialization.jsonObject(
            with: Data(CitationFormat.csl.render(citations).utf8))
        #expect(
            (json as? [[String: Any]])?.compactMap { $0["title"] as? String } == [
                "Title 1", "Title 2", "Title 3",
            ])
    }
}
