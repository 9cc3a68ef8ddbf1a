/// Credits at the end of wire copy: `(Reporting by A; Editing by B)`, `Our Standards: …`.
enum Credits {
    private static let starts = PhraseSet([
        "reporting by", "additional reporting", "editing by", "writing by", "compiled by", "our standards:",
        "mit material von", "mit informationen von", "mit agenturmaterial",
        "при цитировании", "责任编辑", "責任編輯", "编辑:", "编辑：", "with reporting by", "with files from", "avec afp",
        "avec reuters", "con información de", "con agencias",
        "reporteado por", "met informatie van", "this report was", "this story has been corrected",
        "graphic by", "production by", "translated by", "translation by",
        "reportage de", "edición de", "editado por", "reportagem de", "bearbeitet von", "redaktion:",
        "follow ap's", "follow ap’s", "copyright ©",
    ])

    /// Words that begin sentences too, and credits only in brackets.
    private static let bracketed = PhraseSet([
        "reporte de", "reporte por", "reportaje de", "reportado por", "información de", "redacción de",
        "redactado por", "escrito por", "a cura di", "redazione di", "servizio di", "scritto da",
        "oprac.", "opracowanie", "opracował", "opracowała", "relacja:", "redakcja:", "verslag door",
        "verslaggeving door", "verslaggeving:", "bewerking door", "geschreven door", "rapportering av",
        "rapporterat av", "redigering av", "redigerad av", "skriven av", "rapporteret af",
        "rapportering af", "redigeret af", "redigering af", "skrevet af", "rapportert av", "redigert av",
        "skrevet av", "toimittanut", "toimittaneet", "toimitus:", "kirjoittanut", "kirjoittaneet",
        "raportoinut",
    ])

    private static let endings = PhraseSet([
        "contributed to this report.", "contributed reporting.", "contributed to this story.",
        "contributed to this report", "contributed to this article.",
    ])

    /// True for a whole line of credits.
    static func isCredit(_ line: CopyLine) -> Bool {
        guard line.text.utf8.count < 400 else { return false }
        let start = PhraseSet.start(of: line.lower, skipping: "([-")
        if starts.prefix(of: line.lower, from: start) != nil { return true }
        if let start = line.bracketStart, bracketed.prefix(of: line.lower, from: start) != nil { return true }
        return line.text.utf8.count < 200 && endings.suffix(of: line.lower) != nil
    }
}
