/// Notes in brackets about the copy itself: `(Unofficial translation by X)`, `(EDITOR'S NOTE: …)`.
enum TranslationNote {
    private static let starts = PhraseSet([
        "unofficial translation", "translation by", "translated by", "issued in", "editor's note",
        "editor’s note", "editors' note", "editors’ note", "ed. note",
        "inoffizielle übersetzung", "anmerkung der redaktion", "anm. d. red", "übersetzung:", "übersetzt von",
        "note de la rédaction", "ndlr", "traduction non officielle",
        "traduction :", "nota del editor", "nota de la redacción", "traducción no oficial",
        "nota del redattore", "ndr:", "traduzione non ufficiale", "traduzione:", "nota da redação",
        "tradução não oficial", "прим. ред", "примечание редакции", "неофициальный перевод", "od redakcji",
        "przekład:", "редакция:", "译者注", "编者注", "编者按", "非官方翻译",
        "redaktionens", "red.anm", "redactie:", "noot van de redactie",
        "tłumaczenie nieoficjalne", "nieoficjalne tłumaczenie", "tłumaczenie:", "przypis redakcji",
        "niet-officiële vertaling", "niet officiële vertaling", "onofficiële vertaling", "vertaling:",
        "vertaling door", "vertaald door", "inofficiell översättning", "översättning:",
        "översättning av", "översatt av", "översatt från", "uofficiel oversættelse", "oversættelse:",
        "oversat af", "oversat fra", "uoffisiell oversettelse", "oversettelse:", "oversatt av",
        "oversatt fra", "epävirallinen käännös", "käännös:", "suomennos:", "suomentanut", "kääntänyt",
        "toimituksen huomautus", "toim. huom",
    ])

    /// True for a line that is such a note as a whole.
    static func isNote(_ line: CopyLine) -> Bool {
        guard let start = line.bracketStart else { return false }
        return starts.prefix(of: line.lower, from: start) != nil
    }
}
