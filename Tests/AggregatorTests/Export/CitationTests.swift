import Aggregator
import Foundation
import Testing

@Suite("Citations")
struct CitationTests {
    private var northgate: Source {
        var source = Source(name: "northgate", urls: [])
        source.title = "Northgate Commentary"
        source.org = ["Northgate Institute"]
        return source
    }
    private var commentary: Citation { Citation(ExportSample.commentary, source: northgate) }

    @Test("are printed as BibTeX")
    func bibtex() {
        #expect(
            CitationFormat.bibtex.render([commentary])
                == #"""
                @online{grund2026bargaining-\#(ItemID(1).text),
                  author = {Grund, Luisa and van der Berg, Jan},
                  title = {{Bargaining \& Strength: <New> Launchers}},
                  organization = {Northgate Institute},
                  date = {2026-11-23},
                  year = {2026},
                  url = {https://northgate.example.org/launchers?a=1&b=2},
                  urldate = {2026-11-23},
                  langid = {english},
                }

                """#)
    }

    @Test("are printed as RIS")
    func ris() {
        let text = CitationFormat.ris.render([commentary])
        let lines = text.components(separatedBy: "\r\n")
        #expect(lines[0] == "TY  - ELEC")
        #expect(lines.contains("AU  - Grund, Luisa"))
        #expect(lines.contains("AU  - van der Berg, Jan"))
        #expect(lines.contains("PB  - Northgate Institute"))
        #expect(lines.contains("DA  - 2026/11/23"))
        #expect(lines.contains("ER  - "))
    }

    @Test("are printed as CSL JSON")
    func csl() throws {
        let text = CitationFormat.csl.render([commentary])
        let items = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(items[0]["type"] as? String == "webpage")
        #expect(
            (items[0]["author"] as? [[String: String]])?.last == ["family": "van der Berg", "given": "Jan"])
        #expect((items[0]["issued"] as? [String: [[Int]]])?["date-parts"] == [[2026, 11, 23]])
    }

    @Test("are printed as text")
    func text() {
        #expect(
            CitationFormat.text.render([commentary])
                == "Grund, Luisa and Jan van der Berg. “Bargaining & Strength: <New> Launchers.” Northgate Institute, 23 November 2026. https://northgate.example.org/launchers?a=1&b=2 (accessed 23 November 2026).\n"
        )
    }

    @Test("name the original's address, institution and date for a repost")
    func repost() {
        var mirror = Source(name: "mirror", urls: [])
        mirror.title = "Defence Mirror"
        let citation = Citation(ExportSample.repost, source: mirror)
        #expect(citation.institution == "Northgate Institute")
        #expect(citation.url == "https://northgate.example.org/launchers")
        #expect(citation.readAt == "https://mirror.example.com/a/1")
        #expect(citation.issued?.isoDate == "2026-11-23")
        let text = CitationFormat.bibtex.render([citation])
        #expect(text.contains("author = {{Northgate Institute}},"))
        #expect(text.contains("note = {Read at \\url{https://mirror.example.com/a/1}},"))
    }

    @Test("name the institution where no person is named")
    func institution() {
        var item = ExportSample.commentary
        item.content.authors = []
        let citation = Citation(item, source: northgate)
        #expect(CitationFormat.text.render([citation]).hasPrefix("Northgate Institute. “Bargaining"))
        #expect(CitationFormat.ris.render([citation]).contains("AU  - Northgate Institute\r\n"))
        #expect(
            CitationFormat.csl.render([citation]).contains(
                "\"author\":[{\"literal\":\"Northgate Institute\"}]"))
    }

    @Test("name a source by what it calls itself where nobody else names it")
    func feedTitle() {
        var item = ExportSample.commentary
        item.content.authors = []
        let unnamed = Source(name: item.content.source, urls: [])
        let own = Citation(item, source: unnamed, feedTitle: "Northgate: all commentary")
        #expect(own.institution == "Northgate: all commentary")
        let removed = Citation(item, source: nil, feedTitle: "Northgate: all commentary")
        #expect(removed.institution == "Northgate: all commentary")
        let configured = Citation(item, source: northgate, feedTitle: "Northgate: all commentary")
        #expect(configured.institution == "Northgate Institute")
    }

    @Test("cite an event with its place and its day there")
    func event() {
        let citation = Citation(ExportSample.talk, source: nil)
        #expect(citation.kind == .event)
        #expect(citation.issued?.isoDate == "2026-11-26")
        let text = CitationFormat.bibtex.render([citation])
        #expect(text.hasPrefix("@misc{"))
        #expect(text.contains("venue = {Harbour Hall, 7th Floor, Peninsula Conference Centre},"))
    }

    @Test("escape what TeX would take for commands")
    func tex() {
        let item = ExportSample.item(7) { $0.title = "100 % {of} $5_000 \\ #1 ~ ^" }
        let text = CitationFormat.bibtex.render([Citation(item, source: nil)])
        let escaped = ##"100 \% \{of\} \$5\_000 \textbackslash{} \#1 \textasciitilde{} \textasciicircum{}"##
        #expect(text.contains("title = {{\(escaped)}}"))
    }

    @Test("do without a date and an address")
    func bare() {
        let item = ExportSample.item(7) { $0.title = "Übersicht" }
        let citation = Citation(item, source: nil)
        #expect(citation.key.hasPrefix("northgatendubersicht-"))
        #expect(
            CitationFormat.text.render([citation]) == "northgate. “Übersicht.” (accessed 23 November 2026).\n"
        )
    }
}
