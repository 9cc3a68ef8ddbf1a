import Testing

@testable import FeedParse

private func line(_ text: String, link: String? = nil, href: String = "/full") -> CopyLine {
    CopyLine(text: text, links: link.map { [($0, href)] } ?? [])
}

@Suite("A convention of the press in other languages") struct ConventionLanguageTests {
    @Test(
        "marks the end of an excerpt",
        arguments: [
            "Testo. (fine dell'estratto)", "Testo. (fine estratto)", "Texto. (fim do excerto)",
            "Texto. (fim do trecho)",
            "Tekst. (einde fragment)", "Текст. (конец отрывка)", "Tekst. (koniec fragmentu)",
            "Text. (slut på utdrag)", "Tekst. (slutt på utdrag)", "Teksti. (otteen loppu)", "文字。(节选完)",
            "文字。（节选完）", "Text. (Excerpt)",
            "Text. [end of excerpt]",
        ])
    func excerptEnds(_ text: String) {
        #expect(EndOfCopy.read(text)?.isExcerpt == true, "\(text)")
    }

    @Test(
        "marks the end of copy",
        arguments: [
            "Text. – Ende –", "Text. (Ende)", "Texte. - fin -", "Texto. (fim)", "Текст. (конец)",
            "Tekst. (koniec)", "- 30 -",
            "# # #", "//ends//", "*** Ende ***", "-0-",
        ])
    func copyEnds(_ text: String) {
        #expect(
            EndOfCopy.read(text)
                == EndOfCopy(
                    isExcerpt: false,
                    keptCharacters: text.hasPrefix("Te") || text.hasPrefix("Те")
                        ? text.firstIndex(of: ".").map { text.distance(from: text.startIndex, to: $0) + 1 }
                            ?? 0 : 0))
    }

    @Test(
        "leads to the full text",
        arguments: [
            "Read the complete report", "Read more at The Review", "Continue reading",
            "Download the full report",
            "Zum vollständigen Artikel", "Lesen Sie den ganzen Beitrag", "Cliquez ici pour lire la suite",
            "Lire l’article complet", "Haga clic aquí para leer el informe", "Seguir leyendo",
            "Leia a íntegra",
            "Continua a leggere", "Clicca qui per leggere tutto", "Lees verder", "Lees het volledige artikel",
            "Читать далее",
            "Полный текст доклада", "Czytaj więcej", "Przeczytaj cały tekst", "Läs hela artikeln",
            "Les hele saken",
            "Læs hele artiklen", "阅读全文", "全文を読む", "Klik hier voor het volledige artikel",
            "Lue koko artikkeli", "Jatka lukemista", "Klicka här för att läsa artikeln",
            "Klikk her for å lese saken", "Klik her for at læse mere",
        ])
    func fullStory(_ text: String) {
        #expect(
            FullStoryLink.read(line(text, link: text, href: "https://o.example/1"), isLast: true)?.href
                == "https://o.example/1")
        #expect(FullStoryLink.isPhrase(text))
    }

    @Test("is no way to the full text without an address of another page")
    func noWay() {
        for href in ["#top", "javascript:void(0)", "JavaScript:more()"] {
            #expect(
                FullStoryLink.read(
                    line("Read the full report", link: "Read the full report", href: href), isLast: true)
                    == nil)
        }
        let long =
            "Read the full report that the council ordered, "
            + String(repeating: "and more of it, ", count: 14)
        #expect(FullStoryLink.read(line(long, link: "report"), isLast: true) == nil)
        #expect(FullStoryLink.read(line("More", link: "More"), isLast: false) == nil)
        #expect(FullStoryLink.read(line("More", link: "More"), isLast: true) != nil)
    }

    @Test(
        "tells where a text appeared first",
        arguments: [
            ("This article first appeared in Harbour Review on 3 May 2026.", "Harbour Review", "2026-05-03"),
            ("This article is republished from The Quay.", "The Quay", nil),
            ("Dieser Text erschien zuerst in Der Kai.", "Der Kai", nil),
            ("Cet article est paru dans Le Quai.", "Le Quai", nil),
            ("Este artículo fue publicado originalmente en El Muelle.", "El Muelle", nil),
            ("Questo articolo è apparso originariamente su Il Molo.", "Il Molo", nil),
            ("Этот материал впервые опубликован Причал.", "Причал", nil),
            (
                "Эта статья была впервые опубликована в Quay Review 8 января 2026 г.", "Quay Review",
                "2026-01-08"
            ),
            ("Ten artykuł ukazał się pierwotnie w Quay Review 8 stycznia 2026.", "Quay Review", "2026-01-08"),
            (
                "Dit artikel is oorspronkelijk verschenen in Quay Review op 8 januari 2026.", "Quay Review",
                "2026-01-08"
            ),
            ("Artikeln publicerades först i Quay Review den 8 januari 2026.", "Quay Review", "2026-01-08"),
            ("Artiklen blev først bragt i ”Quay Review” den 8. januar 2026.", "Quay Review", "2026-01-08"),
            ("Artikkelen ble først publisert i Quay Review 8. januar 2026.", "Quay Review", "2026-01-08"),
            (
                "Questo articolo è stato pubblicato originariamente su Quay Review l'8 gennaio 2026.",
                "Quay Review", "2026-01-08"
            ),
            (
                "Artikkeli on julkaistu alun perin Quay Review -lehdessä 8. tammikuuta 2026.", "Quay Review",
                "2026-01-08"
            ),
            ("Tämä teksti ilmestyi alun perin Satamalehdessä.", "Satamalehdessä", nil),
            ("本文首发于《港口评论》，2026年1月8日。", "港口评论", "2026-01-08"),
            ("本文原载Harbour Review。", "Harbour Review", nil),
            ("Artykuł ukazał się pierwotnie w W Porcie.", "W Porcie", nil),
        ] as [(String, String, String?)])
    func origin(_ text: String, _ name: String, _ date: String?) {
        let origin = Origin.read(line(text))
        #expect(origin?.name == name)
        #expect(origin?.issued?.date == date.flatMap { DateParser.parse($0)?.date })
    }

    @Test(
        "points to other stories",
        arguments: [
            "See also: The dam", "Don't miss: The dam", "Siehe auch: Der Damm", "Weiterlesen: Der Damm",
            "Passend dazu: Der Damm", "Das könnte dich auch interessieren: Der Damm",
            "Sur le même sujet : Le barrage",
            "À découvrir : Le barrage", "PUEDES VER: La presa", "Te puede interesar: La presa",
            "Leia também: A barragem",
            "Saiba mais: A barragem", "Vedi anche: La diga", "Lees ook: De dam", "Смотрите также: Плотина",
            "Zobacz też: Tama", "Läs också: Dammen", "Læs også: Dæmningen", "Lue myös: Pato", "延伸阅读：大坝",
            "関連記事：ダム",
        ])
    func related(_ text: String) {
        #expect(InlineRelated.isRelated(line(text, link: text)), "\(text)")
    }

    @Test(
        "doesn't take a sentence for a pointer",
        arguments: [
            "Read more books, the minister told the pupils of the school, and fewer screens.",
            "Explained by nobody, the decision stood for nine years and three councils.",
            "More: that is what the union wanted, and it went on strike for nine days until it had it in writing, with the seal of the province and the names of three witnesses on it.",
            "Siehe da, sagte der Bürgermeister, und zeigte auf den Hafen.",
            "Weiterlesen mochte sie nicht, denn der Brief war von ihm.",
        ])
    func sentences(_ text: String) {
        #expect(!InlineRelated.isRelated(line(text)), "\(text)")
    }

    @Test(
        "ends a page",
        arguments: [
            "Tilaa uutiskirje", "订阅我们的通讯", "Prenumerera på vårt nyhetsbrev", "Tilmeld dig vores nyhedsbrev",
            "Meld deg på vårt nyhetsbrev",
            "Ähnliche Beiträge", "Kommentare sind geschlossen.", "Comments are closed", "Bild anzeigen",
            "Rezept drucken",
            "Weiterführende Links", "Zum Weiterlesen", "Schon gelesen?", "Lust auf mehr?",
            "Alle Angaben ohne Gewähr",
            "Über den Autor", "About the author", "Artículos relacionados", "Articles similaires",
            "Похожие статьи",
            "Titelbild: Jonas Feddersen", "Beitragsbild: A. Quill", "Crédits photo : A. Quill",
            "Möchten Sie den Artikel teilen?", "If you enjoyed reading this post, tell a friend.",
            "Do you want to be informed of our actions?", "Last modified: 3 May 2026",
            "Anzeige, enthält Affiliate Links",
            "Subscribe now to our edition for the full story.",
            "This article is the copyrighted property of the Post.",
            "Written permission must be obtained before reprint.", "Diese Website verwendet Cookies.",
            "Questo sito utilizza cookie.", "Teilen", "Partager", "Compartir", "Поделиться", "Udostępnij",
            "分享",
        ])
    func tail(_ text: String) {
        #expect(TailJunk.isJunk(line(text)), "\(text)")
    }

    @Test(
        "leaves sentences that begin alike",
        arguments: [
            "Teilen wollte er die Insel nicht.", "Partager la ville en deux, voilà son plan.",
            "Popular songs were sung on the quay.", "Related species live in the delta.",
            "The next morning the ferry was gone.", "Newsletters were read aloud in the harbour's inns.",
            "Über den Autor des Briefes weiß man wenig.", "Tags darauf war das Schiff fort.",
        ])
    func noTail(_ text: String) {
        #expect(!TailJunk.isJunk(line(text)), "\(text)")
    }

    @Test(
        "credits those who helped",
        arguments: [
            "Writing by A. Quill", "Compiled by B. Stroud", "With files from C. Marsh",
            "Mit Informationen von dpa",
            "Avec Reuters", "Con información de agencias", "Met informatie van ANP", "Translated by D. Reed",
            "Reportagem de E. Faro; edição de F. Cais", "Bearbeitet von G. Ufer",
            "A. Quill contributed reporting.",
            "(Reporte de A. Quill; editado por B. Stroud)", "(A cura di A. Quill)", "(Oprac. A. Quill)",
            "(Verslag door A. Quill; redactie B. Stroud)",
            "(Rapportering av A. Quill; redigering av B. Stroud)",
            "(Rapporteret af A. Quill; redigeret af B. Stroud)", "（Redigert av B. Stroud）",
            "(Toimittanut A. Quill)",
            "责任编辑：林远", "При цитировании ссылка на агентство обязательна",
        ])
    func credits(_ text: String) {
        #expect(Credits.isCredit(line(text)), "\(text)")
    }

    @Test(
        "doesn't take a sentence for a credit",
        arguments: [
            "Editing is what she does best.", "Production of salt fell by a third last year.",
            "A cura di chi è il porto?", "Rapportering av ett nytt slag behövs.",
            "The storm contributed to this. Reporting it took days.", "Graphic scenes were seen at the quay.",
        ])
    func noCredit(_ text: String) {
        #expect(!Credits.isCredit(line(text)), "\(text)")
    }

    @Test(
        "notes what was done to the copy",
        arguments: [
            "(Inoffizielle Übersetzung durch den Boten)", "(Anm. d. Red.: Der Name wurde geändert.)",
            "(NDLR : le nom a été changé)",
            "(Traducción no oficial)", "(Nota del redattore: il nome è cambiato.)", "(Tradução não oficial)",
            "(Неофициальный перевод)", "(Od redakcji: imię zmieniono)", "（译者注：名字已更改）",
            "[Editors’ note: names were changed.]", "(Tłumaczenie nieoficjalne Kuriera)",
            "(Niet-officiële vertaling door de Bode)", "(Inofficiell översättning av Budet)",
            "(Uofficiel oversættelse ved Budet)", "(Uoffisiell oversettelse ved Budet)",
        ])
    func notes(_ text: String) {
        #expect(TranslationNote.isNote(line(text)), "\(text)")
    }

    @Test(
        "opens with the town and the agency",
        arguments: [
            ("GENÈVE, 3 mai (AFP) - Le conseil", "AFP"), ("MADRID, 3 may (EFE) - El consejo", "EFE"),
            ("WARSZAWA (PAP) – Rada", "PAP"), ("Hafenstadt (APA) - Der Rat", "APA"),
            ("OSLO (NTB) – Rådet", "NTB"),
            ("EASTMOOR/WESTPORT, March 7 (Reuters) - The", "Reuters"),
            ("МОСКВА, 3 мая /ТАСС/. Совет", "ТАСС"),
            ("WESTPORT, May 3, 2026 /PRNewswire/ -- The", "PRNewswire"), ("中新社港城5月1日电 港口", "中新社"),
        ])
    func dateline(_ text: String, _ agency: String) {
        #expect(Dateline.read(text)?.agency == agency)
    }

    @Test(
        "has no town and agency in common sentences",
        arguments: [
            "the council (AFP) - no", "In 2019 he (then 41) - a tall man - left.",
            "A/B testing - what it is.",
            "He said (and/or meant) - nothing.", "", "(", "()", "/", "//",
        ])
    func noDateline(_ text: String) {
        #expect(Dateline.read(text) == nil, "\(text)")
    }
}
