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

    private static let endings = PhraseSet([
        "contributed to this report.", "contributed reporting.", "contributed to this story.",
        "contributed to this report", "contributed to this article.",
    ])

    /// True for a whole line of credits.
    static func isCredit(_ line: CopyLine) -> Bool {
        guard line.text.utf8.count < 400 else { return false }
        let start = PhraseSet.start(of: line.lower, skipping: "([-")
        if starts.prefix(of: line.lower, from: start) != nil { return true }
        return line.text.utf8.count < 200 && endings.suffix(of: line.lower) != nil
    }
}
