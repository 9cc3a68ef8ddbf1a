import Foundation
import Testing

@testable import FeedParse

private func line(_ text: String, link: String? = nil, href: String = "/full") -> CopyLine {
    CopyLine(text: text, links: link.map { [($0, href)] } ?? [])
}

@Suite("The source line") struct SourceLineTests {
    @Test(
        "names who issued the copy",
        arguments: [
            ("(Source: Harbour Council; issued March 12, 2026)", "Harbour Council", "2026-03-12"),
            ("(Source: X Office; dated Feb. 4, posted Feb. 6, 2026)", "X Office", "2026-02-04"),
            ("(Quelle: APA/dpa)", "APA/dpa", nil),
            ("(Source : Y ; publié le 2 juin 2026)", "Y", "2026-06-02"),
            ("Fuente: Agencia Z", "Agencia Z", nil), ("Источник: Центр", "Центр", nil),
            ("来源:港城日报", "港城日报", nil),
            ("Źródło: PAP", "PAP", nil), ("Fonte: ANSA", "ANSA", nil), ("Bron: ANP", "ANP", nil),
            ("Kilde: NTB", "NTB", nil),
        ] as [(String, String, String?)])
    func read(_ text: String, _ organisation: String, _ date: String?) {
        let source = SourceLine.read(text)
        #expect(source?.organisation == organisation)
        #expect(source?.issued?.date == date.flatMap { DateParser.parse($0)?.date })
    }

    @Test(
        "is no picture's credit and no sentence",
        arguments: [
            "Quelle: Bild/Imago", "Source: Getty Images", "The source: nobody knows.", "Foto: X",
            "Sources say that: it rains",
        ])
    func traps(_ text: String) {
        #expect(SourceLine.read(text) == nil)
    }
}

@Suite("The byline") struct BylineTests {
    @Test(
        "names the authors",
        arguments: [
            ("By Ada Quill and Ben Stroud", ["Ada Quill", "Ben Stroud"]),
            ("Von Jonas Feddersen", ["Jonas Feddersen"]),
            ("Par Claire Aubrac", ["Claire Aubrac"]), ("Por Lucía Ferrán", ["Lucía Ferrán"]),
            ("By BEN STROUD Associated Press", ["BEN STROUD"]),
        ])
    func read(_ text: String, _ names: [String]) {
        #expect(Byline.read(text) == names)
    }

    @Test(
        "is no sentence that begins with the word",
        arguments: ["By the time the ship arrived, the harbour was already closed to everyone."])
    func sentence(_ text: String) {
        #expect(Byline.read(text).isEmpty)
    }

    @Test("stands in brackets in Chinese copy")
    func chinese() {
        #expect(Byline.reporters(inStartOf: "新华社港城3月5日电(记者 林远)过去两年") == ["林远"])
    }
}

@Suite("The dateline") struct DatelineTests {
    @Test(
        "names the agency",
        arguments: [
            ("WESTPORT, April 3 (Reuters) - The council", "Reuters"), ("PORT CLEAR, Ariz. (AP) — The", "AP"),
            ("Hafenstadt (dpa/lno) – Der", "dpa"), ("(ANSA) - ROMA, 28 LUG - Il", "ANSA"),
            ("Puerto Claro, 7 oct (EFE).- El", "EFE"),
            ("ПОРТОВЫЙ, 3 апреля. /ТАСС/. За", "ТАСС"), ("新华社港城3月5日电 过去", "新华社"),
            ("PORTWAY, May 1, 2026 /PRNewswire/ -- A", "PRNewswire"),
        ])
    func read(_ text: String, _ agency: String) {
        #expect(Dateline.read(text)?.agency == agency)
    }

    @Test(
        "is nothing in brackets alone",
        arguments: ["The council (which met in May) - as always - agreed.", "He said (again) that it rains."])
    func traps(_ text: String) {
        #expect(Dateline.read(text) == nil)
    }
}

@Suite("The end of copy") struct EndOfCopyTests {
    @Test(
        "is marked as an excerpt",
        arguments: [
            "Text. (end of excerpt)", "Text. (Ende des Auszugs)", "Text. (fin de l'extrait)",
            "Text. (fin del extracto)",
        ])
    func excerpt(_ text: String) {
        #expect(EndOfCopy.read(text) == EndOfCopy(isExcerpt: true, keptCharacters: 5))
    }

    @Test("is marked as the end", arguments: ["Text. -ends-", "###", "-30-", "Text. (END)", "(完)"])
    func end(_ text: String) {
        #expect(EndOfCopy.read(text)?.isExcerpt == false)
    }

    @Test("is not found inside of words", arguments: ["the week-end", "a dead-end", "Chapter (and)"])
    func traps(_ text: String) {
        #expect(EndOfCopy.read(text) == nil)
    }

    @Test(
        "is signed by agencies",
        arguments: [
            "(dpa)", "(ANSA).", "© dpa-infocom, dpa:260512-99-123456/2", "ada-bst/lm/cq", "red, X/Agenturen",
        ])
    func signature(_ text: String) {
        #expect(EndOfCopy.isSignature(text))
        #expect(!EndOfCopy.isSignature("The council (again) agreed."))
    }
}

@Suite("The link to the full story") struct FullStoryLinkTests {
    @Test(
        "gives the original's address",
        arguments: [
            "Click here for the full story, on the X website.", "Read the full report (PDF)",
            "Den vollständigen Beitrag lesen Sie hier",
            "Cliquez ici pour lire l'article complet", "Lire la suite", "Weiterlesen …", "Leer más",
            "Читать полностью",
        ])
    func read(_ text: String) {
        #expect(FullStoryLink.read(line(text, link: text), isLast: true)?.href == "/full")
        #expect(FullStoryLink.read(line(text), isLast: true) == nil)
    }
}

@Suite("Where it appeared first") struct OriginTests {
    @Test(
        "is told in the last line",
        arguments: [
            ("This commentary originally appeared on The Review on January 8, 2026.", "The Review"),
            ("This story was originally published at x.example.", "x.example"),
            ("Dieser Artikel ist zuerst bei \"Der Bote\" erschienen.", "Der Bote"),
        ])
    func read(_ text: String, _ name: String) {
        #expect(Origin.read(line(text))?.name == name)
    }

    @Test("is not any text about first appearances")
    func trap() {
        #expect(
            Origin.read(
                line(
                    "The minister, who had long kept silent about all of it and had refused every question in the past, first appeared in public."
                )) == nil)
    }
}

@Suite("Lines that are no text") struct NoTextTests {
    @Test(
        "are credits",
        arguments: [
            "(Reporting by A; Editing by B)", "Additional reporting by X in Y",
            "C in D contributed to this report.", "Mit Material von dpa",
            "Our Standards: The Principles", "При цитировании ссылка обязательна", "责任编辑:周行",
        ])
    func credits(_ text: String) {
        #expect(Credits.isCredit(line(text)))
    }

    @Test(
        "are notes about the copy",
        arguments: [
            "(Unofficial translation by Coast Daily)", "(EDITOR'S NOTE: The ministry did not say.)",
            "(Issued in French; translation by X)",
        ])
    func notes(_ text: String) {
        #expect(TranslationNote.isNote(line(text)))
        #expect(!TranslationNote.isNote(line("(He did not say why.)")))
    }

    @Test(
        "point to other stories",
        arguments: [
            "Read more: Why", "Lesen Sie auch: Warum", "Mehr zum Thema: X", "À lire aussi : Pourquoi",
            "Lee también: Por qué", "Leggi anche: Perché",
            "Читайте также: Почему", "Czytaj też: Dlaczego", "Les også: Hvorfor",
        ])
    func related(_ text: String) {
        #expect(InlineRelated.isRelated(line(text, link: text)))
        #expect(
            !InlineRelated.isRelated(
                line("Reading more is what children should do, the study says, and their parents too.")))
    }

    @Test(
        "end pages",
        arguments: [
            "Missed the event?", "Sign up to receive emails", "CONNECT WITH US",
            "By using this website, you agree to our cookie policy.",
            "Share this selection", "prev next", "Breaking News from X See all",
        ])
    func tail(_ text: String) {
        #expect(TailJunk.isJunk(line(text)))
        #expect(!TailJunk.isJunk(line("The council shared its findings.")))
    }
}
