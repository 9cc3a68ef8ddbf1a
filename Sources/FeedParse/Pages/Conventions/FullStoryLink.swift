/// The line that leads from an excerpt to the original.
///
/// An example: `Click here for the full story, on the X website.`
struct FullStoryLink: Equatable {
    /// The address, as written.
    var href: String

    /// Phrases that can't mean anything else.
    private static let phrases = PhraseSet([
        "click here for the full", "click here to read", "click here for the complete", "click here for full",
        "read the full", "read the complete",
        "read the entire", "read full", "full story", "full report", "full article", "full text",
        "full statement", "continue reading", "continue to full",
        "read the original", "read the rest", "read more at", "read more on", "the complete report",
        "download the full", "download the report",
        "den vollständigen", "vollständigen artikel", "vollständigen beitrag", "den ganzen artikel",
        "den ganzen beitrag", "zum vollständigen", "lesen sie den ganzen",
        "zum artikel", "zum vollen", "weiterlesen", "lire la suite", "lire l'article complet",
        "lire l’article complet", "cliquez ici pour lire", "lire l'intégralité",
        "article intégral", "texte intégral", "leer más", "leer el artículo completo",
        "haga clic aquí para leer", "artículo completo", "texto completo", "seguir leyendo",
        "sigue leyendo", "leia mais", "leia a íntegra", "leia o artigo completo", "clique aqui para ler",
        "continua a leggere", "leggi tutto", "leggi l'articolo completo",
        "clicca qui per leggere", "testo integrale", "lees verder", "lees het volledige", "lees meer",
        "читать полностью", "читать далее", "полный текст", "полная версия",
        "czytaj więcej", "czytaj dalej", "przeczytaj cały", "pełny tekst", "läs hela", "läs mer", "les hele",
        "les mer", "læs hele", "læs mere", "klik hier voor het volledige", "klik hier voor de volledige",
        "klik hier om het volledige", "klik hier om verder te lezen", "klicka här för att läsa",
        "klik her for at læse", "klikk her for å lese", "lue koko", "lue lisää", "jatka lukemista",
        "koko artikkeli",
        "koko juttu", "klikkaa tästä lukeaksesi", "lue alkuperäinen", "kliknij tutaj, aby przeczytać", "阅读全文",
        "閱讀全文",
        "查看全文",
        "点击阅读", "全文を読む", "続きを読む",
    ])

    /// True for a text that begins with one of the phrases.
    static func isPhrase(_ text: String) -> Bool {
        let lower = text.loweredBytes
        return phrases.prefix(of: lower, from: PhraseSet.start(of: lower, skipping: "[(>")) != nil
    }

    /// Words that tell a whole text from one more to read.
    private static let wholes = PhraseSet([
        "full", "complete", "entire", "original", "rest", "vollständig", "ganze", "complet", "intégral",
        "íntegra", "todo", "tutto", "integral", "volledig", "hele", "hela", "полн", "cały", "pełny", "koko",
        "全文",
    ])

    /// Words for the text itself.
    private static let texts = PhraseSet([
        "article", "story", "text", "post", "piece", "artikel", "beitrag", "artículo", "noticia", "articol",
        "notizia", "artigo", "notícia", "artykuł", "tekst", "teksten", "стать", "новост", "artikkeli",
        "juttu", "testo", "全文",
    ])

    /// Words for what a text is about, not for the text.
    private static let subjects = PhraseSet([
        "report", "study", "studies", "paper", "pdf", "survey", "statement", "transcript", "speech",
        "document", "publication", "analysis", "brief", "dataset", "interview", "letter", "results",
        "bericht", "studie", "gutachten", "dokument", "erklärung", "papier", "analyse", "rapport", "étude",
        "déclaration", "informe", "estudio", "comunicado", "relazione", "studio", "documento", "relatório",
        "estudo", "onderzoek", "utredning", "raport", "badanie", "доклад", "отчёт", "отчет", "исследовани",
        "заявлени", "raportti", "tutkimus", "报告", "報告",
    ])

    /// Reads a line that stands beside the text, where only the whole of a text can be meant.
    ///
    /// The report that a news item is about is often offered below it: it isn't the rest of the item.
    static func readBeside(_ line: CopyLine) -> FullStoryLink? {
        guard line.links.count == 1, wholes.first(in: line.lower) != nil,
            texts.first(in: line.lower) != nil || subjects.first(in: line.lower) == nil,
            let link = read(line, isLast: false)
        else { return nil }
        return isFile(link.href) ? nil : link
    }

    /// True for the address of a file that is no page.
    private static func isFile(_ href: String) -> Bool {
        let path = href.lowered.prefix { $0 != "?" && $0 != "#" }
        return [".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".xls", ".xlsx", ".csv", ".zip"]
            .contains { path.hasSuffix($0) }
    }

    /// Reads a line with its links; nil when it is none.
    ///
    /// - Parameter isLast: true near the end of the copy, where a bare "read more" leads to the original.
    static func read(_ line: CopyLine, isLast: Bool) -> FullStoryLink? {
        guard line.text.utf8.count < 200,
            let link = line.links.last(where: {
                !$0.href.hasPrefix("#") && !$0.href.lowered.hasPrefix("javascript")
            })
        else { return nil }
        let start = PhraseSet.start(of: line.lower, skipping: "[(>")
        if phrases.prefix(of: line.lower, from: start) != nil { return FullStoryLink(href: link.href) }
        if line.linkShare > 0.4, phrases.prefix(of: link.text.loweredBytes) != nil {
            return FullStoryLink(href: link.href)
        }
        let lower = String(decoding: line.lower, as: UTF8.self)
        if isLast, line.linkShare > 0.7,
            ["read more", "more", "mehr", "suite", "más", "mehr lesen", "more…", "more...", "[…]", "[...]"]
                .contains(lower.trimmedEnds)
        {
            return FullStoryLink(href: link.href)
        }
        return nil
    }
}

extension String {
    /// Without arrows, dots and brackets around it.
    var trimmedEnds: String {
        let isEnd: (Character) -> Bool = { " .…»›→>[]()".contains($0) }
        guard let first = firstIndex(where: { !isEnd($0) }), let last = lastIndex(where: { !isEnd($0) })
        else { return self }
        return String(self[first...last])
    }
}
